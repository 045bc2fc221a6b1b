// What a plan tells people: reasons, what-ifs, ranges of prices, the cost of fairness.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "colophon/value/explain.hpp"
#include "support/plan_recipe.hpp"

using namespace colophon;
using namespace colophon::value;

namespace {

/// One channel of budget 10; items worth 6, 10, 9, 1 that cost 2, 5, 6, 1. The price is 1.5, the ratio of the third, which does not fit whole.
tests::PlanArrays by_hand() {
  tests::PlanArrays arrays;
  arrays.items = 4;
  arrays.channels = 1;
  arrays.value = {6, 10, 9, 1};
  arrays.cost = {2, 5, 6, 1};
  arrays.budget = {10};
  return arrays;
}

}  // namespace

TEST_CASE("Reasons by hand") {
  const auto arrays = by_hand();
  const Instance in = arrays.view();
  const auto plan = solve(in);
  REQUIRE(plan);
  REQUIRE(plan->certificate.value == 17);
  const auto first = explain_item(in, plan->shown, plan->certificate, 0);
  REQUIRE(first);
  REQUIRE(first->cells.size() == 1);
  CHECK(first->cells[0].why == Why::shown);
  CHECK(first->cells[0].value == 6);
  CHECK(std::abs(first->cells[0].paid - 3) < 1e-6);
  CHECK(std::abs(first->cells[0].worth - 3) < 1e-6);
  CHECK(std::abs(first->cells[0].margin - 3) < 1e-6);   // its value may fall to 3
  const auto third = explain_item(in, plan->shown, plan->certificate, 2);
  REQUIRE(third);
  // It is worth its price exactly: at these prices it is neither in nor out, and in the whole plan it does not fit.
  CHECK(third->cells[0].why != Why::shown);
  CHECK(std::abs(third->cells[0].worth) < 1e-6);
  CHECK(third->cells[0].margin < 1e-6);
  // Shown although it is worth less than its price: it fills what was left.
  const auto last = explain_item(in, plan->shown, plan->certificate, 3);
  CHECK(last->cells[0].why == Why::shown);
  CHECK(last->cells[0].worth < 0);
  CHECK(last->cells[0].margin == 0);
  CHECK(explain_item(in, plan->shown, plan->certificate, 4).error().field == "item");
  CHECK(explain_item(in, CellSet(3), plan->certificate, 0).error().field == "plan");
}

TEST_CASE("Reasons name the better channel, the budget that is too small, the cap and the bonus") {
  tests::PlanArrays arrays;
  arrays.items = 3;
  arrays.channels = 3;
  arrays.value = {10, 8, 50, 10, 9, 0, 4, 9, 0};
  arrays.cost = {1, 1, 9, 1, 1, 1, 1, 1, 1};
  arrays.budget = {5, 5, 5};
  arrays.category = {0, 0, 1};
  arrays.cap = {1, 5, 5, 5, 5, 5};   // one item of category 0 on the first channel
  const Instance in = arrays.view();
  const auto plan = solve(in);
  REQUIRE(plan);
  // The first takes channel 0 (10), so the second goes to channel 1 (9): 10 + 9 + 9.
  REQUIRE(plan->certificate.value == 28);
  const auto first = explain_item(in, plan->shown, plan->certificate, 0);
  REQUIRE(first);
  CHECK(first->cells[0].why == Why::shown);
  CHECK(first->cells[0].penalty > 0);
  CHECK(first->cells[1].why == Why::better_elsewhere);
  CHECK(first->cells[2].why == Why::never_fits);
  CHECK(std::isinf(first->cells[2].margin));
  CHECK(*first->best != *first->runner_up);
  const auto second = explain_item(in, plan->shown, plan->certificate, 1);
  CHECK(second->cells[1].why == Why::shown);
  CHECK(second->cells[0].why != Why::shown);

  auto floors = tests::plan_recipe(300, 6, true);
  const auto fair = solve(floors.view());
  REQUIRE(fair);
  std::size_t rewarded = 0;
  for (std::size_t i = 0; i < floors.items; ++i) rewarded += explain_item(floors.view(), fair->shown, fair->certificate, i)->cells[0].bonus > 0;
  CHECK(rewarded > 0);
}

