#pragma once
// What a proofreader marks. Texts are UTF-16, ranges are [begin, end) in its code units; a lone surrogate is one character that nothing is known of.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace colophon::proofread {

/// Limits of what comes from outside.
inline constexpr std::size_t kTextUnitsMax = 8u << 20;     ///< UTF-16 units of one call.
inline constexpr std::size_t kAssetBytesMax = 64u << 20;   ///< Of a dictionary with its rules.
inline constexpr std::size_t kMarksMax = 20'000;           ///< Of one call; the rest of the text is then left unread.
inline constexpr std::size_t kFixesMax = 5;                ///< Of one mark.
inline constexpr std::size_t kPersonalUnitsMax = 1u << 20; ///< UTF-16 units of the personal words.
inline constexpr std::size_t kSuggestedMax = 200;          ///< Unknown words of one call that get suggestions; the marks of the others have none.

enum class Kind : std::uint8_t { spelling, confusion, grammar, repetition, punctuation, spacing, style };

/// "spelling", "confusion", ...: as in web/src/words/tools.ts.
std::string_view kind_name(Kind kind) noexcept;

/// Something that is probably wrong.
struct Mark {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Kind kind = Kind::spelling;
  std::string rule;                   ///< Which rule, stable: "en.its", "zh.idiom". docs/explanation/proofreading.md lists them.
  std::vector<std::u16string> fixes;  ///< What to put in the range's place, the best first; none where there is nothing to offer.
};

/// A word that a text uses as its own.
struct Name {
  std::u16string text;
  std::uint32_t count = 0;
};

}  // namespace colophon::proofread
