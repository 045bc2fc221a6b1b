#pragma once
// Addresses of Ethereum and the chains that share its virtual machine.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::identifier {

using EvmAddress = std::array<std::uint8_t, 20>;

/// "0x" and 40 hexadecimal digits. In mixed case the capitals must be those of EIP-55's checksum, so that a typing error is found;
/// all small or all capital letters carry none. Errors: invalid_argument, with the place of the first letter of the wrong case.
Result<EvmAddress> parse_evm_address(std::string_view text, std::string_view field = "address");
/// With EIP-55's capitals: the normal form.
std::string to_string(const EvmAddress& address);
Result<std::string> evm_address(std::string_view text, std::string_view field = "address");

}  // namespace colophon::identifier
