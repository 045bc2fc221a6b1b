#pragma once
// An edit made on a picture, whole or as a preview. Integers only: the same pixels natively and in WebAssembly.
#include <cstdint>
#include <span>

#include "colophon/image/preview.hpp"
#include "colophon/picture/edit.hpp"

namespace colophon::picture {

/// The size of what render() gives: the crop's, turned; where its longer side exceeds `longest` (0: no limit), scaled down as image::preview_size does.
/// Error: check()'s.
Result<image::PreviewSize> rendered_size(const image::Image& image, const Edit& edit, std::uint32_t longest);

/// The edit's picture with a longer side of at most `longest` (0: full size). A preview is averaged down first, as image::write_preview does, and then
/// adjusted: light and colour are those of the full size, noise and sharpness those that are left at its scale. Rows are made a few at a time:
/// beside the two pictures it takes a few megabytes. Error: check()'s.
Result<image::Image> render(const image::Image& image, const Edit& edit, std::uint32_t longest);

/// The same pixels as RGBA rows from the top, alpha 255. `rgba` has width * height * 4 bytes of rendered_size(), whose error is this one's.
Result<void> render_rgba(const image::Image& image, const Edit& edit, std::uint32_t longest, std::span<std::uint8_t> rgba);

}  // namespace colophon::picture
