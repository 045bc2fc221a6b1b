// What a maker does to a picture: advice, and the edit made.
#include <bit>
#include <cstring>

#include "answer.hpp"
#include "colophon/picture/enhance.hpp"
#include "colophon/picture/render.hpp"
#include "image.hpp"

using namespace colophon;

static_assert(std::endian::native == std::endian::little, "the header of pixels is little-endian");

int32_t colophon_picture_enhance(const colophon_image* image, colophon_buffer* out) {
  const picture::Adjustments adjust = picture::enhance(image->picture);
  return abi::give(out, Json(JsonObject{{"exposure_milli", adjust.exposure_milli},
                                        {"contrast", adjust.contrast},
                                        {"saturation", adjust.saturation},
                                        {"warmth", adjust.warmth},
                                        {"tint", adjust.tint},
                                        {"denoise", adjust.denoise},
                                        {"sharpen", adjust.sharpen}}));
}

int32_t colophon_picture_preview(const colophon_image* image, const uint8_t* edit, uint32_t size, uint32_t longest, colophon_buffer* out) {
  const auto parsed = picture::parse_edit(abi::text_of(edit, size));
  if (!parsed) return abi::give(out, parsed.error());
  const auto made = picture::rendered_size(image->picture, *parsed, longest);
  if (!made) return abi::give(out, made.error());
  const std::uint64_t bytes = 8 + std::uint64_t{4} * made->width * made->height;
  std::uint8_t* data = abi::reserve(out, static_cast<std::uint32_t>(bytes));
  if (!data) return static_cast<std::int32_t>(Errc::out_of_memory);
  const std::uint32_t header[2] = {made->width, made->height};
  std::memcpy(data, header, sizeof header);
  (void)picture::render_rgba(image->picture, *parsed, longest, {data + sizeof header, static_cast<std::size_t>(bytes) - sizeof header});
  return 0;
}
