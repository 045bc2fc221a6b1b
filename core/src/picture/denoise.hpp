#pragma once
// Noise out, edges kept: a step of robust anisotropic diffusion over 3 x 3 pixels, each channel for itself.
#include <cstddef>
#include <cstdint>

namespace colophon::picture {

/// Differences of up to this many levels can be noise; the sums of eight of them stay in a byte.
inline constexpr std::uint32_t kNoiseLevelsMax = 31;

/// A row from itself and its neighbours, `bytes` bytes; one pixel before and after each row can be read. Each pixel moves by the mean of what its eight
/// neighbours say: their difference up to `levels`, falling to nothing at twice that (Black, Sapiro, Marimont and Heeger, "Robust
/// anisotropic diffusion", 1998, with a piecewise linear influence).
void denoise_row(const std::uint8_t* above, const std::uint8_t* here, const std::uint8_t* below, std::uint8_t* to, std::size_t bytes, std::uint32_t levels);

}  // namespace colophon::picture
