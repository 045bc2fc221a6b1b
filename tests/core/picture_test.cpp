// Palette, saliency and crops of pictures whose answers follow by hand, and what holds of any picture.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <numeric>

#include "colophon/picture/crop.hpp"
#include "colophon/picture/palette.hpp"
#include "colophon/picture/saliency.hpp"
#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using Rgb = std::array<std::uint8_t, 3>;

namespace {

image::Image painted(std::uint32_t width, std::uint32_t height, auto colour) {
  image::Image made{width, height, {}};
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      const Rgb rgb = colour(x, y);
      made.rgb.insert(made.rgb.end(), rgb.begin(), rgb.end());
    }
  }
  return made;
}
image::Image one_colour(std::uint32_t width, std::uint32_t height, Rgb rgb) {
  return painted(width, height, [&](auto, auto) { return rgb; });
}
// A chequered square on grey.
image::Image with_object(std::uint32_t width, std::uint32_t height, std::uint32_t left, std::uint32_t top, std::uint32_t side) {
  return painted(width, height, [&](auto x, auto y) -> Rgb {
    if (x < left || x >= left + side || y < top || y >= top + side) return {120, 120, 120};
    return (x / 8 + y / 8) % 2 ? Rgb{240, 240, 20} : Rgb{10, 10, 90};
  });
}
struct Random {
  std::uint64_t state;
  std::uint32_t below(std::uint32_t end) { state = state * 6364136223846793005ull + 1442695040888963407ull; return static_cast<std::uint32_t>(state >> 33) % end; }
};
image::Image noise(Random& random, std::uint32_t width, std::uint32_t height) {
  return painted(width, height, [&](auto, auto) -> Rgb {
    return {static_cast<std::uint8_t>(random.below(256)), static_cast<std::uint8_t>(random.below(256)), static_cast<std::uint8_t>(random.below(256))};
  });
}

}  // namespace

TEST_CASE("A count of swatches or a ratio that cannot be names its field", "[picture]") {
  const image::Image grey = one_colour(8, 8, {9, 9, 9});
  for (const std::uint32_t count : {0u, picture::kSwatchesMax + 1, 0xFFFFFFFFu}) {
    const auto swatches = picture::palette(grey, count);
    REQUIRE_FALSE(swatches);
    CHECK((swatches.error().code == Errc::invalid_argument && swatches.error().field == "count"));
  }
  for (const picture::Ratio ratio : {picture::Ratio{0, 1}, {1, 0}, {picture::kRatioMax + 1, 1}, {1, 0xFFFFFFFFu}}) {
    const auto crop = picture::crop(grey, ratio);
    REQUIRE_FALSE(crop);
    CHECK((crop.error().code == Errc::invalid_argument && crop.error().field == "ratio"));
  }
}

