#pragma once
// Pictures: decoding (the same pixels natively and in WebAssembly), 8-bit RGB, rows from the top.
#include <cstdint>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"

namespace colophon::image {

struct Image {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::vector<std::uint8_t> rgb;       ///< width * height * 3 bytes.
};

enum class Format : std::uint8_t { jpeg = 1, png = 2 };
struct Info {
  Format format;
  std::uint32_t width;                 ///< As stored, before the EXIF orientation is applied.
  std::uint32_t height;
  int orientation;                     ///< EXIF 1 to 8; 1 where there is none or it is out of range.
};

/// Reads headers only and walks the file's structure to its end. Errors: not_an_image, image_truncated, image_too_large,
/// image_corrupt, unsupported_media_type (a JPEG that is not baseline or progressive with 8 bits), limit_exceeded (bytes, scans).
Result<Info> inspect(ByteView file);
/// inspect(), then decodes: alpha over white, 16 bits to 8 (the high byte), EXIF orientation applied. Errors: those, out_of_memory.
Result<Image> decode(ByteView file);

}  // namespace colophon::image
