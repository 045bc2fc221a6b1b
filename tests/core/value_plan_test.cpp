// Plans: small ones by hand, tiny ones against every possible plan, and certificates that do not let themselves be bent.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <limits>

#include "colophon/base/limits.hpp"
#include "colophon/value/plan.hpp"

using namespace colophon;
using value::make_plan;
using value::Plan;
using value::Problem;
using value::verify_plan;

namespace {

struct Random {
  std::uint64_t state;
  std::int64_t below(std::int64_t n) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<std::int64_t>((state >> 33) % static_cast<std::uint64_t>(n));
  }
};

Id id_of(std::uint8_t kind, std::size_t number) {
  Id id;
  id.bytes[0] = kind;
  id.bytes[14] = static_cast<std::uint8_t>(number >> 8);
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

Problem problem_of(std::size_t works, std::size_t channels, std::vector<std::int64_t> value, std::vector<std::int64_t> cost, std::vector<std::int64_t> budget) {
  Problem problem;
  for (std::size_t i = 0; i < works; ++i) problem.works.push_back(id_of(1, i));
  for (std::size_t c = 0; c < channels; ++c) problem.channels.push_back(id_of(2, c));
  problem.value = std::move(value);
  problem.cost = std::move(cost);
  problem.budget = std::move(budget);
  return problem;
}

Problem random_problem(Random& random, std::size_t works, std::size_t channels, std::int64_t value_max, std::int64_t cost_max) {
  std::vector<std::int64_t> value, cost, budget;
  for (std::size_t k = 0; k < works * channels; ++k) {
    value.push_back(random.below(value_max + 1));
    cost.push_back(1 + random.below(cost_max));
  }
  for (std::size_t c = 0; c < channels; ++c) budget.push_back(random.below(static_cast<std::int64_t>(works) * cost_max / 2 + 1));
  return problem_of(works, channels, value, cost, budget);
}

// The best value on a channel over all subsets of works.
std::int64_t best_by_trying_all(const Problem& problem, std::size_t channel) {
  const std::size_t works = problem.works.size(), channels = problem.channels.size();
  std::int64_t best = 0;
  for (std::uint32_t subset = 0; subset < 1u << works; ++subset) {
    std::int64_t value = 0, cost = 0;
    for (std::size_t i = 0; i < works; ++i) {
      if ((subset >> i & 1) == 0) continue;
      value += problem.value[i * channels + channel];
      cost += problem.cost[i * channels + channel];
    }
    if (cost <= problem.budget[channel]) best = std::max(best, value);
  }
  return best;
}

std::int64_t channel_value(const Problem& problem, const Plan& plan, std::size_t channel) {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < problem.works.size(); ++i) {
    const std::size_t cell = i * problem.channels.size() + channel;
    if (plan.shown[cell] != 0) value += problem.value[cell];
  }
  return value;
}

}  // namespace

TEST_CASE("A plan by hand") {
  // One channel, budget 10. Value per cost: 6/2, 10/5, 9/6, 1/1. Greedy takes the first two (7 of 10), cannot take the third, and fills
  // with the fourth: 17. Exchanging 5 + 1 for 6 brings 15, so 17 stays. The price is the third's ratio, 3/2, and the bound
  // 10 * 3/2 + (6 - 3) + (10 - 7.5) = 20.5, rounded up to 21.
  const Problem problem = problem_of(4, 1, {6, 10, 9, 1}, {2, 5, 6, 1}, {10});
  const auto plan = make_plan(problem);
  REQUIRE(plan);
  CHECK(plan->shown == std::vector<std::uint8_t>{1, 1, 0, 1});
  CHECK(plan->certificate.value == 17);
  CHECK(plan->certificate.bound == 21);
  CHECK(plan->certificate.price == std::vector<std::int64_t>{3ll << 31});
  CHECK(plan->certificate.used == std::vector<std::int64_t>{8});
  CHECK(verify_plan(problem, *plan));
}

TEST_CASE("An exchange finds what greedy misses") {
  // Greedy shows the work of ratio 10 (value 10, cost 1) and then has 9 left, where the work of cost 10 does not fit. It is worth 90.
  const Problem problem = problem_of(2, 1, {10, 90}, {1, 10}, {10});
  CHECK(make_plan(problem)->shown == std::vector<std::uint8_t>{0, 1});
  CHECK(make_plan(problem)->certificate.value == 90);
}

TEST_CASE("Where everything fits all is shown, the budget has no price and the bound is the value") {
  const Problem problem = problem_of(2, 2, {5, 0, 7, 8}, {1, 1, 1, 1}, {2, 9});
  const auto plan = make_plan(problem);
  REQUIRE(plan);
  CHECK(plan->shown == std::vector<std::uint8_t>{1, 0, 1, 1});
  CHECK(plan->certificate.price == std::vector<std::int64_t>{0, 0});
  CHECK(plan->certificate.bound == 20);
  CHECK(plan->certificate.value == 20);
}

