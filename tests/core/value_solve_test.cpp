// The optimiser: tiny instances of every shape against every possible plan, larger ones against their bound, hostile ones against their errors.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <thread>

#include "colophon/value/solve.hpp"
#include "support/plan_recipe.hpp"

using namespace colophon;
using namespace colophon::value;

namespace {

struct Random {
  std::uint64_t state;
  std::int64_t below(std::int64_t n) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<std::int64_t>((state >> 33) % static_cast<std::uint64_t>(n));
  }
};

/// Tasks from the last to the first, and several at once where there are threads.
class Shuffled final : public Executor {
 public:
  explicit Shuffled(unsigned threads) : threads_(threads) {}
  void run(std::size_t count, const std::function<void(std::size_t)>& task) override {
#ifdef __EMSCRIPTEN__
    for (unsigned t = 0; t < threads_; ++t) {
      for (std::size_t i = count; i-- > 0;) {
        if (i % threads_ == t) task(i);
      }
    }
    return;
#endif
    std::vector<std::thread> running;
    for (unsigned t = 0; t < threads_; ++t) {
      running.emplace_back([&, t] {
        for (std::size_t i = count; i-- > 0;) {
          if (i % threads_ == t) task(i);
        }
      });
    }
    for (std::thread& thread : running) thread.join();
  }

 private:
  unsigned threads_;
};

tests::PlanArrays random_arrays(Random& random, std::size_t items, std::size_t channels) {
  tests::PlanArrays made;
  made.items = items;
  made.channels = channels;
  const bool sparse = random.below(2) != 0, limits = random.below(2) != 0, floors = random.below(2) != 0, caps = random.below(3) == 0;
  const std::int64_t value_max = random.below(2) != 0 ? 20 : 60'000, cost_max = random.below(2) != 0 ? 6 : 900;
  if (sparse) made.row_begin.push_back(0);
  for (std::size_t i = 0; i < items; ++i) {
    for (std::size_t c = 0; c < channels; ++c) {
      if (sparse && random.below(3) == 0) continue;
      made.value.push_back(static_cast<std::uint16_t>(random.below(value_max)));
      made.cost.push_back(static_cast<std::uint16_t>(random.below(cost_max)));
      if (sparse) made.cell_channel.push_back(static_cast<std::uint32_t>(c));
    }
    if (sparse) made.row_begin.push_back(static_cast<std::int64_t>(made.cell_channel.size()));
    if (limits) made.limit.push_back(static_cast<std::uint8_t>(random.below(3)));
    if (floors) made.group.push_back(static_cast<std::uint8_t>(random.below(2)));
    if (caps) made.category.push_back(static_cast<std::uint8_t>(random.below(2)));
  }
  for (std::size_t c = 0; c < channels; ++c) made.budget.push_back(random.below(static_cast<std::int64_t>(items) * cost_max / 2 + 1));
  if (floors) made.floor = {random.below(3), random.below(2)};
  if (caps) {
    for (std::size_t k = 0; k < 2 * channels; ++k) made.cap.push_back(random.below(3));
  }
  return made;
}

/// The best plan by trying all, or -1 where none keeps every limit.
std::int64_t best_of_all(const Instance& in) {
  std::int64_t best = -1;
  for (std::uint32_t plan = 0; plan < 1u << in.cells(); ++plan) {
    std::int64_t value = 0;
    std::vector<std::int64_t> spent(in.channels), shown(in.groups()), capped(in.cap.size());
    bool keeps = true;
    for (std::size_t i = 0; i < in.items && keeps; ++i) {
      std::uint32_t count = 0;
      for (std::size_t k = in.cell_begin(i); k < in.cell_begin(i + 1); ++k) {
        if ((plan >> k & 1) == 0) continue;
        ++count;
        value += in.value.at(k);
        spent[in.channel_of(k)] += in.cost.at(k);
        if (!in.floor.empty()) ++shown[in.group[i]];
        if (!in.cap.empty()) ++capped[in.category[i] * in.channels + in.channel_of(k)];
      }
      keeps = count <= in.limit_of(i);
    }
    for (std::size_t c = 0; c < in.channels; ++c) keeps = keeps && spent[c] <= in.budget[c];
    for (std::size_t g = 0; g < in.groups(); ++g) keeps = keeps && shown[g] >= in.floor[g];
    for (std::size_t h = 0; h < in.cap.size(); ++h) keeps = keeps && capped[h] <= in.cap[h];
    if (keeps) best = std::max(best, value);
  }
  return best;
}

