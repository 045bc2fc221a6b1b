#pragma once
// Where a picture draws the eye, coarsely. Integers only: the same map natively and in WebAssembly.
#include <cstdint>
#include <vector>

#include "colophon/image/image.hpp"

namespace colophon::picture {

inline constexpr std::uint32_t kSaliencySide = 64;

struct Saliency {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::vector<std::uint8_t> values;      ///< Rows from the top; the largest is 255, or all are 0 where nothing stands out.
};

/// The map has the picture's proportions and the longer side 64, or the picture's size where that is smaller. A value weighs edge energy 4
/// (gradient of luma), contrast of colour against the picture's mean 3, and the share of skin-like pixels 2 (less the more of
/// the picture is like skin): the detectors of smartcrop, with the daylight rule of Kovac, Peer and Solina 2003 for skin. Measured on the picture scaled down to 256 pixels.
Saliency saliency(const image::Image& image);

}  // namespace colophon::picture
