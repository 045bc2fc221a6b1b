#pragma once
// Builds picture files byte by byte, so that each test can say exactly what is wrong with one.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/image/image.hpp"
#include "shared.hpp"

namespace colophon::tests {

inline Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }
inline Bytes read_bytes(const std::filesystem::path& path) { return bytes_of(read_file(path)); }
inline Bytes fixture(const std::string& name) { return read_bytes(fixtures() / "images" / name); }

inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}
inline Bytes be16(std::uint32_t v) { return {static_cast<std::uint8_t>(v >> 8), static_cast<std::uint8_t>(v)}; }
inline Bytes be32(std::uint32_t v) { return joined({be16(v >> 16), be16(v & 0xFFFF)}); }
inline Bytes le16(std::uint32_t v) { return {static_cast<std::uint8_t>(v), static_cast<std::uint8_t>(v >> 8)}; }
inline Bytes le32(std::uint32_t v) { return joined({le16(v & 0xFFFF), le16(v >> 16)}); }

// Bit by bit, as annex D of the PNG specification defines it: slow, and independent of the code under test.
inline std::uint32_t slow_crc32(const Bytes& bytes) {
  std::uint32_t c = 0xFFFFFFFFu;
  for (const std::uint8_t byte : bytes) {
    c ^= byte;
    for (int bit = 0; bit < 8; ++bit) c = c & 1 ? 0xEDB88320u ^ c >> 1 : c >> 1;
  }
  return ~c;
}

inline Bytes png_signature() { return {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'}; }
inline Bytes png_chunk(std::string_view type, const Bytes& body) {
  const Bytes checked = joined({bytes_of(type), body});
  return joined({be32(static_cast<std::uint32_t>(body.size())), checked, be32(slow_crc32(checked))});
}
struct PngHeader { std::uint32_t width, height, depth = 8, colour = 2, interlace = 0; };
inline Bytes png_header(const PngHeader& h) {
  return png_chunk("IHDR", joined({be32(h.width), be32(h.height),
                                   {static_cast<std::uint8_t>(h.depth), static_cast<std::uint8_t>(h.colour), 0, 0,
                                    static_cast<std::uint8_t>(h.interlace)}}));
}
// A zlib stream of one stored block (RFC 1950 and 1951): at most 65,535 bytes.
inline Bytes zlib_stored(const Bytes& raw) {
  std::uint32_t a = 1, b = 0;
  for (const std::uint8_t byte : raw) { a = (a + byte) % 65521; b = (b + a) % 65521; }
  const auto size = static_cast<std::uint32_t>(raw.size());
  return joined({{0x78, 0x01, 0x01}, le16(size), le16(~size & 0xFFFF), raw, be32(b << 16 | a)});
}
// `rows` holds a filter byte before each row; `before` are chunks between the header and the image data.
inline Bytes png_file(const PngHeader& header, const Bytes& rows, const Bytes& before = {}) {
  return joined({png_signature(), png_header(header), before, png_chunk("IDAT", zlib_stored(rows)), png_chunk("IEND", {})});
}

// A TIFF block whose one entry is the orientation.
inline Bytes exif_block(std::uint32_t orientation, bool little_endian) {
  if (little_endian) {
    return joined({bytes_of("II"), le16(42), le32(8), le16(1), le16(0x0112), le16(3), le32(1), le16(orientation), le16(0), le32(0)});
  }
  return joined({bytes_of("MM"), be16(42), be32(8), be16(1), be16(0x0112), be16(3), be32(1), be16(orientation), be16(0), be32(0)});
}
// A JPEG with a segment put right after SOI.
inline Bytes jpeg_with_segment(const Bytes& jpeg, std::uint8_t marker, const Bytes& body) {
  return joined({{0xFF, 0xD8, 0xFF, marker}, be16(static_cast<std::uint32_t>(body.size() + 2)), body, Bytes(jpeg.begin() + 2, jpeg.end())});
}
inline Bytes jpeg_with_exif(const Bytes& jpeg, const Bytes& tiff) {
  return jpeg_with_segment(jpeg, 0xE1, joined({{'E', 'x', 'i', 'f', 0, 0}, tiff}));
}

// A picture of one grey: the value is given for each pixel.
template <class Function>
image::Image grey_picture(std::uint32_t width, std::uint32_t height, Function value_at) {
  image::Image picture{width, height, {}};
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) picture.rgb.insert(picture.rgb.end(), 3, static_cast<std::uint8_t>(value_at(x, y)));
  }
  return picture;
}
inline image::Image plain_picture(std::uint32_t width, std::uint32_t height, std::uint8_t r, std::uint8_t g, std::uint8_t b) {
  image::Image picture{width, height, {}};
  for (std::uint32_t i = 0; i < width * height; ++i) picture.rgb.insert(picture.rgb.end(), {r, g, b});
  return picture;
}

}  // namespace colophon::tests
