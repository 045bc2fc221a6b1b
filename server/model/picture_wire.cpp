#include "model/picture_wire.hpp"

#include <bit>
#include <cmath>
#include <cstring>

#include "colophon/base/json.hpp"
#include "colophon/image/quality.hpp"
#include "colophon/iscc/codec.hpp"
#include "colophon/base/limits.hpp"

namespace colophon::model {
namespace {

static_assert(std::endian::native == std::endian::little, "float32 travels as it lies in memory");

constexpr std::size_t kTextBytesMax = 64u << 10;
constexpr std::size_t kTensorValues = image::kCropCount * 3 * image::kCropSide * image::kCropSide;
constexpr auto kErrcLast = static_cast<std::uint32_t>(Errc::abi_mismatch);

void put_u32(Bytes& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put_text(Bytes& out, std::string_view text) {
  text = text.substr(0, kTextBytesMax);
  put_u32(out, static_cast<std::uint32_t>(text.size()));
  out.insert(out.end(), text.begin(), text.end());
}

/// Reads forward; after the first read past the end every read gives nothing and `good` is false.
struct Reader {
  ByteView rest;
  bool good = true;

  ByteView take(std::size_t size) {
    good = good && size <= rest.size();
    if (!good) return {};
    const auto taken = rest.first(size);
    rest = rest.subspan(size);
    return taken;
  }
  std::uint32_t u32() {
    std::uint32_t value = 0;
    const auto bytes = take(4);
    for (std::size_t i = 0; i < bytes.size(); ++i) value |= std::uint32_t{bytes[i]} << (8 * i);
    return value;
  }
  std::string text() {
    const auto size = u32();
    good = good && size <= kTextBytesMax;
    const auto bytes = take(good ? size : 0);
    return {bytes.begin(), bytes.end()};
  }
};

std::unexpected<Error> dishonest(const char* what) {
  return fail(Errc::does_not_hold, "file", std::string("the decoding process answered with ") + what + ": the picture was refused");
}

/// Canonical again, so that nothing but JSON gets through.
Result<std::string> checked_features(const std::string& text) {
  const auto json = parse_json(text);
  if (!json || !json->find("features") || !json->find("features")->array()) return dishonest("features that are none");
  return canonical_json(*json);
}

Result<std::vector<float>> checked_tensor(ByteView bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), bytes.size());
  for (const float value : values)
    if (!(std::abs(value) <= 1)) return dishonest("a tensor out of its range");
  return values;
}

}  // namespace

std::size_t wire_bytes_max() { return kTensorValues * sizeof(float) + 3 * kTextBytesMax + 64; }

Bytes to_wire(const Result<PictureInput>& picture) {
  Bytes out;
  if (!picture) {
    put_u32(out, static_cast<std::uint32_t>(picture.error().code));
    put_text(out, picture.error().field);
    put_text(out, picture.error().detail);
    return out;
  }
  put_u32(out, 0);
  put_u32(out, static_cast<std::uint32_t>(picture->info.format));
  put_u32(out, picture->info.width);
  put_u32(out, picture->info.height);
  put_u32(out, static_cast<std::uint32_t>(picture->info.orientation));
  put_text(out, picture->features_json);
  put_text(out, picture->image_code);
  put_u32(out, static_cast<std::uint32_t>(picture->tensor.size()));
  const auto* values = reinterpret_cast<const std::uint8_t*>(picture->tensor.data());
  out.insert(out.end(), values, values + picture->tensor.size() * sizeof(float));
  return out;
}

Result<PictureInput> from_wire(ByteView message) {
  Reader reader{message};
  if (const auto status = reader.u32(); status != 0) {
    auto field = reader.text(), detail = reader.text();
    if (!reader.good || !reader.rest.empty() || status > kErrcLast || !is_utf8(field) || !is_utf8(detail)) return dishonest("an error that is none");
    return fail(static_cast<Errc>(status), std::move(field), std::move(detail));
  }
  const auto format = reader.u32();
  PictureInput picture;
  picture.info.width = reader.u32();
  picture.info.height = reader.u32();
  picture.info.orientation = static_cast<int>(reader.u32());
  const auto features = reader.text();
  picture.image_code = reader.text();
  const auto count = reader.u32();
  const auto values = reader.take(reader.good ? std::size_t{count} * sizeof(float) : 0);
  if (!reader.good || !reader.rest.empty() || count != kTensorValues) return dishonest("a message of another shape");
  if (format != 1 && format != 2) return dishonest("an unknown format");
  if (picture.info.width > limits::kImageSideMax || picture.info.height > limits::kImageSideMax || picture.info.orientation < 1 || picture.info.orientation > 8)
    return dishonest("sizes out of their range");
  picture.info.format = static_cast<image::Format>(format);
  auto checked = checked_features(features);
  if (!checked) return std::unexpected(checked.error());
  picture.features_json = std::move(*checked);
  if (!iscc::validate(picture.image_code) || !picture.image_code.starts_with("ISCC:EE")) return dishonest("a code that is none");
  auto tensor = checked_tensor(values);
  if (!tensor) return std::unexpected(tensor.error());
  picture.tensor = std::move(*tensor);
  return picture;
}

}  // namespace colophon::model
