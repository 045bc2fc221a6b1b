#pragma once
// The units of the International Standard Content Code (ISO 24138:2024), algorithm version 0, in the order of the standard's parts.
// docs/explanation/identity.md says what each is for. Codes are strings "ISCC:..." in upper-case base32 without padding.
//
// `bits` is the length of the unit's body: a multiple of 32 from 32 to 256 (error: invalid_argument, field "bits").
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/base/json.hpp"
#include "colophon/hash/blake3.hpp"

namespace colophon::iscc {

using Digest = std::array<std::uint8_t, 32>;

struct MetaInput {
  std::string_view name;
  std::string_view description = {};
  const Json* meta = nullptr;    ///< Null, an object, or a Data-URL (RFC 2397) of at most 128,000 bytes of payload.
};
struct MetaCode {
  std::string iscc;
  std::string name, description; ///< As they were hashed: cleaned and trimmed to 128 and 4,096 bytes.
  std::string meta;              ///< As a Data-URL; empty where there was none.
  std::string metahash;          ///< Multihash (1e20) of BLAKE3, hexadecimal.
};
/// Errors: invalid_argument (a name that is empty once cleaned, a Data-URL that is none), invalid_encoding, limit_exceeded.
Result<MetaCode> meta_code(const MetaInput& input, int bits = 64);

struct TextCode {
  std::string iscc;
  std::int64_t characters = 0;   ///< Code points of the collapsed text.
};
/// Plain text; docs/explanation/identity.md says what makes plain text of HTML and Markdown. Errors: invalid_encoding, limit_exceeded.
Result<TextCode> text_code(std::string_view utf8, int bits = 64);

/// 1,024 grey values, 32 x 32, row by row (grey_32x32 makes them of a picture). Error: invalid_argument.
Result<std::string> image_code(std::span<const std::uint8_t> pixels, int bits = 64);

/// Chromaprint's features (algorithm 2, whole length) as signed integers; none is allowed.
Result<std::string> audio_code(std::span<const std::int32_t> features, int bits = 64);

/// An MPEG-7 frame signature (ISO/IEC 15938-3, video signature): 380 values, 0 to 2 where they come from a film.
using FrameSignature = std::array<std::int32_t, 380>;
/// Error: invalid_argument (no frame).
Result<std::string> video_code(std::span<const FrameSignature> frames, int bits = 64);

/// From two or more Content-Codes of at least `bits` bits. Error: invalid_argument.
Result<std::string> mixed_code(std::span<const std::string> codes, int bits = 64);

/// The Data-Code's digest of data in pieces of any size; the result does not depend on where they end. Memory: 9 kB.
class DataHasher {
 public:
  DataHasher();
  void update(ByteView bytes);
  /// Of all that was given so far; more may follow.
  Digest digest() const;

 private:
  void add_chunk(ByteView chunk);
  std::array<std::uint32_t, 64> least_;   ///< The minimum hashes of the chunks that are complete.
  std::array<std::uint8_t, 8192> open_;   ///< The chunk whose end was not seen yet.
  std::size_t open_bytes_ = 0, scan_at_ = 0;
  std::uint32_t scan_pattern_ = 0;
  bool any_ = false;
};
Result<std::string> data_code(const Digest& digest, int bits = 64);
/// The lengths of the chunks that the Data-Code hashes: one of 0 for no data.
std::vector<std::size_t> chunk_lengths(ByteView data);

Result<std::string> instance_code(const Hash& blake3, int bits = 64);
/// "1e20" and the hash, hexadecimal.
std::string multihash(const Hash& blake3);

/// Data- and Instance-Code in one pass over data of any size.
class SumHasher {
 public:
  void update(ByteView bytes);
  struct Sum {
    std::string iscc;               ///< The ISCC-SUM: the composite of the two.
    std::string data, instance;     ///< The units, 64 bits (128 where wide was asked for).
    std::string datahash;           ///< multihash()
    std::uint64_t bytes = 0;
  };
  Sum finish(bool wide = false) const;

 private:
  DataHasher data_;
  Blake3 instance_;
};

/// The composite of two or more units, a Data- and an Instance-Code among them; each gives 64 bits. `wide` gives 128 of each where there are
/// just these two and both have as many. Errors: invalid_argument (a combination or a length that the standard does not have).
Result<std::string> iscc_code(std::span<const std::string> units, bool wide = false);

}  // namespace colophon::iscc
