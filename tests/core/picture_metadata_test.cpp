// Metadata carried from one file into another. The blocks are built here byte by byte; tests/web/picture_metadata.test.mjs has the outside judge.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "colophon/picture/metadata.hpp"
#include "image_files.hpp"

using namespace colophon;
using namespace colophon::tests;
using picture::Kept;

namespace {

constexpr std::string_view kXmpName{"http://ns.adobe.com/xap/1.0/\0", 29};

/// A TIFF block in either byte order: orientation 6, a maker's name, EXIF with pixel dimensions and a maker note, and a thumbnail at the end.
struct Tiff {
  bool little = true;
  Bytes u16(std::uint32_t value) const { return little ? le16(value) : be16(value); }
  Bytes u32(std::uint32_t value) const { return little ? le32(value) : be32(value); }
  Bytes entry(std::uint32_t tag, std::uint32_t type, std::uint32_t count, const Bytes& value) const {
    Bytes padded = value;
    padded.resize(4);
    return joined({u16(tag), u16(type), u32(count), padded});
  }
  Bytes block(std::uint32_t orientation = 6, std::uint32_t width = 4000, std::uint32_t height = 3000, const Bytes& thumbnail = bytes_of("\xFF\xD8 a small picture \xFF\xD9")) const {
    // Offsets: 8 first directory (3 entries, 42 bytes), 50 "Maker", 56 EXIF (3 entries, 42 bytes), 98 note (8), 106 thumbnail's directory (2 entries, 30), 136 thumbnail.
    return joined({bytes_of(little ? "II" : "MM"), u16(42), u32(8),
                   u16(3), entry(0x010F, 2, 6, u32(50)), entry(0x0112, 3, 1, u16(orientation)), entry(0x8769, 4, 1, u32(56)), u32(thumbnail.empty() ? 0 : 106),
                   {'M', 'a', 'k', 'e', 'r', 0},
                   u16(3), entry(0x927C, 7, 8, u32(98)), entry(0xA002, 4, 1, u32(width)), entry(0xA003, 3, 1, u16(height)), u32(0),
                   bytes_of("notenote"),
                   thumbnail.empty() ? Bytes() : joined({u16(2), entry(0x0201, 4, 1, u32(136)), entry(0x0202, 4, 1, u32(static_cast<std::uint32_t>(thumbnail.size()))), u32(0), thumbnail})});
  }
};

Bytes icc_of(std::size_t size) {
  Bytes profile(size);
  for (std::size_t i = 0; i < size; ++i) profile[i] = static_cast<std::uint8_t>(i * 7 + i / 251);
  return profile;
}
Bytes with_xmp(const Bytes& jpeg, std::string_view packet) { return jpeg_with_segment(jpeg, 0xE1, joined({bytes_of(kXmpName), bytes_of(packet)})); }
Bytes with_icc(Bytes jpeg, const Bytes& profile, std::size_t piece) {
  const std::size_t count = (profile.size() + piece - 1) / piece;
  for (std::size_t i = count; i-- > 0;) {
    const Bytes part(profile.begin() + static_cast<std::ptrdiff_t>(i * piece), profile.begin() + static_cast<std::ptrdiff_t>(std::min(profile.size(), (i + 1) * piece)));
    jpeg = jpeg_with_segment(jpeg, 0xE2, joined({bytes_of(std::string_view("ICC_PROFILE\0", 12)), {static_cast<std::uint8_t>(i + 1), static_cast<std::uint8_t>(count)}, part}));
  }
  return jpeg;
}
Bytes resource(std::uint32_t id, std::string_view data) {
  Bytes made = joined({bytes_of("8BIM"), be16(id), {0, 0}, be32(static_cast<std::uint32_t>(data.size())), bytes_of(data)});
  if (data.size() % 2 != 0) made.push_back(0);
  return made;
}
Bytes small_png() { return png_file({2, 1}, {0, 1, 2, 3, 4, 5, 6}); }
Bytes small_webp() { return joined({bytes_of("RIFF"), le32(4 + 8 + 6), bytes_of("WEBPVP8L"), le32(5), {0x2F, 1, 0, 0, 0}, {0}}); }
Bytes plain_jpeg() { return fixture("grey.jpg"); }

picture::Carried carried(const Bytes& source, const Bytes& encoded, bool keep) {
  return picture::write_metadata(picture::read_metadata(source), encoded, {640, 480, keep}).value();
}
bool holds(const Bytes& bytes, std::string_view part) { return std::ranges::search(bytes, bytes_of(part)).begin() != bytes.end(); }

}  // namespace

