#pragma once
// What somebody should look at before a settlement is approved.
#include "colophon/base/json.hpp"
#include "jobs/settle.hpp"

namespace colophon::jobs {

/// Core's warnings, and what only the store knows:
///   "payee-missing"    a payout that could not be paid by what is known of its payee: place is the party, detail says why
///   "payee-erased"     money for somebody whose name was erased
///   "total-jump"       a currency's income is less than half or more than twice that of the period before
///   "party-jump"       parties who earn more than five times what they earned in the period before, and more than a hundredth of all
///   "party-gone"       parties who earned in the period before and earn nothing now
///   "listener-heavy"   one listener's units are more than a twentieth of all
///   "hold-open"        holds that keep money back
///   "suspense-open"    money of earlier periods that still waits for whom it belongs to
/// Codes of one kind are one row with a count and the first place.
Result<std::vector<royalty::Warning>> findings(store::Store& store, const Settled& settled);

/// [{"code", "place", "detail", "count", "amount_micro", "currency"}]
JsonArray warnings_json(const std::vector<royalty::Warning>& warnings);

}  // namespace colophon::jobs
