#pragma once
// The input of the quality model and what its logits mean: technical photo quality (synthetic labels), docs/explanation/quality.md.
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/image/image.hpp"

namespace colophon::image {

inline constexpr std::uint32_t kCropSide = 56;
inline constexpr std::uint32_t kCropGrid = 6;                       ///< 6 x 6 crops a picture.
inline constexpr std::size_t kCropCount = kCropGrid * kCropGrid;
inline constexpr std::size_t kQualityClasses = 10;

/// kCropCount x 3 x 56 x 56 float32 (NCHW), each value (x - 127.5) / 127.5, of crops at native resolution whose left edges are
/// floor(j * (width - 56) / 5), likewise for the top edges: resizing would erase the damage to be seen. Error: image_too_small.
Result<std::vector<float>> quality_input(const Image& image);

/// The quality distribution of a work: Q.
struct Quality {
  std::array<std::int32_t, kQualityClasses> probability_ppm{};      ///< Of the scores 1 to 10; they add up to 1,000,000.
  std::int32_t mean_milli = 0;                                      ///< 1000 to 10000: the `quality_milli` that ranks and is logged.
  std::int32_t variance_milli = 0;
  std::array<float, kQualityClasses> logits{};                      ///< The average over the crops.
};

/// Averages the logits over the crops (row-major crops x 10) and takes the softmax. Error: invalid_argument (size, not finite).
Result<Quality> quality_from_logits(std::span<const float> logits);

}  // namespace colophon::image
