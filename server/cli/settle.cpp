// colophon settle: the settlement of one period; a pure computation unless --commit or --approve says otherwise.
#include "jobs/settle.hpp"

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/output.hpp"
#include "cli/settlement_print.hpp"
#include "jobs/settlement_files.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<int> approve(store::Store& store, const Options& options) {
  const auto id = COLOPHON_TRY(Id::parse(options.value("--approve"), "--approve"));
  const auto row = COLOPHON_TRY(store.approve(id, options.value("--by", "command line")));
  if (options.json()) print_json(JsonObject{{"settlement", row.id.to_string()}, {"state", "approved"}, {"root", to_hex(row.root)}});
  else print("approved " + row.id.to_string() + ": the period " + row.period.to_string() + " is closed, its root waits for the log");
  return kDone;
}

Result<int> run(const Options& options) {
  auto store = COLOPHON_TRY(open_store(options));
  if (options.has("--approve")) return approve(*store, options);
  const auto period = options.has("--period") ? COLOPHON_TRY(Period::parse(options.value("--period"), "--period")) : COLOPHON_TRY(jobs::only_period(*store));
  if (options.has("--compare")) return compare_rules(*store, period, options.json());
  jobs::SettleOptions how;
  if (options.has("--rule")) how.rule = COLOPHON_TRY(royalty::parse_rule(options.value("--rule"), "--rule"));
  if (options.has("--commit")) {
    const auto row = COLOPHON_TRY(jobs::draft_settlement(*store, period, how, options.value("--by", "command line"), progress("settle")));
    end_progress();
    if (options.json()) print_json(JsonObject{{"settlement", row.id.to_string()}, {"state", "draft"}, {"root", to_hex(row.root)}});
    else print("draft " + row.id.to_string() + " of " + std::to_string(row.statements) + " statements; somebody else approves it with --approve " + row.id.to_string());
    return kDone;
  }
  const auto settled = COLOPHON_TRY(jobs::compute_settlement(*store, period, how, progress("settle")));
  if (options.has("--out")) COLOPHON_TRY(jobs::write_settlement(options.value("--out"), settled.input, settled.result, COLOPHON_TRY(jobs::printed_of(*store)), progress("write")));
  end_progress();
  if (options.json()) {
    print_json(jobs::summary_json(settled.input, settled.result));
  } else {
    print_settlement(settled.input, settled.result);
    if (settled.simulated) print("  (some of the audience is simulated)");
  }
  return kDone;
}

}  // namespace

const Command& settle_command() {
  static const Command command{
      {"settle", "", "Settles a period and shows what it comes to; changes the store only with --commit or --approve.",
       {kStoreOption,
        {"--rule", "RULE", "pro-rata, user-centric or artist-centric: how subscriptions are divided (default: as the agreements say)."},
        {"--period", "YYYY-MM", "The month (default: the only open one that has events)."},
        {"--out", "DIR", "Write statements, pool tables, journal, payouts and the closing there."},
        {"--compare", "", "Show who gains and who loses by the other rules."},
        {"--commit", "", "Keep the result as the period's draft: from then on its inputs are frozen."},
        {"--approve", "ID", "Approve a draft that somebody else made: closes the period."},
        {"--by", "NAME", "Who makes or approves (default: command line)."}},
       0, 0},
      run};
  return command;
}

}  // namespace colophon::cli
