// Inflate of stb_image for colour profiles: a copy of its own, so that the core's module does not change with what the editor needs.
#include <cstdlib>

#include "picture/metadata/parts.hpp"

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_HDR
#define STBI_NO_SIMD
#define STBI_NO_FAILURE_STRINGS
#define STBI_ASSERT(x) ((void)0)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#include <stb_image.h>
#pragma GCC diagnostic pop

namespace colophon::picture {

std::optional<Bytes> inflated(ByteView zlib, std::size_t bytes_max) {
  if (zlib.size() > bytes_max) return std::nullopt;
  // Grown until it fits: few profiles have more than some kilobytes.
  for (std::size_t size = std::min<std::size_t>(bytes_max, 64u << 10);; size = std::min(bytes_max, size * 8)) {
    Bytes bytes(size);
    const int count = stbi_zlib_decode_buffer(reinterpret_cast<char*>(bytes.data()), static_cast<int>(size), reinterpret_cast<const char*>(zlib.data()), static_cast<int>(zlib.size()));
    if (count >= 0) {
      bytes.resize(static_cast<std::size_t>(count));
      return bytes;
    }
    if (size == bytes_max) return std::nullopt;
  }
}

}  // namespace colophon::picture
