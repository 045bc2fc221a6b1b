// Largest remainder and shares: the examples are worked by hand, the properties hold for seeded random inputs.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>
#include <numeric>

#include "colophon/base/limits.hpp"
#include "colophon/royalty/division.hpp"
#include "core/royalty_support.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;

namespace {

const Id kPool = test_id(0x70, 1);

std::vector<Id> claimants(std::size_t count) {
  std::vector<Id> ids;
  for (std::size_t i = 0; i < count; ++i) ids.push_back(test_id(0x77, static_cast<std::uint32_t>(i)));
  return ids;
}

std::vector<Micros> divided(Micros amount, std::vector<std::int64_t> weights) {
  auto division = divide(amount, weights, claimants(weights.size()), kPool);
  REQUIRE(division);
  return division->amounts;
}

/// The method as a textbook states it: sort everything by remainder, then tie hash. Slow and obviously right.
std::vector<Micros> textbook(Micros amount, const std::vector<std::int64_t>& weights, const std::vector<Id>& ids) {
  uint128 total = 0;
  for (const auto weight : weights) total += static_cast<uint128>(weight);
  std::vector<Micros> amounts;
  std::vector<std::tuple<uint128, Hash, std::size_t>> order;
  Micros given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const uint128 product = static_cast<uint128>(amount) * static_cast<uint128>(weights[i]);
    amounts.push_back(static_cast<Micros>(product / total));
    given += amounts.back();
    order.emplace_back(total - product % total, tie_hash(kPool, ids[i]), i);
  }
  std::ranges::sort(order);
  for (std::size_t k = 0; k < static_cast<std::size_t>(amount - given); ++k) ++amounts[std::get<2>(order[k])];
  return amounts;
}

}  // namespace

TEST_CASE("weights 6, 6, 2: more money can mean less for one of them", "[royalty][division]") {
  // 10: quotients 4, 4, 1 with remainders 4, 4, 6 of 14: the last gets the extra one.
  CHECK(divided(10, {6, 6, 2}) == std::vector<Micros>{4, 4, 2});
  // 11: quotients 4, 4, 1 with remainders 10, 10, 8 of 14: the first two get one each.
  CHECK(divided(11, {6, 6, 2}) == std::vector<Micros>{5, 5, 1});
}

TEST_CASE("the tie hash is SHA-256 of pool and claimant", "[royalty][division]") {
  // Reference: printf '%064x' 0 | xxd -r -p | sha256sum
  CHECK(to_hex(tie_hash(Id{}, Id{})) == "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925");
}

TEST_CASE("equal remainders go to the smaller tie hash", "[royalty][division]") {
  const auto ids = claimants(3);
  const auto division = divide(4, std::vector<std::int64_t>{1, 1, 1}, ids, kPool);
  REQUIRE(division);
  const auto smallest = std::ranges::min_element(ids, {}, [](const Id& id) { return tie_hash(kPool, id); }) - ids.begin();
  for (std::size_t i = 0; i < 3; ++i) CHECK(division->amounts[i] == (static_cast<std::ptrdiff_t>(i) == smallest ? 2 : 1));
  CHECK(division->extra_units == 1);
  REQUIRE(division->cutoff);
  CHECK(division->cutoff->remainder == 1);
  CHECK(division->cutoff->tie == tie_hash(kPool, ids[static_cast<std::size_t>(smallest)]));
}

TEST_CASE("edges of a division", "[royalty][division]") {
  CHECK(divided(0, {0, 0}) == std::vector<Micros>{0, 0});
  CHECK(divided(0, {}).empty());
  CHECK(divided(7, {0, 3, 0}) == std::vector<Micros>{0, 7, 0});
  constexpr Micros most = std::numeric_limits<Micros>::max();
  CHECK(divided(most, {most}) == std::vector<Micros>{most});
  CHECK(divided(most, {most - 1, 1}) == std::vector<Micros>{most - 1, 1});
  const auto exact = divide(12, std::vector<std::int64_t>{1, 2, 3}, claimants(3), kPool);
  REQUIRE(exact);
  CHECK(exact->extra_units == 0);
  CHECK_FALSE(exact->cutoff);
}

