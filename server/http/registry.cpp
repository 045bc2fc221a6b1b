// The registry over HTTP: signed declarations, histories, terms, keys, offers, licences.
#include <httplib.h>

#include "http/registry_json.hpp"
#include "registry/interchange.hpp"
#include "registry/registry.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kReasonBytesMax = 2'000;

/// A party's act, signed by its own key. A session declares for its own party; the host's backend passes on what its users signed.
Result<Apply> post_declaration(Call& call) {
  auto submission = std::make_shared<registry::Submission>(
      COLOPHON_TRY(registry::check_submission(COLOPHON_TRY(call.json()), call.services.log.origin(), call.store().now())));
  COLOPHON_TRY(call.services.log.check_clock());
  return Apply([submission, caller = call.caller.party, &store = call.store()]() -> Result<Answer> {
    return Answer::json(COLOPHON_TRY(registry::apply_submission(store, *submission, caller)), 201);
  });
}

/// Whether the caller may see what a party declares: everybody sees what concerns a work that it sees; this is for what concerns a party alone.
bool sees_party(const Call& call, const Id& party) { return call.caller.who != Who::session || call.caller.party == party; }

Result<store::ActRow> named_act(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  auto act = COLOPHON_TRY(call.store().act(id));
  if (!act) return fail(Errc::not_found, "id", "There is no such act.");
  if (act->work.is_nil() && !sees_party(call, act->party.is_nil() ? act->about : act->party)) return fail(Errc::not_found, "id", "There is no such act.");
  return std::move(*act);
}

Result<Answer> get_act(Call& call) { return Answer::json(act_json(COLOPHON_TRY(named_act(call)))); }

Result<Answer> get_act_receipt(Call& call) {
  const store::ActRow act = COLOPHON_TRY(named_act(call));
  return receipt_answer(call, act.kind, act.id);
}

Result<Answer> get_history(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  auto work = call.store().work(id);
  if (!work) return std::unexpected(not_there(work.error()));
  JsonArray acts, holds;
  for (const auto& act : COLOPHON_TRY(call.store().acts_of_work(id))) acts.emplace_back(act_json(act));
  for (const auto& hold : COLOPHON_TRY(call.store().holds(id))) holds.emplace_back(hold_json(hold));
  const auto entry = COLOPHON_TRY(call.store().log_entry_of("work", id));
  return Answer::json(JsonObject{{"work", id.to_string()}, {"title", work->title}, {"state", COLOPHON_TRY(work_state(call.store(), id))}, {"registered_at", rfc3339(work->registered_at)},
                                 {"index", entry && entry->index ? Json(static_cast<std::int64_t>(*entry->index)) : Json()}, {"acts", std::move(acts)}, {"holds", std::move(holds)}});
}

/// Public: who mines texts and data must be able to read the reservation.
Result<Answer> get_terms(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  auto work = call.store().work(id);
  if (!work) return std::unexpected(not_there(work.error()));
  const auto terms = COLOPHON_TRY(call.store().terms(id)).value_or(store::TermsRow{work->licence, "unstated", "", work->ai, 0});
  return Answer::json(JsonObject{{"work", id.to_string()}, {"licence", terms.licence}, {"tdm", terms.tdm}, {"tdm_policy", terms.tdm_policy}, {"ai", terms.ai},
                                 {"declared_at", terms.made_at == 0 ? Json() : Json(rfc3339(terms.made_at))}, {"state", COLOPHON_TRY(work_state(call.store(), id))}});
}

Result<Answer> get_party_keys(Call& call) {
  const Id party = COLOPHON_TRY(call.id());
  if (!sees_party(call, party)) return fail(Errc::forbidden, "id", "A session sees its own party only.");
  if (auto found = call.store().party(party); !found) return std::unexpected(not_there(found.error()));
  JsonArray keys;
  for (const auto& key : COLOPHON_TRY(call.store().party_keys(party))) {
    keys.emplace_back(JsonObject{{"key", to_hex(key.public_key)}, {"label", key.label}, {"state", store::party_key_state_name(key.state)}, {"added_at", rfc3339(key.added_at)},
                                 {"ended_at", key.ended_at == 0 ? Json() : Json(rfc3339(key.ended_at))}});
  }
  return Answer::json(JsonObject{{"party", party.to_string()}, {"platform", call.services.log.origin()}, {"keys", std::move(keys)}});
}

/// {"reason"} of a decision, not empty.
Result<std::string> reason_of(const Json& body) {
  JsonFields fields(body, "");
  const std::string reason(fields.string("reason"));
  COLOPHON_TRY(fields.finish());
  if (reason.empty() || reason.size() > kReasonBytesMax) return fail(Errc::invalid_argument, "reason", "A decision has a reason of 1 to 2,000 bytes: both sides read it.");
  return reason;
}

Answer decision_answer(const Id& decision) {
  return Answer::json(JsonObject{{"act", decision.to_string()}, {"receipt_url", "/v1/acts/" + decision.to_string() + "/receipt"}}, 201);
}

Result<Apply> post_reset_keys(Call& call) {
  const Id party = COLOPHON_TRY(call.id());
  const std::string reason = COLOPHON_TRY(reason_of(COLOPHON_TRY(call.json())));
  return Apply([party, reason, by = call.caller.actor(), &store = call.store()]() -> Result<Answer> { return decision_answer(COLOPHON_TRY(registry::reset_keys(store, party, by, reason))); });
}

