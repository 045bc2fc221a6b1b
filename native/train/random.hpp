#pragma once
// Random numbers as a function of where they are used: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
// 1, 2, 3", SC 2011). A sample of the training data is a pure function of (seed, purpose, epoch, index), so that a run that was
// interrupted continues with the same numbers and nothing has to be stored.
#include <array>
#include <cstdint>

namespace colophon::train {

/// Ten rounds of Philox over a 128-bit counter with a 64-bit key.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// What a stream is for: streams of different purposes never share numbers.
enum class Purpose : std::uint32_t { split = 1, training = 2, validation = 3, evaluation = 4, weights = 5 };

/// A stream of numbers. Value type: a copy continues from the same place.
class Random {
 public:
  Random(std::uint64_t seed, Purpose purpose, std::uint32_t epoch, std::uint32_t index);
  std::uint32_t bits();
  /// Uniform in [0, below); `below` must not be 0. By rejection, so without bias.
  std::uint32_t below(std::uint32_t below);
  /// Uniform in [0, 1) on a grid of 2^-24.
  float uniform();
  /// Mean 0 and variance 1 to within 2^-15: the sum of twelve uniform numbers of 16 bits, less 6. It needs no libm; beyond six it is cut off.
  float normal();

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  unsigned used_ = 4;
};

}  // namespace colophon::train
