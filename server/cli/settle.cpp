// colophon settle: the settlement of one period; a pure computation unless --commit or --approve says otherwise.
#include "jobs/settle.hpp"

#include "cli/commands.hpp"
#include "cli/compare.hpp"
#include "cli/output.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

namespace fs = std::filesystem;

JsonObject summary_json(const jobs::Settled& settled) {
  const auto& result = settled.result;
  return {{"pool_minor", to_decimal(int128{result.pool_micro / kMicrosPerMinor})}, {"accrued_micro", to_decimal(int128{result.accrued_micro})},
          {"payable_minor", to_decimal(int128{result.payable_minor})}, {"carried_micro", to_decimal(int128{result.carried_micro})},
          {"currency", settled.input.currency.name()}, {"statements", static_cast<std::int64_t>(result.parties.size())}, {"root", to_hex(result.root)}};
}

Result<void> write_documents(const jobs::Settled& settled, const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder / "statements", error);
  fs::create_directories(folder / "pools", error);
  if (error) return fail(Errc::unavailable, "--out", "cannot make '" + folder.string() + "': " + error.message());
  const royalty::StatementWriter writer(settled.input, settled.result);
  const auto total = static_cast<std::int64_t>(settled.result.parties.size());
  const auto told = progress("write");
  for (std::size_t i = 0; i < settled.result.parties.size(); ++i) {
    COLOPHON_TRY(told(static_cast<std::int64_t>(i), total, "statements"));
    COLOPHON_TRY(write_file(folder / "statements" / (settled.result.parties[i].party.to_string() + ".json"), canonical_json(writer.statement(i))));
  }
  for (std::size_t i = 0; i < settled.result.pools.size(); ++i)
    COLOPHON_TRY(write_file(folder / "pools" / (settled.result.pools[i].pool.to_string() + ".json"), canonical_json(writer.pool_table(i))));
  return write_file(folder / "summary.json", canonical_json(summary_json(settled)));
}

void print_summary(const jobs::Settled& settled, royalty::Rule rule) {
  const auto& result = settled.result;
  const auto currency = settled.input.currency.name();
  print(settled.input.period.to_string() + " " + std::string(royalty::rule_name(rule)) + (settled.simulated ? ", of a simulated audience" : ""));
  print_table({{"  divided", money_micros(result.pool_micro, currency)},
               {"  accrued", money_micros(result.accrued_micro, currency)},
               {"  payable", money_minor(result.payable_minor, currency)},
               {"  carried", money_micros(result.carried_micro, currency)},
               {"  statements", std::to_string(result.parties.size())},
               {"  root", to_hex(result.root)}}, {});
}

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
  if (!options.has("--rule")) {
    print_error({Errc::invalid_argument, "--rule", "it needs --rule pro-rata or --rule user-centric"}, options.json());
    return kUsage;
  }
  const auto rule = COLOPHON_TRY(royalty::parse_rule(options.value("--rule"), "--rule"));
  if (options.has("--commit")) {
    const auto row = COLOPHON_TRY(jobs::draft_settlement(*store, period, rule, options.value("--by", "command line"), progress("settle")));
    end_progress();
    if (options.json()) print_json(JsonObject{{"settlement", row.id.to_string()}, {"state", "draft"}, {"root", to_hex(row.root)}});
    else print("draft " + row.id.to_string() + " of " + std::to_string(row.statements) + " statements; somebody else approves it with --approve " + row.id.to_string());
    return kDone;
  }
  const auto settled = COLOPHON_TRY(jobs::compute_settlement(*store, period, rule));
  if (options.has("--out")) COLOPHON_TRY(write_documents(settled, options.value("--out")));
  end_progress();
  if (options.json()) print_json(summary_json(settled)); else print_summary(settled, rule);
  return kDone;
}

}  // namespace

const Command& settle_command() {
  static const Command command{
      {"settle", "", "Settles a period by a rule and shows what it comes to; changes the store only with --commit or --approve.",
       {kStoreOption,
        {"--rule", "RULE", "pro-rata or user-centric: how subscriptions are divided."},
        {"--period", "YYYY-MM", "The month (default: the only open one that has events)."},
        {"--out", "DIR", "Write every statement, every pool table and a summary there."},
        {"--compare", "", "Show who gains and who loses when going from pro-rata to user-centric."},
        {"--commit", "", "Keep the result as the period's draft: from then on its inputs are frozen."},
        {"--approve", "ID", "Approve a draft that somebody else made: closes the period."},
        {"--by", "NAME", "Who makes or approves (default: command line)."}},
       0, 0},
      run};
  return command;
}

}  // namespace colophon::cli
