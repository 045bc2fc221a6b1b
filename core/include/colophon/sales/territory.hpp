#pragma once
// Countries as sales reports name them.
#include <optional>
#include <string>
#include <string_view>

namespace colophon::sales {

/// The ISO 3166-1 alpha-2 code that a text is ("de" -> "DE", "UK" -> "GB", also the country of a subdivision, "US-CA"); nothing for any other.
std::optional<std::string_view> read_territory(std::string_view text);

inline constexpr std::string_view kNoTerritory = "ZZ";   ///< The whole world, several countries, or one that is not known.

}  // namespace colophon::sales
