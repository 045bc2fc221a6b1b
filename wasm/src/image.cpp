#include <bit>
#include <cstring>
#include <memory>

#include "answer.hpp"
#include "colophon/image/features.hpp"
#include "colophon/image/preview.hpp"
#include "colophon/image/quality.hpp"
#include "image.hpp"

using namespace colophon;

static_assert(std::endian::native == std::endian::little, "tensors, logits and pixel headers are little-endian");

namespace {
std::string_view format_name(image::Format format) { return format == image::Format::jpeg ? "jpeg" : "png"; }

std::string_view verdict_name(image::Verdict verdict) {
  switch (verdict) {
    case image::Verdict::low: return "low";
    case image::Verdict::high: return "high";
    case image::Verdict::usual: break;
  }
  return "usual";
}

Json measured_json(const image::Measured& measured) {
  return JsonObject{{"name", image::feature_name(measured.feature)},
                    {"value_milli", measured.value_milli},
                    {"usual_low_milli", measured.usual_low_milli},
                    {"usual_high_milli", measured.usual_high_milli},
                    {"verdict", verdict_name(measured.verdict)},
                    {"advice", measured.advice},
                    {"repair", measured.repair}};
}
}  // namespace

int32_t colophon_image_decode(const uint8_t* file, uint32_t size, colophon_image** image, colophon_buffer* out) {
  const auto info = image::inspect(abi::bytes_of(file, size));
  if (!info) return abi::give(out, info.error());
  auto picture = image::decode(abi::bytes_of(file, size));
  if (!picture) return abi::give(out, picture.error());
  const Json json(JsonObject{{"width", static_cast<std::int64_t>(picture->width)},
                             {"height", static_cast<std::int64_t>(picture->height)},
                             {"format", format_name(info->format)},
                             {"orientation", info->orientation}});
  const std::int32_t status = abi::give(out, json);
  if (status == 0) *image = new colophon_image{std::move(*picture)};
  return status;
}

void colophon_image_free(colophon_image* image) { delete image; }

int32_t colophon_image_rgba(const colophon_image* image, uint32_t side_max, colophon_buffer* out) {
  const image::PreviewSize size = image::preview_size(image->picture, side_max);
  const std::uint64_t bytes = 8 + std::uint64_t{4} * size.width * size.height;
  std::uint8_t* data = abi::reserve(out, static_cast<std::uint32_t>(bytes));
  if (!data) return static_cast<std::int32_t>(Errc::out_of_memory);
  const std::uint32_t header[2] = {size.width, size.height};
  std::memcpy(data, header, sizeof header);
  image::write_preview(image->picture, size, {data + sizeof header, static_cast<std::size_t>(bytes) - sizeof header});
  return 0;
}

int32_t colophon_image_features(const colophon_image* image, colophon_buffer* out) {
  JsonArray features;
  for (const image::Measured& measured : image::features(image->picture)) features.push_back(measured_json(measured));
  return abi::give(out, Json(JsonObject{{"features", std::move(features)}}));
}

int32_t colophon_image_repair(const colophon_image* image, const uint8_t* name, uint32_t size, colophon_image** repaired,
                              colophon_buffer* out) {
  const auto repair = image::parse_repair(abi::text_of(name, size), "name");
  if (!repair) return abi::give(out, repair.error());
  const std::int32_t status = abi::give(out, ByteView());
  if (status == 0) *repaired = new colophon_image{image::repaired(image->picture, *repair)};
  return status;
}

int32_t colophon_image_quality_input(const colophon_image* image, colophon_buffer* out) {
  const auto input = image::quality_input(image->picture);
  if (!input) return abi::give(out, input.error());
  return abi::give(out, ByteView(reinterpret_cast<const std::uint8_t*>(input->data()), input->size() * sizeof(float)));
}

int32_t colophon_quality_from_logits(const uint8_t* logits, uint32_t size, colophon_buffer* out) {
  if (size % sizeof(float) != 0) {
    return abi::give(out, Error{Errc::invalid_argument, "logits", "Logits are float32: a multiple of four bytes."});
  }
  // The bytes may lie at any address.
  std::vector<float> values(size / sizeof(float));
  if (size > 0) std::memcpy(values.data(), logits, size);
  const auto quality = image::quality_from_logits(values);
  if (!quality) return abi::give(out, quality.error());
  JsonArray probabilities;
  for (const std::int32_t ppm : quality->probability_ppm) probabilities.push_back(ppm);
  return abi::give(out, Json(JsonObject{{"mean_milli", quality->mean_milli},
                                        {"variance_milli", quality->variance_milli},
                                        {"probability_ppm", std::move(probabilities)}}));
}
