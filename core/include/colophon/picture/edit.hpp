#pragma once
// What a maker does to a picture, as a value: the picture itself is never changed, so undo is an earlier edit.
#include <cstdint>
#include <string_view>

#include "colophon/picture/adjust.hpp"

namespace colophon::picture {

struct Rect {
  std::uint32_t x = 0;
  std::uint32_t y = 0;
  std::uint32_t width = 0;          ///< Width and height 0: the whole picture.
  std::uint32_t height = 0;

  bool operator==(const Rect&) const = default;
};

/// In this order: the crop is taken, adjusted, turned, then mirrored.
struct Edit {
  Rect crop;                        ///< Pixels of the picture as decoded (EXIF orientation applied).
  std::uint32_t turns = 0;          ///< Quarter turns clockwise, 0 to 3.
  bool mirror = false;              ///< Left becomes right.
  Adjustments adjust;

  bool operator==(const Edit&) const = default;
};

/// Whether the edit can be made on that picture. Errors: invalid_argument ("crop", "turns", "adjust.exposure_milli", ...).
Result<void> check(const Edit& edit, const image::Image& image);
/// {"crop"?: {"x","y","width","height"}, "turns"?, "mirror"?, "adjust"?: {"exposure_milli"?, ...}}; what is left out is 0 or false.
/// Errors: invalid_json ("edit"), and what is missing, unknown, of the wrong type or out of any picture's range, by its field.
Result<Edit> parse_edit(std::string_view json);

}  // namespace colophon::picture
