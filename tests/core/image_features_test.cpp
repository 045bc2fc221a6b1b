// Features of pictures whose values follow from the formulas by hand.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>

#include "colophon/image/features.hpp"
#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using image::Feature;
using image::features;
using image::Verdict;

namespace {

std::int64_t value(const image::Image& picture, Feature feature) { return features(picture)[static_cast<std::size_t>(feature)].value_milli; }

std::array<std::int64_t, image::kFeatureCount> values(const image::Image& picture) {
  std::array<std::int64_t, image::kFeatureCount> list{};
  std::ranges::transform(features(picture), list.begin(), &image::Measured::value_milli);
  return list;
}
using Values = std::array<std::int64_t, image::kFeatureCount>;

// Numerical Recipes' 64-bit generator: the same noise on every machine.
struct Random {
  std::uint64_t state;
  std::uint32_t next() { state = state * 6364136223846793005ull + 1442695040888963407ull; return static_cast<std::uint32_t>(state >> 33); }
  // Nearly Gaussian with deviation 1: twelve uniform values.
  double gaussian() { double sum = -6; for (int i = 0; i < 12; ++i) sum += next() / 2147483648.0; return sum; }
};

image::Image enlarged(const image::Image& picture, std::uint32_t times) {
  image::Image large{picture.width * times, picture.height * times, {}};
  for (std::uint32_t y = 0; y < large.height; ++y) {
    for (std::uint32_t x = 0; x < large.width; ++x) {
      const auto* p = picture.rgb.data() + std::size_t{3} * (y / times * picture.width + x / times);
      large.rgb.insert(large.rgb.end(), p, p + 3);
    }
  }
  return large;
}

}  // namespace

