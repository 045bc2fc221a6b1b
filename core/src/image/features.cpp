#include "colophon/image/features.hpp"

#include <algorithm>
#include <bit>

#include "colophon/base/money.hpp"
#include "image/sums.hpp"

namespace colophon::image {
namespace {

struct Usual { std::int64_t low_milli, high_milli; };
// The 10th and 90th percentile over 213 photographs, as tests/bench/feature_ranges.cpp prints them, rounded;
// docs/explanation/quality.md has the table. Composition has no lower end: nothing is wrong with a subject that stands right on a third.
constexpr Usual kUsual[kFeatureCount] = {
    {18'000, 58'000}, {73'000, 148'000}, {31'000, 69'000}, {19'000, 61'000}, {1'300, 6'100}, {0, 153},
};
// The colours of a picture that is black and white, or toned in one colour, spread less than this: that is a choice of its maker, and
// nobody is told to add colour to it. (The sepia prints of the sample catalogue: 3.8 to 8.5; its colour photographs: 21 and more.)
constexpr std::uint64_t kMonochromeSpread = 9;

uint128 square_root(uint128 n) {
  if (n == 0) return 0;
  const std::uint64_t high = static_cast<std::uint64_t>(n >> 64);
  const int bits = high != 0 ? 64 + std::bit_width(high) : std::bit_width(static_cast<std::uint64_t>(n));
  // Newton's method from above falls until it has the floor of the root.
  uint128 root = uint128{1} << ((bits + 1) / 2);
  for (;;) {
    const uint128 next = (root + n / root) >> 1;
    if (next >= root) return root;
    root = next;
  }
}

// n^2 times the variance of n values, from their sum and the sum of their squares: exact.
uint128 spread(std::uint64_t n, std::int64_t sum, std::uint64_t squares) {
  return uint128{n} * squares - static_cast<uint128>(static_cast<int128>(sum) * sum);
}

std::int64_t mean_milli(std::uint64_t sum, std::uint64_t n) {
  return n == 0 ? 0 : static_cast<std::int64_t>((sum * 1'000 + n / 2) / n);
}

// Rounded to the nearest thousandth: floor(sqrt(4 X) + 1) / 2 with X = 10^6 times the variance.
std::int64_t deviation_milli(std::uint64_t n, std::int64_t sum, std::uint64_t squares) {
  if (n == 0) return 0;
  const uint128 four_x = spread(n, sum, squares) * 4'000'000 / (uint128{n} * n);
  return static_cast<std::int64_t>((square_root(four_x) + 1) / 2);
}

std::uint64_t interior(const Sums& sums) { return sums.width < 3 || sums.height < 3 ? 0 : (sums.width - 2) * (sums.height - 2); }

// Standard deviation of the Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000, has its square).
std::int64_t sharpness_milli(const Sums& s) { return deviation_milli(interior(s), s.laplacian, s.laplacian_squared); }

// Four n^2 times var(rg) + var(yb).
uint128 colour_spread(const Sums& s) {
  const std::uint64_t n = s.width * s.height;
  return 4 * spread(n, s.red_green, s.red_green_squared) + spread(n, s.yellow_blue, s.yellow_blue_squared);
}

bool is_monochrome(const Sums& s) {
  const std::uint64_t n = s.width * s.height;
  return colour_spread(s) < uint128{4 * kMonochromeSpread * kMonochromeSpread} * n * n;
}

// Hasler and Suesstrunk, "Measuring colourfulness in natural images", SPIE 2003, the metric M3:
// sqrt(var(rg) + var(yb)) + 0.3 sqrt(mean(rg)^2 + mean(yb)^2), with rg = R - G and yb = (R + G) / 2 - B. Both roots in millionths.
std::int64_t colourfulness_milli(const Sums& s) {
  const std::uint64_t n = s.width * s.height;
  if (n == 0) return 0;
  const uint128 four_nn = uint128{4} * n * n;
  const uint128 means = static_cast<uint128>(4 * static_cast<int128>(s.red_green) * s.red_green +
                                             static_cast<int128>(s.yellow_blue) * s.yellow_blue);
  constexpr uint128 kScale = 1'000'000'000'000;
  const uint128 deviation = square_root(colour_spread(s) * kScale / four_nn), mean = square_root(means * kScale / four_nn);
  return static_cast<std::int64_t>((10 * deviation + 3 * mean + 5'000) / 10'000);
}

// Immerkaer, "Fast noise variance estimation", 1996: sigma = sqrt(pi / 2) / (6 (W - 2) (H - 2)) * sum |I * N|.
std::int64_t noise_milli(const Sums& s) {
  const std::uint64_t n = interior(s);
  if (n == 0) return 0;
  constexpr std::uint64_t kRootOfHalfPiBySixE12 = 208'885'689'553;
  const uint128 divisor = uint128{n} * 1'000'000'000;
  return static_cast<std::int64_t>((uint128{s.noise} * kRootOfHalfPiBySixE12 + divisor / 2) / divisor);
}

// The distance from `at / total` (a position in pixels) to the nearer of one third and two thirds of `side`, times 3 * total.
uint128 to_third(std::uint64_t at, std::uint64_t total, std::uint64_t side) {
  const int128 position = static_cast<int128>(3) * at;
  const int128 one = static_cast<int128>(side) * total, two = 2 * one;
  const int128 first = position > one ? position - one : one - position;
  const int128 second = position > two ? position - two : two - position;
  return static_cast<uint128>(std::min(first, second));
}

// From the centroid of the edge energy |dY/dx| + |dY/dy| (Avidan and Shamir, "Seam carving", 2007, e1) to the nearest of the four points
// where the thirds cross, in thousandths of the diagonal. Where there is no edge the centroid is the centre.
std::int64_t composition_milli(const Sums& s) {
  if (s.width == 0 || s.height == 0) return 0;
  // Twice the position, so that the middle of a pixel (its number + 1/2) and the centre are whole.
  const std::uint64_t total = s.edge == 0 ? 1 : s.edge;
  const std::uint64_t x = s.edge == 0 ? s.width : 2 * s.edge_x + s.edge;
  const std::uint64_t y = s.edge == 0 ? s.height : 2 * s.edge_y + s.edge;
  const uint128 dx = to_third(x, total, 2 * s.width), dy = to_third(y, total, 2 * s.height);
  // In pixels the distance is sqrt(dx^2 + dy^2) / (6 total).
  const uint128 diagonal = uint128{36} * total * total * (s.width * s.width + s.height * s.height);
  return static_cast<std::int64_t>((square_root((dx * dx + dy * dy) * 4'000'000 / diagonal) + 1) / 2);
}

Measured judged(Feature feature, std::int64_t value_milli) {
  const Usual& usual = kUsual[static_cast<std::size_t>(feature)];
  const Verdict verdict = value_milli < usual.low_milli    ? Verdict::low
                          : value_milli > usual.high_milli ? Verdict::high
                                                           : Verdict::usual;
  return {feature, value_milli, usual.low_milli, usual.high_milli, verdict, "none", ""};
}

void advise(Measured& measured, bool monochrome) {
  const auto say = [&](std::string_view advice, std::string_view repair) { measured.advice = advice; measured.repair = repair; };
  const bool low = measured.verdict == Verdict::low;
  if (measured.verdict == Verdict::usual) return;
  switch (measured.feature) {
    case Feature::sharpness:
      // An unsharp mask brings back a little; under half of the usual there is nothing left to bring back.
      if (low && 2 * measured.value_milli < measured.usual_low_milli) say("shoot_steadier", "");
      else if (low) say("sharpen", "sharpen");
      return;
    case Feature::exposure: return low ? say("raise_exposure", "levels") : say("lower_exposure", "levels");
    case Feature::contrast: return low ? say("raise_contrast", "levels") : say("lower_contrast", "");
    case Feature::colourfulness:
      if (!low) say("reduce_colour", "");
      else if (!monochrome) say("add_colour", "");
      return;
    case Feature::noise:
      if (!low) say("reduce_noise", "");
      return;
    case Feature::composition:
      if (!low) say("move_subject", "");
      return;
  }
}

}  // namespace

std::string_view feature_name(Feature feature) {
  constexpr std::string_view kNames[kFeatureCount] = {"sharpness", "exposure", "contrast", "colourfulness", "noise", "composition"};
  return kNames[static_cast<std::size_t>(feature)];
}

std::array<Measured, kFeatureCount> features(const Image& image) {
  const Sums sums = sum_view(image);
  const std::uint64_t n = sums.width * sums.height;
  std::array<Measured, kFeatureCount> all{
      judged(Feature::sharpness, sharpness_milli(sums)),
      judged(Feature::exposure, mean_milli(sums.luma, n)),
      judged(Feature::contrast, deviation_milli(n, static_cast<std::int64_t>(sums.luma), sums.luma_squared)),
      judged(Feature::colourfulness, colourfulness_milli(sums)),
      judged(Feature::noise, noise_milli(sums)),
      judged(Feature::composition, composition_milli(sums)),
  };
  for (Measured& measured : all) advise(measured, is_monochrome(sums));
  return all;
}

}  // namespace colophon::image
