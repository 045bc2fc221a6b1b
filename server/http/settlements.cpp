// Settlements: drafted by a job, approved by another person, read by whoever may.
#include <algorithm>
#include <httplib.h>
#include <map>

#include "colophon/royalty/settlement.hpp"
#include "http/api.hpp"
#include "jobs/settle.hpp"
#include "jobs/settlement_files.hpp"
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

Result<void> check_rule(std::string_view text) {
  if (text.empty()) return {};
  const royalty::Rule rule = COLOPHON_TRY(royalty::parse_rule(text, "rule"));
  if (rule != royalty::Rule::direct) return {};
  return fail(Errc::invalid_argument, "rule", "The rule is that of the subscription pool: pro-rata, user-centric or artist-centric; money that names its work is always direct.");
}

Result<Apply> post_settlement(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const std::string_view period_text = fields.string("period"), rule_text = fields.string_or("rule", "");
  COLOPHON_TRY(fields.finish());
  const Period period = COLOPHON_TRY(Period::parse(period_text, "period"));
  COLOPHON_TRY(check_rule(rule_text));
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
                         {"warnings", COLOPHON_TRY(parse_json(row.warnings))}, {"earlier", row.earlier.empty() ? Json() : COLOPHON_TRY(parse_json(row.earlier))},
                         {"simulated_audience", row.simulated}});
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
  for (const auto& [party, account] : COLOPHON_TRY(store.accounts(settlement))) {
    Spread& spread = spreads[account.currency];
    spread.earned.push_back(account.earned_micro);
    if (account.paid_minor > 0) ++spread.paid;
  }
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

/// Not kept after all: its period takes events again.
Result<Apply> post_drop(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  return Apply([id, &store = call.store()]() -> Result<Answer> {
    const store::SettlementRow row = COLOPHON_TRY(store.settlement(id));
    COLOPHON_TRY(store.drop_draft(id));
    return Answer::json(JsonObject{{"period", row.period.to_string()}, {"settlement", id.to_string()}, {"state", "dropped"}});
  });
}

/// What a period would come to by the store's rules, or by others: a job that keeps nothing.
Result<Apply> post_preview(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const std::string_view period_text = fields.string("period"), rule_text = fields.string_or("rule", "");
  const Json* book = fields.any("agreements");
  COLOPHON_TRY(fields.finish());
  const Period period = COLOPHON_TRY(Period::parse(period_text, "period"));
  COLOPHON_TRY(check_rule(rule_text));
  JsonObject arguments{{"period", period.to_string()}, {"rule", rule_text}};
  if (book != nullptr) {
    auto canonical = jobs::canonical_rule_book(call.store(), *book);
    if (!canonical) return fail(canonical.error().code, "agreements." + canonical.error().field, canonical.error().detail);
    arguments.emplace_back("agreements", COLOPHON_TRY(parse_json(*canonical)));
  }
  return Apply([arguments = canonical_json(arguments), period, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(check_period(store, period));
    const store::Job job = COLOPHON_TRY(store.enqueue_job({"preview", arguments, {}}));
    return Answer::json(JsonObject{{"job", job.id.to_string()}}, 202);
  });
}

Answer as_file(std::string body, std::string content_type, const std::string& name) {
  Answer answer = Answer::text(std::move(body), std::move(content_type));
  answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return answer;
}

Result<Answer> get_journal(Call& call) {
  const store::SettlementRow row = COLOPHON_TRY(call.store().settlement(COLOPHON_TRY(call.id())));
  const royalty::Journal journal = COLOPHON_TRY(call.store().journal(row.id));
  std::string text;
  journal.write([&](std::string_view piece) { text += piece; });
  return as_file(std::move(text), "text/plain; charset=utf-8", "journal-" + row.period.to_string() + ".ledger");
}

/// The files that it was computed from, for an auditor who computes it again: {"files": {"parties.csv": "...", ...}, "root"}.
Result<Answer> get_bundle(Call& call) {
  const store::SettlementRow row = COLOPHON_TRY(call.store().settlement(COLOPHON_TRY(call.id())));
  JsonObject files;
  for (auto& [name, text] : COLOPHON_TRY(jobs::bundle_of(call.store(), row.id))) files.emplace_back(name, std::move(text));
  const Json document = JsonObject{{"files", std::move(files)}, {"format", "colophon/settlement-bundle/2"}, {"root", to_hex(row.root)}};
  return as_file(canonical_json(document), "application/json", "bundle-" + row.period.to_string() + ".json");
}

}  // namespace

void add_settlement_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  routes.add({{.method = "POST", .path = "/v1/settlements", .access = {.key_scope = "settle:write", .roles = kFinance}, .write = post_settlement},
              {.method = "POST", .path = "/v1/settlements/{id}/approve", .access = {.roles = kApprover}, .write = post_approve},
              {.method = "GET", .path = "/v1/settlements", .access = reads, .read = get_settlements},
              {.method = "GET", .path = "/v1/settlements/{id}", .access = reads, .read = get_settlement},
              {.method = "POST", .path = "/v1/settlements/preview", .access = {.key_scope = "settle:write", .roles = kFinance | kApprover}, .write = post_preview,
               .body_max = &Limits::batch_bytes_max},
              {.method = "POST", .path = "/v1/settlements/{id}/drop", .access = {.key_scope = "settle:write", .roles = kFinance | kApprover}, .write = post_drop},
              {.method = "GET", .path = "/v1/settlements/{id}/journal", .access = reads, .read = get_journal},
              {.method = "GET", .path = "/v1/settlements/{id}/bundle",
               .access = {.key_scope = "settle:write", .roles = kFinance | kApprover, .confidential = true}, .read = get_bundle}});
}

}  // namespace colophon::http
