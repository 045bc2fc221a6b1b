#pragma once
// Which language a text is in: by its scripts, and among languages of one script by the words and letters that are frequent in each.
#include <cstdint>
#include <string_view>

namespace colophon::text {

/// Only the beginning of a text is looked at: as many UTF-16 code units.
inline constexpr std::size_t kLanguageUnits = 20'000;

struct Language {
  /// BCP 47: "en", "zh-Hans", "zh-Hant", "ja", "ko", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ro", "hu", "tr", "vi", "id", "ru", "uk",
  /// "el", "ar", "he", "th", "hi"; "und" where nothing tells.
  std::string_view tag = "und";
  /// How much of what was counted speaks for it and not for the next best, in millionths; under 200,000 it is little more than a guess.
  std::int64_t confidence_ppm = 0;
};

Language detect_language(std::u16string_view text);

}  // namespace colophon::text
