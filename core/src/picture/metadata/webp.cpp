// WebP (RFC 9649): a RIFF file; the extended form (VP8X) says which chunks there are.
#include <algorithm>

#include "picture/metadata/parts.hpp"

namespace colophon::picture {
namespace {

constexpr std::uint8_t kHasIcc = 0x20, kHasAlpha = 0x10, kHasExif = 0x08, kHasXmp = 0x04, kAnimated = 0x02;

struct Chunk {
  std::string_view type;
  ByteView body;
};

/// Nothing where a chunk does not fit into the file.
std::optional<std::vector<Chunk>> chunks_of(ByteView file) {
  std::vector<Chunk> chunks;
  std::size_t at = 12;
  const std::size_t end = std::min<std::size_t>(file.size(), std::size_t{le32(file, 4)} + 8);
  while (at < end) {
    if (end - at < 8) return std::nullopt;
    const std::size_t size = le32(file, at + 4);
    if (size > end - at - 8) return std::nullopt;
    chunks.push_back({as_text(file.subspan(at, 4)), file.subspan(at + 8, size)});
    at += 8 + size + size % 2;
  }
  return chunks;
}

void put_chunk(Bytes& out, std::string_view type, ByteView body) {
  put(out, type);
  put_le32(out, static_cast<std::uint32_t>(body.size()));
  put(out, body);
  if (body.size() % 2 != 0) out.push_back(0);
}
void put_le24(Bytes& out, std::uint32_t value) {
  for (int shift = 0; shift < 24; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

}  // namespace

Result<Bytes> write_webp_metadata(const Metadata& edited, ByteView encoded, const Target& target, std::vector<std::string>& dropped) {
  const auto chunks = chunks_of(encoded);
  if (!chunks || chunks->empty()) return not_whole();
  std::uint8_t flags = 0;
  Bytes profile = edited.icc;
  for (const auto& [type, body] : *chunks) {
    if (type == "VP8X" && !body.empty()) flags |= static_cast<std::uint8_t>(body[0] & (kHasAlpha | kAnimated));
    if (type == "ALPH") flags |= kHasAlpha;
    // 28 bits of size after a byte 0x2F, then whether alpha is used.
    if (type == "VP8L" && body.size() >= 5 && (body[4] & 0x10) != 0) flags |= kHasAlpha;
    if (type == "ICCP" && profile.empty()) profile.assign(body.begin(), body.end());
  }
  flags |= static_cast<std::uint8_t>((profile.empty() ? 0 : kHasIcc) | (edited.exif.empty() ? 0 : kHasExif) | (edited.xmp.empty() ? 0 : kHasXmp));

  Bytes file;
  put(file, std::string_view("RIFF\0\0\0\0WEBP", 12));
  if (flags != 0) {
    Bytes extended = {flags, 0, 0, 0};
    put_le24(extended, target.width - 1);
    put_le24(extended, target.height - 1);
    put_chunk(file, "VP8X", extended);
  }
  if (!profile.empty()) put_chunk(file, "ICCP", profile);
  for (const auto& [type, body] : *chunks) {
    if (type == "ALPH" || type == "VP8 " || type == "VP8L" || type == "ANIM" || type == "ANMF") put_chunk(file, type, body);
  }
  if (!edited.exif.empty()) put_chunk(file, "EXIF", edited.exif);
  if (!edited.xmp.empty()) put_chunk(file, "XMP ", edited.xmp);
  const std::uint32_t size = static_cast<std::uint32_t>(file.size() - 8);
  for (std::size_t i = 0; i < 4; ++i) file[4 + i] = static_cast<std::uint8_t>(size >> (8 * i));
  if (!edited.photoshop.empty()) dropped.emplace_back("photoshop");
  if (!edited.comments.empty()) dropped.emplace_back("comment");
  if (!edited.texts.empty()) dropped.emplace_back("text");
  if (edited.icc.empty() && !edited.colours.empty()) dropped.emplace_back("gamma");
  return file;
}

}  // namespace colophon::picture
