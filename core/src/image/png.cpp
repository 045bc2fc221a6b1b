// PNG (ISO/IEC 15948, third edition): chunks from the signature to IEND, each with its CRC, which stb_image does not check.
#include <algorithm>
#include <array>
#include <cstring>

#include "image/structure.hpp"

namespace colophon::image {
namespace {

constexpr std::array<std::uint8_t, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

// CRC-32 of annex D, four bytes a step (slicing by four): a photo of 20 MB is checked in some 15 ms.
using CrcTables = std::array<std::array<std::uint32_t, 256>, 4>;
constexpr CrcTables make_crc_tables() {
  CrcTables tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = c & 1 ? 0xEDB88320u ^ c >> 1 : c >> 1;
    tables[0][i] = c;
  }
  for (std::size_t t = 1; t < 4; ++t) {
    for (std::size_t i = 0; i < 256; ++i) tables[t][i] = tables[0][tables[t - 1][i] & 255] ^ tables[t - 1][i] >> 8;
  }
  return tables;
}
constexpr CrcTables kCrc = make_crc_tables();

std::uint32_t crc32(ByteView bytes) {
  std::uint32_t c = 0xFFFFFFFFu;
  std::size_t i = 0;
  for (; i + 4 <= bytes.size(); i += 4) {
    c ^= static_cast<std::uint32_t>(bytes[i]) | static_cast<std::uint32_t>(bytes[i + 1]) << 8 |
         static_cast<std::uint32_t>(bytes[i + 2]) << 16 | static_cast<std::uint32_t>(bytes[i + 3]) << 24;
    c = kCrc[3][c & 255] ^ kCrc[2][c >> 8 & 255] ^ kCrc[1][c >> 16 & 255] ^ kCrc[0][c >> 24];
  }
  for (; i < bytes.size(); ++i) c = kCrc[0][(c ^ bytes[i]) & 255] ^ c >> 8;
  return ~c;
}

constexpr std::uint32_t chunk_type(const char (&name)[5]) {
  std::uint32_t type = 0;
  for (int i = 0; i < 4; ++i) type = type << 8 | static_cast<std::uint8_t>(name[i]);
  return type;
}

// Samples a pixel of a colour type and whether the bit depth goes with it (table 11.1); 0 where it does not.
std::uint32_t samples_per_pixel(std::uint32_t colour, std::uint32_t depth) {
  const bool small = depth == 1 || depth == 2 || depth == 4;
  const bool large = depth == 8 || depth == 16;
  switch (colour) {
    case 0: return small || large ? 1 : 0;
    case 2: return large ? 3 : 0;
    case 3: return small || depth == 8 ? 1 : 0;
    case 4: return large ? 2 : 0;
    case 6: return large ? 4 : 0;
    default: return 0;
  }
}

std::uint64_t rows_bytes(std::uint64_t width, std::uint64_t height, std::uint64_t bits_per_pixel) {
  return width == 0 || height == 0 ? 0 : height * (1 + (width * bits_per_pixel + 7) / 8);
}

// What the image data inflates to: a filter byte and the samples of each row, of each of Adam7's passes where interlaced (8.2).
std::uint64_t inflated_bytes(std::uint64_t width, std::uint64_t height, std::uint64_t bits_per_pixel, bool interlaced) {
  if (!interlaced) return rows_bytes(width, height, bits_per_pixel);
  constexpr std::uint32_t kX0[] = {0, 4, 0, 2, 0, 1, 0}, kY0[] = {0, 0, 4, 0, 2, 0, 1};
  constexpr std::uint32_t kDx[] = {8, 8, 4, 4, 2, 2, 1}, kDy[] = {8, 8, 8, 4, 4, 2, 2};
  std::uint64_t bytes = 0;
  for (int pass = 0; pass < 7; ++pass) {
    const auto count = [](std::uint64_t side, std::uint64_t from, std::uint64_t step) { return side <= from ? 0 : (side - from + step - 1) / step; };
    bytes += rows_bytes(count(width, kX0[pass], kDx[pass]), count(height, kY0[pass], kDy[pass]), bits_per_pixel);
  }
  return bytes;
}

class Walk {
 public:
  explicit Walk(ByteView file) : file_(file) { found_.info.format = Format::png; found_.info.orientation = 1; }
  Result<Structure> run();

