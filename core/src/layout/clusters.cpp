#include "layout/clusters.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "colophon/base/limits.hpp"

namespace colophon::layout {
namespace {

constexpr char32_t kHyphen = U'-';

bool ends_quote_or_closes(char32_t c) noexcept { return std::u32string_view(U")]},.;:!?%'\"’”»").find(c) != std::u32string_view::npos; }
bool opens(char32_t c) noexcept { return std::u32string_view(U"([{“‘«").find(c) != std::u32string_view::npos; }

/// How much of a Western mark hangs outside the measure, in tenths of its width: light marks hang far, so that the edge looks straight.
std::int32_t hanging_tenths(char32_t c) noexcept {
  switch (c) {
    case U'.': case U',': case U'-': case U'\'': case U'"': case 0x2018: case 0x2019: case 0x201c: case 0x201d: case 0x2010: return 7;
    case U':': case U';': return 4;
    case 0x2013: case 0x2014: return 2;
    default: return 0;
  }
}

class Maker {
 public:
  explicit Maker(const Setting& setting) : s_(setting), em_(setting.font.em()), chinese_(setting.chinese()) {}

  Clusters make() {
    row().reserve(s_.text.size() / 3 + 8);
    std::size_t at = 0;
    // A typed indent is no part of the text: the first line has its own.
    while (at < s_.text.size() && is_blank(kind_at(at))) at += character_at(s_.text, at).units;
    while (at < s_.text.size()) at = step(at);
    finish();
    return std::move(made_);
  }

 private:
  static bool is_blank(Class c) noexcept { return c == Class::space || c == Class::wide_space || c == Class::ignored || c == Class::zero_space; }
  std::vector<Cluster>& row() noexcept { return made_.row; }

  std::uint8_t style_at(std::size_t at) noexcept { return static_cast<std::uint8_t>(enclosing(at, Span::Kind::style, style_span_) ? s_.spans[style_span_].style : 0); }
  const Span* ruby_at(std::size_t at) noexcept { return enclosing(at, Span::Kind::ruby, ruby_span_) ? &s_.spans[ruby_span_] : nullptr; }
  /// Moves `index` to the span of that kind that holds `at`, or to the next one.
  bool enclosing(std::size_t at, Span::Kind kind, std::size_t& index) noexcept {
    while (index < s_.spans.size() && (s_.spans[index].kind != kind || s_.spans[index].end <= at)) ++index;
    return index < s_.spans.size() && s_.spans[index].begin <= at;
  }
  /// Where the next span begins or ends: no cluster reaches over it.
  std::size_t edge_after(std::size_t at) noexcept {
    std::size_t edge = s_.text.size();
    for (const std::size_t index : {style_span_, ruby_span_}) {
      if (index >= s_.spans.size()) continue;
      if (s_.spans[index].begin > at) edge = std::min<std::size_t>(edge, s_.spans[index].begin);
      else if (s_.spans[index].end > at) edge = std::min<std::size_t>(edge, s_.spans[index].end);
    }
    return edge;
  }

  Class kind_at(std::size_t at) const {
    const char32_t c = character_at(s_.text, at).c;
    if (!chinese_ || !is_shared_mark(c)) return class_of(c, chinese_);
    return class_of(c, !in_western(at, c));
  }
  /// A shared mark is Western where both of its neighbours are: “Hello,” he said; but 他说“Hello”。 is Chinese. An apostrophe is within a word.
  bool in_western(std::size_t at, char32_t c) const {
    const bool before = western_before(at), after = western_after(at + 1);
    if (c == 0x2018 || c == 0x2019 || c == 0x201c || c == 0x201d) return before && after;
    return before && after && (letter_next(at, -1) || letter_next(at, 1));
  }
  bool letter_next(std::size_t at, int direction) const {
    if (direction < 0 ? at == 0 : at + 1 >= s_.text.size()) return false;
    const char16_t unit = s_.text[direction < 0 ? at - 1 : at + 1];
    return unit < 0x2e80 && class_of(unit, false) == Class::latin;
  }
  bool western_before(std::size_t at) const {
    for (std::size_t n = 0; n < 4 && at > 0; ++n) {
      const char16_t unit = s_.text[--at];
      if (unit == u' ' || is_shared_mark(unit)) continue;
      return unit < 0x2e80;
    }
    return at == 0;
  }
  bool western_after(std::size_t at) const {
    for (std::size_t n = 0; n < 4 && at < s_.text.size(); ++n, ++at) {
      const char16_t unit = s_.text[at];
      if (unit == u' ' || is_shared_mark(unit)) continue;
      return unit < 0x2e80;
    }
    return at >= s_.text.size();
  }

