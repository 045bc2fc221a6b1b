// What a party has earned, period by period, what became of it, and what the period under way would bring.
#include <algorithm>
#include <httplib.h>
#include <map>

#include "http/api.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr store::UnixMs kForecastAgeMax = 15 * 60 * 1000;

/// A forecast is made anew, for everybody at once, when somebody asks and the last one is old; never twice at a time.
Result<void> refresh_forecast(store::Store& store, const std::optional<store::Forecast>& forecast) {
  if (forecast && store.now() - forecast->made_at < kForecastAgeMax) return {};
  bool has_open = false;
  for (const store::PeriodRow& row : COLOPHON_TRY(store.periods())) has_open = has_open || row.state == store::PeriodState::open;
  if (!has_open) return {};
  for (const store::Job& job : COLOPHON_TRY(store.jobs(100))) {
    if (job.kind != "forecast") continue;
    if (job.state == store::JobState::queued || job.state == store::JobState::running) return {};
    // One that failed is not tried again at every look.
    if (store.now() - job.created_at < kForecastAgeMax) return {};
  }
  COLOPHON_TRY(store.enqueue_job({"forecast", "{}", {}}));
  return {};
}

Result<Json> forecast_json(store::Store& store, const Id& party, const std::optional<store::Forecast>& forecast) {
  if (!forecast) return Json();
  const std::int64_t days = last_day(forecast->period).days - first_day(forecast->period).days + 1;
  const std::int64_t passed = std::clamp<std::int64_t>(forecast->through.days - first_day(forecast->period).days + 1, 1, days);
  JsonArray amounts;
  for (const store::ForecastRow& row : COLOPHON_TRY(store.forecast_of(party))) {
    const int128 pace = static_cast<int128>(row.earned_micro) * days / passed;
    amounts.push_back(JsonObject{{"currency", row.currency}, {"so_far_micro", std::to_string(row.earned_micro)}, {"at_this_pace_micro", to_decimal(pace)}});
  }
  return Json(JsonObject{{"period", forecast->period.to_string()}, {"through", forecast->through.to_string()}, {"days", days}, {"days_passed", passed}, {"made_at", rfc3339(forecast->made_at)},
                         {"amounts", std::move(amounts)}});
}

Result<Answer> get_earnings(Call& call) {
  const Id id = COLOPHON_TRY(call.party_id());
  if (call.caller.who == Who::session && call.caller.party != id) return fail(Errc::forbidden, "id", "A session sees its own earnings only.");
  store::Store& store = call.store();
  auto party = store.party(id);
  if (!party) return std::unexpected(not_there(party.error()));

  std::map<Id, JsonArray> payouts;
  for (const store::PayoutRow& row : COLOPHON_TRY(store.payouts_of(id))) {
    payouts[row.settlement].push_back(JsonObject{{"currency", row.currency}, {"gross_minor", std::to_string(row.gross_minor)}, {"tax_minor", std::to_string(row.tax_minor)},
                                                 {"net_minor", std::to_string(row.net_minor)}, {"state", store::payout_state_name(row.state)}, {"reason", row.reason},
                                                 {"day", row.day.days == 0 ? Json() : Json(row.day.to_string())}});
  }
  JsonArray periods;
  for (const store::SettlementRow& row : COLOPHON_TRY(store.settlements())) {
    if (row.state != store::SettlementState::approved) continue;
    const auto statement = store.statement(row.id, id);
    if (!statement) {
      if (statement.error().code == Errc::not_found) continue;
      return std::unexpected(statement.error());
    }
    periods.push_back(JsonObject{{"settlement", row.id.to_string()}, {"period", row.period.to_string()}, {"approved_at", rfc3339(row.approved_at)},
                                 {"accounts", accounts_json(statement->accounts)}, {"payouts", std::move(payouts[row.id])}});
  }
  JsonArray balances;
  for (const store::BalanceRow& row : COLOPHON_TRY(store.balances_of(id))) {
    balances.push_back(JsonObject{{"kind", row.account}, {"currency", row.currency}, {"micros", std::to_string(row.balance_micro)}});
  }
  const auto forecast = COLOPHON_TRY(store.forecast());
  COLOPHON_TRY(refresh_forecast(store, forecast));
  return Answer::json(JsonObject{{"party", id.to_string()}, {"name", party->name}, {"balances", std::move(balances)}, {"periods", std::move(periods)},
                                 {"forecast", COLOPHON_TRY(forecast_json(store, id, forecast))}});
}

}  // namespace

void add_earnings_routes(Routes& routes) {
  routes.add({{.method = "GET", .path = "/v1/parties/{id}/earnings", .access = {.key_scope = "read", .session_scope = "statements:read", .roles = kEveryRole}, .read = get_earnings}});
}

}  // namespace colophon::http