TEST_CASE("Palettes that are counted by hand", "[picture]") {
  for (const std::uint32_t side : {1u, 40u}) {
    const auto one = picture::palette(one_colour(side, side, {201, 3, 77}), 5).value();
    REQUIRE(one.size() == 1);
    CHECK((one[0].rgb == Rgb{201, 3, 77} && one[0].share_ppm == 1'000'000));
  }
  // A third is red, the rest blue.
  const auto two = picture::palette(painted(3, 100, [](auto x, auto) { return x == 0 ? Rgb{250, 0, 0} : Rgb{0, 0, 250}; }), 8).value();
  REQUIRE(two.size() == 2);
  CHECK((two[0].rgb == Rgb{0, 0, 250} && two[0].share_ppm == 666'667));
  CHECK((two[1].rgb == Rgb{250, 0, 0} && two[1].share_ppm == 333'333));
  // Equal shares: by colour. In one bin: their mean.
  const auto even = picture::palette(painted(2, 2, [](auto x, auto) { return x == 0 ? Rgb{200, 200, 0} : Rgb{0, 200, 200}; }), 2).value();
  CHECK((even[0].rgb == Rgb{0, 200, 200} && even[1].rgb == Rgb{200, 200, 0}));
  const auto near = picture::palette(painted(2, 1, [](auto x, auto) { return x == 0 ? Rgb{16, 16, 16} : Rgb{21, 16, 16}; }), 2).value();
  REQUIRE(near.size() == 1);
  CHECK(near[0].rgb == Rgb{19, 16, 16});
}

TEST_CASE("A small part in another colour gets a swatch of its own", "[picture]") {
  // A wide range of greys, and one pixel in four hundred that is red.
  const auto swatches = picture::palette(painted(200, 200, [](auto x, auto y) -> Rgb {
    if (x < 10 && y < 10) return {230, 20, 20};
    const auto grey = static_cast<std::uint8_t>(x);
    return {grey, grey, grey};
  }), 6).value();
  CHECK(std::ranges::any_of(swatches, [](const picture::Swatch& one) { return one.rgb == Rgb{230, 20, 20} && one.share_ppm == 2'500; }));
}

TEST_CASE("Shares add up, fall, and depend on no order of the pixels", "[picture]") {
  Random random{4};
  for (int round = 0; round < 40; ++round) {
    image::Image made = noise(random, 1 + random.below(60), 1 + random.below(60));
    const std::uint32_t count = 1 + random.below(picture::kSwatchesMax);
    const auto swatches = picture::palette(made, count).value();
    CHECK((!swatches.empty() && swatches.size() <= count));
    CHECK(std::accumulate(swatches.begin(), swatches.end(), 0u, [](std::uint32_t sum, const picture::Swatch& one) { return sum + one.share_ppm; }) == 1'000'000);
    CHECK(std::ranges::is_sorted(swatches, std::greater{}, &picture::Swatch::share_ppm));
    for (std::size_t i = made.rgb.size() / 3; i > 1; --i) {
      std::swap_ranges(made.rgb.begin() + static_cast<std::ptrdiff_t>(3 * (i - 1)), made.rgb.begin() + static_cast<std::ptrdiff_t>(3 * i),
                       made.rgb.begin() + std::ptrdiff_t{3} * random.below(static_cast<std::uint32_t>(i - 1)));
    }
    const auto again = picture::palette(made, count).value();
    CHECK(std::ranges::equal(swatches, again, [](const picture::Swatch& a, const picture::Swatch& b) { return a.rgb == b.rgb && a.share_ppm == b.share_ppm; }));
  }
}

TEST_CASE("The map is as large as it says, and brightest where something is", "[picture]") {
  const picture::Saliency flat = picture::saliency(one_colour(640, 480, {30, 60, 90}));
  CHECK((flat.width == 64 && flat.height == 48 && flat.values.size() == 64 * 48));
  CHECK(std::ranges::all_of(flat.values, [](std::uint8_t value) { return value == 0; }));
  const picture::Saliency dot = picture::saliency(one_colour(1, 1, {30, 60, 90}));
  CHECK((dot.width == 1 && dot.height == 1 && dot.values == std::vector<std::uint8_t>{0}));
  CHECK(picture::saliency(one_colour(3000, 2, {1, 2, 3})).values.size() == 64);

  const picture::Saliency map = picture::saliency(with_object(640, 480, 500, 40, 100));
  const auto most = std::ranges::max_element(map.values) - map.values.begin();
  CHECK(*std::ranges::max_element(map.values) == 255);
  CHECK((most % 64 >= 49 && most % 64 <= 60 && most / 64 >= 3 && most / 64 <= 14));
  CHECK(map.values[40 * 64 + 10] < 40);
}

TEST_CASE("Skin draws the eye more than another colour as far from the mean", "[picture]") {
  // Left a face's colour, right the same distance from the middle grey the other way.
  const picture::Saliency map = picture::saliency(painted(64, 64, [](auto x, auto y) -> Rgb {
    if (y < 24 || y >= 40) return {128, 128, 128};
    if (x >= 8 && x < 24) return {198, 146, 110};
    if (x >= 40 && x < 56) return {58, 110, 146};
    return {128, 128, 128};
  }));
  CHECK(map.values[32 * 64 + 16] > map.values[32 * 64 + 48]);
}

TEST_CASE("Where most of the picture is like skin, skin tells nothing apart", "[picture]") {
  // A blue ball on wood.
  const picture::Saliency map = picture::saliency(painted(64, 64, [](auto x, auto y) { return x >= 24 && x < 40 && y >= 24 && y < 40 ? Rgb{20, 40, 160} : Rgb{185, 104, 56}; }));
  CHECK(map.values[32 * 64 + 32] > 4 * map.values[32 * 64 + 5]);
}

TEST_CASE("Where nothing stands out the crop is the largest, in the middle", "[picture]") {
  const auto square = picture::crop(one_colour(300, 200, {10, 20, 30}), {1, 1}).value();
  CHECK((square.x == 50 && square.y == 0 && square.width == 200 && square.height == 200 && square.score_ppm == 0));
  const auto dot = picture::crop(one_colour(1, 1, {10, 20, 30}), {16, 9}).value();
  CHECK((dot.x == 0 && dot.y == 0 && dot.width == 1 && dot.height == 1));
}

TEST_CASE("What stands out lies inside the crop, wherever it is", "[picture]") {
  for (const auto& [left, top] : {std::pair{10u, 10u}, {520u, 10u}, {10u, 370u}, {520u, 370u}, {270u, 190u}}) {
    for (const picture::Ratio ratio : {picture::Ratio{1, 1}, {16, 9}, {3, 4}, {9, 16}}) {
      const auto crop = picture::crop(with_object(640, 480, left, top, 100), ratio).value();
      INFO("object at " << left << "," << top << " crop " << crop.x << "," << crop.y << " " << crop.width << "x" << crop.height);
      CHECK((crop.x <= left && crop.y <= top && crop.x + crop.width >= left + 100 && crop.y + crop.height >= top + 100));
      // All of it is inside: one quarter; in a corner it can be neither at a crossing nor away from the edges.
      CHECK(crop.score_ppm > 240'000);
    }
  }
}

TEST_CASE("Any crop lies inside the picture and has its ratio to a pixel", "[picture]") {
  Random random{9};
  for (int round = 0; round < 60; ++round) {
    const image::Image made = noise(random, 1 + random.below(90), 1 + random.below(90));
    const std::uint32_t most = round % 3 == 0 ? picture::kRatioMax : 20;
    const picture::Ratio ratio{1 + random.below(most), 1 + random.below(most)};
    const auto crop = picture::crop(made, ratio).value();
    INFO(made.width << "x" << made.height << " at " << ratio.width << ":" << ratio.height << " gives " << crop.width << "x" << crop.height);
    CHECK((crop.width >= 1 && crop.height >= 1 && crop.x + crop.width <= made.width && crop.y + crop.height <= made.height));
    const std::int64_t off = std::int64_t{crop.width} * ratio.height - std::int64_t{crop.height} * ratio.width;
    CHECK(std::abs(off) <= std::max(ratio.width, ratio.height));
    CHECK(crop.score_ppm <= 1'000'000);
  }
  for (const picture::Ratio ratio : {picture::Ratio{picture::kRatioMax, 1}, {1, picture::kRatioMax}}) {
    const auto crop = picture::crop(one_colour(50, 40, {1, 2, 3}), ratio).value();
    CHECK((ratio.width > 1 ? crop.width == 50 && crop.height == 1 : crop.width == 1 && crop.height == 40));
  }
}
