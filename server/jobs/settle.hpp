#pragma once
// The settlement of one period of a store: reads its rows, lets core settle, and keeps the result as a draft.
#include <optional>

#include "colophon/royalty/settlement.hpp"
#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

/// How a settlement differs from what the store would do by itself; for what-if, and for a store without a book.
struct SettleOptions {
  std::optional<royalty::Rule> rule;         ///< Of the subscription pool, where there is one of that name.
  std::optional<royalty::RuleBook> book;     ///< Instead of the store's.
};

/// What core settled, from what.
struct Settled {
  royalty::SettlementInput input;
  royalty::SettlementResult result;
  std::int64_t book = 0;                     ///< The store's rule book that was used; 0: none, or another.
  bool simulated = false;                    ///< Some of the audience was simulated.
};

/// The only period with events that is not closed; an error that lists them where there are several. Errors: not_found, invalid_argument.
Result<Period> only_period(store::Store& store);

/// A pure computation: the store stays as it was. Errors: not_found (no events or no revenue in the period) and core's.
Result<Settled> compute_settlement(store::Store& store, const Period& period, const SettleOptions& options, const Progress& progress = {});

/// Freezes the period, computes, and stores a draft with all statements and tables; an earlier draft of the period is replaced. Where it fails,
/// the period is open again. Errors: conflict (the period is closed), and those of compute_settlement.
Result<store::SettlementRow> draft_settlement(store::Store& store, const Period& period, const SettleOptions& options, std::string_view made_by,
                                              const Progress& progress = {});

/// The book of a document whose parties and works are named by their external ids or their ids: names become ids, so that the book says the
/// same when a party's data are erased. Errors: parse_rule_book's, unknown_party, unknown_work.
Result<std::string> canonical_rule_book(store::Store& store, const Json& document);

}  // namespace colophon::jobs
