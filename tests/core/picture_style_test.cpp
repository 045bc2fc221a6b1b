// Colour schemes and styles of pictures whose answers follow by hand, and what holds of any palette.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>

#include "colophon/picture/harmony.hpp"
#include "colophon/picture/style.hpp"
#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using picture::Measure;
using picture::Rgb;
using picture::Scheme;

namespace {

/// A palette of equal shares.
std::vector<picture::Swatch> even(std::vector<Rgb> colours) {
  std::vector<picture::Swatch> palette;
  for (const Rgb& rgb : colours) palette.push_back({rgb, static_cast<std::uint32_t>(1'000'000 / colours.size())});
  return palette;
}
std::vector<picture::Swatch> pure(std::vector<std::uint32_t> degrees) {
  std::vector<Rgb> colours;
  for (const std::uint32_t one : degrees) {
    // HSV as textbooks have it: saturation 0.86, value 200.
    const auto channel = [&](double n) {
      const double k = std::fmod(n + one / 60.0, 6.0);
      return static_cast<std::uint8_t>(std::lround(200 - 200 * 0.86 * std::max(0.0, std::min({k, 4 - k, 1.0}))));
    };
    colours.push_back({channel(5), channel(3), channel(1)});
  }
  return even(std::move(colours));
}
const picture::SchemeFit& fit(const picture::Harmony& harmony, Scheme scheme) { return harmony.fits[static_cast<std::size_t>(scheme) - 1]; }

std::int64_t of(const picture::Style& style, Measure measure) { return style.milli[static_cast<std::size_t>(measure)]; }
bool has(const picture::Style& style, std::string_view tag) { return std::ranges::find(style.tags, tag) != style.tags.end(); }

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

}  // namespace

