// The one EXIF field that changes pixels: Orientation (CIPA DC-008, tag 0x0112 of the first directory; TIFF 6.0 section 2).
#include "image/structure.hpp"

namespace colophon::image {
namespace {

constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kTypeShort = 3;
constexpr std::size_t kEntryBytes = 12;

struct Tiff {
  ByteView bytes;
  bool little_endian;
  bool has(std::size_t at, std::size_t count) const { return at <= bytes.size() && count <= bytes.size() - at; }
  std::uint32_t u16(std::size_t at) const {
    return little_endian ? static_cast<std::uint32_t>(bytes[at] | bytes[at + 1] << 8) : read_be16(bytes, at);
  }
  std::uint32_t u32(std::size_t at) const {
    return little_endian ? u16(at) | u16(at + 2) << 16 : read_be32(bytes, at);
  }
};

}  // namespace

int exif_orientation(ByteView block) {
  if (block.size() < 8) return 1;
  const bool little_endian = block[0] == 'I' && block[1] == 'I';
  if (!little_endian && !(block[0] == 'M' && block[1] == 'M')) return 1;
  const Tiff tiff{block, little_endian};
  if (tiff.u16(2) != 42) return 1;
  const std::size_t directory = tiff.u32(4);
  if (!tiff.has(directory, 2)) return 1;
  const std::uint32_t entries = tiff.u16(directory);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t at = directory + 2 + i * kEntryBytes;
    if (!tiff.has(at, kEntryBytes)) return 1;
    if (tiff.u16(at) != kOrientationTag) continue;
    if (tiff.u16(at + 2) != kTypeShort || tiff.u32(at + 4) != 1) return 1;
    const std::uint32_t value = tiff.u16(at + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

}  // namespace colophon::image
