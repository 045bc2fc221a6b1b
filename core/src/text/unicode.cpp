#include "colophon/text/unicode.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "colophon/base/encoding.hpp"
#include "text/unicode_tables.hpp"

namespace colophon::text {
namespace {

using namespace tables;

// The Hangul syllables (section 3.12): 19 leading consonants, 21 vowels, 27 trailing consonants or none.
constexpr char32_t kSyllable = 0xAC00, kLeading = 0x1100, kVowel = 0x1161, kTrailing = 0x11A7;
constexpr char32_t kLeadingCount = 19, kVowelCount = 21, kTrailingCount = 28, kSyllableCount = kLeadingCount * kVowelCount * kTrailingCount;

template <int kShift, class Index, class Block>
auto entry(const Index& index, const Block& block, char32_t c) noexcept {
  return block[static_cast<std::size_t>(index[c >> kShift]) << kShift | (c & ((1u << kShift) - 1))];
}

std::uint8_t flags(char32_t c) noexcept {
  if (c < kEnd) return kClassFlags[entry<kClassShift>(kClassIndex, kClassBlock, c)];
  if (c >= 0xE0100 && c <= 0xE01EF) return kMark | kIgnorable;
  return c == 0xE0001 || (c >= 0xE0020 && c <= 0xE007F) ? kControl | kIgnorable : kControl;
}

std::uint8_t combining_class(char32_t c) noexcept {
  return c < kEnd ? kClassCombining[entry<kClassShift>(kClassIndex, kClassBlock, c)] : 0;
}

struct Mapping {
  bool canonical;
  std::span<const std::uint16_t> utf16;
};

// Only for what decomposes: the mappings of its group of 16 code points stand in their order.
Mapping mapping_of(char32_t c) noexcept {
  const std::uint16_t* at = kDecompositionPool + entry<kGroupShift>(kGroupIndex, kGroupBlock, c / 16);
  for (char32_t before = c & ~char32_t{15}; before < c; ++before) {
    if ((flags(before) & kDecomposes) != 0) at += (*at >> 1) + 1;
  }
  return {(*at & 1) != 0, {at + 1, static_cast<std::size_t>(*at >> 1)}};
}

// The first code point of a mapping, which is taken off.
char32_t take(std::span<const std::uint16_t>& utf16) noexcept {
  const char32_t unit = utf16[0];
  if (unit < 0xD800 || unit > 0xDBFF) {
    utf16 = utf16.subspan(1);
    return unit;
  }
  const char32_t c = 0x10000 + ((unit - 0xD800) << 10) + (utf16[1] - 0xDC00);
  utf16 = utf16.subspan(2);
  return c;
}

void append_decomposed(std::u32string& out, char32_t c, bool compatible) {
  if (c - kSyllable < kSyllableCount) {
    const char32_t place = c - kSyllable, trailing = place % kTrailingCount;
    out += kLeading + place / (kVowelCount * kTrailingCount);
    out += kVowel + place % (kVowelCount * kTrailingCount) / kTrailingCount;
    if (trailing != 0) out += kTrailing + trailing;
    return;
  }
  if ((flags(c) & kDecomposes) == 0) {
    out += c;
    return;
  }
  Mapping mapping = mapping_of(c);
  if (!mapping.canonical && !compatible) {
    out += c;
    return;
  }
  // Mappings stand as the standard gives them, one step at a time; the deepest takes four.
  while (!mapping.utf16.empty()) append_decomposed(out, take(mapping.utf16), compatible);
}

// By combining class, stable: by insertion where there are few, else by counting, so that a million marks take no million squared.
void order(std::u32string::iterator first, std::u32string::iterator last) {
  constexpr std::ptrdiff_t kFew = 16;
  if (last - first <= kFew) {
    for (auto at = first + 1; at != last; ++at) {
      for (auto to = at; to != first && combining_class(*to) < combining_class(*(to - 1)); --to) std::iter_swap(to, to - 1);
    }
    return;
  }
  std::array<std::size_t, 257> begins{};
  for (auto at = first; at != last; ++at) ++begins[combining_class(*at) + 1u];
  for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
  std::u32string sorted(static_cast<std::size_t>(last - first), U'\0');
  for (auto at = first; at != last; ++at) sorted[begins[combining_class(*at)]++] = *at;
  std::ranges::copy(sorted, first);
}

std::u32string decomposed(std::u32string_view text, bool compatible) {
  std::u32string out;
  out.reserve(text.size() + text.size() / 4);
  for (const char32_t c : text) append_decomposed(out, c, compatible);
  // Canonical order: marks that follow a starter by their class, in the order in which they were written where it is equal.
  for (std::size_t at = 0; at < out.size();) {
    if (combining_class(out[at]) == 0) {
      ++at;
      continue;
    }
    std::size_t end = at + 1;
    while (end < out.size() && combining_class(out[end]) != 0) ++end;
    const auto first = out.begin() + static_cast<std::ptrdiff_t>(at), last = out.begin() + static_cast<std::ptrdiff_t>(end);
    const auto before = [](char32_t a, char32_t b) { return combining_class(a) < combining_class(b); };
    if (!std::is_sorted(first, last, before)) order(first, last);
    at = end;
  }
  return out;
}

struct Pair {
  char32_t first, second;
  auto operator<=>(const Pair&) const = default;
};

template <class Composites>
char32_t find_composite(const Composites& composites, Pair wanted) noexcept {
  const auto pair_of = [](char32_t c) {
    Mapping mapping = mapping_of(c);
    const char32_t first = take(mapping.utf16);
    return Pair{first, take(mapping.utf16)};
  };
  const auto found = std::ranges::lower_bound(composites, wanted, {}, pair_of);
  return found != std::ranges::end(composites) && pair_of(*found) == wanted ? static_cast<char32_t>(*found) : 0;
}

// What the two give together, or 0.
char32_t composite(char32_t first, char32_t second) noexcept {
  if ((flags(second) & kFollows) == 0) return 0;
  if (first - kLeading < kLeadingCount && second - kVowel < kVowelCount) {
    return kSyllable + ((first - kLeading) * kVowelCount + (second - kVowel)) * kTrailingCount;
  }
  if (first - kSyllable < kSyllableCount && (first - kSyllable) % kTrailingCount == 0 && second > kTrailing && second < kTrailing + kTrailingCount) {
    return first + (second - kTrailing);
  }
  const char32_t near = find_composite(kComposed, {first, second});
  return near != 0 ? near : find_composite(kComposedBeyond, {first, second});
}

bool is_final_sigma(std::u32string_view text, std::size_t at) noexcept {
  std::size_t before = at;
  while (before > 0 && (flags(text[before - 1]) & kIgnorable) != 0) --before;
  if (before == 0 || (flags(text[before - 1]) & kCased) == 0) return false;
  std::size_t after = at + 1;
  while (after < text.size() && (flags(text[after]) & kIgnorable) != 0) ++after;
  return after == text.size() || (flags(text[after]) & kCased) == 0;
}

}  // namespace

Result<std::u32string> decode_utf8(std::string_view utf8, std::string_view field) {
  if (!is_utf8(utf8)) return fail(Errc::invalid_encoding, std::string(field), "The text is not UTF-8: save it as UTF-8.");
  std::u32string text;
  text.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[at++]);
    const int more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    char32_t c = more == 0 ? lead : lead & (0x3Fu >> more);
    for (int i = 0; i < more; ++i) c = c << 6 | (static_cast<unsigned char>(utf8[at++]) & 0x3Fu);
    text += c;
  }
  return text;
}

