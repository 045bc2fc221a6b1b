// colophon import: a catalogue, the public Last.fm data set, a settlement bundle, an archive of works, or sales reports, into a store.
#include "cli/commands.hpp"
#include "cli/import_sales.hpp"
#include "cli/output.hpp"
#include "jobs/import_bundle.hpp"
#include "jobs/import_catalogue.hpp"
#include "jobs/import_lastfm.hpp"
#include "jobs/import_works.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

std::int64_t whole(std::uint64_t count) { return static_cast<std::int64_t>(count); }

Result<int> import_archive(store::Store& store, const std::filesystem::path& table, const Options& options) {
  const auto done = COLOPHON_TRY(jobs::import_works(store, table, progress("import")));
  end_progress();
  if (options.json())
    print_json(JsonObject{{"failed", whole(done.failed)}, {"failures", JsonArray(done.failures.begin(), done.failures.end())}, {"imported", whole(done.imported)},
                          {"rows", whole(done.rows)}, {"there_already", whole(done.there_already)}});
  else
    print(std::to_string(done.rows) + " rows: " + std::to_string(done.imported) + " works imported, " + std::to_string(done.there_already) + " were there already, " +
          std::to_string(done.failed) + " could not be");
  for (const auto& failure : done.failures) std::fprintf(stderr, "colophon: %s\n", failure.c_str());
  return done.failed == 0 ? kDone : kBadInput;
}

Result<int> run(const Options& options) {
  const auto& kind = options.arguments()[0];
  if (kind == "sales" || kind == "dsr") return import_sales_files(options);
  const std::filesystem::path folder = options.arguments()[1];
  if (kind != "catalogue" && kind != "lastfm" && kind != "bundle" && kind != "works") {
    print_error({Errc::invalid_argument, "", "there is nothing to import called '" + kind + "': bundle, catalogue, lastfm, works, sales or dsr"}, options.json());
    return kUsage;
  }
  auto store = COLOPHON_TRY(open_store(options, false));
  if (kind == "works") return import_archive(*store, folder, options);
  if (kind == "lastfm") {
    const auto done = COLOPHON_TRY(jobs::import_lastfm(*store, folder, progress("import")));
    if (options.json())
      print_json(JsonObject{{"artists", whole(done.artists)}, {"events", whole(done.events)}, {"listeners", whole(done.listeners)}, {"duplicates", whole(done.duplicates)}});
    else
      print(std::to_string(done.artists) + " artists, " + std::to_string(done.events) + " play counts of " + std::to_string(done.listeners) +
            " listeners; " + std::to_string(done.duplicates) + " rows were there already");
    return kDone;
  }
  if (kind == "bundle") {
    const auto done = COLOPHON_TRY(jobs::import_bundle(*store, folder, progress("import")));
    if (options.json())
      print_json(JsonObject{{"parties", whole(done.parties)}, {"works", whole(done.works)}, {"agreements", whole(done.agreements)}, {"rates", whole(done.rates)}, {"openings", whole(done.openings)},
                            {"holds", whole(done.holds)}, {"revenue", whole(done.revenue)}, {"events", whole(done.events)}, {"duplicates", whole(done.duplicates)}});
    else
      print(std::to_string(done.parties) + " parties, " + std::to_string(done.works) + " new works, " + std::to_string(done.agreements) + " agreements, " + std::to_string(done.openings) +
            " opening balances; " + std::to_string(done.revenue) + " lines of revenue and " + std::to_string(done.events) + " rows of use, " + std::to_string(done.duplicates) + " were there already");
    return kDone;
  }
  const auto done = COLOPHON_TRY(jobs::import_catalogue(*store, folder, progress("import")));
  if (options.json())
    print_json(JsonObject{{"works", whole(done.works)}, {"works_new", whole(done.works_new)}, {"parties", whole(done.parties)}, {"channels", whole(done.channels)},
                          {"simulated_events_new", whole(done.events_new)}, {"simulated_revenue_new", whole(done.revenue_new)}});
  else
    print(std::to_string(done.works) + " works (" + std::to_string(done.works_new) + " new), " + std::to_string(done.parties) + " parties, " +
          std::to_string(done.channels) + " channels; " + std::to_string(done.events_new) + " new events of the simulated audience");
  return kDone;
}

}  // namespace

const Command& import_command() {
  static const Command command{
      {"import", "bundle|catalogue|lastfm DIR, works CSV, sales|dsr FILE...", "Imports a settlement bundle, a catalogue (catalogue.json), the public Last.fm data set, an archive of works (docs/how-to/import-works.md), or sales reports; twice is the same as once.",
       {{"--store", "FILE", "The store; it is made where there is none.", true},
        {"--map", "MAP", "sales: how the table becomes revenue lines: a file, or @NAME of a mapping that the store keeps."},
        {"--save", "NAME", "sales: keep the mapping in the store under this name."},
        {"--source", "NAME", "sales, dsr: the service, instead of the mapping's or the message's sender."},
        {"--preview", "", "sales, dsr: show what would become of the file, and change nothing."},
        {"--lines", "N", "How many lines a preview shows (default 10)."},
        {"--round", "", "dsr: round amounts with more than 12 decimal places instead of refusing them."},
        {"--strict-totals", "", "dsr: refuse a file whose summaries are not the sums of its blocks."},
        {"--allow-same-content", "", "sales, dsr: import a file whose lines are those of another file."},
        {"--by", "NAME", "sales, dsr: who imports (default: command line)."}},
       2, 1'000},
      run};
  return command;
}

}  // namespace colophon::cli
