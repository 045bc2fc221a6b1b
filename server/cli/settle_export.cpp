// colophon settle export: what a settlement of a store was computed from, for an auditor.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "jobs/settlement_files.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<int> run(const Options& options) {
  auto store = COLOPHON_TRY(open_store(options));
  const auto id = COLOPHON_TRY(Id::parse(options.arguments()[0], "SETTLEMENT"));
  const auto row = COLOPHON_TRY(store->settlement(id));
  const std::string folder = options.value("--out");
  const auto files = COLOPHON_TRY(jobs::bundle_of(*store, id));
  COLOPHON_TRY(jobs::write_folder(folder, "settlement.json", [&](const std::filesystem::path& fresh) -> Result<void> {
    for (const auto& [name, text] : files) COLOPHON_TRY(jobs::write_text(fresh / name, text));
    return {};
  }));
  if (options.json()) print_json(JsonObject{{"settlement", id.to_string()}, {"root", to_hex(row.root)}, {"files", static_cast<std::int64_t>(files.size())}});
  else print(folder + ": " + std::to_string(files.size()) + " files; colophon settle run " + folder + " gives the root " + to_hex(row.root) + " again");
  return kDone;
}

}  // namespace

const Command& settle_export_command() {
  static const Command command{
      {"settle export", "SETTLEMENT", "Writes the bundle that a settlement of a store was computed from; it holds the secret of the salts.",
       {kStoreOption, {"--out", "DIR", "Where the bundle goes.", true}},
       1, 1},
      run};
  return command;
}

}  // namespace colophon::cli
