#include "colophon/iscc/codec.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "colophon/iscc/units.hpp"
#include "iscc/multibase.hpp"

namespace colophon::iscc {
namespace {

// More units than any code has; a sequence of them costs as much time as it is long.
constexpr std::size_t kTextMax = 4'096;

auto refuse(std::string why) { return fail(Errc::invalid_argument, "iscc", std::move(why)); }

constexpr std::uint32_t number(MainType type) { return static_cast<std::uint32_t>(type); }

// The kinds of code that there are: by main type, how many sub types; ISCC-IDs have a second version.
bool is_known(const Header& header) {
  constexpr std::array<std::uint32_t, 8> kSubTypes = {1, 5, 5, 1, 1, 8, 4, 1};
  if (header.main_type >= kSubTypes.size()) return false;
  if (header.main_type == number(MainType::id) && header.version == 1) return header.sub_type < 2;
  return header.version == 0 && header.sub_type < kSubTypes[header.main_type];
}

std::string_view sub_type_name(const Header& header) {
  constexpr std::string_view kKinds[] = {"TEXT", "IMAGE", "AUDIO", "VIDEO", "MIXED", "SUM", "NONE", "WIDE"};
  constexpr std::string_view kChains[] = {"PRIVATE", "BITCOIN", "ETHEREUM", "POLYGON"};
  constexpr std::string_view kRealms[] = {"REALM_0", "REALM_1"};
  switch (static_cast<MainType>(header.main_type)) {
    case MainType::semantic: case MainType::content: case MainType::iscc: return kKinds[header.sub_type];
    case MainType::id: return header.version == 1 ? kRealms[header.sub_type] : kChains[header.sub_type];
    default: return "NONE";
  }
}

// The bits of a header, first bit first.
class Bits {
 public:
  explicit Bits(ByteView bytes) : bytes_(bytes) {}
  std::size_t left() const { return bytes_.size() * 8 - at_; }
  std::uint32_t take(std::size_t count) {
    std::uint32_t value = 0;
    for (; count > 0; --count, ++at_) value = value << 1 | (bytes_[at_ / 8] >> (7 - at_ % 8) & 1u);
    return value;
  }
  std::uint32_t peek(std::size_t count) const { return Bits(*this).take(count); }
  std::size_t at() const { return at_; }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
};

Result<std::uint32_t> take_varnibble(Bits& bits) {
  constexpr std::uint32_t kBegin[] = {0, 8, 72, 584};
  if (bits.left() >= 4) {
    const auto ones = static_cast<std::size_t>(std::countl_one(static_cast<std::uint8_t>(bits.peek(4) << 4)));
    if (ones == 4) return refuse("The header of the code is none: it has a number that begins with four ones.");
    if (bits.left() >= 4 * (ones + 1)) {
      bits.take(ones + 1);
      return kBegin[ones] + bits.take(3 * (ones + 1));
    }
  }
  return refuse("The code is shorter than its header.");
}

// What the reference's normalisation accepts at all.
Result<Code> decoded_unit(std::string_view text) {
  const auto raw = decode_base32(text);
  if (!raw) return std::unexpected(raw.error());
  return decode_header(*raw);
}

Result<std::string> without_multibase(std::string_view iscc) {
  auto text = clean(iscc);
  if (!text || !has_multibase_prefix(*text)) return text;
  const auto bytes = decode_multibase(*text);
  if (!bytes) return std::unexpected(bytes.error());
  if (bytes->size() < 2 || (*bytes)[0] != 0xCC || (*bytes)[1] != 0x01) return refuse("The text is multibase, but no ISCC: it does not begin with cc01.");
  return encode_base32(ByteView(*bytes).subspan(2));
}

Result<Code> decoded(std::string_view iscc) {
  const auto canonical = normalize(iscc);
  if (!canonical) return std::unexpected(canonical.error());
  return decoded_unit(std::string_view(*canonical).substr(5));
}

struct Bodies {
  Bytes a, b;
};
Result<Bodies> comparable(std::string_view a, std::string_view b) {
  auto first = decoded(a), second = decoded(b);
  if (!first) return std::unexpected(first.error());
  if (!second) return std::unexpected(second.error());
  if (first->header.main_type == number(MainType::id) && first->header.version == 1) return refuse("ISCC-IDs of version 1 have no similarity.");
  if (first->header != second->header || first->body.size() != second->body.size()) return refuse("The two codes are of different kinds or lengths.");
  return Bodies{std::move(first->body), std::move(second->body)};
}

}  // namespace

Result<std::string> encode_varnibble(std::uint32_t n) {
  constexpr std::uint32_t kBegin[] = {0, 8, 72, 584, 4'680};
  if (n >= kBegin[4]) return refuse("A number in a header is at most 4679.");
  std::size_t ones = 0;
  while (n >= kBegin[ones + 1]) ++ones;
  std::string bits(ones, '1');
  bits += '0';
  for (std::size_t i = 3 * (ones + 1); i > 0; --i) bits += (n - kBegin[ones]) >> (i - 1) & 1 ? '1' : '0';
  return bits;
}

Result<Bytes> encode_header(const Header& header) {
  std::string bits;
  for (const std::uint32_t field : {header.main_type, header.sub_type, header.version, header.length}) {
    const auto more = encode_varnibble(field);
    if (!more) return std::unexpected(more.error());
    bits += *more;
  }
  Bytes bytes((bits.size() + 7) / 8);
  for (std::size_t i = 0; i < bits.size(); ++i) bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | (bits[i] == '1') << (7 - i % 8));
  return bytes;
}

Result<Code> decode_header(ByteView bytes) {
  Bits bits(bytes);
  Code code;
  for (std::uint32_t* field : {&code.header.main_type, &code.header.sub_type, &code.header.version, &code.header.length}) {
    const auto value = take_varnibble(bits);
    if (!value) return std::unexpected(value.error());
    *field = *value;
  }
  // An odd number of nibbles is filled up with a zero one.
  if (bits.at() % 8 != 0 && bits.take(4) != 0) return refuse("The header of the code is not filled up with zeros.");
  const ByteView body = bytes.subspan(bits.at() / 8);
  code.body.assign(body.begin(), body.end());
  return code;
}

Result<std::uint32_t> decode_length(const Header& header) {
  switch (static_cast<MainType>(header.main_type)) {
    case MainType::iscc:
      if (header.length > 7) break;
      if (header.sub_type == 7) return 256u;
      return 128u + 64u * static_cast<std::uint32_t>(std::popcount(header.length));
    case MainType::id:
      return 64u + 8u * header.length;
    default:
      if (header.main_type <= number(MainType::flake)) return 32u * (header.length + 1);
  }
  return refuse("The header of the code has a length that this kind of code does not have.");
}

Result<std::uint32_t> encode_length(MainType main_type, std::uint32_t bits) {
  if (main_type == MainType::iscc) {
    if (bits <= 7) return bits;
  } else if (main_type == MainType::id) {
    if (bits >= 64 && bits <= 96) return (bits - 64) / 8;
  } else if (bits >= 32 && bits % 32 == 0) {
    return bits / 32 - 1;
  }
  return fail(Errc::invalid_argument, "bits", "This kind of code cannot have " + std::to_string(bits) + " bits.");
}

Result<std::string> encode_unit(MainType main_type, std::uint32_t sub_type, std::uint32_t version, std::uint32_t bits, ByteView digest) {
  if (main_type == MainType::iscc) return refuse("An ISCC-CODE is no unit.");
  const auto length = encode_length(main_type, bits);
  if (!length) return std::unexpected(length.error());
  auto bytes = encode_header({number(main_type), sub_type, version, *length});
  if (!bytes) return std::unexpected(bytes.error());
  const ByteView body = digest.first(std::min<std::size_t>(bits / 8, digest.size()));
  bytes->insert(bytes->end(), body.begin(), body.end());
  return encode_base32(*bytes);
}

Result<std::string> clean(std::string_view iscc) {
  const auto strip = [](std::string_view text) {
    constexpr std::string_view kSpace = " \t\r\n\v\f";
    const auto first = text.find_first_not_of(kSpace);
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(kSpace) - first + 1);
  };
  if (iscc.size() > kTextMax) return refuse("The text is too long for an ISCC.");
  std::string_view text = strip(iscc);
  const auto colon = text.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view scheme = strip(text.substr(0, colon));
    constexpr std::string_view kScheme = "iscc";
    const bool is_iscc = std::ranges::equal(scheme, kScheme, [](char a, char b) { return (a | 0x20) == b; });
    if (!is_iscc) return refuse("The text has another scheme than ISCC.");
    text = strip(text.substr(colon + 1));
    if (text.find(':') != std::string_view::npos) return refuse("The text has more than one colon.");
  }
  if (text.empty()) return refuse("There is no code.");
  std::string code(text);
  // In multibase's base64url a dash is a digit.
  if (colon != std::string_view::npos || !has_multibase_prefix(text)) std::erase(code, '-');
  if (code.empty()) return refuse("There is no code.");
  return code;
}