TEST_CASE("Hues of colours that HSV names", "[picture]") {
  struct Row { Rgb rgb; std::uint32_t degrees_milli; };
  for (const Row& row : {Row{{255, 0, 0}, 0}, {{255, 255, 0}, 60'000}, {{0, 255, 0}, 120'000}, {{0, 255, 255}, 180'000}, {{0, 0, 255}, 240'000}, {{255, 0, 255}, 300'000},
                         {{200, 100, 100}, 0}, {{255, 128, 0}, 30'000}, {{255, 0, 1}, 359'531}}) {
    CHECK(fit(picture::harmony(even({row.rgb})), Scheme::monochrome).angle_milli == row.degrees_milli);
  }
}

TEST_CASE("Palettes made of a scheme are found to be it, at any angle", "[picture]") {
  for (std::uint32_t angle = 0; angle < 360; angle += 45) {
    const auto at = [&](std::vector<std::uint32_t> degrees) {
      for (std::uint32_t& one : degrees) one = (one + angle) % 360;
      return picture::harmony(pure(std::move(degrees)));
    };
    CHECK(at({0}).scheme == Scheme::monochrome);
    CHECK(at({0, 12}).scheme == Scheme::monochrome);
    CHECK(at({0, 45, 88}).scheme == Scheme::analogous);
    CHECK(at({0, 180}).scheme == Scheme::complementary);
    CHECK(at({0, 150, 210}).scheme == Scheme::split_complementary);
    CHECK(at({0, 120, 240}).scheme == Scheme::triad);
    CHECK(at({0, 90, 180, 270}).scheme == Scheme::tetrad);
    CHECK(fit(at({0, 120, 240}), Scheme::triad).off_milli == 0);
  }
}

TEST_CASE("How far off is an angle that can be computed by hand", "[picture]") {
  // Two equal colours 60 degrees apart: one sector of 38 + 38 steps covers the rest of 256 but 180, whichever way it is turned: 90 steps each, 21.093 degrees.
  const picture::Harmony harmony = picture::harmony(pure({0, 60}));
  CHECK(fit(harmony, Scheme::monochrome).off_milli == 21'093);
  CHECK(fit(harmony, Scheme::analogous).off_milli == 0);
  CHECK(harmony.scheme == Scheme::analogous);
}

TEST_CASE("Colours that go with the main colour", "[picture]") {
  const picture::Harmony red = picture::harmony(even({{200, 0, 0}}));
  CHECK(red.main == Rgb{200, 0, 0});
  CHECK(fit(red, Scheme::complementary).colours.front() == Rgb{0, 200, 200});
  CHECK(fit(red, Scheme::triad).colours == std::vector<Rgb>{{0, 200, 0}, {0, 0, 200}});
  CHECK(fit(red, Scheme::tetrad).colours == std::vector<Rgb>{{100, 200, 0}, {0, 200, 200}, {100, 0, 200}});
  for (const picture::SchemeFit& one : red.fits) CHECK((one.colours.size() >= 2 && one.colours.size() <= 4));
  // Grey has no hue: nothing is claimed, and the colours are strong enough to be seen beside it.
  for (const Rgb grey : {Rgb{128, 128, 128}, {0, 0, 0}, {255, 255, 255}, {130, 128, 126}}) {
    const picture::Harmony none = picture::harmony(even({grey}));
    CHECK((none.scheme == Scheme::neutral && none.main == grey));
    for (const Rgb& rgb : fit(none, Scheme::triad).colours) CHECK(std::ranges::max(rgb) - std::ranges::min(rgb) >= 40);
  }
  CHECK(picture::harmony({}).scheme == Scheme::neutral);
  // A little strong colour leads, the large grey does not.
  const picture::Swatch accent[] = {{{120, 120, 122}, 900'000}, {{10, 40, 220}, 100'000}};
  CHECK(picture::harmony(accent).main == Rgb{10, 40, 220});
}

TEST_CASE("Measures that are computed by hand", "[picture]") {
  const picture::Style orange = picture::style(plain_picture(90, 60, 255, 128, 0));
  CHECK((of(orange, Measure::warmth) == 1'000 && of(orange, Measure::saturation) == 1'000 && of(orange, Measure::hue_focus) == 1'000));
  CHECK((of(orange, Measure::colours) == 1 && of(orange, Measure::edges) == 0 && of(orange, Measure::flat) == 1'000 && of(orange, Measure::symmetry) == 1'000));
  CHECK((of(orange, Measure::aspect) == 1'500 && has(orange, "landscape-format") && has(orange, "warm") && has(orange, "minimal") && has(orange, "monochrome")));
  const picture::Style azure = picture::style(plain_picture(60, 90, 0, 128, 255));
  // The hue of azure is a rounding away from 210 degrees.
  CHECK((of(azure, Measure::warmth) <= -997 && has(azure, "cool") && has(azure, "portrait-format")));
  const picture::Style grey = picture::style(plain_picture(64, 64, 90, 90, 90));
  CHECK((has(grey, "greyscale") && has(grey, "square-format") && !has(grey, "monochrome") && !has(grey, "warm") && of(grey, Measure::hue_focus) == 0));
  CHECK((has(picture::style(plain_picture(640, 64, 250, 250, 250)), "panorama") && has(picture::style(plain_picture(8, 8, 250, 250, 250)), "high-key") &&
         has(picture::style(plain_picture(8, 8, 9, 9, 9)), "low-key")));
  // Half red, half green: two hues 120 degrees apart.
  const picture::Style halves = picture::style(painted(64, 64, [](auto x, auto) { return x < 32 ? Rgb{255, 0, 0} : Rgb{0, 255, 0}; }));
  CHECK((of(halves, Measure::hue_focus) == 500 && of(halves, Measure::colours) == 2 && of(halves, Measure::symmetry) == -1'000));
}

TEST_CASE("Lines and mirror images", "[picture]") {
  const auto stripes = [](auto along) { return painted(128, 128, [&](auto x, auto y) { return along(x, y) / 4 % 2 ? Rgb{240, 240, 240} : Rgb{10, 10, 10}; }); };
  const picture::Style lying = picture::style(stripes([](auto, auto y) { return y; })), standing = picture::style(stripes([](auto x, auto) { return x; })),
                       slanted = picture::style(stripes([](auto x, auto y) { return x + y; }));
  CHECK((of(lying, Measure::horizontal) == 1'000 && has(lying, "horizontal-lines") && !has(lying, "vertical-lines") && has(lying, "busy") && has(lying, "symmetric")));
  CHECK((of(standing, Measure::vertical) == 1'000 && has(standing, "vertical-lines")));
  CHECK((of(slanted, Measure::diagonal) >= 950 && has(slanted, "diagonal-lines")));
  // A bright disc: symmetric in the middle, not at the side.
  const auto disc = [](std::uint32_t middle) {
    return picture::style(painted(101, 101, [&](auto x, auto y) {
      const int dx = static_cast<int>(x) - static_cast<int>(middle), dy = static_cast<int>(y) - 50;
      return dx * dx + dy * dy < 400 ? Rgb{250, 240, 230} : Rgb{20, 20, 20};
    }));
  };
  CHECK((of(disc(50), Measure::symmetry) == 1'000 && has(disc(50), "symmetric")));
  CHECK_FALSE(has(disc(20), "symmetric"));
}

TEST_CASE("Style and scheme do not depend on the size at which a picture is seen", "[picture]") {
  const auto scene = [](std::uint32_t scale) {
    return painted(256 * scale, 192 * scale, [&](auto x, auto y) -> Rgb {
      x /= scale;
      y /= scale;
      if (y < 96) return {static_cast<std::uint8_t>(90 + y / 2), static_cast<std::uint8_t>(130 + y / 2), 220};
      return (x / 16 + y / 16) % 2 ? Rgb{190, 120, 40} : Rgb{120, 80, 30};
    });
  };
  const picture::Style small = picture::style(scene(1)), large = picture::style(scene(3));
  for (const Measure measure : {Measure::warmth, Measure::saturation, Measure::hue_focus, Measure::colours, Measure::edges, Measure::flat, Measure::symmetry, Measure::aspect}) {
    CHECK(of(small, measure) == of(large, measure));
  }
  CHECK(picture::style(scene(2)).tags == small.tags);
}
