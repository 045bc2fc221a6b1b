#pragma once
// What the setting of lines must know of a character. The sets of marks are CLREQ's (Requirements for Chinese Text Layout, W3C), appendix "Table of
// Punctuation Marks"; ranges of letters are Unicode's blocks.
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace colophon::layout {

enum class Class : std::uint8_t {
  latin,       ///< Whatever is set with spaces between words: letters, digits and marks of scripts without a class of their own.
  han,         ///< Han, kana, Hangul and other full-width characters.
  open,        ///< 「（《 and the like
  close,       ///< 」）》 and the like
  comma,       ///< ，、；：
  stop,        ///< 。！？
  interpunct,  ///< ·
  dash,        ///< —
  ellipsis,    ///< …
  connector,   ///< ～
  solidus,     ///< ／
  prefix,      ///< ￥: stays with the number after it
  suffix,      ///< ％ ℃: stays with the number before it
  space,       ///< Between words; any number of them is one.
  hard_space,  ///< Does not break.
  wide_space,  ///< U+3000
  zero_space,  ///< A break without a width.
  soft_hyphen,
  line_end,    ///< A new line in the paragraph.
  mark,        ///< Belongs to what is before it.
  ignored,     ///< Controls.
};

struct Character {
  char32_t c = 0;
  std::uint32_t units = 1;
};

/// The character at `at`; a lone surrogate is one of its own.
Character character_at(std::u16string_view text, std::size_t at) noexcept;

/// `chinese`: quotation marks, dashes, ellipses and the interpunct, which Chinese shares with other scripts, have their Chinese classes.
Class class_of(char32_t c, bool chinese) noexcept;
/// One of those that both have.
bool is_shared_mark(char32_t c) noexcept;
bool is_wide(char32_t c) noexcept;
bool is_digit(char32_t c) noexcept;
/// Letters and digits, beside which Chinese leaves a quarter of an em.
bool is_latin_letter_or_digit(char32_t c) noexcept;

inline bool is_chinese_mark(Class c) noexcept { return c >= Class::open && c <= Class::solidus; }
inline bool is_chinese(Class c) noexcept { return (c >= Class::han && c <= Class::suffix) || c == Class::wide_space; }

/// The form of a mark in vertical lines (Unicode's compatibility forms), or 0 where it has none: GB/T 15834-2011, 5.2, turns “” into ﹃﹄ and ‘’ into ﹁﹂.
char32_t vertical_form(char32_t c) noexcept;
/// Whether a character stands upright in vertical lines (after Unicode standard annex 50: U and Tu); others are turned clockwise.
bool stands_upright(Class c) noexcept;

}  // namespace colophon::layout
