#include "colophon/sales/normal.hpp"

#include <array>

#include "colophon/base/encoding.hpp"
#include "text/characters.hpp"

namespace colophon::sales {
namespace {

// Letters of Latin scripts without their marks, after Unicode's compatibility decompositions; '?': not a single letter of a to z.
// From U+00C0 and from U+1E00 on.
constexpr std::string_view kLatin =
    "aaaaaa?ceeeeiiiidnooooo?ouuuuy?\?aaaaaa?ceeeeiiiidnooooo?ouuuuy?yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii?\?jjkk"
    "kllllll?\?llnnnnnnnnnoooooo?\?rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs?\??\??\??\??d?\??\??\??\?f?\??\?i?\??\??\??\?oo?\??\??\??\??\??\??u"
    "u?\??\?zz?\??\??\??\??\??\??\??\??\??\??\?aaiioouuuuuuuuuu?aaaa?\??\?ggkkoooo?\?j?\??gg?\?nnaa?\??\?aaaaeeeeiiiioooorrrruuuusstt?\?hh?\??\??\?aa"
    "eeooooooooyy?\??\??\??\??\??\??\??\??\??\??\??\??\??\?";
constexpr std::string_view kLatinAdditional =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuu"
    "uuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy?s?\??\?aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu"
    "uuyyyyyyyy?\??\??\?";

constexpr std::u32string_view kGreekFrom = U"\u03AC\u03AD\u03AE\u03AF\u03CC\u03CD\u03CE\u03CA\u03CB\u0390\u03B0\u03C2\u0451\u0439\u0457";
constexpr std::u32string_view kGreekTo = U"\u03B1\u03B5\u03B7\u03B9\u03BF\u03C5\u03C9\u03B9\u03C5\u03B9\u03C5\u03C3\u0435\u0438\u0456";
constexpr std::u32string_view kGreekCapitals = U"\u0386\u0388\u0389\u038A\u038C\u038E\u038F\u03AA\u03AB";
constexpr std::u32string_view kGreekBare = U"\u03B1\u03B5\u03B7\u03B9\u03BF\u03C5\u03C9\u03B9\u03C5";

/// Text that is well-formed UTF-8, a code point at a time.
char32_t take(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t bytes = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  char32_t point = bytes == 1 ? first : first & (0x7Fu >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
  text.remove_prefix(bytes);
  return point;
}

char32_t bare_letter(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;  // Full-width forms.
  if (c >= 0xC0 && c < 0xC0 + kLatin.size() && kLatin[c - 0xC0] != '?') return static_cast<char32_t>(kLatin[c - 0xC0]);
  if (c >= 0x1E00 && c < 0x1E00 + kLatinAdditional.size() && kLatinAdditional[c - 0x1E00] != '?') return static_cast<char32_t>(kLatinAdditional[c - 0x1E00]);
  if (const auto at = kGreekCapitals.find(c); at != kGreekCapitals.npos) return kGreekBare[at];
  c = text::folded(c);
  if (const auto at = kGreekFrom.find(c); at != kGreekFrom.npos) return kGreekTo[at];
  return c;
}

std::u32string_view in_two_letters(char32_t c) {
  switch (c) {
    case 0xC6: case 0xE6: case 0x1E2: case 0x1E3: case 0x1FC: case 0x1FD: return U"ae";
    case 0x152: case 0x153: return U"oe";
    case 0xDF: case 0x1E9E: return U"ss";
    case 0xDE: case 0xFE: return U"th";
    case 0x132: case 0x133: return U"ij";
    case '&': case '+': return U" and ";
    default: return {};
  }
}

bool is_apostrophe(char32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == '`' || c == 0xB4; }

void add_word(std::u32string& out, std::u32string& word) {
  if (word.empty()) return;
  if (!out.empty()) out += U' ';
  out += word;
  word.clear();
}

}  // namespace

std::u32string normal_text(std::string_view text) {
  std::u32string out, word;
  if (!is_utf8(text)) return out;
  while (!text.empty()) {
    const char32_t c = take(text);
    const auto two = in_two_letters(c);
    if (!two.empty() && two.front() == U' ') {
      add_word(out, word);
      word = two.substr(1, 3);
      add_word(out, word);
      continue;
    }
    if (!two.empty()) {
      word += two;
      continue;
    }
    if (is_apostrophe(c)) continue;  // "Don't" and "Dont" are one word.
    switch (text::kind_of(c)) {
      case text::Kind::letter: case text::Kind::han: word += bare_letter(c); break;
      case text::Kind::mark: case text::Kind::control: break;
      case text::Kind::space: case text::Kind::other:
        if (const char32_t folded = bare_letter(c); folded != c && folded < 0x80 && text::kind_of(folded) == text::Kind::letter) word += folded;
        else add_word(out, word);
        break;
    }
  }
  add_word(out, word);
  return out;
}

std::string_view without_additions(std::string_view title) {
  auto end = title.find_first_of("([{");
  for (const std::string_view mark : {" - ", " \xE2\x80\x93 ", " feat", " Feat", " FEAT", " ft.", " Ft."}) end = std::min(end, title.find(mark));
  if (end == title.npos || end == 0) return title;
  title = title.substr(0, end);
  while (!title.empty() && title.back() == ' ') title.remove_suffix(1);
  return title;
}

std::string to_text(std::u32string_view normal) {
  std::string text;
  for (const char32_t c : normal) {
    if (c < 0x80) {
      text += static_cast<char>(c);
      continue;
    }
    const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x800) {
      text += static_cast<char>(0xC0 | c >> 6);
    } else if (c < 0x10000) {
      text += static_cast<char>(0xE0 | c >> 12);
      tail(6);
    } else {
      text += static_cast<char>(0xF0 | c >> 18);
      tail(12);
      tail(6);
    }
    tail(0);
  }
  return text;
}

}  // namespace colophon::sales
