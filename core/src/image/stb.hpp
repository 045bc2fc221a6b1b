#pragma once
// stb_image behind two functions: the only file that knows it is stb.cpp.
#include <cstddef>
#include <cstdint>

#include "colophon/image/image.hpp"

namespace colophon::image {

/// Pixels in memory of stb_image: given back when this goes.
class StbPixels {
 public:
  StbPixels(std::uint8_t* data, std::uint32_t width, std::uint32_t height) : data_(data), width_(width), height_(height) {}
  StbPixels(StbPixels&& other) noexcept : data_(other.data_), width_(other.width_), height_(other.height_) { other.data_ = nullptr; }
  StbPixels(const StbPixels&) = delete;
  StbPixels& operator=(const StbPixels&) = delete;
  StbPixels& operator=(StbPixels&&) = delete;
  ~StbPixels();
  const std::uint8_t* data() const { return data_; }
  std::uint32_t width() const { return width_; }
  std::uint32_t height() const { return height_; }

 private:
  std::uint8_t* data_;
  std::uint32_t width_, height_;
};

/// Decodes to `channels` (3 or 4) bytes a pixel. One growing allocation may reach `growth_bytes_max`: what inflates beyond it is refused.
Result<StbPixels> stb_decode(ByteView file, int channels, std::size_t growth_bytes_max);

}  // namespace colophon::image
