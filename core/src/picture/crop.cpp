#include "colophon/picture/crop.hpp"

#include <algorithm>
#include <string>

namespace colophon::picture {
namespace {

/// Sums over rectangles of a map of constant cells, exact between the cells' edges too: coordinates are 256ths of a cell, sums 65,536ths.
class SumTable {
 public:
  explicit SumTable(const Saliency& map) : width_(map.width), height_(map.height), sums_((std::size_t{width_} + 1) * (height_ + 1)) {
    for (std::uint32_t y = 0; y < height_; ++y) {
      std::uint64_t row = 0;
      for (std::uint32_t x = 0; x < width_; ++x) {
        row += map.values[std::size_t{y} * width_ + x];
        sums_[(std::size_t{y} + 1) * (width_ + 1) + x + 1] = sums_[std::size_t{y} * (width_ + 1) + x + 1] + row;
      }
    }
  }
  std::uint64_t between(std::uint64_t left, std::uint64_t top, std::uint64_t right, std::uint64_t bottom) const {
    return upto(right, bottom) + upto(left, top) - upto(left, bottom) - upto(right, top);
  }

 private:
  std::uint64_t upto(std::uint64_t x, std::uint64_t y) const {
    const std::uint64_t column = x >> 8, row = y >> 8, right = x & 255, lower = y & 255;
    const std::uint64_t next_column = std::min<std::uint64_t>(column + 1, width_), next_row = std::min<std::uint64_t>(row + 1, height_);
    const auto at = [&](std::uint64_t i, std::uint64_t j) { return sums_[j * (width_ + 1) + i]; };
    return (256 - lower) * ((256 - right) * at(column, row) + right * at(next_column, row)) +
           lower * ((256 - right) * at(column, next_row) + right * at(next_column, next_row));
  }
  std::uint32_t width_, height_;
  std::vector<std::uint64_t> sums_;
};

/// The scores of crops of one picture.
class Judge {
 public:
  Judge(const image::Image& image, const Saliency& map)
      : image_(image), map_(map), table_(map), total_(table_.between(0, 0, std::uint64_t{map.width} << 8, std::uint64_t{map.height} << 8)) {}

  std::uint32_t score(const Crop& crop) const {
    if (total_ == 0) return 0;
    std::uint64_t weighed = part(crop, 0, 24, 0, 24) + part(crop, 4, 20, 4, 20);
    for (const std::uint32_t left : {5u, 13u}) {
      for (const std::uint32_t top : {5u, 13u}) weighed += 2 * part(crop, left, left + 6, top, top + 6);
    }
    return static_cast<std::uint32_t>(weighed * 1'000'000 / (4 * total_));
  }

 private:
  /// Of the part between 24ths of the crop's sides.
  std::uint64_t part(const Crop& crop, std::uint32_t left, std::uint32_t right, std::uint32_t top, std::uint32_t bottom) const {
    const auto across = [&](std::uint32_t at) { return (std::uint64_t{24} * crop.x + std::uint64_t{at} * crop.width) * map_.width * 256 / (std::uint64_t{24} * image_.width); };
    const auto down = [&](std::uint32_t at) { return (std::uint64_t{24} * crop.y + std::uint64_t{at} * crop.height) * map_.height * 256 / (std::uint64_t{24} * image_.height); };
    return table_.between(across(left), down(top), across(right), down(bottom));
  }
  const image::Image& image_;
  const Saliency& map_;
  SumTable table_;
  std::uint64_t total_;
};

/// The sides of the crop whose longer side has `sixteenths` of the longest that fits.
Crop sized(const image::Image& image, Ratio ratio, std::uint32_t sixteenths) {
  const bool wide = ratio.width >= ratio.height;
  const std::uint64_t longer = wide ? ratio.width : ratio.height, shorter = wide ? ratio.height : ratio.width;
  const std::uint64_t along = wide ? image.width : image.height, across = wide ? image.height : image.width;
  const std::uint64_t side = std::max<std::uint64_t>(1, std::min(along, across * longer / shorter) * sixteenths / 16);
  const std::uint64_t other = std::clamp<std::uint64_t>((side * shorter + longer / 2) / longer, 1, across);
  const auto width = static_cast<std::uint32_t>(wide ? side : other), height = static_cast<std::uint32_t>(wide ? other : side);
  return {0, 0, width, height, 0};
}

std::uint32_t from_middle(const image::Image& image, const Crop& crop) {
  const auto off = [](std::uint32_t at, std::uint32_t side, std::uint32_t whole) { return 2 * at + side > whole ? 2 * at + side - whole : whole - 2 * at - side; };
  return off(crop.x, crop.width, image.width) + off(crop.y, crop.height, image.height);
}

}  // namespace

Result<Crop> crop(const image::Image& image, Ratio ratio) {
  for (const std::uint32_t side : {ratio.width, ratio.height}) {
    if (side < 1 || side > kRatioMax) {
      return fail(Errc::invalid_argument, "ratio", "A ratio is two whole numbers from 1 to " + std::to_string(kRatioMax) + ", not " + std::to_string(ratio.width) + ":" + std::to_string(ratio.height) + ".");
    }
  }
  constexpr std::uint32_t kSteps = 64;
  const Saliency map = saliency(image);
  const Judge judge(image, map);
  Crop best;
  std::uint32_t best_off = 0;
  for (std::uint32_t sixteenths = 16; sixteenths >= 10; --sixteenths) {
    Crop one = sized(image, ratio, sixteenths);
    const std::uint32_t free_x = image.width - one.width, free_y = image.height - one.height;
    const std::uint32_t columns = std::min(free_x, kSteps), rows = std::min(free_y, kSteps);
    for (std::uint32_t row = 0; row <= rows; ++row) {
      one.y = rows == 0 ? 0 : row * free_y / rows;
      for (std::uint32_t column = 0; column <= columns; ++column) {
        one.x = columns == 0 ? 0 : column * free_x / columns;
        one.score_ppm = judge.score(one);
        const std::uint32_t off = from_middle(image, one);
        const bool nearer = one.width == best.width && one.height == best.height && off < best_off;
        if (best.width == 0 || one.score_ppm > best.score_ppm || (one.score_ppm == best.score_ppm && nearer)) {
          best = one;
          best_off = off;
        }
      }
    }
  }
  return best;
}

}  // namespace colophon::picture