 private:
  Result<void> header(ByteView body);
  Result<void> chunk(std::uint32_t type, ByteView body);

  ByteView file_;
  Structure found_;
  std::uint32_t colour_ = 0;
  bool palette_ = false;
  bool data_ = false;
  bool data_ended_ = false;
};

Result<void> Walk::header(ByteView body) {
  const std::uint32_t width = read_be32(body, 0), height = read_be32(body, 4), depth = body[8];
  colour_ = body[9];
  if (auto sized = check_size(width, height); !sized) return sized;
  const std::uint32_t samples = samples_per_pixel(colour_, depth);
  if (samples == 0) return corrupt("The PNG header has a colour type or bit depth that PNG does not know.");
  if (body[10] != 0 || body[11] != 0 || body[12] > 1) return corrupt("The PNG header has a method that PNG does not know.");
  found_.info.width = width;
  found_.info.height = height;
  found_.alpha = colour_ == 4 || colour_ == 6;
  found_.raw_bytes = inflated_bytes(width, height, samples * depth, body[12] == 1);
  return {};
}

Result<void> Walk::chunk(std::uint32_t type, ByteView body) {
  if (type == chunk_type("IDAT")) {
    if (data_ended_) return corrupt("The image data of the PNG is not in one piece.");
    if (colour_ == 3 && !palette_) return corrupt("The PNG has no palette before its image data.");
    data_ = true;
    return {};
  }
  data_ended_ = data_;
  if (type == chunk_type("IHDR")) return corrupt("The PNG has two headers.");
  if (type == chunk_type("PLTE")) {
    if (palette_ || data_) return corrupt("The palette of the PNG is out of place.");
    if (body.empty() || body.size() % 3 != 0 || body.size() > 768) return corrupt("The palette of the PNG has a wrong length.");
    palette_ = true;
  } else if (type == chunk_type("tRNS")) {
    found_.alpha = true;
  } else if (type == chunk_type("eXIf")) {
    found_.info.orientation = exif_orientation(body);
  } else if ((type >> 24 & 0x20) == 0 && type != chunk_type("IEND")) {
    return unsupported("The PNG needs a chunk that is not known here: save it as an ordinary PNG.");
  }
  return {};
}

Result<Structure> Walk::run() {
  if (file_.size() < kSignature.size()) return truncated();
  std::size_t at = kSignature.size();
  for (bool first = true;; first = false) {
    if (file_.size() - at < 8) return truncated();
    const std::size_t length = read_be32(file_, at);
    const std::uint32_t type = read_be32(file_, at + 4);
    if (first && (type != chunk_type("IHDR") || length != 13)) return corrupt("The PNG does not begin with its header.");
    if (length > 0x7FFFFFFFu) return corrupt("A chunk of the PNG is longer than PNG allows.");
    // The header is read before all else: a size over the limit is named even where the file ends right after it.
    if (first && file_.size() - at >= 8 + 13) {
      if (auto read = header(file_.subspan(at + 8, 13)); !read) return std::unexpected(std::move(read.error()));
    }
    if (file_.size() - at < 12 || length > file_.size() - at - 12) return truncated();
    if (crc32(file_.subspan(at + 4, length + 4)) != read_be32(file_, at + 8 + length)) {
      return corrupt("A checksum of the PNG is wrong at byte " + std::to_string(at + 8 + length) + ".");
    }
    if (!first) {
      if (auto read = chunk(type, file_.subspan(at + 8, length)); !read) return std::unexpected(std::move(read.error()));
    }
    at += 12 + length;
    if (type == chunk_type("IEND")) break;
  }
  if (!data_) return corrupt("The PNG ends without a picture.");
  return found_;
}

}  // namespace

bool looks_like_png(ByteView file) {
  const std::size_t count = std::min(file.size(), kSignature.size());
  return count >= 4 && std::memcmp(file.data(), kSignature.data(), count) == 0;
}

Result<Structure> walk_png(ByteView file) { return Walk(file).run(); }

}  // namespace colophon::image