Result<std::vector<std::string>> decompose(std::string_view iscc) {
  const auto text = without_multibase(iscc);
  if (!text) return std::unexpected(text.error());
  auto raw = decode_base32(*text);
  if (!raw) return std::unexpected(raw.error());
  std::vector<std::string> units;
  const auto add = [&](MainType main_type, std::uint32_t sub_type, std::uint32_t version, std::uint32_t bits, ByteView body) -> Result<void> {
    auto unit = encode_unit(main_type, sub_type, version, bits, body);
    if (!unit) return std::unexpected(unit.error());
    units.push_back(std::move(*unit));
    return {};
  };
  for (ByteView rest = *raw; !rest.empty();) {
    const auto code = decode_header(rest);
    if (!code) return std::unexpected(code.error());
    const auto [main_type, sub_type, version, length] = code->header;
    const auto bits = decode_length(code->header);
    if (!bits) return std::unexpected(bits.error());
    const std::size_t bytes = *bits / 8;
    if (code->body.size() < bytes) return refuse("The code is shorter than its header says.");
    const ByteView body = ByteView(code->body).first(bytes);
    rest = rest.last(code->body.size() - bytes);
    if (main_type != number(MainType::iscc)) {
      if (auto added = add(static_cast<MainType>(main_type), sub_type, version, *bits, body); !added) return std::unexpected(added.error());
      continue;
    }
    // A composite: nothing may follow it.
    if (!rest.empty()) return refuse("The code is longer than its header says.");
    const bool wide = sub_type == 7;
    std::size_t at = 0;
    for (const MainType each : {MainType::meta, MainType::semantic, MainType::content}) {
      if (wide || (length & 4u >> number(each)) == 0) continue;
      if (auto added = add(each, each == MainType::meta ? 0 : sub_type, version, 64, body.subspan(at)); !added) return std::unexpected(added.error());
      at += 8;
    }
    const std::uint32_t each_bits = wide ? 128 : 64;
    if (auto added = add(MainType::data, 0, version, each_bits, body.subspan(at)); !added) return std::unexpected(added.error());
    if (auto added = add(MainType::instance, 0, version, each_bits, body.subspan(at + each_bits / 8)); !added) return std::unexpected(added.error());
  }
  return units;
}

