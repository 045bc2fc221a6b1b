#include "picture/sharpen.hpp"

#include <algorithm>

namespace colophon::picture {
namespace {

/// Differences of this many levels are no edge: grain in a sky is left alone, and what is more is raised by what is more.
constexpr std::int32_t kCore = 2;

}  // namespace

Sharpener::Sharpener(std::uint32_t width, std::uint32_t height, Mask mask)
    : width_(width), height_(height), mask_(mask), columns_(std::size_t{width} + 2 * mask.radius), sums_(width), added_(width) {}

void Sharpener::run(Band& band, std::uint32_t begin, std::uint32_t end) {
  const std::uint32_t radius = mask_.radius;
  first_ = begin > radius ? begin - radius : 0;
  const std::uint32_t last = std::min(height_, end + radius);
  luma_.resize(std::size_t{last - first_} * width_);
  for (std::uint32_t y = first_; y < last; ++y) {
    const std::uint8_t* p = band.row(y);
    std::uint8_t* const to = luma_.data() + std::size_t{y - first_} * width_;
    for (std::uint32_t x = 0; x < width_; ++x) to[x] = static_cast<std::uint8_t>((77u * p[3 * x] + 150u * p[3 * x + 1] + 29u * p[3 * x + 2] + 128) >> 8);
  }
  const auto clamped = [&](std::int64_t y) { return static_cast<std::uint32_t>(std::clamp<std::int64_t>(y, 0, std::int64_t{height_} - 1)); };
  std::ranges::fill(columns_, std::uint16_t{0});
  const std::int64_t reach = radius;
  for (std::int64_t y = std::int64_t{begin} - reach; y <= std::int64_t{begin} + reach; ++y) add_row(clamped(y), 1);
  for (std::uint32_t y = begin; y < end; ++y) {
    write_row(band.row(y), y);
    if (y + 1 == end) break;
    add_row(clamped(std::int64_t{y} - reach), -1);
    add_row(clamped(std::int64_t{y} + reach + 1), 1);
  }
}

void Sharpener::add_row(std::uint32_t row, std::int32_t sign) {
  const std::uint8_t* const luma = luma_.data() + std::size_t{row - first_} * width_;
  std::uint16_t* const sums = columns_.data() + mask_.radius;
  if (sign > 0) for (std::uint32_t x = 0; x < width_; ++x) sums[x] = static_cast<std::uint16_t>(sums[x] + luma[x]);
  else for (std::uint32_t x = 0; x < width_; ++x) sums[x] = static_cast<std::uint16_t>(sums[x] - luma[x]);
}

void Sharpener::write_row(std::uint8_t* rgb, std::uint32_t row) {
  const std::uint32_t side = 2 * mask_.radius + 1;
  const auto area = static_cast<std::int32_t>(side * side);
  std::fill_n(columns_.begin(), mask_.radius, columns_[mask_.radius]);
  std::fill_n(columns_.end() - mask_.radius, mask_.radius, columns_[mask_.radius + width_ - 1]);
  std::int32_t sum = 0;
  for (std::uint32_t x = 0; x < side; ++x) sum += columns_[x];
  sums_[0] = sum;
  for (std::uint32_t x = 1; x < width_; ++x) sums_[x] = sum += columns_[x + side - 1] - columns_[x - 1];

  const std::uint8_t* const luma = luma_.data() + std::size_t{row - first_} * width_;
  // The difference has at most 255 * area, so the product stays in 31 bits whatever the radius.
  const std::int32_t core = kCore * area, factor_q22 = static_cast<std::int32_t>((std::uint64_t{mask_.strength_q6} << 16) / static_cast<std::uint32_t>(area));
  for (std::uint32_t x = 0; x < width_; ++x) {
    const std::int32_t difference = luma[x] * area - sums_[x];
    const std::int32_t beyond = std::max(difference - core, 0) + std::min(difference + core, 0);
    added_[x] = static_cast<std::int16_t>((beyond * factor_q22 + (1 << 21)) >> 22);
  }
  for (std::uint32_t x = 0; x < width_; ++x, rgb += 3) {
    const std::int32_t add = added_[x];
    for (int channel = 0; channel < 3; ++channel) rgb[channel] = static_cast<std::uint8_t>(std::clamp(rgb[channel] + add, 0, 255));
  }
}

}  // namespace colophon::picture
