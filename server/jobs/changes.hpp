#pragma once
// Two settlements side by side: who gets more, who less. For what-if, for a new draft beside the last one, and for a period beside the one before.
#include <map>
#include <unordered_map>

#include "colophon/base/json.hpp"
#include "colophon/royalty/settlement.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

/// What each party has, by party and currency.
struct Total { Micros earned_micro = 0; std::int64_t paid_minor = 0; };
using Totals = std::map<std::pair<Id, std::string>, Total>;
Totals totals_of(const royalty::SettlementResult& result);
Totals totals_of(const std::vector<store::PartyAccountRow>& rows);

struct Change {
  Id party;
  std::string currency;
  Total before, after;
};
/// Every party and currency in which something differs, the largest change of earnings first.
std::vector<Change> changes_between(const Totals& before, const Totals& after);

/// Names for the parties of changes.
using Names = std::unordered_map<Id, std::string>;
Names names_of(const royalty::SettlementInput& input);
Result<Names> names_of(store::Store& store, const std::vector<Change>& changes);

/// {"changed": n, "changes": [{"party", "name", "currency", "earned_before", "earned_after", "change", "paid_before", "paid_after"}],
/// "moved": {"EUR": "12.34"}, "parties": n}: amounts as decimals; `moved` is what somebody else gets; at most `limit` changes are listed.
JsonObject changes_json(const std::vector<Change>& changes, const Totals& after, const Names& names, std::size_t limit = 1'000'000);

}  // namespace colophon::jobs
