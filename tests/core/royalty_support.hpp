#pragma once
// Ids, random numbers and inputs that the royalty tests share. Everything follows from a seed.
#include <cstdint>
#include <utility>
#include <vector>

#include "colophon/royalty/settlement.hpp"
#include "colophon/royalty/statement.hpp"

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

inline Currency currency(const char* code) { return *Currency::parse(code); }

/// A settlement of 2026-10 without anything in it.
inline royalty::SettlementInput empty_settlement() {
  royalty::SettlementInput input;
  input.settlement = test_id(0x5e, 1);
  input.name = "test";
  input.period = {2026, 10};
  for (std::size_t i = 0; i < input.seed.size(); ++i) input.seed[i] = static_cast<std::uint8_t>(i);
  input.book.pools = royalty::default_pools();
  return input;
}

inline Id party_id(std::uint32_t number) { return test_id(0x50, number); }
inline Id work_id(std::uint32_t number) { return test_id(0x77, number); }
inline Id agreement_id(std::uint32_t number) { return test_id(0xA6, number); }
inline Id listener_id(std::uint32_t number) { return test_id(0x11, number); }

inline royalty::RevenueLine money(std::uint32_t number, const char* kind, ExactAmount amount, const Id& work = {}, const char* code = "EUR") {
  royalty::RevenueLine line;
  line.id = test_id(0xFE, number);
  line.date = *Date::parse("2026-10-15");
  line.facts.kind = kind;
  line.work = work;
  line.amount = amount;
  line.currency = currency(code);
  return line;
}

/// Adds use of a work by a listener, as one kind "play".
inline void add_use(royalty::SettlementInput& input, const Id& listener, const Id& work, std::int64_t units, std::int16_t day = 14, bool active = false) {
  royalty::UsageTable& usage = input.usage;
  const auto number = [](std::vector<Id>& ids, const Id& id) {
    for (std::uint32_t i = 0; i < ids.size(); ++i) if (ids[i] == id) return i;
    ids.push_back(id);
    return static_cast<std::uint32_t>(ids.size() - 1);
  };
  royalty::UsageKind kind;
  kind.active = active;
  std::uint16_t k = 0;
  while (k < usage.kinds.size() && !(usage.kinds[k] == kind)) ++k;
  if (k == usage.kinds.size()) usage.kinds.push_back(kind);
  usage.rows.push_back({number(usage.listeners, listener), number(usage.works, work), units, day, k});
}

}  // namespace colophon::tests
