// colophon loop: closes the loop once on a catalogue: import, score, plan, settle, log, verify; then one summary table.
#include "cli/commands.hpp"
#include "cli/loop.hpp"
#include "cli/output.hpp"
#include "jobs/import_catalogue.hpp"
#include "jobs/plan.hpp"
#include "jobs/score.hpp"
#include "jobs/settle.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

/// The names of the sample's two people: who makes a settlement may not approve it.
constexpr std::string_view kMaker = "finance", kApprover = "approver", kPlanner = "operator";

/// A new plan only where the catalogue, the scores or the audience have changed since the current one.
Result<store::PlanRow> plan_if_changed(store::Store& store) {
  const bool rank = COLOPHON_TRY(store.flag("rank_by_quality"));
  const auto current = COLOPHON_TRY(store.current_plan());
  if (current && current->rank_by_quality == rank) {
    const auto problem = COLOPHON_TRY(jobs::plan_problem(COLOPHON_TRY(jobs::expectations(store)), rank));
    if (value::instance_hash(problem) == current->instance) return *current;
  }
  return jobs::make_plan(store, rank, kPlanner, progress("plan"));
}

/// Settles and approves every period that has events and is not closed, oldest first.
Result<void> settle_open_periods(store::Store& store, royalty::Rule rule) {
  for (const auto& row : COLOPHON_TRY(store.periods())) {
    if (row.state == store::PeriodState::closed || row.events == 0) continue;
    const auto draft = COLOPHON_TRY(jobs::draft_settlement(store, row.period, {.rule = rule, .book = {}}, kMaker, progress("settle " + row.period.to_string())));
    COLOPHON_TRY(store.approve(draft.id, kApprover));
  }
  return {};
}

struct CurrencyTotal { std::string currency; Micros divided_micro = 0, closing_micro = 0; std::int64_t gross_minor = 0; };

/// The money of a settlement by currency, from its header.
std::vector<CurrencyTotal> settlement_totals(const store::SettlementRow& row) {
  std::vector<CurrencyTotal> totals;
  const auto header = parse_json(row.header);
  const Json* currencies = header ? header->find("currencies") : nullptr;
  if (currencies == nullptr || currencies->array() == nullptr) return totals;
  for (const Json& one : *currencies->array()) {
    const auto text = [&](std::string_view name) { const Json* value = one.find(name); return value != nullptr && value->string() != nullptr ? *value->string() : std::string("0"); };
    const auto number = [&](std::string_view name) { return parse_int64(text(name), name).value_or(0); };
    totals.push_back({text("currency"), number("divided_micro"), number("closing_micro"), number("gross_minor")});
  }
  return totals;
}

struct Factors { std::int64_t quality_sum_milli = 0, shown = 0, cells = 0; double revenue = 0; };

Factors factors_of(const jobs::CatalogueValue& value) {
  Factors factors;
  for (const auto& work : value.expectations.works) factors.quality_sum_milli += work.quality ? work.quality->mean_milli : 0;
  factors.cells = static_cast<std::int64_t>(value.shown.size());
  for (std::size_t i = 0; i < value.shown.size(); ++i) {
    factors.shown += value.shown[i];
    factors.revenue += value.shown[i] ? value.revenue[i] : 0;
  }
  return factors;
}

struct Summary {
  jobs::CatalogueValue value;
  store::PlanRow plan;
  std::vector<store::SettlementRow> settlements;
  Verified verified;
  std::string currency, origin_key;
  std::uint64_t log_size = 0;
};

void print_summary(const Summary& summary) {
  const auto factors = factors_of(summary.value);
  const auto& value = summary.value.value;
  const auto scored = static_cast<std::int64_t>(value.works_scored);
  std::vector<std::vector<std::string>> rows;
  rows.push_back({"works", std::to_string(scored + static_cast<std::int64_t>(value.works_not_scored)) + ": " + std::to_string(scored) + " scored, " +
                               std::to_string(value.works_not_scored) + " not scored"});
  rows.push_back({"V", fixed(value.total, 6) + " = (1/N) sum max(Q S R, 0), N = " + std::to_string(scored)});
  rows.push_back({"  Q", scored > 0 ? fixed(static_cast<double>(factors.quality_sum_milli) / 1000.0 / static_cast<double>(scored), 2) + " of 10 on average" : "none"});
  rows.push_back({"  S", std::to_string(factors.shown) + " of " + std::to_string(factors.cells) + " places shown by the plan"});
  rows.push_back({"  R", fixed(factors.revenue, 2) + " " + summary.currency + " expected where shown" +
                             (summary.value.expectations.simulated ? " (of a simulated audience)" : "")});
  rows.push_back({"plan", "value " + summary.plan.value + ", bound " + summary.plan.bound + ", gap " + gap_text(summary.plan) +
                              (summary.plan.rank_by_quality ? "; ranking by quality is on" : "; ranking by quality is off")});
  for (const auto& one : summary.settlements) {
    rows.push_back({"settlement " + one.period.to_string(), one.rule + ", " + std::to_string(one.statements) + " statements" + (one.simulated ? " (simulated audience)" : "")});
    for (const auto& total : settlement_totals(one)) {
      rows.push_back({"  divided", money_micros(total.divided_micro, total.currency)});
      rows.push_back({"  paid out", money_minor(total.gross_minor, total.currency)});
      rows.push_back({"  carried", money_micros(total.closing_micro, total.currency)});
    }
    rows.push_back({"  root", to_hex(one.root)});
  }
  rows.push_back({"log", std::to_string(summary.log_size) + " entries, key " + summary.origin_key});
  rows.push_back({"verified", verified_text(summary.verified)});
  print_table(rows, {});
}

