#include "picture/tone.hpp"

#include <algorithm>
#include <cstring>

#include "picture/fixed.hpp"

namespace colophon::picture {
namespace {

constexpr std::uint64_t kWhite = 65'535;
constexpr std::uint64_t kLightKnee = kWhite * 3 / 4;     // Encoded: 225 of 255.
constexpr std::uint64_t kMiddle = 255 * 128;             // In 8.8 fixed point, half of 255.
constexpr std::uint64_t kContrastKnee = kMiddle * 9 / 10;

/// Bends what is over `knee` so that `most` arrives at `end`: slope 1 at the knee, never falling, and nothing is cut off. With t and T the parts of
/// (knee, end) up to `value` and up to `most`: t T / (T + t (T - 1)).
std::uint64_t bent(std::uint64_t value, std::uint64_t most, std::uint64_t knee, std::uint64_t end) {
  if (most <= end || value <= knee) return std::min(value, end);
  const std::uint64_t room = end - knee, t = value - knee, all = most - knee;
  // Both sides of the fraction times room^2; at 4.3 stops the largest product has 55 bits.
  const std::uint64_t below = all * room + t * (all - room);
  return knee + (t * all * room + below / 2) / below;
}

/// In light: the channel's gain, both knees, and back to 8 bits.
std::uint8_t toned(std::uint32_t value, std::uint64_t gain_q16, std::uint64_t slope_q16) {
  const std::uint64_t light = (kLight[value] * gain_q16 + kOneQ16 / 2) >> 16;
  const std::uint64_t most = (kWhite * gain_q16 + kOneQ16 / 2) >> 16;
  const std::uint64_t encoded = encoded_q8(static_cast<std::uint32_t>(bent(light, most, kLightKnee, kWhite)));
  const bool over = encoded >= kMiddle;
  const std::uint64_t off = ((over ? encoded - kMiddle : kMiddle - encoded) * slope_q16 + kOneQ16 / 2) >> 16;
  const std::uint64_t moved = bent(off, (kMiddle * slope_q16 + kOneQ16 / 2) >> 16, kContrastKnee, kMiddle);
  return static_cast<std::uint8_t>(((over ? kMiddle + moved : kMiddle - moved) + 128) >> 8);
}

std::uint8_t clamped(std::int32_t value) { return static_cast<std::uint8_t>(std::clamp(value, 0, 255)); }

}  // namespace

Tone::Tone(const Adjustments& adjustments)
    : saturation_q8_(256 + adjustments.saturation * 256 / 100),
      changes_(adjustments.exposure_milli != 0 || adjustments.contrast != 0 || adjustments.saturation != 0 || adjustments.warmth != 0 || adjustments.tint != 0) {
  const std::uint64_t gains[3] = {power_of_two_q16(adjustments.warmth, 100), power_of_two_q16(-adjustments.tint, 100), power_of_two_q16(-adjustments.warmth, 100)};
  // Rec. 709 luma of white after the gains: white balance alone makes a picture neither brighter nor darker.
  const std::uint64_t luma = (2'126 * gains[0] + 7'152 * gains[1] + 722 * gains[2]) / 10'000;
  const std::uint64_t exposure = power_of_two_q16(adjustments.exposure_milli, 1'000), slope = power_of_two_q16(adjustments.contrast, 64);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const std::uint64_t gain = (exposure * gains[channel] + luma / 2) / luma;
    for (std::uint32_t value = 0; value < 256; ++value) tables_[channel][value] = toned(value, gain, slope);
  }
}

void Tone::apply(const std::uint8_t* from, std::uint8_t* to, std::size_t pixels) const {
  if (!changes_) {
    if (from != to) std::memcpy(to, from, 3 * pixels);
    return;
  }
  const std::uint8_t* const red = tables_[0].data();
  const std::uint8_t* const green = tables_[1].data();
  const std::uint8_t* const blue = tables_[2].data();
  const std::uint8_t* const end = from + 3 * pixels;
  if (saturation_q8_ == 256) {
    for (; from != end; from += 3, to += 3) {
      const std::uint8_t r = red[from[0]], g = green[from[1]], b = blue[from[2]];
      to[0] = r;
      to[1] = g;
      to[2] = b;
    }
    return;
  }
  for (; from != end; from += 3, to += 3) {
    const std::int32_t r = red[from[0]], g = green[from[1]], b = blue[from[2]];
    const std::int32_t luma = (77 * r + 150 * g + 29 * b + 128) >> 8;
    to[0] = clamped(luma + (((r - luma) * saturation_q8_ + 128) >> 8));
    to[1] = clamped(luma + (((g - luma) * saturation_q8_ + 128) >> 8));
    to[2] = clamped(luma + (((b - luma) * saturation_q8_ + 128) >> 8));
  }
}

}  // namespace colophon::picture
