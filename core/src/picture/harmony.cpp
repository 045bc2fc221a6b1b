#include "colophon/picture/harmony.hpp"

#include "picture/hue.hpp"

namespace colophon::picture {
namespace {

constexpr std::uint32_t steps_of(std::uint32_t degrees) { return (degrees * kHueSteps + 180) / 360; }

/// Below this mean chroma a hue is noise of the camera.
constexpr std::uint64_t kNeutralChroma = 12;
constexpr std::uint32_t kSaturationLeast = 102, kValueLeast = 102;

struct Sector {
  std::uint32_t middle;     ///< From the scheme's angle.
  std::uint32_t half;       ///< Half of its width.
};
constexpr std::uint32_t kNarrow = 38, kWide = 200;   // Half of 18 and of 93.6 degrees.
constexpr Sector kMonochrome[] = {{0, kNarrow}};
constexpr Sector kAnalogous[] = {{0, kWide}};
constexpr Sector kComplementary[] = {{0, kNarrow}, {steps_of(180), kNarrow}};
constexpr Sector kSplit[] = {{0, kNarrow}, {steps_of(150), kNarrow}, {steps_of(210), kNarrow}};
constexpr Sector kTriad[] = {{0, kNarrow}, {steps_of(120), kNarrow}, {steps_of(240), kNarrow}};
constexpr Sector kTetrad[] = {{0, kNarrow}, {steps_of(90), kNarrow}, {steps_of(180), kNarrow}, {steps_of(270), kNarrow}};

std::span<const Sector> sectors_of(Scheme scheme) {
  switch (scheme) {
    case Scheme::analogous: return kAnalogous;
    case Scheme::complementary: return kComplementary;
    case Scheme::split_complementary: return kSplit;
    case Scheme::triad: return kTriad;
    case Scheme::tetrad: return kTetrad;
    case Scheme::neutral:
    case Scheme::monochrome: break;
  }
  return kMonochrome;
}

std::uint32_t outside(std::span<const Sector> sectors, std::uint32_t hue_from_angle) {
  std::uint32_t least = kHueSteps;
  for (const Sector& sector : sectors) {
    const std::uint32_t from_middle = hue_distance(hue_from_angle, sector.middle);
    least = std::min(least, from_middle > sector.half ? from_middle - sector.half : 0);
  }
  return least;
}

struct Weighed {
  std::uint32_t hue;
  std::uint64_t weight;
};

/// The distances of all hues from the scheme at an angle, each times its weight.
std::uint64_t misfit(std::span<const Sector> sectors, std::span<const Weighed> hues, std::uint32_t angle) {
  std::uint64_t sum = 0;
  for (const Weighed& one : hues) sum += one.weight * outside(sectors, (one.hue + kHueSteps - angle) % kHueSteps);
  return sum;
}

/// What a circle of hues, each as frequent as another, has: the sum over its steps.
std::uint64_t even_misfit(std::span<const Sector> sectors) {
  std::uint64_t sum = 0;
  for (std::uint32_t hue = 0; hue < kHueSteps; ++hue) sum += outside(sectors, hue);
  return sum;
}

std::vector<Rgb> partners(Scheme scheme, const Hsv& main) {
  const std::uint32_t saturation = std::max(main.saturation, kSaturationLeast), value = std::max(main.value, kValueLeast);
  const auto turned = [&](std::uint32_t degrees) { return rgb_of(main.hue + steps_of(degrees), saturation, value); };
  switch (scheme) {
    case Scheme::monochrome:
      // Two tints and two shades.
      return {rgb_of(main.hue, saturation / 4, 250), rgb_of(main.hue, saturation / 2, 225), rgb_of(main.hue, saturation, value * 2 / 3), rgb_of(main.hue, saturation, value / 3)};
    case Scheme::analogous: return {turned(330), turned(30)};
    case Scheme::complementary: return {turned(180), rgb_of(main.hue + steps_of(180), saturation / 2, 225)};
    case Scheme::split_complementary: return {turned(150), turned(210)};
    case Scheme::triad: return {turned(120), turned(240)};
    case Scheme::tetrad: return {turned(90), turned(180), turned(270)};
    case Scheme::neutral: break;
  }
  return {};
}

}  // namespace

std::string_view scheme_name(Scheme scheme) {
  switch (scheme) {
    case Scheme::monochrome: return "monochrome";
    case Scheme::analogous: return "analogous";
    case Scheme::complementary: return "complementary";
    case Scheme::split_complementary: return "split-complementary";
    case Scheme::triad: return "triad";
    case Scheme::tetrad: return "tetrad";
    case Scheme::neutral: break;
  }
  return "neutral";
}

Harmony harmony(std::span<const Swatch> palette) {
  std::vector<Weighed> hues;
  std::uint64_t weight = 0, shares = 0, most = 0;
  Harmony found;
  if (!palette.empty()) found.main = palette.front().rgb;
  for (const Swatch& swatch : palette) {
    const Hsv hsv = hsv_of(swatch.rgb.data());
    const std::uint64_t its = std::uint64_t{swatch.share_ppm} * hsv.chroma;
    if (its > 0) hues.push_back({hsv.hue, its});
    weight += its;
    shares += swatch.share_ppm;
    if (its > most) {
      most = its;
      found.main = swatch.rgb;
    }
  }
  const bool neutral = weight < kNeutralChroma * shares || weight == 0;
  if (neutral && !palette.empty()) found.main = palette.front().rgb;
  const Hsv main = hsv_of(found.main.data());

  // Parts of what even hues would have, compared as fractions: misfit / weight over even / steps.
  std::uint64_t best_misfit = 0, best_even = 0;
  bool fits = false;
  for (std::size_t i = 0; i < kSchemeCount; ++i) {
    const auto scheme = static_cast<Scheme>(i + 1);
    const std::span<const Sector> sectors = sectors_of(scheme);
    std::uint64_t least = misfit(sectors, hues, main.hue);
    std::uint32_t angle = main.hue;
    for (std::uint32_t other = 0; other < kHueSteps; ++other) {
      const std::uint64_t its = misfit(sectors, hues, other);
      if (its < least) {
        least = its;
        angle = other;
      }
    }
    found.fits[i] = {scheme, degrees_milli(angle), weight == 0 ? 0 : static_cast<std::uint32_t>(least * 1'875 / (weight * 8)), partners(scheme, main)};
    if (neutral || fits) continue;
    const std::uint64_t even = even_misfit(sectors);
    // least / weight <= (even / steps) / 8
    fits = 8 * least * kHueSteps <= even * weight;
    if (fits || found.scheme == Scheme::neutral || least * best_even < best_misfit * even) {
      found.scheme = scheme;
      best_misfit = least;
      best_even = even;
    }
  }
  return found;
}

}  // namespace colophon::picture
