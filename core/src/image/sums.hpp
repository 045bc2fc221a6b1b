#pragma once
// The sums over a picture's view from which every feature is computed.
#include <cstdint>

#include "colophon/image/image.hpp"

namespace colophon::image {

struct Sums {
  std::uint64_t width = 0, height = 0;          ///< Of the view.
  std::uint64_t luma = 0, luma_squared = 0;
  std::int64_t red_green = 0;                   ///< R - G
  std::uint64_t red_green_squared = 0;
  std::int64_t yellow_blue = 0;                 ///< R + G - 2B: twice the opponent signal, so that it is whole.
  std::uint64_t yellow_blue_squared = 0;
  // Over the pixels that have eight neighbours:
  std::int64_t laplacian = 0;
  std::uint64_t laplacian_squared = 0;
  std::uint64_t noise = 0;                      ///< |Immerkaer's mask|
  std::uint64_t edge = 0, edge_x = 0, edge_y = 0;  ///< |dY/dx| + |dY/dy|, and times the pixel's column and row.
};

Sums sum_view(const Image& image);

}  // namespace colophon::image
