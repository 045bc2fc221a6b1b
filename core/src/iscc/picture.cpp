#include "colophon/iscc/picture.hpp"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace colophon::iscc {
namespace {

constexpr std::uint32_t kSide = 32;

struct Box {
  std::uint32_t left, top, right, bottom;   ///< The last two are outside.
};

// What differs from the colour of the upper left pixel, by a rectangle around it; the whole picture where nothing does.
Box without_border(const image::Image& image) {
  const std::uint8_t* const corner = image.rgb.data();
  const auto differs = [&](const std::uint8_t* p) { return p[0] != corner[0] || p[1] != corner[1] || p[2] != corner[2]; };
  Box box{image.width, image.height, 0, 0};
  for (std::uint32_t y = 0; y < image.height; ++y) {
    const std::uint8_t* row = image.rgb.data() + std::size_t{3} * y * image.width;
    std::uint32_t first = 0;
    while (first < image.width && !differs(row + std::size_t{3} * first)) ++first;
    if (first == image.width) continue;
    std::uint32_t last = image.width;
    while (!differs(row + std::size_t{3} * (last - 1))) --last;
    box = {std::min(box.left, first), std::min(box.top, y), std::max(box.right, last), y + 1};
  }
  return box.right == 0 ? Box{0, 0, image.width, image.height} : box;
}

// Keys, "Cubic convolution interpolation for digital image processing", 1981, with a = -1/2.
double cubic(double x) {
  constexpr double kA = -0.5;
  x = x < 0 ? -x : x;
  if (x < 1) return ((kA + 2) * x - (kA + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * kA;
  return 0;
}

// What each of the 32 places takes from a line of `size` values: weights in 2^-22, from `first` on.
constexpr int kWeightBits = 22;
struct Weights {
  std::uint32_t first;
  std::vector<std::int32_t> weights;
};

std::vector<Weights> weights_for(std::uint32_t size) {
  const double scale = static_cast<double>(size) / kSide, stretch = std::max(scale, 1.0), support = 2 * stretch;
  std::vector<Weights> all;
  for (std::uint32_t i = 0; i < kSide; ++i) {
    const double centre = (i + 0.5) * scale, narrowed = 1 / stretch;
    const auto first = static_cast<std::int64_t>(std::max(centre - support + 0.5, 0.0));
    const auto end = std::min(static_cast<std::int64_t>(centre + support + 0.5), static_cast<std::int64_t>(size));
    std::vector<double> exact;
    double sum = 0;
    for (std::int64_t k = first; k < end; ++k) {
      exact.push_back(cubic((static_cast<double>(k) - centre + 0.5) * narrowed));
      sum += exact.back();
    }
    Weights& place = all.emplace_back(Weights{static_cast<std::uint32_t>(first), {}});
    for (double weight : exact) {
      if (sum != 0) weight /= sum;
      place.weights.push_back(static_cast<std::int32_t>((weight < 0 ? -0.5 : 0.5) + weight * (1 << kWeightBits)));
    }
  }
  return all;
}

std::uint8_t rounded(std::int32_t sum) { return static_cast<std::uint8_t>(std::clamp(sum >> kWeightBits, 0, 255)); }

}  // namespace

std::array<std::uint8_t, 1024> grey_32x32(const image::Image& image) {
  const Box box = without_border(image);
  const std::uint32_t width = box.right - box.left, height = box.bottom - box.top;
  const auto across = weights_for(width), down = weights_for(height);
  constexpr std::int32_t kHalf = 1 << (kWeightBits - 1);

  // First across, to 8 bits, then down: rounding in between as the reference does.
  std::vector<std::uint8_t> grey(width), narrow(std::size_t{kSide} * height);
  for (std::uint32_t y = 0; y < height; ++y) {
    const std::uint8_t* pixel = image.rgb.data() + std::size_t{3} * (std::size_t{box.top + y} * image.width + box.left);
    for (std::uint32_t x = 0; x < width; ++x, pixel += 3) {
      grey[x] = static_cast<std::uint8_t>((pixel[0] * 19595u + pixel[1] * 38470u + pixel[2] * 7471u + 0x8000u) >> 16);
    }
    for (std::uint32_t i = 0; i < kSide; ++i) {
      std::int32_t sum = kHalf;
      const std::uint8_t* from = grey.data() + across[i].first;
      for (const std::int32_t weight : across[i].weights) sum += *from++ * weight;
      narrow[std::size_t{kSide} * y + i] = rounded(sum);
    }
  }
  std::array<std::uint8_t, 1024> result;
  for (std::uint32_t i = 0; i < kSide; ++i) {
    std::array<std::int32_t, kSide> sums;
    sums.fill(kHalf);
    const std::uint8_t* row = narrow.data() + std::size_t{kSide} * down[i].first;
    for (const std::int32_t weight : down[i].weights) {
      for (std::uint32_t x = 0; x < kSide; ++x) sums[x] += row[x] * weight;
      row += kSide;
    }
    for (std::uint32_t x = 0; x < kSide; ++x) result[std::size_t{kSide} * i + x] = rounded(sums[x]);
  }
  return result;
}

Result<std::string> image_code(const image::Image& image, int bits) { return image_code(grey_32x32(image), bits); }

}  // namespace colophon::iscc
