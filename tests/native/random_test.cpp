#include <catch2/catch_test_macros.hpp>

#include <cmath>

#include "train/random.hpp"

using namespace colophon::train;

TEST_CASE("Philox4x32-10 gives the known answers of its authors' library (Random123, kat_vectors)") {
  using Block = std::array<std::uint32_t, 4>;
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) == Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) == Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream depends on every part of its place") {
  const auto first = [](std::uint64_t seed, Purpose purpose, std::uint32_t epoch, std::uint32_t index) { return Random(seed, purpose, epoch, index).bits(); };
  const auto base = first(1, Purpose::training, 2, 3);
  CHECK(base == first(1, Purpose::training, 2, 3));
  CHECK(base != first(2, Purpose::training, 2, 3));
  CHECK(base != first(1ull << 32 | 1, Purpose::training, 2, 3));
  CHECK(base != first(1, Purpose::validation, 2, 3));
  CHECK(base != first(1, Purpose::training, 3, 3));
  CHECK(base != first(1, Purpose::training, 2, 4));
}

TEST_CASE("uniform numbers lie in their range and fill it evenly") {
  Random random(7, Purpose::training, 0, 0);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70'000; ++i) ++counts[random.below(7)];
  for (const int count : counts) CHECK(std::abs(count - 10'000) < 500);  // More than five standard deviations.
  for (int i = 0; i < 10'000; ++i) {
    const float value = random.uniform();
    REQUIRE(value >= 0);
    REQUIRE(value < 1);
  }
}

TEST_CASE("normal numbers have mean 0, variance 1 and the share within one standard deviation") {
  Random random(7, Purpose::training, 0, 1);
  constexpr int count = 100'000;
  double sum = 0, squares = 0;
  int within = 0;
  for (int i = 0; i < count; ++i) {
    const double value = random.normal();
    sum += value;
    squares += value * value;
    within += std::abs(value) < 1;
  }
  CHECK(std::abs(sum / count) < 0.015);
  CHECK(std::abs(squares / count - 1) < 0.02);
  CHECK(std::abs(static_cast<double>(within) / count - 0.6827) < 0.01);
}
