#include "picture/measure.hpp"

#include <algorithm>
#include <vector>

#include "image/view.hpp"

namespace colophon::picture {
namespace {

/// A channel that stands at an end says nothing of the light.
constexpr std::uint8_t kCutLow = 3, kCutHigh = 250;
constexpr std::uint32_t kTileSide = 32, kTiles = 12;

std::int32_t luma_of(const std::uint8_t* p) { return (77 * p[0] + 150 * p[1] + 29 * p[2] + 128) >> 8; }
std::uint32_t apart(std::int32_t a, std::int32_t b) { return static_cast<std::uint32_t>(a > b ? a - b : b - a); }

/// Immerkaer, "Fast noise variance estimation", 1996, over one square: sigma = sqrt(pi / 2) / (6 n) * sum |I * N|. In thousandths.
std::uint32_t tile_noise_milli(const image::Image& image, std::uint32_t left, std::uint32_t top, std::uint32_t width, std::uint32_t height) {
  std::int32_t luma[3][kTileSide];
  std::uint64_t sum = 0;
  for (std::uint32_t y = 0; y < height; ++y) {
    const std::uint8_t* p = image.rgb.data() + (std::size_t{top + y} * image.width + left) * 3;
    for (std::uint32_t x = 0; x < width; ++x, p += 3) luma[y % 3][x] = luma_of(p);
    if (y < 2) continue;
    const std::int32_t *const a = luma[(y - 2) % 3], *const b = luma[(y - 1) % 3], *const c = luma[y % 3];
    for (std::uint32_t x = 1; x + 1 < width; ++x) {
      sum += apart(a[x - 1] + a[x + 1] + c[x - 1] + c[x + 1] + 4 * b[x], 2 * (a[x] + c[x] + b[x - 1] + b[x + 1]));
    }
  }
  constexpr std::uint64_t kRootOfHalfPiBySixE9 = 208'885'690;
  const std::uint64_t divisor = std::uint64_t{width - 2} * (height - 2) * 1'000'000;
  return static_cast<std::uint32_t>((sum * kRootOfHalfPiBySixE9 + divisor / 2) / divisor);
}

}  // namespace

image::Image seen(const image::Image& image) {
  image::View view(image);
  image::Image made{view.width(), view.height(), {}};
  made.rgb.resize(std::size_t{3} * made.width * made.height);
  std::vector<std::int16_t> red(made.width), green(made.width), blue(made.width);
  std::uint8_t* to = made.rgb.data();
  for (std::uint32_t y = 0; y < made.height; ++y) {
    view.read_row(y, red.data(), green.data(), blue.data());
    for (std::uint32_t x = 0; x < made.width; ++x, to += 3) {
      to[0] = static_cast<std::uint8_t>(red[x]);
      to[1] = static_cast<std::uint8_t>(green[x]);
      to[2] = static_cast<std::uint8_t>(blue[x]);
    }
  }
  return made;
}

std::int32_t Histogram::percentile(std::uint64_t per_100k) const {
  const std::uint64_t wanted = std::max<std::uint64_t>(1, (total * per_100k + 99'999) / 100'000);
  std::uint64_t met = 0;
  for (std::size_t value = 0; value < counts.size(); ++value) {
    met += counts[value];
    if (met >= wanted) return static_cast<std::int32_t>(value);
  }
  return 255;
}

Values values_of(const image::Image& image) {
  Values values;
  const std::uint8_t* const end = image.rgb.data() + image.rgb.size();
  for (const std::uint8_t* p = image.rgb.data(); p != end; p += 3) {
    values.luma.add(static_cast<std::size_t>(luma_of(p)));
    values.least.add(std::min({p[0], p[1], p[2]}));
    values.most.add(std::max({p[0], p[1], p[2]}));
  }
  return values;
}

Edges edges_of(const image::Image& image) {
  Edges edges;
  const std::size_t row = std::size_t{3} * image.width;
  for (std::uint32_t y = 0; y + 1 < image.height; ++y) {
    const std::uint8_t* p = image.rgb.data() + y * row;
    for (std::uint32_t x = 0; x + 1 < image.width; ++x, p += 3) {
      if (std::min({p[0], p[1], p[2]}) < kCutLow || std::max({p[0], p[1], p[2]}) > kCutHigh) continue;
      std::int32_t right[3], down[3];
      for (std::size_t channel = 0; channel < 3; ++channel) {
        right[channel] = p[3 + channel] - p[channel];
        down[channel] = p[row + channel] - p[channel];
        edges.sums[channel] += apart(right[channel], 0) + apart(down[channel], 0);
      }
      edges.coloured += apart(right[0], right[1]) + apart(down[0], down[1]) + apart(right[2], right[1]) + apart(down[2], down[1]);
    }
  }
  return edges;
}

Laplacian laplacian_of(const image::Image& image) {
  Laplacian sums;
  if (image.width < 3 || image.height < 3) return sums;
  std::vector<std::int32_t> luma(std::size_t{image.width} * image.height);
  for (std::size_t i = 0; i < luma.size(); ++i) luma[i] = luma_of(image.rgb.data() + 3 * i);
  for (std::uint32_t y = 1; y + 1 < image.height; ++y) {
    const std::int32_t* const here = luma.data() + std::size_t{y} * image.width;
    const std::int32_t *const above = here - image.width, *const below = here + image.width;
    for (std::uint32_t x = 1; x + 1 < image.width; ++x) {
      const std::int32_t l = above[x] + below[x] + here[x - 1] + here[x + 1] - 4 * here[x];
      sums.squared += static_cast<std::uint32_t>(l * l);
    }
  }
  sums.pixels = std::uint64_t{image.width - 2} * (image.height - 2);
  return sums;
}

/// Of squares spread over the picture, the value that a twentieth of them do not exceed: what is calm shows the noise alone, and texture is none. Squares
/// that stand at black or white show no noise and do not count.
std::uint32_t noise_milli(const image::Image& image) {
  const std::uint32_t width = std::min(kTileSide, image.width), height = std::min(kTileSide, image.height);
  if (width < 8 || height < 8) return 0;
  std::vector<std::uint32_t> found;
  for (std::uint32_t row = 0; row < kTiles; ++row) {
    for (std::uint32_t column = 0; column < kTiles; ++column) {
      const auto left = static_cast<std::uint32_t>(std::uint64_t{image.width - width} * column / (kTiles - 1));
      const auto top = static_cast<std::uint32_t>(std::uint64_t{image.height - height} * row / (kTiles - 1));
      const std::int32_t middle = luma_of(image.rgb.data() + (std::size_t{top + height / 2} * image.width + left + width / 2) * 3);
      if (middle < 8 || middle > 247) continue;
      found.push_back(tile_noise_milli(image, left, top, width, height));
    }
  }
  if (found.empty()) return 0;
  const auto calm = found.begin() + static_cast<std::ptrdiff_t>(found.size() / 20);
  std::ranges::nth_element(found, calm);
  return *calm;
}

}  // namespace colophon::picture
