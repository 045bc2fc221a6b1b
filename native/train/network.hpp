#pragma once
// The quality network's parameters, free of libtorch, so that the exporter and the checkpoint need not know it.
//
// ContentQuality of the founding document: conv 3->64 (3x3, padding 1), ReLU, maxpool 2, conv 64->128 (3x3, padding 1), ReLU, maxpool 2,
// flatten, linear 128*14*14 -> 10, over 56x56 RGB. The padding follows from 128*14*14.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace colophon::train {

struct ParameterShape {
  std::string_view name;               ///< As PyTorch names it in the founding document's module.
  std::array<std::int64_t, 4> sides;
  std::size_t dimensions;              ///< How many of `sides` count.
  constexpr std::size_t size() const {
    std::size_t product = 1;
    for (std::size_t i = 0; i < dimensions; ++i) product *= static_cast<std::size_t>(sides[i]);
    return product;
  }
};

inline constexpr std::array<ParameterShape, 6> kParameters{{
    {"feature_extractor.0.weight", {64, 3, 3, 3}, 4},
    {"feature_extractor.0.bias", {64}, 1},
    {"feature_extractor.3.weight", {128, 64, 3, 3}, 4},
    {"feature_extractor.3.bias", {128}, 1},
    {"fc.weight", {10, 128 * 14 * 14}, 2},
    {"fc.bias", {10}, 1},
}};

/// One vector a parameter, in the order of kParameters, row-major.
using Weights = std::array<std::vector<float>, kParameters.size()>;

/// True where every vector has its parameter's size.
inline bool fits(const Weights& weights) {
  for (std::size_t i = 0; i < weights.size(); ++i)
    if (weights[i].size() != kParameters[i].size()) return false;
  return true;
}

/// All that the next step of training depends on, apart from the data.
struct LearnerState {
  Weights weights;
  Weights first_moment;                ///< Adam's running mean of the gradients,
  Weights second_moment;               ///< and of their squares.
  std::int64_t steps = 0;
};

}  // namespace colophon::train
