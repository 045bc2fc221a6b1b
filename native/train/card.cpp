#include "train/card.hpp"

#include <cmath>

#include "colophon/base/json.hpp"
#include "train/onnx_model.hpp"

namespace colophon::train {
namespace {

std::int64_t milli(double value) { return std::llround(value * 1000); }

Json network_of(const CardInput& input, ByteView onnx) {
  return JsonObject{
      {"file", input.name + ".onnx"}, {"sha256", to_hex(sha256(onnx))}, {"bytes", static_cast<std::int64_t>(onnx.size())},
      {"ir_version", kOnnxIrVersion}, {"opset", kOnnxOpset},
      {"input", JsonObject{{"name", kOnnxInput}, {"shape", "batch x 3 x 56 x 56, float32"}, {"values", "(x - 127.5) / 127.5 of 8-bit RGB"}}},
      {"output", JsonObject{{"name", kOnnxOutput}, {"shape", "batch x 10, float32"}}},
      {"architecture", "conv 3-64 3x3, ReLU, maxpool 2, conv 64-128 3x3, ReLU, maxpool 2, flatten, linear 25088-10"}};
}

Json labels_of(bool human) {
  if (human) return JsonObject{{"kind", "human ratings"}, {"classes", static_cast<std::int64_t>(image::kQualityClasses)}, {"formula", "class = nearest whole rating - 1"}};
  return JsonObject{
      {"kind", "synthetic"}, {"classes", static_cast<std::int64_t>(image::kQualityClasses)},
      {"formula", "class = min(9, floor(10 * (1 - severity))), severity uniform in [0, 1), of one damage applied at native pixels"},
      {"damages", JsonArray{
          JsonObject{{"name", "blur"}, {"what", "Gaussian, sigma in pixels"}, {"at_severity_0_milli", 0}, {"at_severity_1_milli", milli(kBlurSigmaMax)}},
          JsonObject{{"name", "noise"}, {"what", "Gaussian a channel, sigma in levels of 0 to 255"}, {"at_severity_0_milli", 0}, {"at_severity_1_milli", milli(kNoiseSigmaMax)}},
          JsonObject{{"name", "jpeg"}, {"what", "stb_image_write quality"}, {"at_severity_0_milli", kJpegQualityBest * 1000}, {"at_severity_1_milli", kJpegQualityWorst * 1000}}}}};
}

Json training_of(const Outcome& outcome) {
  const Config& c = outcome.checkpoint.config;
  const Position& p = outcome.checkpoint.position;
  return JsonObject{{"loss", "cross entropy"}, {"optimiser", "Adam"}, {"learning_rate_ppm", c.learning_rate_ppm}, {"seed", static_cast<std::int64_t>(c.seed)},
                    {"batch", c.batch}, {"crops_per_epoch", c.crops}, {"epochs_max", c.epochs}, {"epochs_run", p.epoch}, {"epoch_shipped", p.best_epoch + 1},
                    {"patience", c.patience}, {"steps", std::int64_t{p.epoch} * ((c.crops + c.batch - 1) / c.batch)}, {"validation_percent", c.validation_percent}};
}

Json metrics_of(const Outcome& outcome) {
  JsonObject metrics{{"measured_on", "the pictures held out (split by picture)"},
                     {"crops", outcome.checkpoint.config.validation_crops},
                     {"accuracy_milli", milli(outcome.validation.accuracy)},
                     {"mean_absolute_error_classes_milli", milli(outcome.validation.mean_absolute_error)},
                     {"cross_entropy_milli", milli(outcome.validation.loss)}};
  if (outcome.judged.empty()) return metrics;
  JsonObject correlation{{"what", "Spearman's rank correlation of a whole picture's score with the absence of damage, at severities .1 .3 .5 .7 .9"},
                         {"pictures", static_cast<std::int64_t>(outcome.split.validation.size())}};
  for (const auto degradation : kDegradations)
    correlation.emplace_back(std::string(degradation_name(degradation)) + "_milli", milli(severity_correlation(outcome.judged, degradation)));
  correlation.emplace_back("pooled_milli", milli(severity_correlation(outcome.judged, {})));
  metrics.emplace_back("rank_correlation", std::move(correlation));
  return metrics;
}

Json data_of(std::span<const Picture> pictures, const Split& split) {
  std::vector<bool> held_out(pictures.size());
  for (const auto index : split.validation) held_out[index] = true;
  JsonArray files;
  for (std::size_t i = 0; i < pictures.size(); ++i)
    files.push_back(JsonObject{{"file", pictures[i].file}, {"sha256", to_hex(pictures[i].sha256)}, {"licence", pictures[i].licence},
                               {"split", held_out[i] ? "validation" : "training"}});
  return files;
}

/// One member a line, so that a change of the card can be read.
std::string lines_of(const JsonObject& card) {
  std::string text = "{\n";
  for (std::size_t i = 0; i < card.size(); ++i) {
    text += "  " + canonical_json(card[i].first) + ": ";
    if (const auto* array = card[i].second.array()) {
      text += "[";
      for (std::size_t j = 0; j < array->size(); ++j) text += (j ? ",\n    " : "\n    ") + canonical_json((*array)[j]);
      text += "\n  ]";
    } else {
      text += canonical_json(card[i].second);
    }
    text += i + 1 < card.size() ? ",\n" : "\n";
  }
  return text + "}\n";
}

}  // namespace

std::string model_card(const CardInput& input, std::span<const Picture> pictures, const Outcome& outcome, ByteView onnx) {
  const bool human = pictures[outcome.split.validation.front()].rating_class.has_value();
  return lines_of({{"format", "colophon/model-card/1"},
                   {"name", input.name},
                   {"title", human ? "photo quality (human ratings)" : "technical photo quality (synthetic labels)"},
                   {"licence", input.licence},
                   {"onnx", network_of(input, onnx)},
                   {"labels", labels_of(human)},
                   {"training", training_of(outcome)},
                   {"metrics", metrics_of(outcome)},
                   {"data", data_of(pictures, outcome.split)},
                   {"command", input.command}});
}

}  // namespace colophon::train
