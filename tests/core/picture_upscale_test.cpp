// Tiles and their blending, with models whose answers are known: what a real one makes of a photo is in tests/browser/upscale.test.mjs.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "colophon/picture/upscale.hpp"
#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using picture::Tile;
using picture::Upscaler;

namespace {

image::Image scene(std::uint32_t width, std::uint32_t height) {
  image::Image made{width, height, {}};
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      made.rgb.insert(made.rgb.end(), {static_cast<std::uint8_t>(x * 7 + y), static_cast<std::uint8_t>(x ^ y), static_cast<std::uint8_t>(y * 3)});
    }
  }
  return made;
}

/// Each pixel four times.
std::vector<float> doubled(const std::vector<float>& input, const Tile& tile) {
  std::vector<float> output(input.size() * 4);
  const std::size_t plane = std::size_t{tile.width} * tile.height;
  for (std::size_t channel = 0; channel < 3; ++channel) {
    for (std::size_t y = 0; y < 2 * tile.height; ++y) {
      for (std::size_t x = 0; x < 2 * tile.width; ++x) output[4 * channel * plane + y * 2 * tile.width + x] = input[channel * plane + y / 2 * tile.width + x / 2];
    }
  }
  return output;
}

/// What `model` makes of a picture.
image::Image upscaled(const image::Image& image, auto model) {
  Upscaler upscaler = Upscaler::begin(image).value();
  for (std::size_t i = 0; i < upscaler.tiles().size(); ++i) REQUIRE(upscaler.blend(i, model(upscaler.input(i), upscaler.tiles()[i])));
  return upscaler.finish().value();
}

bool is_double(const image::Image& large, const image::Image& small) {
  if (large.width != 2 * small.width || large.height != 2 * small.height) return false;
  for (std::size_t y = 0; y < large.height; ++y) {
    for (std::size_t x = 0; x < large.width; ++x) {
      if (!std::equal(&large.rgb[(y * large.width + x) * 3], &large.rgb[(y * large.width + x) * 3] + 3, &small.rgb[(y / 2 * small.width + x / 2) * 3])) return false;
    }
  }
  return true;
}

struct Size { std::uint32_t width, height; };
constexpr Size kSizes[] = {{1, 1}, {7, 300}, {160, 160}, {161, 159}, {160, 184}, {297, 298}, {500, 333}, {1000, 1000}};

}  // namespace

TEST_CASE("Tiles have one size, lie inside, cover the picture and overlap", "[upscale]") {
  for (const Size size : kSizes) {
    const image::Image image = scene(size.width, size.height);
    const Upscaler upscaler = Upscaler::begin(image).value();
    std::vector<bool> covered(image.rgb.size() / 3);
    for (const Tile& tile : upscaler.tiles()) {
      CHECK((tile.width == std::min(picture::kTileSide, size.width) && tile.height == std::min(picture::kTileSide, size.height)));
      REQUIRE((tile.x + tile.width <= size.width && tile.y + tile.height <= size.height));
      for (std::uint32_t y = tile.y; y < tile.y + tile.height; ++y) std::fill_n(covered.begin() + static_cast<std::ptrdiff_t>(y) * size.width + tile.x, tile.width, true);
    }
    CHECK(std::ranges::find(covered, false) == covered.end());
    for (std::size_t i = 1; i < upscaler.tiles().size(); ++i) {
      const Tile &one = upscaler.tiles()[i - 1], &next = upscaler.tiles()[i];
      if (one.y == next.y) CHECK(one.x + one.width >= next.x + picture::kTileOverlap);
    }
  }
  CHECK(Upscaler::begin(scene(160, 160))->tiles().size() == 1);
}

TEST_CASE("A model that doubles pixels gives the picture doubled: no seam, nothing shifted", "[upscale]") {
  for (const Size size : kSizes) {
    const image::Image image = scene(size.width, size.height);
    CHECK(is_double(upscaled(image, doubled), image));
  }
}

