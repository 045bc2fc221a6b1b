#include "colophon/image/image.hpp"

#include <algorithm>
#include <cstddef>

#include "colophon/base/limits.hpp"
#include "image/stb.hpp"
#include "image/structure.hpp"

namespace colophon::image {
namespace {

Result<Structure> walk(ByteView file) {
  if (file.size() > limits::kImageBytesMax) {
    return fail(Errc::limit_exceeded, "image", "A picture file may have " + std::to_string(limits::kImageBytesMax >> 20) + " MiB: make it smaller.");
  }
  if (looks_like_jpeg(file)) return walk_jpeg(file);
  if (looks_like_png(file)) return walk_png(file);
  return fail(Errc::not_an_image, "image", "This is neither a JPEG nor a PNG file: export the picture as one of them.");
}

// Where the pixels of the output lie in the input: one at (x, y) is at first + x * dx + y * dy, counted in pixels.
struct Placement {
  std::uint32_t width, height;  ///< Of the output.
  std::ptrdiff_t first, dx, dy;
};

// The eight orientations of EXIF: which row and column of the stored picture stand at the top left of the seen one.
Placement placement(std::uint32_t width, std::uint32_t height, int orientation) {
  const std::ptrdiff_t w = width, last_column = w - 1, last_row = w * (static_cast<std::ptrdiff_t>(height) - 1);
  switch (orientation) {
    case 2: return {width, height, last_column, -1, w};
    case 3: return {width, height, last_row + last_column, -1, -w};
    case 4: return {width, height, last_row, 1, -w};
    case 5: return {height, width, 0, w, 1};
    case 6: return {height, width, last_row, -w, 1};
    case 7: return {height, width, last_row + last_column, -w, -1};
    case 8: return {height, width, last_column, w, -1};
    default: return {width, height, 0, 1, w};
  }
}

// The colour over white: round((c * a + 255 * (255 - a)) / 255), exact for every 16-bit sum.
std::uint8_t over_white(std::uint32_t colour, std::uint32_t alpha) {
  const std::uint32_t sum = colour * alpha + 255 * (255 - alpha) + 128;
  return static_cast<std::uint8_t>((sum + (sum >> 8)) >> 8);
}

template <int kChannels>
void put(const std::uint8_t* from, std::uint8_t* to) {
  for (int c = 0; c < 3; ++c) {
    if constexpr (kChannels == 4) to[c] = over_white(from[c], from[3]);
    else to[c] = from[c];
  }
}

// Squares of 32 pixels a side, so that a turn by 90 degrees reads and writes within the cache.
template <int kChannels>
void place(const std::uint8_t* stored, const Placement& to, std::uint8_t* rgb) {
  constexpr std::uint32_t kTile = 32;
  for (std::uint32_t top = 0; top < to.height; top += kTile) {
    const std::uint32_t bottom = std::min(top + kTile, to.height);
    for (std::uint32_t left = 0; left < to.width; left += kTile) {
      const std::uint32_t right = std::min(left + kTile, to.width);
      for (std::uint32_t y = top; y < bottom; ++y) {
        std::uint8_t* out = rgb + (static_cast<std::size_t>(y) * to.width + left) * 3;
        const std::uint8_t* in = stored + (to.first + static_cast<std::ptrdiff_t>(left) * to.dx + static_cast<std::ptrdiff_t>(y) * to.dy) * kChannels;
        for (std::uint32_t x = left; x < right; ++x, out += 3, in += to.dx * kChannels) put<kChannels>(in, out);
      }
    }
  }
}

}  // namespace

Result<void> check_size(std::uint64_t width, std::uint64_t height) {
  if (width == 0 || height == 0) return corrupt("The picture has no pixels.");
  if (width > limits::kImageSideMax || height > limits::kImageSideMax || width * height > limits::kImagePixelsMax) {
    return fail(Errc::image_too_large, "image",
                "The picture is " + std::to_string(width) + " x " + std::to_string(height) + ": a side may have " +
                    std::to_string(limits::kImageSideMax) + " pixels, and all together " +
                    std::to_string(limits::kImagePixelsMax / 1'000'000) + " million. Make it smaller.");
  }
  return {};
}

Result<Info> inspect(ByteView file) {
  auto found = walk(file);
  if (!found) return std::unexpected(std::move(found.error()));
  return found->info;
}

Result<Image> decode(ByteView file) {
  const auto found = walk(file);
  if (!found) return std::unexpected(found.error());
  const Info& info = found->info;
  // stb_image joins the image data in a buffer that doubles, and inflates into one of the size that the header gives (twice where
  // interlaced): an honest file never needs more.
  constexpr std::size_t kSlack = 64u << 10;
  const std::size_t growth_max = 2 * std::max<std::size_t>(file.size(), static_cast<std::size_t>(found->raw_bytes)) + kSlack;
  const auto pixels = stb_decode(file, found->alpha ? 4 : 3, growth_max);
  if (!pixels) return std::unexpected(pixels.error());
  if (pixels->width() != info.width || pixels->height() != info.height) return corrupt("The picture contradicts its header.");

  const Placement to = placement(info.width, info.height, info.orientation);
  Image image{to.width, to.height, {}};
  const std::size_t bytes = static_cast<std::size_t>(to.width) * to.height * 3;
  if (!found->alpha && info.orientation == 1) {
    image.rgb.assign(pixels->data(), pixels->data() + bytes);
  } else {
    image.rgb.resize(bytes);
    if (found->alpha) place<4>(pixels->data(), to, image.rgb.data());
    else place<3>(pixels->data(), to, image.rgb.data());
  }
  return image;
}

}  // namespace colophon::image