  /// Takes what begins at `at` and gives where the rest begins.
  std::size_t step(std::size_t at) {
    if (const Span* ruby = ruby_at(at); ruby != nullptr && ruby->begin == at) return annotated(*ruby);
    const Character character = character_at(s_.text, at);
    const Class kind = kind_at(at);
    const std::size_t next = at + character.units;
    switch (kind) {
      case Class::space: spaces_ = std::max(spaces_, 1); return next;
      case Class::hard_space: spaces_ = 2; return next;
      case Class::ignored: return next;
      case Class::zero_space: zero_space_ = true; return next;
      case Class::line_end:
        if (character.c == U'\r' && next < s_.text.size() && s_.text[next] == u'\n') return next;
        if (row().empty()) return next;
        row().back().break_after = Break::forced;
        spaces_ = 0;
        forced_ = true;
        return next;
      case Class::soft_hyphen:
        if (!row().empty() && spaces_ == 0 && row().back().end == at) row().back().break_after = Break::hyphen;
        return next;
      case Class::mark:
        if (row().empty() || spaces_ != 0 || row().back().end != at) return western(at);
        row().back().end = static_cast<std::uint32_t>(next);
        return next;
      case Class::latin: return western(at);
      default: return chinese(at, character, kind);
    }
  }

  std::size_t chinese(std::size_t at, Character character, Class kind) {
    Cluster c{.begin = static_cast<std::uint32_t>(at), .end = static_cast<std::uint32_t>(at + character.units), .kind = kind, .style = style_at(at)};
    c.glyph = s_.font.advance(c.style, character.c);
    c.advance = kind == Class::han ? std::max(c.glyph, is_wide(character.c) ? 0 : em_) : em_;
    c.upright = s_.options.vertical;
    if (kind == Class::dash || kind == Class::ellipsis) {
      // Two of them are one mark of two ems, whatever a font makes of them: CLREQ, "Prohibition Rules for Unbreakable Marks".
      if (c.end < s_.text.size() && s_.text[c.end] == s_.text[at] && edge_after(at) > c.end) {
        c.end += 1;
        c.glyph *= 2;
        c.advance = 2 * em_;
      } else if (character.c == 0x2e3a) {
        c.advance = 2 * em_;
      }
      c.rotated = s_.options.vertical;
      c.upright = false;
    }
    give_blank(c, character.c);
    add(c);
    return c.end;
  }

