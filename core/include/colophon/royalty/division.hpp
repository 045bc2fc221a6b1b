#pragma once
// Division without remainder: the largest-remainder method (Hamilton) on an integer grid.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/base/money.hpp"
#include "colophon/hash/sha256.hpp"

namespace colophon::royalty {

/// Who comes first where two remainders are equal: the smaller SHA-256(pool id || claimant id), 16 bytes each.
Hash tie_hash(const Id& pool, const Id& claimant);

/// The last claim that got one of the extra units, where there were any.
struct Cutoff {
  uint128 remainder = 0;
  Hash tie{};
};

struct Division {
  std::vector<Micros> amounts;       ///< In the order of the weights; they add up to the amount exactly.
  std::uint64_t extra_units = 0;     ///< How many claims got one micro above their quotient.
  std::optional<Cutoff> cutoff;
};

/// Divides `amount` (>= 0) over claims by weight (>= 0, below 2^63 each and in sum): quotient floor(amount * w / W), then one
/// micro each to the largest remainders, ties by `tie_hash`. Does not depend on the order of the claims.
/// It is not monotone in the amount (weights 6, 6, 2 give 4, 4, 2 of 10 but 5, 5, 1 of 11): no promise of that is made.
/// Errors: negative_amount; invalid_argument where all weights are 0 and the amount is not; overflow.
Result<Division> divide(Micros amount, std::span<const std::int64_t> weights, std::span<const Id> claimants, const Id& pool);

struct PartyShare { Id party; Share share; };
/// Shares add up to exactly 1, no party twice, 1 to limits::kPartiesPerWorkMax of them. Error: invalid_shares.
Result<void> validate_shares(std::span<const PartyShare> shares, std::string_view field = "shares");
/// Where a division by shares or weights gave its last extra micro: the remainder as a fraction of one micro, and its tie hash.
struct SplitCutoff {
  std::uint64_t remainder = 0, of = 1;
  Hash tie{};
};

/// A division by shares or weights, in their order.
struct Split {
  std::vector<Micros> amounts;
  std::optional<SplitCutoff> cutoff;  ///< None where nobody got an extra micro.
};
/// Splits an amount by shares that add up to 1, largest remainder, ties by tie_hash(pool, party). Errors: negative_amount, invalid_shares.
Result<Split> split(Micros amount, std::span<const PartyShare> shares, const Id& pool);
/// The same by weights (divide), with the cutoff as a fraction.
Result<Split> split_by_weights(Micros amount, std::span<const std::int64_t> weights, std::span<const Id> claimants, const Id& pool);

}  // namespace colophon::royalty
