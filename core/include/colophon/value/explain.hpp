#pragma once
// A plan for people: why an item is shown where it is or not at all, what another limit would bring, what fairness costs.
#include "colophon/value/solve.hpp"

namespace colophon::value {

/// Why an item is not on a channel, or is.
enum class Why {
  shown,             ///< It is.
  too_dear,          ///< What it brings there is less than what it uses at the prices.
  better_elsewhere,  ///< It may be on no more channels than it is, and those are worth more.
  never_fits,        ///< It costs more than the channel's whole budget.
  left_over,         ///< It is worth its price, but in the whole plan there was no room for it: others fill the budget better.
  capped,            ///< Its category has all the showings there that the cap allows.
};
std::string_view why_name(Why why);

/// One cell at the plan's prices, in units of value.
struct CellReason {
  std::uint32_t channel = 0;
  double value = 0;          ///< What showing it there brings.
  double paid = 0;           ///< Its cost at the price of the budget.
  double bonus = 0;          ///< What its group's floor pays for showing it.
  double penalty = 0;        ///< The price of its category's cap there.
  double worth = 0;          ///< value - paid + bonus - penalty.
  Why why = Why::too_dear;
  /// Not shown: how much the value would have to rise for the cell to be taken at these prices; shown: how far it may fall. Infinite where no value would do.
  double margin = 0;
};
struct ItemReasons {
  std::vector<CellReason> cells;               ///< In the order of the instance.
  std::optional<std::size_t> best, runner_up;  ///< Of `cells`, by worth; none where it has no cell.
};
/// Error: invalid_argument (an item that is not there, a plan or prices of another instance).
Result<ItemReasons> explain_item(const Instance& instance, const CellSet& shown, const Certificate& certificate, std::size_t item);

/// Other limits than an instance has, row by row; a row that is not named stays.
struct LimitChange { std::size_t row = 0; std::int64_t limit = 0; };
/// An instance with other limits: owns what it changed and looks into the old one for the rest.
class ChangedInstance {
 public:
  /// Errors: invalid_argument (no such row), negative_amount.
  static Result<ChangedInstance> make(const Instance& instance, std::span<const LimitChange> changes);
  Instance view() const;

 private:
  Instance base_;
  std::vector<std::int64_t> budget_, floor_, cap_;
};

/// What other limits would bring: at once a bound from the old prices, then the new plan.
struct WhatIf {
  int128 bound_at_once = 0;  ///< No plan under the new limits is worth more: by the old prices, without solving.
  Solution solution;
};
/// Errors: those of solve().
Result<WhatIf> what_if(const Instance& instance, const Certificate& certificate, std::span<const LimitChange> changes, const SolveOptions& options = {});

/// A limit's price and how far it holds.
struct PriceRange {
  std::size_t row = 0;
  std::int64_t limit = 0, used = 0;
  double price = 0;                            ///< What one more unit of the limit is worth (of a floor: what one unit costs).
  /// While the limit is within these the price stays within `tolerance` of itself. Where it holds up to any limit `high` is the largest integer.
  std::int64_t low = 0, high = 0;
};
/// By solving for the prices again, with that one limit moved: some ten times a side. Errors: those of solve().
Result<PriceRange> price_range(const Instance& instance, const Certificate& certificate, std::size_t row, double tolerance, const SolveOptions& options = {});

/// A point of the frontier between fairness and value.
struct FrontierPoint {
  std::int64_t floor = 0;                      ///< The sum of the floors that were asked for.
  bool feasible = false;
  int128 value = 0, bound = 0;                 ///< Of the plan, where there is one.
  double price = 0;                            ///< What the last showing of the floors costs: of several the mean.
};
/// Solves with the floors of `groups` at `steps` + 1 levels from none to `most` times what they are; parts of showings go to the first groups first. Errors: those of solve() but infeasible; invalid_argument (a group that is not there).
Result<std::vector<FrontierPoint>> fairness_frontier(const Instance& instance, std::span<const std::size_t> groups, double most, int steps, const SolveOptions& options = {});

/// How many cells two plans differ in.
std::size_t changes_between(const CellSet& a, const CellSet& b);

}  // namespace colophon::value
