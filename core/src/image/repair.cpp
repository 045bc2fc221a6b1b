// The two repairs of a picture, in integers: the browser and the server make the same pixels.
#include <algorithm>
#include <array>
#include <cstdlib>

#include "colophon/image/features.hpp"
#include "image/view.hpp"

namespace colophon::image {
namespace {

using Table = std::array<std::uint8_t, 256>;
constexpr std::uint32_t kMiddle = 128;
// Stretching less than this to 256 steps would show bands more than it would help.
constexpr std::uint32_t kRangeMin = 64;

// Square root in 1.30 fixed point, rounded down.
constexpr std::uint64_t root_q30(std::uint64_t value) {
  const std::uint64_t n = value << 30;
  std::uint64_t root = 0;
  for (std::uint64_t bit = 1ull << 30; bit != 0; bit >>= 1) {
    const std::uint64_t trial = root + bit;
    if (trial * trial <= n) root = trial;
  }
  return root;
}

// x^(eighths / 8) for x = 0 to 255 of 255, from square roots alone: no library's pow() enters a pixel.
constexpr std::uint32_t kEighthsMin = 4, kEighthsMax = 14;
constexpr std::uint8_t power(std::uint32_t x, std::uint32_t eighths) {
  constexpr std::uint64_t kOne = 1ull << 30;
  const std::uint64_t full = (x * kOne + 127) / 255, half = root_q30(full), quarter = root_q30(half), eighth = root_q30(quarter);
  std::uint64_t product = kOne;
  if (eighths & 8) product = product * full >> 30;
  if (eighths & 4) product = product * half >> 30;
  if (eighths & 2) product = product * quarter >> 30;
  if (eighths & 1) product = product * eighth >> 30;
  return static_cast<std::uint8_t>((product * 255 + kOne / 2) >> 30);
}
constexpr auto kPowers = [] {
  std::array<Table, kEighthsMax - kEighthsMin + 1> tables{};
  for (std::uint32_t eighths = kEighthsMin; eighths <= kEighthsMax; ++eighths) {
    for (std::uint32_t x = 0; x < 256; ++x) tables[eighths - kEighthsMin][x] = power(x, eighths);
  }
  return tables;
}();

std::array<std::uint32_t, 256> luma_histogram(const Image& image) {
  std::array<std::uint32_t, 256> counts{};
  const std::uint8_t* p = image.rgb.data();
  for (std::size_t i = 0; i < image.rgb.size(); i += 3) ++counts[(77u * p[i] + 150u * p[i + 1] + 29u * p[i + 2] + 128) >> 8];
  return counts;
}

// The smallest luma that at least `part_per_mille` of the pixels do not exceed.
std::uint32_t percentile(const std::array<std::uint32_t, 256>& counts, std::uint64_t pixels, std::uint64_t part_per_mille) {
  const std::uint64_t wanted = std::max<std::uint64_t>(1, (pixels * part_per_mille + 999) / 1'000);
  std::uint64_t seen = 0;
  for (std::uint32_t value = 0; value < 256; ++value) {
    seen += counts[value];
    if (seen >= wanted) return value;
  }
  return 255;
}

Table stretch(std::uint32_t low, std::uint32_t high) {
  if (high - low < kRangeMin) {
    const std::uint32_t middle = (low + high) / 2;
    low = std::min(middle < kRangeMin / 2 ? 0 : middle - kRangeMin / 2, 255 - kRangeMin);
    high = low + kRangeMin;
  }
  Table table{};
  for (std::uint32_t x = 0; x < 256; ++x) {
    table[x] = x <= low ? 0 : x >= high ? 255 : static_cast<std::uint8_t>(((x - low) * 255 + (high - low) / 2) / (high - low));
  }
  return table;
}

// The gamma that brings the median closest to half way between where it is and the middle: a dark picture becomes readable, and a
// picture that is meant to be dark stays darker than others.
const Table& gamma_for(std::uint32_t median) {
  const int target = static_cast<int>((median + kMiddle + 1) / 2);
  const Table* best = &kPowers[8 - kEighthsMin];
  for (const Table& table : kPowers) {
    if (std::abs(table[median] - target) < std::abs((*best)[median] - target)) best = &table;
  }
  return *best;
}

Image levelled(const Image& image) {
  Image result = image;
  const auto counts = luma_histogram(image);
  const std::uint64_t pixels = image.rgb.size() / 3;
  const std::uint32_t low = percentile(counts, pixels, 5), high = percentile(counts, pixels, 995);
  if (pixels == 0 || low == high) return result;
  const Table stretched = stretch(low, high);
  const Table& gamma = gamma_for(stretched[percentile(counts, pixels, 500)]);
  Table both{};
  for (std::size_t x = 0; x < 256; ++x) both[x] = gamma[stretched[x]];
  for (std::uint8_t& value : result.rgb) value = both[value];
  return result;
}

// The mean of a square of 2 * radius + 1 pixels a side, by sums that slide: each pixel costs the same whatever the radius.
// Beyond the border stands the border's pixel.
class Sharpener {
 public:
  Sharpener(const Image& from, std::uint32_t radius)
      : from_(from), radius_(static_cast<std::int64_t>(radius)), columns_(static_cast<std::size_t>(from.width) * 3) {}

  Image run() {
    Image to{from_.width, from_.height, {}};
    to.rgb.resize(from_.rgb.size());
    for (std::int64_t y = -radius_; y <= radius_; ++y) add_row(y, 1);
    for (std::int64_t y = 0; y < static_cast<std::int64_t>(from_.height); ++y) {
      write_row(y, to);
      add_row(y - radius_, -1);
      add_row(y + radius_ + 1, 1);
    }
    return to;
  }

 private:
  void add_row(std::int64_t y, std::int32_t sign) {
    y = std::clamp<std::int64_t>(y, 0, static_cast<std::int64_t>(from_.height) - 1);
    const std::uint8_t* row = from_.rgb.data() + static_cast<std::size_t>(y) * columns_.size();
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i] += sign * row[i];
  }

  std::int32_t column(std::int64_t x, int channel) const {
    x = std::clamp<std::int64_t>(x, 0, static_cast<std::int64_t>(from_.width) - 1);
    return columns_[static_cast<std::size_t>(x) * 3 + static_cast<std::size_t>(channel)];
  }

  // value + (value - mean): the mask at full strength.
  void write_row(std::int64_t y, Image& to) const {
    const std::size_t row = static_cast<std::size_t>(y) * columns_.size();
    const std::int32_t side = static_cast<std::int32_t>(2 * radius_ + 1), area = side * side;
    for (int channel = 0; channel < 3; ++channel) {
      std::int32_t sum = 0;
      for (std::int64_t x = -radius_; x <= radius_; ++x) sum += column(x, channel);
      for (std::int64_t x = 0; x < static_cast<std::int64_t>(from_.width); ++x) {
        const std::size_t at = row + static_cast<std::size_t>(x) * 3 + static_cast<std::size_t>(channel);
        const std::int32_t scaled = std::max(0, 2 * area * from_.rgb[at] - sum);
        to.rgb[at] = static_cast<std::uint8_t>(std::min(255, (scaled + area / 2) / area));
        sum += column(x + radius_ + 1, channel) - column(x - radius_, channel);
      }
    }
  }

  const Image& from_;
  std::int64_t radius_;
  std::vector<std::int32_t> columns_;  ///< Sums down the rows of the square, interleaved as the picture is.
};

}  // namespace

Result<Repair> parse_repair(std::string_view name, std::string_view field) {
  if (name == "levels") return Repair::levels;
  if (name == "sharpen") return Repair::sharpen;
  return fail(Errc::invalid_argument, std::string(field), "The repairs are \"levels\" and \"sharpen\": name one of them.");
}

Image repaired(const Image& image, Repair repair) {
  if (image.width == 0 || image.height == 0) return image;
  return repair == Repair::sharpen ? Sharpener(image, view_step(image)).run() : levelled(image);
}

}  // namespace colophon::image
