#include "colophon/image/quality.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace colophon::image {
namespace {

constexpr std::size_t kCropPixels = std::size_t{kCropSide} * kCropSide;
constexpr std::int64_t kMillion = 1'000'000;

// (x - 127.5) / 127.5 for the 256 values of a byte; one subtraction and one division, each rounded as IEEE 754 says.
constexpr std::array<float, 256> kScaled = [] {
  std::array<float, 256> table{};
  for (int x = 0; x < 256; ++x) table[static_cast<std::size_t>(x)] = (static_cast<float>(x) - 127.5f) / 127.5f;
  return table;
}();

std::uint32_t crop_edge(std::uint32_t index, std::uint32_t side) { return index * (side - kCropSide) / (kCropGrid - 1); }

void write_crop(const Image& image, std::uint32_t left, std::uint32_t top, float* planes) {
  for (std::uint32_t y = 0; y < kCropSide; ++y) {
    const std::uint8_t* row = image.rgb.data() + (static_cast<std::size_t>(top + y) * image.width + left) * 3;
    for (std::uint32_t x = 0; x < kCropSide; ++x, ++planes, row += 3) {
      for (std::size_t channel = 0; channel < 3; ++channel) planes[channel * kCropPixels] = kScaled[row[channel]];
    }
  }
}

// e^x for x <= 0 from IEEE operations alone, so that equal logits give equal probabilities on every target (libraries' exp() differ in the
// last bit). x = n ln 2 + r with |r| <= ln 2 / 2; Taylor's series of e^r to r^13 leaves less than 2^-57.
double exponential(double x) {
  if (x < -700) return 0;
  constexpr double kLn2High = 0x1.62e42fefa3800p-1, kLn2Low = 0x1.ef35793c76730p-45, kPerLn2 = 0x1.71547652b82fep+0;
  const int n = static_cast<int>(x * kPerLn2 - 0.5);
  const double r = (x - n * kLn2High) - n * kLn2Low;
  double sum = 1;
  for (int k = 13; k >= 1; --k) sum = 1 + sum * r / k;
  return sum * std::bit_cast<double>(static_cast<std::uint64_t>(1023 + n) << 52);
}

// Parts per million by largest remainder, ties to the lower class: they add up.
std::array<std::int32_t, kQualityClasses> in_ppm(const std::array<double, kQualityClasses>& weights) {
  double total = 0;
  for (const double weight : weights) total += weight;
  std::array<std::int32_t, kQualityClasses> ppm{};
  std::array<double, kQualityClasses> rest{};
  std::int64_t left = kMillion;
  for (std::size_t i = 0; i < kQualityClasses; ++i) {
    const double exact = weights[i] / total * static_cast<double>(kMillion);
    ppm[i] = static_cast<std::int32_t>(exact);
    rest[i] = exact - ppm[i];
    left -= ppm[i];
  }
  std::array<std::size_t, kQualityClasses> order{};
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rest[a] != rest[b] ? rest[a] > rest[b] : a < b; });
  // The parts add up to a million but for a few units in the last place, so at least none and fewer than ten are left.
  for (std::size_t i = 0; left > 0; i = (i + 1) % kQualityClasses, --left) ++ppm[order[i]];
  return ppm;
}

}  // namespace

Result<std::vector<float>> quality_input(const Image& image) {
  if (image.width < kCropSide || image.height < kCropSide) {
    return fail(Errc::image_too_small, "image", "The quality model looks at squares of 56 pixels: both sides must have at least 56.");
  }
  std::vector<float> input(kCropCount * 3 * kCropPixels);
  float* crop = input.data();
  for (std::uint32_t row = 0; row < kCropGrid; ++row) {
    for (std::uint32_t column = 0; column < kCropGrid; ++column, crop += 3 * kCropPixels) {
      write_crop(image, crop_edge(column, image.width), crop_edge(row, image.height), crop);
    }
  }
  return input;
}

Result<Quality> quality_from_logits(std::span<const float> logits) {
  if (logits.empty() || logits.size() % kQualityClasses != 0) {
    return fail(Errc::invalid_argument, "logits", "Logits are rows of 10, one row a crop.");
  }
  const std::size_t crops = logits.size() / kQualityClasses;
  std::array<double, kQualityClasses> sums{};
  for (std::size_t i = 0; i < logits.size(); ++i) {
    if (!std::isfinite(logits[i])) return fail(Errc::invalid_argument, "logits", "A logit is not a finite number: the model is broken.");
    sums[i % kQualityClasses] += logits[i];
  }
  Quality quality;
  std::array<double, kQualityClasses> weights{};
  for (std::size_t i = 0; i < kQualityClasses; ++i) {
    sums[i] /= static_cast<double>(crops);
    quality.logits[i] = static_cast<float>(sums[i]);
  }
  const double largest = *std::max_element(sums.begin(), sums.end());
  for (std::size_t i = 0; i < kQualityClasses; ++i) weights[i] = exponential(sums[i] - largest);
  quality.probability_ppm = in_ppm(weights);

  std::int64_t sum = 0, squares = 0;
  for (std::size_t i = 0; i < kQualityClasses; ++i) {
    const std::int64_t score = static_cast<std::int64_t>(i) + 1;
    sum += score * quality.probability_ppm[i];
    squares += score * score * quality.probability_ppm[i];
  }
  quality.mean_milli = static_cast<std::int32_t>((sum + 500) / 1'000);
  quality.variance_milli = static_cast<std::int32_t>((squares * kMillion - sum * sum + kMillion * 500) / (kMillion * 1'000));
  return quality;
}

}  // namespace colophon::image
