// The passes of native/cuda: with the kernel's own indexing on the processor against core's own passes, and, where a GPU is, on it.
#include <catch2/catch_test_macros.hpp>

#include <dlfcn.h>

#include <filesystem>

#include "colophon/value/solve.hpp"
#include "emulator.hpp"
#include "support/plan_recipe.hpp"

using namespace colophon;
using namespace colophon::value;

namespace {

Solution solved(const Instance& in, const ColophonAccelerator* accelerator, double keep_bonus = 0, const CellSet* keep = nullptr) {
  SolveOptions options;
  options.accelerator = accelerator;
  options.search_work = 100'000;
  options.keep = keep;
  options.keep_bonus = keep_bonus;
  auto solution = solve(in, options);
  REQUIRE(solution);
  return std::move(*solution);
}

void check_same(const Solution& own, const Solution& elsewhere) {
  CHECK(own.shown == elsewhere.shown);
  CHECK(own.certificate.shown == elsewhere.certificate.shown);
  CHECK(to_decimal(own.certificate.value) == to_decimal(elsewhere.certificate.value));
  CHECK(to_decimal(own.certificate.bound) == to_decimal(elsewhere.certificate.bound));
  CHECK(own.certificate.price == elsewhere.certificate.price);
  CHECK(own.certificate.used == elsewhere.certificate.used);
  CHECK(own.price == elsewhere.price);
  CHECK(own.work.passes == elsewhere.work.passes);
}

/// Small and odd instances: costs above the budget, ties, values and costs of 0, groups that nobody is in.
tests::PlanArrays odd(std::uint64_t seed, std::size_t items, std::size_t channels, std::size_t groups) {
  tests::PlanArrays made;
  made.items = items;
  made.channels = channels;
  const auto below = [&](std::uint64_t item, std::uint64_t use, double n) { return static_cast<std::uint64_t>(tests::recipe_number(seed, item, use) * n); };
  const bool coarse = seed % 2 == 0;
  for (std::size_t i = 0; i < items; ++i) {
    for (std::size_t c = 0; c < channels; ++c) {
      made.value.push_back(static_cast<std::uint16_t>(below(i, c, coarse ? 8 : 65'536)));
      made.cost.push_back(static_cast<std::uint16_t>(below(i, 500 + c, coarse ? 5 : 65'536)));
    }
    made.group.push_back(static_cast<std::uint8_t>(groups > 1 ? below(i, 400, static_cast<double>(groups) - 1) : 0));
  }
  for (std::size_t c = 0; c < channels; ++c) made.budget.push_back(static_cast<std::int64_t>(below(c, 300, static_cast<double>(items) * (coarse ? 1.0 : 16'000.0) / static_cast<double>(channels))));
  for (std::size_t g = 0; g < groups; ++g) made.floor.push_back(0);
  if (groups > 0 && items > 100) made.floor[0] = 1;
  return made;
}

/// Loaded for as long as the program runs, as the server does it.
const ColophonAccelerator* plugin() {
  const auto path = std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "lib/colophon/colophon-cuda.so";
  if (!std::filesystem::exists(path)) return nullptr;
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  INFO(path << ": " << (library == nullptr ? dlerror() : ""));
  REQUIRE(library != nullptr);
  const auto entry = reinterpret_cast<ColophonAcceleratorEntry>(dlsym(library, COLOPHON_ACCELERATOR_SYMBOL));
  REQUIRE(entry != nullptr);
  REQUIRE(entry()->version == COLOPHON_ACCELERATOR_VERSION);
  return entry();
}

}  // namespace

TEST_CASE("The kernel's passes decide every item as core does: the recipes of the benchmarks") {
  for (const std::size_t items : {1u, 127u, 128u, 129u, 1'000u, 10'000u, 70'001u}) {
    for (const bool floors : {false, true}) {
      CAPTURE(items, floors);
      const auto arrays = tests::plan_recipe(items, 42 + items, floors && items >= 1'000);
      const Solution own = solved(arrays.view(), nullptr), elsewhere = solved(arrays.view(), tests::emulator());
      check_same(own, elsewhere);
      CHECK(own.work.accelerated == 0);
      CHECK(elsewhere.work.accelerated == elsewhere.work.passes);
      CHECK(elsewhere.work.passes >= 2);
    }
  }
  CHECK(tests::emulated_instances() == 0);
}

TEST_CASE("The kernel's passes decide every item as core does: odd instances") {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const std::size_t channels = seed % 7 == 0 ? 64 : 1 + seed % 11, items = 1 + seed * seed * 37 % 5'000, groups = seed % 3 == 0 ? 0 : seed % 3 == 1 ? 3 : 250;
    CAPTURE(seed, items, channels, groups);
    const auto arrays = odd(seed, items, channels, groups);
    SolveOptions options;
    options.search_work = 20'000;
    const auto own = solve(arrays.view(), options);
    options.accelerator = tests::emulator();
    const auto elsewhere = solve(arrays.view(), options);
    REQUIRE(own.has_value() == elsewhere.has_value());
    if (!own) {
      CHECK(own.error().detail == elsewhere.error().detail);
      continue;
    }
    check_same(*own, *elsewhere);
    CHECK(elsewhere->work.accelerated > 0);
  }
  CHECK(tests::emulated_instances() == 0);
}

TEST_CASE("An accelerator that fails is done without, whichever pass it fails in") {
  const auto arrays = tests::plan_recipe(20'000, 7, true);
  const Solution own = solved(arrays.view(), nullptr);
  for (const int good : {0, 1, 2}) {
    CAPTURE(good);
    const Solution elsewhere = solved(arrays.view(), tests::failing_emulator(good));
    check_same(own, elsewhere);
    CHECK(elsewhere.work.accelerated == static_cast<std::uint32_t>(std::min<int>(good, static_cast<int>(own.work.passes))));
  }
  ColophonAccelerator other = *tests::emulator();
  other.version = COLOPHON_ACCELERATOR_VERSION + 1;
  CHECK(solved(arrays.view(), &other).work.accelerated == 0);
  other = *tests::emulator();
  other.probe = [](char*, std::size_t) { return 1; };
  check_same(own, solved(arrays.view(), &other));
  other = *tests::emulator();
  other.create = [](const ColophonAcceleratorShape*, char*, std::size_t) -> void* { return nullptr; };
  check_same(own, solved(arrays.view(), &other));
  other = *tests::emulator();
  other.load = [](void*, const ColophonAcceleratorItems*) { return 1; };
  check_same(own, solved(arrays.view(), &other));
  CHECK(tests::emulated_instances() == 0);
}

TEST_CASE("What the kernels do not serve stays on the processor") {
  auto arrays = tests::plan_recipe(3'000, 5, false);
  const Solution own = solved(arrays.view(), nullptr);
  CHECK(solved(arrays.view(), tests::emulator(), 50, &own.shown).work.accelerated == 0);
  std::vector<float> value(arrays.value.begin(), arrays.value.end()), cost(arrays.cost.begin(), arrays.cost.end());
  for (float& v : value) v /= 16;
  Instance floats = arrays.view();
  floats.value = Column(std::span<const float>(value));
  floats.cost = Column(std::span<const float>(cost));
  CHECK(solved(floats, tests::emulator()).work.accelerated == 0);
  Instance two = arrays.view();
  two.limit_each = 2;
  CHECK(solved(two, tests::emulator()).work.accelerated == 0);
  arrays.cap.assign(20, 100);
  arrays.category.assign(3'000, 1);
  CHECK(solved(arrays.view(), tests::emulator()).work.accelerated == 0);
  const auto sparse = tests::sparse_recipe(2'000, 50, 3);
  CHECK(solved(sparse.view(), tests::emulator()).work.accelerated == 0);
  CHECK(tests::emulated_instances() == 0);
}

TEST_CASE("The CUDA plug-in loads without a driver and says what is missing; on a GPU it decides as core does") {
  const ColophonAccelerator* cuda = plugin();
  if (cuda == nullptr) SKIP("no nvcc when this was built: no CUDA plug-in to load");
  char message[256] = {};
  if (cuda->probe(message, sizeof message) != 0) {
    CHECK(std::string(message).starts_with("There is no GPU that CUDA can use: "));
    CHECK(std::string(message).size() > 40);
    char small[8];
    CHECK(cuda->probe(small, sizeof small) != 0);
    CHECK(std::string(small) == "There i");
    const auto arrays = tests::plan_recipe(5'000, 3, false);
    const Solution own = solved(arrays.view(), nullptr), elsewhere = solved(arrays.view(), cuda);
    check_same(own, elsewhere);
    CHECK(elsewhere.work.accelerated == 0);
    WARN("no GPU here, so the kernels were compiled and linked but not run: " << message);
    return;
  }
  for (const std::size_t items : {1u, 129u, 10'000u, 300'000u}) {
    for (const bool floors : {false, true}) {
      CAPTURE(items, floors);
      const auto arrays = tests::plan_recipe(items, 11, floors && items >= 10'000);
      const Solution own = solved(arrays.view(), nullptr), elsewhere = solved(arrays.view(), cuda);
      check_same(own, elsewhere);
      CHECK(elsewhere.work.accelerated == elsewhere.work.passes);
    }
  }
}
