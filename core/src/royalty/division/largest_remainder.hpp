#pragma once
// The largest-remainder method over indices. The claims' ids enter only through `Tie`, which is asked for the tie hash of a claim
// only where its remainder equals the cutoff's: most divisions have no tie and cost no hash.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "colophon/royalty/division.hpp"

namespace colophon::royalty {

/// Scratch memory of a division, kept between divisions: a user-centric pool makes one a listener.
struct RemainderScratch {
  std::vector<std::uint64_t> remainders;
  std::vector<std::uint64_t> ordered;
  std::vector<std::pair<Hash, std::uint32_t>> ties;
};

struct RemainderResult {
  std::uint64_t extra_units = 0;
  std::optional<Cutoff> cutoff;
};

enum class WantCutoff : bool { no, yes };

/// Fills `amounts` with the division of `amount` >= 0 by `weights` >= 0, whose sum is `total`, 1 to 2^63 - 1.
/// `tie(i)` is the tie hash of claim i. With WantCutoff::no a cutoff whose claims all get the extra unit costs no hash either.
template <class Tie>
RemainderResult largest_remainder(Micros amount, std::span<const std::int64_t> weights, std::uint64_t total,
                                  std::span<Micros> amounts, Tie&& tie, WantCutoff want, RemainderScratch& scratch) {
  auto& remainders = scratch.remainders;
  remainders.resize(weights.size());
  Micros given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const uint128 product = static_cast<uint128>(amount) * static_cast<std::uint64_t>(weights[i]);
    // Most products fit 64 bits, where the division is many times faster.
    if (const auto narrow = static_cast<std::uint64_t>(product); narrow == product) {
      amounts[i] = static_cast<Micros>(narrow / total);
      remainders[i] = narrow % total;
    } else {
      const uint128 quotient = product / total;
      amounts[i] = static_cast<Micros>(quotient);
      remainders[i] = static_cast<std::uint64_t>(product - quotient * total);
    }
    given += amounts[i];
  }
  RemainderResult result;
  result.extra_units = static_cast<std::uint64_t>(amount - given);
  if (result.extra_units == 0) return result;

  // The remainders add up to extra_units * total and each is below total, so more than extra_units of them are above zero
  // and a claim of weight 0 never gets a unit.
  auto& ordered = scratch.ordered;
  ordered.assign(remainders.begin(), remainders.end());
  const auto last = ordered.begin() + static_cast<std::ptrdiff_t>(result.extra_units - 1);
  std::nth_element(ordered.begin(), last, ordered.end(), std::greater<>());
  const std::uint64_t cutoff = *last;

  auto& ties = scratch.ties;
  ties.clear();
  std::uint64_t left = result.extra_units;
  std::uint64_t equal = 0;
  for (const std::uint64_t remainder : remainders) {
    left -= remainder > cutoff;
    equal += remainder == cutoff;
  }
  const bool all = equal == left;
  for (std::size_t i = 0; i < remainders.size(); ++i) {
    if (remainders[i] > cutoff || (all && remainders[i] == cutoff)) ++amounts[i];
    if (remainders[i] == cutoff && (!all || want == WantCutoff::yes)) ties.emplace_back(tie(i), static_cast<std::uint32_t>(i));
  }
  if (ties.empty()) return result;
  const auto last_tie = ties.begin() + static_cast<std::ptrdiff_t>(left - 1);
  std::nth_element(ties.begin(), last_tie, ties.end());
  if (!all) for (std::size_t k = 0; k < left; ++k) ++amounts[ties[k].second];
  if (want == WantCutoff::yes) result.cutoff = Cutoff{cutoff, last_tie->first};
  return result;
}

}  // namespace colophon::royalty
