#pragma once
// Sales into the engine's revenue: what was imported and matched becomes money that a settlement divides.
#include "colophon/base/json.hpp"
#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct PostedSales {
  std::vector<store::PostedSum> sums;       ///< By period in which they count, and currency.
  std::uint64_t without_money = 0;          ///< Lines of amount 0: their units count.
  std::uint64_t waiting = 0;                ///< Returns of what was not sold: not posted.
  std::uint64_t revenue_lines = 0;          ///< That were made.
};

/// The lines of revenue that a posting makes. A sale keeps its id, so that it counts once whatever happens; one without a work waits in suspense
/// under it, and what is known of it later is a line that `resolves`. A return is a line that `reverses` the sale; where the sale's money went
/// through suspense it is two: back into suspense, and from there outside.
struct PostingDrafts { std::vector<store::RevenueDraft> lines, reversals; };
Result<PostingDrafts> revenue_of(const store::SalesPosting& posting);

/// Posts everything that can be: in one transaction, each line once. A line counts in the month of its date; where that is closed, in the next one that
/// is open, under the agreements of its own date.
Result<PostedSales> post_sales(store::Store& store, const store::PostingFilter& filter, const Progress& progress = {});
/// The same, and then undone: what posting would do.
Result<PostedSales> preview_posting(store::Store& store, const store::PostingFilter& filter);

Json posted_json(const PostedSales& posted);

}  // namespace colophon::jobs
