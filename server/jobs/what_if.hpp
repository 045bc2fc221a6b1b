#pragma once
// Two settlements of one period side by side: who gets more, who less. Nothing is stored.
#include "colophon/base/json.hpp"
#include "colophon/royalty/settlement.hpp"

namespace colophon::jobs {

struct Change {
  Id party;
  std::string name, currency;
  Micros earned_before = 0, earned_after = 0;
  std::int64_t paid_before = 0, paid_after = 0;   ///< Gross, minor units.
};

/// Every party and currency in which something differs, the largest change of earnings first.
std::vector<Change> compare_settlements(const royalty::SettlementInput& input, const royalty::SettlementResult& before, const royalty::SettlementResult& after);
/// {"changes": [{"party", "name", "currency", "earned_before", "earned_after", "change", "paid_before", "paid_after"}], "moved": {"EUR": "12.34"}, "unchanged": n,
/// "warnings_new": [...]}: amounts as decimals; `moved` is what somebody else gets.
JsonObject what_if_json(const royalty::SettlementInput& input, const royalty::SettlementResult& before, const royalty::SettlementResult& after);

}  // namespace colophon::jobs
