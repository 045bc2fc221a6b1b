#pragma once
// The second derivative of the smoothed dual: a sum over the items that are split between cells, and the solution of its linear system.
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace colophon::value {

/// An item whose share moves with the prices: d(share) = (I - 11'/cells) d(worth) / gamma where it uses all of its room, else d(worth) / gamma.
/// A cell's worth falls with the price of every row that it uses, by its coefficient.
struct Split {
  std::uint32_t first_cell, cells;    ///< Into `budget_row`, `cost` and `cap_row`.
  std::uint32_t floor_row;            ///< kNoRow where there are no floors; its coefficient is -1.
  bool tight;
};
inline constexpr std::uint32_t kNoRow = 0xFFFFFFFF;

/// Those of one task, in the order of the items.
struct Splits {
  std::vector<Split> items;
  std::vector<std::uint32_t> budget_row, cap_row;   ///< cap_row is empty where there are no caps.
  std::vector<double> cost;
  void clear() { items.clear(); budget_row.clear(); cap_row.clear(); cost.clear(); }
};

/// (sum over the splits / gamma + diagonal) on the rows that are free.
class Curvature {
 public:
  /// `diagonal`: a positive number a row, so that the system always has a solution.
  Curvature(std::span<const Splits> splits, double gamma, std::vector<double> diagonal);
  /// Solves for the free rows; the others are 0. Dense where there are few rows, else conjugate gradients to a relative residue of `accuracy`.
  std::vector<double> solve(const std::vector<double>& right, const std::vector<std::uint8_t>& free, double accuracy) const;

 private:
  std::vector<double> solve_dense(const std::vector<double>& right, const std::vector<std::uint8_t>& free) const;
  std::vector<double> solve_by_gradients(const std::vector<double>& right, const std::vector<std::uint8_t>& free, double accuracy) const;
  std::vector<double> product(const std::vector<double>& x, const std::vector<std::uint8_t>& free) const;
  std::vector<double> diagonal_of_sum() const;

  std::span<const Splits> splits_;
  double scale_;
  std::vector<double> diagonal_;
};

}  // namespace colophon::value
