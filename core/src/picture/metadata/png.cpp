// PNG (ISO/IEC 15948, third edition): metadata are chunks with names of their own.
#include <algorithm>
#include <array>
#include <functional>

#include "picture/metadata/parts.hpp"

namespace colophon::picture {
namespace {

constexpr std::string_view kSignature{"\x89PNG\r\n\x1A\n", 8}, kXmpKeyword{"XML:com.adobe.xmp\0", 18}, kRawProfile{"Raw profile type ", 17};
constexpr std::size_t kChunkBytesMax = 0x7FFFFFFF;

/// Annex D, a nibble a step: what is written here is short.
std::uint32_t crc32(ByteView bytes) {
  constexpr auto kTable = [] {
    std::array<std::uint32_t, 16> table{};
    for (std::uint32_t i = 0; i < 16; ++i) {
      std::uint32_t c = i;
      for (int bit = 0; bit < 4; ++bit) c = c & 1 ? 0xEDB88320u ^ c >> 1 : c >> 1;
      table[i] = c;
    }
    return table;
  }();
  std::uint32_t c = 0xFFFFFFFFu;
  for (const std::uint8_t byte : bytes) {
    c ^= byte;
    c = kTable[c & 15] ^ c >> 4;
    c = kTable[c & 15] ^ c >> 4;
  }
  return ~c;
}

/// False where the file breaks off before IEND. `take` gets the letters, the body, and the whole chunk.
bool walk(ByteView file, const std::function<void(std::string_view type, ByteView body, ByteView chunk)>& take) {
  std::size_t at = kSignature.size();
  while (file.size() - at >= 12) {
    const std::size_t length = be32(file, at);
    if (length > kChunkBytesMax || length > file.size() - at - 12) return false;
    const std::string_view type = as_text(file.subspan(at + 4, 4));
    take(type, file.subspan(at + 8, length), file.subspan(at, 12 + length));
    if (type == "IEND") return true;
    at += 12 + length;
  }
  return false;
}

void put_chunk(Bytes& out, ByteView typed) {
  put_be32(out, static_cast<std::uint32_t>(typed.size() - 4));
  put(out, typed);
  put_be32(out, crc32(typed));
}
void put_chunk(Bytes& out, std::string_view type, std::string_view head, const Bytes& body) {
  Bytes typed;
  put(typed, type);
  put(typed, head);
  put(typed, body);
  put_chunk(out, typed);
}

/// RFC 1950 and 1951 without compression: a profile is small beside a picture.
Bytes stored(ByteView bytes) {
  Bytes out = {0x78, 0x01};
  std::uint32_t a = 1, b = 0;
  for (const std::uint8_t byte : bytes) {
    a = (a + byte) % 65'521;
    b = (b + a) % 65'521;
  }
  std::size_t at = 0;
  do {
    const std::size_t count = std::min<std::size_t>(65'535, bytes.size() - at);
    const auto low = static_cast<std::uint8_t>(count), high = static_cast<std::uint8_t>(count >> 8);
    out.insert(out.end(), {static_cast<std::uint8_t>(at + count == bytes.size()), low, high, static_cast<std::uint8_t>(~low), static_cast<std::uint8_t>(~high)});
    put(out, bytes.subspan(at, count));
    at += count;
  } while (at < bytes.size());
  put_be32(out, b << 16 | a);
  return out;
}

bool tells_colours(std::string_view type) { return type == "cICP" || type == "sRGB" || type == "gAMA" || type == "cHRM"; }

/// The text of an iTXt chunk with XMP: keyword, compression flag and method, language, translated keyword.
std::optional<Bytes> xmp_of(ByteView body) {
  std::size_t at = kXmpKeyword.size();
  if (body.size() < at + 2) return std::nullopt;
  const bool compressed = body[at] == 1;
  at += 2;
  for (int ends = 0; ends < 2; ++ends) {
    while (at < body.size() && body[at] != 0) ++at;
    if (at >= body.size()) return std::nullopt;
    ++at;
  }
  const ByteView text = body.subspan(at);
  return compressed ? inflated(text, kProfileBytesMax) : Bytes(text.begin(), text.end());
}

std::optional<Bytes> profile_of(ByteView body) {
  // A name of 1 to 79 bytes, a zero, the method (0), the stream.
  const auto end = std::ranges::find(body, 0);
  const auto name = static_cast<std::size_t>(end - body.begin());
  if (name < 1 || name > 79 || body.size() < name + 2 || body[name + 1] != 0) return std::nullopt;
  return inflated(body.subspan(name + 2), kProfileBytesMax);
}

}  // namespace

void read_png_metadata(ByteView file, Metadata& found) {
  walk(file, [&](std::string_view type, ByteView body, ByteView chunk) {
    const auto take = [&](Bytes& where, std::optional<Bytes> what, const char* name) {
      if (what) where = std::move(*what);
      else found.dropped.emplace_back(name);
    };
    if (type == "eXIf") {
      found.exif.assign(body.begin(), body.end());
    } else if (type == "iTXt" && begins_with(body, kXmpKeyword)) {
      take(found.xmp, xmp_of(body), "xmp");
    } else if (type == "iCCP") {
      take(found.icc, profile_of(body), "icc");
    } else if (type == "caBX") {
      found.dropped.emplace_back("c2pa");
    } else if ((type == "tEXt" || type == "zTXt") && begins_with(body, kRawProfile)) {
      // ImageMagick's spelling of EXIF, XMP and IPTC in hexadecimal: thumbnails may be in there.
      found.dropped.emplace_back("raw-profile");
    } else if (type == "tEXt" || type == "zTXt" || type == "iTXt") {
      found.texts.emplace_back(chunk.begin() + 4, chunk.end() - 4);
    } else if (tells_colours(type)) {
      found.colours.emplace_back(chunk.begin() + 4, chunk.end() - 4);
    }
  });
}

Result<Bytes> write_png_metadata(const Metadata& edited, ByteView encoded, std::vector<std::string>& dropped) {
  Bytes file;
  put(file, kSignature);
  const bool own_colours = edited.icc.empty() && edited.colours.empty();
  const bool whole = walk(encoded, [&](std::string_view type, ByteView, ByteView chunk) {
    const bool critical = chunk[4] < 'a';
    if (critical || type == "tRNS" || (own_colours && (tells_colours(type) || type == "iCCP"))) put(file, chunk);
    if (type != "IHDR") return;
    // Before the palette and the image data, as the specification orders them.
    if (!edited.icc.empty()) put_chunk(file, "iCCP", std::string_view("ICC profile\0\0", 13), stored(edited.icc));
    for (const Bytes& typed : edited.colours) {
      // sRGB and a profile exclude each other.
      if (edited.icc.empty() || !begins_with(typed, "sRGB")) put_chunk(file, typed);
    }
    if (!edited.exif.empty()) put_chunk(file, "eXIf", "", edited.exif);
    if (!edited.xmp.empty()) put_chunk(file, "iTXt", std::string_view("XML:com.adobe.xmp\0\0\0\0\0", 22), edited.xmp);
    for (const Bytes& typed : edited.texts) put_chunk(file, typed);
  });
  if (!whole) return not_whole();
  if (!edited.photoshop.empty()) dropped.emplace_back("photoshop");
  if (!edited.comments.empty()) dropped.emplace_back("comment");
  return file;
}

}  // namespace colophon::picture
