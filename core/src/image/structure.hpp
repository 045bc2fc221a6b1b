#pragma once
// The structure of an image file, walked without decoding: what inspect() and decode() share.
#include <cstddef>
#include <cstdint>
#include <string>

#include "colophon/image/image.hpp"

namespace colophon::image {

struct Structure {
  Info info{};
  bool alpha = false;           ///< Some pixel may be transparent.
  std::uint64_t raw_bytes = 0;  ///< PNG: what the compressed data must inflate to, filter bytes included. JPEG: 0.
};

Result<Structure> walk_jpeg(ByteView file);
Result<Structure> walk_png(ByteView file);
bool looks_like_jpeg(ByteView file);
bool looks_like_png(ByteView file);

/// The orientation of a TIFF block (EXIF), 1 to 8; 1 where there is none or the block is not well formed. Follows no offset but
/// the first, so that no block can make it loop.
int exif_orientation(ByteView tiff);

/// Errors: image_corrupt for a size of 0, image_too_large.
Result<void> check_size(std::uint64_t width, std::uint64_t height);

inline std::uint32_t read_be16(ByteView bytes, std::size_t at) { return static_cast<std::uint32_t>(bytes[at] << 8 | bytes[at + 1]); }
inline std::uint32_t read_be32(ByteView bytes, std::size_t at) { return read_be16(bytes, at) << 16 | read_be16(bytes, at + 2); }

inline std::unexpected<Error> truncated() {
  return fail(Errc::image_truncated, "image", "The file ends before its picture does: transfer or export it again.");
}
inline std::unexpected<Error> corrupt(std::string what) {
  return fail(Errc::image_corrupt, "image", std::move(what) + " Export the picture again.");
}
inline std::unexpected<Error> unsupported(std::string what) {
  return fail(Errc::unsupported_media_type, "image", std::move(what));
}

}  // namespace colophon::image
