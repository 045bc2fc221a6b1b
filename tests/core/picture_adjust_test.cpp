// What each adjustment does to pixels that can be worked out by hand, and what holds of all.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "colophon/picture/render.hpp"
#include "image_files.hpp"
#include "picture_dull.hpp"

using namespace colophon;
using namespace colophon::tests;
using picture::Adjustments;

namespace {

image::Image greys() {
  return grey_picture(256, 1, [](auto x, auto) { return x; });
}
image::Image applied(const image::Image& image, const Adjustments& adjust) { return picture::apply(image, adjust).value(); }
Adjustments with(std::int32_t Adjustments::* field, std::int32_t value) {
  Adjustments adjust;
  adjust.*field = value;
  return adjust;
}
double light(double value) {
  const double encoded = value / 255;
  return encoded <= 0.04045 ? encoded / 12.92 : std::pow((encoded + 0.055) / 1.055, 2.4);
}
double mean(const image::Image& image) { return std::accumulate(image.rgb.begin(), image.rgb.end(), 0.0) / static_cast<double>(image.rgb.size()); }
/// Grey with noise of that amplitude, from a seed.
image::Image grainy(std::uint32_t side, int amplitude) {
  std::uint32_t state = 3;
  return grey_picture(side, side, [&](auto, auto) {
    state = state * 1664525 + 1013904223;
    return 128 + static_cast<int>(state >> 16) % (2 * amplitude + 1) - amplitude;
  });
}
double deviation(const image::Image& image) {
  const double middle = mean(image);
  double sum = 0;
  for (const std::uint8_t value : image.rgb) sum += (value - middle) * (value - middle);
  return std::sqrt(sum / static_cast<double>(image.rgb.size()));
}

}  // namespace

TEST_CASE("Nothing to adjust leaves every pixel", "[picture]") {
  const image::Image image = grainy(90, 120);
  CHECK(applied(image, {}).rgb == image.rgb);
  CHECK(applied(greys(), {}).rgb == greys().rgb);
}

