// Settlements: drafted by a job, approved by another person, read by whoever may.
#include <algorithm>
#include <httplib.h>
#include <map>

#include "colophon/royalty/settlement.hpp"
#include "http/api.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

Result<void> check_period(store::Store& store, const Period& period) {
  for (const store::PeriodRow& row : COLOPHON_TRY(store.periods())) {
    if (row.period != period) continue;
    if (row.state == store::PeriodState::closed) return fail(Errc::conflict, "period", "The period " + period.to_string() + " is closed: its settlement was approved.");
    return {};
  }
  return fail(Errc::not_found, "period", "There are neither events nor revenue in " + period.to_string() + ".");
}

Result<Apply> post_settlement(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const std::string_view period_text = fields.string("period"), rule_text = fields.string_or("rule", "");
  COLOPHON_TRY(fields.finish());
  const Period period = COLOPHON_TRY(Period::parse(period_text, "period"));
  if (!rule_text.empty()) {
    const royalty::Rule rule = COLOPHON_TRY(royalty::parse_rule(rule_text, "rule"));
    if (rule == royalty::Rule::direct) return fail(Errc::invalid_argument, "rule", "The rule is that of the subscription pool: pro-rata, user-centric or artist-centric; money that names its work is always direct.");
  }
  const std::string arguments = canonical_json(JsonObject{{"made_by", call.caller.actor()}, {"period", period.to_string()}, {"rule", rule_text}});
  return Apply([arguments, period, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(check_period(store, period));
    const store::Job job = COLOPHON_TRY(store.enqueue_job({"settle", arguments, {}}));
    return Answer::json(JsonObject{{"job", job.id.to_string()}}, 202);
  });
}

/// The header's totals by currency: "currencies" of docs/formats/statement.md.
Result<Json> settlement_json(const store::SettlementRow& row) {
  const bool approved = row.state == store::SettlementState::approved;
  const Json header = COLOPHON_TRY(parse_json(row.header));
  const Json* currencies = header.find("currencies");
  return Json(JsonObject{{"settlement", row.id.to_string()}, {"period", row.period.to_string()}, {"rule", row.rule.empty() ? Json() : Json(row.rule)},
                         {"state", approved ? "approved" : "draft"}, {"made_by", row.made_by}, {"made_at", rfc3339(row.made_at)},
                         {"approved_by", approved ? Json(row.approved_by) : Json()}, {"approved_at", approved ? Json(rfc3339(row.approved_at)) : Json()},
                         {"root", to_hex(row.root)}, {"currencies", currencies != nullptr ? *currencies : Json(JsonArray{})},
                         {"statements", static_cast<std::int64_t>(row.statements)}, {"transactions", static_cast<std::int64_t>(row.transactions)},
                         {"warnings", COLOPHON_TRY(parse_json(row.warnings))}, {"simulated_audience", row.simulated}});
}

Result<Apply> post_approve(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  return Apply([id, approver = call.caller.actor(), &store = call.store()]() -> Result<Answer> {
    return Answer::json(COLOPHON_TRY(settlement_json(COLOPHON_TRY(store.approve(id, approver)))));
  });
}

std::string_view state_name(store::PeriodState state) {
  switch (state) {
    case store::PeriodState::open: return "open";
    case store::PeriodState::settling: return "settling";
    case store::PeriodState::closed: return "closed";
  }
  return "open";
}

/// With the periods that there is something in: what a desk can settle next.
Result<Answer> get_settlements(Call& call) {
  JsonArray rows;
  for (const store::SettlementRow& row : COLOPHON_TRY(call.store().settlements())) rows.push_back(COLOPHON_TRY(settlement_json(row)));
  JsonArray periods;
  for (const store::PeriodRow& row : COLOPHON_TRY(call.store().periods())) {
    periods.emplace_back(JsonObject{{"period", row.period.to_string()}, {"state", state_name(row.state)}, {"events", static_cast<std::int64_t>(row.events)},
                                    {"revenue_lines", static_cast<std::int64_t>(row.revenue_lines)}});
  }
  const std::string currency = COLOPHON_TRY(call.store().currency());
  return Answer::json(JsonObject{{"settlements", std::move(rows)}, {"periods", std::move(periods)}, {"currency", currency.empty() ? Json() : Json(currency)}});
}

