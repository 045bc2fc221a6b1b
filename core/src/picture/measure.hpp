#pragma once
// What enhance() goes by: counts and sums over a picture, and its noise.
#include <array>
#include <cstddef>
#include <cstdint>

#include "colophon/image/image.hpp"

namespace colophon::picture {

/// The picture as it is seen (image/view.hpp).
image::Image seen(const image::Image& image);

struct Histogram {
  std::array<std::uint32_t, 256> counts{};
  std::uint64_t total = 0;
  void add(std::size_t value) { ++counts[value]; ++total; }
  /// The smallest value that at least so many of 100,000 pixels do not exceed; 255 where there are none.
  std::int32_t percentile(std::uint64_t per_100k) const;
};
struct Values {
  Histogram luma, least, most;               ///< The last two of each pixel's least and largest channel.
};
Values values_of(const image::Image& image);

struct Edges {
  std::array<std::uint64_t, 3> sums{};       ///< Of red, green and blue, where no channel stands at an end: differences to the next pixel on the right and below.
  std::uint64_t coloured = 0;                ///< The same of red less green and of blue less green: 0 in a picture of greys.
};
Edges edges_of(const image::Image& image);

struct Laplacian {
  std::uint64_t squared = 0;                 ///< Of luma, summed.
  std::uint64_t pixels = 0;                  ///< That have four neighbours.
};
Laplacian laplacian_of(const image::Image& image);

/// The standard deviation of the noise of luma in thousandths of a level, where the picture is calmest.
std::uint32_t noise_milli(const image::Image& image);

}  // namespace colophon::picture
