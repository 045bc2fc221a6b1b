#pragma once
// The settlement of one period of a store: reads its rows, lets core settle, and keeps the result as a draft.
#include <memory>
#include <optional>

#include "colophon/royalty/settlement.hpp"
#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

/// What core settled, from what. The pools, by kind of money:
/// - "subscription" under the rule that was asked for;
/// - "advertising": always pro-rata (ads, and tips, licences and brand money that name no work);
/// - "direct": tips, licences and brand money that name a work.
/// Their ids follow from the kind, the period and the currency, so that two stores with the same rows have the same pools.
struct Settled {
  royalty::SettlementInput input;
  royalty::SettlementResult result;
  bool simulated = false;             ///< Some of the audience was simulated.
};

/// The only period with events that is not closed; an error that lists them where there are several. Errors: not_found, invalid_argument.
Result<Period> only_period(store::Store& store);

/// A pure computation: the store stays as it was. Errors: not_found (no events or no revenue in the period) and core's.
Result<Settled> compute_settlement(store::Store& store, const Period& period, royalty::Rule rule);

/// Freezes the period, computes, and stores a draft with all statements and tables; an earlier draft of the period is replaced.
/// Errors: conflict (the period is closed), and those of compute_settlement.
Result<store::SettlementRow> draft_settlement(store::Store& store, const Period& period, royalty::Rule rule, std::string_view made_by,
                                              const Progress& progress = {});

}  // namespace colophon::jobs
