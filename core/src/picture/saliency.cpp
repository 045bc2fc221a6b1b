#include "colophon/picture/saliency.hpp"

#include <algorithm>
#include <array>

#include "colophon/image/preview.hpp"

namespace colophon::picture {
namespace {

/// Four pixels a cell on each axis: fine enough for edges, and what is finer than that is noise.
constexpr std::uint32_t kMeasuredSide = 4 * kSaliencySide;

using Colour = std::array<std::uint64_t, 3>;

int luma(const std::uint8_t* p) { return (77 * p[0] + 150 * p[1] + 29 * p[2] + 128) >> 8; }

bool like_skin(const std::uint8_t* p) {
  const int r = p[0], g = p[1], b = p[2];
  return r > 95 && g > 40 && b > 20 && r - std::min(g, b) > 15 && r - g > 15 && r > b;
}

std::uint64_t distance(std::uint64_t a, std::uint64_t b) { return a > b ? a - b : b - a; }

struct Cell {
  Colour sum{};
  std::uint64_t count = 0, edge = 0, skin = 0;
};

}  // namespace

Saliency saliency(const image::Image& image) {
  const image::PreviewSize small = image::preview_size(image, kMeasuredSide), map = image::preview_size(image, kSaliencySide);
  std::vector<std::uint8_t> rgba(std::size_t{4} * small.width * small.height);
  image::write_preview(image, small, rgba);
  const auto pixel = [&](std::uint32_t x, std::uint32_t y) { return rgba.data() + (std::size_t{y} * small.width + x) * 4; };

  std::vector<Cell> cells(std::size_t{map.width} * map.height);
  Colour mean{};
  std::uint64_t all_skin = 0;
  for (std::uint32_t y = 0; y < small.height; ++y) {
    const std::uint32_t above = y > 0 ? y - 1 : 0, below = std::min(y + 1, small.height - 1);
    for (std::uint32_t x = 0; x < small.width; ++x) {
      const std::uint32_t before = x > 0 ? x - 1 : 0, after = std::min(x + 1, small.width - 1);
      const std::uint8_t* p = pixel(x, y);
      Cell& cell = cells[std::size_t{y * map.height / small.height} * map.width + x * map.width / small.width];
      const int dx = luma(pixel(after, y)) - luma(pixel(before, y)), dy = luma(pixel(x, below)) - luma(pixel(x, above));
      cell.edge += static_cast<std::uint64_t>((dx < 0 ? -dx : dx) + (dy < 0 ? -dy : dy));
      cell.skin += like_skin(p);
      all_skin += like_skin(p);
      ++cell.count;
      for (std::size_t channel = 0; channel < 3; ++channel) {
        cell.sum[channel] += p[channel];
        mean[channel] += p[channel];
      }
    }
  }
  const std::uint64_t pixels = std::uint64_t{small.width} * small.height;
  for (std::uint64_t& channel : mean) channel = (channel + pixels / 2) / pixels;

  std::vector<std::uint64_t> raw;
  for (const Cell& cell : cells) {
    std::uint64_t contrast = 0;
    for (std::size_t channel = 0; channel < 3; ++channel) contrast += distance((cell.sum[channel] + cell.count / 2) / cell.count, mean[channel]);
    const std::uint64_t edge = std::min<std::uint64_t>(255, cell.edge / cell.count);
    // Wood and fur are like skin too: what most of the picture has tells nothing apart.
    const std::uint64_t skin = 255 * cell.skin * (pixels - all_skin) / (cell.count * pixels);
    raw.push_back(4 * edge + 3 * (contrast / 3) + 2 * skin);
  }
  const std::uint64_t most = std::max<std::uint64_t>(1, *std::ranges::max_element(raw));
  Saliency saliency{map.width, map.height, {}};
  for (const std::uint64_t value : raw) saliency.values.push_back(static_cast<std::uint8_t>((value * 255 + most / 2) / most));
  return saliency;
}

}  // namespace colophon::picture
