#include "text/characters.hpp"

#include <algorithm>
#include <iterator>

namespace colophon::text {
namespace {

struct Range { char32_t first, last; Kind kind; };

// Ascending; what lies between two ranges is a letter.
constexpr Range kRanges[] = {
    {0x0000, 0x0008, Kind::control}, {0x0009, 0x000D, Kind::space},   {0x000E, 0x001F, Kind::control},
    {0x0020, 0x0020, Kind::space},   {0x0021, 0x002F, Kind::other},   {0x003A, 0x0040, Kind::other},
    {0x005B, 0x0060, Kind::other},   {0x007B, 0x007E, Kind::other},   {0x007F, 0x0084, Kind::control},
    {0x0085, 0x0085, Kind::space},   {0x0086, 0x009F, Kind::control}, {0x00A0, 0x00A0, Kind::space},
    {0x00A1, 0x00A9, Kind::other},   {0x00AB, 0x00AC, Kind::other},   {0x00AD, 0x00AD, Kind::control},  // soft hyphen
    {0x00AE, 0x00B4, Kind::other},   {0x00B6, 0x00B9, Kind::other},   {0x00BB, 0x00BF, Kind::other},
    {0x00D7, 0x00D7, Kind::other},   {0x00F7, 0x00F7, Kind::other},   {0x02C2, 0x02DF, Kind::other},
    {0x0300, 0x036F, Kind::mark},    {0x037E, 0x037E, Kind::other},   {0x0387, 0x0387, Kind::other},
    {0x0482, 0x0482, Kind::other},   {0x0483, 0x0489, Kind::mark},    {0x055A, 0x055F, Kind::other},
    {0x0589, 0x058F, Kind::other},   {0x0591, 0x05BD, Kind::mark},    {0x05BE, 0x05C7, Kind::other},
    {0x05F3, 0x05F4, Kind::other},   {0x0600, 0x060F, Kind::other},   {0x0610, 0x061A, Kind::mark},
    {0x061B, 0x061F, Kind::other},   {0x064B, 0x065F, Kind::mark},    {0x066A, 0x066D, Kind::other},
    {0x06D4, 0x06D4, Kind::other},   {0x0964, 0x0965, Kind::other},   {0x1680, 0x1680, Kind::space},
    {0x1AB0, 0x1AFF, Kind::mark},    {0x1DC0, 0x1DFF, Kind::mark},    {0x2000, 0x200A, Kind::space},
    {0x200B, 0x200F, Kind::control}, {0x2010, 0x2027, Kind::other},   {0x2028, 0x2029, Kind::space},
    {0x202A, 0x202E, Kind::control}, {0x202F, 0x202F, Kind::space},   {0x2030, 0x205E, Kind::other},
    {0x205F, 0x205F, Kind::space},   {0x2060, 0x206F, Kind::control}, {0x2070, 0x20CF, Kind::other},
    {0x20D0, 0x20FF, Kind::mark},    {0x2100, 0x2BFF, Kind::other},   {0x2E00, 0x2E7F, Kind::other},
    {0x2E80, 0x2FDF, Kind::han},     {0x2FF0, 0x2FFF, Kind::other},   {0x3000, 0x3000, Kind::space},
    {0x3001, 0x3004, Kind::other},   {0x3005, 0x3005, Kind::han},     {0x3006, 0x3006, Kind::other},
    {0x3007, 0x3007, Kind::han},     {0x3008, 0x3020, Kind::other},   {0x3021, 0x3029, Kind::han},
    {0x302A, 0x302F, Kind::mark},    {0x3030, 0x3037, Kind::other},   {0x3038, 0x303B, Kind::han},
    {0x303C, 0x303F, Kind::other},   {0x3099, 0x309A, Kind::mark},    {0x309B, 0x309C, Kind::other},
    {0x30A0, 0x30A0, Kind::other},   {0x30FB, 0x30FB, Kind::other},   {0x3200, 0x33FF, Kind::other},
    {0x3400, 0x4DBF, Kind::han},     {0x4DC0, 0x4DFF, Kind::other},   {0x4E00, 0x9FFF, Kind::han},
    {0xA490, 0xA4CF, Kind::other},   {0xD800, 0xF8FF, Kind::other},   {0xF900, 0xFAFF, Kind::han},
    {0xFE00, 0xFE0F, Kind::mark},    {0xFE10, 0xFE1F, Kind::other},   {0xFE20, 0xFE2F, Kind::mark},
    {0xFE30, 0xFE6F, Kind::other},   {0xFEFF, 0xFEFF, Kind::control}, {0xFF00, 0xFF0F, Kind::other},
    {0xFF1A, 0xFF20, Kind::other},   {0xFF3B, 0xFF40, Kind::other},   {0xFF5B, 0xFF65, Kind::other},
    {0xFFE0, 0xFFFF, Kind::other},   {0x1D000, 0x1D3FF, Kind::other}, {0x1F000, 0x1FAFF, Kind::other},
    {0x1FB00, 0x1FBEF, Kind::other}, {0x20000, 0x3FFFF, Kind::han},   {0xE0000, 0xE00FF, Kind::control},
    {0xE0100, 0xE01EF, Kind::mark},  {0xF0000, 0x10FFFF, Kind::other},
};
static_assert(std::ranges::is_sorted(kRanges, {}, &Range::first));

constexpr bool within(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

}  // namespace

Kind kind_of(char32_t c) {
  // What most texts are made of, before the search.
  if (within(c, 'a', 'z') || within(c, 'A', 'Z')) return Kind::letter;
  if (within(c, 0x4E00, 0x9FFF)) return Kind::han;
  const Range* range = std::ranges::lower_bound(kRanges, c, {}, &Range::last);
  return range != std::end(kRanges) && c >= range->first ? range->kind : Kind::letter;
}

bool is_latin(char32_t c) {
  return within(c, 'A', 'Z') || within(c, 'a', 'z') || c == 0xAA || c == 0xBA || (within(c, 0xC0, 0x24F) && c != 0xD7 && c != 0xF7) ||
         within(c, 0x1E00, 0x1EFF) || within(c, 0xFF21, 0xFF3A) || within(c, 0xFF41, 0xFF5A);
}

bool is_kana(char32_t c) { return within(c, 0x3041, 0x3096) || within(c, 0x30A1, 0x30FA) || within(c, 0x31F0, 0x31FF) || within(c, 0xFF66, 0xFF9D); }

char32_t folded(char32_t c) {
  if (within(c, 'A', 'Z') || (within(c, 0xC0, 0xDE) && c != 0xD7)) return c + 0x20;
  if (within(c, 0x391, 0x3A9) || within(c, 0x410, 0x42F)) return c + 0x20;
  if (within(c, 0x400, 0x40F)) return c + 0x50;
  return c;
}

}  // namespace colophon::text
