// colophon score: the features and quality of picture files, or of the photos of a store that have none yet.
#include "jobs/score.hpp"

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<JsonObject> score_file(const std::string& file, const model::QualityModel& model) {
  const auto bytes = COLOPHON_TRY(jobs::read_file(file, file, limits::kImageBytesMax));
  auto score = model::measure_picture(as_bytes(bytes), model);
  if (!score) return fail(score.error().code, file, score.error().detail);
  JsonArray ppm;
  for (const auto value : score->quality.probability_ppm) ppm.emplace_back(value);
  const auto features = COLOPHON_TRY(parse_json(score->features_json));
  return JsonObject{{"file", file}, {"quality_milli", score->quality.mean_milli}, {"variance_milli", score->quality.variance_milli},
                    {"probability_ppm", ppm}, {"features", features.find("features") ? *features.find("features") : Json()}, {"model", model.id()}};
}

void print_score(const JsonObject& object) {
  const Json json(object);
  print(*json.find("file")->string() + ": quality " + fixed(static_cast<double>(*json.find("quality_milli")->integer()) / 1000, 2) + " of 10");
  const auto* features = json.find("features")->array();
  if (!features) return;
  std::vector<std::vector<std::string>> rows;
  for (const auto& feature : *features) {
    const auto text = [&](const char* name) { const auto* value = feature.find(name); return value && value->string() ? *value->string() : std::string(); };
    const auto milli = [&](const char* name) { const auto* value = feature.find(name); return value && value->integer() ? fixed(static_cast<double>(*value->integer()) / 1000, 1) : std::string(); };
    rows.push_back({"  " + text("name"), milli("value_milli"), "usual " + milli("usual_low_milli") + " to " + milli("usual_high_milli"), text("advice")});
  }
  print_table(rows, {1});
}

Result<int> run(const Options& options) {
  if (options.arguments().empty() == !options.has("--store")) {
    print_error({Errc::invalid_argument, "", "score takes either files or --store FILE"}, options.json());
    return kUsage;
  }
  const auto model = COLOPHON_TRY(model::QualityModel::load(models_folder(options)));
  if (!options.has("--store")) {
    JsonArray all;
    for (const auto& file : options.arguments()) {
      auto score = COLOPHON_TRY(score_file(file, model));
      if (options.json()) all.push_back(std::move(score)); else print_score(score);
    }
    if (options.json()) print_json(JsonObject{{"scores", all}});
    return kDone;
  }
  auto store = COLOPHON_TRY(open_store(options));
  const auto done = COLOPHON_TRY(jobs::score_all(*store, model, progress("score")));
  end_progress();
  if (options.json())
    print_json(JsonObject{{"scored", static_cast<std::int64_t>(done.scored)}, {"failed", static_cast<std::int64_t>(done.failed)}, {"model", model.id()}});
  else
    print(std::to_string(done.scored) + " photos scored, " + std::to_string(done.failed) + " could not be");
  for (const auto& failure : done.failures) std::fprintf(stderr, "colophon: %s\n", failure.c_str());
  return done.failed == 0 ? kDone : kBadInput;
}

}  // namespace

const Command& score_command() {
  static const Command command{
      {"score", "[FILE...]", "Measures and scores JPEG and PNG files, or every photo of a store that has no quality yet.",
       {{"--store", "FILE", "Score the store's photos instead of files."}, kModelsOption}, 0, 1'000},
      run};
  return command;
}

}  // namespace colophon::cli
