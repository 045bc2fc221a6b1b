// Claims and holds: the queue of the desk, what both sides said, and the decision.
#include <httplib.h>

#include "http/registry_json.hpp"
#include "registry/registry.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kReasonBytesMax = 2'000;

/// The claim with the work's title, both names where they are known, and everything that was said, in its order.
Result<Json> whole_claim(Call& call, const store::ClaimRow& claim, bool with_acts) {
  store::Store& store = call.store();
  Json json = claim_json(claim);
  const store::Work work = COLOPHON_TRY(store.work(claim.work));
  json.object()->emplace_back("title", work.title);
  const Id other = !work.owner.is_nil() ? work.owner : work.shares.empty() ? Id{} : work.shares.front().party;
  json.object()->emplace_back("other", other.is_nil() ? Json() : Json(other.to_string()));
  if (call.caller.who != Who::session) {
    const auto people = COLOPHON_TRY(store.parties(std::array{claim.claimant, other}));
    json.object()->emplace_back("claimant_name", people[0].name);
    json.object()->emplace_back("other_name", people[1].name);
  }
  // Whose work was there first is the first thing that a moderator asks.
  Json earlier;
  if (!claim.own_work.is_nil()) {
    if (const auto own = store.work(claim.own_work)) earlier = own->registered_at < work.registered_at;
  }
  json.object()->emplace_back("own_work_is_earlier", earlier);
  if (!with_acts) return json;
  JsonArray acts;
  for (const auto& act : COLOPHON_TRY(store.acts_about(claim.id))) acts.emplace_back(act_json(act));
  json.object()->emplace_back("acts", std::move(acts));
  return json;
}

Result<Answer> get_claims(Call& call) {
  store::ClaimFilter filter{{}, call.caller.party, call.query("waiting") == "true"};
  if (const std::string work = call.query("work"); !work.empty()) filter.work = COLOPHON_TRY(Id::parse(work, "work"));
  JsonArray claims;
  for (const auto& claim : COLOPHON_TRY(call.store().claims(filter, COLOPHON_TRY(call.limit())))) claims.emplace_back(COLOPHON_TRY(whole_claim(call, claim, false)));
  return Answer::json(JsonObject{{"claims", std::move(claims)}});
}

Result<Answer> get_claim(Call& call) {
  const auto claim = COLOPHON_TRY(call.store().claim(COLOPHON_TRY(call.id())));
  bool sees = claim.has_value();
  if (claim && call.caller.who == Who::session && claim->claimant != call.caller.party) sees = registry::speaks_for(COLOPHON_TRY(call.store().work(claim->work)), call.caller.party);
  if (!sees) return fail(Errc::not_found, "id", "There is no such claim that concerns this caller.");
  return Answer::json(COLOPHON_TRY(whole_claim(call, *claim, true)));
}

Result<Apply> post_decide(Call& call) {
  const Id claim = COLOPHON_TRY(call.id());
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const std::string decision(fields.string("decision")), reason(fields.string("reason"));
  COLOPHON_TRY(fields.finish());
  if (decision != "confirm" && decision != "reject") return fail(Errc::invalid_argument, "decision", "A claim is confirmed or rejected: write confirm or reject.");
  if (reason.empty() || reason.size() > kReasonBytesMax) return fail(Errc::invalid_argument, "reason", "A decision has a reason of 1 to 2,000 bytes: both sides read it.");
  return Apply([claim, confirm = decision == "confirm", reason, by = call.caller.actor(), &store = call.store()]() -> Result<Answer> {
    const Id act = COLOPHON_TRY(registry::decide_claim(store, claim, confirm, by, reason));
    return Answer::json(JsonObject{{"act", act.to_string()}, {"receipt_url", "/v1/acts/" + act.to_string() + "/receipt"}}, 201);
  });
}

Result<Answer> get_holds(Call& call) {
  JsonArray holds;
  for (const auto& hold : COLOPHON_TRY(call.store().holds({}))) {
    Json json = hold_json(hold);
    const auto work = call.store().work(hold.work), about = call.store().work(hold.about);
    json.object()->emplace_back("title", work ? Json(work->title) : Json());
    const auto foreign = about ? std::nullopt : COLOPHON_TRY(call.store().foreign_work(hold.about));
    json.object()->emplace_back("about_title", about ? Json(about->title) : foreign ? Json(foreign->title) : Json());
    json.object()->emplace_back("about_platform", foreign ? Json(foreign->platform) : Json());
    holds.emplace_back(std::move(json));
  }
  return Answer::json(JsonObject{{"holds", std::move(holds)}});
}

Result<Apply> post_release(Call& call) {
  const Id work = COLOPHON_TRY(call.id());
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const std::string_view about_text = fields.string("about");
  const std::string reason(fields.string("reason"));
  COLOPHON_TRY(fields.finish());
  const Id about = COLOPHON_TRY(Id::parse(about_text, "about"));
  if (reason.empty() || reason.size() > kReasonBytesMax) return fail(Errc::invalid_argument, "reason", "A decision has a reason of 1 to 2,000 bytes.");
  for (const auto& hold : COLOPHON_TRY(call.store().holds(work)))
    if (hold.about == about && hold.kind != "near-match") return fail(Errc::conflict, "about", "A claim is decided, not released: POST /v1/claims/" + about.to_string() + "/decide.");
  return Apply([work, about, reason, by = call.caller.actor(), &store = call.store()]() -> Result<Answer> {
    const Id act = COLOPHON_TRY(registry::release_hold(store, work, about, by, reason));
    return Answer::json(JsonObject{{"act", act.to_string()}, {"receipt_url", "/v1/acts/" + act.to_string() + "/receipt"}}, 201);
  });
}

}  // namespace

void add_claim_routes(Routes& routes) {
  const Access reads{.key_scope = "works:read", .session_scope = "works:read", .roles = kEveryRole};
  const Access at_desk{.key_scope = "read", .roles = kEveryRole};
  // An appeal needs a second person: who approves settlements decides claims too.
  const Access decides{.roles = kOperator | kApprover};
  routes.add({{.method = "GET", .path = "/v1/claims", .access = reads, .read = get_claims},
              {.method = "GET", .path = "/v1/claims/{id}", .access = reads, .read = get_claim},
              {.method = "POST", .path = "/v1/claims/{id}/decide", .access = decides, .write = post_decide},
              {.method = "GET", .path = "/v1/holds", .access = at_desk, .read = get_holds},
              {.method = "POST", .path = "/v1/works/{id}/release", .access = decides, .write = post_release}});
}

}  // namespace colophon::http
