// Statements of settlements, as documents, tables, pages and explanations; tables of pools.
#include <algorithm>
#include <httplib.h>
#include <set>

#include "colophon/royalty/explain.hpp"
#include "colophon/royalty/print.hpp"
#include "http/api.hpp"
#include "store/try.hpp"

namespace colophon::http {

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

namespace {

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

std::string locale_of(const Call& call) { return call.query("locale").starts_with("zh") ? "zh-CN" : "en"; }

/// The works that a statement's lines and steps name.
void collect_works(const Json& statement, std::set<Id>& works) {
  const auto add = [&](const Json* text) {
    if (text == nullptr || text->string() == nullptr) return;
    if (const auto id = Id::parse(*text->string())) works.insert(*id);
  };
  const Json* lines = statement.find("lines");
  if (lines == nullptr || lines->array() == nullptr) return;
  for (const Json& line : *lines->array()) {
    if (const Json* cell = line.find("cell")) add(cell->find("work"));
    const Json* part = line.find("part");
    const Json* steps = part != nullptr ? part->find("steps") : nullptr;
    if (steps == nullptr || steps->array() == nullptr) continue;
    for (const Json& step : *steps->array()) add(step.find("to"));
  }
}

/// With the titles of works beside their ids, for people; labels are no part of what is proven.
Result<void> put_titles(store::Store& store, Json& document) {
  std::set<Id> works;
  if (const Json* statement = document.find("statement")) collect_works(*statement, works);
  const std::vector<Id> ids(works.begin(), works.end());
  const auto titles = COLOPHON_TRY(store.titles(ids));
  for (auto& [name, labels] : *document.object()) {
    if (name != "labels" || labels.object() == nullptr) continue;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::string key = ids[i].to_string();
      if (titles[i].empty()) continue;
      const auto known = std::ranges::find(*labels.object(), key, [](const auto& member) { return member.first; });
      if (known == labels.object()->end()) labels.object()->emplace_back(key, titles[i]);
      else known->second = titles[i];
    }
  }
  return {};
}

struct Found { store::SettlementRow settlement; std::string name; Json document; };

Result<Found> find_statement(Call& call) {
  const Id party = COLOPHON_TRY(call.party_id("party"));
  if (call.caller.who == Who::session && call.caller.party != party) return fail(Errc::forbidden, "party", "A session sees its own statements only.");
  Found found;
  found.settlement = COLOPHON_TRY(published(call));
  const store::StatementRow row = COLOPHON_TRY(call.store().statement(found.settlement.id, party));
  found.name = row.name;
  found.document = COLOPHON_TRY(parse_json(row.document));
  COLOPHON_TRY(put_titles(call.store(), found.document));
  auto receipt = call.services.log.receipt_for("settlement", found.settlement.id);
  // Without a receipt the statement still verifies up to the settlement's root; the format says so.
  if (receipt) found.document.object()->emplace_back("receipt", std::move(*receipt));
  if (!receipt && receipt.error().code != Errc::not_found) return std::unexpected(receipt.error());
  return found;
}

Result<Answer> get_statement(Call& call) {
  const Found found = COLOPHON_TRY(find_statement(call));
  const std::string format = call.query("format");
  Answer answer;
  if (format.empty() || format == "json") {
    answer = Answer::json(found.document);
  } else if (format == "csv") {
    answer = Answer::text(COLOPHON_TRY(royalty::statement_csv(found.document)), "text/csv; charset=utf-8");
  } else if (format == "html") {
    answer = Answer::text(COLOPHON_TRY(royalty::statement_page(found.document, {found.name, locale_of(call)})), "text/html; charset=utf-8");
  } else {
    return fail(Errc::invalid_argument, "format", "A statement is json, csv or html.");
  }
  if (!format.empty()) answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"statement-" + found.settlement.period.to_string() + "." + format + "\"");
  return answer;
}

/// Why this much, of one line (?line=N) or of the balances and the payout.
Result<Answer> get_explanation(Call& call) {
  royalty::ExplainRequest request{{}, locale_of(call)};
  if (!call.query("line").empty()) request.line = COLOPHON_TRY(call.query_number("line", 0, 1'000'000'000));
  return Answer::json(COLOPHON_TRY(royalty::explain_statement(COLOPHON_TRY(find_statement(call)).document, request)));
}

Result<Answer> get_table(Call& call) {
  const store::SettlementRow settlement = COLOPHON_TRY(published(call));
  const Id pool = COLOPHON_TRY(call.id("pool"));
  return Answer::text(COLOPHON_TRY(call.store().pool_table(settlement.id, pool)).document, "application/json");
}

}  // namespace

void add_statement_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  const Access own{.key_scope = "read", .session_scope = "statements:read", .roles = kEveryRole};
  routes.add({{.method = "GET", .path = "/v1/settlements/{id}/statements", .access = reads, .read = get_statements},
              {.method = "GET", .path = "/v1/settlements/{id}/statements/{party}", .access = own, .read = get_statement},
              {.method = "GET", .path = "/v1/settlements/{id}/statements/{party}/explanation", .access = own, .read = get_explanation},
              {.method = "GET", .path = "/v1/settlements/{id}/pools/{pool}/table",
               .access = {.anyone = true, .key_scope = "read", .roles = kEveryRole}, .read = get_table}});
}

}  // namespace colophon::http
