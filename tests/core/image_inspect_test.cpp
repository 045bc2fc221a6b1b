// What inspect() accepts and refuses: JPEG by its markers, PNG by its chunks and checksums, EXIF without trust.
#include <catch2/catch_test_macros.hpp>

#include "colophon/base/limits.hpp"
#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using image::Format;
using image::inspect;

namespace {

Errc code_of(const Bytes& file) {
  const auto info = inspect(file);
  if (info) return Errc::ok;
  CHECK(info.error().field == "image");
  CHECK_FALSE(info.error().detail.empty());
  const auto picture = image::decode(file);
  REQUIRE_FALSE(picture);
  CHECK(picture.error().code == info.error().code);
  return info.error().code;
}

Bytes one_pixel_png(const Bytes& before = {}) { return png_file({1, 1}, {0, 10, 20, 30}, before); }

}  // namespace

TEST_CASE("The tests' own checksum is that of the specification") {
  CHECK(slow_crc32(bytes_of("IEND")) == 0xAE426082u);
  CHECK(slow_crc32(bytes_of("123456789")) == 0xCBF43926u);
}

TEST_CASE("What a picture file is") {
  struct Row { const char* name; Format format; std::uint32_t width, height; };
  const Row rows[] = {{"corners.jpg", Format::jpeg, 24, 16}, {"progressive.jpg", Format::jpeg, 64, 64},
                      {"subsampled-restart.jpg", Format::jpeg, 64, 64}, {"grey.jpg", Format::jpeg, 64, 64}};
  for (const Row& row : rows) {
    INFO(row.name);
    const auto info = inspect(fixture(row.name));
    REQUIRE(info);
    CHECK(info->format == row.format);
    CHECK(info->width == row.width);
    CHECK(info->height == row.height);
    CHECK(info->orientation == 1);
  }
  const auto png = inspect(one_pixel_png());
  REQUIRE(png);
  CHECK(png->format == Format::png);
  CHECK(png->width == 1);
}

TEST_CASE("What is no picture is refused as such") {
  for (const Bytes& file : {Bytes{}, Bytes{0xFF}, Bytes{0x89}, bytes_of("GIF89a"), bytes_of("%PDF-1.7"), bytes_of("\x89PNX\r\n\x1a\n"),
                            Bytes{0xFF, 0xD8, 0x00, 0x01}, Bytes(100, 0), bytes_of("<svg xmlns='http://www.w3.org/2000/svg'/>")}) {
    CHECK(code_of(file) == Errc::not_an_image);
  }
}

TEST_CASE("A file that is longer than the limit is refused") {
  CHECK(code_of(Bytes(limits::kImageBytesMax + 1, 0xFF)) == Errc::limit_exceeded);
}

TEST_CASE("A JPEG that ends anywhere before its end marker is truncated") {
  for (const char* name : {"corners.jpg", "progressive.jpg", "subsampled-restart.jpg"}) {
    INFO(name);
    const Bytes file = fixture(name);
    for (std::size_t size = 2; size < file.size(); ++size) {
      INFO(size);
      const auto info = inspect(ByteView(file).first(size));
      REQUIRE_FALSE(info);
      CHECK(info.error().code == Errc::image_truncated);
    }
  }
}

TEST_CASE("A PNG that ends anywhere is truncated") {
  const Bytes file = one_pixel_png(png_chunk("tEXt", bytes_of("Title")));
  for (std::size_t size = 4; size < file.size(); ++size) {
    INFO(size);
    const auto info = inspect(ByteView(file).first(size));
    REQUIRE_FALSE(info);
    CHECK(info.error().code == Errc::image_truncated);
  }
}

TEST_CASE("Bytes after the end do no harm") {
  CHECK(code_of(joined({fixture("corners.jpg"), bytes_of("MPF: a second picture")})) == Errc::ok);
  CHECK(code_of(joined({one_pixel_png(), bytes_of("more")})) == Errc::ok);
}

TEST_CASE("A size over the limit is named before anything is decoded") {
  CHECK(code_of(joined({png_signature(), png_header({100'000, 100'000})})) == Errc::image_too_large);
  CHECK(code_of(joined({png_signature(), png_header({limits::kImageSideMax + 1, 1})})) == Errc::image_too_large);
  CHECK(code_of(joined({png_signature(), png_header({0xFFFFFFFF, 0xFFFFFFFF})})) == Errc::image_too_large);
  CHECK(code_of(png_file({9'000, 9'000}, {0})) == Errc::image_too_large);
  CHECK(code_of(png_file({0, 5}, {0})) == Errc::image_corrupt);
  Bytes jpeg = fixture("corners.jpg");
  for (std::size_t i = 0; i + 8 < jpeg.size(); ++i) {
    if (jpeg[i] == 0xFF && jpeg[i + 1] == 0xC0) { jpeg[i + 5] = 0xFF; jpeg[i + 7] = 0xFF; break; }
  }
  CHECK(code_of(jpeg) == Errc::image_too_large);
}

