// Auto-enhance: what it advises where the need is known, and, on photographs, that dull ones come nearer to what they were.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdio>

#include "colophon/picture/enhance.hpp"
#include "image_files.hpp"
#include "picture_dull.hpp"

using namespace colophon;
using namespace colophon::tests;
using picture::Adjustments;

namespace {

std::vector<std::filesystem::path> photographs() {
  std::vector<std::filesystem::path> paths;
  if (const auto folder = shared("data/bsds500/test")) {
    for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
      if (entry.path().extension() == ".jpg") paths.push_back(entry.path());
    }
  }
  std::ranges::sort(paths);
  return paths;
}
image::Image enhanced(const image::Image& image) { return picture::apply(image, picture::enhance(image)).value(); }

/// Tiles from black to white with a share of one of three colours: no cast, and edges enough.
image::Image scene() {
  image::Image made{240, 180, {}};
  for (std::uint32_t y = 0; y < 180; ++y) {
    for (std::uint32_t x = 0; x < 240; ++x) {
      const std::uint32_t tile = x / 5 * 7919 + y / 7 * 104729;
      const int shade = static_cast<int>((tile ^ tile >> 5) % 256), coloured = static_cast<int>((x / 15 + y / 14) % 3);
      for (const int channel : {0, 1, 2}) made.rgb.push_back(static_cast<std::uint8_t>(std::clamp(shade + (channel == coloured ? 30 : -15), 0, 255)));
    }
  }
  return made;
}

}  // namespace

TEST_CASE("A picture that is good is left as it is", "[picture]") {
  const Adjustments adjust = picture::enhance(scene());
  CHECK(adjust == Adjustments{});
}

TEST_CASE("What was taken is given back, in its direction and about as much", "[picture]") {
  const Adjustments dark = picture::enhance(dulled(scene(), {"", 1.2, 1, 0, 0, 0}));
  CHECK((dark.exposure_milli > 900 && dark.exposure_milli < 1'300 && dark.contrast == 0));
  const Adjustments flat = picture::enhance(dulled(scene(), {"", 0, 0.5, 0.25, 0, 0}));
  CHECK((flat.contrast > 45 && flat.contrast < 75 && std::abs(flat.exposure_milli) < 200));
  const Adjustments amber = picture::enhance(dulled(scene(), {"", 0, 1, 0, 0.4, 0})), blue = picture::enhance(dulled(scene(), {"", 0, 1, 0, -0.4, 0}));
  CHECK((amber.warmth < -15 && amber.warmth > -60 && blue.warmth > 15 && blue.warmth < 60));
  const Adjustments green = picture::enhance(dulled(scene(), {"", 0, 1, 0, 0, 0.4}));
  CHECK((green.tint > 10 && green.tint < 60));
}

TEST_CASE("Pictures that show nothing get no advice that would spoil them", "[picture]") {
  for (const std::uint32_t side : {1u, 2u, 3u, 7u, 40u}) {
    for (const std::uint8_t grey : {0, 90, 255}) {
      const image::Image plain = plain_picture(side, side, grey, grey, grey);
      const Adjustments adjust = picture::enhance(plain);
      CHECK((adjust.warmth == 0 && adjust.tint == 0 && adjust.denoise == 0 && adjust.saturation == 0));
      CHECK(picture::check(adjust).has_value());
    }
  }
  // A print in sepia was made so.
  image::Image sepia = scene();
  for (std::size_t i = 0; i < sepia.rgb.size(); i += 3) {
    const double luma = 0.3 * sepia.rgb[i] + 0.6 * sepia.rgb[i + 1] + 0.1 * sepia.rgb[i + 2];
    sepia.rgb[i] = static_cast<std::uint8_t>(std::min(255.0, luma * 1.07));
    sepia.rgb[i + 1] = static_cast<std::uint8_t>(luma);
    sepia.rgb[i + 2] = static_cast<std::uint8_t>(luma * 0.85);
  }
  CHECK((picture::enhance(sepia).warmth == 0 && picture::enhance(sepia).tint == 0));
}

TEST_CASE("Noise is seen as noise, and softness as softness", "[picture]") {
  image::Image noisy = grey_picture(200, 200, [](auto x, auto) { return 30 + x; });
  std::uint32_t state = 11;
  for (std::uint8_t& value : noisy.rgb) {
    // The sum of four is nearly normal: a deviation of 10.
    int sum = 0;
    for (int i = 0; i < 4; ++i) { state = state * 1664525 + 1013904223; sum += static_cast<int>(state >> 24) % 18; }
    value = static_cast<std::uint8_t>(std::clamp(value + sum - 34, 0, 255));
  }
  const Adjustments adjust = picture::enhance(noisy);
  CHECK((adjust.denoise >= 20 && adjust.sharpen == 0));
  const image::Image soft = grey_picture(200, 200, [](auto x, auto) { return 5 + x * 6 / 5; });
  CHECK((picture::enhance(soft).sharpen > 0 && picture::enhance(soft).denoise == 0));
}

TEST_CASE("Thirty photographs made dull come nearer to what they were", "[picture]") {
  const auto paths = photographs();
  if (paths.size() < 180) SKIP("needs ../shared/data/bsds500/test");
  int both = 0;
  double before[2] = {}, after[2] = {};
  for (std::size_t i = 0; i < 30; ++i) {
    const auto photo = image::decode(read_bytes(paths[6 * i])).value();
    const Dulling dulling = tests::dulling(i);
    const image::Image dull = dulled(photo, dulling), made = enhanced(dull);
    const double psnr_dull = psnr(photo, dull), psnr_made = psnr(photo, made), ssim_dull = ssim(photo, dull), ssim_made = ssim(photo, made);
    const bool nearer = psnr_made > psnr_dull && ssim_made > ssim_dull;
    if (!nearer) {
      std::printf("  further: %s, %s: PSNR %.1f to %.1f, SSIM %.3f to %.3f\n", paths[6 * i].stem().c_str(), std::string(dulling.name).c_str(), psnr_dull, psnr_made, ssim_dull, ssim_made);
    }
    both += nearer;
    before[0] += psnr_dull / 30; after[0] += psnr_made / 30;
    before[1] += ssim_dull / 30; after[1] += ssim_made / 30;
  }
  std::printf("  enhance: %d of 30 nearer; PSNR %.1f to %.1f dB, SSIM %.3f to %.3f\n", both, before[0], after[0], before[1], after[1]);
  CHECK(both >= 27);
}

TEST_CASE("Photographs that nobody made dull come back nearly unchanged", "[picture]") {
  const auto paths = photographs();
  if (paths.size() < 180) SKIP("needs ../shared/data/bsds500/test");
  std::vector<double> decibels;
  double similar = 0;
  for (std::size_t i = 0; i < 60; ++i) {
    const auto photo = image::decode(read_bytes(paths[3 * i + 1])).value();
    const image::Image made = enhanced(photo);
    // An unchanged photo has no finite PSNR: 60 stands for it.
    decibels.push_back(std::min(60.0, psnr(photo, made)));
    similar += ssim(photo, made) / 60;
  }
  std::ranges::sort(decibels);
  double mean = 0;
  for (const double one : decibels) mean += one / 60;
  std::printf("  enhance, 60 photographs as they are: mean %.1f dB to itself (60 at most), median %.1f, lowest tenth under %.1f; SSIM %.3f\n", mean, decibels[30], decibels[6], similar);
  CHECK((mean >= 40 && decibels[30] >= 40 && similar >= 0.98));
}
