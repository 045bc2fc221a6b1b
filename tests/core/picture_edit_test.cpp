// Edits: what is refused, where pixels go, and that a preview is the full size averaged.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/picture/render.hpp"
#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using picture::Edit;
using picture::Rect;

namespace {

/// Every pixel tells where it was: red the column, green the row.
image::Image places(std::uint32_t width, std::uint32_t height) {
  image::Image made{width, height, {}};
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) made.rgb.insert(made.rgb.end(), {static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(y), 77});
  }
  return made;
}
struct Place { std::uint32_t x, y; bool operator==(const Place&) const = default; };
Place at(const image::Image& image, std::uint32_t x, std::uint32_t y) {
  const std::uint8_t* p = image.rgb.data() + (std::size_t{y} * image.width + x) * 3;
  return {p[0], p[1]};
}
image::Image noise(std::uint32_t width, std::uint32_t height) {
  std::uint32_t state = 7;
  image::Image made{width, height, {}};
  for (std::size_t i = 0; i < std::size_t{3} * width * height; ++i) {
    state = state * 1664525 + 1013904223;
    made.rgb.push_back(static_cast<std::uint8_t>(state >> 24));
  }
  return made;
}
std::string field_of(const Edit& edit, const image::Image& image) {
  const auto made = picture::render(image, edit, 0);
  return made ? "" : made.error().field;
}
std::string refused(std::string_view json) {
  const auto edit = picture::parse_edit(json);
  return edit ? "" : edit.error().field;
}

}  // namespace

