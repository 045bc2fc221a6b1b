#pragma once
// An unsharp mask on luma: what is lighter than its surroundings gets lighter. Colours keep their differences, so colour noise is not raised.
#include <cstdint>
#include <vector>

#include "picture/band.hpp"

namespace colophon::picture {

/// The mask of a picture of `width` columns: surroundings are a square of 2 * radius + 1 pixels, cut at the picture's edges by repeating them.
class Sharpener {
 public:
  struct Mask {
    std::uint32_t radius;       ///< 1 to 32.
    std::uint32_t strength_q6;  ///< Of the difference that is added, in 64ths: up to 100.
  };
  Sharpener(std::uint32_t width, std::uint32_t height, Mask mask);
  /// Rows from `begin` to before `end` of `band`, in place. The band holds the rows up to `radius` away too, as far as the picture has them.
  void run(Band& band, std::uint32_t begin, std::uint32_t end);

 private:
  void add_row(std::uint32_t row, std::int32_t sign);
  void write_row(std::uint8_t* rgb, std::uint32_t row);
  std::uint32_t width_, height_;
  Mask mask_;
  std::uint32_t first_ = 0;             ///< The picture's row that is the first of `luma_`.
  std::vector<std::uint8_t> luma_;      ///< Rows of the band.
  std::vector<std::uint16_t> columns_;  ///< Sums down the square, `radius` columns beyond both edges.
  std::vector<std::int32_t> sums_;      ///< Over the square, of one row.
  std::vector<std::int16_t> added_;
};

}  // namespace colophon::picture