TEST_CASE("EXIF that is kept has orientation 1, the new size and no thumbnail; every other byte is as it was", "[metadata]") {
  for (const bool little : {true, false}) {
    const Tiff tiff{little};
    const Bytes before = tiff.block();
    const auto result = carried(jpeg_with_exif(plain_jpeg(), before), plain_jpeg(), true);
    CHECK(result.metadata == Kept::kept);
    CHECK(result.dropped == std::vector<std::string>{"thumbnail"});
    const Bytes after = picture::read_metadata(result.file).exif;
    // The same block made anew with what was to change; its link to the thumbnail is 0, and nothing follows the notes.
    CHECK(after == tiff.block(1, 640, 480, {}));
    CHECK_FALSE(holds(result.file, "a small picture"));
    CHECK(image::inspect(result.file)->orientation == 1);
  }
}

TEST_CASE("A thumbnail in the middle of a block is written over, and what comes after it stays where it is", "[metadata]") {
  const Tiff tiff;
  Bytes block = tiff.block();
  const Bytes tail = bytes_of("after the thumbnail");
  block.insert(block.end(), tail.begin(), tail.end());
  const Bytes after = picture::read_metadata(carried(jpeg_with_exif(plain_jpeg(), block), plain_jpeg(), true).file).exif;
  REQUIRE(after.size() == block.size());
  CHECK(Bytes(after.end() - static_cast<std::ptrdiff_t>(tail.size()), after.end()) == tail);
  CHECK_FALSE(holds(after, "a small picture"));
}

TEST_CASE("EXIF that cannot be read is left out and named, and the export goes on", "[metadata]") {
  const Tiff tiff;
  const Bytes whole = tiff.block();
  struct Row { const char* what; Bytes block; };
  Bytes loop = whole;
  const Bytes to_first = le32(8);
  std::ranges::copy(to_first, loop.begin() + 46);              // The link to the thumbnail leads to the first directory.
  Bytes own_loop = whole;
  std::ranges::copy(to_first, own_loop.begin() + 8 + 2 + 2 * 12 + 8);   // EXIF is the first directory.
  Bytes over = whole;
  const Bytes at_note = le32(98);
  std::ranges::copy(at_note, over.begin() + 106 + 2 + 8);      // The thumbnail lies over the maker note.
  Bytes crowded = whole;
  crowded[8] = crowded[9] = 0xFF;
  for (const Row& row : {Row{"nothing but a name", {}}, {"six bytes", Bytes(whole.begin(), whole.begin() + 6)}, {"half a directory", Bytes(whole.begin(), whole.begin() + 30)},
                         {"no EXIF directory", Bytes(whole.begin(), whole.begin() + 60)}, {"no byte order", bytes_of("XXXXXXXXXXXXXXXX")}, {"the chain is a loop", loop},
                         {"EXIF is its own parent", own_loop}, {"a thumbnail over something else", over}, {"65,535 entries", crowded}}) {
    INFO(row.what);
    Bytes source = jpeg_with_exif(plain_jpeg(), row.block);
    const auto result = carried(source, plain_jpeg(), true);
    CHECK(picture::read_metadata(result.file).exif.empty());
    // A block of no bytes is no block.
    CHECK((row.block.empty() ? result.dropped.empty() : result.dropped == std::vector<std::string>{"exif"}));
    CHECK(image::decode(result.file));
    CHECK(carried(source, plain_jpeg(), false).dropped.empty());
  }
}

