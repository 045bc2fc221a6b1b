// The tensor that the quality model sees, and what its logits mean.
#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>
#include <numeric>

#include "colophon/image/quality.hpp"
#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using image::quality_from_logits;
using image::quality_input;

TEST_CASE("The tensor holds 36 crops at native resolution, planes of red, green and blue") {
  // 100 x 57: left edges floor(j * 44 / 5) = 0 8 17 26 35 44, top edges floor(i * 1 / 5) = 0 0 0 0 0 1.
  image::Image picture{100, 57, {}};
  for (std::uint32_t y = 0; y < 57; ++y) {
    for (std::uint32_t x = 0; x < 100; ++x) picture.rgb.insert(picture.rgb.end(), {static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(y), 200});
  }
  const auto input = quality_input(picture);
  REQUIRE(input);
  REQUIRE(input->size() == 36u * 3 * 56 * 56);
  const std::uint32_t lefts[] = {0, 8, 17, 26, 35, 44}, tops[] = {0, 0, 0, 0, 0, 1};
  const auto sample = [&](std::size_t crop, std::size_t channel, std::size_t y, std::size_t x) {
    return (*input)[((crop * 3 + channel) * 56 + y) * 56 + x];
  };
  int wrong = 0;
  for (std::size_t crop = 0; crop < 36; ++crop) {
    for (const std::size_t y : {0u, 20u, 55u}) {
      for (const std::size_t x : {0u, 33u, 55u}) {
        wrong += sample(crop, 0, y, x) != (static_cast<float>(lefts[crop % 6] + x) - 127.5f) / 127.5f;
        wrong += sample(crop, 1, y, x) != (static_cast<float>(tops[crop / 6] + y) - 127.5f) / 127.5f;
        wrong += sample(crop, 2, y, x) != 72.5f / 127.5f;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("Black is -1 and white is 1") {
  const auto black = quality_input(plain_picture(56, 56, 0, 0, 0)), white = quality_input(plain_picture(56, 56, 255, 255, 255));
  REQUIRE(black);
  REQUIRE(white);
  CHECK(*black == std::vector<float>(black->size(), -1.0f));
  CHECK(*white == std::vector<float>(white->size(), 1.0f));
}

TEST_CASE("A picture with a side under 56 is too small") {
  for (const auto& [width, height] : {std::pair{55u, 500u}, {500u, 55u}, {1u, 1u}, {0u, 0u}}) {
    const auto input = quality_input(plain_picture(width, height, 0, 0, 0));
    REQUIRE_FALSE(input);
    CHECK(input.error().code == Errc::image_too_small);
  }
}

TEST_CASE("Logits become a distribution over ten classes") {
  using Ppm = std::array<std::int32_t, 10>;
  const float never = -1e30f, ln3 = 1.0986123f;
  struct Row { const char* name; std::vector<float> logits; Ppm ppm; std::int32_t mean_milli, variance_milli; };
  const Row rows[] = {
      // Of 1 to 10 with equal parts: mean 5.5, variance (100 - 1) / 12 = 8.25
      {"equal", std::vector<float>(10, 3.5f), {100'000, 100'000, 100'000, 100'000, 100'000, 100'000, 100'000, 100'000, 100'000, 100'000}, 5'500, 8'250},
      {"certain", {0, 0, 0, 0, 0, 0, 100, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 1'000'000, 0, 0, 0}, 7'000, 0},
      {"one to three", {0, ln3, never, never, never, never, never, never, never, never}, {250'000, 750'000}, 1'750, 188},
      {"thirds: the lowest class takes the odd part", {5, 5, 5, never, never, never, never, never, never, never}, {333'334, 333'333, 333'333}, 2'000, 667},
      {"two crops are averaged before the softmax",
       {2, 0, never, never, never, never, never, never, never, never, -2, 2 * ln3, never, never, never, never, never, never, never, never},
       {250'000, 750'000}, 1'750, 188},
      {"best and worst in equal parts", {9, never, never, never, never, never, never, never, never, 9}, {500'000, 0, 0, 0, 0, 0, 0, 0, 0, 500'000}, 5'500, 20'250},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const auto quality = quality_from_logits(row.logits);
    REQUIRE(quality);
    CHECK(quality->probability_ppm == row.ppm);
    CHECK(quality->mean_milli == row.mean_milli);
    CHECK(quality->variance_milli == row.variance_milli);
  }
}

TEST_CASE("Parts per million add up and are the exact softmax within one") {
  std::uint64_t state = 5;
  for (int round = 0; round < 2'000; ++round) {
    std::vector<float> logits;
    for (int i = 0; i < 20; ++i) {
      state = state * 6364136223846793005ull + 1442695040888963407ull;
      logits.push_back(static_cast<float>(static_cast<double>(state >> 40) / (1 << 20) - 8));
    }
    const auto quality = quality_from_logits(logits);
    REQUIRE(quality);
    REQUIRE(std::accumulate(quality->probability_ppm.begin(), quality->probability_ppm.end(), 0) == 1'000'000);
    std::array<long double, 10> weights{};
    long double total = 0;
    for (std::size_t i = 0; i < 10; ++i) {
      weights[i] = std::exp((static_cast<long double>(logits[i]) + logits[i + 10]) / 2);
      total += weights[i];
    }
    for (std::size_t i = 0; i < 10; ++i) REQUIRE(std::abs(static_cast<double>(weights[i] / total * 1'000'000 - quality->probability_ppm[i])) < 1);
  }
}

TEST_CASE("Logits of a wrong number or kind are refused") {
  std::vector<float> bad(10, 0.0f);
  const auto code = [](const std::vector<float>& logits) { const auto q = quality_from_logits(logits); return q ? Errc::ok : q.error().code; };
  CHECK(code({}) == Errc::invalid_argument);
  CHECK(code(std::vector<float>(9)) == Errc::invalid_argument);
  CHECK(code(std::vector<float>(361)) == Errc::invalid_argument);
  CHECK(code(std::vector<float>(360)) == Errc::ok);
  for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
    bad[3] = value;
    CHECK(code(bad) == Errc::invalid_argument);
  }
}
