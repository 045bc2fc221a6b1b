#include "model/quality_model.hpp"

#include <onnxruntime_cxx_api.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>

#include "colophon/base/json.hpp"
#include "store/try.hpp"

namespace colophon::model {
namespace {

constexpr std::size_t kCropValues = std::size_t{3} * image::kCropSide * image::kCropSide;
constexpr const char* kInput = "crops";
constexpr const char* kOutput = "logits";
constexpr std::size_t kModelBytesMax = 256u << 20;

/// Debian's ONNX Runtime registers the operators of libonnx, which has registered them itself, and says so on std::cerr a thousand times when
/// the first session is made: harmless, and kept from the reader. One load at a time, since the stream is the process's.
class Quiet {
 public:
  Quiet() : lock_(loading()), shown_(std::cerr.rdbuf(nullptr)) {}
  ~Quiet() {
    std::cerr.rdbuf(shown_);
    std::cerr.clear();
  }
  Quiet(const Quiet&) = delete;

 private:
  static std::mutex& loading() {
    static std::mutex mutex;
    return mutex;
  }
  std::lock_guard<std::mutex> lock_;
  std::streambuf* shown_;
};

Ort::Env& runtime() {
  static Ort::Env env(ORT_LOGGING_LEVEL_ERROR, "colophon");
  return env;
}

Result<std::string> read_whole(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(Errc::unknown_model, "model", path.filename().string() + " is not among the models");
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return fail(Errc::unavailable, "model", path.filename().string() + " cannot be read");
  if (bytes.size() > kModelBytesMax) return fail(Errc::limit_exceeded, "model", path.filename().string() + " is larger than a model may be");
  return bytes;
}

/// The SHA-256 that a card states for its ONNX file.
Result<std::string> hash_on_card(const std::string& text, const std::string& name) {
  const Json card = COLOPHON_TRY(parse_json(text));
  const auto string_at = [](const Json* json, std::string_view member) {
    const Json* found = json ? json->find(member) : nullptr;
    return found && found->string() ? *found->string() : std::string();
  };
  if (string_at(&card, "format") != "colophon/model-card/1") return fail(Errc::unknown_format, "card.format", "must be colophon/model-card/1");
  if (string_at(&card, "name") != name) return fail(Errc::model_mismatch, "card.name", "the card is of another model than " + name);
  const auto hash = string_at(card.find("onnx"), "sha256");
  if (hash.empty()) return fail(Errc::missing_field, "card.onnx.sha256", "the card must state the SHA-256 of its ONNX file");
  return hash;
}

bool has_shape(const Ort::TypeInfo& type, std::initializer_list<std::int64_t> after_batch) {
  if (type.GetONNXType() != ONNX_TYPE_TENSOR) return false;
  const auto tensor = type.GetTensorTypeAndShapeInfo();
  const auto shape = tensor.GetShape();
  return tensor.GetElementType() == ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT && shape.size() == after_batch.size() + 1 && shape[0] == -1 &&
         std::equal(after_batch.begin(), after_batch.end(), shape.begin() + 1);
}

bool is_quality_model(const Ort::Session& session) {
  Ort::AllocatorWithDefaultOptions allocator;
  return session.GetInputCount() == 1 && session.GetOutputCount() == 1 &&
         session.GetInputNameAllocated(0, allocator).get() == std::string_view(kInput) &&
         session.GetOutputNameAllocated(0, allocator).get() == std::string_view(kOutput) &&
         has_shape(session.GetInputTypeInfo(0), {3, image::kCropSide, image::kCropSide}) &&
         has_shape(session.GetOutputTypeInfo(0), {image::kQualityClasses});
}

}  // namespace

struct QualityModel::Loaded {
  std::string name;
  Hash sha256{};
  Ort::Session session{nullptr};
};

QualityModel::QualityModel(std::unique_ptr<Loaded> loaded) : loaded_(std::move(loaded)) {}
QualityModel::QualityModel(QualityModel&&) noexcept = default;
QualityModel& QualityModel::operator=(QualityModel&&) noexcept = default;
QualityModel::~QualityModel() = default;

Result<QualityModel> QualityModel::load(const std::filesystem::path& folder, const std::string& name, int threads) {
  if (threads < 1) return fail(Errc::invalid_argument, "threads", "must be at least 1");
  const auto card = COLOPHON_TRY(read_whole(folder / (name + ".card.json")));
  const auto file = COLOPHON_TRY(read_whole(folder / (name + ".onnx")));
  const auto stated = COLOPHON_TRY(hash_on_card(card, name));
  auto loaded = std::make_unique<Loaded>();
  loaded->name = name;
  loaded->sha256 = colophon::sha256(file);
  if (to_hex(loaded->sha256) != stated)
    return fail(Errc::model_mismatch, "model", name + ".onnx is not the file that its card describes: take both from one release, or train again");
  try {
    const Quiet quiet;
    Ort::SessionOptions options;
    options.SetIntraOpNumThreads(threads);
    options.SetInterOpNumThreads(1);
    options.SetGraphOptimizationLevel(GraphOptimizationLevel::ORT_ENABLE_ALL);
    loaded->session = Ort::Session(runtime(), file.data(), file.size(), options);
    if (!is_quality_model(loaded->session))
      return fail(Errc::model_mismatch, "model", name + ".onnx must take float32 `crops` [batch, 3, 56, 56] and give float32 `logits` [batch, 10]");
  } catch (const Ort::Exception& error) {
    return fail(Errc::model_mismatch, "model", name + ".onnx cannot be run: " + error.what());
  }
  return QualityModel(std::move(loaded));
}

Result<std::vector<float>> QualityModel::logits(std::span<const float> crops) const {
  if (crops.empty() || crops.size() % kCropValues != 0)
    return fail(Errc::invalid_argument, "crops", "must be whole crops of 3 x 56 x 56 values, at least one");
  const auto count = crops.size() / kCropValues;
  std::vector<float> result(count * image::kQualityClasses);
  const std::array<std::int64_t, 4> in_shape{static_cast<std::int64_t>(count), 3, image::kCropSide, image::kCropSide};
  const std::array<std::int64_t, 2> out_shape{static_cast<std::int64_t>(count), image::kQualityClasses};
  try {
    const auto memory = Ort::MemoryInfo::CreateCpu(OrtArenaAllocator, OrtMemTypeDefault);
    // The runtime reads an input and does not write to it; its interface just has no pointer to const.
    auto input = Ort::Value::CreateTensor<float>(memory, const_cast<float*>(crops.data()), crops.size(), in_shape.data(), in_shape.size());
    auto output = Ort::Value::CreateTensor<float>(memory, result.data(), result.size(), out_shape.data(), out_shape.size());
    loaded_->session.Run(Ort::RunOptions{nullptr}, &kInput, &input, 1, &kOutput, &output, 1);
  } catch (const Ort::Exception& error) {
    return fail(Errc::internal, "model", std::string("ONNX Runtime: ") + error.what());
  }
  return result;
}

const std::string& QualityModel::name() const { return loaded_->name; }
const Hash& QualityModel::sha256() const { return loaded_->sha256; }
std::string QualityModel::id() const { return loaded_->name + "@" + to_hex(loaded_->sha256); }

Result<PictureScore> measure_picture(ByteView file, const QualityModel& model, const SandboxLimits& limits) {
  auto picture = COLOPHON_TRY(open_picture(file, limits));
  const auto logits = COLOPHON_TRY(model.logits(picture.tensor));
  const auto quality = COLOPHON_TRY(image::quality_from_logits(logits));
  return PictureScore{picture.info, std::move(picture.features_json), quality};
}

}  // namespace colophon::model
