#pragma once
// A few rows of a picture with a border, so that what looks at neighbours needs no special case at an edge.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace colophon::picture {

/// Rows of 3 bytes a pixel with one more pixel at each end, a copy of the row's first and last. Rows are numbered as in the picture.
class Band {
 public:
  Band(std::uint32_t width, std::uint32_t rows) : width_(width), stride_((std::size_t{width} + 2) * 3), bytes_(stride_ * rows) {}
  /// The band's first row is row `y` of the picture from here on.
  void begin_at(std::uint32_t y) { first_ = y; }
  std::uint8_t* row(std::uint32_t y) { return bytes_.data() + (y - first_) * stride_ + 3; }
  const std::uint8_t* row(std::uint32_t y) const { return bytes_.data() + (y - first_) * stride_ + 3; }
  void fill_border(std::uint32_t y) {
    std::uint8_t* const at = row(y);
    std::memcpy(at - 3, at, 3);
    std::memcpy(at + std::size_t{3} * width_, at + std::size_t{3} * (width_ - 1), 3);
  }
  std::uint32_t width() const { return width_; }

 private:
  std::uint32_t width_, first_ = 0;
  std::size_t stride_;
  std::vector<std::uint8_t> bytes_;
};

}  // namespace colophon::picture
