#include "picture/rows.hpp"

#include <algorithm>
#include <cstring>

namespace colophon::picture {
namespace {

constexpr std::uint32_t kRowsOf16Bits = 257;  // 257 * 255 = 65,535.

std::uint32_t edge(std::uint32_t index, std::uint32_t from, std::uint32_t to) { return static_cast<std::uint32_t>(std::uint64_t{index} * from / to); }

template <class Sum>
void average(const Sum* sums, std::uint32_t from, std::uint32_t to, std::uint32_t rows, std::uint8_t* out) {
  for (std::uint32_t x = 0; x < to; ++x) {
    const std::uint32_t left = edge(x, from, to), right = edge(x + 1, from, to);
    const std::uint64_t count = std::uint64_t{rows} * (right - left);
    std::uint64_t red = count / 2, green = red, blue = red;
    for (const Sum* p = sums + std::size_t{3} * left; p != sums + std::size_t{3} * right; p += 3) { red += p[0]; green += p[1]; blue += p[2]; }
    // A division of 64 bits takes several times as long, and only a huge square needs one.
    const auto mean = [count](std::uint64_t sum) { return static_cast<std::uint8_t>(sum >> 32 ? sum / count : static_cast<std::uint32_t>(sum) / static_cast<std::uint32_t>(count)); };
    *out++ = mean(red);
    *out++ = mean(green);
    *out++ = mean(blue);
  }
}

}  // namespace

Rows::Rows(const image::Image& image, const Rect& part, image::PreviewSize size) : image_(image), part_(part), size_(size) {
  if (size.width == part.width && size.height == part.height) return;
  columns_.resize(std::size_t{3} * part.width);
  if ((part.height + size.height - 1) / size.height > kRowsOf16Bits) sums_.resize(columns_.size());
}

void Rows::read(std::uint32_t y, std::uint8_t* to) {
  if (!scaled()) {
    std::memcpy(to, source(y), std::size_t{3} * part_.width);
    return;
  }
  const std::uint32_t top = edge(y, part_.height, size_.height), bottom = edge(y + 1, part_.height, size_.height);
  std::ranges::fill(sums_, 0u);
  for (std::uint32_t begin = top; begin < bottom; begin += kRowsOf16Bits) {
    std::ranges::fill(columns_, std::uint16_t{0});
    for (std::uint32_t row = begin; row < std::min(bottom, begin + kRowsOf16Bits); ++row) {
      const std::uint8_t* const from = source(row);
      for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i] = static_cast<std::uint16_t>(columns_[i] + from[i]);
    }
    for (std::size_t i = 0; i < sums_.size(); ++i) sums_[i] += columns_[i];
  }
  if (sums_.empty()) average(columns_.data(), part_.width, size_.width, bottom - top, to);
  else average(sums_.data(), part_.width, size_.width, bottom - top, to);
}

}  // namespace colophon::picture
