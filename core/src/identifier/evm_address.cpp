#include "colophon/identifier/evm_address.hpp"

#include <algorithm>

#include "colophon/hash/keccak.hpp"

namespace colophon::identifier {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

int hex_value(char c) {
  if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  const auto at = kDigits.find(c);
  return at == kDigits.npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string to_string(const EvmAddress& address) {
  std::string digits = to_hex(address);
  const Hash hash = keccak256(digits);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 15;
    if (nibble >= 8 && digits[i] >= 'a') digits[i] = static_cast<char>(digits[i] - 'a' + 'A');
  }
  return "0x" + digits;
}

Result<EvmAddress> parse_evm_address(std::string_view text, std::string_view field) {
  const auto refuse = [&](std::string why) { return fail(Errc::invalid_argument, std::string(field), std::move(why)); };
  if (text.size() != 42 || !text.starts_with("0x")) return refuse("An address is 0x and 40 hexadecimal digits.");
  EvmAddress address;
  for (std::size_t i = 0; i < 20; ++i) {
    const int high = hex_value(text[2 + 2 * i]), low = hex_value(text[3 + 2 * i]);
    if (high < 0 || low < 0) return refuse("An address is 0x and 40 hexadecimal digits; character " + std::to_string(high < 0 ? 3 + 2 * i : 4 + 2 * i) + " is none.");
    address[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  const auto any = [&](char first, char last) { return std::ranges::any_of(text.substr(2), [&](char c) { return c >= first && c <= last; }); };
  if (any('a', 'f') && any('A', 'F')) {
    const std::string expected = to_string(address);
    const auto differs = std::ranges::mismatch(text, expected);
    if (differs.in1 != text.end()) {
      return refuse("Its capitals are not those of its checksum (EIP-55), first at character " + std::to_string(differs.in1 - text.begin() + 1) +
                    ": something in it was mistyped. Copy it again from the wallet.");
    }
  }
  return address;
}

Result<std::string> evm_address(std::string_view text, std::string_view field) {
  const auto address = parse_evm_address(text, field);
  if (!address) return std::unexpected(address.error());
  return to_string(*address);
}

}  // namespace colophon::identifier
