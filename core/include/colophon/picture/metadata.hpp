#pragma once
// What a picture's file says beside its pixels, and how it gets into the file that a browser's encoder made: read out of JPEG and PNG, written into
// JPEG, PNG and WebP. Metadata never stops an export: what cannot be read, or has no place in the new file, is left out and named.
#include <cstdint>
#include <string>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"

namespace colophon::picture {

/// A colour profile that inflates to more than this is left out.
inline constexpr std::size_t kProfileBytesMax = 4u << 20;

/// What of a file is worth carrying over. Each is empty where the file has none.
struct Metadata {
  Bytes exif;                            ///< A TIFF block (CIPA DC-008), from its byte order mark.
  Bytes xmp;                             ///< An XMP packet (ISO 16684-1), UTF-8.
  Bytes icc;                             ///< A colour profile (ISO 15076-1).
  Bytes photoshop;                       ///< Photoshop image resources (with IPTC among them), from the first "8BIM".
  std::vector<Bytes> comments;           ///< JPEG comments.
  std::vector<Bytes> texts;              ///< PNG chunks tEXt, zTXt and iTXt, each with its four letters.
  std::vector<Bytes> colours;            ///< PNG chunks cICP, sRGB, gAMA and cHRM, each with its four letters.
  std::vector<std::string> dropped;      ///< What was there and is not among these: see Carried.
};

struct Target {
  std::uint32_t width = 0;               ///< Of the new picture, in pixels: written into EXIF.
  std::uint32_t height = 0;
  bool keep = false;                     ///< False: nothing but the colour profile goes in, since without it the pixels mean other colours.
};

/// none: the source had nothing to keep or to strip. stripped: the new file has none of it, but for the colour profile. kept: `dropped` says what is missing.
enum class Kept : std::uint8_t { none, stripped, kept };

struct Carried {
  Bytes file;
  Kept metadata = Kept::none;
  /// Sorted, each once: "exif", "xmp", "icc", "photoshop", "comment", "text", "gamma" (cannot be read, too long for the format, or the format has no place for
  /// it), "xmp-extension", "xmp-thumbnail", "mpf" (they hold other pictures), "c2pa" (signs the old pixels), "raw-profile", "thumbnail" (of EXIF or Photoshop).
  std::vector<std::string> dropped;
};

/// Of a JPEG: APP1 (EXIF, XMP), APP2 (ICC in its segments), APP13, COM, before the first scan. Of a PNG: eXIf, iTXt, tEXt, zTXt, iCCP and what else
/// tells colours. Empty for any other file. Damage ends the reading of the part that it is in.
Metadata read_metadata(ByteView file);

/// `encoded` with all metadata of its own taken out and `metadata` put in. With `keep`: orientation 1 (in EXIF and XMP, the pixels are turned
/// already), EXIF's pixel dimensions those of the target, thumbnails out (they would show what was cropped away); all else keeps its bytes,
/// a camera maker's notes included. Errors: unsupported_media_type ("encoded": not JPEG, PNG or WebP), image_corrupt.
Result<Carried> write_metadata(const Metadata& metadata, ByteView encoded, const Target& target);

}  // namespace colophon::picture
