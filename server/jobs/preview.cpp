#include "jobs/preview.hpp"

#include "jobs/changes.hpp"
#include "jobs/findings.hpp"
#include "jobs/settlement_files.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::size_t kChangesShown = 200;

Result<JsonObject> changes_from(store::Store& store, const Totals& before, const Totals& after) {
  const auto changes = changes_between(before, after);
  return changes_json(changes, after, COLOPHON_TRY(names_of(store, changes)), kChangesShown);
}

}  // namespace

Result<JsonObject> preview(store::Store& store, const Period& period, const SettleOptions& options, const Progress& progress) {
  const Settled settled = COLOPHON_TRY(compute_settlement(store, period, options, progress));
  const Totals totals = totals_of(settled.result);
  JsonObject json = summary_json(settled.input, settled.result);
  std::erase_if(json, [](const auto& member) { return member.first == "warnings" || member.first == "name" || member.first == "settlement"; });
  json.emplace_back("rule", options.rule ? Json(royalty::rule_name(*options.rule)) : Json());
  json.emplace_back("simulated", settled.simulated);
  json.emplace_back("warnings", warnings_json(COLOPHON_TRY(findings(store, settled))));
  bool has_last = false;
  for (const store::SettlementRow& row : COLOPHON_TRY(store.settlements())) {
    const bool is_draft = row.period == period;
    const bool is_last = row.state == store::SettlementState::approved && row.period < period && !has_last;
    if (!is_draft && !is_last) continue;
    has_last = has_last || is_last;
    JsonObject changes = COLOPHON_TRY(changes_from(store, totals_of(COLOPHON_TRY(store.accounts(row.id))), totals));
    changes.emplace_back("settlement", row.id.to_string());
    changes.emplace_back("period", row.period.to_string());
    changes.emplace_back("root", to_hex(row.root));
    json.emplace_back(is_draft ? "draft" : "last", std::move(changes));
  }
  if (options.rule || options.book) {
    const Settled as_it_is = COLOPHON_TRY(compute_settlement(store, period, {}, progress));
    json.emplace_back("as_it_is", COLOPHON_TRY(changes_from(store, totals_of(as_it_is.result), totals)));
  }
  return json;
}

Result<store::Forecast> make_forecast(store::Store& store, const Progress& progress) {
  std::optional<Period> open;
  for (const store::PeriodRow& row : COLOPHON_TRY(store.periods())) if (row.state == store::PeriodState::open) open = row.period;
  if (!open) return fail(Errc::not_found, "period", "no period is open that has events or revenue");
  const Settled settled = COLOPHON_TRY(compute_settlement(store, *open, {}, progress));
  std::vector<store::ForecastRow> rows;
  for (const auto& [key, total] : totals_of(settled.result)) rows.push_back({key.first, key.second, total.earned_micro});
  store::Forecast forecast;
  forecast.period = *open;
  forecast.made_at = store.now();
  forecast.through = std::min(Date::of_unix_ms(static_cast<std::uint64_t>(store.now())), last_day(*open));
  COLOPHON_TRY(store.put_forecast(forecast, rows));
  return forecast;
}

}  // namespace colophon::jobs
