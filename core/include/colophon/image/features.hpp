#pragma once
// What can be measured in a picture and told to its maker. All results are integers, equal on every target.
#include <array>
#include <cstdint>
#include <string_view>

#include "colophon/image/image.hpp"

namespace colophon::image {

enum class Feature : std::uint8_t { sharpness, exposure, contrast, colourfulness, noise, composition };
inline constexpr std::size_t kFeatureCount = 6;
std::string_view feature_name(Feature feature);     ///< "sharpness", ...

/// Where a value stands against its usual range.
enum class Verdict : std::int8_t { low = -1, usual = 0, high = 1 };

struct Measured {
  Feature feature;
  std::int64_t value_milli = 0;        ///< The value times 1000; the unit is the feature's (features.cpp says the source of each formula).
  std::int64_t usual_low_milli = 0;    ///< The usual range: docs/explanation/quality.md says of which photographs.
  std::int64_t usual_high_milli = 0;
  Verdict verdict = Verdict::usual;
  std::string_view advice;             ///< A stable key that the locales translate ("sharpen", "raise_exposure", "none", ...).
  std::string_view repair;             ///< The repair that helps ("levels", "sharpen") or "".
};

/// One pass, integer accumulators, over the picture as it is seen: pictures of more than 1,024 pixels on a side are averaged over the
/// smallest whole squares that bring them under it, so that the usual ranges hold at one scale. Units: sharpness = standard deviation of
/// the Laplacian of luma; exposure = mean luma 0..255; contrast = standard deviation of luma; colourfulness = Hasler and Suesstrunk 2003;
/// noise = Immerkaer 1996 sigma; composition = distance of the edge-energy centroid to the nearest crossing of the thirds, as a part of
/// the diagonal (so its thousandths are thousandths of the diagonal). Advice: sharpen, shoot_steadier, raise_exposure, lower_exposure,
/// raise_contrast, lower_contrast, add_colour, reduce_colour, reduce_noise, move_subject, none.
std::array<Measured, kFeatureCount> features(const Image& image);

enum class Repair : std::uint8_t { levels = 1, sharpen = 2 };
/// levels: stretches luma between its 0.5 and 99.5 percentiles and moves its median towards the middle by a gamma table written out
/// in integers. sharpen: unsharp mask in integers, 3x3 at the scale at which features() measures. The input is not changed: undo is to
/// keep it. parse_repair's error: invalid_argument.
Result<Repair> parse_repair(std::string_view name, std::string_view field = "repair");
Image repaired(const Image& image, Repair repair);

}  // namespace colophon::image
