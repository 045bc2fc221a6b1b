#include "train/checkpoint.hpp"

#include <array>
#include <bit>
#include <cstring>

#include "colophon/base/json.hpp"

namespace colophon::train {
namespace {

constexpr std::string_view kFormat = "colophon/training-checkpoint/1";

/// The exact bits of a float64 as 16 hexadecimal digits: JSON here has no fractions, and a rounded loss would continue differently.
std::string bits_of(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value);
  Bytes bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(bits >> shift));
  return to_hex(bytes);
}

Result<double> double_of(std::string_view hex, std::string_view field) {
  auto bytes = from_hex(hex, field);
  if (!bytes) return std::unexpected(bytes.error());
  if (bytes->size() != 8) return fail(Errc::invalid_encoding, std::string(field), "must be 16 hexadecimal digits");
  std::uint64_t bits = 0;
  for (const auto byte : *bytes) bits = bits << 8 | byte;
  return std::bit_cast<double>(bits);
}

Json header_of(const Checkpoint& checkpoint) {
  const Config& c = checkpoint.config;
  const Position& p = checkpoint.position;
  return JsonObject{
      {"format", kFormat},
      {"config", JsonObject{{"seed", static_cast<std::int64_t>(c.seed)}, {"epochs", c.epochs}, {"batch", c.batch}, {"crops", c.crops},
                            {"validation_crops", c.validation_crops}, {"validation_percent", c.validation_percent},
                            {"patience", c.patience}, {"learning_rate_ppm", c.learning_rate_ppm}}},
      {"data", to_hex(checkpoint.data)},
      {"position", JsonObject{{"epoch", p.epoch}, {"crop", p.crop}, {"loss_sum", bits_of(p.loss_sum)}, {"best_loss", bits_of(p.best_loss)},
                              {"best_epoch", p.best_epoch}, {"finished", p.finished}}},
      {"steps", checkpoint.learner.steps}};
}

Result<Config> config_of(const Json& json) {
  JsonFields f(json, "config");
  Config c;
  c.seed = static_cast<std::uint64_t>(f.integer("seed"));
  c.epochs = static_cast<int>(f.integer("epochs"));
  c.batch = static_cast<int>(f.integer("batch"));
  c.crops = static_cast<int>(f.integer("crops"));
  c.validation_crops = static_cast<int>(f.integer("validation_crops"));
  c.validation_percent = static_cast<int>(f.integer("validation_percent"));
  c.patience = static_cast<int>(f.integer("patience"));
  c.learning_rate_ppm = f.integer("learning_rate_ppm");
  return f.finish().transform([&] { return c; });
}

Result<Position> position_of(const Json& json) {
  JsonFields f(json, "position");
  Position p;
  p.epoch = static_cast<std::int32_t>(f.integer("epoch"));
  p.crop = static_cast<std::int32_t>(f.integer("crop"));
  p.best_epoch = static_cast<std::int32_t>(f.integer("best_epoch"));
  p.finished = f.boolean_or("finished", false);
  const auto loss_sum = double_of(f.string("loss_sum"), f.path("loss_sum"));
  const auto best_loss = double_of(f.string("best_loss"), f.path("best_loss"));
  if (auto good = f.finish(); !good) return std::unexpected(good.error());
  if (!loss_sum) return std::unexpected(loss_sum.error());
  if (!best_loss) return std::unexpected(best_loss.error());
  p.loss_sum = *loss_sum;
  p.best_loss = *best_loss;
  return p;
}

Result<void> read_header(std::string_view line, Checkpoint& checkpoint) {
  auto json = parse_json(line);
  if (!json) return std::unexpected(json.error());
  JsonFields f(*json, "");
  if (f.string("format") != kFormat) return fail(Errc::unknown_format, "format", "this version reads " + std::string(kFormat));
  auto config = config_of(f.required("config"));
  if (!config) return std::unexpected(config.error());
  auto data = from_hex(f.string("data"), "data");
  if (!data) return std::unexpected(data.error());
  auto position = position_of(f.required("position"));
  if (!position) return std::unexpected(position.error());
  checkpoint.learner.steps = f.integer("steps");
  if (auto good = f.finish(); !good) return good;
  if (data->size() != checkpoint.data.size()) return fail(Errc::invalid_encoding, "data", "must be 64 hexadecimal digits");
  std::memcpy(checkpoint.data.data(), data->data(), data->size());
  checkpoint.config = *config;
  checkpoint.position = *position;
  return {};
}

/// The four sets of parameters in the order in which the file has them.
template <class C>
auto parameter_sets(C& checkpoint) {
  return std::array{&checkpoint.learner.weights, &checkpoint.learner.first_moment, &checkpoint.learner.second_moment, &checkpoint.best};
}

}  // namespace

Bytes checkpoint_file(const Checkpoint& checkpoint) {
  std::string text = canonical_json(header_of(checkpoint)) + "\n";
  Bytes file(text.begin(), text.end());
  for (const auto* set : parameter_sets(checkpoint)) {
    for (const auto& values : *set) {
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(values.data());
      file.insert(file.end(), bytes, bytes + values.size() * sizeof(float));
    }
  }
  const Hash hash = sha256(file);
  file.insert(file.end(), hash.begin(), hash.end());
  return file;
}

Result<Checkpoint> parse_checkpoint(ByteView file) {
  const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
  const auto end = text.find('\n');
  if (end == std::string_view::npos || !text.starts_with('{')) return fail(Errc::unknown_format, "--resume", "not a training checkpoint");
  if (file.size() < end + 1 + sizeof(Hash)) return fail(Errc::does_not_hold, "--resume", "the checkpoint is cut short: take an earlier one");
  const ByteView body = file.first(file.size() - sizeof(Hash));
  const Hash hash = sha256(body);
  if (std::memcmp(hash.data(), file.data() + body.size(), hash.size()) != 0)
    return fail(Errc::does_not_hold, "--resume", "the checkpoint is damaged or cut short: take an earlier one");
  Checkpoint checkpoint;
  if (auto good = read_header(text.substr(0, end), checkpoint); !good) return std::unexpected(good.error());
  std::size_t at = end + 1;
  for (auto* set : parameter_sets(checkpoint)) {
    for (std::size_t i = 0; i < set->size(); ++i) {
      const std::size_t size = kParameters[i].size() * sizeof(float);
      if (body.size() - at < size) return fail(Errc::does_not_hold, "--resume", "the checkpoint is of another network");
      (*set)[i].resize(kParameters[i].size());
      std::memcpy((*set)[i].data(), body.data() + at, size);
      at += size;
    }
  }
  if (at != body.size()) return fail(Errc::does_not_hold, "--resume", "the checkpoint is of another network");
  return checkpoint;
}

}  // namespace colophon::train
