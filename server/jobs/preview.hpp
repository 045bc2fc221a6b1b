#pragma once
// What a period would come to, without keeping anything: the first step of closing it, and "what if".
#include "jobs/settle.hpp"

namespace colophon::jobs {

/// {"period", "rule", "root", "simulated", "currencies", "pools", "statements", "payouts", "warnings", "last"?, "draft"?, "as_it_is"?}: the
/// settlement in short, warnings as of a draft, and what changes against the approved settlement of the period before ("last"), the draft that
/// there is ("draft"), and, where `options` differ from the store's rules, the settlement by those ("as_it_is"). Lists hold 200 changes.
Result<JsonObject> preview(store::Store& store, const Period& period, const SettleOptions& options, const Progress& progress);

/// Settles the period that is under way as if it ended now, and keeps what each party would earn. Errors: not_found (nothing to settle).
Result<store::Forecast> make_forecast(store::Store& store, const Progress& progress);

}  // namespace colophon::jobs
