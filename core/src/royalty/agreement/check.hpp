#pragma once
// What a book of rules must fulfil as a whole.
#include "colophon/royalty/agreement.hpp"
#include "colophon/royalty/division.hpp"

namespace colophon::royalty {

/// Pools and versions are distinct, named tiers and fees are unique in their agreement, nested agreements exist, none leads back to itself over
/// any of its versions, and none nests deeper than limits::kAgreementDepthMax.
Result<void> check_rule_book(const RuleBook& book);

/// Calls `visit(recipient, field)` for whoever a tier pays, with the field that names it.
template <class Visit>
void for_each_recipient(const Agreement& agreement, Visit&& visit) {
  for (std::size_t t = 0; t < agreement.terms.size(); ++t) {
    for (std::size_t k = 0; k < agreement.terms[t].tiers.size(); ++k) {
      const Tier& tier = agreement.terms[t].tiers[k];
      const auto place = [&](const char* list) {
        return agreement.field + ".terms[" + std::to_string(t) + "].tiers[" + std::to_string(k) + "]." + list;
      };
      for (const RecipientShare& each : tier.to) visit(each.to, place("to"));
      for (const RateStep& step : tier.steps) {
        for (const RecipientShare& each : step.to) visit(each.to, place("steps"));
      }
      for (const RecipientClaim& each : tier.claims) visit(each.to, place("claims"));
    }
  }
}

}  // namespace colophon::royalty
