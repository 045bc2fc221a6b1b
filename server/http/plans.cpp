// Promotion plans: made by a job, kept with their certificate.
#include <httplib.h>

#include "colophon/value/plan.hpp"

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

/// (bound - value) / bound in millionths, rounded up: how far the plan can be from the best one at most.
Result<std::int64_t> gap_ppm(const store::PlanRow& plan) {
  const uint128 value = COLOPHON_TRY(parse_uint128(plan.value, "value")), bound = COLOPHON_TRY(parse_uint128(plan.bound, "bound"));
  if (bound == 0 || value >= bound) return 0;
  return static_cast<std::int64_t>(((bound - value) * 1'000'000 + bound - 1) / bound);
}

Result<value::PlanDocument> read_document(const store::PlanRow& plan) {
  const Json json = COLOPHON_TRY(parse_json(plan.document));
  auto document = value::parse_plan_document(json);
  if (!document) return fail(Errc::internal, "", "The stored plan is not a plan document of this version: make a new one with POST /v1/plans.");
  return document;
}

Result<JsonArray> channel_rows(store::Store& store, const value::PlanDocument& document) {
  const auto& [problem, plan] = document;
  std::map<Id, std::string> names;
  for (const store::Channel& channel : COLOPHON_TRY(store.channels())) names[channel.id] = channel.name;
  std::vector<Json> titles;
  for (const Id& work : problem.works) {
    auto row = store.work(work);
    titles.emplace_back(row ? Json(row->title) : Json());
  }
  JsonArray rows;
  for (std::size_t c = 0; c < problem.channels.size(); ++c) {
    JsonArray shown;
    for (std::size_t i = 0; i < problem.works.size(); ++i) {
      if (plan.shown[i * problem.channels.size() + c] != 0) shown.emplace_back(JsonObject{{"work", problem.works[i].to_string()}, {"title", titles[i]}});
    }
    rows.emplace_back(JsonObject{{"channel", problem.channels[c].to_string()}, {"name", names[problem.channels[c]]},
                                 {"budget", to_decimal(int128{problem.budget[c]})}, {"spent", to_decimal(int128{plan.certificate.used[c]})},
                                 {"price", value::price_decimal(plan.certificate.price[c], plan.certificate.price_bits)}, {"shown", std::move(shown)}});
  }
  return rows;
}

Result<Answer> summary(store::Store& store, const store::PlanRow& plan) {
  const value::PlanDocument document = COLOPHON_TRY(read_document(plan));
  return Answer::json(JsonObject{{"plan", plan.id.to_string()}, {"made_at", rfc3339(plan.made_at)}, {"made_by", plan.made_by},
                                 {"rank_by_quality", plan.rank_by_quality}, {"value", plan.value}, {"bound", plan.bound},
                                 {"gap_ppm", COLOPHON_TRY(gap_ppm(plan))}, {"instance", to_hex(plan.instance)},
                                 {"works", static_cast<std::int64_t>(document.problem.works.size())},
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
  return Answer::json(COLOPHON_TRY(call.services.log.receipt_for("plan", COLOPHON_TRY(named_plan(call)).id)));
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
