#include "layout/characters.hpp"

#include <algorithm>
#include <array>

#include "colophon/layout/hyphenation.hpp"
#include "colophon/text/unicode.hpp"

namespace colophon::layout {
namespace {

constexpr std::u32string_view kOpen = U"「『（《〈【〔〖〘〚［｛｟〝", kClose = U"」』）》〉】〕〗〙〛］｝｠〞〟", kComma = U"，、；：､", kStop = U"。．！？｡‼⁇⁈⁉",
                              kConnector = U"～〜", kSuffix = U"％‰℃℉°￠", kPrefix = U"￥＄￡£¥№";

bool has(std::u32string_view set, char32_t c) noexcept { return set.find(c) != set.npos; }

struct Form {
  char32_t from, to;
};
// Sorted by the first.
constexpr std::array kForms{Form{0x2013, 0xfe32}, Form{0x2014, 0xfe31}, Form{0x2018, 0xfe41}, Form{0x2019, 0xfe42}, Form{0x201c, 0xfe43}, Form{0x201d, 0xfe44},
                            Form{0x2025, 0xfe30}, Form{0x2026, 0xfe19}, Form{0x3001, 0xfe11}, Form{0x3002, 0xfe12}, Form{0x3008, 0xfe3f}, Form{0x3009, 0xfe40},
                            Form{0x300a, 0xfe3d}, Form{0x300b, 0xfe3e}, Form{0x300c, 0xfe41}, Form{0x300d, 0xfe42}, Form{0x300e, 0xfe43}, Form{0x300f, 0xfe44},
                            Form{0x3010, 0xfe3b}, Form{0x3011, 0xfe3c}, Form{0x3014, 0xfe39}, Form{0x3015, 0xfe3a}, Form{0x3016, 0xfe17}, Form{0x3017, 0xfe18},
                            Form{0xff01, 0xfe15}, Form{0xff08, 0xfe35}, Form{0xff09, 0xfe36}, Form{0xff0c, 0xfe10}, Form{0xff1a, 0xfe13}, Form{0xff1b, 0xfe14},
                            Form{0xff1f, 0xfe16}, Form{0xff3b, 0xfe47}, Form{0xff3d, 0xfe48}, Form{0xff5b, 0xfe37}, Form{0xff5d, 0xfe38}};

bool is_joined(char32_t c) noexcept {
  // Zero-width joiner, variation selectors, skin tones, tags.
  return c == 0x200d || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0x1f3fb && c <= 0x1f3ff) || (c >= 0xe0100 && c <= 0xe01ef) || (c >= 0xe0020 && c <= 0xe007f);
}

Class shared_class(char32_t c) noexcept {
  switch (c) {
    case 0x2018: case 0x201c: return Class::open;
    case 0x2019: case 0x201d: return Class::close;
    case 0x2014: case 0x2015: case 0x2e3a: return Class::dash;
    case 0x2026: case 0x22ef: return Class::ellipsis;
    case 0x00b7: case 0x2027: return Class::interpunct;
    default: return Class::latin;
  }
}

}  // namespace

Character character_at(std::u16string_view text, std::size_t at) noexcept {
  const char16_t unit = text[at];
  if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < text.size() && text[at + 1] >= 0xdc00 && text[at + 1] < 0xe000) {
    return {0x10000 + ((static_cast<char32_t>(unit) - 0xd800) << 10) + (static_cast<char32_t>(text[at + 1]) - 0xdc00), 2};
  }
  return {unit, 1};
}

bool is_shared_mark(char32_t c) noexcept { return c == 0xb7 || (c >= 0x2014 && c < 0x2e3b && shared_class(c) != Class::latin); }

bool is_wide(char32_t c) noexcept {
  if (c < 0x1100) return false;
  return c <= 0x115f || (c >= 0x2e3a && c <= 0x303e) || (c >= 0x3041 && c <= 0xa4cf) || (c >= 0xa960 && c <= 0xa97f) || (c >= 0xac00 && c <= 0xd7a3) ||
         (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfe10 && c <= 0xfe19) || (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff01 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6) ||
         (c >= 0x16fe0 && c <= 0x18cff) || (c >= 0x1b000 && c <= 0x1b2ff) || (c >= 0x1f300 && c <= 0x1f64f) || (c >= 0x1f680 && c <= 0x1f6ff) ||
         (c >= 0x1f900 && c <= 0x1f9ff) || (c >= 0x20000 && c <= 0x3fffd);
}

bool is_digit(char32_t c) noexcept { return c >= U'0' && c <= U'9'; }

bool is_latin_letter_or_digit(char32_t c) noexcept { return is_digit(c) || (c < 0x10000 && is_alphabetic(static_cast<char16_t>(c))); }

Class class_of(char32_t c, bool chinese) noexcept {
  if (c < 0x80) {
    if (c > 0x20 && c < 0x7f) return Class::latin;
    if (c == U' ' || c == U'\t') return Class::space;
    return c == U'\n' || c == 0x0b || c == 0x0c || c == U'\r' ? Class::line_end : Class::ignored;
  }
  if (c < 0x300) {
    if (c < 0xa0) return c == 0x85 ? Class::line_end : Class::ignored;
    if (c == 0xa0) return Class::hard_space;
    if (c == 0xad) return Class::soft_hyphen;
    if (!chinese) return Class::latin;
    return c == 0xb7 ? Class::interpunct : has(kPrefix, c) ? Class::prefix : has(kSuffix, c) ? Class::suffix : Class::latin;
  }
  if (chinese && is_shared_mark(c)) return shared_class(c);
  if (c >= 0x4e00 && c <= 0x9fff) return Class::han;
  if (c == 0x3000) return Class::wide_space;
  if (c == 0x200b) return Class::zero_space;
  if (c == 0x202f || c == 0x2007 || c == 0x2060 || c == 0xfeff) return c == 0x2060 || c == 0xfeff ? Class::ignored : Class::hard_space;
  if (c >= 0x2000 && c <= 0x200a) return Class::space;
  if (c == 0x205f || c == 0x1680) return Class::space;
  if (c == 0x2028 || c == 0x2029) return Class::line_end;
  if ((c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x206f) || c == 0x200c) return Class::ignored;
  if (is_joined(c)) return Class::mark;
  if (c >= 0x3001 || c == 0x2103 || c == 0x2109 || c == 0x2030 || c == 0x2116 || (c >= 0x203c && c <= 0x2049)) {
    if (has(kOpen, c)) return Class::open;
    if (has(kClose, c)) return Class::close;
    if (has(kComma, c)) return Class::comma;
    if (has(kStop, c)) return c < 0x3000 && !chinese ? Class::latin : Class::stop;
    if (has(kConnector, c)) return Class::connector;
    if (has(kSuffix, c)) return c < 0x3000 && !chinese ? Class::latin : Class::suffix;
    if (has(kPrefix, c)) return c < 0x3000 && !chinese ? Class::latin : Class::prefix;
    if (c == 0x30fb) return Class::interpunct;
    if (c == 0xff0f) return Class::solidus;
  }
  if (text::is_mark(c)) return Class::mark;
  return is_wide(c) ? Class::han : Class::latin;
}

char32_t vertical_form(char32_t c) noexcept {
  const auto found = std::ranges::lower_bound(kForms, c, {}, &Form::from);
  return found != kForms.end() && found->from == c ? found->to : 0;
}

bool stands_upright(Class c) noexcept { return is_chinese(c); }

}  // namespace colophon::layout
