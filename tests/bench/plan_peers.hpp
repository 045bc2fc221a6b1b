#pragma once
// The linear programme of an instance, for solvers that nobody here wrote: CLP and HiGHS (Debian's libraries).
#include <algorithm>
#include <limits>
#include <vector>

#include "colophon/value/instance.hpp"

namespace colophon::bench {

/// max value'x, row_low <= A x <= row_high, 0 <= x <= 1, columns the cells: budgets, floors, then one row an item.
struct LinearProgramme {
  std::vector<double> value, row_low, row_high;
  std::vector<int> start, row;
  std::vector<double> coefficient;
  int columns() const { return static_cast<int>(value.size()); }
  int rows() const { return static_cast<int>(row_low.size()); }
};

inline LinearProgramme linear_programme(const value::Instance& in) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  LinearProgramme lp;
  for (const std::int64_t b : in.budget) { lp.row_low.push_back(-kInfinity); lp.row_high.push_back(static_cast<double>(b)); }
  for (const std::int64_t e : in.floor) { lp.row_low.push_back(static_cast<double>(e)); lp.row_high.push_back(kInfinity); }
  for (std::size_t i = 0; i < in.items; ++i) { lp.row_low.push_back(-kInfinity); lp.row_high.push_back(in.limit_of(i)); }
  lp.start.push_back(0);
  const auto add = [&](std::size_t r, double a) { lp.row.push_back(static_cast<int>(r)); lp.coefficient.push_back(a); };
  for (std::size_t i = 0; i < in.items; ++i) {
    for (std::size_t k = in.cell_begin(i); k < in.cell_begin(i + 1); ++k) {
      lp.value.push_back(static_cast<double>(in.value.at(k)));
      add(in.channel_of(k), static_cast<double>(in.cost.at(k)));
      if (!in.floor.empty()) add(in.channels + in.group[i], 1);
      add(in.channels + in.groups() + i, 1);
      lp.start.push_back(static_cast<int>(lp.row.size()));
    }
  }
  return lp;
}

struct PeerAnswer { double optimum = 0, cpu_seconds = 0; bool solved = false; };
PeerAnswer clp_dual_simplex(const LinearProgramme& lp);
/// `solver`: "ipm" or "simplex".
PeerAnswer highs(const LinearProgramme& lp, const char* solver);

}  // namespace colophon::bench
