#pragma once
// The rows of a part of a picture, as they are or averaged down.
#include <cstdint>
#include <vector>

#include "colophon/image/preview.hpp"
#include "colophon/picture/edit.hpp"

namespace colophon::picture {

/// Gives rows of `size`, which is at most the part's: each pixel the rounded mean of the pixels between its edges, as image::write_preview makes them.
class Rows {
 public:
  Rows(const image::Image& image, const Rect& part, image::PreviewSize size);
  void read(std::uint32_t y, std::uint8_t* to);
  /// The row in the picture's own memory; only where nothing is scaled.
  const std::uint8_t* whole(std::uint32_t y) const { return source(y); }
  bool scaled() const { return !columns_.empty(); }

 private:
  const std::uint8_t* source(std::uint32_t y) const { return image_.rgb.data() + ((std::size_t{part_.y} + y) * image_.width + part_.x) * 3; }
  const image::Image& image_;
  Rect part_;
  image::PreviewSize size_;
  std::vector<std::uint16_t> columns_;  ///< Sums down the columns of the rows of one pixel; empty where nothing is scaled.
  std::vector<std::uint32_t> sums_;     ///< The same over all pieces of 257 rows, which is what 16 bits hold.
};

}  // namespace colophon::picture
