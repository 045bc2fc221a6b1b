#include "image/sums.hpp"

#include <algorithm>
#include <vector>

#include "image/view.hpp"

namespace colophon::image {
namespace {

using Row = std::int16_t;

// Loops over 16-bit rows with 32-bit sums, which compilers turn into multiply-and-add instructions. A row of the view has at most
// 1,024 pixels, so the largest sum is that of the squared Laplacian: 1,024 * 1,020^2 < 2^31.
static_assert(std::uint64_t{kViewSideMax} * 1'020 * 1'020 < 1ull << 31);

// Rec. 601 luma in 8 bits; the weights add up to 256.
void luma_row(const Row* red, const Row* green, const Row* blue, std::uint32_t width, Row* luma) {
  for (std::uint32_t x = 0; x < width; ++x) {
    luma[x] = static_cast<Row>((77 * red[x] + 150 * green[x] + 29 * blue[x] + 128) >> 8);
  }
}

void add_colours(const Row* red, const Row* green, const Row* blue, const Row* luma, std::uint32_t width, Sums& sums) {
  std::int32_t y = 0, yy = 0, rg = 0, rg2 = 0, yb = 0, yb2 = 0;
  for (std::uint32_t x = 0; x < width; ++x) {
    y += luma[x];
    yy += luma[x] * luma[x];
  }
  for (std::uint32_t x = 0; x < width; ++x) {
    const Row difference = static_cast<Row>(red[x] - green[x]);
    rg += difference;
    rg2 += difference * difference;
  }
  for (std::uint32_t x = 0; x < width; ++x) {
    const Row difference = static_cast<Row>(red[x] + green[x] - 2 * blue[x]);
    yb += difference;
    yb2 += difference * difference;
  }
  sums.luma += static_cast<std::uint32_t>(y);
  sums.luma_squared += static_cast<std::uint32_t>(yy);
  sums.red_green += rg;
  sums.red_green_squared += static_cast<std::uint32_t>(rg2);
  sums.yellow_blue += yb;
  sums.yellow_blue_squared += static_cast<std::uint32_t>(yb2);
}

Row magnitude(int value) { return static_cast<Row>(value < 0 ? -value : value); }

// One row of pixels with the rows above and below it; `row` is its number.
void add_edges(const Row* above, const Row* here, const Row* below, std::uint32_t width, std::uint32_t row, Sums& sums) {
  std::int32_t laplacian = 0, squared = 0, noise = 0, edge = 0, edge_x = 0;
  for (std::uint32_t x = 1; x + 1 < width; ++x) {
    const Row value = static_cast<Row>(above[x] + below[x] + here[x - 1] + here[x + 1] - 4 * here[x]);
    laplacian += value;
    squared += value * value;
  }
  for (std::uint32_t x = 1; x + 1 < width; ++x) {
    noise += magnitude(above[x - 1] + above[x + 1] + below[x - 1] + below[x + 1] -
                       2 * (above[x] + below[x] + here[x - 1] + here[x + 1]) + 4 * here[x]);
  }
  for (std::uint32_t x = 1; x + 1 < width; ++x) {
    const Row value = static_cast<Row>(magnitude(here[x + 1] - here[x - 1]) + magnitude(below[x] - above[x]));
    edge += value;
    edge_x += value * static_cast<Row>(x);
  }
  sums.laplacian += laplacian;
  sums.laplacian_squared += static_cast<std::uint32_t>(squared);
  sums.noise += static_cast<std::uint32_t>(noise);
  sums.edge += static_cast<std::uint32_t>(edge);
  sums.edge_x += static_cast<std::uint32_t>(edge_x);
  sums.edge_y += std::uint64_t{static_cast<std::uint32_t>(edge)} * row;
}

}  // namespace

Sums sum_view(const Image& image) {
  View view(image);
  const std::uint32_t width = view.width(), height = view.height();
  Sums sums;
  sums.width = width;
  sums.height = height;
  std::vector<Row> rows(static_cast<std::size_t>(width) * 6);
  Row *red = rows.data(), *green = red + width, *blue = green + width;
  Row* luma[3] = {blue + width, blue + 2 * width, blue + 3 * width};
  for (std::uint32_t y = 0; y < height; ++y) {
    view.read_row(y, red, green, blue);
    Row* newest = luma[y % 3];
    luma_row(red, green, blue, width, newest);
    add_colours(red, green, blue, newest, width, sums);
    if (y >= 2) add_edges(luma[(y - 2) % 3], luma[(y - 1) % 3], newest, width, y - 1, sums);
  }
  return sums;
}

}  // namespace colophon::image