  /// The blank half of a mark: CLREQ, "Punctuation Adjustment Space".
  void give_blank(Cluster& c, char32_t character) const {
    const std::int32_t half = em_ / 2;
    const bool adjusted = s_.options.marks == MarkWidths::adjusted, simplified = s_.options.script != Script::traditional;
    switch (c.kind) {
      case Class::open: c.lead = half, c.reduction = kBrackets; break;
      case Class::close: c.trail = half, c.reduction = kBrackets; break;
      case Class::comma:
        // In vertical lines the colon and the semicolon always have their em.
        if (s_.options.vertical && (character == 0xff1a || character == 0xff1b)) break;
        c.reduction = kCommas;
        if (simplified) c.trail = half;
        else c.lead = c.trail = em_ / 4;
        break;
      case Class::stop:
        if ((character == 0xff01 || character == 0xff1f || character < 0x3000) && (s_.options.vertical || !simplified)) break;
        c.reduction = kStops;
        if (simplified) c.trail = half;
        else c.lead = c.trail = em_ / 4;
        break;
      case Class::interpunct:
        // GB/T 15834 gives it half an em and nothing to take; elsewhere it has an em with blank on both sides.
        if (simplified) c.advance = half;
        else c.lead = c.trail = em_ / 4, c.reduction = kInterpuncts;
        break;
      default: break;
    }
    if (s_.options.hanging && simplified && (c.kind == Class::comma || c.kind == Class::stop)) c.hang_end = half;
    if (s_.options.hanging && !simplified && s_.options.vertical && (c.kind == Class::comma || character == 0x3002)) c.hang_end = em_;
    if (!adjusted) {
      c.lead = c.trail = 0;
      c.reduction = kReductions;
      if (c.hang_end > 0) c.hang_end = em_;
    }
  }

  /// A word with the marks about it, up to a space or to Chinese; in pieces where it may be divided.
  std::size_t western(std::size_t begin) {
    const std::uint8_t style = style_at(begin);
    const std::size_t edge = edge_after(begin);
    std::size_t end = begin;
    bool plain = true;
    while (end < edge) {
      const char16_t unit = s_.text[end];
      if (unit >= 0x80 || unit <= 0x20) {
        const Class kind = kind_at(end);
        if (kind != Class::latin && kind != Class::mark && kind != Class::soft_hyphen) break;
        if (kind == Class::soft_hyphen) plain = false;
        end += character_at(s_.text, end).units;
      } else {
        if (unit == kHyphen) plain = false;
        ++end;
      }
    }
    if (end == begin) end = begin + character_at(s_.text, begin).units;
    if (s_.options.vertical && chinese_ && combine(begin, end, style)) return end;
    places_.clear();
    if (s_.hyphenation && plain) hyphens(begin, end);
    pieces(begin, end, style);
    return end;
  }

  /// Vertical: a short number upright in one cell, as a letter that stands alone is; CLREQ, "Mixed Text Composition in Vertical Writing Mode".
  bool combine(std::size_t begin, std::size_t end, std::uint8_t style) {
    const std::size_t size = end - begin;
    const bool digits = std::ranges::all_of(s_.text.substr(begin, size), [](char16_t unit) { return is_digit(unit); });
    const bool letter = size == 1 && s_.text[begin] >= u'A' && s_.text[begin] <= u'Z';
    if (!(digits && size <= static_cast<std::size_t>(std::max(0, s_.options.combine_digits_max))) && !letter) return false;
    Cluster c{.begin = static_cast<std::uint32_t>(begin), .end = static_cast<std::uint32_t>(end), .advance = em_, .kind = Class::han, .style = style};
    c.glyph = em_;
    c.combined = true;
    add(c);
    return true;
  }

  void hyphens(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end;) {
      if (!is_alphabetic(s_.text[i])) {
        ++i;
        continue;
      }
      std::size_t last = i;
      const auto in_word = [&](std::size_t n) {
        const char16_t unit = s_.text[n];
        return is_alphabetic(unit) || ((unit == u'\'' || unit == 0x2019) && n + 1 < end && is_alphabetic(s_.text[n + 1]));
      };
      while (last < end && in_word(last)) ++last;
      if (last - i >= static_cast<std::size_t>(std::max(2, s_.options.hyphenated_units_min))) {
        const std::size_t first = places_.size();
        s_.hyphenation->divide(s_.text.substr(i, last - i), places_);
        for (std::size_t n = first; n < places_.size(); ++n) places_[n] += static_cast<std::uint32_t>(i);
        drop_stubs(first, i, last);
      }
      i = last;
    }
  }

