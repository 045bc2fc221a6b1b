// The repairs: exact pixels of small pictures, and that they do what they are offered for.
#include <catch2/catch_test_macros.hpp>

#include <cmath>

#include "colophon/image/features.hpp"
#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using image::Feature;
using image::features;
using image::Repair;
using image::repaired;

namespace {

std::int64_t value(const image::Image& picture, Feature feature) { return features(picture)[static_cast<std::size_t>(feature)].value_milli; }
std::uint8_t at(const image::Image& picture, std::uint32_t x, std::uint32_t y) { return picture.rgb[std::size_t{3} * (y * picture.width + x)]; }

}  // namespace

TEST_CASE("A repair is named") {
  CHECK(image::parse_repair("levels").value() == Repair::levels);
  CHECK(image::parse_repair("sharpen").value() == Repair::sharpen);
  for (const char* name : {"", "Levels", "levels ", "blur"}) {
    const auto repair = image::parse_repair(name, "name");
    REQUIRE_FALSE(repair);
    CHECK(repair.error().code == Errc::invalid_argument);
    CHECK(repair.error().field == "name");
  }
}

TEST_CASE("Levels stretches between the outer percentiles") {
  // Half 64, half 191: 64 becomes black, 191 white, and between them nothing stands that a gamma could move.
  const auto picture = grey_picture(20, 20, [](auto x, auto) { return x < 10 ? 64 : 191; });
  const auto levelled = repaired(picture, Repair::levels);
  CHECK(at(levelled, 0, 0) == 0);
  CHECK(at(levelled, 19, 19) == 255);
  CHECK(levelled.width == 20);
  CHECK(levelled.rgb.size() == picture.rgb.size());
}

TEST_CASE("Levels does not stretch noise to bands") {
  // 100 and 101 lie within 64 steps, which become 256: four steps apart at most, and a gamma near 1.
  const auto levelled = repaired(grey_picture(20, 20, [](auto x, auto) { return 100 + x % 2; }), Repair::levels);
  CHECK(std::abs(at(levelled, 1, 0) - at(levelled, 0, 0)) <= 5);
}

TEST_CASE("The gamma of levels is a power, within rounding") {
  // 0 to 255 once each and the rest at 16: the median is 16, its aim (16 + 128) / 2 = 72, and of the powers 4/8 to 14/8 the square root
  // comes nearest (64). Of 1,056 pixels the 0.5 and 99.5 percentiles are the 6th (5) and the 1,051st (250).
  const auto picture = grey_picture(1'056, 1, [](auto x, auto) { return x < 256 ? x : 16; });
  const auto levelled = repaired(picture, Repair::levels);
  for (std::uint32_t x = 0; x < 256; ++x) {
    const double stretched = std::round(std::min(1.0, std::max(0.0, (x - 5.0) / 245.0)) * 255) / 255;
    CHECK(std::abs(at(levelled, x, 0) - 255 * std::sqrt(stretched)) <= 1);
  }
}

TEST_CASE("Levels leaves a picture of one tone alone") {
  const auto grey = plain_picture(9, 9, 40, 40, 40);
  CHECK(repaired(grey, Repair::levels).rgb == grey.rgb);
  CHECK(repaired(image::Image{}, Repair::levels).rgb.empty());
}

TEST_CASE("Levels brightens a dark picture and raises a low contrast") {
  const auto dark = grey_picture(100, 80, [](auto x, auto y) { return 10 + x / 4 + (y % 7); });
  const auto levelled = repaired(dark, Repair::levels);
  CHECK(features(dark)[1].repair == "levels");
  CHECK(value(levelled, Feature::exposure) > value(dark, Feature::exposure));
  CHECK(value(levelled, Feature::contrast) > 2 * value(dark, Feature::contrast));
}

TEST_CASE("Sharpen adds the difference from the mean of nine") {
  // One pixel of 190 in a field of 100: the mean of its square is (8 * 100 + 190) / 9 = 110. There 2 * 190 - 110 is over 255; its
  // neighbours become 2 * 100 - 110 = 90; whoever does not see it stays.
  const auto sharpened = repaired(grey_picture(9, 9, [](auto x, auto y) { return x == 4 && y == 4 ? 190 : 100; }), Repair::sharpen);
  CHECK(at(sharpened, 4, 4) == 255);
  CHECK(at(sharpened, 3, 3) == 90);
  CHECK(at(sharpened, 5, 4) == 90);
  CHECK(at(sharpened, 2, 4) == 100);
  // At the corner the border's pixels count again: (4 * 190 + 5 * 100) / 9 = 140, and 2 * 190 - 140 = 240.
  const auto corner = repaired(grey_picture(9, 9, [](auto x, auto y) { return x == 0 && y == 0 ? 190 : 100; }), Repair::sharpen);
  CHECK(at(corner, 0, 0) == 240);
  CHECK(at(corner, 1, 0) == 80);  // sees it twice: the mean is 120
  CHECK(at(corner, 1, 1) == 90);
}

TEST_CASE("Sharpen treats the three channels apart and leaves plain areas alone") {
  const auto plain = plain_picture(7, 5, 250, 3, 128);
  CHECK(repaired(plain, Repair::sharpen).rgb == plain.rgb);
  image::Image one = plain_picture(5, 5, 100, 100, 100);
  one.rgb[3 * 12] = 190;
  const auto sharpened = repaired(one, Repair::sharpen);
  CHECK(sharpened.rgb[3 * 12] == 255);
  CHECK(sharpened.rgb[3 * 12 + 1] == 100);
  CHECK(sharpened.rgb[3 * 11] == 90);
  CHECK(sharpened.rgb[3 * 11 + 2] == 100);
}

TEST_CASE("Sharpen raises the sharpness of a picture at the size at which it is seen") {
  for (const std::uint32_t times : {1u, 4u}) {
    const auto soft = grey_picture(400 * times, 90 * times, [&](auto x, auto y) {
      return 128 + std::lround(40 * std::sin(x / (2.0 * times)) + 30 * std::sin(y / (3.0 * times)));
    });
    const auto sharpened = repaired(soft, Repair::sharpen);
    INFO(times);
    CHECK(10 * value(sharpened, Feature::sharpness) > 11 * value(soft, Feature::sharpness));
  }
}

TEST_CASE("A repair gives a new picture") {
  const auto picture = grey_picture(30, 30, [](auto x, auto y) { return 3 * x + y; });
  const auto before = picture.rgb;
  repaired(picture, Repair::levels);
  repaired(picture, Repair::sharpen);
  CHECK(picture.rgb == before);
}
