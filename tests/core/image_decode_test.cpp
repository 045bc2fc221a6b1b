// The pixels that decode() makes: of every PNG kind, of JPEG against libjpeg, in all eight orientations.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstdlib>

#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using image::decode;

namespace {

Bytes pixels_of(const Bytes& file) {
  const auto picture = decode(file);
  if (!picture) FAIL(picture.error().detail);
  CHECK(picture->rgb.size() == std::size_t{3} * picture->width * picture->height);
  return picture->rgb;
}

// The largest difference of a sample from a binary .ppm or .pgm file that another decoder wrote.
int largest_difference(const Bytes& rgb, const std::string& reference) {
  const Bytes file = fixture(reference);
  const std::size_t channels = file.at(1) == '6' ? 3 : 1, header = file.size() - rgb.size() / 3 * channels;
  int largest = 0;
  for (std::size_t i = 0; i < rgb.size(); ++i) largest = std::max(largest, std::abs(rgb[i] - file.at(header + i / 3 * channels + (channels == 3 ? i % 3 : 0))));
  return largest;
}

}  // namespace

TEST_CASE("JPEG pixels are those of libjpeg, within rounding") {
  // T.81 leaves the inverse transform's rounding open; upsampling of colour is the decoder's own, so there a little more is allowed.
  CHECK(largest_difference(pixels_of(fixture("grey.jpg")), "grey.pgm") <= 1);
  CHECK(largest_difference(pixels_of(fixture("progressive.jpg")), "progressive.ppm") <= 3);
  CHECK(largest_difference(pixels_of(fixture("subsampled-restart.jpg")), "subsampled-restart.ppm") <= 5);
}

TEST_CASE("Every kind of PNG becomes 8-bit RGB") {
  struct Row { const char* name; Bytes file, rgb; };
  const Bytes palette = png_chunk("PLTE", {10, 20, 30, 200, 100, 50});
  const Row rows[] = {
      {"RGB", png_file({2, 1}, {0, 1, 2, 3, 4, 5, 6}), {1, 2, 3, 4, 5, 6}},
      {"RGB, second row filtered by the row above", png_file({1, 2}, {0, 1, 2, 3, 2, 1, 1, 255}), {1, 2, 3, 2, 3, 2}},
      {"grey", png_file({2, 1, 8, 0}, {0, 7, 200}), {7, 7, 7, 200, 200, 200}},
      {"grey of one bit", png_file({3, 1, 1, 0}, {0, 0b10100000}), {255, 255, 255, 0, 0, 0, 255, 255, 255}},
      {"grey of four bits: times 17", png_file({2, 1, 4, 0}, {0, 0x3F}), {51, 51, 51, 255, 255, 255}},
      {"16 bits keep the high byte", png_file({1, 1, 16, 2}, {0, 0x12, 0xFF, 0x34, 0x00, 0xFF, 0xFF}), {0x12, 0x34, 0xFF}},
      {"palette", png_file({2, 1, 8, 3}, {0, 1, 0}, palette), {200, 100, 50, 10, 20, 30}},
      {"palette of one bit", png_file({2, 1, 1, 3}, {0, 0b01000000}, palette), {10, 20, 30, 200, 100, 50}},
      {"palette with a transparent entry", png_file({2, 1, 8, 3}, {0, 0, 1}, joined({palette, png_chunk("tRNS", {0})})),
       {255, 255, 255, 200, 100, 50}},
      {"one transparent colour", png_file({2, 1}, {0, 1, 2, 3, 4, 5, 6}, png_chunk("tRNS", {0, 1, 0, 2, 0, 3})), {255, 255, 255, 4, 5, 6}},
      // round((c * a + 255 * (255 - a)) / 255): 100 over white at 128 is 177.19, 0 at 128 is 127, 0 at 1 is 254
      {"RGBA over white", png_file({3, 1, 8, 6}, {0, 100, 0, 255, 128, 9, 9, 9, 0, 0, 50, 0, 1}), {177, 127, 255, 255, 255, 255, 254, 254, 254}},
      {"opaque RGBA", png_file({1, 1, 8, 6}, {0, 1, 2, 3, 255}), {1, 2, 3}},
      {"grey with alpha", png_file({1, 1, 8, 4}, {0, 0, 51}), {204, 204, 204}},
      {"16-bit RGBA", png_file({1, 1, 16, 6}, {0, 10, 1, 20, 2, 30, 3, 255, 255}), {10, 20, 30}},
      // Adam7 of 2 x 2: pass 1 has (0,0), pass 6 has (1,0), pass 7 has the second row
      {"interlaced", png_file({2, 2, 8, 0, 1}, {0, 1, 0, 2, 0, 3, 4}), {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4}},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(pixels_of(row.file) == row.rgb);
  }
}