  /// An apostrophe counts as no letter of those that stay after a hyphen: companion's is divided, dimm'd is not.
  void drop_stubs(std::size_t first, std::size_t begin, std::size_t end) {
    const std::size_t apostrophe = s_.text.substr(begin, end - begin).find_last_of(u"'\u2019");
    if (apostrophe == std::u16string_view::npos) return;
    const std::size_t letters_end = begin + apostrophe, right = static_cast<std::size_t>(s_.hyphenation->right_min());
    std::erase_if(places_, [&, n = std::size_t{0}](std::uint32_t place) mutable { return n++ >= first && place + right > letters_end && place <= letters_end + 1; });
  }

  void pieces(std::size_t begin, std::size_t end, std::uint8_t style) {
    const Font& font = s_.font;
    Cluster c{.begin = static_cast<std::uint32_t>(begin), .style = style, .rotated = s_.options.vertical && chinese_};
    std::size_t place = 0;
    char32_t before = 0, first = 0;
    const auto flush = [&](std::size_t at, Break kind) {
      c.end = static_cast<std::uint32_t>(at);
      c.glyph = c.advance;
      c.break_after = kind;
      c.latin_begin = is_latin_letter_or_digit(first), c.latin_end = is_latin_letter_or_digit(before);
      if (s_.options.hanging) {
        c.hang_start = opens(first) || first == U'"' || first == U'\'' ? font.advance(style, first) * hanging_tenths(first) / 10 : 0;
        c.hang_end = kind == Break::hyphen ? font.advance(style, kHyphen) * hanging_tenths(kHyphen) / 10 : font.advance(style, before) * hanging_tenths(before) / 10;
      }
      add(c);
      c = Cluster{.begin = static_cast<std::uint32_t>(at), .style = style, .rotated = c.rotated};
      first = 0;
    };
    for (std::size_t at = begin; at < end;) {
      if (place < places_.size() && places_[place] == at) {
        ++place;
        if (at > c.begin) {
          flush(at, Break::hyphen);
          const std::int32_t kerning = font.kerning(style, before, character_at(s_.text, at).c);
          row().back().gap = kerning;
          before = 0;
        }
      }
      const char16_t unit = s_.text[at];
      const Character character = unit < 0xd800 ? Character{unit, 1} : character_at(s_.text, at);
      const std::size_t next = at + character.units;
      if (character.c == 0xad) {
        if (at > c.begin) flush(at, Break::hyphen);
        c.begin = static_cast<std::uint32_t>(next);
        before = 0;
        at = next;
        continue;
      }
      c.advance += font.advance(style, character.c) + (before != 0 ? font.kerning(style, before, character.c) : 0);
      if (first == 0) first = character.c;
      const char32_t earlier = before;
      before = character.c;
      if (next < end && (unit == kHyphen || unit >= 0x2010) && breaks_after(earlier, character.c, character_at(s_.text, next).c)) {
        flush(next, Break::explicit_);
        before = 0;
      }
      at = next;
    }
    if (end > c.begin) flush(end, Break::none);
  }
  /// After a hyphen within a word or number range of letters, and after dashes; not where a minus begins a number.
  static bool breaks_after(char32_t before, char32_t c, char32_t after) noexcept {
    if (c == kHyphen || c == 0x2010) return is_latin_letter_or_digit(before) && is_latin_letter_or_digit(after) && !is_digit(after);
    return (c == 0x2013 || c == 0x2014 || c == 0x2026) && !ends_quote_or_closes(after) && after != c;
  }

