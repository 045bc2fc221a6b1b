#include "colophon/picture/palette.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace colophon::picture {
namespace {

struct Bin {
  std::array<std::uint8_t, 3> at{};
  std::uint64_t count = 0;
  std::array<std::uint64_t, 3> sum{};
};

/// The occupied bins of the histogram of 5 bits a channel, in the order of their colours.
std::vector<Bin> histogram(const image::Image& image) {
  struct Cell { std::uint64_t count, red, green, blue; };
  std::vector<Cell> cells(std::size_t{1} << 15);
  const std::uint8_t* const end = image.rgb.data() + image.rgb.size();
  for (const std::uint8_t* p = image.rgb.data(); p != end; p += 3) {
    Cell& cell = cells[static_cast<std::size_t>((p[0] >> 3) << 10 | (p[1] >> 3) << 5 | p[2] >> 3)];
    ++cell.count;
    cell.red += p[0];
    cell.green += p[1];
    cell.blue += p[2];
  }
  std::vector<Bin> bins;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Cell& cell = cells[i];
    if (cell.count == 0) continue;
    bins.push_back({{static_cast<std::uint8_t>(i >> 10), static_cast<std::uint8_t>(i >> 5 & 31), static_cast<std::uint8_t>(i & 31)},
                    cell.count, {cell.red, cell.green, cell.blue}});
  }
  return bins;
}

/// Some bins and the smallest box around them.
struct Box {
  std::span<Bin> bins;
  std::array<std::uint8_t, 3> low{31, 31, 31}, high{};
  std::uint64_t count = 0;

  explicit Box(std::span<Bin> of) : bins(of) {
    for (const Bin& bin : bins) {
      count += bin.count;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        low[axis] = std::min(low[axis], bin.at[axis]);
        high[axis] = std::max(high[axis], bin.at[axis]);
      }
    }
  }
  std::uint32_t side(std::size_t axis) const { return high[axis] - low[axis] + 1u; }
  std::uint64_t volume() const { return std::uint64_t{side(0)} * side(1) * side(2); }
};

/// Both halves hold bins: the first and the last plane of a box are occupied.
std::pair<Box, Box> cut(const Box& box) {
  std::size_t axis = 0;
  for (std::size_t other = 1; other < 3; ++other) {
    if (box.side(other) > box.side(axis)) axis = other;
  }
  std::array<std::uint64_t, 32> planes{};
  for (const Bin& bin : box.bins) planes[bin.at[axis]] += bin.count;
  const int low = box.low[axis], high = box.high[axis];
  int median = low;
  for (std::uint64_t below = 0; 2 * (below += planes[static_cast<std::size_t>(median)]) < box.count;) ++median;
  // The cut lies in the middle of the longer part, so that a crowded plane is not what both halves are about.
  const int left = median - low, right = high - median;
  const int last = left <= right ? std::min(high - 1, median + right / 2) : std::max(low, median - 1 - left / 2);
  const auto upper = std::ranges::partition(box.bins, [&](const Bin& bin) { return bin.at[axis] <= last; });
  const auto lower = box.bins.size() - upper.size();
  return {Box(box.bins.first(lower)), Box(box.bins.subspan(lower))};
}

/// False where no box can be cut.
bool cut_best(std::vector<Box>& boxes, bool by_volume) {
  std::size_t best = boxes.size();
  std::uint64_t weight = 0;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (boxes[i].bins.size() < 2) continue;
    const std::uint64_t its = boxes[i].count * (by_volume ? boxes[i].volume() : 1);
    if (its > weight) {
      best = i;
      weight = its;
    }
  }
  if (best == boxes.size()) return false;
  auto [lower, upper] = cut(boxes[best]);
  boxes[best] = lower;
  boxes.push_back(upper);
  return true;
}

}  // namespace

Result<std::vector<Swatch>> palette(const image::Image& image, std::uint32_t count) {
  if (count < 1 || count > kSwatchesMax) {
    return fail(Errc::invalid_argument, "count", "A palette has 1 to " + std::to_string(kSwatchesMax) + " colours, not " + std::to_string(count) + ".");
  }
  std::vector<Bin> bins = histogram(image);
  std::vector<Box> boxes{Box(bins)};
  while (boxes.size() < count && cut_best(boxes, 4 * boxes.size() >= 3 * std::size_t{count})) {}

  struct Counted { std::uint64_t count; Swatch swatch; };
  std::vector<Counted> list;
  std::uint64_t total = 0;
  for (const Box& box : boxes) {
    Counted one{box.count, {}};
    for (std::size_t channel = 0; channel < 3; ++channel) {
      std::uint64_t sum = box.count / 2;
      for (const Bin& bin : box.bins) sum += bin.sum[channel];
      one.swatch.rgb[channel] = static_cast<std::uint8_t>(sum / box.count);
    }
    total += box.count;
    list.push_back(one);
  }
  std::ranges::sort(list, [](const Counted& a, const Counted& b) { return a.count != b.count ? a.count > b.count : a.swatch.rgb < b.swatch.rgb; });
  std::uint32_t left = 1'000'000;
  for (Counted& one : list) left -= one.swatch.share_ppm = static_cast<std::uint32_t>(one.count * 1'000'000 / total);
  // Fewer than there are swatches: one each from the first keeps the order.
  std::vector<Swatch> swatches;
  for (Counted& one : list) {
    if (left > 0) { ++one.swatch.share_ppm; --left; }
    swatches.push_back(one.swatch);
  }
  return swatches;
}

}  // namespace colophon::picture
