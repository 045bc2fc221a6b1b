#include <bit>
#include <cstring>

#include "answer.hpp"
#include "colophon/picture/crop.hpp"
#include "colophon/picture/palette.hpp"
#include "colophon/picture/saliency.hpp"
#include "image.hpp"

using namespace colophon;

static_assert(std::endian::native == std::endian::little, "the header of a map is little-endian");

int32_t colophon_picture_palette(const colophon_image* image, uint32_t count, colophon_buffer* out) {
  const auto palette = picture::palette(image->picture, count);
  if (!palette) return abi::give(out, palette.error());
  JsonArray swatches;
  for (const picture::Swatch& swatch : *palette) {
    JsonArray rgb;
    for (const std::uint8_t channel : swatch.rgb) rgb.push_back(static_cast<std::int64_t>(channel));
    swatches.push_back(JsonObject{{"rgb", std::move(rgb)}, {"share_ppm", static_cast<std::int64_t>(swatch.share_ppm)}});
  }
  return abi::give(out, Json(JsonObject{{"swatches", std::move(swatches)}}));
}

int32_t colophon_picture_saliency(const colophon_image* image, colophon_buffer* out) {
  const picture::Saliency map = picture::saliency(image->picture);
  const std::uint32_t header[2] = {map.width, map.height};
  std::uint8_t* data = abi::reserve(out, static_cast<std::uint32_t>(sizeof header + map.values.size()));
  if (!data) return static_cast<std::int32_t>(Errc::out_of_memory);
  std::memcpy(data, header, sizeof header);
  std::memcpy(data + sizeof header, map.values.data(), map.values.size());
  return 0;
}

int32_t colophon_picture_crop(const colophon_image* image, uint32_t width, uint32_t height, colophon_buffer* out) {
  const auto crop = picture::crop(image->picture, {width, height});
  if (!crop) return abi::give(out, crop.error());
  return abi::give(out, Json(JsonObject{{"x", static_cast<std::int64_t>(crop->x)},
                                        {"y", static_cast<std::int64_t>(crop->y)},
                                        {"width", static_cast<std::int64_t>(crop->width)},
                                        {"height", static_cast<std::int64_t>(crop->height)},
                                        {"score_ppm", static_cast<std::int64_t>(crop->score_ppm)}}));
}
