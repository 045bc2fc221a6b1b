#include "colophon/image/preview.hpp"

#include <algorithm>
#include <cassert>

namespace colophon::image {
namespace {

std::uint32_t in_proportion(std::uint32_t side, std::uint32_t longer, std::uint32_t side_max) {
  const std::uint64_t scaled = (std::uint64_t{side} * side_max + longer / 2) / longer;
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(scaled, 1));
}

/// The first source pixel of output pixel `index`: floor(index * from / to), which for `to <= from` gives each at least one pixel.
std::uint32_t edge(std::uint32_t index, std::uint32_t from, std::uint32_t to) {
  return static_cast<std::uint32_t>(std::uint64_t{index} * from / to);
}

}  // namespace

PreviewSize preview_size(const Image& image, std::uint32_t side_max) {
  const std::uint32_t longer = std::max(image.width, image.height);
  if (side_max == 0 || longer <= side_max) return {image.width, image.height};
  return {in_proportion(image.width, longer, side_max), in_proportion(image.height, longer, side_max)};
}

void write_preview(const Image& image, PreviewSize size, std::span<std::uint8_t> rgba) {
  assert(rgba.size() == std::size_t{4} * size.width * size.height);
  std::uint8_t* to = rgba.data();
  for (std::uint32_t y = 0; y < size.height; ++y) {
    const std::uint32_t top = edge(y, image.height, size.height), bottom = edge(y + 1, image.height, size.height);
    for (std::uint32_t x = 0; x < size.width; ++x) {
      const std::uint32_t left = edge(x, image.width, size.width), right = edge(x + 1, image.width, size.width);
      std::uint64_t red = 0, green = 0, blue = 0;
      for (std::uint32_t row = top; row < bottom; ++row) {
        const std::uint8_t* from = image.rgb.data() + (std::size_t{row} * image.width + left) * 3;
        for (std::uint32_t column = left; column < right; ++column, from += 3) {
          red += from[0];
          green += from[1];
          blue += from[2];
        }
      }
      const std::uint64_t count = std::uint64_t{bottom - top} * (right - left);
      *to++ = static_cast<std::uint8_t>((red + count / 2) / count);
      *to++ = static_cast<std::uint8_t>((green + count / 2) / count);
      *to++ = static_cast<std::uint8_t>((blue + count / 2) / count);
      *to++ = 255;
    }
  }
}

}  // namespace colophon::image
