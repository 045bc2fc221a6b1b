#pragma once
// The prices: the minimum over lambda >= 0 of the dual of an open set, whose cells may be shown in parts.
//   D_gamma(lambda) = value + lambda'rest + sum_i max over s in Delta_i of (z_i s - gamma/2 |s - anchor_i|^2),  z_i the worth of its cells
// With gamma > 0 it has a gradient that is Lipschitz, and a generalised second derivative (curvature.hpp): Newton's method with a line search.
// gamma falls by stages. When it is near the distance between items' worths, the anchor takes over: it follows the shares s from step to
// step (the proximal point method in s, which for a linear programme ends at an exact optimum after finitely many steps).
#include "value/curvature.hpp"
#include "value/open_set.hpp"

namespace colophon::value {

/// What was done, for those who measure. Nothing depends on it.
struct DualWork {
  std::uint64_t cells = 0;      ///< Cells looked at in evaluations.
  std::uint32_t evaluations = 0, steps = 0;
};

/// D at some prices, without the constant part open.value: the digits are needed for what moves.
struct DualPoint {
  std::vector<double> price;
  double gamma = 0;
  double smooth = 0;            ///< D_gamma.
  double bound = 0;             ///< D_0: an upper bound on what any plan of the open set is worth.
  double value = 0;             ///< Of the shares.
  std::vector<double> slack;    ///< The gradient: what the shares leave of every limit; negative where they break it.
  std::vector<double> spread;   ///< By row: the sum of coefficient^2 * share, the variance of its use if items were drawn.
  std::size_t split = 0;        ///< Items whose share moves with the prices.
};

class Dual {
 public:
  /// `price_max`: a price a row that is not exceeded.
  Dual(const OpenSet& open, const RowMap& rows, const std::vector<double>& price_max, Executor& executor, DualWork& work);

  /// Minimises D_gamma within the box (null: only 0 <= price <= price_max), from `price`. `accuracy`: the slack that is left, in standard
  /// deviations of each row's use.
  DualPoint minimise(std::vector<double> price, double gamma, double accuracy, const Box* box);
  /// D at `price`, without moving.
  DualPoint at(const std::vector<double>& price, double gamma);
  /// The anchors: one a cell. Before they are given they are 0.
  void anchor(std::vector<double> shares) { anchor_ = std::move(shares); }
  /// Typical coefficient of a row: what one item uses.
  const std::vector<double>& unit() const { return unit_; }
  /// The standard deviations of the prices if as many items were drawn again from the same population, 0 where a row has no price.
  std::vector<double> price_deviations(const DualPoint& point) const;
  /// The shares of the last evaluation, one a cell.
  const std::vector<double>& shares() const { return share_; }

 private:
  /// What one task sums up, and its room for one item.
  struct Task {
    double smooth = 0, bound = 0, value = 0;
    std::vector<double> slack, spread;
    std::vector<double> worth, wish;
  };
  class Items;
  void evaluate(DualPoint& point);
  Curvature curvature(const DualPoint& point, double reach) const;

  const OpenSet& open_;
  const RowMap& rows_;
  const std::vector<double>& price_max_;
  Executor& executor_;
  DualWork& work_;
  std::vector<std::size_t> task_item_, task_cell_;    ///< Where each task's items and cells begin.
  std::vector<double> unit_;
  std::vector<double> anchor_, share_;
  std::vector<Splits> splits_;
  std::vector<Task> tasks_;
};

}  // namespace colophon::value
