// The value of a catalogue, by the formula of the founding document.
#include <catch2/catch_test_macros.hpp>

#include <limits>

#include "colophon/value/value.hpp"

using namespace colophon;
using value::Catalogue;

namespace {

struct Arrays {
  std::vector<double> quality;
  std::vector<std::uint8_t> scored, coverage;
  std::vector<double> revenue;
  std::size_t channels;
  Result<value::Value> value() const { return value::value({quality, scored, coverage, revenue, channels}); }
};

const Arrays kThree{{8, 5, 2}, {1, 1, 1}, {1, 1, 0, 1, 1, 1}, {0.5, 0.25, 100, 2, 3, -4}, 2};

}  // namespace

TEST_CASE("V is the mean over the works of max(Q S R, 0), summed over the channels") {
  const auto v = kThree.value();
  REQUIRE(v);
  // (8 * 0.5 + 8 * 0.25) + (0 + 5 * 2) + (2 * 3 + max(2 * -4, 0)) = 6 + 10 + 6, over 3 works
  CHECK(v->total == 2.0 + 10.0 / 3 + 2.0);
  CHECK(v->by_work == std::vector<double>{2.0, 10.0 / 3, 2.0});
  CHECK(v->works_scored == 3);
  CHECK(v->works_not_scored == 0);
}

TEST_CASE("A work without a quality counts neither in the sum nor in N") {
  Arrays arrays = kThree;
  arrays.scored[1] = 0;
  arrays.quality[1] = std::numeric_limits<double>::quiet_NaN();
  const auto v = arrays.value();
  REQUIRE(v);
  CHECK(v->total == 6.0);
  CHECK(v->by_work == std::vector<double>{3, 0, 3});
  CHECK(v->works_scored == 2);
  CHECK(v->works_not_scored == 1);
}

TEST_CASE("A catalogue without works, scores or channels is worth 0") {
  CHECK(Arrays{{}, {}, {}, {}, 3}.value()->total == 0);
  CHECK(Arrays{{5}, {0}, {1}, {9}, 1}.value()->total == 0);
  CHECK(Arrays{{5}, {1}, {}, {}, 0}.value()->total == 0);
}

TEST_CASE("Twice the exposure is twice the value") {
  Arrays arrays = kThree;
  arrays.revenue = {1, 0.5, 200, 4, 6, -8};
  CHECK(arrays.value()->total == 2 * kThree.value()->total);
}

TEST_CASE("Arrays that do not fit together or hold no numbers are refused by name") {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  struct Row { const char* field; void (*spoil)(Arrays&, double); double value; };
  const Row rows[] = {
      {"scored", [](Arrays& a, double) { a.scored.pop_back(); }, 0},
      {"coverage", [](Arrays& a, double) { a.coverage.push_back(1); }, 0},
      {"revenue", [](Arrays& a, double) { a.revenue.pop_back(); }, 0},
      {"coverage", [](Arrays& a, double) { a.channels = 3; }, 0},
      {"channels", [](Arrays& a, double) { a.channels = std::numeric_limits<std::size_t>::max(); }, 0},
      {"scored[2]", [](Arrays& a, double) { a.scored[2] = 2; }, 0},
      {"coverage[1]", [](Arrays& a, double) { a.coverage[1] = 2; }, 0},
      {"quality[0]", [](Arrays& a, double v) { a.quality[0] = v; }, nan},
      {"quality[0]", [](Arrays& a, double v) { a.quality[0] = v; }, -1},
      {"quality[0]", [](Arrays& a, double v) { a.quality[0] = v; }, infinite},
      {"revenue[2]", [](Arrays& a, double v) { a.revenue[2] = v; }, nan},
      {"revenue[5]", [](Arrays& a, double v) { a.revenue[5] = v; }, infinite},
  };
  for (const Row& row : rows) {
    INFO(row.field);
    Arrays arrays = kThree;
    row.spoil(arrays, row.value);
    const auto v = arrays.value();
    REQUIRE_FALSE(v);
    CHECK(v.error().code == Errc::invalid_argument);
    CHECK(v.error().field == row.field);
  }
  Arrays arrays = kThree;
  arrays.revenue = {1e308, 1e308, 1e308, 1e308, 1e308, 1e308};
  CHECK(arrays.value().error().code == Errc::overflow);
}