TEST_CASE("What a model gets wrong at the edge of a tile is not seen", "[upscale]") {
  const image::Image image = scene(400, 350);
  CHECK(is_double(upscaled(image, [&](const std::vector<float>& input, const Tile& tile) {
    std::vector<float> output = doubled(input, tile);
    const std::size_t width = 2 * tile.width, height = 2 * tile.height;
    for (std::size_t channel = 0; channel < 3; ++channel) {
      for (std::size_t y = 0; y < height; ++y) {
        for (std::size_t x = 0; x < width; ++x) {
          const bool wrong = (tile.x > 0 && x < 8) || (tile.x + tile.width < image.width && x >= width - 8) || (tile.y > 0 && y < 8) || (tile.y + tile.height < image.height && y >= height - 8);
          if (wrong) output[(channel * height + y) * width + x] = 1;
        }
      }
    }
    return output;
  }), image));
}

TEST_CASE("Halved again by averaging, the result is the picture, whatever the model makes of it", "[upscale]") {
  const image::Image image = scene(333, 170);
  std::uint32_t state = 1;
  const image::Image large = upscaled(image, [&](const std::vector<float>& input, const Tile& tile) {
    std::vector<float> output = doubled(input, tile);
    // Wrong by up to a tenth, and all of it too bright.
    for (float& value : output) value = value * 0.7f + 0.15f + static_cast<float>((state = state * 1664525 + 1013904223) >> 24) / 2560.0f;
    return output;
  });
  for (std::size_t y = 0; y < image.height; ++y) {
    for (std::size_t x = 0; x < 3 * std::size_t{image.width}; ++x) {
      const std::size_t at = 2 * y * 3 * large.width + x / 3 * 6 + x % 3;
      const int right = image.rgb[y * 3 * image.width + x], four = large.rgb[at] + large.rgb[at + 3] + large.rgb[at + std::size_t{3} * large.width] + large.rgb[at + std::size_t{3} * large.width + 3];
      // Near black and white something had to be cut.
      if (right > 30 && right < 225) REQUIRE(std::abs(four - 4 * right) <= 2);
    }
  }
}

TEST_CASE("Colours out of range are cut, two tiles that differ fade into each other", "[upscale]") {
  const image::Image grey = plain_picture(200, 20, 102, 102, 102);
  // Left and right of each pair of columns; 102 is two fifths of 255.
  const auto pairs = [](auto spread) {
    return [=](const std::vector<float>& input, const Tile& tile) {
      std::vector<float> output(input.size() * 4);
      for (std::size_t i = 0; i < output.size(); ++i) output[i] = 0.4f + (i % 2 ? spread(tile) : -spread(tile));
      return output;
    };
  };
  const image::Image wild = upscaled(grey, pairs([](const Tile&) { return 7.0f; }));
  for (std::size_t x = 0; x < wild.width; ++x) CHECK(wild.rgb[3 * x] == (x % 2 ? 230 : 0));
  const image::Image faded = upscaled(grey, pairs([](const Tile& tile) { return tile.x == 0 ? 0.0f : 0.2f; }));
  int before = 0, steps = 0;
  for (std::size_t x = 0; x < grey.width; ++x) {
    const int spread = faded.rgb[6 * x + 3] - faded.rgb[6 * x];
    REQUIRE((spread >= before && spread <= before + 10));
    steps += spread > before;
    before = spread;
  }
  CHECK((faded.rgb[3] == faded.rgb[0] && before == 102 && steps > 15));
}

TEST_CASE("What cannot be upscaled or blended names its field", "[upscale]") {
  const auto large = Upscaler::begin(plain_picture(1'001, 1'000, 1, 2, 3));
  REQUIRE_FALSE(large);
  CHECK((large.error().code == Errc::limit_exceeded && large.error().detail.find("1001 x 1000") != std::string::npos));
  const image::Image image = scene(200, 10);
  Upscaler upscaler = Upscaler::begin(image).value();
  CHECK(upscaler.finish().error().code == Errc::conflict);
  const std::vector<float> right = doubled(upscaler.input(0), upscaler.tiles()[0]);
  for (std::vector<float> wrong : {std::vector<float>(), upscaler.input(0), std::vector<float>(right.size(), std::numeric_limits<float>::quiet_NaN()), std::vector<float>(right.size(), std::numeric_limits<float>::infinity())}) {
    const auto refused = upscaler.blend(0, wrong);
    REQUIRE_FALSE(refused);
    CHECK((refused.error().code == Errc::invalid_argument && refused.error().field == "output"));
  }
  REQUIRE(upscaler.blend(0, right));
  CHECK(upscaler.blend(0, right).error().field == "tile");
  CHECK(upscaler.blend(2, right).error().field == "tile");
}
