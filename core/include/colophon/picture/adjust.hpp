#pragma once
// Light, colour, noise and sharpness of a picture as seven numbers. Integers only: the same pixels natively and in WebAssembly.
#include <cstdint>
#include <string_view>

#include "colophon/image/image.hpp"

namespace colophon::picture {

inline constexpr std::int32_t kExposureMilliMax = 3'000;

/// What is done to every pixel; all 0 leaves each as it is. In this order: denoise, white balance and exposure, contrast, saturation, sharpen.
struct Adjustments {
  std::int32_t exposure_milli = 0;  ///< Thousandths of a stop, -3,000 to 3,000: light (IEC 61966-2-1) times 2^(n / 1000). What would be brighter than white is bent under it.
  std::int32_t contrast = 0;        ///< -100 to 100: the distance from the middle grey, as encoded, times 2^(n / 64); the ends are bent, not cut.
  std::int32_t saturation = 0;      ///< -100 (grey) to 100: the distance from the pixel's own luma times 1 + n / 100.
  std::int32_t warmth = 0;          ///< -100 (blue) to 100 (amber), hundredths of a stop: light of red times 2^(n / 100), of blue divided by it; luma is kept.
  std::int32_t tint = 0;            ///< -100 (green) to 100 (magenta), hundredths of a stop: light of green divided by 2^(n / 100); luma is kept.
  std::int32_t denoise = 0;         ///< 0 to 100: differences between neighbours of up to n * 31 / 100 levels count as noise, and from twice that on as detail.
  std::int32_t sharpen = 0;         ///< 0 to 100: an unsharp mask on luma of n / 64 of the difference to the surroundings, at the scale at which image::features() measures.

  bool operator==(const Adjustments&) const = default;
};

/// Whether every value is in its range. Error: invalid_argument; the field is `path` and the value's name ("adjust.contrast").
Result<void> check(const Adjustments& adjustments, std::string_view path = "adjust");
/// A picture of the same size. Error: check()'s.
Result<image::Image> apply(const image::Image& image, const Adjustments& adjustments);

}  // namespace colophon::picture