void print_summary_json(const Summary& summary) {
  const auto factors = factors_of(summary.value);
  JsonArray settlements;
  for (const auto& one : summary.settlements) {
    const auto header = parse_json(one.header);
    const Json* currencies = header ? header->find("currencies") : nullptr;
    settlements.push_back(JsonObject{{"settlement", one.id.to_string()}, {"period", one.period.to_string()}, {"rule", one.rule},
                                     {"currencies", currencies != nullptr ? *currencies : Json()}, {"statements", static_cast<std::int64_t>(one.statements)},
                                     {"root", to_hex(one.root)}, {"simulated", one.simulated}});
  }
  print_json(JsonObject{
      {"works", static_cast<std::int64_t>(summary.value.value.works_scored + summary.value.value.works_not_scored)},
      {"scored", static_cast<std::int64_t>(summary.value.value.works_scored)}, {"V", fixed(summary.value.value.total, 9)},
      {"Q_sum_milli", factors.quality_sum_milli}, {"S", factors.shown}, {"R", fixed(factors.revenue, 6)}, {"simulated_audience", summary.value.expectations.simulated},
      {"plan", JsonObject{{"plan", summary.plan.id.to_string()}, {"value", summary.plan.value}, {"bound", summary.plan.bound}, {"gap", gap_text(summary.plan)},
                          {"rank_by_quality", summary.plan.rank_by_quality}}},
      {"settlements", settlements}, {"log_size", static_cast<std::int64_t>(summary.log_size)}, {"log_key", summary.origin_key},
      {"statements_verified", static_cast<std::int64_t>(summary.verified.statements)}, {"failures", static_cast<std::int64_t>(summary.verified.failures.size())}});
}

Result<int> run(const Options& options) {
  const auto rule = COLOPHON_TRY(royalty::parse_rule(options.value("--rule", "pro-rata"), "--rule"));
  const auto folder = options.has("--catalogue") ? std::filesystem::path(options.value("--catalogue"))
                                                 : folder_beside_program("examples/catalogue", "catalogue");
  const auto model = COLOPHON_TRY(model::QualityModel::load(models_folder(options)));
  auto store = COLOPHON_TRY(open_store(options, false));
  COLOPHON_TRY(jobs::import_catalogue(*store, folder, progress("import")));
  const auto scored = COLOPHON_TRY(jobs::score_all(*store, model, progress("score")));
  Summary summary;
  summary.plan = COLOPHON_TRY(plan_if_changed(*store));
  COLOPHON_TRY(settle_open_periods(*store, rule));
  auto log = COLOPHON_TRY(tlog::Log::open(*store, tlog::key_file_of(options.value("--store")), options.value("--log-origin", "localhost/colophon")));
  COLOPHON_TRY(log->sequence_now());
  summary.verified = COLOPHON_TRY(verify_everything(*store, *log));
  summary.value = COLOPHON_TRY(jobs::catalogue_value(*store));
  summary.settlements = COLOPHON_TRY(store->settlements());
  summary.currency = COLOPHON_TRY(store->currency());
  summary.origin_key = log->log_key();
  summary.log_size = log->size();
  end_progress();
  if (options.json()) print_summary_json(summary); else print_summary(summary);
  for (const auto& failure : scored.failures) std::fprintf(stderr, "colophon: not scored: %s\n", failure.c_str());
  for (const auto& failure : summary.verified.failures) std::fprintf(stderr, "colophon: does not hold: %s\n", failure.c_str());
  return !summary.verified.failures.empty() ? kDoesNotHold : scored.failed > 0 ? kBadInput : kDone;
}

}  // namespace

const Command& loop_command() {
  static const Command command{
      {"loop", "", "Closes the loop once: imports a catalogue, scores, plans, settles, logs, verifies every statement, and prints one table.",
       {{"--store", "FILE", "The store; it is made where there is none.", true},
        {"--catalogue", "DIR", "The catalogue (default: the sample beside the program)."},
        {"--rule", "RULE", "pro-rata (default) or user-centric."},
        kModelsOption,
        {"--log-origin", "NAME", "The name of the log, set at the first start (default localhost/colophon)."}},
       0, 0},
      run};
  return command;
}

}  // namespace colophon::cli
