// Agreements and exchange rates: the rules of settlement, recorded version by version.
#include <httplib.h>
#include <optional>
#include <set>

#include "colophon/royalty/explain.hpp"
#include "http/api.hpp"
#include "jobs/earn_documents.hpp"
#include "jobs/settle.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

std::string locale_of(const Call& call) { return call.query("locale").starts_with("zh") ? "zh-CN" : "en"; }

JsonObject version_json(const store::RuleBookRow& row) { return {{"version", row.key}, {"recorded_at", rfc3339(row.recorded_at)}, {"recorded_by", row.recorded_by}}; }

/// Every id in a document.
void collect_ids(const Json& value, std::set<Id>& ids) {
  if (value.string() != nullptr) {
    if (const auto id = Id::parse(*value.string())) ids.insert(*id);
  } else if (value.array() != nullptr) {
    for (const Json& each : *value.array()) collect_ids(each, ids);
  } else if (value.object() != nullptr) {
    for (const auto& [name, member] : *value.object()) {
      collect_ids(Json(name), ids);
      collect_ids(member, ids);
    }
  }
}

/// Ids of parties and works beside what people call them, so that a page can show names.
Result<JsonObject> labels_of(store::Store& store, const Json& document) {
  std::set<Id> ids;
  collect_ids(document, ids);
  JsonObject labels;
  const std::vector<Id> list(ids.begin(), ids.end());
  for (const store::Party& party : COLOPHON_TRY(store.parties(list))) {
    if (!party.name.empty()) labels.emplace_back(party.id.to_string(), party.name);
    else if (const auto work = store.work(party.id)) labels.emplace_back(work->id.to_string(), work->title);
  }
  return labels;
}

/// The newest version, or the one that ?version= names.
Result<Answer> get_agreements(Call& call) {
  const auto rows = COLOPHON_TRY(call.store().rule_books());
  const std::uint64_t wanted = COLOPHON_TRY(call.query_number("version", 0, 1'000'000'000));
  std::optional<store::RuleBookRow> row;
  for (const store::RuleBookRow& one : rows) if (!row && (wanted == 0 || static_cast<std::uint64_t>(one.key) == wanted)) row = one;
  if (!row && wanted != 0) return fail(Errc::not_found, "version", "No version of the agreements has this number.");
  Json document, version;
  JsonArray words;
  JsonObject labels;
  if (row) {
    version = row->key;
    document = COLOPHON_TRY(parse_json(row->document));
    words = COLOPHON_TRY(royalty::explain_rule_book(document, locale_of(call)));
    labels = COLOPHON_TRY(labels_of(call.store(), document));
  } else {
    words = COLOPHON_TRY(royalty::explain_rule_book(JsonObject{{"format", "colophon/agreements/1"}}, locale_of(call)));
  }
  JsonArray versions;
  for (const store::RuleBookRow& one : rows) versions.push_back(version_json(one));
  return Answer::json(JsonObject{{"document", std::move(document)}, {"in_words", std::move(words)}, {"labels", std::move(labels)}, {"version", std::move(version)},
                                 {"versions", std::move(versions)}});
}

/// What the document would mean, without recording it.
Result<Answer> check_agreements(Call& call) {
  const std::string canonical = COLOPHON_TRY(jobs::canonical_rule_book(call.store(), COLOPHON_TRY(call.json())));
  const Json document = COLOPHON_TRY(parse_json(canonical));
  return Answer::json(JsonObject{{"document", document}, {"in_words", COLOPHON_TRY(royalty::explain_rule_book(document, locale_of(call)))}, {"labels", COLOPHON_TRY(labels_of(call.store(), document))}});
}

Result<Apply> post_agreements(Call& call) {
  const std::string canonical = COLOPHON_TRY(jobs::canonical_rule_book(call.store(), COLOPHON_TRY(call.json())));
  return Apply([canonical, actor = call.caller.actor(), &store = call.store()]() -> Result<Answer> {
    return Answer::json(version_json(COLOPHON_TRY(store.put_rule_book(canonical, actor))), 201);
  });
}

Result<Answer> get_rates(Call& call) {
  Date until = Date::of_unix_ms(static_cast<std::uint64_t>(call.store().now()));
  if (const std::string text = call.query("until"); !text.empty()) until = COLOPHON_TRY(Date::parse(text, "until"));
  JsonArray rates;
  for (const royalty::ExchangeRate& rate : COLOPHON_TRY(call.store().rates(until))) rates.push_back(jobs::rate_json(rate));
  return Answer::json(JsonObject{{"rates", std::move(rates)}});
}

Result<Apply> post_rates(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const JsonArray& list = fields.array("rates");
  COLOPHON_TRY(fields.finish());
  std::vector<store::RateRow> rows;
  for (std::size_t i = 0; i < list.size(); ++i) rows.push_back(COLOPHON_TRY(jobs::read_rate(list[i], "rates[" + std::to_string(i) + "]")));
  return Apply([rows, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(store.put_rates(rows));
    return Answer::json(JsonObject{{"recorded", static_cast<std::int64_t>(rows.size())}});
  });
}

}  // namespace

void add_agreement_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  const Access writes{.key_scope = "settle:write", .roles = kFinance};
  routes.add({{.method = "GET", .path = "/v1/agreements", .access = reads, .read = get_agreements},
              {.method = "POST", .path = "/v1/agreements", .access = writes, .write = post_agreements, .body_max = &Limits::batch_bytes_max},
              {.method = "POST", .path = "/v1/agreements/check", .access = writes, .read = check_agreements, .body_max = &Limits::batch_bytes_max},
              {.method = "GET", .path = "/v1/rates", .access = reads, .read = get_rates},
              {.method = "POST", .path = "/v1/rates", .access = writes, .write = post_rates}});
}

}  // namespace colophon::http
