#pragma once
// Days and moments as text (ISO 8601, Gregorian calendar, UTC). Core has no clock: a moment is always an argument.
#include <cstdint>
#include <string>
#include <string_view>

namespace colophon {

/// "2026-11-28": a day that exists, in the years 1970 to 9999.
bool is_date(std::string_view text) noexcept;
/// "2026-11-23T14:35:51Z", whole seconds.
std::string utc_date_time(std::uint64_t unix_ms);
/// The day of a moment written as xs:dateTime ("2026-11-23T14:35:51.5+01:00", offset optional): its first ten characters, as written, where
/// the whole is well formed; empty otherwise.
std::string_view date_of_date_time(std::string_view text) noexcept;

}  // namespace colophon