Result<Apply> post_erase(Call& call) {
  const Id work = COLOPHON_TRY(call.id());
  if (auto found = call.store().work(work); !found) return std::unexpected(not_there(found.error()));
  const std::string reason = COLOPHON_TRY(reason_of(COLOPHON_TRY(call.json())));
  return Apply([work, reason, by = call.caller.actor(), &store = call.store()]() -> Result<Answer> { return decision_answer(COLOPHON_TRY(registry::erase_work(store, work, by, reason))); });
}

/// A person's name and external id, which lie in one table; what money and proofs refer to is the party's random id, which stays.
Result<Apply> post_erase_person(Call& call) {
  const Id party = COLOPHON_TRY(call.id());
  if (auto found = call.store().party(party); !found) return std::unexpected(not_there(found.error()));
  return Apply([party, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(store.erase_person(party));
    return Answer::json(JsonObject{{"party", party.to_string()}, {"erased", true}});
  });
}

/// With the work's title: who is offered something of it may not see the work itself.
Result<Json> titled_offer(Call& call, const store::OfferRow& offer) {
  Json json = offer_json(offer, call.store().now());
  json.object()->emplace_back("title", COLOPHON_TRY(call.store().work(offer.work)).title);
  return json;
}

Result<Answer> get_offers(Call& call) {
  store::OfferFilter filter{{}, call.caller.party, call.query("open") == "true"};
  if (const std::string work = call.query("work"); !work.empty()) filter.work = COLOPHON_TRY(Id::parse(work, "work"));
  JsonArray offers;
  for (const auto& offer : COLOPHON_TRY(call.store().offers(filter, COLOPHON_TRY(call.limit())))) offers.emplace_back(COLOPHON_TRY(titled_offer(call, offer)));
  return Answer::json(JsonObject{{"offers", std::move(offers)}});
}

Result<Answer> get_offer(Call& call) {
  const auto offer = COLOPHON_TRY(call.store().offer(COLOPHON_TRY(call.id())));
  const bool sees = offer && (call.caller.who != Who::session || offer->to.is_nil() || offer->to == call.caller.party || offer->from == call.caller.party);
  if (!sees) return fail(Errc::not_found, "id", "There is no such offer to this party.");
  return Answer::json(COLOPHON_TRY(titled_offer(call, *offer)));
}

Result<Answer> get_licences(Call& call) {
  store::LicenceFilter filter{{}, call.caller.party, 0, 0};
  if (const std::string work = call.query("work"); !work.empty()) filter.work = COLOPHON_TRY(Id::parse(work, "work"));
  if (const std::string period = call.query("period"); !period.empty()) {
    const Period month = COLOPHON_TRY(Period::parse(period, "period"));
    filter.made_from = static_cast<store::UnixMs>(month.begin_unix_ms());
    filter.made_until = static_cast<store::UnixMs>(month.end_unix_ms());
  }
  JsonArray licences;
  for (const auto& licence : COLOPHON_TRY(call.store().licences(filter, COLOPHON_TRY(call.limit())))) licences.emplace_back(licence_json(licence));
  return Answer::json(JsonObject{{"licences", std::move(licences)}});
}

/// For other platforms, which ask with a key.
Result<Answer> get_registry(Call& call) {
  return Answer::json(COLOPHON_TRY(registry::export_works(call.store(), call.services.log, call.query("cursor"), COLOPHON_TRY(call.limit()))));
}

}  // namespace

void add_registry_routes(Routes& routes) {
  const Access declares{.key_scope = "works:write", .session_scope = "works:write"};
  const Access reads{.key_scope = "works:read", .session_scope = "works:read", .roles = kEveryRole};
  const Access decides{.key_scope = "works:write", .roles = kOperator};
  const Access at_desk{.key_scope = "works:read", .roles = kEveryRole};
  routes.add({{.method = "GET", .path = "/v1/registry", .access = at_desk, .read = get_registry},
              {.method = "POST", .path = "/v1/declarations", .access = declares, .write = post_declaration},
              {.method = "GET", .path = "/v1/acts/{id}", .access = reads, .read = get_act},
              {.method = "GET", .path = "/v1/acts/{id}/receipt", .access = reads, .read = get_act_receipt},
              {.method = "GET", .path = "/v1/works/{id}/history", .access = reads, .read = get_history},
              {.method = "GET", .path = "/v1/works/{id}/terms", .access = {.anyone = true}, .read = get_terms},
              {.method = "POST", .path = "/v1/works/{id}/erase", .access = decides, .write = post_erase},
              {.method = "GET", .path = "/v1/parties/{id}/keys", .access = reads, .read = get_party_keys},
              {.method = "POST", .path = "/v1/parties/{id}/keys/reset", .access = decides, .write = post_reset_keys},
              {.method = "POST", .path = "/v1/parties/{id}/erase", .access = decides, .write = post_erase_person},
              {.method = "GET", .path = "/v1/offers", .access = reads, .read = get_offers},
              {.method = "GET", .path = "/v1/offers/{id}", .access = reads, .read = get_offer},
              {.method = "GET", .path = "/v1/licences", .access = reads, .read = get_licences}});
}

}  // namespace colophon::http
