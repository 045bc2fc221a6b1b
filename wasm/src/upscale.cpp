// Upscaling in steps: the tiles that a model is asked for, and its answers blended.
#include <bit>
#include <cstring>

#include "answer.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/picture/upscale.hpp"
#include "image.hpp"

using namespace colophon;

static_assert(std::endian::native == std::endian::little, "tensors and headers are little-endian");

struct colophon_upscale {
  picture::Upscaler upscaler;
};

namespace {
Error no_tile(std::uint32_t tile) { return {Errc::invalid_argument, "tile", "There is no tile " + std::to_string(tile) + ": they are counted from 0."}; }

Json size_json(std::uint32_t width, std::uint32_t height) {
  return JsonObject{{"width", static_cast<std::int64_t>(width)}, {"height", static_cast<std::int64_t>(height)}};
}
}  // namespace

int32_t colophon_upscale_new(const colophon_image* image, colophon_upscale** upscale, colophon_buffer* out) {
  auto begun = picture::Upscaler::begin(image->picture);
  if (!begun) return abi::give(out, begun.error());
  const picture::Tile& tile = begun->tiles().front();
  const std::int32_t status = abi::give(out, Json(JsonObject{{"tiles", static_cast<std::int64_t>(begun->tiles().size())},
                                                             {"width", static_cast<std::int64_t>(tile.width)},
                                                             {"height", static_cast<std::int64_t>(tile.height)}}));
  if (status == 0) *upscale = new colophon_upscale{std::move(*begun)};
  return status;
}

void colophon_upscale_free(colophon_upscale* upscale) { delete upscale; }

int32_t colophon_upscale_input(const colophon_upscale* upscale, uint32_t tile, colophon_buffer* out) {
  if (tile >= upscale->upscaler.tiles().size()) return abi::give(out, no_tile(tile));
  const std::vector<float> values = upscale->upscaler.input(tile);
  return abi::give(out, ByteView(reinterpret_cast<const std::uint8_t*>(values.data()), values.size() * sizeof(float)));
}

int32_t colophon_upscale_blend(colophon_upscale* upscale, uint32_t tile, const uint8_t* values, uint32_t size, colophon_buffer* out) {
  if (tile >= upscale->upscaler.tiles().size()) return abi::give(out, no_tile(tile));
  // The bytes may lie at any address. A part of a number is one number too many, which the count shows.
  std::vector<float> output((size + sizeof(float) - 1) / sizeof(float));
  if (size > 0) std::memcpy(output.data(), values, size);
  const auto blended = upscale->upscaler.blend(tile, output);
  return blended ? abi::give(out, ByteView()) : abi::give(out, blended.error());
}

int32_t colophon_upscale_finish(const colophon_upscale* upscale, colophon_buffer* out) {
  const auto picture = upscale->upscaler.finish();
  if (!picture) return abi::give(out, picture.error());
  const std::uint32_t header[2] = {picture->width, picture->height};
  std::uint8_t* data = abi::reserve(out, static_cast<std::uint32_t>(sizeof header + picture->rgb.size()));
  if (!data) return static_cast<std::int32_t>(Errc::out_of_memory);
  std::memcpy(data, header, sizeof header);
  std::memcpy(data + sizeof header, picture->rgb.data(), picture->rgb.size());
  return 0;
}

int32_t colophon_picture_from_rgb(const uint8_t* data, uint32_t size, colophon_image** image, colophon_buffer* out) {
  std::uint32_t header[2] = {};
  if (size >= sizeof header) std::memcpy(header, data, sizeof header);
  const std::uint64_t bytes = std::uint64_t{3} * header[0] * header[1];
  if (header[0] < 1 || header[1] < 1 || header[0] > limits::kImageSideMax || header[1] > limits::kImageSideMax || size - sizeof header != bytes) {
    return abi::give(out, Error{Errc::invalid_argument, "data", "A picture is its width and height, at least 1 each, and three bytes a pixel."});
  }
  const std::int32_t status = abi::give(out, size_json(header[0], header[1]));
  if (status == 0) *image = new colophon_image{{header[0], header[1], {data + sizeof header, data + size}}};
  return status;
}