std::string encode_utf8(std::u32string_view text) {
  std::string utf8;
  utf8.reserve(text.size());
  for (const char32_t c : text) {
    if (c < 0x80) {
      utf8 += static_cast<char>(c);
      continue;
    }
    constexpr unsigned char kLead[4] = {0, 0xC0, 0xE0, 0xF0};
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    utf8 += static_cast<char>(kLead[more] | c >> (6 * more));
    for (int i = more - 1; i >= 0; --i) utf8 += static_cast<char>(0x80 | (c >> (6 * i) & 0x3F));
  }
  return utf8;
}

bool is_control(char32_t c) noexcept { return (flags(c) & kControl) != 0; }
bool is_mark(char32_t c) noexcept { return (flags(c) & kMark) != 0; }
bool is_punctuation(char32_t c) noexcept { return (flags(c) & kPunctuation) != 0; }
bool is_white_space(char32_t c) noexcept { return (flags(c) & kSpace) != 0; }

std::u32string nfd(std::u32string_view text) { return decomposed(text, false); }

std::u32string nfkc(std::u32string_view text) {
  std::u32string out = decomposed(text, true);
  std::size_t kept = 0, starter = std::u32string::npos;
  std::uint8_t last_class = 0;
  for (std::size_t at = 0; at < out.size(); ++at) {
    const char32_t c = out[at];
    const std::uint8_t c_class = combining_class(c);
    // Blocked by a starter in between, or by a mark of the same or a higher class.
    const bool adjacent = starter != std::u32string::npos && (kept == starter + 1 || (last_class != 0 && last_class < c_class));
    if (adjacent) {
      if (const char32_t both = composite(out[starter], c); both != 0) {
        out[starter] = both;
        continue;
      }
    }
    if (c_class == 0) starter = kept;
    last_class = c_class;
    out[kept++] = c;
  }
  out.resize(kept);
  return out;
}

std::u32string lowered(std::u32string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char32_t c = text[at];
    if (c == 0x3A3) out += is_final_sigma(text, at) ? U'\u03C2' : U'\u03C3';
    else if (c == 0x130) out += U"i\u0307";
    else out += c < kEnd ? static_cast<char32_t>(static_cast<std::int32_t>(c) + kLowerDelta[entry<kLowerShift>(kLowerIndex, kLowerBlock, c)]) : c;
  }
  return out;
}

}  // namespace colophon::text
