#pragma once
// Who gains and who loses going user-centric, by rank of plays, beside the published study of the French market.
#include "store/store.hpp"

namespace colophon::cli {

Result<int> compare_rules(store::Store& store, const Period& period, bool json);

}  // namespace colophon::cli