  /// The characters of an annotated base: CLREQ, "Interlinear Annotations".
  std::size_t annotated(const Span& span) {
    const std::u16string_view reading = s_.readings.substr(span.reading_begin, span.reading_end - span.reading_begin);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> parts;
    for (std::size_t i = 0; i < reading.size();) {
      while (i < reading.size() && reading[i] == u' ') ++i;
      const std::size_t begin = i;
      while (i < reading.size() && reading[i] != u' ') ++i;
      if (i > begin) parts.emplace_back(span.reading_begin + begin, span.reading_begin + i);
    }
    std::vector<std::size_t> starts;
    for (std::size_t i = span.begin; i < span.end; i += character_at(s_.text, i).units) {
      if (kind_at(i) != Class::mark) starts.push_back(i);
    }
    if (starts.empty()) return span.end;
    const bool each = parts.size() == starts.size();
    if (!each) parts.assign(1, {span.reading_begin, span.reading_end}), starts.resize(1);
    starts.push_back(span.end);
    for (std::size_t n = 0; n + 1 < starts.size(); ++n) annotated_piece(starts[n], starts[n + 1], parts[n].first, parts[n].second);
    return span.end;
  }
  void annotated_piece(std::size_t begin, std::size_t end, std::uint32_t reading_begin, std::uint32_t reading_end) {
    Cluster c{.begin = static_cast<std::uint32_t>(begin), .end = static_cast<std::uint32_t>(end), .kind = Class::han, .style = style_at(begin)};
    bool upright = true;
    for (std::size_t i = begin; i < end;) {
      const Character character = character_at(s_.text, i);
      const Class kind = kind_at(i);
      if (kind == Class::latin) upright = false;
      if (kind != Class::mark && kind != Class::ignored) c.glyph += s_.font.advance(c.style, character.c);
      i += character.units;
    }
    if (!upright) c.latin_begin = c.latin_end = true;
    c.upright = s_.options.vertical && upright, c.rotated = s_.options.vertical && !upright;
    Reading reading{reading_begin, reading_end, 0};
    char32_t before = 0;
    std::int64_t sum = 0;
    for (std::size_t i = reading_begin; i < reading_end;) {
      const Character character = character_at(s_.readings, i);
      if (class_of(character.c, false) != Class::mark) sum += s_.font.advance(0, character.c) + (before != 0 ? s_.font.kerning(0, before, character.c) : 0);
      before = character.c;
      i += character.units;
    }
    reading.advance = static_cast<std::int32_t>(std::min<std::int64_t>(sum * s_.options.ruby_milli / 1000, limits::kLengthUnitsMax));
    // Readings keep a quarter of their own em from each other.
    const std::int32_t apart = em_ * s_.options.ruby_milli / 4000;
    c.advance = std::max(c.glyph, reading.advance + apart);
    c.ruby = static_cast<std::int32_t>(made_.readings.size());
    made_.readings.push_back(reading);
    add(c);
  }

  void add(Cluster c) {
    if (!row().empty()) link(row().back(), c);
    row().push_back(c);
    spaces_ = 0;
    zero_space_ = forced_ = false;
  }