bool holds(const Instance& in, const Solution& solution) {
  SerialExecutor serial;
  const auto report = check_certificate(in, solution.shown, solution.certificate, serial);
  return report && report->holds();
}

}  // namespace

TEST_CASE("Tiny instances of every shape: never above the best plan, never above the bound, nearly always the best") {
  Random random{2024};
  int solved = 0, best_found = 0, impossible = 0, missed = 0;
  double lost = 0;
  for (int round = 0; round < 700; ++round) {
    const std::size_t channels = 1 + static_cast<std::size_t>(random.below(3));
    const std::size_t items = 1 + static_cast<std::size_t>(random.below(static_cast<std::int64_t>(12 / channels)));
    const auto arrays = random_arrays(random, items, channels);
    const Instance in = arrays.view();
    INFO("round " << round);
    const std::int64_t best = best_of_all(in);
    const auto solution = solve(in);
    if (!solution) {
      CAPTURE(solution.error().field, solution.error().detail);
      REQUIRE(solution.error().code == Errc::infeasible);
      REQUIRE(solution.error().field.starts_with("floors["));
      if (best >= 0) ++missed;   // only plans in parts were found
      else ++impossible;
      continue;
    }
    REQUIRE(holds(in, *solution));
    REQUIRE(best >= 0);
    REQUIRE(solution->certificate.value <= best);
    REQUIRE(solution->certificate.bound >= best);
    ++solved;
    best_found += solution->certificate.value == best;
    if (best > 0) lost += 1 - static_cast<double>(solution->certificate.value) / static_cast<double>(best);
  }
  CAPTURE(solved, best_found, impossible, missed, lost / solved);
  CHECK(solved > 400);
  CHECK(impossible > 40);
  CHECK(missed == 0);
  CHECK(100 * best_found >= 97 * solved);
  CHECK(lost / solved < 0.002);
}

TEST_CASE("The prices reach the optimum of the linear programme") {
  // By CLP's dual simplex 1.17.6: docs/explanation/optimiser.md says how the instances are made.
  struct Row { std::size_t items; bool floors; double optimum; };
  for (const Row& row : {Row{1'000, false, 8168616.342}, {10'000, false, 80885959.826}, {1'000, true, 8128058.93}, {10'000, true, 80409697.4}}) {
    const auto arrays = tests::plan_recipe(row.items, 42, row.floors);
    SolveOptions options;
    options.search_work = 1;
    const auto solution = solve(arrays.view(), options);
    REQUIRE(solution);
    CHECK(holds(arrays.view(), *solution));
    // The bound is rounded up to a whole unit.
    CHECK(static_cast<double>(solution->certificate.bound) >= row.optimum);
    CHECK(static_cast<double>(solution->certificate.bound) <= row.optimum * (1 + 1e-9) + 1);
  }
}

