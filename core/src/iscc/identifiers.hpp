#pragma once
// ISCC-IDs: the short identifiers that a hub (version 1) or a wallet (version 0, legacy) gives. Colophon mints none; it reads and checks them.
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::iscc {

/// Version 1: microseconds since 1970 (below 2^52) and the hub's number (below 4,096), in realm 0 (test) or 1.
Result<std::string> iscc_id(std::int64_t timestamp_us, std::int64_t hub, std::int64_t realm);
/// Version 0: of a code, the chain's number (0 to 3), the wallet's address and a counter.
Result<std::string> iscc_id_of_wallet(std::string_view iscc, std::int64_t chain, std::string_view wallet, std::int64_t counter);
/// The next of the same code and wallet, without prefix.
Result<std::string> incremented_iscc_id(std::string_view iscc_id);

}  // namespace colophon::iscc
