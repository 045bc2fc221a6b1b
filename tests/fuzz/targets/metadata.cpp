#include "targets.hpp"

#include <algorithm>

#include "colophon/image/image.hpp"
#include "colophon/picture/metadata.hpp"

namespace {

using namespace colophon;

// The smallest files of their kinds that the writers take: a scan, image data and a lossless chunk, none of them a real picture.
Bytes carrier(std::size_t kind) {
  constexpr std::string_view kJpeg{"\xFF\xD8\xFF\xDA\x00\x02\xFF\xD9", 8};
  constexpr std::string_view kPng{"\x89PNG\r\n\x1A\n\0\0\0\0IHDR\0\0\0\0\0\0\0\0IDAT\0\0\0\0\0\0\0\0IEND\0\0\0\0", 44};
  constexpr std::string_view kWebp{"RIFF\x12\0\0\0WEBPVP8L\x05\0\0\0\x2F\x01\0\0\0\0", 26};
  const std::string_view bytes = kind == 0 ? kJpeg : kind == 1 ? kPng : kWebp;
  return {bytes.begin(), bytes.end()};
}

}  // namespace

void colophon::fuzz::run_metadata(ByteView input) {
  const picture::Metadata found = picture::read_metadata(input);
  for (std::size_t kind = 0; kind < 3; ++kind) {
    const Bytes empty = carrier(kind);
    for (const bool keep : {false, true}) {
      const auto carried = picture::write_metadata(found, empty, {640, 480, keep});
      expect(carried.has_value(), "metadata never stop an export");
      expect(std::ranges::is_sorted(carried->dropped), "what was dropped is in order");
      expect(keep || carried->metadata != picture::Kept::kept, "what is stripped is not kept");
      if (kind == 2) continue;
      const picture::Metadata again = picture::read_metadata(carried->file);
      expect(keep || (again.exif.empty() && again.xmp.empty() && again.photoshop.empty() && again.comments.empty() && again.texts.empty()), "nothing is left of what was stripped");
      expect(again.icc == found.icc || !carried->dropped.empty(), "the colour profile is the same");
      // What was written once is written again as it is: there is nothing more to take out.
      const auto twice = picture::write_metadata(again, empty, {640, 480, keep});
      expect(twice.has_value() && twice->file == carried->file, "writing what was written changes nothing");
    }
  }
  // As the encoder's file: taken apart, or refused.
  const auto taken = picture::write_metadata({}, input, {640, 480, false});
  expect(taken || !taken.error().detail.empty(), "a refusal says why");
}