  /// What is between two clusters, and whether a line may end there.
  void link(Cluster& a, Cluster& b) {
    if (forced_) return;
    const bool western = !is_chinese(a.kind) && !is_chinese(b.kind);
    if (western && spaces_ == 0) {
      if (zero_space_) a.break_after = Break::plain;
      if (a.break_after == Break::none && a.style != b.style) a.gap_kind = Gap::none;
      return;
    }
    if (spaces_ > 0 && (western || !chinese_ || (is_chinese(a.kind) && is_chinese(b.kind)))) {
      word_space(a);
    } else if ((a.kind == Class::han && b.latin_begin && !is_chinese(b.kind)) || (b.kind == Class::han && a.latin_end && !is_chinese(a.kind))) {
      // A typed space between Han and Latin is the same quarter em.
      if (chinese_) a.gap_kind = Gap::western, a.gap = em_ / 4, a.gap_stretch = em_ / 3 - em_ / 4, a.gap_shrink = em_ / 4 - em_ / 8;
    } else if (is_chinese(a.kind) && is_chinese(b.kind)) {
      adjacent_marks(a, b);
      if (!joined(a, b) && a.kind != Class::connector && b.kind != Class::connector && a.kind != Class::solidus && b.kind != Class::solidus) {
        a.gap_kind = Gap::character, a.gap_stretch = em_ / 8;
      }
    }
    if (s_.options.alignment != Alignment::justified) a.gap_stretch = 0;
    if (spaces_ < 2 && may_break(a, b)) a.break_after = Break::plain;
  }
  void word_space(Cluster& a) {
    a.gap_kind = Gap::word;
    a.gap = s_.font.advance(a.style, U' ');
    if (s_.options.alignment != Alignment::justified) return;
    if (chinese_) {
      // CLREQ: a word space is a quarter to a half of an em.
      a.gap_stretch = std::max(0, em_ / 2 - a.gap), a.gap_shrink = std::max(0, a.gap - em_ / 4);
    } else {
      a.gap_stretch = static_cast<std::int32_t>(static_cast<std::int64_t>(a.gap) * s_.options.space_stretch_milli / 1000);
      a.gap_shrink = static_cast<std::int32_t>(static_cast<std::int64_t>(a.gap) * s_.options.space_shrink_milli / 1000);
    }
  }
  /// A bracket beside another mark: the two take one and a half ems (CLREQ, "Adjustment of adjacent punctuation marks").
  void adjacent_marks(Cluster& a, Cluster& b) const {
    const auto bracket = [](const Cluster& c) { return c.kind == Class::open || c.kind == Class::close; };
    if (!is_chinese_mark(a.kind) || !is_chinese_mark(b.kind) || (!bracket(a) && !bracket(b))) return;
    std::int32_t rest = em_ / 2;
    const std::int32_t from_a = std::min(rest, a.trail);
    a.trail -= from_a, a.advance -= from_a, rest -= from_a;
    const std::int32_t from_b = std::min(rest, b.lead);
    b.lead -= from_b, b.advance -= from_b;
    // In a row of marks nothing hangs.
    if (a.hang_end > 0 && is_chinese_mark(b.kind)) a.hang_end = 0;
    if (b.hang_end > 0) b.hang_end = 0;
  }
  /// What stays together by CLREQ, "Digits and their Prefix and Suffix".
  bool joined(const Cluster& a, const Cluster& b) const {
    if (b.kind == Class::suffix && (is_digit_end(a) || a.kind == Class::prefix)) return true;
    return a.kind == Class::prefix && is_digit_begin(b);
  }
  bool is_digit_end(const Cluster& c) const { return c.end > 0 && is_digit(s_.text[c.end - 1]); }
  bool is_digit_begin(const Cluster& c) const { return is_digit(s_.text[c.begin]); }

  bool may_break(const Cluster& a, const Cluster& b) const {
    if (joined(a, b)) return false;
    if (spaces_ > 0 && !is_chinese(a.kind) && !is_chinese(b.kind)) return true;
    const LineRules rules = s_.options.rules;
    if (rules == LineRules::none) return true;
    if (b.kind == Class::close || b.kind == Class::comma || b.kind == Class::stop || b.kind == Class::interpunct || b.kind == Class::connector) return false;
    if (a.kind == Class::open) return false;
    if (rules != LineRules::basic && a.kind == Class::solidus) return false;
    if (rules == LineRules::strict && (b.kind == Class::dash || b.kind == Class::ellipsis)) return false;
    // Western marks in Chinese follow the same sense.
    if (spaces_ == 0 && b.kind == Class::latin && ends_quote_or_closes(character_at(s_.text, b.begin).c)) return false;
    return !(spaces_ == 0 && a.kind == Class::latin && opens(s_.text[a.end - 1]));
  }

  void finish() {
    if (row().empty()) return;
    row().back().break_after = Break::forced;
    row().back().gap = row().back().gap_stretch = row().back().gap_shrink = 0;
  }

  const Setting& s_;
  const std::int32_t em_;
  const bool chinese_;
  Clusters made_;
  std::vector<std::uint32_t> places_;
  std::size_t style_span_ = 0, ruby_span_ = 0;
  int spaces_ = 0;  ///< Before the next cluster: 1 a space, 2 one that does not break.
  bool zero_space_ = false, forced_ = false;
};

}  // namespace

Clusters make_clusters(const Setting& setting) { return Maker(setting).make(); }

}  // namespace colophon::layout
