#pragma once
// The pass that decides every item at given prices in integers: what a certificate's bound, and a plan's beginning, are made of.
#include "colophon/base/money.hpp"
#include "value/open_set.hpp"
#include "value/sieve.hpp"

namespace colophon::value {

/// A price a row, in units of 2^-bits, >= 0.
struct ExactPrices {
  std::vector<std::int64_t> price;
  int bits = 32;
};

/// Rounds to 2^-bits; `bits` is 32, or less where the largest price would not fit.
ExactPrices rounded(const std::vector<double>& price);

struct ExactPass {
  int128 bound = 0;                     ///< sum_r price_r limit_r + sum_i (its best k_i cells), in units of 2^-bits.
  int128 value = 0;                     ///< Of the cells that the items take, without any bonus.
  std::vector<std::int64_t> used;       ///< By row: of a floor, how many are shown.
  std::vector<std::uint32_t> near;      ///< Ascending: the items whose choice can be changed for at most `near_cost`.
};

/// `shown`, where given, gets what every item takes: of cells that are worth the same those that come first, and none that is worth nothing.
/// `accelerated` may be null; no answer depends on it. Error: overflow where the bound does not fit 127 bits.
Result<ExactPass> exact_pass(const Instance& instance, const RowMap& rows, const ExactPrices& prices, const Reading& reading, double near_cost, CellSet* shown,
                             Executor& executor, Accelerated* accelerated = nullptr);

}  // namespace colophon::value
