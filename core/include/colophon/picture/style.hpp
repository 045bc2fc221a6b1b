#pragma once
// What a picture looks like, in measures with a plain meaning, and tags that follow from them by written rules: nothing is learned from data, and no
// tag says what is shown. Integers only: the same natively and in WebAssembly.
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "colophon/image/image.hpp"

namespace colophon::picture {

enum class Measure : std::uint8_t {
  warmth,          ///< -1,000 (all colour is cool) to 1,000 (warm): the mean over pixels, weighed by chroma, of how near the hue is to orange (30 degrees: +1)
                   ///< or to azure (210 degrees: -1), linear between. 0 without colour.
  colourfulness,   ///< Hasler and Suesstrunk 2003 times 1,000, as image::features measures it.
  saturation,      ///< Mean HSV saturation, 0 to 1,000.
  brightness,      ///< Mean luma of 255, times 1,000.
  contrast,        ///< Standard deviation of luma, times 1,000.
  hue_focus,       ///< The largest part of all chroma that lies within one arc of 60 degrees, 0 to 1,000. 0 without colour.
  colours,         ///< How many of 4,096 colours (4 bits a channel) have at least a 500th of the picture each.
  edges,           ///< The part of the picture on edges (a luma gradient of 32 or more), thousandths.
  flat,            ///< The part of the picture, in cells of 8 x 8 pixels, whose luma stays within 12 levels, thousandths.
  symmetry,        ///< How like the picture is to its mirror image, left and right: the correlation of luma, -1,000 to 1,000; 1,000 where all is one luma.
  horizontal,      ///< The part of all gradient that belongs to lines within 22.5 degrees of the horizontal, thousandths; likewise the next two.
  vertical,
  diagonal,
  aspect           ///< Width over height times 1,000, rounded down.
};
inline constexpr std::size_t kMeasureCount = 14;
std::string_view measure_name(Measure measure);     ///< "warmth", ..., "hue_focus", ...

struct Style {
  std::array<std::int64_t, kMeasureCount> milli{};  ///< In the order of Measure; `colours` is a plain number.
  std::vector<std::string_view> tags;               ///< Stable names that a page translates, in the order below.
};

/// Measured on the picture scaled down to 256 pixels (contrast, colourfulness and brightness as image::features does).
///
/// Tags: `greyscale` colourfulness < 4,000; and where it is not: `monochrome` hue_focus >= 900, `many-hues` hue_focus <= 450, `warm` warmth >= 350, `cool` warmth <= -350,
/// `vivid` colourfulness >= 60,000, `muted` colourfulness <= 22,000. `high-key` brightness >= 175,000 and `low-key` <= 70,000.
/// `high-contrast` contrast >= 72,000, `low-contrast` <= 32,000. `minimal` flat >= 550 and edges <= 150, `busy` edges >= 400.
/// `symmetric` symmetry >= 800. `horizontal-lines`, `vertical-lines` the measure >= 480, `diagonal-lines` >= 560 (edges >= 20 each: diagonals
/// are two of the four directions). Format: `panorama` aspect >= 2,000, `landscape-format` >= 1,050, `portrait-format` <= 952, else `square-format`.
Style style(const image::Image& image);

}  // namespace colophon::picture