TEST_CASE("A JPEG that contradicts itself is corrupt") {
  const Bytes jpeg = fixture("corners.jpg");
  const Bytes end{0xFF, 0xD9};
  CHECK(code_of({0xFF, 0xD8, 0xFF, 0xD9}) == Errc::image_corrupt);                        // no picture
  CHECK(code_of(jpeg_with_segment(jpeg, 0xC0, {8, 0, 1, 0, 1, 1, 1, 0x11, 0})) == Errc::image_corrupt);  // two frames
  CHECK(code_of(jpeg_with_segment(jpeg, 0xC0, {8, 0, 1, 0, 1, 3, 1, 0x11, 0})) == Errc::image_corrupt);  // a length that lies
  CHECK(code_of(jpeg_with_segment(jpeg, 0xC0, {8, 0, 1})) == Errc::image_corrupt);
  CHECK(code_of(jpeg_with_segment(jpeg, 0xDA, {1, 1, 0, 0, 63, 0})) == Errc::image_corrupt);  // a scan before its frame
  CHECK(code_of(joined({{0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x01}, end})) == Errc::image_corrupt);  // a segment shorter than its length
  CHECK(code_of(joined({{0xFF, 0xD8, 0xFF, 0xFF, 0xFE, 0x7F, 0xFF}, jpeg})) == Errc::image_truncated);  // a segment beyond the end
  CHECK(code_of(joined({{0xFF, 0xD8, 0xFF, 0xD0}, jpeg})) == Errc::image_corrupt);                      // a restart outside a scan
  CHECK(code_of(joined({{0xFF, 0xD8, 0xFF, 0x02}, jpeg})) == Errc::image_corrupt);                      // a reserved marker
  CHECK(code_of(joined({{0xFF, 0xD8, 0xFF, 0xD8}, jpeg})) == Errc::image_corrupt);                      // a second start
  CHECK(code_of(joined({{0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x02, 0x55}, jpeg})) == Errc::image_corrupt);  // rubbish between segments
}

TEST_CASE("Tables of a JPEG that cannot be are found, where stb_image would show grey") {
  const Bytes jpeg = fixture("corners.jpg");
  const auto table = [](std::initializer_list<Bytes> parts) { return joined(parts); };
  struct Row { const char* name; std::uint8_t marker; Bytes body; Errc code; };
  const Row rows[] = {
      {"no table at all", 0xC4, {}, Errc::ok},
      {"one code of one bit", 0xC4, table({{0x13, 1}, Bytes(15, 0), {7}}), Errc::ok},
      {"three codes of one bit", 0xC4, table({{0x13, 3}, Bytes(15, 0), {7, 8, 9}}), Errc::image_corrupt},
      {"values are missing", 0xC4, table({{0x13, 2}, Bytes(15, 0), {7}}), Errc::image_corrupt},
      {"half a table", 0xC4, Bytes(16, 0), Errc::image_corrupt},
      {"table number 4", 0xC4, table({{0x14}, Bytes(16, 0)}), Errc::image_corrupt},
      {"class 2", 0xC4, table({{0x20}, Bytes(16, 0)}), Errc::image_corrupt},
      {"257 codes", 0xC4, table({{0x13}, Bytes(14, 0), {128, 129}, Bytes(257, 0)}), Errc::image_corrupt},
      {"quantization, 8 bits", 0xDB, table({{0x03}, Bytes(64, 1)}), Errc::ok},
      {"quantization, 16 bits", 0xDB, table({{0x13}, Bytes(128, 1)}), Errc::ok},
      {"quantization, too short", 0xDB, table({{0x13}, Bytes(64, 1)}), Errc::image_corrupt},
      {"quantization, 32 bits", 0xDB, table({{0x23}, Bytes(256, 1)}), Errc::image_corrupt},
      {"restart interval of one byte", 0xDD, {1}, Errc::image_corrupt},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(code_of(jpeg_with_segment(jpeg, row.marker, row.body)) == row.code);
  }
}

TEST_CASE("Kinds of JPEG that cannot be read are named") {
  CHECK(code_of(fixture("arithmetic.jpg")) == Errc::unsupported_media_type);
  const Bytes jpeg = fixture("corners.jpg");
  CHECK(code_of(jpeg_with_segment(jpeg, 0xC3, {8, 0, 1, 0, 1, 1, 1, 0x11, 0})) == Errc::unsupported_media_type);   // lossless
  CHECK(code_of(jpeg_with_segment(jpeg, 0xC1, {12, 0, 1, 0, 1, 1, 1, 0x11, 0})) == Errc::unsupported_media_type);  // 12 bits
  CHECK(code_of(jpeg_with_segment(jpeg, 0xC0, {8, 0, 1, 0, 1, 2, 1, 0x11, 0, 2, 0x11, 0})) == Errc::unsupported_media_type);
}

