// Shares: exact rationals with denominators of up to 10^6.
#include <algorithm>
#include <unordered_set>

#include "colophon/base/limits.hpp"
#include "colophon/royalty/division.hpp"

namespace colophon::royalty {
namespace {

/// One prime power of one share's denominator: denominator = power * rest, and `prime` does not divide rest.
struct PrimePower {
  std::uint32_t prime = 0;
  std::uint32_t power = 0;
  std::size_t share = 0;
};

std::vector<PrimePower> prime_powers(std::span<const PartyShare> shares) {
  std::vector<PrimePower> powers;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    std::uint32_t rest = shares[i].share.denominator;
    for (std::uint32_t prime = 2; prime * prime <= rest; ++prime) {
      std::uint32_t power = 1;
      for (; rest % prime == 0; rest /= prime) power *= prime;
      if (power > 1) powers.push_back({prime, power, i});
    }
    if (rest > 1) powers.push_back({rest, rest, i});
  }
  std::ranges::sort(powers, {}, &PrimePower::prime);
  return powers;
}

/// The inverse of `value` modulo `modulus`, which have no common divisor (extended Euclid).
std::uint64_t inverse(std::uint64_t value, std::uint64_t modulus) {
  std::int64_t previous = static_cast<std::int64_t>(modulus), current = static_cast<std::int64_t>(value % modulus);
  std::int64_t previous_factor = 0, factor = 1;
  while (current > 1) {
    const std::int64_t quotient = previous / current;
    std::swap(previous -= quotient * current, current);
    std::swap(previous_factor -= quotient * factor, factor);
  }
  return static_cast<std::uint64_t>(factor < 0 ? factor + static_cast<std::int64_t>(modulus) : factor);
}

/// Whether the shares add up to an integer. A thousand denominators may have a common multiple of thousands of digits, so
/// the question is asked prime by prime: a sum of fractions is an integer if and only if no prime divides its denominator,
/// and for a prime p with highest power p^k that is a congruence modulo p^k, which is at most 10^6.
bool add_up_to_integer(std::span<const PartyShare> shares) {
  const std::vector<PrimePower> powers = prime_powers(shares);
  for (std::size_t begin = 0, end = 0; begin < powers.size(); begin = end) {
    std::uint64_t highest = 1;
    for (end = begin; end < powers.size() && powers[end].prime == powers[begin].prime; ++end) {
      highest = std::max<std::uint64_t>(highest, powers[end].power);
    }
    std::uint64_t sum = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const Share& share = shares[powers[i].share].share;
      const std::uint64_t rest = share.denominator / powers[i].power;
      const std::uint64_t term = share.numerator % highest * inverse(rest, highest) % highest;
      sum = (sum + term * (highest / powers[i].power)) % highest;
    }
    if (sum != 0) return false;
  }
  return true;
}

/// Whether the sum is between 1/2 and 3/2; the fixed point's error, at most 1000 * 2^-64, cannot turn one integer into another.
bool near_one(std::span<const PartyShare> shares) {
  constexpr uint128 one = static_cast<uint128>(1) << 64;
  uint128 sum = 0;
  for (const PartyShare& each : shares) sum += (static_cast<uint128>(each.share.numerator) << 64) / each.share.denominator;
  return sum > one / 2 && sum < one + one / 2;
}

}  // namespace

Result<void> validate_shares(std::span<const PartyShare> shares, std::string_view field) {
  if (shares.empty() || shares.size() > limits::kPartiesPerWorkMax) {
    return fail(Errc::invalid_shares, std::string(field),
                "A work has 1 to " + std::to_string(limits::kPartiesPerWorkMax) + " parties; give every share of the work.");
  }
  std::unordered_set<Id> parties;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Share& share = shares[i].share;
    const std::string place = std::string(field) + "[" + std::to_string(i) + "]";
    if (share.denominator == 0 || share.denominator > limits::kShareDenominatorMax || share.numerator > share.denominator) {
      return fail(Errc::invalid_shares, place + ".share", "A share is a fraction from 0 to 1 with a denominator of 1 to 1000000.");
    }
    if (!parties.insert(shares[i].party).second) {
      return fail(Errc::invalid_shares, place + ".party",
                  "Party " + shares[i].party.to_string() + " is named twice; give it one share, the sum of both.");
    }
  }
  if (!near_one(shares) || !add_up_to_integer(shares)) {
    return fail(Errc::invalid_shares, std::string(field), "The shares do not add up to exactly 1; correct them so that they do.");
  }
  return {};
}

Result<Split> split(Micros amount, std::span<const PartyShare> shares, const Id& pool) {
  if (amount < 0) return fail(Errc::negative_amount, "amount", "The amount to split is below zero; reversals are not split.");
  Split result{std::vector<Micros>(shares.size()), {}};
  std::vector<Micros>& amounts = result.amounts;
  std::vector<std::uint32_t> remainders(shares.size());
  Micros left = amount;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const Share& share = shares[i].share;
    const uint128 product = static_cast<uint128>(amount) * share.numerator;
    // Most products fit 64 bits, where the division is many times faster.
    if (const auto narrow = static_cast<std::uint64_t>(product); narrow == product) {
      amounts[i] = static_cast<Micros>(narrow / share.denominator);
      remainders[i] = static_cast<std::uint32_t>(narrow % share.denominator);
    } else {
      amounts[i] = static_cast<Micros>(product / share.denominator);
      remainders[i] = static_cast<std::uint32_t>(product % share.denominator);
    }
    left -= amounts[i];
  }
  if (left == 0) return result;
  // The fractions add up to `left` and each is below 1; anything else means shares that do not add up to 1.
  if (left < 0 || static_cast<std::uint64_t>(left) >= shares.size()) {
    return fail(Errc::invalid_shares, "shares", "The shares do not add up to exactly 1.");
  }
  std::vector<std::uint32_t> order(shares.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto fraction_above = [&](std::uint32_t a, std::uint32_t b) {
    return static_cast<std::uint64_t>(remainders[a]) * shares[b].share.denominator >
           static_cast<std::uint64_t>(remainders[b]) * shares[a].share.denominator;
  };
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    if (fraction_above(a, b)) return true;
    if (fraction_above(b, a)) return false;
    return tie_hash(pool, shares[a].party) < tie_hash(pool, shares[b].party);
  };
  std::ranges::nth_element(order, order.begin() + (left - 1), before);
  for (Micros k = 0; k < left; ++k) ++amounts[order[static_cast<std::size_t>(k)]];
  const std::uint32_t last = order[static_cast<std::size_t>(left - 1)];
  result.cutoff = SplitCutoff{remainders[last], shares[last].share.denominator, tie_hash(pool, shares[last].party)};
  return result;
}

Result<Split> split_by_weights(Micros amount, std::span<const std::int64_t> weights, std::span<const Id> claimants, const Id& pool) {
  auto divided = divide(amount, weights, claimants, pool);
  if (!divided) return std::unexpected(divided.error());
  Split result{std::move(divided->amounts), {}};
  std::uint64_t total = 0;
  for (const std::int64_t weight : weights) total += static_cast<std::uint64_t>(weight);
  // A remainder of a division by 64-bit weights is below their sum.
  if (divided->cutoff) result.cutoff = SplitCutoff{static_cast<std::uint64_t>(divided->cutoff->remainder), total, divided->cutoff->tie};
  return result;
}

}  // namespace colophon::royalty
