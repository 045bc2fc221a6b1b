#include "colophon/text/segments.hpp"

#include "text/breaks.hpp"
#include "text/utf16.hpp"

// The rules are numbered as in the annex: GB, WB and SB.
namespace colophon::text {
namespace {

using namespace tables;

bool is_control(Grapheme g) noexcept { return g == Grapheme::cr || g == Grapheme::lf || g == Grapheme::control; }

// What GB9c and GB11 remember of what came before.
struct GraphemeState {
  Grapheme last = Grapheme::other;
  bool odd_indicators = false;   ///< An odd number of regional indicators ends here.
  bool pictograph = false;       ///< A pictograph with extenders ends here.
  bool joined_pictograph = false;///< The same, with a joiner at the end.
  bool consonant = false, linked = false;

  bool parts_before(const Breaks& now) const noexcept;
  void take(const Breaks& now) noexcept;
};

bool GraphemeState::parts_before(const Breaks& now) const noexcept {
  const Grapheme g = now.grapheme;
  if (last == Grapheme::cr && g == Grapheme::lf) return false;                                              // GB3
  if (is_control(last) || is_control(g)) return true;                                                       // GB4, GB5
  if (last == Grapheme::l && (g == Grapheme::l || g == Grapheme::v || g == Grapheme::lv || g == Grapheme::lvt)) return false;  // GB6
  if ((last == Grapheme::lv || last == Grapheme::v) && (g == Grapheme::v || g == Grapheme::t)) return false;  // GB7
  if ((last == Grapheme::lvt || last == Grapheme::t) && g == Grapheme::t) return false;                     // GB8
  if (g == Grapheme::extend || g == Grapheme::zwj || g == Grapheme::spacingmark) return false;              // GB9, GB9a
  if (last == Grapheme::prepend) return false;                                                              // GB9b
  if (linked && now.conjunct == Conjunct::consonant) return false;                                          // GB9c
  if (joined_pictograph && now.pictographic) return false;                                                  // GB11
  return !(odd_indicators && g == Grapheme::regional_indicator);                                            // GB12, GB13
}

void GraphemeState::take(const Breaks& now) noexcept {
  odd_indicators = now.grapheme == Grapheme::regional_indicator && !odd_indicators;
  joined_pictograph = pictograph && now.grapheme == Grapheme::zwj;
  pictograph = now.pictographic || (pictograph && now.grapheme == Grapheme::extend);
  if (now.conjunct == Conjunct::consonant) {
    consonant = true;
    linked = false;
  } else if (consonant && now.conjunct == Conjunct::linker) {
    linked = true;
  } else if (now.conjunct != Conjunct::extend) {
    consonant = linked = false;
  }
  last = now.grapheme;
}

bool is_letter(Word w) noexcept { return w == Word::aletter || w == Word::hebrew_letter; }
bool is_newline(Word w) noexcept { return w == Word::cr || w == Word::lf || w == Word::newline; }
bool is_ignored(Word w) noexcept { return w == Word::extend || w == Word::format || w == Word::zwj; }
bool is_mid_letter(Word w) noexcept { return w == Word::midletter || w == Word::midnumlet || w == Word::single_quote; }
bool is_mid_number(Word w) noexcept { return w == Word::midnum || w == Word::midnumlet || w == Word::single_quote; }
bool extends_words(Word w) noexcept { return is_letter(w) || w == Word::numeric || w == Word::katakana; }

// The next that counts from `at` on. Only asked for behind a mark within a word, so that no run of ignored ones is walked twice.
Word following(std::u16string_view text, std::size_t at) noexcept {
  while (at < text.size()) {
    const CodePoint point = code_point_at(text, at);
    const Word w = breaks_of(point.value).word;
    if (!is_ignored(w)) return w;
    at += point.units;
  }
  return Word::other;
}

struct WordState {
  Word adjacent = Word::other;         ///< Of the code point right before.
  Word last = Word::other, before_last = Word::other;  ///< Without those that WB4 ignores.
  bool odd_indicators = false;