TEST_CASE("Of works that are worth the same those that come first are shown") {
  CHECK(make_plan(problem_of(3, 1, {4, 4, 4}, {2, 2, 2}, {4}))->shown == std::vector<std::uint8_t>{1, 1, 0});
  CHECK(make_plan(problem_of(5, 1, {4, 4, 4, 4, 4}, {2, 2, 2, 2, 2}, {5}))->shown == std::vector<std::uint8_t>{1, 1, 0, 0, 0});
}

TEST_CASE("Nothing to plan is a plan") {
  for (const Problem& problem : {problem_of(0, 0, {}, {}, {}), problem_of(2, 0, {}, {}, {}), problem_of(0, 2, {}, {}, {3, 4}),
                                 problem_of(1, 1, {5}, {3}, {0}), problem_of(1, 1, {0}, {3}, {9})}) {
    const auto plan = make_plan(problem);
    REQUIRE(plan);
    CHECK(plan->certificate.value == 0);
    CHECK(std::ranges::count(plan->shown, 1) == 0);
    CHECK(verify_plan(problem, *plan));
  }
}

TEST_CASE("No plan beats the bound, ours is within the budgets, and never under half of the best") {
  Random random{11};
  double gap_sum = 0;
  int optimal = 0, channels_seen = 0;
  for (int round = 0; round < 400; ++round) {
    const std::size_t works = 1 + static_cast<std::size_t>(random.below(12)), channels = 1 + static_cast<std::size_t>(random.below(3));
    const Problem problem = random_problem(random, works, channels, round % 2 ? 30 : 1'000'000, round % 3 ? 12 : 1'000);
    const auto plan = make_plan(problem);
    REQUIRE(plan);
    REQUIRE(verify_plan(problem, *plan));
    std::int64_t best = 0;
    for (std::size_t c = 0; c < channels; ++c) {
      const std::int64_t best_here = best_by_trying_all(problem, c), ours = channel_value(problem, *plan, c);
      REQUIRE(ours <= best_here);
      REQUIRE(2 * ours >= best_here);
      REQUIRE(plan->certificate.used[c] <= problem.budget[c]);
      best += best_here;
      ++channels_seen;
      optimal += ours == best_here;
      if (best_here > 0) gap_sum += 1 - static_cast<double>(ours) / static_cast<double>(best_here);
    }
    REQUIRE(plan->certificate.value <= best);
    REQUIRE(plan->certificate.bound >= best);
  }
  // Exchanges make most tiny plans optimal; greedy alone finds about half of these.
  CHECK(10 * optimal > 8 * channels_seen);
  CHECK(gap_sum / channels_seen < 0.01);
}

TEST_CASE("On a larger problem the plan is close to its bound") {
  Random random{5};
  const Problem problem = random_problem(random, 2'000, 5, 1'000'000, 1'000);
  const auto plan = make_plan(problem);
  REQUIRE(plan);
  REQUIRE(verify_plan(problem, *plan));
  CHECK(plan->certificate.value * 1'000 >= plan->certificate.bound * 999);
}

TEST_CASE("The same problem gives the same plan") {
  Random random{9};
  const Problem problem = random_problem(random, 50, 3, 1'000, 50);
  CHECK(make_plan(problem)->shown == make_plan(problem)->shown);
}

TEST_CASE("Large numbers neither wrap round nor break the bound, and what is too large is refused") {
  constexpr std::int64_t kLarge = std::int64_t{1} << 60;
  const Problem problem = problem_of(3, 1, {kLarge, kLarge, kLarge}, {kLarge, 1, kLarge}, {kLarge});
  const auto plan = make_plan(problem);
  REQUIRE(plan);
  CHECK(plan->certificate.value == kLarge);
  CHECK(plan->certificate.bound >= kLarge);
  CHECK(verify_plan(problem, *plan));
  // A price of 2^60 leaves two bits behind the point.
  const Problem steep = problem_of(2, 1, {kLarge, kLarge}, {1, 1}, {1});
  const auto steep_plan = make_plan(steep);
  REQUIRE(steep_plan);
  CHECK(steep_plan->certificate.price_bits <= 2);
  CHECK(steep_plan->certificate.value == kLarge);
  CHECK(steep_plan->certificate.bound == kLarge);
  CHECK(verify_plan(steep, *steep_plan));
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  const auto refused = [](const Problem& bad) { const auto made = make_plan(bad); return made ? Error{} : made.error(); };
  CHECK(refused(problem_of(2, 1, {kMax, 1}, {1, 1}, {1})).field == "value");
  CHECK(refused(problem_of(2, 1, {kMax, 1}, {1, 1}, {1})).code == Errc::overflow);
  CHECK(refused(problem_of(2, 1, {1, 1}, {kMax, 1}, {1})).field == "cost");
  CHECK(refused(problem_of(2, 1, {1, 1}, {1, 1}, {kMax})).field == "budget[0]");
  CHECK(refused(problem_of(2, 1, {1, 1}, {1, 1}, {kMax})).code == Errc::overflow);
}

TEST_CASE("A problem that contradicts itself is refused by name") {
  const Problem good = problem_of(2, 2, {1, 2, 3, 4}, {1, 1, 1, 1}, {1, 1});
  struct Row { const char* field; Errc code; void (*spoil)(Problem&); };
  const Row rows[] = {
      {"value", Errc::invalid_argument, [](Problem& p) { p.value.pop_back(); }},
      {"cost", Errc::invalid_argument, [](Problem& p) { p.cost.push_back(1); }},
      {"budget", Errc::invalid_argument, [](Problem& p) { p.budget.clear(); }},
      {"value[2]", Errc::negative_amount, [](Problem& p) { p.value[2] = -1; }},
      {"cost[3]", Errc::negative_amount, [](Problem& p) { p.cost[3] = -1; }},
      {"cost[0]", Errc::invalid_argument, [](Problem& p) { p.cost[0] = 0; }},
      {"budget[1]", Errc::negative_amount, [](Problem& p) { p.budget[1] = -5; }},
      {"works", Errc::invalid_argument, [](Problem& p) { p.works[1] = p.works[0]; }},
      {"channels", Errc::invalid_argument, [](Problem& p) { p.channels[1] = p.channels[0]; }},
      {"channels", Errc::limit_exceeded, [](Problem& p) { p.channels.resize(limits::kPlanChannelsMax + 1); }},
  };
  for (const Row& row : rows) {
    INFO(row.field);
    Problem bad = good;
    row.spoil(bad);
    const auto plan = make_plan(bad);
    REQUIRE_FALSE(plan);
    CHECK(plan.error().code == row.code);
    CHECK(plan.error().field == row.field);
  }
}

TEST_CASE("A certificate that was bent does not hold, and the place is named") {
  const Problem problem = problem_of(4, 2, {6, 1, 10, 1, 9, 0, 1, 1}, {2, 1, 5, 1, 6, 1, 1, 1}, {10, 2});
  const Plan good = make_plan(problem).value();
  REQUIRE(verify_plan(problem, good));
  struct Row { const char* field; void (*bend)(Plan&); };
  const Row rows[] = {
      {"problem_hash", [](Plan& p) { p.problem[0] ^= 1; }},
      {"instance", [](Plan& p) { p.certificate.instance[31] ^= 1; }},
      {"shown", [](Plan& p) { p.certificate.shown[31] ^= 1; }},
      {"value", [](Plan& p) { ++p.certificate.value; }},
      {"bound", [](Plan& p) { --p.certificate.bound; }},
      {"bound", [](Plan& p) { p.certificate.price[0] += 1ll << 40; }},
      {"price.budgets[1]", [](Plan& p) { p.certificate.price[1] = -1; }},
      {"price", [](Plan& p) { p.certificate.price.pop_back(); }},
      {"price_bits", [](Plan& p) { p.certificate.price_bits = 33; }},
      {"used.budgets[0]", [](Plan& p) { --p.certificate.used[0]; }},
      {"used", [](Plan& p) { p.certificate.used.clear(); }},
      {"shown", [](Plan& p) { p.shown[4] ^= 1; }},
      {"shown[2]", [](Plan& p) { p.shown[5] = 1; }},  // where it may not be
      {"shown", [](Plan& p) { p.shown.pop_back(); }},
  };
  for (const Row& row : rows) {
    INFO(row.field);
    Plan bent = good;
    row.bend(bent);
    const auto held = verify_plan(problem, bent);
    REQUIRE_FALSE(held);
    CHECK(held.error().code == Errc::does_not_hold);
    CHECK(held.error().field == row.field);
  }
  // Over the budget, with everything else put right: only the limits notice.
  Plan over = good;
  over.shown = {1, 1, 1, 1, 1, 0, 1, 1};
  CHECK(verify_plan(problem, over).error().field == "shown");
  Problem other = problem;
  ++other.value[0];
  CHECK(verify_plan(other, good).error().field == "problem_hash");
}

TEST_CASE("Any prices prove a bound: weak duality") {
  Random random{21};
  for (int round = 0; round < 200; ++round) {
    const Problem problem = random_problem(random, 8, 1, 100, 10);
    Plan plan = make_plan(problem).value();
    const std::int64_t best = best_by_trying_all(problem, 0);
    plan.certificate.price[0] = random.below(20ll << 32);
    // The verifier says which bound these prices prove; that bound, put in, holds, and is not under the best plan.
    const auto held = verify_plan(problem, plan);
    if (!held) {
      REQUIRE(held.error().field == "bound");
      const std::string detail = held.error().detail;
      const auto begin = detail.find("give ") + 5;
      plan.certificate.bound = std::stoll(detail.substr(begin));
      plan.certificate.gap_e12 = value::gap_e12(plan.certificate.value, plan.certificate.bound);
      REQUIRE(verify_plan(problem, plan));
    }
    REQUIRE(plan.certificate.bound >= best);
  }
}
