#include "value/curvature.hpp"

#include <algorithm>
#include <cmath>

namespace colophon::value {
namespace {

constexpr std::size_t kDenseRowsMax = 160;
constexpr int kGradientStepsMax = 400;

/// A split's coefficients: of each cell, and of the sum of all.
struct Entry { std::uint32_t row; double coefficient; };

class Entries {
 public:
  /// The rows that one cell uses.
  std::span<const Entry> cell(const Splits& from, const Split& item, std::uint32_t j) {
    std::size_t count = 0;
    entries_[count++] = {from.budget_row[item.first_cell + j], from.cost[item.first_cell + j]};
    if (!from.cap_row.empty()) entries_[count++] = {from.cap_row[item.first_cell + j], 1};
    if (item.floor_row != kNoRow) entries_[count++] = {item.floor_row, -1};
    return {entries_, count};
  }
  /// The sum over its cells: no two cells share a budget or a cap, all share the floor.
  std::span<const Entry> sum(const Splits& from, const Split& item) {
    sum_.clear();
    for (std::uint32_t j = 0; j < item.cells; ++j) {
      sum_.push_back({from.budget_row[item.first_cell + j], from.cost[item.first_cell + j]});
      if (!from.cap_row.empty()) sum_.push_back({from.cap_row[item.first_cell + j], 1});
    }
    if (item.floor_row != kNoRow) sum_.push_back({item.floor_row, -static_cast<double>(item.cells)});
    return sum_;
  }

 private:
  Entry entries_[3];
  std::vector<Entry> sum_;
};

}  // namespace

Curvature::Curvature(std::span<const Splits> splits, double gamma, std::vector<double> diagonal)
    : splits_(splits), scale_(1 / gamma), diagonal_(std::move(diagonal)) {}

std::vector<double> Curvature::solve(const std::vector<double>& right, const std::vector<std::uint8_t>& free, double accuracy) const {
  return right.size() <= kDenseRowsMax ? solve_dense(right, free) : solve_by_gradients(right, free, accuracy);
}

std::vector<double> Curvature::solve_dense(const std::vector<double>& right, const std::vector<std::uint8_t>& free) const {
  const std::size_t rows = right.size();
  std::vector<double> a(rows * rows);   // The lower triangle.
  Entries of;
  const auto add = [&](std::span<const Entry> entries, double factor) {
    for (const Entry& x : entries) {
      for (const Entry& y : entries) {
        if (y.row <= x.row) a[x.row * rows + y.row] += factor * x.coefficient * y.coefficient;
      }
    }
  };
  for (const Splits& from : splits_) {
    for (const Split& item : from.items) {
      for (std::uint32_t j = 0; j < item.cells; ++j) add(of.cell(from, item, j), scale_);
      if (item.tight) add(of.sum(from, item), -scale_ / item.cells);
    }
  }
  // Cholesky; a row that is not free is a row of the identity.
  std::vector<double> x(rows);
  for (std::size_t i = 0; i < rows; ++i) {
    if (free[i] == 0) continue;
    x[i] = right[i];
    for (std::size_t j = 0; j <= i; ++j) {
      if (free[j] == 0) continue;
      double sum = a[i * rows + j] + (i == j ? diagonal_[i] : 0);
      for (std::size_t k = 0; k < j; ++k) sum -= free[k] != 0 ? a[i * rows + k] * a[j * rows + k] : 0;
      a[i * rows + j] = i == j ? std::sqrt(std::max(sum, 1e-3 * diagonal_[i])) : sum / a[j * rows + j];
    }
    for (std::size_t k = 0; k < i; ++k) x[i] -= free[k] != 0 ? a[i * rows + k] * x[k] : 0;
    x[i] /= a[i * rows + i];
  }
  for (std::size_t i = rows; i-- > 0;) {
    if (free[i] == 0) continue;
    for (std::size_t k = i + 1; k < rows; ++k) x[i] -= free[k] != 0 ? a[k * rows + i] * x[k] : 0;
    x[i] /= a[i * rows + i];
  }
  return x;
}

std::vector<double> Curvature::product(const std::vector<double>& x, const std::vector<std::uint8_t>& free) const {
  std::vector<double> y(x.size());
  std::vector<double> moved;
  for (const Splits& from : splits_) {
    for (const Split& item : from.items) {
      const double floor = item.floor_row != kNoRow ? x[item.floor_row] : 0;
      double mean = 0;
      moved.resize(item.cells);
      for (std::uint32_t j = 0; j < item.cells; ++j) {
        const std::size_t k = item.first_cell + j;
        moved[j] = from.cost[k] * x[from.budget_row[k]] + (from.cap_row.empty() ? 0 : x[from.cap_row[k]]) - floor;
        mean += moved[j];
      }
      mean = item.tight ? mean / item.cells : 0;
      double sum = 0;
      for (std::uint32_t j = 0; j < item.cells; ++j) {
        const std::size_t k = item.first_cell + j;
        const double change = (moved[j] - mean) * scale_;
        y[from.budget_row[k]] += from.cost[k] * change;
        if (!from.cap_row.empty()) y[from.cap_row[k]] += change;
        sum += change;
      }
      if (item.floor_row != kNoRow) y[item.floor_row] -= sum;
    }
  }
  for (std::size_t r = 0; r < x.size(); ++r) y[r] = free[r] != 0 ? y[r] + diagonal_[r] * x[r] : 0;
  return y;
}

std::vector<double> Curvature::diagonal_of_sum() const {
  std::vector<double> d = diagonal_;
  Entries of;
  for (const Splits& from : splits_) {
    for (const Split& item : from.items) {
      const double part = item.tight ? 1.0 - 1.0 / item.cells : 1.0;
      for (std::uint32_t j = 0; j < item.cells; ++j) {
        for (const Entry& e : of.cell(from, item, j)) d[e.row] += part * scale_ * e.coefficient * e.coefficient;
      }
    }
  }
  return d;
}

std::vector<double> Curvature::solve_by_gradients(const std::vector<double>& right, const std::vector<std::uint8_t>& free, double accuracy) const {
  const std::size_t rows = right.size();
  const std::vector<double> d = diagonal_of_sum();
  std::vector<double> x(rows), r(rows), z(rows), p(rows);
  double rz = 0;
  for (std::size_t i = 0; i < rows; ++i) {
    r[i] = free[i] != 0 ? right[i] : 0;
    z[i] = r[i] / d[i];
    rz += r[i] * z[i];
  }
  p = z;
  const double enough = accuracy * accuracy * rz;
  for (int step = 0; step < kGradientStepsMax && rz > enough && rz > 0; ++step) {
    const std::vector<double> ap = product(p, free);
    double pap = 0;
    for (std::size_t i = 0; i < rows; ++i) pap += p[i] * ap[i];
    if (!(pap > 0)) break;
    const double alpha = rz / pap;
    double next = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      x[i] += alpha * p[i];
      r[i] -= alpha * ap[i];
      z[i] = r[i] / d[i];
      next += r[i] * z[i];
    }
    const double beta = next / rz;
    for (std::size_t i = 0; i < rows; ++i) p[i] = z[i] + beta * p[i];
    rz = next;
  }
  return x;
}

}  // namespace colophon::value
