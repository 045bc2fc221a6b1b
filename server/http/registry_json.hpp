#pragma once
// The registry's rows as JSON. Private to server/http.
#include "http/api.hpp"

namespace colophon::http {

/// {"act","name","kind","party","work","about","made_at","index","payload"}; "payload" null once erased.
Json act_json(const store::ActRow& act);
Json hold_json(const store::HoldRow& hold);
Json offer_json(const store::OfferRow& offer, store::UnixMs now);
Json licence_json(const store::LicenceRow& licence);
Json claim_json(const store::ClaimRow& claim);
/// "registered", "held", "withdrawn", "erased" or "taken-down".
Result<std::string> work_state(store::Store& store, const Id& work);

}  // namespace colophon::http
