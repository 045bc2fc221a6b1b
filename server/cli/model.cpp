// colophon model: that the quality model is there, unaltered, and loads.
#include "model/quality_model.hpp"

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<int> run(const Options& options) {
  const auto folder = models_folder(options);
  const auto model = COLOPHON_TRY(model::QualityModel::load(folder, options.value("--name", "photo-quality")));
  if (options.json()) print_json(JsonObject{{"name", model.name()}, {"sha256", to_hex(model.sha256())}, {"folder", folder.string()}});
  else print(model.name() + " " + to_hex(model.sha256()) + "\nits file is the one that its card names, and it loads");
  return kDone;
}

}  // namespace

const Command& model_command() {
  static const Command command{
      {"model", "", "Checks that a model's file is the one on its card and loads it.",
       {kModelsOption, {"--name", "NAME", "The model (default: photo-quality)."}}, 0, 0},
      run};
  return command;
}

}  // namespace colophon::cli