TEST_CASE("Features of pictures that are computed by hand") {
  struct Row { const char* name; image::Image picture; Values values; };
  const Row rows[] = {
      // No edge: the centroid is the centre, one sixth of the diagonal from each crossing of the thirds.
      {"grey", plain_picture(100, 100, 128, 128, 128), {0, 128'000, 0, 0, 0, 167}},
      {"black", plain_picture(64, 64, 0, 0, 0), {0, 0, 0, 0, 0, 167}},
      {"white", plain_picture(64, 64, 255, 255, 255), {0, 255'000, 0, 0, 0, 167}},
      // Luma (77 * 255 + 128) >> 8 = 77; 0.3 * sqrt(255^2 + 127.5^2) = 85.5296
      {"red", plain_picture(50, 40, 255, 0, 0), {0, 77'000, 0, 85'530, 0, 167}},
      // 0, 2, ..., 198: mean 99, deviation 2 * sqrt((100^2 - 1) / 12) = 57.7321; a plane has no Laplacian and no noise
      {"ramp", grey_picture(100, 50, [](auto x, auto) { return 2 * x; }), {0, 99'000, 57'732, 0, 0, 167}},
      // Laplacian +-1,020 in equal numbers; |mask| = 2,040 everywhere: 2,040 * sqrt(pi / 2) / 6 = 426.1268; no central difference
      {"checkerboard", grey_picture(10, 10, [](auto x, auto y) { return (x + y) % 2 * 255; }), {1'020'000, 127'500, 127'500, 0, 426'127, 167}},
      // Laplacian in the interior of 91 x 91: -1,020 once and 255 four times: variance 1,300,500 / 8,281; |mask| 255 * (4 + 4 * 2 + 4 * 1)
      // = 4,080 over 8,281 pixels; mean 255 / 8,649, and so on. The centroid is (30.5, 30.5), the crossing (31, 31): 1 in 186 of the diagonal
      {"a dot near a third", grey_picture(93, 93, [](auto x, auto y) { return x == 30 && y == 30 ? 255 : 0; }), {12'532, 29, 2'742, 0, 103, 5}},
      {"one pixel", plain_picture(1, 1, 9, 9, 9), {0, 9'000, 0, 0, 0, 167}},
      {"two rows have no interior", grey_picture(40, 2, [](auto x, auto) { return x % 2 * 100; }), {0, 50'000, 50'000, 0, 0, 167}},
      {"no pixel", {}, {0, 0, 0, 0, 0, 0}},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(values(row.picture) == row.values);
  }
}

TEST_CASE("Colourfulness has the two parts of the paper") {
  // Left half red, right half blue: rg is 255 or 0, yb is 127.5 or -255.
  // sqrt(127.5^2 + 191.25^2) + 0.3 * sqrt(127.5^2 + 63.75^2) = 229.8539 + 42.7648 = 272.6187
  image::Image picture{40, 10, {}};
  for (int y = 0; y < 10; ++y) {
    for (int x = 0; x < 40; ++x) picture.rgb.insert(picture.rgb.end(), {static_cast<std::uint8_t>(x < 20 ? 255 : 0), 0, static_cast<std::uint8_t>(x < 20 ? 0 : 255)});
  }
  CHECK(value(picture, Feature::colourfulness) == 272'619);
}

TEST_CASE("Noise of a known deviation is measured") {
  for (const double sigma : {2.0, 5.0, 10.0, 20.0}) {
    Random random{7};
    const auto noisy = grey_picture(400, 300, [&](auto x, auto) { return std::lround(std::clamp(100 + x / 8.0 + sigma * random.gaussian(), 0.0, 255.0)); });
    INFO(sigma);
    CHECK(std::abs(static_cast<double>(value(noisy, Feature::noise)) / 1000 - sigma) < 0.05 * sigma + 0.05);
  }
}

TEST_CASE("A picture is measured at the size at which it is seen") {
  // Each pixel of a picture made of squares of k x k is averaged back to what it was.
  Random random{3};
  // 600 is within the limit and measured as it is; 1,200 is over it and is averaged over squares of 2.
  image::Image photo{600, 400, {}};
  for (std::size_t i = 0; i < std::size_t{3} * 600 * 400; ++i) photo.rgb.push_back(static_cast<std::uint8_t>(random.next() >> 20));
  CHECK(values(enlarged(photo, 2)) == values(photo));
  image::Image wide{1'000, 10, {}};
  for (std::size_t i = 0; i < std::size_t{3} * 1'000 * 10; ++i) wide.rgb.push_back(static_cast<std::uint8_t>(random.next() >> 20));
  CHECK(values(enlarged(wide, 16)) == values(wide));
}

TEST_CASE("Verdicts, advice and repairs go together") {
  struct Row { const char* name; image::Image picture; Feature feature; Verdict verdict; const char *advice, *repair; };
  const Row rows[] = {
      {"flat", plain_picture(80, 80, 100, 100, 100), Feature::sharpness, Verdict::low, "shoot_steadier", ""},
      {"soft", grey_picture(80, 80, [](auto x, auto) { return 100 + (x / 2 % 2) * 12; }), Feature::sharpness, Verdict::low, "sharpen", "sharpen"},
      {"crisp", grey_picture(80, 80, [](auto x, auto y) { return (x + y) % 2 * 255; }), Feature::sharpness, Verdict::high, "none", ""},
      {"dark", plain_picture(80, 80, 20, 20, 20), Feature::exposure, Verdict::low, "raise_exposure", "levels"},
      {"bright", plain_picture(80, 80, 240, 240, 240), Feature::exposure, Verdict::high, "lower_exposure", "levels"},
      {"middle", plain_picture(80, 80, 110, 110, 110), Feature::exposure, Verdict::usual, "none", ""},
      {"grey fog", grey_picture(80, 80, [](auto x, auto) { return 100 + x / 8; }), Feature::contrast, Verdict::low, "raise_contrast", "levels"},
      {"black and white", grey_picture(80, 80, [](auto x, auto) { return x < 40 ? 0 : 255; }), Feature::contrast, Verdict::high, "lower_contrast", ""},
      {"nobody is told to colour a black and white picture", plain_picture(80, 80, 99, 99, 99), Feature::colourfulness, Verdict::low, "none", ""},
      {"nor a sepia print", plain_picture(80, 80, 120, 105, 80), Feature::colourfulness, Verdict::low, "none", ""},
      {"garish", plain_picture(80, 80, 255, 0, 0), Feature::colourfulness, Verdict::high, "reduce_colour", ""},
      {"clean", plain_picture(80, 80, 99, 99, 99), Feature::noise, Verdict::low, "none", ""},
      {"rough", grey_picture(80, 80, [](auto x, auto y) { return (x + y) % 2 * 255; }), Feature::noise, Verdict::high, "reduce_noise", ""},
      {"in the middle", grey_picture(81, 81, [](auto x, auto y) { return x == 40 && y == 40 ? 255 : 0; }), Feature::composition, Verdict::high, "move_subject", ""},
      {"on a third", grey_picture(93, 93, [](auto x, auto y) { return x == 30 && y == 30 ? 255 : 0; }), Feature::composition, Verdict::usual, "none", ""},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const auto measured = features(row.picture)[static_cast<std::size_t>(row.feature)];
    CHECK(measured.feature == row.feature);
    CHECK(measured.verdict == row.verdict);
    CHECK(measured.advice == row.advice);
    CHECK(measured.repair == row.repair);
  }
  // Some colour, but little: two muted halves.
  image::Image muted{80, 80, {}};
  for (int i = 0; i < 80 * 80; ++i) {
    if (i % 80 < 40) muted.rgb.insert(muted.rgb.end(), {106, 92, 100});
    else muted.rgb.insert(muted.rgb.end(), {92, 100, 108});
  }
  CHECK(features(muted)[static_cast<std::size_t>(Feature::colourfulness)].advice == "add_colour");
}

TEST_CASE("Most photographs of the sample catalogue are usual in most features") {
  int usual = 0, all = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() / "examples" / "catalogue" / "images")) {
    const auto picture = image::decode(read_bytes(entry.path()));
    REQUIRE(picture);
    for (const auto& measured : features(*picture)) { ++all; usual += measured.verdict == Verdict::usual; }
  }
  CHECK(all >= 13 * 6);
  CHECK(10 * usual > 6 * all);
}

TEST_CASE("The names of the features are stable") {
  const char* const names[] = {"sharpness", "exposure", "contrast", "colourfulness", "noise", "composition"};
  for (std::size_t i = 0; i < image::kFeatureCount; ++i) CHECK(image::feature_name(static_cast<Feature>(i)) == names[i]);
}
