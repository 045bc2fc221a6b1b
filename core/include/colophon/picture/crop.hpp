#pragma once
// The best part of a picture in given proportions. Integers only: the same crop natively and in WebAssembly.
#include <cstdint>

#include "colophon/picture/saliency.hpp"

namespace colophon::picture {

inline constexpr std::uint32_t kRatioMax = 10'000;

struct Ratio {
  std::uint32_t width = 1;               ///< 1 to kRatioMax each: 16 and 9, 1 and 1.
  std::uint32_t height = 1;
};
struct Crop {
  std::uint32_t x = 0;                   ///< Pixels of the picture; the crop lies inside it.
  std::uint32_t y = 0;
  std::uint32_t width = 0;               ///< At least 1; in the ratio to a pixel.
  std::uint32_t height = 0;
  std::uint32_t score_ppm = 0;           ///< 0 where nothing in the picture stands out: then the crop is the largest, in the middle.
};

/// Of the crops with 16 to 10 sixteenths of the largest that fits, at up to 65 x 65 places each, the one with the highest score: half
/// of it is the share of the picture's saliency that lies near the crossings of the crop's thirds (four boxes, each a quarter of the crop's sides), one quarter
/// the share inside, and one quarter the share that keeps a sixth of the crop's sides from its edges. Equal scores: the larger, then the nearer to the middle, then the upper, the left.
/// Error: invalid_argument ("ratio").
Result<Crop> crop(const image::Image& image, Ratio ratio);

}  // namespace colophon::picture
