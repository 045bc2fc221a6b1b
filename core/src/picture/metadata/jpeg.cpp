// JPEG (ITU-T T.81, annex B): metadata are application segments before the first scan.
#include <algorithm>
#include <functional>

#include "picture/metadata/parts.hpp"

namespace colophon::picture {
namespace {

enum Marker : std::uint32_t { kSos = 0xDA, kEoi = 0xD9, kApp0 = 0xE0, kApp1 = 0xE1, kApp2 = 0xE2, kApp11 = 0xEB, kApp13 = 0xED, kApp14 = 0xEE, kApp15 = 0xEF, kCom = 0xFE };
constexpr std::string_view kExif{"Exif\0\0", 6}, kXmp{"http://ns.adobe.com/xap/1.0/\0", 29}, kXmpExtension{"http://ns.adobe.com/xmp/extension/\0", 35},
    kIcc{"ICC_PROFILE\0", 12}, kMpf{"MPF\0", 4}, kPhotoshop{"Photoshop 3.0\0", 14}, kJfif{"JFIF\0", 5}, kJumbf{"JP", 2};
constexpr std::size_t kSegmentBytesMax = 65'533;

/// Walks the segments up to the first scan; gives where it begins, or nothing where the file breaks off before.
std::optional<std::size_t> walk(ByteView file, const std::function<void(std::uint32_t marker, ByteView segment, ByteView body)>& take) {
  std::size_t at = 2;
  for (;;) {
    const std::size_t from = at;
    if (at >= file.size() || file[at] != 0xFF) return std::nullopt;
    while (at < file.size() && file[at] == 0xFF) ++at;
    if (at >= file.size()) return std::nullopt;
    const std::uint32_t marker = file[at++];
    if (marker == kSos) return from;
    if (marker == kEoi || file.size() - at < 2) return std::nullopt;
    const std::size_t length = be16(file, at);
    if (length < 2 || length > file.size() - at) return std::nullopt;
    take(marker, file.subspan(from, at + length - from), file.subspan(at + 2, length - 2));
    at += length;
  }
}

/// The pieces of a profile, in their order; nothing where one is missing or there twice.
std::optional<Bytes> assembled(const std::vector<ByteView>& pieces) {
  std::vector<ByteView> ordered(pieces.size());
  for (const ByteView piece : pieces) {
    if (piece.size() < 2 || piece[0] < 1 || piece[0] > pieces.size() || piece[1] != pieces.size() || ordered[piece[0] - 1u].data() != nullptr) return std::nullopt;
    ordered[piece[0] - 1u] = piece.subspan(2);
  }
  Bytes profile;
  for (const ByteView piece : ordered) put(profile, piece);
  return profile;
}

void put_segment(Bytes& out, std::uint32_t marker, std::string_view name, ByteView body) {
  out.insert(out.end(), {0xFF, static_cast<std::uint8_t>(marker)});
  put_be16(out, static_cast<std::uint32_t>(2 + name.size() + body.size()));
  put(out, name);
  put(out, body);
}

}  // namespace

void read_jpeg_metadata(ByteView file, Metadata& found) {
  std::vector<ByteView> profile;
  walk(file, [&](std::uint32_t marker, ByteView, ByteView body) {
    const auto is = [&](std::uint32_t app, std::string_view name) { return marker == app && begins_with(body, name); };
    const auto rest = [&](std::string_view name) { return body.subspan(name.size()); };
    if (is(kApp1, kExif)) {
      if (found.exif.empty()) put(found.exif, rest(kExif));
    } else if (is(kApp1, kXmp)) {
      if (found.xmp.empty()) put(found.xmp, rest(kXmp));
    } else if (is(kApp1, kXmpExtension)) {
      found.dropped.emplace_back("xmp-extension");
    } else if (is(kApp2, kIcc)) {
      profile.push_back(rest(kIcc));
    } else if (is(kApp2, kMpf)) {
      found.dropped.emplace_back("mpf");
    } else if (is(kApp11, kJumbf)) {
      found.dropped.emplace_back("c2pa");
    } else if (is(kApp13, kPhotoshop)) {
      put(found.photoshop, rest(kPhotoshop));
    } else if (marker == kCom) {
      found.comments.emplace_back(body.begin(), body.end());
    }
  });
  if (profile.empty()) return;
  if (auto whole = assembled(profile)) found.icc = std::move(*whole);
  else found.dropped.emplace_back("icc");
}

Result<Bytes> write_jpeg_metadata(const Metadata& edited, ByteView encoded, std::vector<std::string>& dropped) {
  Bytes head, tail;
  const bool own_profile = edited.icc.empty();
  const auto scan = walk(encoded, [&](std::uint32_t marker, ByteView segment, ByteView body) {
    const bool profile = marker == kApp2 && begins_with(body, kIcc);
    // JFIF and Adobe's segment say how the samples are to be read.
    if (marker == kApp0) {
      if (begins_with(body, kJfif)) put(head, segment);
    } else if (marker == kApp14 || (profile && own_profile) || !((marker > kApp0 && marker <= kApp15) || marker == kCom)) {
      put(tail, segment);
    }
  });
  if (!scan) return not_whole();
  Bytes file = {0xFF, 0xD8};
  put(file, head);
  const auto one = [&](std::uint32_t marker, std::string_view name, const Bytes& body, const char* what) {
    if (body.empty()) return;
    if (name.size() + body.size() > kSegmentBytesMax) return dropped.emplace_back(what), void();
    put_segment(file, marker, name, body);
  };
  one(kApp1, kExif, edited.exif, "exif");
  one(kApp1, kXmp, edited.xmp, "xmp");
  constexpr std::size_t kPiece = kSegmentBytesMax - kIcc.size() - 2;
  const std::size_t pieces = (edited.icc.size() + kPiece - 1) / kPiece;
  if (pieces > 255) dropped.emplace_back("icc");
  for (std::size_t i = 0; i < pieces && pieces <= 255; ++i) {
    Bytes numbered = {static_cast<std::uint8_t>(i + 1), static_cast<std::uint8_t>(pieces)};
    put(numbered, ByteView(edited.icc).subspan(i * kPiece, std::min(kPiece, edited.icc.size() - i * kPiece)));
    put_segment(file, kApp2, kIcc, numbered);
  }
  // Photoshop continues resources in further segments of the same name.
  for (std::size_t at = 0; at < edited.photoshop.size(); at += kSegmentBytesMax - kPhotoshop.size()) {
    put_segment(file, kApp13, kPhotoshop, ByteView(edited.photoshop).subspan(at, std::min(kSegmentBytesMax - kPhotoshop.size(), edited.photoshop.size() - at)));
  }
  for (const Bytes& comment : edited.comments) one(kCom, "", comment, "comment");
  if (!edited.texts.empty()) dropped.emplace_back("text");
  if (edited.icc.empty() && !edited.colours.empty()) dropped.emplace_back("gamma");
  put(file, tail);
  put(file, encoded.subspan(*scan));
  return file;
}

}  // namespace colophon::picture