TEST_CASE("Small instances are solved well") {
  struct Row { std::size_t items; bool floors; double gap; };
  for (const Row& row : {Row{1'000, false, 1.5e-3}, {1'000, true, 2e-3}, {10'000, false, 5e-5}, {10'000, true, 8e-5}, {100'000, false, 2e-6}}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const auto arrays = tests::plan_recipe(row.items, seed, row.floors);
      SolveOptions options;
      options.search_work = 300'000;
      const auto solution = solve(arrays.view(), options);
      CAPTURE(row.items, row.floors, seed);
      REQUIRE(solution);
      CHECK(holds(arrays.view(), *solution));
      CHECK(gap(solution->certificate) < row.gap);
    }
  }
}

TEST_CASE("Neither threads nor the order of tasks change a bit") {
  for (const bool floors : {false, true}) {
    const auto arrays = tests::plan_recipe(60'000, 7, floors);
    SolveOptions options;
    options.search_work = 100'000;
    const auto serial = solve(arrays.view(), options);
    REQUIRE(serial);
    for (const unsigned threads : {2u, 5u}) {
      Shuffled executor(threads);
      options.executor = &executor;
      const auto parallel = solve(arrays.view(), options);
      REQUIRE(parallel);
      CHECK(parallel->shown == serial->shown);
      CHECK(parallel->certificate.price == serial->certificate.price);
      CHECK(parallel->certificate.value == serial->certificate.value);
      CHECK(parallel->certificate.bound == serial->certificate.bound);
      CHECK(parallel->certificate.instance == serial->certificate.instance);
    }
  }
}

TEST_CASE("uint16, float32 and int64 columns of the same numbers give the same plan") {
  const auto arrays = tests::plan_recipe(5'000, 3, false);
  const Instance narrow = arrays.view();
  std::vector<std::int64_t> value(arrays.value.begin(), arrays.value.end()), cost(arrays.cost.begin(), arrays.cost.end());
  Instance wide = narrow;
  wide.value = Column(std::span<const std::int64_t>(value));
  wide.cost = Column(std::span<const std::int64_t>(cost));
  std::vector<float> value_f(arrays.value.begin(), arrays.value.end()), cost_f(arrays.cost.begin(), arrays.cost.end());
  std::vector<std::int64_t> budget_f;
  for (const std::int64_t b : arrays.budget) budget_f.push_back(b << Column::kFractionBits);
  Instance floats = narrow;
  floats.value = Column(std::span<const float>(value_f));
  floats.cost = Column(std::span<const float>(cost_f));
  floats.budget = budget_f;
  SolveOptions options;
  options.search_work = 50'000;
  const auto a = solve(narrow, options), b = solve(wide, options), c = solve(floats, options);
  REQUIRE(a);
  REQUIRE(b);
  REQUIRE(c);
  CHECK(a->shown == b->shown);
  CHECK(a->certificate.price == b->certificate.price);
  CHECK(holds(floats, *c));
  // In units of 2^-16 the numbers are others, and so are the last bits of the search; the bound is the same.
  CHECK(std::abs(static_cast<double>(c->certificate.bound) / 65536 - static_cast<double>(a->certificate.bound)) <= 1.001);
  CHECK(gap(c->certificate) < 1e-3);
}

TEST_CASE("Float32 stands for the nearest step of 2^-16, halves to the even one") {
  CHECK(Column::whole(0.0f) == 0);
  CHECK(Column::whole(1.0f) == 65'536);
  CHECK(Column::whole(0x1p-17f) == 0);
  CHECK(Column::whole(3 * 0x1p-17f) == 2);
  CHECK(Column::whole(0x1.000002p-17f) == 1);
  CHECK(Column::whole(0.1f) == 6'554);
  CHECK(Column::whole(1e9f) == 65'536'000'000'000);
}

TEST_CASE("An old plan's prices save work and change nothing else that matters") {
  const auto arrays = tests::plan_recipe(20'000, 11, false);
  SolveOptions options;
  options.search_work = 1;
  const auto first = solve(arrays.view(), options);
  REQUIRE(first);
  auto moved = arrays;
  for (std::int64_t& b : moved.budget) b = b * 103 / 100;
  const auto cold = solve(moved.view(), options);
  options.warm_price = first->price;
  const auto warm = solve(moved.view(), options);
  REQUIRE(cold);
  REQUIRE(warm);
  CHECK(holds(moved.view(), *warm));
  CHECK(warm->work.passes + warm->work.inner_passes < 6);
  CHECK(warm->work.inner_passes < cold->work.inner_passes);
  CHECK(std::abs(static_cast<double>(warm->certificate.bound - cold->certificate.bound)) <= 1);
}

TEST_CASE("A plan that is to stay near yesterday's changes less, and its certificate stays honest") {
  const auto arrays = tests::plan_recipe(3'000, 5, false);
  SolveOptions options;
  options.search_work = 100'000;
  const auto yesterday = solve(arrays.view(), options);
  REQUIRE(yesterday);
  auto today = arrays;
  Random random{4};
  for (auto& v : today.value) v = static_cast<std::uint16_t>(v * (95 + random.below(11)) / 100);
  const auto changes = [&](const Solution& solution) {
    int count = 0;
    for (std::size_t w = 0; w < solution.shown.words().size(); ++w) count += std::popcount(solution.shown.words()[w] ^ yesterday->shown.words()[w]);
    return count;
  };
  const auto free = solve(today.view(), options);
  options.keep = &yesterday->shown;
  options.keep_bonus = 500;
  const auto near = solve(today.view(), options);
  REQUIRE(free);
  REQUIRE(near);
  CHECK(holds(today.view(), *near));
  CHECK(2 * changes(*near) < changes(*free));
  CHECK(gap(near->certificate) < 0.01);
}

TEST_CASE("Edge cases have a right answer") {
  const auto base = tests::plan_recipe(400, 9, false);
  SECTION("no binding limit: every item takes its best cell, no price, no gap") {
    auto arrays = base;
    for (std::int64_t& b : arrays.budget) b = 1'000'000'000;
    const auto solution = solve(arrays.view());
    REQUIRE(solution);
    std::int64_t best = 0;
    for (std::size_t i = 0; i < arrays.items; ++i) best += *std::max_element(arrays.value.begin() + static_cast<std::ptrdiff_t>(10 * i), arrays.value.begin() + static_cast<std::ptrdiff_t>(10 * i + 10));
    CHECK(solution->certificate.value == best);
    CHECK(solution->certificate.bound == best);
    CHECK(std::ranges::all_of(solution->certificate.price, [](std::int64_t p) { return p == 0; }));
  }
  SECTION("all budgets zero: nothing is shown and the bound says so") {
    auto arrays = base;
    std::ranges::fill(arrays.budget, 0);
    const auto solution = solve(arrays.view());
    REQUIRE(solution);
    CHECK(solution->certificate.value == 0);
    CHECK(solution->certificate.bound == 0);
  }
  SECTION("all item limits zero") {
    auto arrays = base;
    arrays.limit.assign(arrays.items, 0);
    const auto solution = solve(arrays.view());
    REQUIRE(solution);
    CHECK(solution->certificate.bound == 0);
  }
  SECTION("all values zero") {
    auto arrays = base;
    std::ranges::fill(arrays.value, 0);
    const auto solution = solve(arrays.view());
    REQUIRE(solution);
    CHECK(solution->certificate.value == 0);
    CHECK(solution->certificate.bound == 0);
    CHECK(holds(arrays.view(), *solution));
  }
  SECTION("all costs zero: nothing binds") {
    auto arrays = base;
    std::ranges::fill(arrays.cost, 0);
    const auto solution = solve(arrays.view());
    REQUIRE(solution);
    CHECK(solution->certificate.value == solution->certificate.bound);
  }
  SECTION("everything alike: as many as the budget pays") {
    auto arrays = base;
    std::ranges::fill(arrays.value, 100);
    std::ranges::fill(arrays.cost, 10);
    std::ranges::fill(arrays.budget, 105);
    const auto solution = solve(arrays.view());
    REQUIRE(solution);
    CHECK(solution->certificate.value == 10 * 10 * 100);
    CHECK(holds(arrays.view(), *solution));
  }
  SECTION("no items, no channels, one item") {
    tests::PlanArrays none;
    CHECK(solve(none.view())->certificate.bound == 0);
    none.channels = 2;
    none.budget = {5, 6};
    CHECK(solve(none.view())->certificate.bound == 0);
    tests::PlanArrays one;
    one.items = 1;
    one.channels = 2;
    one.value = {7, 9};
    one.cost = {5, 6};
    one.budget = {5, 5};
    const auto solution = solve(one.view());
    REQUIRE(solution);
    // The dearer cell is not within its budget, so no plan has it and the bound is exact.
    CHECK(solution->certificate.value == 7);
    CHECK(solution->certificate.bound == 7);
  }
  SECTION("items without cells") {
    tests::PlanArrays bare;
    bare.items = 3;
    bare.channels = 1;
    bare.row_begin = {0, 0, 1, 1};
    bare.cell_channel = {0};
    bare.value = {5};
    bare.cost = {1};
    bare.budget = {1};
    CHECK(solve(bare.view())->certificate.value == 5);
  }
}

TEST_CASE("What cannot be is refused by name") {
  const auto good = tests::plan_recipe(50, 2, true);
  const auto refusal = [](const Instance& in, const SolveOptions& options = {}) {
    const auto solution = solve(in, options);
    return solution ? Error{Errc::ok, "", ""} : solution.error();
  };
  SECTION("sizes") {
    Instance in = good.view();
    in.value = Column(std::span<const std::uint16_t>(good.value).first(499));
    CHECK(refusal(in).field == "values");
    in = good.view();
    in.cost = Column(std::span<const std::uint16_t>(good.cost).first(10));
    CHECK(refusal(in).field == "costs");
    in = good.view();
    in.budget = in.budget.first(9);
    CHECK(refusal(in).field == "budgets");
    in = good.view();
    in.group = {};
    CHECK(refusal(in).field == "groups");
    in = good.view();
    const std::vector<std::int64_t> caps(15, 1);
    in.cap = caps;
    CHECK(refusal(in).field == "caps");
    const std::vector<std::int64_t> ten(10, 1);
    in.cap = ten;
    CHECK(refusal(in).field == "categories");
    const std::vector<std::uint8_t> limits(49, 1);
    in = good.view();
    in.limit = limits;
    CHECK(refusal(in).field == "limits");
  }
  SECTION("numbers") {
    auto arrays = good;
    arrays.budget[3] = -1;
    CHECK(refusal(arrays.view()).field == "budgets[3]");
    CHECK(refusal(arrays.view()).code == Errc::negative_amount);
    arrays.budget[3] = std::numeric_limits<std::int64_t>::max();
    CHECK(refusal(arrays.view()).code == Errc::overflow);
    arrays = good;
    arrays.floor[2] = -7;
    CHECK(refusal(arrays.view()).field == "floors[2]");
    arrays = good;
    arrays.group[17] = 20;
    CHECK(refusal(arrays.view()).field == "groups[17]");
    std::vector<float> numbers(500, 1.0f);
    const std::vector<std::int64_t> whole(500, 1);
    for (const auto& [bad, code] : {std::pair{std::numeric_limits<float>::quiet_NaN(), Errc::invalid_argument}, {std::numeric_limits<float>::infinity(), Errc::invalid_argument},
                                    {-0.5f, Errc::negative_amount}, {2e9f, Errc::invalid_argument}}) {
      numbers[123] = bad;
      Instance in = good.view();
      in.value = Column(std::span<const float>(numbers));
      CHECK(refusal(in).field == "values[123]");
      CHECK(refusal(in).code == code);
      in = good.view();
      in.cost = Column(std::span<const float>(numbers));
      CHECK(refusal(in).field == "costs[123]");
    }
  }
  SECTION("sparse rows") {
    auto arrays = tests::sparse_recipe(20, 100, 3);
    auto bad = arrays;
    bad.row_begin[0] = 1;
    CHECK(refusal(bad.view()).field == "indptr[0]");
    bad = arrays;
    bad.row_begin[5] = bad.row_begin[4] - 1;
    CHECK(refusal(bad.view()).field == "indptr[5]");
    bad = arrays;
    bad.row_begin[20] += 1;
    CHECK(refusal(bad.view()).field == "indptr[20]");
    bad = arrays;
    bad.cell_channel[0] = 100;
    CHECK(refusal(bad.view()).field == "indices[0]");
    bad = arrays;
    std::size_t item = 0;
    while (bad.row_begin[item + 1] - bad.row_begin[item] < 2) ++item;
    const auto at = static_cast<std::size_t>(bad.row_begin[item]);
    bad.cell_channel[at + 1] = bad.cell_channel[at];
    CHECK(refusal(bad.view()).field == "indices[" + std::to_string(at + 1) + "]");
  }
  SECTION("options") {
    SolveOptions options;
    options.memory_bytes_max = 1'000;
    CHECK(refusal(good.view(), options).code == Errc::out_of_memory);
    options = {};
    const std::vector<double> prices(5, 1.0);
    options.warm_price = prices;
    CHECK(refusal(good.view(), options).field == "warm_price");
    std::vector<double> nan(30, std::numeric_limits<double>::quiet_NaN());
    options.warm_price = nan;
    CHECK(refusal(good.view(), options).field == "warm_price");
    options = {};
    const CellSet other(3);
    options.keep = &other;
    CHECK(refusal(good.view(), options).field == "keep");
  }
  SECTION("a run that is stopped, wherever") {
    for (int calls = 0; calls < 6; ++calls) {
      SolveOptions options;
      int left = calls;
      options.progress = [&left](double) { return left-- > 0; };
      CHECK(refusal(good.view(), options).code == Errc::cancelled);
    }
  }
}

TEST_CASE("Where no plan keeps every limit the floors that are in conflict are named, with the least relaxation") {
  SECTION("a floor above the group's size") {
    auto arrays = tests::plan_recipe(300, 4, true);
    const auto size = std::ranges::count(arrays.group, std::uint8_t{6});
    arrays.floor[6] = size + 5;
    const auto solution = solve(arrays.view());
    REQUIRE_FALSE(solution);
    CHECK(solution.error().code == Errc::infeasible);
    CHECK(solution.error().field == "floors[6]");
    const auto reason = explain_infeasible(arrays.view());
    REQUIRE(reason);
    REQUIRE(*reason);
    CHECK(std::abs((*reason)->shortfall - 5) < 1e-6);
    CHECK((*reason)->floor_short[6] == 5);
    CHECK(std::ranges::count((*reason)->floor_short, 0) == 19);
    // With that floor as low as it says there is a plan.
    arrays.floor[6] -= (*reason)->floor_short[6];
    CHECK(solve(arrays.view()));
  }
  SECTION("two floors that one budget cannot both pay for") {
    tests::PlanArrays arrays;
    arrays.items = 20;
    arrays.channels = 1;
    arrays.value.assign(20, 3);
    arrays.cost.assign(20, 10);
    arrays.budget = {100};
    for (int i = 0; i < 20; ++i) arrays.group.push_back(i < 10 ? 0 : 1);
    arrays.floor = {8, 7};
    const auto reason = explain_infeasible(arrays.view());
    REQUIRE(reason);
    REQUIRE(*reason);
    CHECK(std::abs((*reason)->shortfall - 5) < 1e-6);
    CHECK((*reason)->floor_short[0] + (*reason)->floor_short[1] == 5);
    CHECK((*reason)->budget_short[0] == 50);
    const auto solution = solve(arrays.view());
    REQUIRE_FALSE(solution);
    CAPTURE(solution.error().detail);
    CHECK(solution.error().detail.find("budgets[0]") != std::string::npos);
    arrays.budget[0] += 50;
    CHECK(solve(arrays.view()));
    // The proof needs no solver: with all values 0 the bound at these prices is below 0.
    arrays.budget[0] -= 50;
    std::ranges::fill(arrays.value, 0);
    SerialExecutor serial;
    CHECK(*bound_at(arrays.view(), (*reason)->price, (*reason)->price_bits, serial) < 0);
  }
  SECTION("limits that can just be met") {
    tests::PlanArrays arrays;
    arrays.items = 10;
    arrays.channels = 1;
    arrays.value = {1, 1, 1, 1, 1, 9, 9, 9, 9, 9};
    arrays.cost.assign(10, 10);
    arrays.budget = {50};
    arrays.group = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    arrays.floor = {5, 0};
    const auto solution = solve(arrays.view());
    REQUIRE(solution);
    CHECK(solution->certificate.value == 5);
    CHECK_FALSE(*explain_infeasible(arrays.view()));
  }
}

TEST_CASE("Prices are written as exact decimals") {
  CHECK(price_decimal(0, 32) == "0");
  CHECK(price_decimal(3ll << 31, 32) == "1.5");
  CHECK(price_decimal(1, 32) == "0.00000000023283064365386962890625");
  CHECK(price_decimal((7ll << 32) + 1, 32) == "7.00000000023283064365386962890625");
  CHECK(price_decimal(5, 0) == "5");
  CHECK(gap_e12(0, 0) == 0);
  CHECK(gap_e12(999, 1'000) == 1'000'000'000);
  CHECK(gap_e12((int128{1} << 100) - 1, int128{1} << 100) == 1);
}
