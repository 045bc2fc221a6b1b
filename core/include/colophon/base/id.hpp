#pragma once
// Identifiers: UUIDs (RFC 9562) of 16 bytes, written in lower case with hyphens.
#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon {

struct Id {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const Id&, const Id&) = default;
  bool is_nil() const noexcept { return *this == Id{}; }
  std::string to_string() const;
  /// Only the canonical form: 36 characters, lower case. Error: invalid_id.
  static Result<Id> parse(std::string_view text, std::string_view field = "id");
};

/// UUIDv7 from a time (milliseconds since 1970, UTC) and 10 random bytes (of which 74 bits are used).
Id uuid_v7(std::uint64_t unix_ms, std::span<const std::uint8_t, 10> random);
/// UUIDv8 from the SHA-256 of (domain || 0 || name): the same name always gives the same id. For imports.
Id uuid_from_name(std::string_view domain, std::string_view name);
/// The time inside a UUIDv7, in milliseconds since 1970. Error: invalid_id for another version.
Result<std::uint64_t> uuid_v7_time_ms(const Id& id);

/// A settlement period: one UTC month, half-open.
struct Period {
  int year = 1970;
  int month = 1;  ///< 1 to 12
  friend auto operator<=>(const Period&, const Period&) = default;
  std::string to_string() const;            ///< "2026-10"
  static Result<Period> parse(std::string_view text, std::string_view field = "period");
  static Period of_unix_ms(std::uint64_t unix_ms);
  std::uint64_t begin_unix_ms() const;      ///< Its first millisecond.
  std::uint64_t end_unix_ms() const;        ///< The first millisecond after it.
};

}  // namespace colophon

template <>
struct std::hash<colophon::Id> {
  std::size_t operator()(const colophon::Id& id) const noexcept {
    std::uint64_t a = 0, b = 0;
    for (int i = 0; i < 8; ++i) { a = a << 8 | id.bytes[i]; b = b << 8 | id.bytes[i + 8]; }
    a ^= b * 0x9E3779B97F4A7C15ull;
    a ^= a >> 32;
    return static_cast<std::size_t>(a * 0xD6E8FEB86659FD93ull);
  }
};
