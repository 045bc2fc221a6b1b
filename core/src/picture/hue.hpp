#pragma once
// HSV in whole numbers: hue in 1,536 steps, saturation and value 0 to 255.
#include <algorithm>
#include <cstdint>

#include "colophon/picture/harmony.hpp"

namespace colophon::picture {

struct Hsv {
  std::uint32_t hue = 0;          ///< Of a grey 0, which means nothing.
  std::uint32_t saturation = 0;
  std::uint32_t value = 0;
  std::uint32_t chroma = 0;       ///< The largest channel less the smallest.
};

inline Hsv hsv_of(const std::uint8_t* rgb) {
  const int r = rgb[0], g = rgb[1], b = rgb[2];
  const int most = std::max({r, g, b}), chroma = most - std::min({r, g, b});
  if (chroma == 0) return {0, 0, static_cast<std::uint32_t>(most), 0};
  // Six sectors of 256, each from one pure or mixed colour to the next; floor, so that both directions of a sector meet.
  const int turned = most == r ? 256 * (g - b) : most == g ? 256 * (b - r) : 256 * (r - g);
  const int base = most == r ? 0 : most == g ? 512 : 1'024;
  const int steps = turned >= 0 ? turned / chroma : -((-turned + chroma - 1) / chroma);
  const int hue = (base + steps + static_cast<int>(kHueSteps)) % static_cast<int>(kHueSteps);
  return {static_cast<std::uint32_t>(hue), static_cast<std::uint32_t>((255 * chroma + most / 2) / most), static_cast<std::uint32_t>(most), static_cast<std::uint32_t>(chroma)};
}

inline Rgb rgb_of(std::uint32_t hue, std::uint32_t saturation, std::uint32_t value) {
  const std::uint32_t sector = hue % kHueSteps / 256, part = hue % 256;
  const auto less = [&](std::uint32_t of_256) { return static_cast<std::uint8_t>((value * (255 * 256 - saturation * of_256) + 255 * 128) / (255 * 256)); };
  const auto most = static_cast<std::uint8_t>(value);
  const std::uint8_t least = less(256), falling = less(part), rising = less(256 - part);
  switch (sector) {
    case 0: return {most, rising, least};
    case 1: return {falling, most, least};
    case 2: return {least, most, rising};
    case 3: return {least, falling, most};
    case 4: return {rising, least, most};
    default: return {most, least, falling};
  }
}

/// The shorter way round, at most half of the circle.
inline std::uint32_t hue_distance(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t apart = a > b ? a - b : b - a;
  return std::min(apart, kHueSteps - apart);
}

/// Thousandths of a degree, rounded down.
inline std::uint32_t degrees_milli(std::uint64_t steps) { return static_cast<std::uint32_t>(steps * 360'000 / kHueSteps); }

}  // namespace colophon::picture