TEST_CASE("XMP: orientation 1, no thumbnails, all else as it was", "[metadata]") {
  const auto kept = [](std::string_view packet) { return carried(with_xmp(plain_jpeg(), packet), plain_jpeg(), true); };
  const auto xmp = [](const picture::Carried& result) { const Bytes found = picture::read_metadata(result.file).xmp; return std::string(found.begin(), found.end()); };
  CHECK(xmp(kept("<x a='1' tiff:Orientation=\"8\" b='2'/>")) == "<x a='1' tiff:Orientation=\"1\" b='2'/>");
  CHECK(xmp(kept("<tiff:Orientation> 6</tiff:Orientation><dc:rights>R</dc:rights>")) == "<tiff:Orientation> 1</tiff:Orientation><dc:rights>R</dc:rights>");
  const auto thumbnail = kept("<a/><xmp:Thumbnails><rdf:Alt><xmpGImg:image>AAAA</xmpGImg:image></rdf:Alt></xmp:Thumbnails><b/>");
  CHECK(xmp(thumbnail) == "<a/><b/>");
  CHECK(thumbnail.dropped == std::vector<std::string>{"xmp-thumbnail"});
  for (const std::string_view lost : {std::string_view("<xmp:Thumbnails>open"), std::string_view("<x GImage:Data='AAAA'/>"), std::string_view("<\0x\0/\0>\0", 8)}) {
    const auto result = kept(lost);
    CHECK((xmp(result).empty() && result.dropped == std::vector<std::string>{"xmp"}));
  }
}

TEST_CASE("Photoshop resources keep IPTC and lose thumbnails", "[metadata]") {
  const Bytes iptc = resource(1028, "IPTC: a caption"), slices = resource(1050, "even");
  const Bytes all = joined({iptc, resource(1036, "thumbnail"), slices, resource(1058, "old exif")});
  const auto source = jpeg_with_segment(plain_jpeg(), 0xED, joined({bytes_of(std::string_view("Photoshop 3.0\0", 14)), all}));
  const auto result = carried(source, plain_jpeg(), true);
  CHECK(picture::read_metadata(result.file).photoshop == joined({iptc, slices}));
  CHECK(result.dropped == std::vector<std::string>{"thumbnail"});
  // A PNG and a WebP have no place for them.
  CHECK(carried(source, small_png(), true).dropped == std::vector<std::string>{"photoshop", "thumbnail"});
  CHECK(carried(source, small_png(), true).metadata == Kept::stripped);
  const auto broken = jpeg_with_segment(plain_jpeg(), 0xED, joined({bytes_of(std::string_view("Photoshop 3.0\0", 14)), Bytes(all.begin(), all.end() - 3)}));
  CHECK(carried(broken, plain_jpeg(), true).dropped == std::vector<std::string>{"photoshop"});
}

