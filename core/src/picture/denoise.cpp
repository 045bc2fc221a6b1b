#include "picture/denoise.hpp"

#include <cassert>
#include <cstring>

namespace colophon::picture {
namespace {

/// Sixteen pixels' bytes at once where the target has such registers (SSE2, NEON, WebAssembly's SIMD); a byte alone is the same arithmetic.
using Bytes16 = std::uint8_t __attribute__((vector_size(16)));

template <class Lane>
Lane load(const std::uint8_t* from) {
  Lane lane;
  std::memcpy(&lane, from, sizeof lane);
  return lane;
}
// Compilers make saturating instructions of this.
template <class Lane>
Lane less(Lane a, Lane b) { return a > b ? static_cast<Lane>(a - b) : Lane{}; }
template <class Lane>
Lane smaller(Lane a, Lane b) { return a < b ? a : b; }

template <class Lane>
void denoise_at(const std::uint8_t* const (&neighbours)[8], const std::uint8_t* here, std::uint8_t* to, std::size_t at, std::uint8_t levels) {
  const Lane centre = load<Lane>(here + at), twice = static_cast<Lane>(Lane{} + static_cast<std::uint8_t>(2 * levels));
  Lane up{}, down{};
  for (const std::uint8_t* neighbour : neighbours) {
    const Lane value = load<Lane>(neighbour + at), over = less(value, centre), under = less(centre, value);
    up = static_cast<Lane>(up + smaller(over, less(twice, over)));
    down = static_cast<Lane>(down + smaller(under, less(twice, under)));
  }
  // The mean lies between the neighbours' values: nothing leaves 0 to 255.
  const Lane raise = static_cast<Lane>(static_cast<Lane>(less(up, down) + 4) >> 3), fall = static_cast<Lane>(static_cast<Lane>(less(down, up) + 4) >> 3);
  const Lane moved = static_cast<Lane>(centre + raise - fall);
  std::memcpy(to + at, &moved, sizeof moved);
}

}  // namespace

void denoise_row(const std::uint8_t* above, const std::uint8_t* here, const std::uint8_t* below, std::uint8_t* to, std::size_t bytes, std::uint32_t levels) {
  assert(levels <= kNoiseLevelsMax);
  const std::uint8_t* const neighbours[8] = {above - 3, above, above + 3, here - 3, here + 3, below - 3, below, below + 3};
  const auto limit = static_cast<std::uint8_t>(levels);
  std::size_t at = 0;
  for (; at + 16 <= bytes; at += 16) denoise_at<Bytes16>(neighbours, here, to, at, limit);
  for (; at < bytes; ++at) denoise_at<std::uint8_t>(neighbours, here, to, at, limit);
}

}  // namespace colophon::picture
