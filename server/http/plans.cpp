// Promotion plans: made by a job, kept with their certificate.
#include <httplib.h>

#include "http/api.hpp"
#include "http/plan_view.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

Result<Apply> post_plan(Call& call) {
  Json body = COLOPHON_TRY(call.json());
  bool preview = false;
  if (JsonObject* object = body.object()) {
    // The one member that is not the plan's.
    for (auto it = object->begin(); it != object->end(); ++it) {
      if (it->first != "preview") continue;
      if (it->second.boolean() == nullptr) return fail(Errc::invalid_argument, "preview", "It is true or false.");
      preview = *it->second.boolean();
      object->erase(it);
      break;
    }
  }
  const auto request = COLOPHON_TRY(jobs::parse_plan_request(body));
  const std::string arguments = canonical_json(JsonObject{{"made_by", call.caller.actor()}, {"preview", preview}, {"request", jobs::plan_request_json(request)}});
  return Apply([arguments, &store = call.store()]() -> Result<Answer> {
    const store::Job job = COLOPHON_TRY(store.enqueue_job({"plan", arguments, {}}));
    return Answer::json(JsonObject{{"job", job.id.to_string()}}, 202);
  });
}

/// (bound - value) / bound in millionths, rounded up: how far the plan can be from the best one at most.
std::int64_t gap_ppm(const value::Certificate& certificate) { return (certificate.gap_e12 + 999'999) / 1'000'000; }

Result<JsonArray> channel_rows(store::Store& store, const jobs::Proposal& proposal) {
  const auto& [request, problem, plan, pools, changes] = proposal;
  const auto names = COLOPHON_TRY(channel_names(store));
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
    rows.emplace_back(JsonObject{{"channel", problem.channels[c].to_string()}, {"name", name_in(names, problem.channels[c])},
                                 {"budget", to_decimal(int128{problem.budget[c]})}, {"spent", to_decimal(int128{plan.certificate.used[c]})},
                                 {"price", value::price_decimal(plan.certificate.price[c], plan.certificate.price_bits)},
                                 {"to_try", static_cast<std::int64_t>(pools[c].size())}, {"shown", std::move(shown)}});
  }
  return rows;
}

/// What each creator is owed of showings, and what that costs.
Result<JsonArray> floor_rows(store::Store& store, const jobs::Proposal& proposal) {
  const auto& problem = proposal.problem;
  const auto& certificate = proposal.plan.certificate;
  JsonArray rows;
  for (const auto& [group, party] : COLOPHON_TRY(creators_of(store, problem))) {
    if (problem.floor[group] == 0) continue;
    const std::size_t row = problem.channels.size() + group;
    const auto person = store.party(party);
    rows.emplace_back(JsonObject{{"party", party.to_string()}, {"name", person ? person->name : ""}, {"at_least", problem.floor[group]},
                                 {"shown", certificate.used[row]}, {"price", value::price_decimal(certificate.price[row], certificate.price_bits)}});
  }
  return rows;
}

/// What a unit of value is, for people: 10^-6 of the currency's minor unit, times quality where quality ranks.
Result<JsonObject> unit_of(store::Store& store) {
  const auto name = COLOPHON_TRY(store.currency());
  const auto currency = COLOPHON_TRY(Currency::parse(name.empty() ? "EUR" : name));
  std::int64_t per_major = kMicrosPerMinor;
  for (int i = 0; i < currency.exponent; ++i) per_major *= 10;
  return JsonObject{{"currency", name.empty() ? "EUR" : name}, {"per_major", std::to_string(per_major)}};
}

Result<Answer> summary(store::Store& store, const store::PlanRow& row) {
  const auto proposal = COLOPHON_TRY(jobs::stored_proposal(row));
  return Answer::json(JsonObject{{"plan", row.id.to_string()}, {"made_at", rfc3339(row.made_at)}, {"made_by", row.made_by},
                                 {"rank_by_quality", row.rank_by_quality}, {"value", row.value}, {"bound", row.bound},
                                 {"gap_ppm", gap_ppm(proposal.plan.certificate)}, {"gap_e12", proposal.plan.certificate.gap_e12}, {"instance", to_hex(row.instance)},
                                 {"request", COLOPHON_TRY(parse_json(row.request))}, {"works", static_cast<std::int64_t>(proposal.problem.works.size())},
                                 {"unit", COLOPHON_TRY(unit_of(store))},
                                 {"channels", COLOPHON_TRY(channel_rows(store, proposal))}, {"floors", COLOPHON_TRY(floor_rows(store, proposal))}});
}

Result<Answer> get_plan(Call& call) { return summary(call.store(), COLOPHON_TRY(named_plan(call))); }

Result<Answer> get_document(Call& call) { return Answer::text(COLOPHON_TRY(named_plan(call)).document, "application/json"); }

Result<Answer> get_receipt(Call& call) {
  return receipt_answer(call, "plan", COLOPHON_TRY(named_plan(call)).id);
}

}  // namespace

Result<store::PlanRow> named_plan(Call& call) {
  if (call.path.find("id")->second != "current") return call.store().plan(COLOPHON_TRY(call.id()));
  auto plan = COLOPHON_TRY(call.store().current_plan());
  if (!plan) return fail(Errc::not_found, "", "There is no plan yet: make one with POST /v1/plans.");
  return std::move(*plan);
}

Result<std::map<Id, std::string>> channel_names(store::Store& store) {
  std::map<Id, std::string> names;
  for (const store::Channel& channel : COLOPHON_TRY(store.channels())) names[channel.id] = channel.name;
  return names;
}

std::string name_in(const std::map<Id, std::string>& names, const Id& id) {
  const auto found = names.find(id);
  return found == names.end() ? std::string() : found->second;
}

Result<std::map<std::uint32_t, Id>> creators_of(store::Store& store, const value::Problem& problem) {
  std::map<std::uint32_t, Id> creators;
  for (std::size_t i = 0; i < problem.group.size(); ++i) {
    if (creators.contains(problem.group[i])) continue;
    const auto work = store.work(problem.works[i]);
    if (work) creators.emplace(problem.group[i], jobs::creator_of(*work));
  }
  return creators;
}

void add_plan_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  routes.add({{.method = "POST", .path = "/v1/plans", .access = {.key_scope = "plan:write", .roles = kOperator}, .write = post_plan},
              {.method = "GET", .path = "/v1/plans/{id}", .access = reads, .read = get_plan},
              {.method = "GET", .path = "/v1/plans/{id}/document", .access = reads, .read = get_document},
              {.method = "GET", .path = "/v1/plans/{id}/receipt", .access = reads, .read = get_receipt}});
  add_plan_question_routes(routes);
}

}  // namespace colophon::http