TEST_CASE("A colour profile goes along, kept or stripped, in segments and between formats", "[metadata]") {
  const Bytes profile = icc_of(150'000);
  const Bytes jpeg = with_icc(jpeg_with_exif(plain_jpeg(), Tiff{}.block()), profile, 65'519);
  for (const bool keep : {true, false}) {
    const auto again = carried(jpeg, plain_jpeg(), keep);
    CHECK(picture::read_metadata(again.file).icc == profile);
    const auto png = carried(jpeg, small_png(), keep);
    CHECK(picture::read_metadata(png.file).icc == profile);
    CHECK(image::decode(png.file));
    CHECK(picture::read_metadata(carried(png.file, plain_jpeg(), keep).file).icc == profile);
    CHECK(holds(carried(jpeg, small_webp(), keep).file, "ICCP"));
    CHECK(picture::read_metadata(again.file).exif.empty() != keep);
    CHECK(again.metadata == (keep ? Kept::kept : Kept::stripped));
  }
  // A piece is missing: named also where all is stripped, since the colours are others then.
  Bytes damaged = jpeg;
  const auto second = std::ranges::search(damaged, joined({bytes_of(std::string_view("ICC_PROFILE\0", 12)), {2, 3}}));
  *(second.begin() + 12) = 1;
  for (const bool keep : {true, false}) {
    const std::vector<std::string> dropped = carried(damaged, plain_jpeg(), keep).dropped;
    CHECK(std::ranges::find(dropped, "icc") != dropped.end());
  }
}

TEST_CASE("Stripped is stripped: nothing of the source is in the file", "[metadata]") {
  const Bytes source = jpeg_with_segment(jpeg_with_segment(with_xmp(jpeg_with_exif(plain_jpeg(), Tiff{}.block()), "<secret/>"), 0xFE, bytes_of("secret comment")), 0xEC, bytes_of("secret APP12"));
  for (const Bytes& encoded : {plain_jpeg(), small_png(), small_webp()}) {
    const auto result = carried(source, encoded, false);
    CHECK((result.metadata == Kept::stripped && result.dropped.empty()));
    for (const std::string_view part : {"secret", "Maker", "note", "Exif", "EXIF", "eXIf"}) CHECK_FALSE(holds(result.file, part));
    // Nor what an encoder put in by itself.
    CHECK_FALSE(holds(carried(plain_jpeg(), carried(source, encoded, true).file, false).file, "secret"));
  }
  CHECK(carried(plain_jpeg(), plain_jpeg(), false).metadata == Kept::none);
  CHECK(carried(plain_jpeg(), plain_jpeg(), true).metadata == Kept::none);
}

TEST_CASE("PNG: texts are kept word for word, what sRGB means is kept, other pictures are not", "[metadata]") {
  const Bytes text = png_chunk("tEXt", bytes_of(std::string_view("Author\0Anna", 11)));
  const Bytes source = png_file({2, 1}, {0, 1, 2, 3, 4, 5, 6}, joined({png_chunk("sRGB", {0}), text, png_chunk("tEXt", bytes_of(std::string_view("Raw profile type exif\0aa", 24))),
                                                                     png_chunk("eXIf", Tiff{}.block()), png_chunk("caBX", bytes_of("signed"))}));
  const auto result = carried(source, small_png(), true);
  CHECK((holds(result.file, std::string_view("Author\0Anna", 11)) && holds(result.file, "sRGB") && !holds(result.file, "Raw profile") && !holds(result.file, "signed")));
  CHECK(result.dropped == std::vector<std::string>{"c2pa", "raw-profile", "thumbnail"});
  CHECK(picture::read_metadata(result.file).exif == Tiff{}.block(1, 640, 480, {}));
  CHECK(image::decode(result.file));
  CHECK(carried(source, plain_jpeg(), true).dropped == std::vector<std::string>{"c2pa", "raw-profile", "text", "thumbnail"});
}

TEST_CASE("WebP: the extended header says what there is", "[metadata]") {
  const auto result = carried(jpeg_with_exif(plain_jpeg(), Tiff{}.block()), small_webp(), true);
  const Bytes head = joined({bytes_of("RIFF"), le32(static_cast<std::uint32_t>(result.file.size() - 8)), bytes_of("WEBPVP8X"), le32(10), {0x08, 0, 0, 0}, le32(639), le32(479)});
  // 24 bits each.
  CHECK(Bytes(result.file.begin(), result.file.begin() + 24) == Bytes(head.begin(), head.begin() + 24));
  CHECK(Bytes(result.file.begin() + 24, result.file.begin() + 30) == Bytes{0x7F, 0x02, 0x00, 0xDF, 0x01, 0x00});
  CHECK(holds(result.file, "EXIF"));
  CHECK(carried(plain_jpeg(), small_webp(), true).file == small_webp());
}

TEST_CASE("What is too long for a segment, and what is no picture", "[metadata]") {
  const Bytes long_block = joined({Tiff{}.block(6, 1, 1, {}), Bytes(66'000, 1)});
  const Bytes source = png_file({2, 1}, {0, 1, 2, 3, 4, 5, 6}, png_chunk("eXIf", long_block));
  CHECK(carried(source, plain_jpeg(), true).dropped == std::vector<std::string>{"exif"});
  CHECK(carried(source, small_png(), true).dropped.empty());
  for (const Bytes& file : {Bytes{}, bytes_of("GIF89a"), bytes_of("RIFF....WAVE")}) {
    const auto refused = picture::write_metadata({}, file, {1, 1, true});
    REQUIRE_FALSE(refused);
    CHECK((refused.error().code == Errc::unsupported_media_type && refused.error().field == "encoded"));
  }
  for (const Bytes& whole : {plain_jpeg(), small_png(), small_webp()}) {
    const auto refused = picture::write_metadata({}, ByteView(whole).first(16), {1, 1, true});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::image_corrupt);
  }
}
