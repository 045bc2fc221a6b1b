#pragma once
// The quality model on the server: ONNX Runtime over a model file whose hash is the one on its card. docs/explanation/quality.md.
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/hash/sha256.hpp"
#include "colophon/image/quality.hpp"
#include "model/sandbox.hpp"

namespace colophon::model {

class QualityModel {
 public:
  /// Reads `folder`/`name`.onnx and `folder`/`name`.card.json. Errors: unknown_model where one of them is not there, model_mismatch where the
  /// file's SHA-256 is not the card's or its inputs and outputs are not a quality model's, and whatever the card's JSON has wrong.
  static Result<QualityModel> load(const std::filesystem::path& folder, const std::string& name = "photo-quality", int threads = 1);

  QualityModel(QualityModel&&) noexcept;
  QualityModel& operator=(QualityModel&&) noexcept;
  ~QualityModel();

  /// Crops x 3 x 56 x 56 in, crops x 10 out. May be called from several threads. Errors: invalid_argument (size), internal (the runtime).
  Result<std::vector<float>> logits(std::span<const float> crops) const;

  const std::string& name() const;     ///< "photo-quality"
  const Hash& sha256() const;          ///< Of the ONNX file.
  /// "photo-quality@" and the 64 hexadecimal digits: what a score says it came from.
  std::string id() const;

 private:
  struct Loaded;
  explicit QualityModel(std::unique_ptr<Loaded> loaded);
  std::unique_ptr<Loaded> loaded_;
};

/// A picture's score: what the server stores, logs and ranks by.
struct PictureScore {
  image::Info info;
  std::string features_json;           ///< Canonical {"features":[...]}.
  image::Quality quality;
};

/// Decodes and measures in the sandbox, then asks the model.
Result<PictureScore> measure_picture(ByteView file, const QualityModel& model, const SandboxLimits& limits = {});

}  // namespace colophon::model
