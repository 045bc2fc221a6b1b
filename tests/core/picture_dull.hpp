#pragma once
// Photographs made dull by fixed recipes, and how far one picture is from another: what enhance() is held to. The recipes were written before its
// rules were tuned, and they were tuned on other photographs (BSDS500 train).
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "colophon/image/image.hpp"

namespace colophon::tests {

/// In stops of light, parts of the encoded range, and stops by which red is up and blue down, and green up.
struct Dulling {
  std::string_view name;
  double darker_stops = 0;
  double range = 1, black = 0;
  double warm_stops = 0, green_stops = 0;
};

/// The recipe of photograph `number`: darkened, flattened, tinted, or a little of all.
inline Dulling dulling(std::uint64_t number) {
  std::uint64_t state = number * 0x9E3779B97F4A7C15ull + 20261130;
  const auto between = [&](double least, double most) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return least + (most - least) * static_cast<double>(state >> 40) / static_cast<double>(1 << 24);
  };
  const auto tint = [&](double least, double most) { return between(0, 1) < 0.5 ? -between(least, most) : between(least, most); };
  switch (number % 4) {
    case 0: return {"darkened", between(0.9, 1.7), 1, 0, 0, 0};
    case 1: {
      const double range = between(0.45, 0.65);
      return {"flattened", 0, range, (1 - range) * between(0.3, 0.7), 0, 0};
    }
    case 2: return {"tinted", 0, 1, 0, tint(0.3, 0.6), tint(0, 0.2)};
    default: {
      const double range = between(0.6, 0.75);
      return {"mixed", between(0.5, 0.9), range, (1 - range) * between(0.3, 0.7), tint(0.2, 0.35), tint(0, 0.1)};
    }
  }
}

/// In doubles, with the curve of IEC 61966-2-1: nothing of the code under test.
inline image::Image dulled(const image::Image& image, const Dulling& dulling) {
  const double stops[3] = {dulling.warm_stops, dulling.green_stops, -dulling.warm_stops};
  std::array<std::array<std::uint8_t, 256>, 3> tables{};
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (std::size_t value = 0; value < 256; ++value) {
      const double encoded = static_cast<double>(value) / 255;
      const double light = (encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4)) * std::exp2(stops[channel] - dulling.darker_stops);
      const double back = std::min(1.0, light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055);
      tables[channel][value] = static_cast<std::uint8_t>(std::lround(255 * (dulling.black + dulling.range * back)));
    }
  }
  image::Image made = image;
  for (std::size_t i = 0; i < made.rgb.size(); ++i) made.rgb[i] = tables[i % 3][made.rgb[i]];
  return made;
}

/// In decibels; 99 for equal pictures.
inline double psnr(const image::Image& a, const image::Image& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.rgb.size(); ++i) {
    const double difference = static_cast<double>(a.rgb[i]) - b.rgb[i];
    sum += difference * difference;
  }
  return sum == 0 ? 99 : 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.rgb.size()) / sum);
}

/// Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to structural similarity", 2004, with their constants, on windows
/// of 8 x 8 pixels at every fourth place, the mean over the three channels.
inline double ssim(const image::Image& a, const image::Image& b) {
  constexpr double kC1 = 0.01 * 255 * 0.01 * 255, kC2 = 0.03 * 255 * 0.03 * 255, kCount = 64;
  double total = 0;
  std::size_t windows = 0;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (std::size_t top = 0; top + 8 <= a.height; top += 4) {
      for (std::size_t left = 0; left + 8 <= a.width; left += 4) {
        double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
        for (std::size_t y = top; y < top + 8; ++y) {
          for (std::size_t x = left; x < left + 8; ++x) {
            const std::size_t at = (y * a.width + x) * 3 + channel;
            const double p = a.rgb[at], q = b.rgb[at];
            sa += p; sb += q; saa += p * p; sbb += q * q; sab += p * q;
          }
        }
        const double ma = sa / kCount, mb = sb / kCount;
        const double va = saa / kCount - ma * ma, vb = sbb / kCount - mb * mb, vab = sab / kCount - ma * mb;
        total += (2 * ma * mb + kC1) * (2 * vab + kC2) / ((ma * ma + mb * mb + kC1) * (va + vb + kC2));
        ++windows;
      }
    }
  }
  return total / static_cast<double>(windows);
}

}  // namespace colophon::tests
