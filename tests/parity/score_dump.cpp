// The native half of the score parity test. For each picture one JSON line: the tensor's SHA-256 and the features as the server's sandbox gives
// them, and the logits of ONNX Runtime and of libtorch, which reads its weights out of the same ONNX file.
//   score_dump MODELS_FOLDER PICTURE...
#include <format>
#include <iostream>

#include "model/quality_model.hpp"
#include "shared.hpp"
#include "train/learner.hpp"
#include "train/onnx_model.hpp"

using namespace colophon;

namespace {

/// Shortest digits that give the same float32 back.
std::string list(std::span<const float> values) {
  std::string text = "[";
  for (const float value : values) text += std::format("{}{}", text.size() > 1 ? "," : "", value);
  return text + "]";
}

int complain(const std::string& about, const Error& error) {
  std::cerr << about << ": " << error.field << ": " << error.detail << "\n";
  return 1;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  const std::filesystem::path models = words[1];
  const auto model = model::QualityModel::load(models);
  if (!model) return complain("model", model.error());
  const auto file = tests::read_file(models / (model->name() + ".onnx"));
  const auto weights = train::weights_from_onnx(as_bytes(file));
  if (!weights) return complain("weights", weights.error());
  train::Learner learner(0, 1, 1);
  learner.set_weights(*weights);
  for (int i = 2; i < count; ++i) {
    const auto bytes = tests::read_file(words[i]);
    const auto picture = model::open_picture(as_bytes(bytes));
    if (!picture) return complain(words[i], picture.error());
    const auto runtime = model->logits(picture->tensor);
    if (!runtime) return complain(words[i], runtime.error());
    const auto* tensor = reinterpret_cast<const std::uint8_t*>(picture->tensor.data());
    std::cout << std::format(R"({{"tensor":"{}","features":{},"onnxruntime":{},"libtorch":{}}})",
                             to_hex(sha256(ByteView(tensor, picture->tensor.size() * sizeof(float)))), picture->features_json, list(*runtime),
                             list(learner.logits(picture->tensor)))
              << "\n";
  }
}