TEST_CASE("bad divisions are refused by name", "[royalty][division]") {
  const auto ids = claimants(2);
  const auto code = [&](Micros amount, std::vector<std::int64_t> weights) {
    const auto division = divide(amount, weights, ids, kPool);
    REQUIRE_FALSE(division);
    return division.error();
  };
  CHECK(code(-1, {1, 1}).code == Errc::negative_amount);
  CHECK(code(1, {1, -1}).code == Errc::negative_amount);
  CHECK(code(1, {1, -1}).field == "weights[1]");
  CHECK(code(1, {0, 0}).code == Errc::invalid_argument);
  CHECK(code(1, {1}).code == Errc::invalid_argument);
  CHECK(code(1, {std::numeric_limits<std::int64_t>::max(), 1}).code == Errc::overflow);
}

TEST_CASE("division agrees with the textbook, adds up, and ignores the order", "[royalty][division]") {
  TestRandom random(20'261'001);
  for (int round = 0; round < 400; ++round) {
    const std::size_t count = 1 + random.below(40);
    // Few distinct weights make many ties; wide weights leave 64 bits.
    const std::uint64_t widest = round % 3 == 0 ? 3 : round % 3 == 1 ? 100'000 : std::uint64_t{1} << 57;
    std::vector<std::int64_t> weights;
    for (std::size_t i = 0; i < count; ++i) weights.push_back(static_cast<std::int64_t>(random.below(widest)));
    weights[random.below(count)] += 1;
    const Micros amount = static_cast<Micros>(random.below(round % 2 ? 50 : std::uint64_t{1} << 62));
    auto ids = claimants(count);
    const auto division = divide(amount, weights, ids, kPool);
    REQUIRE(division);
    CHECK(division->amounts == textbook(amount, weights, ids));
    CHECK(std::reduce(division->amounts.begin(), division->amounts.end()) == amount);

    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), 0u);
    random.shuffle(order);
    std::vector<std::int64_t> shuffled_weights;
    std::vector<Id> shuffled_ids;
    for (const auto i : order) shuffled_weights.push_back(weights[i]), shuffled_ids.push_back(ids[i]);
    const auto again = divide(amount, shuffled_weights, shuffled_ids, kPool);
    REQUIRE(again);
    for (std::size_t k = 0; k < count; ++k) CHECK(again->amounts[k] == division->amounts[order[k]]);
    CHECK(again->cutoff.has_value() == division->cutoff.has_value());
    if (division->cutoff) CHECK(again->cutoff->tie == division->cutoff->tie);
  }
}

