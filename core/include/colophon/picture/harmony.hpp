#pragma once
// Which classical colour scheme a picture is near to, and colours that go with it. Integers only: the same natively and in WebAssembly.
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "colophon/picture/palette.hpp"

namespace colophon::picture {

/// Hues go round in 1,536 steps of HSV (256 a sector), red is 0, yellow 256, green 512: all of them whole numbers.
inline constexpr std::uint32_t kHueSteps = 1'536;

using Rgb = std::array<std::uint8_t, 3>;

enum class Scheme : std::uint8_t { neutral, monochrome, analogous, complementary, split_complementary, triad, tetrad };
inline constexpr std::size_t kSchemeCount = 6;        ///< Without `neutral`, which is no scheme: a picture without colours to speak of.
std::string_view scheme_name(Scheme scheme);          ///< "neutral", "monochrome", ..., "split-complementary", ...

struct SchemeFit {
  Scheme scheme = Scheme::neutral;
  std::uint32_t angle_milli = 0;       ///< Where the scheme's first sector has its middle: thousandths of a degree of HSV hue, below 360,000.
  std::uint32_t off_milli = 0;         ///< How far the picture's hues lie outside the scheme's sectors on average, thousandths of a degree.
  std::vector<Rgb> colours;            ///< 2 to 4 colours that make this scheme together with the main colour.
};
struct Harmony {
  Scheme scheme = Scheme::neutral;     ///< The one that fits best.
  Rgb main{};                          ///< The colour of the palette with the most share times chroma; of a neutral picture the largest.
  std::array<SchemeFit, kSchemeCount> fits;   ///< Every scheme at its best angle, in the order of Scheme.
};

/// Sectors, after the hue templates of Matsuda 1995 as Cohen-Or et al. 2006 ("Color harmonization", section 3) give them: monochrome is
/// type i (one of 18 degrees), analogous V (one of 93.6), complementary I (two of 18, opposite). The classical schemes that Matsuda has not are made alike, of
/// sectors of 18 degrees: split-complementary at 0, 150 and 210, triad and tetrad at equal distances. A hue's distance is the arc to the
/// nearest edge of a sector, 0 inside, and weighs share times chroma (largest less smallest channel), so that greys and darks say little.
///
/// A scheme with more sectors is always nearer. So distances are taken as parts of what hues spread evenly would have, and the best scheme is the
/// first whose part is at most an eighth, else the one with the smallest part. A palette whose mean chroma is below 12 is neutral.
/// Colours: the main colour turned round the hue circle, with saturation and value raised to at least two fifths where it has less.
Harmony harmony(std::span<const Swatch> palette);

}  // namespace colophon::picture
