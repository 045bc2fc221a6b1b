// JPEG (ITU-T T.81, annex B): markers from SOI to EOI. stb_image accepts a file that stops in the middle of a scan, or whose tables
// after the frame header are broken, and fills the rest with grey; this walk does not.
#include <cstring>

#include "colophon/base/limits.hpp"
#include "image/structure.hpp"

namespace colophon::image {
namespace {

enum Marker : std::uint32_t {
  kSof0 = 0xC0, kSof2 = 0xC2, kDht = 0xC4, kJpg = 0xC8, kDac = 0xCC, kSof15 = 0xCF, kRst0 = 0xD0, kRst7 = 0xD7,
  kSoi = 0xD8, kEoi = 0xD9, kSos = 0xDA, kDqt = 0xDB, kDri = 0xDD, kApp0 = 0xE0, kApp1 = 0xE1, kApp15 = 0xEF, kCom = 0xFE,
};
constexpr std::string_view kExifHeader{"Exif\0\0", 6};

bool is_frame(std::uint32_t marker) {
  return marker >= kSof0 && marker <= kSof15 && marker != kDht && marker != kJpg && marker != kDac;
}

// SOF: precision, height, width, components (B.2.2). `segment` begins after the length.
Result<void> read_frame(std::uint32_t marker, ByteView segment, Structure& found) {
  if (marker > kSof2) {
    return unsupported("This kind of JPEG (lossless, hierarchical or arithmetic) is not read: save it as a baseline or progressive JPEG.");
  }
  if (segment.size() < 6) return corrupt("The JPEG frame header is too short.");
  const std::uint32_t components = segment[5];
  if (segment.size() != 6 + 3 * components) return corrupt("The JPEG frame header contradicts its length.");
  if (segment[0] != 8) return unsupported("This JPEG does not have 8 bits a sample: save it with 8.");
  if (components != 1 && components != 3 && components != 4) {
    return unsupported("A JPEG must have 1, 3 or 4 components: save it as grey or RGB.");
  }
  found.info.height = read_be16(segment, 1);
  found.info.width = read_be16(segment, 3);
  return check_size(found.info.width, found.info.height);
}

// Tables of B.2.4.1: precision and number, then 64 elements of one or two bytes.
bool quantization_tables_hold(ByteView body) {
  while (!body.empty()) {
    const std::size_t size = 1 + (body[0] >> 4 == 0 ? 64 : 128);
    if (body[0] >> 4 > 1 || (body[0] & 15) > 3 || body.size() < size) return false;
    body = body.subspan(size);
  }
  return true;
}

// Tables of B.2.4.2: class and number, how many codes there are of each length, their values. Codes must fit their lengths (C.2).
bool huffman_tables_hold(ByteView body) {
  while (!body.empty()) {
    if (body.size() < 17 || body[0] >> 4 > 1 || (body[0] & 15) > 3) return false;
    std::uint32_t values = 0, code = 0;
    for (std::uint32_t length = 1; length <= 16; ++length) {
      values += body[length];
      code += body[length];
      if (code > 1u << length) return false;
      code <<= 1;
    }
    if (values > 256 || body.size() < 17 + values) return false;
    body = body.subspan(17 + values);
  }
  return true;
}

// The position of the marker that ends the entropy-coded data from `at`, or the end of the file.
std::size_t skip_scan(ByteView file, std::size_t at) {
  while (at < file.size()) {
    const void* next = std::memchr(file.data() + at, 0xFF, file.size() - at);
    if (next == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const std::uint8_t*>(next) - file.data());
    if (at + 1 >= file.size()) break;
    const std::uint8_t code = file[at + 1];
    if (code == 0xFF) { ++at; continue; }
    if (code != 0 && !(code >= kRst0 && code <= kRst7)) return at;
    at += 2;
  }
  return file.size();
}

class Walk {
 public:
  explicit Walk(ByteView file) : file_(file) { found_.info.format = Format::jpeg; found_.info.orientation = 1; }
  Result<Structure> run();

 private:
  Result<void> segment(std::uint32_t marker, ByteView body);

  ByteView file_;
  Structure found_;
  bool frame_ = false;
  bool exif_ = false;
  std::size_t scans_ = 0;
};

Result<void> Walk::segment(std::uint32_t marker, ByteView body) {
  if (is_frame(marker)) {
    if (frame_) return corrupt("The JPEG has two frames.");
    frame_ = true;
    return read_frame(marker, body, found_);
  }
  if (marker == kDac) return unsupported("Arithmetic coding is not read: save the picture as a baseline JPEG.");
  if (marker == kSos) {
    if (!frame_) return corrupt("A JPEG scan comes before the frame header.");
    // Each scan of a progressive file costs a pass over all its blocks.
    if (++scans_ > limits::kJpegScansMax) {
      return fail(Errc::limit_exceeded, "image", "The JPEG has too many scans: save it again as a baseline JPEG.");
    }
  }
  if ((marker == kDqt && !quantization_tables_hold(body)) || (marker == kDht && !huffman_tables_hold(body)) ||
      (marker == kDri && body.size() != 2)) {
    return corrupt("A table of the JPEG is not well formed.");
  }
  if (marker == kApp1 && !exif_ && body.size() > kExifHeader.size() &&
      std::memcmp(body.data(), kExifHeader.data(), kExifHeader.size()) == 0) {
    exif_ = true;
    found_.info.orientation = exif_orientation(body.subspan(kExifHeader.size()));
  }
  return {};
}

Result<Structure> Walk::run() {
  std::size_t at = 2;
  for (;;) {
    if (at >= file_.size()) return truncated();
    if (file_[at] != 0xFF) return corrupt("A JPEG marker is missing at byte " + std::to_string(at) + ".");
    while (at < file_.size() && file_[at] == 0xFF) ++at;  // Any number of fill bytes (B.1.1.2).
    if (at >= file_.size()) return truncated();
    const std::uint32_t marker = file_[at++];
    if (marker == kEoi) break;
    const bool known = is_frame(marker) || marker == kDht || marker == kDac || (marker >= kSos && marker <= kDri) ||
                       (marker >= kApp0 && marker <= kApp15) || marker == kCom;
    if (!known) return corrupt("A JPEG marker is out of place at byte " + std::to_string(at - 1) + ".");
    if (file_.size() - at < 2) return truncated();
    const std::size_t length = read_be16(file_, at);
    if (length < 2) return corrupt("A JPEG segment is shorter than its length field.");
    if (length > file_.size() - at) return truncated();
    if (auto read = segment(marker, file_.subspan(at + 2, length - 2)); !read) return std::unexpected(std::move(read.error()));
    at += length;
    if (marker == kSos) at = skip_scan(file_, at);
  }
  if (!frame_ || scans_ == 0) return corrupt("The JPEG ends without a picture.");
  return found_;
}

}  // namespace

bool looks_like_jpeg(ByteView file) {
  return file.size() >= 2 && file[0] == 0xFF && file[1] == kSoi && (file.size() == 2 || file[2] == 0xFF);
}

Result<Structure> walk_jpeg(ByteView file) { return Walk(file).run(); }

}  // namespace colophon::image
