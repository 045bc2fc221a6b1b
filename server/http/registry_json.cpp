#include "http/registry_json.hpp"

#include "registry/registry.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

Json id_or_null(const Id& id) { return id.is_nil() ? Json() : Json(id.to_string()); }
Json time_or_null(store::UnixMs time) { return time == 0 ? Json() : Json(rfc3339(time)); }

}  // namespace

Json act_json(const store::ActRow& act) {
  return JsonObject{{"act", act.id.to_string()}, {"name", act.name}, {"kind", act.kind}, {"party", id_or_null(act.party)}, {"work", id_or_null(act.work)}, {"about", id_or_null(act.about)},
                    {"made_at", rfc3339(act.made_at)}, {"index", act.index ? Json(static_cast<std::int64_t>(*act.index)) : Json()},
                    {"payload", act.payload.empty() ? Json() : parse_json(act.payload).value_or(Json())}};
}

Json hold_json(const store::HoldRow& hold) {
  return JsonObject{{"work", hold.work.to_string()}, {"kind", hold.kind}, {"about", hold.about.to_string()}, {"detail", hold.detail},
                    {"amount_max", hold.amount.empty() ? Json() : Json(hold.amount)}, {"currency", hold.currency.empty() ? Json() : Json(hold.currency)},
                    {"since", rfc3339(hold.since)}, {"until", time_or_null(hold.until)}};
}

Json offer_json(const store::OfferRow& offer, store::UnixMs now) {
  const bool expired = offer.state == store::OfferState::open && offer.expires_at <= now;
  return JsonObject{{"offer", offer.id.to_string()}, {"work", offer.work.to_string()}, {"from", offer.from.to_string()}, {"to", id_or_null(offer.to)}, {"act", offer.act.to_string()},
                    {"offer_sha256", to_hex(offer.hash)}, {"terms", parse_json(offer.terms).value_or(Json())}, {"state", expired ? std::string_view("expired") : store::offer_state_name(offer.state)},
                    {"made_at", rfc3339(offer.made_at)}, {"expires_at", rfc3339(offer.expires_at)}};
}

Json licence_json(const store::LicenceRow& licence) {
  return JsonObject{{"licence", licence.id.to_string()}, {"offer", licence.offer.to_string()}, {"work", licence.work.to_string()}, {"licensor", licence.licensor.to_string()},
                    {"licensee", licence.licensee.to_string()}, {"kind", licence.kind}, {"exclusive", licence.exclusive}, {"amount", licence.amount}, {"currency", licence.currency},
                    {"share", licence.share.empty() ? Json() : Json(licence.share)}, {"from", rfc3339(licence.valid_from)}, {"until", time_or_null(licence.valid_until)},
                    {"made_at", rfc3339(licence.made_at)}, {"receipt_url", "/v1/acts/" + licence.id.to_string() + "/receipt"}};
}

Json claim_json(const store::ClaimRow& claim) {
  return JsonObject{{"claim", claim.id.to_string()}, {"work", claim.work.to_string()}, {"claimant", claim.claimant.to_string()}, {"own_work", id_or_null(claim.own_work)},
                    {"basis", claim.basis}, {"amount_max", claim.amount}, {"currency", claim.currency}, {"made_at", rfc3339(claim.made_at)}, {"answer_until", rfc3339(claim.answer_until)},
                    {"lapses_at", rfc3339(claim.lapses_at)}, {"answers", claim.answers}, {"state", store::claim_state_name(claim.state)},
                    {"decided_by", claim.decided_by.empty() ? Json() : Json(claim.decided_by)}, {"decided_at", time_or_null(claim.decided_at)}, {"appealed", claim.appealed}};
}

Result<std::string> work_state(store::Store& store, const Id& work) {
  const std::string ended = COLOPHON_TRY(registry::ended_state(store, work));
  if (!ended.empty()) return ended;
  return std::string(COLOPHON_TRY(store.holds(work)).empty() ? "registered" : "held");
}

}  // namespace colophon::http
