#include "picture/denoise.hpp"

#include <algorithm>
#include <cassert>

namespace colophon::picture {
namespace {

// Bytes in, bytes out: compilers make saturating vector instructions of these.
std::uint8_t less(std::uint8_t a, std::uint8_t b) { return a > b ? static_cast<std::uint8_t>(a - b) : std::uint8_t{0}; }
std::uint8_t smaller(std::uint8_t a, std::uint8_t b) { return a < b ? a : b; }

}  // namespace

void denoise_row(const std::uint8_t* above, const std::uint8_t* here, const std::uint8_t* below, std::uint8_t* to, std::size_t bytes, std::uint32_t levels) {
  assert(levels <= kNoiseLevelsMax);
  const auto twice = static_cast<std::uint8_t>(2 * levels);
  const std::uint8_t* const neighbours[8] = {above - 3, above, above + 3, here - 3, here + 3, below - 3, below, below + 3};
  constexpr std::size_t kPiece = 192;
  std::uint8_t up[kPiece], down[kPiece];
  for (std::size_t begin = 0; begin < bytes; begin += kPiece) {
    const std::size_t count = std::min(kPiece, bytes - begin);
    const std::uint8_t* const centre = here + begin;
    std::fill_n(up, kPiece, std::uint8_t{0});
    std::fill_n(down, kPiece, std::uint8_t{0});
    for (const std::uint8_t* neighbour : neighbours) {
      neighbour += begin;
      for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t over = less(neighbour[i], centre[i]), under = less(centre[i], neighbour[i]);
        up[i] = static_cast<std::uint8_t>(up[i] + smaller(over, less(twice, over)));
        down[i] = static_cast<std::uint8_t>(down[i] + smaller(under, less(twice, under)));
      }
    }
    std::uint8_t* const out = to + begin;
    for (std::size_t i = 0; i < count; ++i) {
      // The mean lies between the neighbours' values: nothing leaves 0 to 255.
      const auto raise = static_cast<std::uint8_t>((less(up[i], down[i]) + 4) >> 3), fall = static_cast<std::uint8_t>((less(down[i], up[i]) + 4) >> 3);
      out[i] = static_cast<std::uint8_t>(centre[i] + raise - fall);
    }
  }
}

}  // namespace colophon::picture
