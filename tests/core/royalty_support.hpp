#pragma once
// Ids, random numbers and inputs that the royalty tests share. Everything follows from a seed.
#include <cstdint>
#include <utility>
#include <vector>

#include "colophon/royalty/settlement.hpp"

namespace colophon::tests {

/// A readable id: 16 bytes of which the first is `kind` and the last four are `number`.
inline Id test_id(std::uint8_t kind, std::uint32_t number) {
  Id id;
  id.bytes[0] = kind;
  for (int i = 0; i < 4; ++i) id.bytes[15 - i] = static_cast<std::uint8_t>(number >> (8 * i));
  return id;
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers with every compiler.
class TestRandom {
 public:
  explicit TestRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  template <class List>
  void shuffle(List& list) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(i)]);
  }

 private:
  std::uint64_t state_;
};

/// Shares with different denominators that add up to 1: pieces of a denominator d, each in lowest terms.
inline std::vector<royalty::PartyShare> random_shares(TestRandom& random, std::size_t count, std::uint8_t kind) {
  const std::uint32_t denominator = static_cast<std::uint32_t>(1 + random.below(1'000'000));
  std::vector<royalty::PartyShare> shares;
  std::uint32_t left = denominator;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t part = i + 1 == count ? left : static_cast<std::uint32_t>(random.below(std::uint64_t{left} + 1));
    left -= part;
    std::uint32_t a = part, b = denominator;
    while (b != 0) a = std::exchange(b, a % b);
    shares.push_back({test_id(kind, static_cast<std::uint32_t>(i)), {part / a, denominator / a}});
  }
  return shares;
}

inline ExactAmount major(std::int64_t units) { return static_cast<ExactAmount>(units) * 1'000'000'000'000; }

/// Euros by the cent.
inline ExactAmount cents(std::int64_t units) { return static_cast<ExactAmount>(units) * 10'000'000'000; }

/// A settlement of 2026-10 in EUR without anything in it.
inline royalty::SettlementInput empty_settlement() {
  royalty::SettlementInput input;
  input.settlement = test_id(0x5e, 1);
  input.period = {2026, 10};
  input.currency = *Currency::parse("EUR");
  for (std::size_t i = 0; i < input.seed.size(); ++i) input.seed[i] = static_cast<std::uint8_t>(i);
  return input;
}

/// Pools of all three rules over works with several parties, listeners without units, units without a fee, zero rows,
/// anonymous money and use, ties, and openings of both signs.
inline royalty::SettlementInput random_settlement(std::uint64_t seed, std::size_t works, std::size_t listeners,
                                                  std::size_t rows) {
  TestRandom random(seed);
  royalty::SettlementInput input = empty_settlement();
  for (std::uint32_t w = 0; w < works; ++w) {
    auto shares = random_shares(random, 1 + random.below(4), 0x50);
    // Parties are shared between works: party numbers move around a small set.
    const std::uint32_t offset = static_cast<std::uint32_t>(random.below(works));
    for (std::size_t i = 0; i < shares.size(); ++i) shares[i].party = test_id(0x50, offset + static_cast<std::uint32_t>(i));
    input.works.push_back({test_id(0x77, w), std::move(shares)});
  }
  for (std::uint32_t p = 0; p < works; p += 3) {
    input.openings.push_back({test_id(0x50, p), static_cast<Micros>(random.below(4'000'000)) - 1'500'000});
  }
  input.openings.push_back({test_id(0x51, 0), 2'345'678});  // A balance without a work.
  std::uint32_t number = 0;
  for (const royalty::Rule rule : {royalty::Rule::pro_rata, royalty::Rule::user_centric, royalty::Rule::direct}) {
    royalty::PoolInput pool;
    pool.pool = test_id(0x70, number++);
    pool.rule = rule;
    for (std::uint32_t u = 0; u < listeners; ++u) {
      // An exact amount with places below the grid of micros.
      royalty::Fee fee{test_id(0x11, u), cents(999) + static_cast<ExactAmount>(random.below(10'000)), {}};
      if (rule == royalty::Rule::direct) fee.work = test_id(0x77, static_cast<std::uint32_t>(random.below(works)));
      pool.fees.push_back(fee);
    }
    if (rule != royalty::Rule::direct) {
      pool.fees.push_back({Id{}, major(3) + 1, {}});
      pool.fees.push_back({test_id(0x11, 0), cents(1), {}});
      for (std::size_t r = 0; r < rows; ++r) {
        // A quarter of the listeners never listen; some who do have not paid; some rows are anonymous.
        const std::uint64_t who = listeners / 4 + random.below(listeners);
        pool.usages.push_back({r % 17 == 0 ? Id{} : test_id(0x11, static_cast<std::uint32_t>(who)),
                               test_id(0x77, static_cast<std::uint32_t>(random.below(works))),
                               static_cast<std::int64_t>(random.below(6))});
      }
    }
    input.pools.push_back(std::move(pool));
  }
  return input;
}

}  // namespace colophon::tests