TEST_CASE("Alpha over white is exact for every colour and alpha") {
  Bytes rows;
  for (int alpha = 0; alpha < 256; ++alpha) {
    rows.push_back(0);
    for (int colour = 0; colour < 64; ++colour) rows.insert(rows.end(), {static_cast<std::uint8_t>(4 * colour + alpha % 4), static_cast<std::uint8_t>(alpha)});
  }
  const Bytes rgb = pixels_of(png_file({64, 256, 8, 4}, rows));
  int wrong = 0;
  for (int alpha = 0; alpha < 256; ++alpha) {
    for (int i = 0; i < 64; ++i) {
      const int colour = 4 * i + alpha % 4, sum = colour * alpha + 255 * (255 - alpha);
      wrong += rgb[static_cast<std::size_t>(3 * (64 * alpha + i))] != (2 * sum + 255) / 510;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("The eight orientations of EXIF") {
  // Stored: a b c     The 0th row and column of what is seen (EXIF 2.32, table of Orientation):
  //         d e f     2 right to left, 3 turned round, 4 bottom up, 5 transposed, 6 turned clockwise, 7 transversed, 8 anticlockwise
  const char* const seen[] = {"abc def", "cba fed", "fed cba", "def abc", "ad be cf", "da eb fc", "fc eb da", "cf be ad"};
  const Bytes stored{0, 'a', 'b', 'c', 0, 'd', 'e', 'f'};
  for (std::uint32_t orientation = 1; orientation <= 8; ++orientation) {
    INFO(orientation);
    const auto picture = decode(png_file({3, 2, 8, 0}, stored, png_chunk("eXIf", exif_block(orientation, orientation % 2 == 0))));
    REQUIRE(picture);
    std::string text;
    for (std::size_t i = 0; i < picture->rgb.size(); i += 3) {
      if (i > 0 && i / 3 % picture->width == 0) text += ' ';
      text += static_cast<char>(picture->rgb[i]);
    }
    CHECK(text == seen[orientation - 1]);
    // The same with alpha, which takes the other path.
    Bytes with_alpha{0, 'a', 255, 'b', 255, 'c', 255, 0, 'd', 255, 'e', 255, 'f', 255};
    CHECK(pixels_of(png_file({3, 2, 8, 4}, with_alpha, png_chunk("eXIf", exif_block(orientation, true)))) == picture->rgb);
  }
}

TEST_CASE("A JPEG is turned as its EXIF block says") {
  // Stored 24 x 16 with red at the top left and green at the top right; turned clockwise the top has blue and red.
  const auto picture = decode(jpeg_with_exif(fixture("corners.jpg"), exif_block(6, false)));
  REQUIRE(picture);
  CHECK(picture->width == 16);
  CHECK(picture->height == 24);
  const auto near = [&](std::uint32_t x, std::uint32_t y, int r, int g, int b) {
    const std::uint8_t* p = picture->rgb.data() + 3 * (y * picture->width + x);
    return std::abs(p[0] - r) + std::abs(p[1] - g) + std::abs(p[2] - b) <= 12;
  };
  CHECK(near(3, 3, 0, 0, 255));
  CHECK(near(12, 3, 255, 0, 0));
  CHECK(near(3, 20, 255, 255, 255));
  CHECK(near(12, 20, 0, 255, 0));
}

TEST_CASE("Turning a large picture and turning it back gives the same pixels") {
  // 100 x 70 is more than one tile of the turning loop and no multiple of it. 6 and 8 undo each other; the others undo themselves.
  Bytes rows;
  for (int y = 0; y < 70; ++y) {
    rows.push_back(0);
    for (int x = 0; x < 100; ++x) rows.insert(rows.end(), {static_cast<std::uint8_t>(x), static_cast<std::uint8_t>(y), static_cast<std::uint8_t>(x ^ y)});
  }
  const Bytes stored = pixels_of(png_file({100, 70}, rows));
  const std::uint32_t undo[] = {1, 2, 3, 4, 5, 8, 7, 6};
  for (std::uint32_t orientation = 1; orientation <= 8; ++orientation) {
    const auto turned = decode(png_file({100, 70}, rows, png_chunk("eXIf", exif_block(orientation, true))));
    REQUIRE(turned);
    Bytes again;
    for (std::uint32_t y = 0; y < turned->height; ++y) {
      again.push_back(0);
      const auto* row = turned->rgb.data() + std::size_t{3} * y * turned->width;
      again.insert(again.end(), row, row + 3 * turned->width);
    }
    const Bytes eXIf = png_chunk("eXIf", exif_block(undo[orientation - 1], true));
    CHECK(pixels_of(png_file({turned->width, turned->height}, again, eXIf)) == stored);
  }
}

TEST_CASE("Image data that does not fit the header is corrupt") {
  const auto code = [](const Bytes& file) { const auto picture = decode(file); return picture ? Errc::ok : picture.error().code; };
  CHECK(code(png_file({4, 4}, {0, 1, 2, 3})) == Errc::image_corrupt);   // too little
  CHECK(code(png_file({1, 1}, {9, 1, 2, 3})) == Errc::image_corrupt);   // no such filter
  CHECK(code(joined({png_signature(), png_header({1, 1}), png_chunk("IDAT", {0x78, 0x01, 0x07}), png_chunk("IEND", {})})) == Errc::image_corrupt);
  Bytes jpeg = fixture("corners.jpg");
  for (std::size_t i = 0; i + 4 < jpeg.size(); ++i) {
    if (jpeg[i] == 0xFF && jpeg[i + 1] == 0xC4) { std::fill_n(jpeg.begin() + static_cast<std::ptrdiff_t>(i) + 5, 16, std::uint8_t{0xFF}); break; }
  }
  CHECK(code(jpeg) == Errc::image_corrupt);                             // a Huffman table that cannot be
}

TEST_CASE("A PNG that inflates to far more than its header says is stopped early") {
  // Deflate with fixed codes (RFC 1951, 3.2.6): one literal 0, then matches of 258 bytes at distance 1, 13 bits each: 1,000 times smaller.
  Bytes data{0x78, 0x01};
  std::uint32_t bits = 0, count = 0;
  const auto put = [&](std::uint32_t value, std::uint32_t width) {
    bits |= value << count;
    for (count += width; count >= 8; count -= 8, bits >>= 8) data.push_back(static_cast<std::uint8_t>(bits));
  };
  put(0b011, 3);                                                                // last block, fixed codes
  put(0b00001100, 8);                                                           // literal 0 (code 00110000, first bit first)
  for (int i = 0; i < 200'000; ++i) { put(0b10100011, 8); put(0, 5); }           // length 258 (code 11000101), distance 1
  put(0, 7);                                                                    // end of block
  put(0, 7);
  const auto picture = decode(joined({png_signature(), png_header({1, 1}), png_chunk("IDAT", data), png_chunk("IEND", {})}));
  REQUIRE_FALSE(picture);
  CHECK(picture.error().code == Errc::image_corrupt);
  CHECK(picture.error().detail.find("inflates") != std::string::npos);
}

TEST_CASE("Damaged files give a picture of the size that they name, or an error") {
  std::uint64_t state = 1;
  const auto below = [&](std::size_t n) {
    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<std::size_t>(state >> 33) % n;
  };
  int pictures = 0, errors = 0;
  for (const char* name : {"corners.jpg", "progressive.jpg", "subsampled-restart.jpg", "grey.jpg"}) {
    const Bytes whole = fixture(name);
    for (int round = 0; round < 500; ++round) {
      Bytes damaged = whole;
      for (std::size_t count = 1 + below(4); count > 0; --count) damaged[2 + below(damaged.size() - 2)] = static_cast<std::uint8_t>(below(256));
      const auto picture = decode(damaged);
      if (picture) REQUIRE(picture->rgb.size() == std::size_t{3} * picture->width * picture->height);
      else REQUIRE_FALSE(picture.error().detail.empty());
      ++(picture ? pictures : errors);
    }
  }
  CHECK(pictures > 100);
  CHECK(errors > 100);
}

TEST_CASE("The pictures of the sample catalogue decode") {
  const auto folder = source_dir() / "examples" / "catalogue" / "images";
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    INFO(entry.path().string());
    const auto picture = decode(read_bytes(entry.path()));
    CHECK(picture);
    ++count;
  }
  CHECK(count >= 13);
}
