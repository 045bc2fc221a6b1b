#pragma once
// A picture as pixels for a canvas, scaled down by averaging (box filter, integers only).
#include <cstdint>
#include <span>

#include "colophon/image/image.hpp"

namespace colophon::image {

struct PreviewSize {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
};

/// The picture's size, or where a side exceeds `side_max` (0: no limit) the size with the longer side `side_max` and the other in
/// proportion, rounded, at least 1.
PreviewSize preview_size(const Image& image, std::uint32_t side_max);
/// Writes RGBA rows from the top, alpha 255: width * height * 4 bytes. Each pixel is the rounded mean of the source pixels between
/// its edges, which are moved to whole pixels. `size` is preview_size's.
void write_preview(const Image& image, PreviewSize size, std::span<std::uint8_t> rgba);

}  // namespace colophon::image
