// Quality under uncertainty, pages that explore, and what the log says of another plan.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "colophon/value/explore.hpp"
#include "colophon/value/quality.hpp"

using namespace colophon;
using namespace colophon::value;

TEST_CASE("Normal draws are normal, repeatable, and the same on every machine") {
  double sum = 0, squares = 0, cubes = 0;
  int beyond = 0;
  constexpr int kDraws = 200'000;
  for (int i = 0; i < kDraws; ++i) {
    const double x = normal_draw(7, static_cast<std::uint64_t>(i));
    sum += x;
    squares += x * x;
    cubes += x * x * x;
    beyond += std::abs(x) > 1.959963984540054;
  }
  CHECK(std::abs(sum / kDraws) < 0.01);
  CHECK(std::abs(squares / kDraws - 1) < 0.01);
  CHECK(std::abs(cubes / kDraws) < 0.03);
  CHECK(std::abs(beyond / static_cast<double>(kDraws) - 0.05) < 0.002);
  CHECK(normal_draw(7, 3) == normal_draw(7, 3));
  CHECK(normal_draw(7, 3) != normal_draw(8, 3));
}

TEST_CASE("Careful and optimistic move by kappa deviations; a quality is never below 0") {
  const QualityEstimate estimates[] = {{5'000, 4'000}, {9'000, 0}, {1'000, 9'000}};
  QualityRule rule;
  rule.shrink = false;
  CHECK(quality_milli(estimates, rule) == std::vector<std::int64_t>{5'000, 9'000, 1'000});
  rule.kappa_milli = 1'000;
  rule.stance = Stance::careful;
  CHECK(quality_milli(estimates, rule) == std::vector<std::int64_t>{3'000, 9'000, 0});   // the deviations are 2, 0 and 3
  rule.stance = Stance::optimistic;
  CHECK(quality_milli(estimates, rule) == std::vector<std::int64_t>{7'000, 9'000, 4'000});
  rule.stance = Stance::draw;
  const auto drawn = quality_milli(estimates, rule);
  CHECK(drawn[1] == 9'000);
  CHECK(drawn == quality_milli(estimates, rule));
  rule.seed = 1;
  CHECK(drawn != quality_milli(estimates, rule));
  CHECK(parse_stance("careful", "stance").value() == Stance::careful);
  CHECK(parse_stance("bold", "plan.stance").error().field == "plan.stance");
}

TEST_CASE("Shrinking makes the best of noisy estimates honest") {
  // True qualities spread by 1 around 5.5, seen with a noise of 1: the 20 that look best are in truth worth less than they look.
  std::vector<QualityEstimate> seen;
  std::vector<double> truth;
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    truth.push_back(5.5 + normal_draw(1, i));
    seen.push_back({static_cast<std::int32_t>(1'000 * (truth.back() + normal_draw(2, i))), 1'000});
  }
  std::vector<std::size_t> order(seen.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, std::greater{}, [&](std::size_t i) { return seen[i].mean_milli; });
  const auto after = shrunk(seen);
  double looks = 0, honest = 0, is = 0;
  for (std::size_t k = 0; k < 20; ++k) {
    looks += seen[order[k]].mean_milli / 20e3;
    honest += after[order[k]].mean_milli / 20e3;
    is += truth[order[k]] / 20;
  }
  CHECK(looks > is + 1);            // the winner's curse
  CHECK(std::abs(honest - is) < 0.3);
  CHECK(after[0].variance_milli < 1'000);
  // What has no noise stays; where all is noise, all become the mean.
  const QualityEstimate exact[] = {{1'000, 0}, {5'000, 0}, {9'000, 0}};
  CHECK(shrunk(exact)[2].mean_milli == 9'000);
  const QualityEstimate noise[] = {{4'900, 90'000}, {5'000, 90'000}, {5'100, 90'000}};
  CHECK(shrunk(noise)[0].mean_milli == 5'000);
  CHECK(shrunk(std::span(noise).first(2))[0].mean_milli == 4'900);
}

TEST_CASE("A page has its places, each work at most once, with the chances that are logged") {
  struct Row { std::size_t plan, pool; PageRule rule; };
  for (const Row& row : {Row{30, 10, {12, 250'000}}, {30, 10, {12, 100'000}}, {5, 10, {12, 0}}, {30, 0, {12, 500'000}}, {0, 10, {4, 0}}, {3, 2, {24, 300'000}}, {0, 0, {24, 0}}, {40, 40, {7, 1'000'000}}}) {
    const Propensities chance = propensities(row.plan, row.pool, row.rule);
    std::vector<int> plan(row.plan), pool(row.pool);
    constexpr int kPages = 20'000;
    std::size_t places = 0;
    for (int p = 0; p < kPages; ++p) {
      const auto page = draw_page(row.plan, row.pool, row.rule, static_cast<std::uint64_t>(p) * 977 + 5);
      places += page.size();
      std::vector<std::uint8_t> seen_plan(row.plan), seen_pool(row.pool);
      for (const Place& place : page) {
        auto& seen = place.explored ? seen_pool : seen_plan;
        REQUIRE(place.index < seen.size());
        REQUIRE(seen[place.index] == 0);
        seen[place.index] = 1;
        ++(place.explored ? pool : plan)[place.index];
      }
      REQUIRE(page.size() <= row.rule.limit);
      REQUIRE(page.size() == std::min<std::size_t>(row.rule.limit, page.size()));
    }
    CAPTURE(row.plan, row.pool, row.rule.explore_ppm, chance.plan, chance.pool);
    for (const int count : plan) CHECK(std::abs(count / static_cast<double>(kPages) - chance.plan) < 0.016);
    for (const int count : pool) CHECK(std::abs(count / static_cast<double>(kPages) - chance.pool) < 0.016);
    CHECK(std::abs(static_cast<double>(places) / kPages - (chance.plan * static_cast<double>(row.plan) + chance.pool * static_cast<double>(row.pool))) < 0.03);
  }
  CHECK(draw_page(30, 10, {12, 250'000}, 5).size() == 12);
}

TEST_CASE("Off-policy intervals cover the truth in 93 to 97 of 100 simulated logs") {
  // 40 works with true chances of a like; the old plan shows 12 of them and tries the rest, the new plan shows 12 others, half of them the same.
  constexpr std::size_t kWorks = 40, kPlan = 12, kPages = 300, kRuns = 1'000;
  const PageRule rule{8, 400'000};
  std::vector<double> like(kWorks), model(kWorks), old_chance(kWorks), new_chance(kWorks);
  const Propensities chance = propensities(kPlan, kWorks - kPlan, rule);
  for (std::size_t i = 0; i < kWorks; ++i) {
    like[i] = 0.05 + 0.4 * (std::abs(normal_draw(3, i)) > 1 ? 1 : 0.2);
    model[i] = std::clamp(like[i] + 0.05 * normal_draw(4, i), 0.0, 1.0);   // a model that is nearly right
    old_chance[i] = i < kPlan ? chance.plan : chance.pool;
    new_chance[i] = i >= kPlan / 2 && i < kPlan / 2 + kPlan ? chance.plan : chance.pool;
  }
  double truth = 0, showings_a_page = 0, predicted = 0;
  for (std::size_t i = 0; i < kWorks; ++i) {
    truth += new_chance[i] * like[i];
    predicted += new_chance[i] * model[i];
    showings_a_page += new_chance[i];
  }
  const std::vector<double> predicted_total(kPages, predicted);
  int ips = 0, snips = 0, dr = 0;
  double width_ips = 0, width_dr = 0, bias = 0;
  std::vector<LoggedShowing> log;
  for (std::size_t run = 0; run < kRuns; ++run) {
    log.clear();
    for (std::size_t d = 0; d < kPages; ++d) {
      const std::uint64_t seed = (run * kPages + d) * 2 + 11;
      std::uint64_t z = seed;
      for (const Place& place : draw_page(kPlan, kWorks - kPlan, rule, seed)) {
        const std::size_t i = place.explored ? kPlan + place.index : place.index;
        z = (z ^ (z >> 31)) * 0x9E3779B97F4A7C15ull + i;
        const double u = static_cast<double>((z * 0xD1342543DE82EF95ull) >> 11) * 0x1p-53;
        log.push_back({static_cast<std::uint32_t>(d), old_chance[i], new_chance[i], u < like[i] ? 1.0 : 0.0, model[i]});
      }
    }
    const auto value = evaluate_policy(log, kPages, showings_a_page, predicted_total);
    REQUIRE(value);
    const auto covers = [truth](const Estimate& e) { return e.low <= truth && truth <= e.high; };
    ips += covers(value->ips);
    snips += covers(value->snips);
    dr += covers(value->dr);
    width_ips += value->ips.high - value->ips.low;
    width_dr += value->dr.high - value->dr.low;
    bias += (value->ips.value - truth) / kRuns;
  }
  CAPTURE(ips, snips, dr, truth, bias);
  for (const int covered : {ips, snips, dr}) {
    CHECK(covered >= 930);
    CHECK(covered <= 970);
  }
  CHECK(width_dr < width_ips);      // the model pays
  CHECK(std::abs(bias) < 0.02 * truth);
}

TEST_CASE("What cannot be evaluated is refused by name") {
  const LoggedShowing good{0, 0.5, 0.25, 1, 0};
  const auto refusal = [&](auto spoil, std::size_t decisions = 3) {
    std::vector<LoggedShowing> log{good, {1, 0.5, 0.5, 0, 0}};
    spoil(log);
    const auto value = evaluate_policy(log, decisions, 1, {});
    return value ? std::string() : value.error().field;
  };
  CHECK(refusal([](auto&) {}).empty());
  CHECK(refusal([](auto&) {}, 1) == "decisions");
  CHECK(refusal([](auto& log) { log[1].propensity = 0; }) == "showings[1].propensity");
  CHECK(refusal([](auto& log) { log[1].propensity = 1.5; }) == "showings[1].propensity");
  CHECK(refusal([](auto& log) { log[0].target = -0.1; }) == "showings[0].target");
  CHECK(refusal([](auto& log) { log[0].reward = std::numeric_limits<double>::quiet_NaN(); }) == "showings[0]");
  CHECK(refusal([](auto& log) { log[1].decision = 7; }) == "showings[1].decision");
  CHECK(refusal([](auto& log) { log[0].decision = 2; }) == "showings[1].decision");
  const double one = 1;
  CHECK(evaluate_policy({&good, 1}, 3, 1, {&one, 1}).error().field == "predicted_total");
}