TEST_CASE("Reasons agree with the prices for every item of an instance") {
  const auto arrays = tests::plan_recipe(2'000, 8, true);
  const Instance in = arrays.view();
  const auto plan = solve(in);
  REQUIRE(plan);
  double surplus = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < in.items; ++i) {
    const auto reasons = explain_item(in, plan->shown, plan->certificate, i);
    REQUIRE(reasons);
    double best = 0;
    for (const CellReason& cell : reasons->cells) {
      if (cell.why != Why::never_fits) best = std::max(best, cell.worth);
      if (cell.why == Why::left_over || (cell.why == Why::shown && cell.worth < best - 1e-9)) ++odd;
    }
    surplus += best;
  }
  double bound = surplus;
  for (std::size_t c = 0; c < in.channels; ++c) bound += plan->price[c] * static_cast<double>(in.budget[c]);
  for (std::size_t g = 0; g < in.groups(); ++g) bound -= plan->price[in.floor_row(g)] * static_cast<double>(in.floor[g]);
  // The worths of all items and the prices of all limits are the bound.
  CHECK(std::abs(bound - static_cast<double>(plan->certificate.bound)) < 2);
  // Only a few items near the margin are not where the prices alone would put them.
  CHECK(odd < 200);
}

TEST_CASE("What if: the old prices bound the new plan at once") {
  const auto arrays = tests::plan_recipe(3'000, 12, true);
  const Instance in = arrays.view();
  const auto plan = solve(in);
  REQUIRE(plan);
  for (const double part : {0.5, 0.9, 1.1, 2.0}) {
    const LimitChange change{3, static_cast<std::int64_t>(static_cast<double>(in.budget[3]) * part)};
    SolveOptions options;
    options.search_work = 100'000;
    const auto answer = what_if(in, plan->certificate, {&change, 1}, options);
    REQUIRE(answer);
    // Never below the new optimum, and what the prices say: the old bound moved along the price.
    CHECK(answer->bound_at_once >= answer->solution.certificate.bound - 1);
    const double straight = static_cast<double>(plan->certificate.bound) + plan->price[3] * static_cast<double>(change.limit - in.budget[3]);
    CHECK(std::abs(static_cast<double>(answer->bound_at_once) - straight) < 2);
    CHECK(gap(answer->solution.certificate) < 0.01);
  }
  const LimitChange none{99, 1};
  CHECK(what_if(in, plan->certificate, {&none, 1}).error().code == Errc::invalid_argument);
  const LimitChange negative{0, -1};
  CHECK(what_if(in, plan->certificate, {&negative, 1}).error().code == Errc::negative_amount);
}

TEST_CASE("A price holds within its range and not beyond") {
  const auto arrays = tests::plan_recipe(2'000, 21, false);
  const Instance in = arrays.view();
  const auto plan = solve(in);
  REQUIRE(plan);
  const auto range = price_range(in, plan->certificate, 4, 0.1);
  REQUIRE(range);
  CHECK(range->low < range->limit);
  CHECK(range->high > range->limit);
  const auto price_at = [&](std::int64_t limit) {
    const LimitChange change{4, limit};
    const auto changed = ChangedInstance::make(in, {&change, 1});
    return (*solve_prices(changed->view()))[4];
  };
  CHECK(std::abs(price_at(range->low) - range->price) <= 0.101 * range->price);
  CHECK(std::abs(price_at(range->high) - range->price) <= 0.101 * range->price);
  CHECK(price_at(range->low - in.budget[4] / 100) > 1.09 * range->price);
  CHECK(price_at(range->high + in.budget[4] / 100) < 0.91 * range->price);
  // A budget that nobody fills has no price, however large it is.
  auto wide = arrays;
  wide.budget[2] = 1'000'000'000;
  const auto free = solve(wide.view());
  const auto none = price_range(wide.view(), free->certificate, 2, 0.1);
  REQUIRE(none);
  CHECK(none->price == 0);
  CHECK(none->low == free->certificate.used[2]);
  CHECK(none->high == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("The fairness frontier falls, and ends where the floors cannot be met any more") {
  const auto arrays = tests::plan_recipe(2'000, 14, true);
  const Instance in = arrays.view();
  std::vector<std::size_t> groups;
  for (std::size_t g = 0; g < in.groups(); ++g) groups.push_back(g);
  SolveOptions options;
  options.search_work = 50'000;
  const auto points = fairness_frontier(in, groups, 2.0, 8, options);
  REQUIRE(points);
  REQUIRE(points->size() >= 4);
  CHECK(points->front().floor == 0);
  CHECK(points->front().price == 0);
  for (std::size_t k = 1; k < points->size(); ++k) {
    if (!(*points)[k].feasible) {
      CHECK(k + 1 == points->size());
      break;
    }
    CHECK((*points)[k].bound <= (*points)[k - 1].bound);
    CHECK((*points)[k].price >= (*points)[k - 1].price - 1e-6);
  }
  CHECK_FALSE(points->back().feasible);   // twice three quarters of a group is more than there is
  const std::size_t no_group = 20;
  CHECK(fairness_frontier(in, {&no_group, 1}, 1, 3).error().field == "group");
}
