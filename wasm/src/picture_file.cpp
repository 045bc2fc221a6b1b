// What an editor says of a picture as a whole, and what becomes of its file: harmony and style, metadata.
#include "answer.hpp"
#include "colophon/picture/harmony.hpp"
#include "colophon/picture/metadata.hpp"
#include "colophon/picture/style.hpp"
#include "image.hpp"

using namespace colophon;

namespace {
Json rgb_json(const picture::Rgb& rgb) {
  JsonArray channels;
  for (const std::uint8_t channel : rgb) channels.push_back(static_cast<std::int64_t>(channel));
  return channels;
}
}  // namespace

int32_t colophon_picture_harmony(const colophon_image* image, colophon_buffer* out) {
  const auto palette = picture::palette(image->picture, picture::kSwatchesMax);
  if (!palette) return abi::give(out, palette.error());
  const picture::Harmony harmony = picture::harmony(*palette);
  JsonArray schemes;
  for (const picture::SchemeFit& fit : harmony.fits) {
    JsonArray colours;
    for (const picture::Rgb& rgb : fit.colours) colours.push_back(rgb_json(rgb));
    schemes.push_back(JsonObject{{"scheme", picture::scheme_name(fit.scheme)},
                                 {"angle_milli", static_cast<std::int64_t>(fit.angle_milli)},
                                 {"off_milli", static_cast<std::int64_t>(fit.off_milli)},
                                 {"colours", std::move(colours)}});
  }
  return abi::give(out, Json(JsonObject{{"scheme", picture::scheme_name(harmony.scheme)}, {"main", rgb_json(harmony.main)}, {"schemes", std::move(schemes)}}));
}

int32_t colophon_picture_style(const colophon_image* image, colophon_buffer* out) {
  const picture::Style style = picture::style(image->picture);
  JsonObject measures;
  for (std::size_t i = 0; i < picture::kMeasureCount; ++i) measures.emplace_back(std::string(picture::measure_name(static_cast<picture::Measure>(i))), style.milli[i]);
  JsonArray tags;
  for (const std::string_view tag : style.tags) tags.push_back(tag);
  return abi::give(out, Json(JsonObject{{"measures", std::move(measures)}, {"tags", std::move(tags)}}));
}

int32_t colophon_picture_metadata(const uint8_t* source, uint32_t source_size, const uint8_t* encoded, uint32_t encoded_size, uint32_t width,
                                  uint32_t height, uint32_t keep, colophon_buffer* file, colophon_buffer* out) {
  const picture::Metadata metadata = picture::read_metadata(abi::bytes_of(source, source_size));
  const auto carried = picture::write_metadata(metadata, abi::bytes_of(encoded, encoded_size), {width, height, keep != 0});
  if (!carried) return abi::give(out, carried.error());
  const std::string_view kept = carried->metadata == picture::Kept::kept ? "kept" : carried->metadata == picture::Kept::stripped ? "stripped" : "none";
  JsonArray dropped;
  for (const std::string& name : carried->dropped) dropped.push_back(name);
  const std::int32_t status = abi::give(file, ByteView(carried->file));
  return status == 0 ? abi::give(out, Json(JsonObject{{"metadata", kept}, {"dropped", std::move(dropped)}})) : status;
}
