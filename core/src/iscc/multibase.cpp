#include "iscc/multibase.hpp"

#include <algorithm>
#include <string>

#include "colophon/iscc/codec.hpp"

namespace colophon::iscc {
namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", kBase32Hex = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
// No code is longer; base 58 takes time that grows with the square.
constexpr std::size_t kTextMax = 1'000;

char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

auto refuse(const char* why) { return fail(Errc::invalid_encoding, "iscc", why); }

Result<Bytes> decode_base32_digits(std::string_view text, std::string_view digits) {
  // What base32 without padding can have left over: 0, 2, 4, 5 or 7 digits.
  if (const std::size_t left = text.size() % 8; left == 1 || left == 3 || left == 6) return refuse("Base32 text cannot have this length.");
  Bytes bytes;
  std::uint32_t pending = 0;
  int bits = 0;
  for (const char c : text) {
    const auto value = digits.find(upper(c));
    if (value == std::string_view::npos) return refuse("The code has a character that base32 does not have.");
    pending = pending << 5 | static_cast<std::uint32_t>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(pending >> bits));
    }
  }
  return bytes;
}

Result<Bytes> decode_base58(std::string_view text) {
  Bytes little;
  for (const char c : text) {
    const auto digit = kBase58.find(c);
    if (digit == std::string_view::npos) return refuse("The code has a character that base58 does not have.");
    auto carry = static_cast<std::uint32_t>(digit);
    for (std::uint8_t& byte : little) {
      carry += std::uint32_t{byte} * 58;
      byte = static_cast<std::uint8_t>(carry);
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) little.push_back(static_cast<std::uint8_t>(carry));
  }
  for (std::size_t i = 0; i < text.size() && text[i] == '1'; ++i) little.push_back(0);
  std::ranges::reverse(little);
  return little;
}

Result<Bytes> decode_base64url(std::string_view text) {
  std::string standard(text);
  std::ranges::replace(standard, '-', '+');
  std::ranges::replace(standard, '_', '/');
  standard.append((4 - standard.size() % 4) % 4, '=');
  return from_base64(standard, "iscc");
}

Result<Bytes> decode_base16(std::string_view text) {
  std::string low(text);
  for (char& c : low) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  return from_hex(low, "iscc");
}

}  // namespace

bool has_multibase_prefix(std::string_view text) noexcept { return !text.empty() && std::string_view("fbvzu").find(text.front()) != std::string_view::npos; }

Result<Bytes> decode_multibase(std::string_view text) {
  if (text.size() > kTextMax) return refuse("The code is too long for an ISCC.");
  const std::string_view rest = text.substr(1);
  switch (text.front()) {
    case 'f': return decode_base16(rest);
    case 'b': return decode_base32_digits(rest, kBase32);
    case 'v': return decode_base32_digits(rest, kBase32Hex);
    case 'z': return decode_base58(rest);
    default: return decode_base64url(rest);
  }
}

std::string encode_base32(ByteView bytes) {
  std::string text;
  std::uint32_t pending = 0;
  int bits = 0;
  for (const std::uint8_t byte : bytes) {
    pending = pending << 8 | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += kBase32[pending >> (bits - 5) & 31];
  }
  if (bits > 0) text += kBase32[pending << (5 - bits) & 31];
  return text;
}

Result<Bytes> decode_base32(std::string_view text) { return decode_base32_digits(text, kBase32); }

}  // namespace colophon::iscc
