// XMP and Photoshop resources: what speaks of orientation and what holds another picture.
#include <algorithm>
#include <array>

#include "picture/metadata/parts.hpp"

namespace colophon::picture {
namespace {

/// The digit of tiff:Orientation, an attribute or an element, from `at` on; npos where there is none.
std::size_t orientation_digit(std::string_view packet, std::size_t at) {
  constexpr std::string_view kName = "tiff:Orientation";
  for (at = packet.find(kName, at); at != std::string_view::npos; at = packet.find(kName, at + 1)) {
    std::size_t digit = at + kName.size();
    const auto skip_space = [&] { while (digit < packet.size() && (packet[digit] == ' ' || packet[digit] == '\n' || packet[digit] == '\r' || packet[digit] == '\t')) ++digit; };
    skip_space();
    if (digit < packet.size() && packet[digit] == '=') {
      ++digit;
      skip_space();
      if (digit >= packet.size() || (packet[digit] != '"' && packet[digit] != '\'')) continue;
    } else if (digit >= packet.size() || packet[digit] != '>') {
      continue;
    }
    ++digit;
    skip_space();
    if (digit < packet.size() && packet[digit] >= '1' && packet[digit] <= '8') return digit;
  }
  return std::string_view::npos;
}

}  // namespace

std::optional<Edited> edited_xmp(ByteView packet) {
  std::string text(as_text(packet));
  // UTF-16 and UTF-32 are allowed in some files and hide every name that is looked for here.
  if (text.find('\0') != std::string::npos) return std::nullopt;
  for (std::size_t at = orientation_digit(text, 0); at != std::string::npos; at = orientation_digit(text, at)) text[at] = '1';
  bool thumbnail = false;
  for (const std::string name : {"xmp:Thumbnails", "xap:Thumbnails"}) {
    const std::string begin = "<" + name;
    // What is taken out may join the two halves of another one.
    for (std::size_t from = text.find(begin); from != std::string::npos; from = text.find(begin, from - std::min(from, begin.size()))) {
      const std::string end = "</" + name + ">";
      const std::size_t to = text.find(end, from);
      if (to == std::string::npos) return std::nullopt;
      text.erase(from, to + end.size() - from);
      thumbnail = true;
    }
  }
  // Pictures under other names: thumbnails of other programs, and the unblurred photo and the depth map that some phones store.
  for (const std::string_view other : {"xmpGImg:image", "xapGImg:image", "GImage:Data", "GDepth:Data"}) {
    if (text.find(other) != std::string::npos) return std::nullopt;
  }
  return Edited{Bytes(text.begin(), text.end()), thumbnail};
}

std::optional<Edited> edited_photoshop(ByteView resources) {
  // Thumbnails, and copies of EXIF and XMP that would contradict the edited ones (Adobe Photoshop File Formats Specification, image resource ids).
  constexpr std::array<std::uint32_t, 5> kLeftOut = {1033, 1036, 1058, 1059, 1060};
  Edited edited;
  std::size_t at = 0;
  while (at < resources.size()) {
    // "8BIM", id, a name with its length padded to even, size, data padded to even.
    if (resources.size() - at < 12 || !begins_with(resources.subspan(at), "8BIM")) return std::nullopt;
    const std::uint32_t id = be16(resources, at + 4);
    const std::size_t name = (std::size_t{resources[at + 6]} + 2) & ~std::size_t{1};
    if (resources.size() - at - 6 < name + 4) return std::nullopt;
    const std::size_t size = be32(resources, at + 6 + name), whole = 10 + name + size;
    if (size > resources.size() || resources.size() - at < whole) return std::nullopt;
    const std::size_t padded = std::min(resources.size() - at, whole + size % 2);
    const bool left_out = std::ranges::find(kLeftOut, id) != kLeftOut.end();
    if (!left_out) put(edited.bytes, resources.subspan(at, padded));
    edited.thumbnail |= left_out && id <= 1036;
    at += padded;
  }
  return edited;
}

}  // namespace colophon::picture
