#pragma once
// What an Image-Code sees of a picture: the same pixels natively and in WebAssembly.
#include <array>
#include <cstdint>

#include "colophon/image/image.hpp"
#include "colophon/iscc/units.hpp"

namespace colophon::iscc {

/// 32 x 32 grey values. The picture is upright and its transparency white already (image::decode); a border of the colour of the upper left
/// pixel is cut off, colours become grey (Rec. 601), and the size is made 32 x 32 by cubic convolution (a = -1/2) with antialiasing: with
/// the rounding of Pillow 10, so that the reference SDK sees the same pixels of the same decoded picture.
std::array<std::uint8_t, 1024> grey_32x32(const image::Image& image);

/// image_code of grey_32x32.
Result<std::string> image_code(const image::Image& image, int bits = 64);

}  // namespace colophon::iscc
