#pragma once
// The colours that a picture is made of. Integers only: the same swatches natively and in WebAssembly.
#include <array>
#include <cstdint>
#include <vector>

#include "colophon/image/image.hpp"

namespace colophon::picture {

inline constexpr std::uint32_t kSwatchesMax = 32;

struct Swatch {
  std::array<std::uint8_t, 3> rgb{};     ///< The rounded mean of the pixels that it stands for.
  std::uint32_t share_ppm = 0;           ///< Of all pixels; the shares of a palette add up to 1,000,000.
};

/// At most `count` swatches, the largest share first and equal ones by colour; fewer where the picture has fewer colours (colours that agree
/// in the upper 5 bits of each channel count as one). Every pixel is counted. The modified median cut of Bloomberg 2008 ("Color quantization
/// using modified median cut"): boxes of the histogram are cut across their longest side, three quarters of them by population and the rest
/// by population times volume, so that a small part of another colour gets a swatch. Error: invalid_argument ("count": 1 to kSwatchesMax).
Result<std::vector<Swatch>> palette(const image::Image& image, std::uint32_t count);

}  // namespace colophon::picture
