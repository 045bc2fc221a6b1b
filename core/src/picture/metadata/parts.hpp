#pragma once
// The parts of metadata.cpp: one file a format.
#include <optional>
#include <string_view>

#include "colophon/picture/metadata.hpp"

namespace colophon::picture {

inline constexpr std::uint32_t be16(ByteView bytes, std::size_t at) { return static_cast<std::uint32_t>(bytes[at] << 8 | bytes[at + 1]); }
inline constexpr std::uint32_t be32(ByteView bytes, std::size_t at) { return be16(bytes, at) << 16 | be16(bytes, at + 2); }
inline constexpr std::uint32_t le32(ByteView bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16) | static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}
inline void put_be16(Bytes& out, std::uint32_t value) { out.insert(out.end(), {static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)}); }
inline void put_be32(Bytes& out, std::uint32_t value) { put_be16(out, value >> 16); put_be16(out, value & 0xFFFF); }
inline void put_le32(Bytes& out, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}
inline void put(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
inline void put(Bytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

inline bool begins_with(ByteView bytes, std::string_view text) {
  return bytes.size() >= text.size() && std::string_view(reinterpret_cast<const char*>(bytes.data()), text.size()) == text;
}
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

void read_jpeg_metadata(ByteView file, Metadata& found);
void read_png_metadata(ByteView file, Metadata& found);

/// What goes into the new file: already edited. `dropped` takes what the format has no place for.
Result<Bytes> write_jpeg_metadata(const Metadata& edited, ByteView encoded, std::vector<std::string>& dropped);
Result<Bytes> write_png_metadata(const Metadata& edited, ByteView encoded, std::vector<std::string>& dropped);
Result<Bytes> write_webp_metadata(const Metadata& edited, ByteView encoded, const Target& target, std::vector<std::string>& dropped);

/// A part that was edited in place. Nothing where it cannot be read well enough to know that no other picture is left in it.
struct Edited {
  Bytes bytes;
  bool thumbnail = false;   ///< One was taken out.
};
std::optional<Edited> edited_exif(ByteView tiff, const Target& target);
std::optional<Edited> edited_xmp(ByteView packet);
std::optional<Edited> edited_photoshop(ByteView resources);

/// RFC 1950. Nothing where the stream is damaged or holds more than `bytes_max`.
std::optional<Bytes> inflated(ByteView zlib, std::size_t bytes_max);

inline std::unexpected<Error> not_whole() {
  return fail(Errc::image_corrupt, "encoded", "The file that the encoder gave is not whole: export the picture again.");
}

}  // namespace colophon::picture
