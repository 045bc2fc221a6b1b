#pragma once
// The value optimiser: prices by a smoothed dual, a whole plan by repair and local search, and the certificate that says how good it is.
// docs/explanation/optimiser.md tells how it works.
#include <functional>
#include <optional>

#include "colophon/accelerator.h"
#include "colophon/value/certificate.hpp"

namespace colophon::value {

struct SolveOptions {
  /// Runs the passes; null: on the caller's thread. No answer depends on it.
  Executor* executor = nullptr;
  /// Does the passes over the whole instance where it can; null: none. No answer depends on it, and one that fails is done without.
  const ColophonAccelerator* accelerator = nullptr;
  /// The prices of an earlier plan of a like instance, one a row in units of value; empty: none. They only save time.
  std::span<const double> warm_price;
  /// How far those may be off, as a part of themselves.
  double warm_radius = 0.06;
  /// A plan to stay near (yesterday's), and what a change must bring: every cell of it counts `keep_bonus` more when cells are chosen. The certificate does not count it.
  const CellSet* keep = nullptr;
  double keep_bonus = 0;
  /// The search after repair ends when the gap is at most this, or when about so many cells and states were looked at (10 ns each). 0: 4 million,
  /// and 20,000 for every row.
  double gap_enough = 1e-6;
  std::size_t search_work = 0;
  std::uint64_t seed = 1;
  /// Called now and then with the part that is done, 0 to 1; false: stop with Errc::cancelled.
  std::function<bool(double)> progress;
  /// Called when a pass has read the items from `begin` to `end`: a caller whose arrays are mapped files may let go of their pages.
  std::function<void(std::size_t begin, std::size_t end)> passed;
  /// More memory than this, arrays aside, is refused up front: Errc::out_of_memory. 0: no limit.
  std::uint64_t memory_bytes_max = 0;
};

/// What was done. Figures for those who measure; no part of the answer.
struct SolveWork {
  std::uint32_t passes = 0;             ///< Over all items.
  std::uint32_t accelerated = 0;        ///< How many of them the accelerator did.
  double inner_passes = 0;              ///< Cells looked at besides, divided by the number of cells.
  std::uint32_t steps = 0;              ///< Of Newton's method.
  std::uint64_t open_items = 0;         ///< That the last pass left undecided.
};

struct Solution {
  CellSet shown;
  Certificate certificate;
  std::vector<double> price;            ///< The certificate's, in units of value for one unit of the row.
  SolveWork work;
};

/// Why no plan keeps every limit: prices at which the limits alone forbid it, and the least relaxation.
struct Infeasibility {
  std::vector<std::int64_t> price;      ///< By row, with the same bits; with all values 0 the bound at these prices is below 0.
  int price_bits = 32;
  double shortfall = 0;                 ///< So many showings at least are missing over all floors, however the channels are used.
  std::vector<std::int64_t> floor_short; ///< By group: lower these floors by so much and the limits can be met in parts.
  std::vector<double> budget_short;     ///< By channel: raised by so much this budget alone would do as far as these prices reach; infinite: it would not.
};

/// Errors: those of check_instance(); infeasible (the detail names the floors and what they conflict with; explain_infeasible() has the numbers), cancelled, out_of_memory, overflow.
Result<Solution> solve(const Instance& instance, const SolveOptions& options = {});

/// Only the prices, by row: what solve() begins with. Errors: those of solve(); infeasible only where the limits forbid plans in parts too.
Result<std::vector<double>> solve_prices(const Instance& instance, const SolveOptions& options = {});

/// Whether the floors can be met at all, items in parts allowed; nothing where they can. Errors as solve().
Result<std::optional<Infeasibility>> explain_infeasible(const Instance& instance, const SolveOptions& options = {});

/// The memory that solve() takes besides the arrays, about, in bytes.
std::uint64_t memory_estimate(const Instance& instance);

}  // namespace colophon::value