Result<std::string> normalize(std::string_view iscc) {
  const auto text = without_multibase(iscc);
  if (!text) return std::unexpected(text.error());
  const auto first = decoded_unit(*text);
  if (!first) return std::unexpected(first.error());
  if (!is_known(first->header)) return refuse("The header of the code names a kind of code that ISO 24138 does not have.");
  const auto units = decompose(*text);
  if (!units) return std::unexpected(units.error());
  if (units->size() < 2) return "ISCC:" + units->front();
  return iscc_code(*units, first->header.main_type == number(MainType::iscc) && first->header.sub_type == 7);
}

Result<void> validate(std::string_view iscc) {
  const std::string_view digits = iscc.starts_with("ISCC:") ? iscc.substr(5) : std::string_view();
  const bool well_formed = digits.size() >= 10 && digits.size() <= 68 && std::ranges::all_of(digits, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7'); });
  if (!well_formed) return refuse("An ISCC is ISCC: and 10 to 68 characters of A to Z and 2 to 7.");
  const auto code = decoded_unit(digits);
  if (!code) return std::unexpected(code.error());
  if (!is_known(code->header)) return refuse("The header of the code names a kind or a version of code that ISO 24138 does not have.");
  const auto bits = decode_length(code->header);
  if (!bits) return std::unexpected(bits.error());
  if (*bits / 8 != code->body.size()) return refuse("The code has " + std::to_string(code->body.size()) + " bytes where its header says " + std::to_string(*bits / 8) + ".");
  return {};
}

Result<std::string> type_id(std::string_view iscc) {
  const auto code = decoded(iscc);
  if (!code) return std::unexpected(code.error());
  constexpr std::string_view kNames[] = {"META", "SEMANTIC", "CONTENT", "DATA", "INSTANCE", "ISCC", "ID", "FLAKE"};
  const Header& header = code->header;
  if (!is_known(header)) return refuse("The header of the code names a kind of code that ISO 24138 does not have.");
  std::string length;
  if (header.main_type == number(MainType::iscc)) {
    for (std::size_t i = 0; i < 3; ++i) {
      if ((header.length & 4u >> i) != 0) length += kNames[i][0];
    }
    length += "DI";
  } else {
    length = std::to_string(decode_length(header).value_or(0));
  }
  return std::string(kNames[header.main_type]) + "-" + std::string(sub_type_name(header)) + "-V" + std::to_string(header.version) + "-" + length;
}

Result<std::string> explain(std::string_view iscc) {
  auto type = type_id(iscc);
  if (!type) return type;
  const Code code = decoded(iscc).value();
  if (code.header.main_type == number(MainType::id) && code.header.version == 1) {
    std::uint64_t body = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(8, code.body.size()); ++i) body = body << 8 | code.body[i];
    return *type + "-" + std::to_string(body >> 12) + "-" + std::to_string(body & 0xFFF);
  }
  // The counter of an ISCC-ID of version 0, in base 128, the lowest digits first.
  if (code.header.main_type == number(MainType::id) && code.body.size() > 8) {
    std::uint64_t counter = 0;
    for (std::size_t i = 8; i < code.body.size(); ++i) counter |= std::uint64_t{code.body[i] & 0x7Fu} << (7 * (i - 8));
    return *type + "-" + to_hex(ByteView(code.body).first(8)) + "-" + std::to_string(counter);
  }
  return *type + "-" + to_hex(code.body);
}

Result<std::uint32_t> distance(std::string_view a, std::string_view b) {
  const auto bodies = comparable(a, b);
  if (!bodies) return std::unexpected(bodies.error());
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < bodies->a.size(); ++i) bits += static_cast<std::uint32_t>(std::popcount(static_cast<std::uint8_t>(bodies->a[i] ^ bodies->b[i])));
  return bits;
}

Result<std::uint32_t> similarity(std::string_view a, std::string_view b) {
  const auto differ = distance(a, b);
  if (!differ) return differ;
  const auto bodies = comparable(a, b);
  // In the order of the reference's floating point, which is not always the exact quotient rounded down.
  const double bits = static_cast<double>(bodies->a.size() * 8);
  return static_cast<std::uint32_t>((bits - *differ) / bits * 100);
}

}  // namespace colophon::iscc
