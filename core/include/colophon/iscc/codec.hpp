#pragma once
// How an ISCC is written: header, body, base32, and what can be read off a code without its content (ISO 24138:2024, clause 8).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"

namespace colophon::iscc {

enum class MainType : std::uint8_t { meta, semantic, content, data, instance, iscc, id, flake };

/// The four numbers that begin every code.
struct Header {
  std::uint32_t main_type = 0;   ///< MainType
  std::uint32_t sub_type = 0;    ///< For Content and ISCC: 0 text, 1 image, 2 audio, 3 video, 4 mixed; for ISCC also 5 sum, 6 none, 7 wide.
  std::uint32_t version = 0;
  std::uint32_t length = 0;      ///< Units: bits / 32 - 1. ISCC: which optional units there are. ID: bytes of the counter.
  bool operator==(const Header&) const = default;
};

/// A code taken apart; `body` is whatever follows the header.
struct Code {
  Header header;
  Bytes body;
};

/// The bits of a number as the header has it: 4 to 16. Error: invalid_argument above 4,679.
Result<std::string> encode_varnibble(std::uint32_t number);
Result<Bytes> encode_header(const Header& header);
/// Error: invalid_argument.
Result<Code> decode_header(ByteView bytes);

/// What the header's length says, in bits. Error: invalid_argument.
Result<std::uint32_t> decode_length(const Header& header);
Result<std::uint32_t> encode_length(MainType main_type, std::uint32_t bits);

/// A unit without the prefix "ISCC:"; the digest is cut to `bits`. Error: invalid_argument.
Result<std::string> encode_unit(MainType main_type, std::uint32_t sub_type, std::uint32_t version, std::uint32_t bits, ByteView digest);

std::string encode_base32(ByteView bytes);
/// Without padding, in either case. Error: invalid_encoding.
Result<Bytes> decode_base32(std::string_view text);

/// Without scheme, white space and dashes. Error: invalid_argument.
Result<std::string> clean(std::string_view iscc);
/// The units of a code or of a sequence of units, without prefix; also of multibase text (prefixes f, b, v, z, u).
Result<std::vector<std::string>> decompose(std::string_view iscc);
/// The canonical form: "ISCC:", shortest base32, units that make a composite made into one.
Result<std::string> normalize(std::string_view iscc);
/// Whether it is a well-formed canonical ISCC; where not, the error says why.
Result<void> validate(std::string_view iscc);
/// "META-NONE-V0-64", "ISCC-TEXT-V0-MCDI".
Result<std::string> type_id(std::string_view iscc);
/// type_id and the body in hexadecimal.
Result<std::string> explain(std::string_view iscc);

/// Bits that differ between two codes of one kind and one length. Error: invalid_argument.
Result<std::uint32_t> distance(std::string_view a, std::string_view b);
/// In percent, rounded down.
Result<std::uint32_t> similarity(std::string_view a, std::string_view b);

}  // namespace colophon::iscc
