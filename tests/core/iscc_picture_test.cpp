// The pixels of an Image-Code against Pillow's, which the reference SDK uses: tests/fixtures/iscc/pillow.py made the digests.
#include <catch2/catch_test_macros.hpp>

#include "colophon/hash/sha256.hpp"
#include "colophon/iscc/codec.hpp"
#include "colophon/iscc/picture.hpp"
#include "shared.hpp"

using namespace colophon;

namespace {

// Kind 1 has a border of one colour, kind 2 is all of one colour.
image::Image made(std::uint32_t width, std::uint32_t height, int kind) {
  image::Image image{width, height, {}};
  std::uint32_t state = width * 7919 + height * 31 + static_cast<std::uint32_t>(kind);
  for (std::uint32_t y = 0; y < height; ++y) {
    for (std::uint32_t x = 0; x < width; ++x) {
      const auto put = [&](std::uint32_t r, std::uint32_t g, std::uint32_t b) {
        for (const std::uint32_t value : {r, g, b}) image.rgb.push_back(static_cast<std::uint8_t>(value));
      };
      const bool border = x < width / 5 || y < height / 7 || x >= width - width / 6;
      if (kind == 1 && border) {
        put(200, 10, 30);
      } else if (kind == 2) {
        put(9, 9, 9);
      } else {
        state = state * 1664525 + 1013904223;
        put(state >> 24, x * 255 / width, y * 255 / height + (state >> 28));
      }
    }
  }
  return image;
}

}  // namespace

TEST_CASE("Pictures of every size and border become the 32 x 32 grey values that Pillow makes of them") {
  struct Row { std::uint32_t width, height; int kind; const char* digest; };
  const Row rows[] = {
      {1, 1, 0, "369b78f0f40774a0671b2f52de3162469146f1a1fc342a6430f05bb7a8723d17"},
      {1, 1, 1, "369b78f0f40774a0671b2f52de3162469146f1a1fc342a6430f05bb7a8723d17"},
      {1, 1, 2, "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e"},
      {1, 40, 0, "88513a2582191c03c2741590c75acd7df80db4af50900e4806d62f710cee3249"},
      {1, 40, 1, "097148b9c5f9ca7a765ff8130af45670bb2093f9456cf9b5ae1fc79a280cb6c5"},
      {1, 40, 2, "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e"},
      {31, 33, 0, "503f8942f8658f2e3f319a97157c55e73c5862f2652eaf2f0a9cfb0b130f705f"},
      {31, 33, 1, "94d8b179def79bd89b1c23f4cc7550ee644564b8c963dfd85fe810a033250896"},
      {31, 33, 2, "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e"},
      {32, 32, 0, "127dbc222f5db911882c7cc35923973adecd77349a96d4b1458facbc0f52ddcd"},
      {32, 32, 1, "eca5c9050e366c844ab66d2f306b52f3a9e451ad6ed2ba546fead3e7ebecaaea"},
      {32, 32, 2, "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e"},
      {33, 31, 0, "ee73beff63aaa523e3b84b80dc69016b39ac7931dcc1e706c8113502694f6e27"},
      {33, 31, 1, "cbef749e9666002cd3638d332709f9fbecc539c410089e79bd3224510667dbfa"},
      {33, 31, 2, "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e"},
      {64, 64, 0, "5fbf170aa2ecf55a03178a6a67c367b194a5910bd808527c20dfedf1df8f2f50"},
      {64, 64, 1, "1a50edabab11521871dae9542eef339a8c3ab6ac90dea61241ad4fb2c9bbc1d6"},
      {64, 64, 2, "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e"},
      {200, 150, 0, "e6b5b79ff8e67ae9f79b2a79e5755e104ba101ad31ae2c63d503861e26e942b7"},
      {200, 150, 1, "2b4c524c39a43da91dac3e2093ee7e27eb09c163801a577576a546fb46952be6"},
      {200, 150, 2, "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e"},
      {500, 37, 0, "faed961562bd7b9491ccd5901165bc791b5e455accf2dc7df2db4f0e0ece2040"},
      {500, 37, 1, "9f6b2a0c7baf6030ef981cd0bcafa9bfb8ca2bf852e00a81bb0fb1e79ac3dec5"},
      {500, 37, 2, "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e"},
      {1000, 700, 0, "c32e9e80fded5dd55ac03704acb407618e49908d22775a2c36451a77df173c9f"},
      {1000, 700, 1, "65b0394f9b92d94a902d36747c45f1313c21b9735b7e22550ac75d67fad0732f"},
      {1000, 700, 2, "666373a5c4cc310a18872ca337735981cd9764dac596b678394059833397681e"},
  };
  for (const Row& row : rows) {
    INFO(row.width << " x " << row.height << ", kind " << row.kind);
    CHECK(to_hex(sha256(iscc::grey_32x32(made(row.width, row.height, row.kind)))) == row.digest);
  }
}

TEST_CASE("So do the photographs of the sample catalogue that are stored without loss") {
  struct Row { const char *name, *digest; };
  const Row rows[] = {
      {"astronaut.png", "3acef955f0c68bdd16536bb87019bb8617f61e70f20954c93d686d4430036cb7"},
      {"chelsea.png", "deb29921e1b07f68eaad452eab9cb02689f31d4da0644193a9a37541fb9102a4"},
      {"coffee.png", "36edc41eb5537ebed8bb047c9d12802b5ea586c1d921abfd1bf25cc31acf6d49"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const auto picture = image::decode(as_bytes(tests::read_file(tests::source_dir() / "examples" / "catalogue" / "images" / row.name)));
    REQUIRE(picture);
    CHECK(to_hex(sha256(iscc::grey_32x32(*picture))) == row.digest);
  }
}

TEST_CASE("A picture that was made smaller or cropped stays near; another picture does not") {
  const auto code = [](const image::Image& image) { return iscc::image_code(image).value(); };
  const auto file = [](const char* name) {
    return image::decode(as_bytes(tests::read_file(tests::source_dir() / "examples" / "catalogue" / "images" / name))).value();
  };
  const image::Image photo = file("chelsea.png");
  image::Image half{photo.width / 2, photo.height / 2, {}};
  for (std::uint32_t y = 0; y < half.height; ++y) {
    for (std::uint32_t x = 0; x < half.width; ++x) {
      for (std::size_t c = 0; c < 3; ++c) half.rgb.push_back(photo.rgb[(std::size_t{2} * y * photo.width + std::size_t{2} * x) * 3 + c]);
    }
  }
  CHECK(iscc::distance(code(photo), code(half)).value() <= 4);
  CHECK(iscc::distance(code(photo), code(file("coffee.png"))).value() >= 16);
}
