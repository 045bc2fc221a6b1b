#include "colophon/picture/metadata.hpp"

#include <algorithm>

#include "picture/metadata/parts.hpp"

namespace colophon::picture {
namespace {

constexpr std::string_view kPngSignature{"\x89PNG\r\n\x1A\n", 8};

bool is_jpeg(ByteView file) { return begins_with(file, "\xFF\xD8\xFF"); }
bool is_png(ByteView file) { return begins_with(file, kPngSignature); }
bool is_webp(ByteView file) { return file.size() >= 12 && begins_with(file, "RIFF") && begins_with(file.subspan(8), "WEBP"); }

/// sRGB is what a picture without any colour information is taken for.
bool only_srgb(const std::vector<Bytes>& colours) {
  return std::ranges::any_of(colours, [](const Bytes& typed) { return begins_with(typed, "sRGB"); });
}

/// The parts that go into the new file; what cannot be edited is dropped.
Metadata edited(const Metadata& metadata, const Target& target, std::vector<std::string>& dropped) {
  Metadata kept;
  kept.icc = metadata.icc;
  kept.colours = metadata.colours;
  if (!target.keep) return kept;
  dropped = metadata.dropped;
  kept.comments = metadata.comments;
  kept.texts = metadata.texts;
  const auto edit = [&](const Bytes& part, Bytes& into, std::optional<Edited> done, const char* name, const char* thumbnail) {
    if (part.empty()) return;
    if (!done) return dropped.emplace_back(name), void();
    into = std::move(done->bytes);
    if (done->thumbnail) dropped.emplace_back(thumbnail);
  };
  edit(metadata.exif, kept.exif, edited_exif(metadata.exif, target), "exif", "thumbnail");
  edit(metadata.xmp, kept.xmp, edited_xmp(metadata.xmp), "xmp", "xmp-thumbnail");
  edit(metadata.photoshop, kept.photoshop, edited_photoshop(metadata.photoshop), "photoshop", "thumbnail");
  return kept;
}

}  // namespace

Metadata read_metadata(ByteView file) {
  Metadata found;
  if (is_jpeg(file)) read_jpeg_metadata(file, found);
  else if (is_png(file)) read_png_metadata(file, found);
  return found;
}

Result<Carried> write_metadata(const Metadata& metadata, ByteView encoded, const Target& target) {
  if (!is_jpeg(encoded) && !is_png(encoded) && !is_webp(encoded)) {
    return fail(Errc::unsupported_media_type, "encoded", "Metadata go into JPEG, PNG and WebP: the encoder gave another kind of file.");
  }
  if (target.width < 1 || target.height < 1 || target.width > 1u << 24 || target.height > 1u << 24) {
    return fail(Errc::invalid_argument, "width", "A picture has 1 to 16,777,216 pixels on a side.");
  }
  Carried carried;
  Metadata parts = edited(metadata, target, carried.dropped);
  std::vector<std::string> without_place;
  if (!is_png(encoded) && only_srgb(parts.colours)) parts.colours.clear();
  auto file = is_jpeg(encoded)  ? write_jpeg_metadata(parts, encoded, without_place)
              : is_png(encoded) ? write_png_metadata(parts, encoded, without_place)
                                : write_webp_metadata(parts, encoded, target, without_place);
  if (!file) return std::unexpected(std::move(file.error()));
  carried.file = std::move(*file);
  // What was to be stripped is not missed, but a colour profile is.
  if (!target.keep && std::ranges::find(metadata.dropped, "icc") != metadata.dropped.end()) carried.dropped.emplace_back("icc");
  std::ranges::copy(without_place, std::back_inserter(carried.dropped));
  std::ranges::sort(carried.dropped);
  const auto repeated = std::ranges::unique(carried.dropped);
  carried.dropped.erase(repeated.begin(), repeated.end());

  const bool any = !metadata.exif.empty() || !metadata.xmp.empty() || !metadata.photoshop.empty() || !metadata.comments.empty() || !metadata.texts.empty() || !metadata.dropped.empty();
  const auto written = [&](bool there, const char* name) { return there && std::ranges::find(without_place, name) == without_place.end(); };
  const bool kept = written(!parts.exif.empty(), "exif") || written(!parts.xmp.empty(), "xmp") || written(!parts.photoshop.empty(), "photoshop") ||
                    written(!parts.comments.empty(), "comment") || written(!parts.texts.empty(), "text") || (target.keep && written(!parts.icc.empty(), "icc"));
  carried.metadata = kept ? Kept::kept : any ? Kept::stripped : Kept::none;
  return carried;
}

}  // namespace colophon::picture
