#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <numeric>

#include "made_pictures.hpp"
#include "train/degrade.hpp"

using namespace colophon;
using namespace colophon::train;
using colophon::tests::flat_picture;

namespace {
Random any() { return Random(1, Purpose::evaluation, 0, 0); }
}  // namespace

TEST_CASE("a class is min(9, floor(10 (1 - severity)))") {
  const struct { double severity; int expected; } rows[] = {
      {0, 9},       // floor(10) would be an eleventh class.
      {0.05, 9}, {0.15, 8}, {0.25, 7}, {0.35, 6}, {0.45, 5}, {0.5, 5}, {0.55, 4}, {0.65, 3}, {0.75, 2}, {0.85, 1}, {0.95, 0},
      {1, 0}};
  for (const auto& row : rows) {
    CAPTURE(row.severity);
    CHECK(severity_class(row.severity) == row.expected);
  }
}

TEST_CASE("blur leaves a flat picture as it is, to its edges") {
  const auto flat = flat_picture(40, 24, 137);
  for (const double severity : {0.01, 0.3, 1.0}) CHECK(degraded(flat, Degradation::blur, severity, any())->rgb == flat.rgb);
}

TEST_CASE("blur of a bright dot is the Gaussian of the stated sigma") {
  auto dot = flat_picture(65, 65, 0);
  for (std::size_t c = 0; c < 3; ++c) dot.rgb[3 * (32 * 65 + 32) + c] = 255;
  const auto result = *degraded(dot, Degradation::blur, 0.25, any());  // sigma 1: 4.0 times a quarter.
  const auto at = [&](int x, int y) { return static_cast<double>(result.rgb[3 * (static_cast<std::size_t>(32 + y) * 65 + static_cast<std::size_t>(32 + x))]); };
  // The normal density exp(-(x^2 + y^2) / 2) / (2 pi) times 255: 40.6 in the centre, 24.6 beside it, 14.9 at the corner. Each of two passes
  // rounds to a whole level.
  CHECK(std::abs(at(0, 0) - 40.6) <= 1);
  CHECK(std::abs(at(1, 0) - 24.6) <= 1);
  CHECK(at(1, 0) == at(-1, 0));
  CHECK(at(0, 1) == at(0, -1));
  CHECK(std::abs(at(1, 1) - 14.9) <= 1);
  CHECK(at(4, 0) == 0);
}

TEST_CASE("noise has the stated standard deviation and depends on its stream only") {
  const auto grey = flat_picture(128, 128, 128);
  for (const double severity : {0.25, 0.5}) {
    const auto noisy = *degraded(grey, Degradation::noise, severity, any());
    double squares = 0;
    for (const auto value : noisy.rgb) squares += (value - 128.0) * (value - 128.0);
    const double sigma = std::sqrt(squares / static_cast<double>(noisy.rgb.size()));
    CHECK(std::abs(sigma - 40 * severity) < 0.03 * 40 * severity);
    CHECK(noisy.rgb == degraded(grey, Degradation::noise, severity, any())->rgb);
    CHECK(noisy.rgb != degraded(grey, Degradation::noise, severity, Random(2, Purpose::evaluation, 0, 0))->rgb);
  }
}

TEST_CASE("JPEG damage grows with the severity and keeps the size") {
  const auto picture = colophon::tests::made_picture(100, 75, 3);
  double last = -1;
  for (const double severity : {0.0, 0.3, 0.6, 1.0}) {
    const auto worse = degraded(picture, Degradation::jpeg, severity, any());
    REQUIRE(worse);
    REQUIRE(worse->width == 100);
    REQUIRE(worse->height == 75);
    double difference = 0;
    for (std::size_t i = 0; i < picture.rgb.size(); ++i) difference += std::abs(picture.rgb[i] - worse->rgb[i]);
    CHECK(difference > last);
    last = difference;
  }
}

TEST_CASE("a severity of 0 leaves blur and noise without effect") {
  const auto picture = colophon::tests::made_picture(96, 96, 4);
  CHECK(degraded(picture, Degradation::blur, 0, any())->rgb == picture.rgb);
  CHECK(degraded(picture, Degradation::noise, 0, any())->rgb == picture.rgb);
}
