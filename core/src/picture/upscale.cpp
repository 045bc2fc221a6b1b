#include "colophon/picture/upscale.hpp"

#include <algorithm>
#include <string>

namespace colophon::picture {
namespace {

/// In pixels of the result.
constexpr std::uint32_t kUnused = kTileOverlap / 6 * 2, kFade = 2 * kTileOverlap - 2 * kUnused;
constexpr std::uint32_t kFraction = 16;

/// Where tiles of `side` begin that cover `whole`, as evenly as can be, sharing at least kTileOverlap.
std::vector<std::uint32_t> starts(std::uint32_t whole, std::uint32_t side) {
  if (side >= whole) return {0};
  const std::uint32_t step = side - kTileOverlap, count = (whole - kTileOverlap + step - 1) / step;
  std::vector<std::uint32_t> found;
  for (std::uint32_t i = 0; i < count; ++i) found.push_back(static_cast<std::uint32_t>(std::uint64_t{i} * (whole - side) / (count - 1)));
  return found;
}

/// How much a tile's pixel counts, 0 to kFade, by its distance from the tile's edges where these are not the picture's.
std::uint32_t weight(std::uint32_t at, std::uint32_t side, bool first, bool last) {
  const auto from = [](std::uint32_t edge) { return edge < kUnused ? 0 : std::min(kFade, edge - kUnused + 1); };
  return std::min(first ? kFade : from(at), last ? kFade : from(side - 1 - at));
}
std::vector<std::uint32_t> weights(std::uint32_t start, std::uint32_t side, std::uint32_t whole) {
  std::vector<std::uint32_t> list;
  for (std::uint32_t at = 0; at < 2 * side; ++at) list.push_back(weight(at, 2 * side, start == 0, start + side == whole));
  return list;
}

/// What all tiles together give each column (or row).
std::vector<std::uint32_t> totals(const std::vector<std::uint32_t>& starts, std::uint32_t side, std::uint32_t whole) {
  std::vector<std::uint32_t> sums(std::size_t{2} * whole);
  for (const std::uint32_t start : starts) {
    const std::vector<std::uint32_t> its = weights(start, side, whole);
    for (std::size_t i = 0; i < its.size(); ++i) sums[2 * std::size_t{start} + i] += its[i];
  }
  return sums;
}

}  // namespace

Upscaler::Upscaler(const image::Image& image) : image_(&image), sums_(std::size_t{12} * image.width * image.height) {
  const std::uint32_t width = std::min(kTileSide, image.width), height = std::min(kTileSide, image.height);
  for (const std::uint32_t y : starts(image.height, height)) {
    for (const std::uint32_t x : starts(image.width, width)) tiles_.push_back({x, y, width, height});
  }
  blended_.resize(tiles_.size());
}

Result<Upscaler> Upscaler::begin(const image::Image& image) {
  if (std::uint64_t{image.width} * image.height > kUpscalePixelsMax) {
    return fail(Errc::limit_exceeded, "picture", "The picture has " + std::to_string(image.width) + " x " + std::to_string(image.height) +
                " pixels, and only pictures of at most " + std::to_string(kUpscalePixelsMax) + " are upscaled: it is large enough, or crop it first.");
  }
  return Upscaler(image);
}

std::vector<float> Upscaler::input(std::size_t index) const {
  const Tile& tile = tiles_[index];
  const std::size_t plane = std::size_t{tile.width} * tile.height;
  std::vector<float> values(3 * plane);
  for (std::uint32_t y = 0; y < tile.height; ++y) {
    const std::uint8_t* p = image_->rgb.data() + (std::size_t{tile.y + y} * image_->width + tile.x) * 3;
    for (std::uint32_t x = 0; x < tile.width; ++x, p += 3) {
      for (std::size_t channel = 0; channel < 3; ++channel) values[channel * plane + std::size_t{y} * tile.width + x] = static_cast<float>(p[channel]) / 255.0f;
    }
  }
  return values;
}

Result<void> Upscaler::blend(std::size_t index, std::span<const float> output) {
  if (index >= tiles_.size() || blended_[index]) return fail(Errc::invalid_argument, "tile", "A tile is blended once, and is one of those that there are.");
  const Tile& tile = tiles_[index];
  const std::uint32_t width = 2 * tile.width, height = 2 * tile.height;
  const std::size_t plane = std::size_t{width} * height;
  if (output.size() != 3 * plane) {
    return fail(Errc::invalid_argument, "output", "The model gave " + std::to_string(output.size()) + " values for a tile, and twice its size has " + std::to_string(3 * plane) + ": use a model that doubles pictures.");
  }
  // Also false for what is no number.
  if (!std::ranges::all_of(output, [](float value) { return value >= -1e6f && value <= 1e6f; })) {
    return fail(Errc::invalid_argument, "output", "The model gave values that are no colours: use another model.");
  }
  const std::vector<std::uint32_t> across = weights(tile.x, tile.width, image_->width), down = weights(tile.y, tile.height, image_->height);
  for (std::uint32_t y = 0; y < height; ++y) {
    std::uint32_t* sum = sums_.data() + (std::size_t{2 * tile.y + y} * 2 * image_->width + 2 * tile.x) * 3;
    for (std::uint32_t x = 0; x < width; ++x, sum += 3) {
      const std::uint32_t its = across[x] * down[y];
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const float value = std::clamp(output[channel * plane + std::size_t{y} * width + x], 0.0f, 1.0f);
        sum[channel] += its * static_cast<std::uint32_t>(value * (255.0f * kFraction) + 0.5f);
      }
    }
  }
  blended_[index] = true;
  return {};
}

Result<image::Image> Upscaler::finish() const {
  if (std::ranges::find(blended_, false) != blended_.end()) return fail(Errc::conflict, "tile", "A tile of the picture is missing: blend all of them first.");
  const std::vector<std::uint32_t> across = totals(starts(image_->width, tiles_[0].width), tiles_[0].width, image_->width);
  const std::vector<std::uint32_t> down = totals(starts(image_->height, tiles_[0].height), tiles_[0].height, image_->height);
  image::Image made{2 * image_->width, 2 * image_->height, std::vector<std::uint8_t>(sums_.size())};
  for (std::size_t y = 0; y < made.height; ++y) {
    for (std::size_t x = 0; x < made.width; ++x) {
      const std::uint64_t whole = std::uint64_t{across[x]} * down[y] * kFraction;
      const std::size_t at = (y * made.width + x) * 3;
      for (std::size_t channel = 0; channel < 3; ++channel) made.rgb[at + channel] = static_cast<std::uint8_t>((sums_[at + channel] + whole / 2) / whole);
    }
  }
  return made;
}

}  // namespace colophon::picture
