#include "image/view.hpp"

#include <algorithm>

namespace colophon::image {

View::View(const Image& image)
    : image_(image), step_(view_step(image)), width_(image.width / step_), height_(image.height / step_) {
  if (step_ > 1) sums_.resize(static_cast<std::size_t>(image.width) * 3);
}

void View::read_row(std::uint32_t y, std::int16_t* red, std::int16_t* green, std::int16_t* blue) {
  const std::size_t row_bytes = static_cast<std::size_t>(image_.width) * 3;
  const std::uint8_t* row = image_.rgb.data() + y * step_ * row_bytes;
  if (step_ == 1) {
    for (std::uint32_t x = 0; x < width_; ++x) {
      red[x] = row[3 * x];
      green[x] = row[3 * x + 1];
      blue[x] = row[3 * x + 2];
    }
    return;
  }
  // Down the columns first: that loop runs over all bytes and is the one that vectorises. At most 16 rows: 16 * 255 fits.
  std::uint16_t* sums = sums_.data();
  for (std::size_t i = 0; i < row_bytes; ++i) sums[i] = row[i];
  for (std::uint32_t below = 1; below < step_; ++below) {
    const std::uint8_t* next = row + below * row_bytes;
    for (std::size_t i = 0; i < row_bytes; ++i) sums[i] = static_cast<std::uint16_t>(sums[i] + next[i]);
  }
  const std::uint32_t area = step_ * step_, half = area / 2;
  for (std::uint32_t x = 0; x < width_; ++x) {
    std::uint32_t r = half, g = half, b = half;
    for (std::uint32_t i = 0; i < step_; ++i, sums += 3) { r += sums[0]; g += sums[1]; b += sums[2]; }
    red[x] = static_cast<std::int16_t>(r / area);
    green[x] = static_cast<std::int16_t>(g / area);
    blue[x] = static_cast<std::int16_t>(b / area);
  }
}

}  // namespace colophon::image
