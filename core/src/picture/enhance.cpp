#include "colophon/picture/enhance.hpp"

#include <algorithm>

#include "picture/denoise.hpp"
#include "picture/fixed.hpp"
#include "picture/measure.hpp"
#include "picture/tone.hpp"

namespace colophon::picture {
namespace {

// docs/explanation/pictures.md says on which photographs these were found.

/// Nearly every photograph has a pixel in a thousand with a channel at the top, and one with a channel near the bottom. Ends as usual are left; the further
/// out an end is, the surer that it should be where most photographs have it.
constexpr std::int32_t kLowUsual = 30, kLowAim = 6, kHighUsual = 225, kHighAim = 245;
/// What spans less is plain, not dull: it is stretched as if it spanned this.
constexpr std::int32_t kSpanMin = 64;
constexpr std::int32_t kExposureMin = -1'000, kExposureMax = 2'000, kContrastMax = 90;
/// Half of the picture is not raised over this.
constexpr std::int32_t kMedianMax = 165;

std::int32_t low_aim(std::int32_t low) { return low <= kLowUsual ? low : std::max(kLowAim, kLowUsual - (low - kLowUsual)); }
std::int32_t high_aim(std::int32_t high) { return high >= kHighUsual ? high : std::min(kHighAim, kHighUsual + (kHighUsual - high) * 4 / 7); }

/// Where a value goes in 8.8 fixed point, below 0 and over white too: ends that are to be reached are reached without being bent.
std::int32_t straight_q8(std::int32_t value, const Adjustments& adjust) {
  constexpr std::int64_t kMiddle = 255 * 128;
  const std::uint64_t light = kLight[static_cast<std::size_t>(value)] * std::uint64_t{power_of_two_q16(adjust.exposure_milli, 1'000)} >> 16;
  const std::int64_t off = encoded_q8(static_cast<std::uint32_t>(light)) - kMiddle;
  return static_cast<std::int32_t>(kMiddle + (off * power_of_two_q16(adjust.contrast, 64) >> 16));
}

/// The least exposure that brings `value` to `aim` at that contrast.
std::int32_t exposure_for(std::int32_t value, std::int32_t aim, std::int32_t contrast) {
  Adjustments adjust;
  adjust.contrast = contrast;
  std::int32_t low = kExposureMin, high = kExposureMax;
  while (low < high) {
    adjust.exposure_milli = low + (high - low) / 2;
    if (straight_q8(value, adjust) >= aim << 8) high = adjust.exposure_milli;
    else low = adjust.exposure_milli + 1;
  }
  return low;
}

/// Exposure and contrast that bring both ends where they should be.
void set_tone(Adjustments& to, const Values& values) {
  std::int32_t low = values.least.percentile(100), high = values.most.percentile(99'900);
  if (high - low < kSpanMin) {
    const std::int32_t middle = (low + high) / 2;
    low = std::max(0, middle - kSpanMin / 2);
    high = std::min(255, middle + kSpanMin / 2);
  }
  const std::int32_t high_to = high_aim(high);
  to.exposure_milli = exposure_for(high, high_to, 0);
  // Light alone lifts the lower end too: what it has then is what is usual or not.
  const std::int32_t lifted = straight_q8(low, to) >> 8, low_to = low_aim(lifted);
  if (low_to != lifted) {
    // The more contrast at an upper end that stays, the lower the lower end.
    std::int32_t least = 0, most = kContrastMax;
    while (least < most) {
      to.contrast = least + (most - least) / 2;
      to.exposure_milli = exposure_for(high, high_to, to.contrast);
      if (straight_q8(low, to) <= low_to << 8) most = to.contrast;
      else least = to.contrast + 1;
    }
    to.contrast = least;
    to.exposure_milli = exposure_for(high, high_to, least);
  }
  const std::int32_t median = values.luma.percentile(50'000);
  while (to.exposure_milli > 0 && straight_q8(median, to) > std::max(kMedianMax, median) << 8) to.exposure_milli = std::max(0, to.exposure_milli - 50);
}

/// Edges are made by light and shade, which is equally strong in all channels; where a channel's edges are stronger throughout, so is its light
/// (van de Weijer, Gevers and Gijsenij, "Edge-based color constancy", 2007; here on encoded values, whose ratios are those of light to the power 1 / 2.4).
constexpr std::int32_t kPowerTenths = 24;
constexpr std::int32_t kWarmthUsual = 5, kTintUsual = 0, kCastUsual = 8, kCastMax = 60;
/// A picture of one colour was made so.
constexpr std::uint64_t kMonochrome = 12;

std::int32_t beyond_usual(std::int32_t cast) {
  const std::int32_t beyond = std::max(cast - kCastUsual, 0) + std::min(cast + kCastUsual, 0);
  return std::clamp(beyond, -kCastMax, kCastMax);
}

void set_balance(Adjustments& to, const Edges& edges) {
  const auto& [red, green, blue] = edges.sums;
  if (red == 0 || green == 0 || blue == 0 || edges.coloured * 100 < kMonochrome * (red + green + blue)) return;
  const std::int32_t reds = stops_centi(red, green) * kPowerTenths / 10, blues = stops_centi(blue, green) * kPowerTenths / 10;
  to.warmth = -beyond_usual((reds - blues) / 2 - kWarmthUsual);
  to.tint = -beyond_usual((reds + blues) / 2 - kTintUsual);
}

/// In thousandths of a level after exposure and contrast. What is finer than the first is not seen, and often texture.
constexpr std::uint64_t kNoiseUsual = 3'500, kNoiseSure = 7'000;
constexpr std::uint64_t kSharpUsual = 16;
constexpr std::int32_t kSharpenMax = 40;

void set_detail(Adjustments& to, std::int32_t median, std::uint64_t noise_milli, const Laplacian& laplacian) {
  median = std::clamp(median, 8, 247);
  // How much steeper the picture becomes in its middle, in 8.8 fixed point.
  const auto slope = static_cast<std::uint64_t>(std::max(0, straight_q8(median + 8, to) - straight_q8(median - 8, to))) / 16;
  const std::uint64_t noise = noise_milli * slope >> 8;
  if (noise > kNoiseUsual) {
    const std::uint64_t sure = std::min(noise - kNoiseUsual, kNoiseSure - kNoiseUsual);
    const std::uint64_t levels_milli = 2 * noise_milli * sure / (kNoiseSure - kNoiseUsual);
    to.denoise = static_cast<std::int32_t>(std::min<std::uint64_t>(100, levels_milli / (10 * kNoiseLevelsMax)));
    return;
  }
  if (laplacian.pixels == 0) return;
  // Squares compare as their roots do.
  std::uint64_t sharp = 0;
  while (sharp < kSharpUsual && ((sharp + 1) * (sharp + 1) << 16) * laplacian.pixels <= laplacian.squared * slope * slope) ++sharp;
  to.sharpen = std::min(kSharpenMax, static_cast<std::int32_t>(4 * (kSharpUsual - sharp)));
}

}  // namespace

Adjustments enhance(const image::Image& image) {
  Adjustments adjust;
  if (image.width == 0 || image.height == 0) return adjust;
  image::Image view = seen(image);
  const Laplacian laplacian = laplacian_of(view);
  set_balance(adjust, edges_of(view));
  // A cast moves the ends of its channels: they are looked at without it.
  Tone(adjust).apply(view.rgb.data(), view.rgb.data(), view.rgb.size() / 3);
  const Values values = values_of(view);
  set_tone(adjust, values);
  set_detail(adjust, values.luma.percentile(50'000), noise_milli(image), laplacian);
  return adjust;
}

}  // namespace colophon::picture