TEST_CASE("shares add up to exactly one", "[royalty][shares]") {
  const auto valid = [](std::vector<Share> shares) {
    std::vector<PartyShare> list;
    for (const Share& share : shares) list.push_back({test_id(0x50, static_cast<std::uint32_t>(list.size())), share});
    return validate_shares(list).has_value();
  };
  CHECK(valid({{1, 1}}));
  CHECK(valid({{1, 3}, {2, 3}}));
  CHECK(valid({{0, 1}, {1, 1}}));  // 0% and 100% are legal.
  CHECK(valid({{1, 2}, {1, 3}, {1, 6}}));
  CHECK(valid({{1, 999'983}, {999'982, 999'983}}));  // The largest prime below a million.
  CHECK(valid({{2, 4}, {1, 2}}));                    // Not in lowest terms: the same share.
  CHECK_FALSE(valid({}));
  CHECK_FALSE(valid({{0, 1}}));
  CHECK_FALSE(valid({{1, 1}, {1, 1}}));
  CHECK_FALSE(valid({{1, 3}, {1, 3}}));
  CHECK_FALSE(valid({{333'333, 1'000'000}, {666'666, 1'000'000}}));
  // 1/2 + 499999/1000000 + 1/999983 is 1 to six places.
  CHECK_FALSE(valid({{1, 2}, {499'999, 1'000'000}, {1, 999'983}}));
  CHECK_FALSE(valid({{2, 1}}));
  CHECK_FALSE(valid({{1, 0}}));
  CHECK_FALSE(valid({{1, 1'000'001}, {1'000'000, 1'000'001}}));
}

TEST_CASE("many large denominators without a common multiple are still added exactly", "[royalty][shares]") {
  // n/p + (p - n)/p for pairs would be 1 each; half of each pair makes 1: (1/2)(n/p + (p-n)/p) over k pairs, weighted 1/k.
  std::vector<PartyShare> shares;
  std::uint32_t number = 0;
  const std::vector<std::uint32_t> primes{9973, 9967, 9949, 9941, 9931, 9929, 9923, 9907, 9901, 9887};
  for (const std::uint32_t prime : primes) {
    // 10 pairs, each worth 1/10: 1/(10 p) and (p - 1)/(10 p).
    shares.push_back({test_id(0x50, number++), {1, 10 * prime}});
    shares.push_back({test_id(0x50, number++), {prime - 1, 10 * prime}});
  }
  CHECK(validate_shares(shares));
  ++shares.back().share.numerator;
  --shares.front().share.numerator;  // Off by 1/98870 - 1/99730.
  CHECK_FALSE(validate_shares(shares));
}

TEST_CASE("a party named twice, and too many parties, are refused", "[royalty][shares]") {
  std::vector<PartyShare> twice{{test_id(0x50, 1), {1, 2}}, {test_id(0x50, 1), {1, 2}}};
  const auto error = validate_shares(twice, "works[0].shares");
  REQUIRE_FALSE(error);
  CHECK(error.error().code == Errc::invalid_shares);
  CHECK(error.error().field == "works[0].shares[1].party");

  std::vector<PartyShare> many;
  for (std::uint32_t i = 0; i < limits::kPartiesPerWorkMax; ++i) many.push_back({test_id(0x50, i), {1, 1000}});
  CHECK(validate_shares(many));
  many.push_back({test_id(0x51, 0), {0, 1}});
  CHECK_FALSE(validate_shares(many));
}

TEST_CASE("a split compares remainders of different denominators exactly", "[royalty][shares]") {
  const std::vector<PartyShare> shares{{test_id(0x50, 1), {1, 2}}, {test_id(0x50, 2), {1, 3}}, {test_id(0x50, 3), {1, 6}}};
  // 1: remainders 1/2, 1/3, 1/6. 5: 2 1/2, 1 2/3, 5/6, of which 5/6 and 2/3 are the largest.
  CHECK(split(1, shares, kPool)->amounts == std::vector<Micros>{1, 0, 0});
  CHECK(split(5, shares, kPool)->amounts == std::vector<Micros>{2, 2, 1});
  CHECK(split(6, shares, kPool)->amounts == std::vector<Micros>{3, 2, 1});
  CHECK(split(0, shares, kPool)->amounts == std::vector<Micros>{0, 0, 0});
  // 2/4 and 1/2 are the same fraction: the tie hash decides, not the way it is written.
  const std::vector<PartyShare> halves{{test_id(0x50, 1), {1, 2}}, {test_id(0x50, 2), {2, 4}}};
  const bool first = tie_hash(kPool, halves[0].party) < tie_hash(kPool, halves[1].party);
  CHECK(split(1, halves, kPool)->amounts == (first ? std::vector<Micros>{1, 0} : std::vector<Micros>{0, 1}));
  CHECK(split(-1, shares, kPool).error().code == Errc::negative_amount);
}

TEST_CASE("a split adds up, is within one micro of the exact share, and ignores the order", "[royalty][shares]") {
  TestRandom random(20'261'002);
  for (int round = 0; round < 300; ++round) {
    std::vector<PartyShare> shares = random_shares(random, 1 + random.below(12), 0x50);
    const Micros amount = static_cast<Micros>(random.below(round % 2 ? 100 : std::uint64_t{1} << 62));
    const auto amounts = split(amount, shares, kPool);
    REQUIRE(amounts);
    CHECK(std::reduce(amounts->amounts.begin(), amounts->amounts.end()) == amount);
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const int128 exact = static_cast<int128>(amount) * shares[i].share.numerator;
      const int128 given = static_cast<int128>(amounts->amounts[i]) * shares[i].share.denominator;
      CHECK((given > exact - shares[i].share.denominator && given < exact + shares[i].share.denominator));
    }
    std::vector<std::size_t> order(shares.size());
    std::iota(order.begin(), order.end(), 0u);
    random.shuffle(order);
    std::vector<PartyShare> shuffled;
    for (const auto i : order) shuffled.push_back(shares[i]);
    const auto again = split(amount, shuffled, kPool);
    REQUIRE(again);
    for (std::size_t k = 0; k < order.size(); ++k) CHECK(again->amounts[k] == amounts->amounts[order[k]]);
  }
}
