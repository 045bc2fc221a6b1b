#include "image/stb.hpp"

#include <cstdlib>
#include <cstring>

#include "colophon/base/limits.hpp"
#include "image/structure.hpp"

namespace {

// stb_image grows the output of inflate without a bound of its own: a PNG of 4 MB could ask for 4 GB. Its allocator hooks have no
// context argument, so the bound of the call under way stands here, one for each thread like stb_image's own error.
thread_local std::size_t growth_bytes_max = 0;
thread_local bool growth_refused = false;

void* bounded_realloc(void* old, std::size_t bytes) {
  if (bytes > growth_bytes_max) {
    growth_refused = true;
    return nullptr;
  }
  return std::realloc(old, bytes);
}

}  // namespace

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_NO_LINEAR
#define STBI_NO_HDR
#define STBI_NO_SIMD  // The scalar code on every target: the same pixels.
#define STBI_MAX_DIMENSIONS 16384
#define STBI_MALLOC(bytes) std::malloc(bytes)
#define STBI_REALLOC(old, bytes) bounded_realloc(old, bytes)
#define STBI_FREE(old) std::free(old)
#define STBI_ASSERT(x) ((void)0)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wunused-but-set-variable"
#include <stb_image.h>
#pragma GCC diagnostic pop

#ifndef STBI_THREAD_LOCAL
#error "stb_image must keep its error in thread-local storage"
#endif
static_assert(STBI_MAX_DIMENSIONS == colophon::limits::kImageSideMax);

namespace colophon::image {

StbPixels::~StbPixels() { stbi_image_free(data_); }

Result<StbPixels> stb_decode(ByteView file, int channels, std::size_t bytes_max) {
  growth_bytes_max = bytes_max;
  growth_refused = false;
  int width = 0, height = 0, stored_channels = 0;
  std::uint8_t* data = stbi_load_from_memory(file.data(), static_cast<int>(file.size()), &width, &height, &stored_channels, channels);
  if (data != nullptr) return StbPixels(data, static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height));
  if (growth_refused) return corrupt("The image data inflates to more than the header says.");
  const char* reason = stbi_failure_reason();
  if (std::strcmp(reason, "outofmem") == 0) {
    return fail(Errc::out_of_memory, "image", "There is not enough memory for this picture: use a smaller one.");
  }
  return corrupt(std::string("The image data cannot be decoded (") + reason + ").");
}

}  // namespace colophon::image
