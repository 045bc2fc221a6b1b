#include "iscc/identifiers.hpp"

#include "colophon/hash/sha256.hpp"
#include "colophon/iscc/codec.hpp"
#include "iscc/algorithms.hpp"

namespace colophon::iscc {
namespace {

// Base 128, the lowest digits first.
void append_varint(Bytes& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<std::uint8_t>(value | 0x80));
  bytes.push_back(static_cast<std::uint8_t>(value));
}

Result<std::string> encoded(std::uint32_t sub_type, std::uint32_t version, const Bytes& body) {
  return encode_unit(MainType::id, sub_type, version, static_cast<std::uint32_t>(body.size()) * 8, body);
}

}  // namespace

Result<std::string> iscc_id(std::int64_t timestamp_us, std::int64_t hub, std::int64_t realm) {
  if (timestamp_us < 0 || timestamp_us >= std::int64_t{1} << 52) return fail(Errc::invalid_argument, "timestamp", "A timestamp has 52 bits of microseconds.");
  if (hub < 0 || hub >= 4'096) return fail(Errc::invalid_argument, "hub_id", "A hub's number is 0 to 4095.");
  if (realm != 0 && realm != 1) return fail(Errc::invalid_argument, "realm_id", "A realm is 0 (test) or 1.");
  const std::uint64_t value = static_cast<std::uint64_t>(timestamp_us) << 12 | static_cast<std::uint64_t>(hub);
  Bytes body;
  for (int shift = 56; shift >= 0; shift -= 8) body.push_back(static_cast<std::uint8_t>(value >> shift));
  return encoded(static_cast<std::uint32_t>(realm), 1, body).transform([](const std::string& code) { return "ISCC:" + code; });
}

Result<std::string> iscc_id_of_wallet(std::string_view iscc, std::int64_t chain, std::string_view wallet, std::int64_t counter) {
  if (chain < 0 || chain > 3) return fail(Errc::invalid_argument, "chain_id", "A chain's number is 0 to 3.");
  if (counter < 0) return fail(Errc::negative_amount, "uc", "A counter is not negative.");
  const auto units = decompose(iscc);
  if (!units) return std::unexpected(units.error());
  Simhash simhash(8);
  bool any = false;
  for (const std::string& unit : *units) {
    const Bytes raw = decode_base32(unit).value();
    const auto code = decode_header(raw);
    if (!code) return std::unexpected(code.error());
    const auto type = static_cast<MainType>(code->header.main_type);
    if (type == MainType::id) return fail(Errc::invalid_argument, "iscc_code", "An ISCC-ID is made of a code, not of another ISCC-ID.");
    if (type == MainType::instance && units->size() > 1) continue;
    if (code->body.size() < 7) return fail(Errc::invalid_argument, "iscc_code", "An ISCC-ID is made of units of at least 56 bits.");
    Bytes digest{raw.front()};
    digest.insert(digest.end(), code->body.begin(), code->body.begin() + 7);
    simhash.add(digest.data());
    any = true;
  }
  if (!any) return fail(Errc::invalid_argument, "iscc_code", "There is no unit to make an ISCC-ID of.");
  Bytes body = simhash.finish();
  const Hash mask = sha256(wallet);
  for (std::size_t i = 0; i < body.size(); ++i) body[i] ^= mask[i];
  if (counter > 0) append_varint(body, static_cast<std::uint64_t>(counter));
  return encoded(static_cast<std::uint32_t>(chain), 0, body).transform([](const std::string& code) { return "ISCC:" + code; });
}

Result<std::string> incremented_iscc_id(std::string_view iscc_id) {
  const auto text = clean(iscc_id);
  const auto raw = text ? decode_base32(*text) : std::unexpected(text.error());
  const auto code = raw ? decode_header(*raw) : std::unexpected(raw.error());
  if (!code) return std::unexpected(code.error());
  if (code->header.main_type != static_cast<std::uint32_t>(MainType::id) || code->header.version != 0 || code->body.size() < 8) {
    return fail(Errc::invalid_argument, "iscc_id", "Only an ISCC-ID of version 0 has a counter.");
  }
  std::uint64_t counter = 0;
  for (std::size_t i = 8; i < code->body.size() && i < 17; ++i) counter |= std::uint64_t{code->body[i] & 0x7Fu} << (7 * (i - 8));
  Bytes body(code->body.begin(), code->body.begin() + 8);
  append_varint(body, counter + 1);
  return encoded(code->header.sub_type, 0, body);
}

}  // namespace colophon::iscc
