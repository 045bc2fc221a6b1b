#pragma once
// Bytes as text: hexadecimal (lower case) and base64 (RFC 4648, with padding).
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string to_hex(ByteView bytes);
Result<Bytes> from_hex(std::string_view text, std::string_view field);
std::string to_base64(ByteView bytes);
/// Strict: padding required, no white space, unused bits zero. Error: invalid_encoding.
Result<Bytes> from_base64(std::string_view text, std::string_view field);
/// True for well-formed UTF-8 (no surrogates, no overlong forms, nothing above U+10FFFF).
bool is_utf8(std::string_view text) noexcept;

}  // namespace colophon
