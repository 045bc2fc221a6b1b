#pragma once
// Holds of the registry as holds of settlement: what is disputed waits.
#include "store/store.hpp"

namespace colophon::jobs {

/// A hold on the work of every claim, named "claim/ID", from the day it was made until the day it lapses, of at most its amount: open and appealed claims
/// hold; confirmed ones give what was held to the claimant; rejected, lapsed and retracted ones let it go. And one on every work that is held as a later
/// near match or was taken down, "KIND/WORK/ABOUT", of everything. Of those that `openings` has money of and the registry has no more, a released one.
Result<std::vector<royalty::Hold>> dispute_holds(store::Store& store, std::span<const royalty::OpeningLine> openings);

/// Whether a name is that of a hold of the registry: nobody else may use it.
bool is_dispute_hold(std::string_view name);

}  // namespace colophon::jobs