/// How the money is spread over the parties, by currency: order statistics of what they earned, all integers.
Result<Json> distribution(store::Store& store, const Id& settlement) {
  struct Spread { std::vector<Micros> earned; std::int64_t paid = 0; };
  std::map<std::string, Spread> spreads;
  std::string cursor;
  do {
    const auto page = COLOPHON_TRY(store.statements(settlement, cursor, 10'000));
    for (const store::StatementRow& row : page.rows) {
      for (const store::AccountRow& account : row.accounts) {
        Spread& spread = spreads[account.currency];
        spread.earned.push_back(account.earned_micro);
        if (account.paid_minor > 0) ++spread.paid;
      }
    }
    cursor = page.next;
  } while (!cursor.empty());
  JsonArray list;
  for (auto& [currency, spread] : spreads) {
    std::vector<Micros>& earned = spread.earned;
    std::ranges::sort(earned);
    int128 total = 0, top = 0;
    for (std::size_t i = 0; i < earned.size(); ++i) {
      total += earned[i];
      if (i >= earned.size() - (earned.size() + 9) / 10) top += earned[i];
    }
    const auto at = [&](std::size_t percent) { return earned.empty() ? Micros{0} : earned[(earned.size() - 1) * percent / 100]; };
    list.push_back(JsonObject{{"currency", currency}, {"parties", static_cast<std::int64_t>(earned.size())}, {"paid", spread.paid},
                              {"earned_median_micro", std::to_string(at(50))}, {"earned_p90_micro", std::to_string(at(90))},
                              {"earned_max_micro", std::to_string(at(100))},
                              {"top_tenth_ppm", static_cast<std::int64_t>(total == 0 ? int128{0} : top * 1'000'000 / total)}});
  }
  return Json(std::move(list));
}

Json accounts_json(const std::vector<store::AccountRow>& accounts) {
  JsonArray list;
  for (const store::AccountRow& a : accounts) {
    list.push_back(JsonObject{{"currency", a.currency}, {"opening_micro", std::to_string(a.opening_micro)}, {"earned_micro", std::to_string(a.earned_micro)},
                              {"held_micro", std::to_string(a.held_micro)}, {"reserved_micro", std::to_string(a.reserved_micro)},
                              {"recouped_micro", std::to_string(a.recouped_micro)}, {"paid_minor", std::to_string(a.paid_minor)},
                              {"closing_micro", std::to_string(a.closing_micro)}});
  }
  return list;
}

Result<Answer> get_settlement(Call& call) {
  const store::SettlementRow row = COLOPHON_TRY(call.store().settlement(COLOPHON_TRY(call.id())));
  Json json = COLOPHON_TRY(settlement_json(row));
  json.object()->emplace_back("header", COLOPHON_TRY(parse_json(row.header)));
  JsonArray pools;
  for (const store::PoolTableRow& pool : COLOPHON_TRY(call.store().pools(row.id))) {
    pools.emplace_back(JsonObject{{"pool", pool.pool.to_string()}, {"name", pool.name}, {"rule", pool.rule}, {"currency", pool.currency}, {"amount_micro", std::to_string(pool.amount_micro)}});
  }
  json.object()->emplace_back("pools", std::move(pools));
  json.object()->emplace_back("distribution", COLOPHON_TRY(distribution(call.store(), row.id)));
  return Answer::json(json);
}

Result<Answer> get_statements(Call& call) {
  const std::size_t limit = COLOPHON_TRY(call.limit());
  const Id id = COLOPHON_TRY(call.store().settlement(COLOPHON_TRY(call.id()))).id;
  const auto page = COLOPHON_TRY(call.store().statements(id, call.query("cursor"), limit));
  JsonArray rows;
  for (const store::StatementRow& row : page.rows) {
    rows.emplace_back(JsonObject{{"party", row.party.to_string()}, {"name", row.name}, {"accounts", accounts_json(row.accounts)}});
  }
  return Answer::json(JsonObject{{"statements", std::move(rows)}, {"next", page.next.empty() ? Json() : Json(page.next)}});
}

/// A draft is the desk's business: for everybody else it is not there.
Result<store::SettlementRow> published(Call& call) {
  auto row = call.store().settlement(COLOPHON_TRY(call.id()));
  const bool sees_drafts = call.at_desk() || call.caller.who == Who::key;
  if (row && row->state != store::SettlementState::approved && !sees_drafts) return fail(Errc::not_found, "id", "There is no such settlement, or it is not approved yet.");
  return row;
}

Result<Answer> get_statement(Call& call) {
  const Id party = COLOPHON_TRY(call.id("party"));
  if (call.caller.who == Who::session && call.caller.party != party) return fail(Errc::forbidden, "party", "A session sees its own statements only.");
  const store::SettlementRow settlement = COLOPHON_TRY(published(call));
  Json document = COLOPHON_TRY(parse_json(COLOPHON_TRY(call.store().statement(settlement.id, party)).document));
  auto receipt = call.services.log.receipt_for("settlement", settlement.id);
  // Without a receipt the statement still verifies up to the settlement's root; the format says so.
  if (receipt) document.object()->emplace_back("receipt", std::move(*receipt));
  if (!receipt && receipt.error().code != Errc::not_found) return std::unexpected(receipt.error());
  return Answer::json(document);
}

Result<Answer> get_table(Call& call) {
  const store::SettlementRow settlement = COLOPHON_TRY(published(call));
  const Id pool = COLOPHON_TRY(call.id("pool"));
  return Answer::text(COLOPHON_TRY(call.store().pool_table(settlement.id, pool)).document, "application/json");
}

}  // namespace

void add_settlement_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  routes.add({{.method = "POST", .path = "/v1/settlements", .access = {.key_scope = "settle:write", .roles = kFinance}, .write = post_settlement},
              {.method = "POST", .path = "/v1/settlements/{id}/approve", .access = {.roles = kApprover}, .write = post_approve},
              {.method = "GET", .path = "/v1/settlements", .access = reads, .read = get_settlements},
              {.method = "GET", .path = "/v1/settlements/{id}", .access = reads, .read = get_settlement},
              {.method = "GET", .path = "/v1/settlements/{id}/statements", .access = reads, .read = get_statements},
              {.method = "GET", .path = "/v1/settlements/{id}/statements/{party}",
               .access = {.key_scope = "read", .session_scope = "statements:read", .roles = kEveryRole}, .read = get_statement},
              {.method = "GET", .path = "/v1/settlements/{id}/pools/{pool}/table",
               .access = {.anyone = true, .key_scope = "read", .roles = kEveryRole}, .read = get_table}});
}

}  // namespace colophon::http