TEST_CASE("A JPEG with endless scans is refused") {
  Bytes jpeg = fixture("corners.jpg");
  jpeg.resize(jpeg.size() - 2);
  for (std::size_t i = 0; i < limits::kJpegScansMax; ++i) jpeg = joined({jpeg, {0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0}});
  CHECK(code_of(joined({jpeg, {0xFF, 0xD9}})) == Errc::limit_exceeded);
}

TEST_CASE("A PNG that contradicts itself is corrupt") {
  const Bytes data = png_chunk("IDAT", zlib_stored({0, 1, 2, 3})), end = png_chunk("IEND", {}), start = joined({png_signature(), png_header({1, 1})});
  const Bytes text = png_chunk("tEXt", bytes_of("x"));
  CHECK(code_of(joined({start, end})) == Errc::image_corrupt);                          // no picture
  CHECK(code_of(joined({start, data, text, data, end})) == Errc::image_corrupt);        // image data in two pieces
  CHECK(code_of(joined({start, png_header({1, 1}), data, end})) == Errc::image_corrupt);
  CHECK(code_of(joined({png_signature(), data, end})) == Errc::image_corrupt);          // no header
  CHECK(code_of(joined({start, png_chunk("PLTE", {1, 2}), data, end})) == Errc::image_corrupt);
  CHECK(code_of(joined({start, data, png_chunk("PLTE", {1, 2, 3}), end})) == Errc::image_corrupt);
  CHECK(code_of(joined({png_signature(), png_header({1, 1, 8, 3}), data, end})) == Errc::image_corrupt);  // a palette is missing
  CHECK(code_of(joined({start, {0xFF, 0xFF, 0xFF, 0xFF}, data, end})) == Errc::image_corrupt);            // a length over 2^31
  CHECK(code_of(joined({start, png_chunk("IDOT", {1}), data, end})) == Errc::unsupported_media_type);      // critical and unknown
  for (const PngHeader& header : {PngHeader{1, 1, 3, 2}, PngHeader{1, 1, 16, 3}, PngHeader{1, 1, 8, 1}, PngHeader{1, 1, 8, 7}, PngHeader{1, 1, 8, 2, 2}}) {
    CHECK(code_of(png_file(header, {0, 1, 2, 3})) == Errc::image_corrupt);
  }
}

TEST_CASE("Every flipped bit of a PNG is found") {
  const Bytes file = one_pixel_png();
  for (std::size_t bit = 64; bit < file.size() * 8; ++bit) {
    Bytes flipped = file;
    flipped[bit / 8] = static_cast<std::uint8_t>(flipped[bit / 8] ^ 1u << bit % 8);
    INFO(bit);
    CHECK_FALSE(inspect(flipped));
  }
}

TEST_CASE("Orientation is read from EXIF in both byte orders, in JPEG and PNG") {
  for (const bool little_endian : {false, true}) {
    for (int orientation = 1; orientation <= 8; ++orientation) {
      const Bytes block = exif_block(static_cast<std::uint32_t>(orientation), little_endian);
      CHECK(inspect(jpeg_with_exif(fixture("corners.jpg"), block))->orientation == orientation);
      CHECK(inspect(one_pixel_png(png_chunk("eXIf", block)))->orientation == orientation);
    }
  }
}

TEST_CASE("An EXIF block that is not well formed means no orientation") {
  const auto orientation = [](const Bytes& block) {
    const auto info = inspect(jpeg_with_exif(fixture("corners.jpg"), block));
    REQUIRE(info);
    return info->orientation;
  };
  const Bytes good = exif_block(6, true);
  REQUIRE(orientation(good) == 6);
  for (std::size_t size = 0; size < 22; ++size) CHECK(orientation(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size))) == 1);
  CHECK(orientation(exif_block(0, true)) == 1);
  CHECK(orientation(exif_block(9, false)) == 1);
  CHECK(orientation(exif_block(0xFFFF, false)) == 1);
  const auto tiff = [](const Bytes& after) { return joined({bytes_of("II"), le16(42), after}); };
  CHECK(orientation(tiff(le32(0xFFFFFFFF))) == 1);                                     // a directory far beyond the block
  CHECK(orientation(joined({tiff(le32(0xFFFFFFF8)), Bytes(64, 0xFF)})) == 1);
  CHECK(orientation(joined({tiff(le32(8)), le16(0xFFFF), Bytes(24, 0)})) == 1);          // more entries than there is room for
  CHECK(orientation(joined({tiff(le32(0)), Bytes(64, 0)})) == 1);                       // a directory that is the header itself
  CHECK(orientation(joined({bytes_of("IM"), Bytes(good.begin() + 2, good.end())})) == 1);
  CHECK(orientation(joined({bytes_of("II"), le16(43), Bytes(good.begin() + 4, good.end())})) == 1);
  // The right tag with another type or count.
  CHECK(orientation(joined({tiff(le32(8)), le16(1), le16(0x0112), le16(4), le32(1), le32(6), le32(0)})) == 1);
  CHECK(orientation(joined({tiff(le32(8)), le16(1), le16(0x0112), le16(3), le32(2), le32(6), le32(0)})) == 1);
}
