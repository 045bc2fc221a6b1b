#include <algorithm>
#include <catch2/catch_test_macros.hpp>

#include "colophon/sales/returns.hpp"

using namespace colophon;
using namespace colophon::sales;

namespace {

Id id(std::string_view name) { return uuid_from_name("line", name); }
SoldLine line(std::string_view name, std::string_view date, ExactAmount amount, std::string original = "") {
  return {id(name), id("work"), *Date::parse(date), Kind::sale, Side::unknown, "shop", "download", "DE", "EUR", std::move(original), amount, 0};
}

}  // namespace

TEST_CASE("Returns: the newest sale is taken back first, the named one before it", "[sales]") {
  const std::vector<SoldLine> sales{line("a", "2026-07-31", 10), line("b", "2026-08-31", 10), line("c", "2026-10-31", 10), line("d", "2026-08-30", 10, "sale 4")};
  auto plan = plan_returns(sales, std::vector{line("r", "2026-09-30", -15)});
  CHECK(plan.taken == std::vector<TakenBack>{{id("r"), id("b"), 10}, {id("r"), id("d"), 5}});   // "c" is later than the return.
  CHECK(plan.waiting.empty());
  plan = plan_returns(sales, std::vector{line("r", "2026-09-30", -15, "sale 4")});
  CHECK(plan.taken == std::vector<TakenBack>{{id("r"), id("d"), 10}, {id("r"), id("b"), 5}});
}

TEST_CASE("Returns: what the sales do not cover waits whole, and takes nothing from others", "[sales]") {
  const std::vector<SoldLine> sales{line("a", "2026-07-31", 10)};
  const auto plan = plan_returns(sales, std::vector{line("r1", "2026-08-31", -11), line("r2", "2026-08-31", -4), line("r3", "2026-08-30", -6)});
  CHECK(plan.taken == std::vector<TakenBack>{{id("r3"), id("a"), 6}, {id("r2"), id("a"), 4}});
  CHECK(plan.waiting == std::vector{id("r1")});
  auto taken = sales;
  taken[0].taken_back = 8;
  CHECK(plan_returns(taken, std::vector{line("r", "2026-08-31", -3)}).waiting.size() == 1);
  CHECK(plan_returns(taken, std::vector{line("r", "2026-08-31", -2)}).taken.size() == 1);
  CHECK(plan_returns(sales, std::vector{line("r", "2026-07-30", -1)}).waiting.size() == 1);     // Before the sale.
  CHECK(plan_returns({}, std::vector{line("r", "2026-08-31", -1)}).waiting.size() == 1);
}

TEST_CASE("Returns: only a sale of the same thing is taken back", "[sales]") {
  const auto sale = line("a", "2026-07-31", 10);
  const auto waits = [&](auto change) {
    auto back = line("r", "2026-08-31", -1);
    change(back);
    return plan_returns(std::vector{sale}, std::vector{back}).waiting.size() == 1;
  };
  CHECK_FALSE(waits([](SoldLine&) {}));
  CHECK(waits([](SoldLine& r) { r.work = id("other"); }));
  CHECK(waits([](SoldLine& r) { r.kind = Kind::ad; }));
  CHECK(waits([](SoldLine& r) { r.side = Side::recording; }));
  CHECK(waits([](SoldLine& r) { r.source = "other"; }));
  CHECK(waits([](SoldLine& r) { r.use = "stream"; }));
  CHECK(waits([](SoldLine& r) { r.territory = "FR"; }));
  CHECK(waits([](SoldLine& r) { r.currency = "USD"; }));
}

TEST_CASE("Returns: nothing is taken twice or beyond a sale, in any order of the input", "[sales]") {
  std::uint64_t state = 3;
  const auto random = [&](std::uint64_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % below;
  };
  for (int round = 0; round < 2'000; ++round) {
    std::vector<SoldLine> sales, returns;
    const auto day = [&] { return "2026-07-" + std::string(random(2) ? "1" : "2") + std::to_string(random(9)); };
    for (std::uint64_t i = random(6); i-- > 0;) sales.push_back(line("s" + std::to_string(i), day(), static_cast<ExactAmount>(1 + random(10)), random(3) ? "" : "x"));
    for (std::uint64_t i = random(6); i-- > 0;) returns.push_back(line("r" + std::to_string(i), day(), -static_cast<ExactAmount>(1 + random(10)), random(3) ? "" : "x"));
    const auto plan = plan_returns(sales, returns);
    for (const auto& sale : sales) {
      ExactAmount taken = 0;
      for (const auto& one : plan.taken) taken += one.sale == sale.id ? one.amount : 0;
      CHECK(taken <= sale.amount);
    }
    for (const auto& back : returns) {
      ExactAmount taken = 0;
      for (const auto& one : plan.taken) taken += one.by == back.id ? one.amount : 0;
      CHECK(taken == (std::ranges::contains(plan.waiting, back.id) ? ExactAmount{0} : -back.amount));
    }
    std::ranges::reverse(sales);
    std::ranges::reverse(returns);
    CHECK(plan_returns(sales, returns).taken == plan.taken);
  }
}