  bool parts_before(const Breaks& now, std::u16string_view text, std::size_t after) const noexcept;
  void take(Word w) noexcept;
};

bool WordState::parts_before(const Breaks& now, std::u16string_view text, std::size_t after) const noexcept {
  const Word w = now.word;
  if (adjacent == Word::cr && w == Word::lf) return false;             // WB3
  if (is_newline(adjacent) || is_newline(w)) return true;              // WB3a, WB3b
  if (adjacent == Word::zwj && now.pictographic) return false;         // WB3c
  if (adjacent == Word::wsegspace && w == Word::wsegspace) return false;  // WB3d
  if (is_ignored(w)) return false;                                     // WB4
  if (is_letter(last)) {
    if (is_letter(w) || w == Word::numeric || w == Word::extendnumlet) return false;                        // WB5, WB9, WB13a
    if (last == Word::hebrew_letter && w == Word::single_quote) return false;                               // WB7a
    if (is_mid_letter(w) && is_letter(following(text, after))) return false;                                // WB6
    return !(last == Word::hebrew_letter && w == Word::double_quote && following(text, after) == Word::hebrew_letter);  // WB7b
  }
  if (is_letter(w) && is_letter(before_last) && is_mid_letter(last)) return false;                          // WB7
  if (w == Word::hebrew_letter && before_last == Word::hebrew_letter && last == Word::double_quote) return false;  // WB7c
  if (last == Word::numeric) {
    if (w == Word::numeric || is_letter(w) || w == Word::extendnumlet) return false;                        // WB8, WB10, WB13a
    return !(is_mid_number(w) && following(text, after) == Word::numeric);                                  // WB12
  }
  if (w == Word::numeric && before_last == Word::numeric && is_mid_number(last)) return false;              // WB11
  if (last == Word::katakana && (w == Word::katakana || w == Word::extendnumlet)) return false;             // WB13, WB13a
  if (last == Word::extendnumlet && (w == Word::extendnumlet || extends_words(w))) return false;            // WB13a, WB13b
  return !(odd_indicators && w == Word::regional_indicator);                                                // WB15, WB16
}

void WordState::take(Word w) noexcept {
  // At the start of a line there is nothing for an ignored one to belong to: it stands for itself.
  const bool counts = !is_ignored(w) || is_newline(adjacent);
  adjacent = w;
  if (!counts) return;
  odd_indicators = w == Word::regional_indicator && !odd_indicators;
  before_last = last;
  last = w;
}

bool is_separator(Sentence s) noexcept { return s == Sentence::sep || s == Sentence::cr || s == Sentence::lf; }
bool is_terminator(Sentence s) noexcept { return s == Sentence::aterm || s == Sentence::sterm; }

// SB8: only what has no case and ends nothing lies between here and a lower case letter. It stops at every terminator, so no stretch is walked twice.
bool lower_follows(std::u16string_view text, std::size_t at) noexcept {
  while (at < text.size()) {
    const CodePoint point = code_point_at(text, at);
    const Sentence s = breaks_of(point.value).sentence;
    if (s == Sentence::lower) return true;
    if (s == Sentence::oletter || s == Sentence::upper || is_separator(s) || is_terminator(s)) return false;
    at += point.units;
  }
  return false;
}

struct SentenceState {
  enum class Phase : std::uint8_t { none, terminator, close, space };

  Sentence adjacent = Sentence::other, last = Sentence::other, before_last = Sentence::other;
  Phase phase = Phase::none;
  bool full_stop = false;  ///< The terminator was an ATerm.

  bool parts_before(Sentence s, std::u16string_view text, std::size_t at) const noexcept;
  void take(Sentence s) noexcept;
};

bool SentenceState::parts_before(Sentence s, std::u16string_view text, std::size_t at) const noexcept {
  if (adjacent == Sentence::cr && s == Sentence::lf) return false;  // SB3
  if (is_separator(adjacent)) return true;                          // SB4
  if (s == Sentence::extend || s == Sentence::format || phase == Phase::none) return false;  // SB5, SB998
  if (phase == Phase::terminator && full_stop) {
    if (s == Sentence::numeric) return false;                                                                       // SB6
    if (s == Sentence::upper && (before_last == Sentence::upper || before_last == Sentence::lower)) return false;   // SB7
  }
  if (s == Sentence::scontinue || is_terminator(s)) return false;                // SB8a
  if (s == Sentence::sp || is_separator(s)) return false;                        // SB9, SB10
  if (s == Sentence::close && phase != Phase::space) return false;               // SB9
  return !(full_stop && lower_follows(text, at));                                // SB8, SB11
}

void SentenceState::take(Sentence s) noexcept {
  const bool counts = (s != Sentence::extend && s != Sentence::format) || is_separator(adjacent);
  adjacent = s;
  if (!counts) return;
  if (is_terminator(s)) {
    phase = Phase::terminator;
    full_stop = s == Sentence::aterm;
  } else if (s == Sentence::close && (phase == Phase::terminator || phase == Phase::close)) {
    phase = Phase::close;
  } else if (s == Sentence::sp && phase != Phase::none) {
    phase = Phase::space;
  } else {
    phase = Phase::none;
  }
  before_last = last;
  last = s;
}

// Most of most texts: a stretch of lower case letters parts nothing, and only its last two are looked back at.
std::size_t end_of_letters(std::u16string_view text, std::size_t at) noexcept {
  while (at < text.size() && text[at] >= u'a' && text[at] <= u'z') ++at;
  return at;
}

}  // namespace

Ends grapheme_ends(std::u16string_view text) {
  Ends ends;
  GraphemeState state;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const Breaks now = breaks_of(point.value);
    if (at > 0 && state.parts_before(now)) ends.push_back(static_cast<std::uint32_t>(at));
    state.take(now);
    at += point.units;
  }
  if (!text.empty()) ends.push_back(static_cast<std::uint32_t>(text.size()));
  return ends;
}

Ends word_ends(std::u16string_view text) {
  Ends ends;
  ends.reserve(text.size() / 3);
  WordState state;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const Breaks now = breaks_of(point.value);
    if (at > 0 && state.parts_before(now, text, at + point.units)) ends.push_back(static_cast<std::uint32_t>(at));
    state.take(now.word);
    at += point.units;
    if (state.adjacent != Word::aletter) continue;
    if (const std::size_t end = end_of_letters(text, at); end > at) {
      state.before_last = state.last = Word::aletter;
      at = end;
    }
  }
  if (!text.empty()) ends.push_back(static_cast<std::uint32_t>(text.size()));
  return ends;
}

Ends sentence_ends(std::u16string_view text) {
  Ends ends;
  SentenceState state;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const Sentence s = breaks_of(point.value).sentence;
    if (at > 0 && state.parts_before(s, text, at)) ends.push_back(static_cast<std::uint32_t>(at));
    state.take(s);
    at += point.units;
    if (s != Sentence::lower) continue;
    if (const std::size_t end = end_of_letters(text, at); end > at) {
      state.before_last = state.last = Sentence::lower;
      at = end;
    }
  }
  if (!text.empty()) ends.push_back(static_cast<std::uint32_t>(text.size()));
  return ends;
}

}  // namespace colophon::text
