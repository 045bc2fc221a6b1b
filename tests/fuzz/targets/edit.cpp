#include "targets.hpp"

#include <algorithm>

#include "colophon/picture/enhance.hpp"
#include "colophon/picture/render.hpp"

namespace {

/// Over a band high and with every level in it.
colophon::image::Image small_picture() {
  colophon::image::Image made{67, 71, {}};
  std::uint32_t state = 1;
  for (std::size_t i = 0; i < std::size_t{3} * 67 * 71; ++i) {
    state = state * 1664525 + 1013904223;
    made.rgb.push_back(static_cast<std::uint8_t>(i % 2 ? state >> 24 : i / 60));
  }
  return made;
}

}  // namespace

void colophon::fuzz::run_edit(ByteView input) {
  static const image::Image picture = small_picture();
  const auto edit = picture::parse_edit(as_text(input));
  if (!edit) {
    expect(!edit.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(picture::check(edit->adjust).has_value(), "what was read is in range");
  for (const std::uint32_t longest : {0u, 1u, 33u}) {
    const auto size = picture::rendered_size(picture, *edit, longest);
    const auto made = picture::render(picture, *edit, longest);
    expect(size.has_value() == made.has_value(), "what has a size can be made");
    if (!made) {
      expect(made.error().field == "crop", "an edit that was read fails by its crop alone");
      return;
    }
    expect(made->width == size->width && made->height == size->height && made->width > 0 && made->height > 0, "the picture has the size that was told");
    expect(made->rgb.size() == std::size_t{3} * made->width * made->height, "there are three bytes a pixel");
    expect(longest == 0 || std::max(made->width, made->height) <= longest, "no side is longer than asked");
    std::vector<std::uint8_t> rgba(std::size_t{4} * made->width * made->height);
    expect(picture::render_rgba(picture, *edit, longest, rgba).has_value(), "RGBA is made too");
    for (std::size_t i = 0; i < rgba.size(); ++i) expect(rgba[i] == (i % 4 == 3 ? 255 : made->rgb[i / 4 * 3 + i % 4]), "both have the same pixels");
    expect(picture::check(picture::enhance(*made)).has_value(), "advice can be followed");
  }
}
