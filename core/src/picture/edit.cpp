#include "colophon/picture/edit.hpp"

#include <limits>
#include <string>

#include "colophon/base/json.hpp"

namespace colophon::picture {
namespace {

std::string text_of(const Rect& rect) {
  return std::to_string(rect.width) + " x " + std::to_string(rect.height) + " at " + std::to_string(rect.x) + ", " + std::to_string(rect.y);
}

/// Of 32 bits; the range is check()'s matter.
template <class Integer>
Integer integer(JsonFields& fields, std::string_view name, std::int64_t value) {
  if (value >= std::numeric_limits<Integer>::min() && value <= std::numeric_limits<Integer>::max()) return static_cast<Integer>(value);
  fields.note({Errc::invalid_argument, fields.path(name), std::to_string(value) + " is out of range."});
  return 0;
}

Result<Rect> parse_crop(const Json& json) {
  JsonFields fields(json, "crop");
  const auto side = [&](std::string_view name) { return integer<std::uint32_t>(fields, name, fields.integer(name)); };
  Rect crop;
  crop.x = side("x");
  crop.y = side("y");
  crop.width = side("width");
  crop.height = side("height");
  if (const auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  return crop;
}

Result<Adjustments> parse_adjustments(const Json& json) {
  JsonFields fields(json, "adjust");
  const auto value = [&](std::string_view name) { return integer<std::int32_t>(fields, name, fields.integer_or(name, 0)); };
  Adjustments adjust;
  adjust.exposure_milli = value("exposure_milli");
  adjust.contrast = value("contrast");
  adjust.saturation = value("saturation");
  adjust.warmth = value("warmth");
  adjust.tint = value("tint");
  adjust.denoise = value("denoise");
  adjust.sharpen = value("sharpen");
  if (const auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  if (const auto checked = check(adjust); !checked) return std::unexpected(checked.error());
  return adjust;
}

Result<void> check_turns(std::uint32_t turns) {
  if (turns <= 3) return {};
  return fail(Errc::invalid_argument, "turns", "A picture is turned by 0 to 3 quarters, not " + std::to_string(turns) + ".");
}

}  // namespace

Result<void> check(const Edit& edit, const image::Image& image) {
  const Rect& crop = edit.crop;
  const bool whole = crop == Rect{};
  const bool inside = crop.width > 0 && crop.height > 0 && crop.x < image.width && crop.y < image.height && crop.width <= image.width - crop.x && crop.height <= image.height - crop.y;
  if (!whole && !inside) {
    return fail(Errc::invalid_argument, "crop", "The crop is " + text_of(crop) + " and the picture has " + std::to_string(image.width) + " x " + std::to_string(image.height) +
                " pixels: a crop has at least one pixel and lies inside, or is left out for the whole picture.");
  }
  if (const auto turns = check_turns(edit.turns); !turns) return turns;
  return check(edit.adjust);
}

Result<Edit> parse_edit(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return fail(json.error().code, "edit", json.error().detail);
  JsonFields fields(*json, "");
  Edit edit;
  if (const Json* crop = fields.any("crop")) {
    if (const auto parsed = parse_crop(*crop)) edit.crop = *parsed;
    else fields.note(parsed.error());
  }
  edit.turns = integer<std::uint32_t>(fields, "turns", fields.integer_or("turns", 0));
  edit.mirror = fields.boolean_or("mirror", false);
  if (const Json* adjust = fields.any("adjust")) {
    if (const auto parsed = parse_adjustments(*adjust)) edit.adjust = *parsed;
    else fields.note(parsed.error());
  }
  if (const auto finished = fields.finish(); !finished) return std::unexpected(finished.error());
  if (const auto turns = check_turns(edit.turns); !turns) return std::unexpected(turns.error());
  return edit;
}

}  // namespace colophon::picture
