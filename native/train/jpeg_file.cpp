// stb_image_write in a unit of its own, so that its warnings and its macros stay here.
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>

#include "train/degrade.hpp"

namespace colophon::train {

Bytes jpeg_file(const image::Image& image, int quality) {
  Bytes file;
  const auto append = [](void* context, void* data, int size) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    static_cast<Bytes*>(context)->insert(static_cast<Bytes*>(context)->end(), bytes, bytes + size);
  };
  stbi_write_jpg_to_func(append, &file, static_cast<int>(image.width), static_cast<int>(image.height), 3, image.rgb.data(), quality);
  return file;
}

}  // namespace colophon::train
