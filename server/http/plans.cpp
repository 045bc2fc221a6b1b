// Promotion plans: made by a job, kept with their certificate.
#include <httplib.h>

#include "http/api.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

Result<Apply> post_plan(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const Json* asked = fields.any("rank_by_quality");
  COLOPHON_TRY(fields.finish());
  if (asked != nullptr && asked->boolean() == nullptr) return fail(Errc::invalid_argument, "rank_by_quality", "It is true or false.");
  const bool rank = asked != nullptr ? *asked->boolean() : COLOPHON_TRY(call.store().flag("rank_by_quality"));
  const std::string arguments = canonical_json(JsonObject{{"made_by", call.caller.actor()}, {"rank_by_quality", rank}});
  return Apply([arguments, &store = call.store()]() -> Result<Answer> {
    const store::Job job = COLOPHON_TRY(store.enqueue_job({"plan", arguments, {}}));
    return Answer::json(JsonObject{{"job", job.id.to_string()}}, 202);
  });
}

/// A list of strings in a document that core wrote. Empty where there is none: the document is then not one of ours.
std::vector<std::string> strings(const Json* list) {
  std::vector<std::string> values;
  if (list != nullptr && list->array() != nullptr) {
    for (const Json& item : *list->array()) values.push_back(item.string() != nullptr ? *item.string() : std::string());
  }
  return values;
}

/// (bound - value) / bound in millionths, rounded up: how far the plan can be from the best one at most.
Result<std::int64_t> gap_ppm(const store::PlanRow& plan) {
  const uint128 value = COLOPHON_TRY(parse_uint128(plan.value, "value")), bound = COLOPHON_TRY(parse_uint128(plan.bound, "bound"));
  if (bound == 0 || value >= bound) return 0;
  return static_cast<std::int64_t>(((bound - value) * 1'000'000 + bound - 1) / bound);
}

struct PlanDocument {
  std::vector<std::string> works, channels, budget, shown, price_q32, spent;
};

Result<PlanDocument> read_document(const store::PlanRow& plan) {
  const Json json = COLOPHON_TRY(parse_json(plan.document));
  const Json* problem = json.find("problem");
  const Json* certificate = json.find("certificate");
  if (problem == nullptr || certificate == nullptr) return fail(Errc::internal, "", "The stored plan is not a plan document.");
  PlanDocument document{strings(problem->find("works")), strings(problem->find("channels")), strings(problem->find("budget")),
                        strings(json.find("shown")), strings(certificate->find("price_q32")), strings(certificate->find("spent"))};
  const std::size_t channels = document.channels.size();
  bool fits = document.shown.size() == document.works.size() && document.budget.size() == channels && document.price_q32.size() == channels &&
              document.spent.size() == channels;
  for (const std::string& row : document.shown) fits = fits && row.size() == channels;
  if (!fits) return fail(Errc::internal, "", "The stored plan is not a plan document.");
  return document;
}

Result<JsonArray> channel_rows(store::Store& store, const PlanDocument& document) {
  std::map<std::string, std::string> names;
  for (const store::Channel& channel : COLOPHON_TRY(store.channels())) names[channel.id.to_string()] = channel.name;
  std::vector<Json> titles;
  for (const std::string& work : document.works) {
    auto row = store.work(COLOPHON_TRY(Id::parse(work)));
    titles.emplace_back(row ? Json(row->title) : Json());
  }
  JsonArray rows;
  for (std::size_t c = 0; c < document.channels.size(); ++c) {
    JsonArray shown;
    for (std::size_t i = 0; i < document.works.size(); ++i) {
      if (document.shown[i][c] == '1') shown.emplace_back(JsonObject{{"work", document.works[i]}, {"title", titles[i]}});
    }
    rows.emplace_back(JsonObject{{"channel", document.channels[c]}, {"name", names[document.channels[c]]}, {"budget", document.budget[c]},
                                 {"spent", document.spent[c]}, {"price_q32", document.price_q32[c]}, {"shown", std::move(shown)}});
  }
  return rows;
}

Result<Answer> summary(store::Store& store, const store::PlanRow& plan) {
  const PlanDocument document = COLOPHON_TRY(read_document(plan));
  return Answer::json(JsonObject{{"plan", plan.id.to_string()}, {"made_at", rfc3339(plan.made_at)}, {"made_by", plan.made_by},
                                 {"rank_by_quality", plan.rank_by_quality}, {"value", plan.value}, {"bound", plan.bound},
                                 {"gap_ppm", COLOPHON_TRY(gap_ppm(plan))}, {"instance", to_hex(plan.instance)},
                                 {"works", static_cast<std::int64_t>(document.works.size())},
                                 {"channels", COLOPHON_TRY(channel_rows(store, document))}});
}

/// "current" or an id.
Result<store::PlanRow> named_plan(Call& call) {
  if (call.path.find("id")->second != "current") return call.store().plan(COLOPHON_TRY(call.id()));
  auto plan = COLOPHON_TRY(call.store().current_plan());
  if (!plan) return fail(Errc::not_found, "", "There is no plan yet: make one with POST /v1/plans.");
  return std::move(*plan);
}

Result<Answer> get_plan(Call& call) { return summary(call.store(), COLOPHON_TRY(named_plan(call))); }

Result<Answer> get_document(Call& call) { return Answer::text(COLOPHON_TRY(named_plan(call)).document, "application/json"); }

Result<Answer> get_receipt(Call& call) {
  return receipt_answer(call, "plan", COLOPHON_TRY(named_plan(call)).id);
}

}  // namespace

void add_plan_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  routes.add({{.method = "POST", .path = "/v1/plans", .access = {.key_scope = "plan:write", .roles = kOperator}, .write = post_plan},
              {.method = "GET", .path = "/v1/plans/{id}", .access = reads, .read = get_plan},
              {.method = "GET", .path = "/v1/plans/{id}/document", .access = reads, .read = get_document},
              {.method = "GET", .path = "/v1/plans/{id}/receipt", .access = reads, .read = get_receipt}});
}

}  // namespace colophon::http