TEST_CASE("An edit that cannot be made names its field", "[picture]") {
  const image::Image image = places(40, 30);
  for (const Rect& crop : {Rect{0, 0, 41, 30}, {1, 0, 40, 30}, {0, 29, 1, 2}, {40, 0, 1, 1}, {0, 0, 0, 5}, {0, 0, 5, 0}, {1, 1, 0, 0}, {0xFFFFFFFF, 0, 2, 1}, {0, 0xFFFFFFFF, 1, 0xFFFFFFFF}}) {
    CHECK(field_of({crop, 0, false, {}}, image) == "crop");
  }
  CHECK(field_of({{}, 4, false, {}}, image) == "turns");
  Edit edit;
  edit.adjust.exposure_milli = 3'001;
  CHECK(field_of(edit, image) == "adjust.exposure_milli");
  edit.adjust = {};
  edit.adjust.sharpen = -1;
  CHECK(field_of(edit, image) == "adjust.sharpen");
  CHECK(field_of({{39, 29, 1, 1}, 3, true, {-3'000, -100, -100, -100, -100, 100, 100}}, image) == "");
}

TEST_CASE("Edits are read from JSON, and what is wrong in it is named", "[picture]") {
  CHECK(picture::parse_edit("{}").value() == Edit{});
  CHECK(picture::parse_edit(R"({"crop":{"x":1,"y":2,"width":3,"height":4},"turns":3,"mirror":true,"adjust":{"exposure_milli":-250,"denoise":9}})").value() ==
        Edit{{1, 2, 3, 4}, 3, true, {-250, 0, 0, 0, 0, 9, 0}});
  const std::pair<const char*, const char*> cases[] = {
      {"", "edit"}, {"{", "edit"}, {"[]", ""}, {R"({"turn":1})", "turn"}, {R"({"turns":4})", "turns"}, {R"({"turns":-1})", "turns"}, {R"({"turns":4294967296})", "turns"},
      {R"({"mirror":1})", "mirror"}, {R"({"crop":{"x":1}})", "crop.y"}, {R"({"crop":{"x":-1,"y":0,"width":1,"height":1}})", "crop.x"}, {R"({"crop":7})", "crop"},
      {R"({"adjust":{"contrast":101}})", "adjust.contrast"}, {R"({"adjust":{"contrast":"1"}})", "adjust.contrast"}, {R"({"adjust":{"contrast":9007199254740991}})", "adjust.contrast"},
      {R"({"adjust":{"glow":1}})", "adjust.glow"}, {R"({"adjust":{"tint":1.5}})", "edit"}};
  for (const auto& [json, field] : cases) {
    INFO(json);
    CHECK_FALSE(picture::parse_edit(json));
    CHECK(refused(json) == field);
  }
}

TEST_CASE("Pixels go where turns and a mirror take them", "[picture]") {
  const image::Image image = places(5, 3);
  // The upper left and the pixel on its right, of each edit's result.
  const struct { std::uint32_t turns; bool mirror; Place first, next; } cases[] = {
      {0, false, {0, 0}, {1, 0}}, {1, false, {0, 2}, {0, 1}}, {2, false, {4, 2}, {3, 2}}, {3, false, {4, 0}, {4, 1}},
      {0, true, {4, 0}, {3, 0}},  {1, true, {0, 0}, {0, 1}},  {2, true, {0, 2}, {1, 2}},  {3, true, {4, 2}, {4, 1}}};
  for (const auto& [turns, mirror, first, next] : cases) {
    INFO("turns " << turns << " mirror " << mirror);
    const auto made = picture::render(image, {{}, turns, mirror, {}}, 0).value();
    CHECK((made.width == (turns % 2 ? 3 : 5) && made.height == (turns % 2 ? 5 : 3)));
    CHECK((at(made, 0, 0) == first && at(made, 1, 0) == next));
  }
  const auto part = picture::render(places(200, 200), {{120, 7, 70, 150}, 0, false, {}}, 0).value();
  CHECK((part.width == 70 && part.height == 150 && at(part, 0, 0) == Place{120, 7} && at(part, 69, 149) == Place{189, 156}));
}

TEST_CASE("Four turns, or two mirrors, are none, at sizes over and under a band", "[picture]") {
  for (const auto& [width, height] : {std::pair{1u, 1u}, {1u, 200u}, {200u, 1u}, {7u, 64u}, {64u, 65u}, {130u, 129u}}) {
    const image::Image image = noise(width, height);
    image::Image turned = image, mirrored = image;
    for (int i = 0; i < 4; ++i) turned = picture::render(turned, {{}, 1, false, {}}, 0).value();
    for (int i = 0; i < 2; ++i) mirrored = picture::render(mirrored, {{}, 0, true, {}}, 0).value();
    CHECK((turned.rgb == image.rgb && mirrored.rgb == image.rgb));
    const auto thrice = picture::render(image, {{}, 3, false, {}}, 0).value();
    CHECK(picture::render(thrice, {{}, 1, false, {}}, 0).value().rgb == image.rgb);
  }
}

TEST_CASE("Without adjustments a preview is what image::write_preview makes", "[picture]") {
  for (const auto& [width, height] : {std::pair{333u, 77u}, {64u, 300u}, {2u, 1'500u}, {700u, 3u}}) {
    const image::Image image = noise(width, height);
    for (const std::uint32_t longest : {0u, 1u, 2u, 5u, 61u, 64u, 299u, 5'000u}) {
      INFO(width << "x" << height << " to " << longest);
      const image::PreviewSize size = image::preview_size(image, longest);
      std::vector<std::uint8_t> expected(std::size_t{4} * size.width * size.height), made(expected.size());
      image::write_preview(image, size, expected);
      REQUIRE(picture::render_rgba(image, {}, longest, made).has_value());
      CHECK(made == expected);
    }
  }
}

TEST_CASE("RGBA has the same pixels, and both are deterministic", "[picture]") {
  const image::Image image = noise(150, 131);
  const Edit edit{{3, 4, 140, 120}, 3, true, {400, 30, -20, 10, -15, 25, 60}};
  for (const std::uint32_t longest : {0u, 100u}) {
    const auto rgb = picture::render(image, edit, longest).value();
    const auto size = picture::rendered_size(image, edit, longest).value();
    CHECK((size.width == rgb.width && size.height == rgb.height));
    std::vector<std::uint8_t> rgba(std::size_t{4} * size.width * size.height);
    REQUIRE(picture::render_rgba(image, edit, longest, rgba).has_value());
    bool same = true;
    for (std::size_t i = 0; i < rgba.size(); ++i) same = same && rgba[i] == (i % 4 == 3 ? 255 : rgb.rgb[i / 4 * 3 + i % 4]);
    CHECK(same);
  }
}
