// colophon settle run: a settlement from a folder to a folder, without a store.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/settlement_print.hpp"
#include "jobs/settlement_files.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<int> run(const Options& options) {
  royalty::BundleOptions how;
  if (options.has("--period")) how.period = COLOPHON_TRY(Period::parse(options.value("--period"), "--period"));
  if (options.has("--as-of")) how.as_of_ms = COLOPHON_TRY(parse_time_utc(options.value("--as-of"), "--as-of"));
  const auto told = progress("settle");
  COLOPHON_TRY(told(0, 3, "reading"));
  const auto bundle = COLOPHON_TRY(jobs::read_bundle(options.arguments()[0], how));
  COLOPHON_TRY(told(1, 3, "dividing"));
  const auto result = COLOPHON_TRY(royalty::settle(bundle.input));
  COLOPHON_TRY(told(2, 3, "writing"));
  auto printed = jobs::printed_of(bundle);
  printed.locale = options.value("--locale", "en");
  if (options.has("--out")) COLOPHON_TRY(jobs::write_settlement(options.value("--out"), bundle.input, result, printed, progress("write")));
  end_progress();
  if (options.json()) print_json(jobs::summary_json(bundle.input, result));
  else print_settlement(bundle.input, result);
  if (!options.json() && bundle.seed_was_derived) print("(settlement.json gives no seed: the salts were made from the bundle, so whoever can guess all of it can open the tables)");
  return kDone;
}

}  // namespace

const Command& settle_run_command() {
  static const Command command{
      {"settle run", "BUNDLE", "Settles a period from a folder of tables (docs/formats/settlement-bundle.md) and changes nothing but --out.",
       {{"--out", "DIR", "Write statements, pool tables, journal.ledger, payouts.csv, payment file, claims and the closing there."},
        {"--period", "YYYY-MM", "The month (default: that of settlement.json, or the only one in the tables)."},
        {"--locale", "CODE", "The language of the pages for paper: en (default) or zh-CN."},
        {"--as-of", "TIME", "Know only agreements that were recorded by then (YYYY-MM-DDThh:mm:ssZ)."}},
       1, 1},
      run};
  return command;
}

}  // namespace colophon::cli