TEST_CASE("A stop is twice the light, by the curve of sRGB", "[picture]") {
  for (const int milli : {-3'000, -1'000, -333, 250, 1'000}) {
    const image::Image made = applied(greys(), with(&Adjustments::exposure_milli, milli));
    for (std::size_t value = 0; value < 256; ++value) {
      // Over three quarters of white the light is bent.
      const double wanted = light(static_cast<double>(value)) * std::exp2(milli / 1000.0);
      if (wanted > 0.75) continue;
      const double back = 255 * (wanted <= 0.0031308 ? wanted * 12.92 : 1.055 * std::pow(wanted, 1 / 2.4) - 0.055);
      CHECK(std::abs(made.rgb[3 * value] - back) <= 0.75);
    }
  }
}

TEST_CASE("Exposure and contrast keep the order of greys and cut neither end off", "[picture]") {
  for (const int milli : {0, 500, 1'500, 3'000}) {
    for (const int contrast : {-100, -30, 0, 40, 100}) {
      Adjustments adjust = with(&Adjustments::exposure_milli, milli);
      adjust.contrast = contrast;
      const image::Image made = applied(greys(), adjust);
      CHECK(std::ranges::is_sorted(made.rgb));
      if (contrast >= 0) CHECK((made.rgb.front() == 0 && made.rgb.back() == 255));
      // What is bright stays apart from white: twice the light of 230 would be over it.
      if (milli <= 1'500 && contrast == 0) CHECK(made.rgb[3 * 230] < 254);
    }
  }
  // 2^(64 / 64): half as far from the middle grey of 127.5 becomes twice as far.
  const image::Image steep = applied(greys(), with(&Adjustments::contrast, 64)), soft = applied(greys(), with(&Adjustments::contrast, -64));
  CHECK((steep.rgb[3 * 150] == 173 && steep.rgb[3 * 100] == 73));
  CHECK((soft.rgb[3 * 255] == 191 && soft.rgb[0] == 64));
}

TEST_CASE("Saturation moves colours from and to their own grey", "[picture]") {
  const image::Image colour = plain_picture(2, 2, 200, 100, 50);
  // Luma (77 R + 150 G + 29 B) / 256 = 124.4.
  CHECK(applied(colour, with(&Adjustments::saturation, -100)).rgb == plain_picture(2, 2, 124, 124, 124).rgb);
  const image::Image half = applied(colour, with(&Adjustments::saturation, -50));
  CHECK(half.rgb == plain_picture(2, 2, 162, 112, 87).rgb);
  CHECK(applied(greys(), with(&Adjustments::saturation, 100)).rgb == greys().rgb);
  const image::Image more = applied(colour, with(&Adjustments::saturation, 100));
  CHECK((more.rgb[0] == 255 && more.rgb[1] == 76 && more.rgb[2] == 0));
}

TEST_CASE("White balance moves red against blue, and green, and keeps luma", "[picture]") {
  const image::Image grey = plain_picture(1, 1, 120, 120, 120);
  const auto luma = [](const image::Image& image) { return 0.2126 * light(image.rgb[0]) + 0.7152 * light(image.rgb[1]) + 0.0722 * light(image.rgb[2]); };
  for (const int amount : {-60, -20, 20, 60}) {
    const image::Image warm = applied(grey, with(&Adjustments::warmth, amount)), tinted = applied(grey, with(&Adjustments::tint, amount));
    CHECK(std::abs(std::log2(light(warm.rgb[0]) / light(warm.rgb[2])) - 2 * amount / 100.0) < 0.03);
    CHECK(std::abs(std::log2(light(tinted.rgb[0]) / light(tinted.rgb[1])) - amount / 100.0) < 0.03);
    CHECK(tinted.rgb[0] == tinted.rgb[2]);
    CHECK(std::abs(luma(warm) / luma(grey) - 1) < 0.02);
    CHECK(std::abs(luma(tinted) / luma(grey) - 1) < 0.02);
  }
  // What one takes the other gives back, to a level.
  const image::Image photo = plain_picture(1, 1, 140, 90, 60), there = applied(photo, with(&Adjustments::warmth, 30)), back = applied(there, with(&Adjustments::warmth, -30));
  for (std::size_t i = 0; i < 3; ++i) CHECK(std::abs(back.rgb[i] - photo.rgb[i]) <= 3);
}

TEST_CASE("Denoise calms what is even and keeps an edge", "[picture]") {
  const image::Image noisy = grainy(80, 8);
  const image::Image calm = applied(noisy, with(&Adjustments::denoise, 60));
  CHECK(deviation(calm) < 0.5 * deviation(noisy));
  CHECK(std::abs(mean(calm) - mean(noisy)) < 0.5);
  // A step of 60 levels is three times what counts as noise at 60.
  const image::Image step = grey_picture(40, 70, [](auto x, auto) { return x < 20 ? 90 : 150; });
  CHECK(applied(step, with(&Adjustments::denoise, 60)).rgb == step.rgb);
  CHECK(applied(plain_picture(9, 9, 0, 255, 3), with(&Adjustments::denoise, 100)).rgb == plain_picture(9, 9, 0, 255, 3).rgb);
}

TEST_CASE("Sharpen steepens an edge, and leaves what is even, grain and the mean", "[picture]") {
  const image::Image even = plain_picture(50, 140, 90, 40, 200);
  CHECK(applied(even, with(&Adjustments::sharpen, 100)).rgb == even.rgb);
  const image::Image grain = grainy(70, 1);
  CHECK(applied(grain, with(&Adjustments::sharpen, 100)).rgb == grain.rgb);
  // Three columns, 100 and 160: the mean around the last dark one is 120, of the 20 less 2 that it is darker 64 / 64 are taken.
  const image::Image step = grey_picture(40, 140, [](auto x, auto) { return x < 20 ? 100 : 160; });
  const image::Image sharp = applied(step, with(&Adjustments::sharpen, 64));
  for (const std::size_t row : {0u, 63u, 64u, 139u}) {
    const std::uint8_t* p = sharp.rgb.data() + row * 40 * 3;
    CHECK((p[3 * 18] == 100 && p[3 * 19] == 82 && p[3 * 20] == 178 && p[3 * 21] == 160));
  }
}

TEST_CASE("Bands meet without a seam", "[picture]") {
  // The lower part of a picture, adjusted, is the lower part of the picture adjusted, but for what is near the cut.
  const image::Image image = grainy(200, 60);
  Adjustments adjust{300, 20, 10, 5, -5, 40, 80};
  const image::Image whole = applied(image, adjust), part = picture::render(image, {{0, 37, 200, 163}, 0, false, adjust}, 0).value();
  constexpr std::size_t kRow = 200 * 3;
  CHECK(std::equal(part.rgb.begin() + 4 * kRow, part.rgb.end(), whole.rgb.begin() + (37 + 4) * kRow));
}

TEST_CASE("A preview looks like the full size seen from afar", "[picture]") {
  // A photo of 3 megapixels: waves and edges, no noise.
  const image::Image photo = grey_picture(2'000, 1'500, [](auto x, auto y) { return 60 + (x / 40 + y / 40) % 2 * 50 + (x + y) / 40; });
  for (const Adjustments& adjust : {Adjustments{600, 20, 0, 15, 5, 0, 0}, Adjustments{0, 0, 0, 0, 0, 0, 60}}) {
    const image::Image small = picture::render(photo, {{}, 0, false, adjust}, 500).value();
    const image::Image full = picture::render(picture::apply(photo, adjust).value(), {}, 500).value();
    CHECK(psnr(small, full) > 38);
  }
}
