#include "colophon/picture/adjust.hpp"

#include <string>

#include "colophon/picture/render.hpp"

namespace colophon::picture {

Result<void> check(const Adjustments& adjustments, std::string_view path) {
  const struct { std::string_view name; std::int32_t value, least, most; } values[] = {
      {"exposure_milli", adjustments.exposure_milli, -kExposureMilliMax, kExposureMilliMax},
      {"contrast", adjustments.contrast, -100, 100},
      {"saturation", adjustments.saturation, -100, 100},
      {"warmth", adjustments.warmth, -100, 100},
      {"tint", adjustments.tint, -100, 100},
      {"denoise", adjustments.denoise, 0, 100},
      {"sharpen", adjustments.sharpen, 0, 100},
  };
  for (const auto& [name, value, least, most] : values) {
    if (value >= least && value <= most) continue;
    return fail(Errc::invalid_argument, std::string(path) + "." + std::string(name),
                "This takes whole numbers from " + std::to_string(least) + " to " + std::to_string(most) + ", not " + std::to_string(value) + ".");
  }
  return {};
}

Result<image::Image> apply(const image::Image& image, const Adjustments& adjustments) { return render(image, {{}, 0, false, adjustments}, 0); }

}  // namespace colophon::picture
