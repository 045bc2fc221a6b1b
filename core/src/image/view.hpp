#pragma once
// Pictures are measured as they are seen: at most 1,024 pixels on the longer side. One pixel of a 12-megapixel photo says little about
// its sharpness on a screen, and a usual range is only a range at one scale.
#include <cstdint>
#include <vector>

#include "colophon/image/image.hpp"

namespace colophon::image {

inline constexpr std::uint32_t kViewSideMax = 1'024;

/// The side, in pixels, of the squares that are averaged to one pixel of the view: 1 for a picture that is small enough.
inline std::uint32_t view_step(const Image& image) {
  const std::uint32_t side = image.width > image.height ? image.width : image.height;
  return side <= kViewSideMax ? 1 : (side + kViewSideMax - 1) / kViewSideMax;
}

/// Makes the rows of the view one after the other, as planes. Pixels beyond the last whole square are left out.
class View {
 public:
  explicit View(const Image& image);
  std::uint32_t width() const { return width_; }
  std::uint32_t height() const { return height_; }
  /// Fills red, green and blue of row `y`: width() values each, 0 to 255, the rounded means of the squares.
  void read_row(std::uint32_t y, std::int16_t* red, std::int16_t* green, std::int16_t* blue);

 private:
  const Image& image_;
  std::uint32_t step_, width_, height_;
  std::vector<std::uint16_t> sums_;  ///< Of `step_` rows, interleaved as the picture is; empty where the step is 1.
};

}  // namespace colophon::image
