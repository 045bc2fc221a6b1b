#pragma once
// Times as text: RFC 3339 in UTC, whole seconds, "2026-10-01T00:00:00Z". The clock itself is an argument everywhere in core.
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon {

/// The last second that can be written: 9999-12-31T23:59:59Z.
inline constexpr std::uint64_t kUnixSecondsMax = 253'402'300'799;

/// Seconds since 1970; above kUnixSecondsMax the last second that can be written.
std::string format_utc(std::uint64_t unix_seconds);
/// Only the one spelling of format_utc, and second 60 (a leap second counts as the second before). Error: invalid_argument.
Result<std::uint64_t> parse_utc(std::string_view text, std::string_view field);

}  // namespace colophon
