#include "colophon/royalty/division.hpp"

#include <algorithm>
#include <limits>

#include "colophon/base/limits.hpp"
#include "royalty/division/largest_remainder.hpp"

namespace colophon::royalty {

Hash tie_hash(const Id& pool, const Id& claimant) {
  std::array<std::uint8_t, 32> both;
  std::ranges::copy(pool.bytes, both.begin());
  std::ranges::copy(claimant.bytes, both.begin() + 16);
  return sha256(both);
}

Result<Division> divide(Micros amount, std::span<const std::int64_t> weights, std::span<const Id> claimants, const Id& pool) {
  if (amount < 0) return fail(Errc::negative_amount, "amount", "The amount to divide is below zero; reversals are not divided.");
  if (weights.size() != claimants.size()) {
    return fail(Errc::invalid_argument, "weights", "There must be one weight a claimant.");
  }
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const std::string field = "weights[" + std::to_string(i) + "]";
    if (weights[i] < 0) return fail(Errc::negative_amount, field, "A weight is below zero.");
    total += static_cast<std::uint64_t>(weights[i]);
    if (total > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return fail(Errc::overflow, field, "The weights add up to 2^63 or more.");
    }
  }
  Division division;
  division.amounts.assign(weights.size(), 0);
  if (amount == 0) return division;
  if (total == 0) {
    return fail(Errc::invalid_argument, "weights", "There is an amount to divide, but every weight is zero.");
  }
  RemainderScratch scratch;
  const auto tie = [&](std::size_t i) { return tie_hash(pool, claimants[i]); };
  const RemainderResult result =
      largest_remainder(amount, weights, total, division.amounts, tie, WantCutoff::yes, scratch);
  division.extra_units = result.extra_units;
  division.cutoff = result.cutoff;
  return division;
}

}  // namespace colophon::royalty
