// Repetition, punctuation (GB/T 15834-2011, GB/T 15835-2011 for digits), spaces and widths.
#include <algorithm>
#include <array>

#include "chinese.hpp"

namespace colophon::proofread::zh {
namespace {

constexpr std::u16string_view kStops = u"，。、；：？！";
constexpr std::u16string_view kOpening = u"“‘「『《〈（【〔", kClosing = u"”’」』》〉）】〕";
constexpr std::u16string_view kHanDigits = u"〇零一二三四五六七八九十";

/// How far the other mark of a pair is looked for, so that time grows with the text.
constexpr std::size_t kBracketUnitsMax = 80, kQuotationUnitsMax = 1'000;

bool is_in(std::u16string_view set, char16_t c) { return set.find(c) != std::u16string_view::npos; }
bool is_blank(char16_t c) { return c == u' ' || c == u'\u3000' || c == u'\u00a0'; }
bool is_narrow(char16_t c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); }
bool is_wide(char16_t c) { return is_han(c) || is_in(kStops, c) || is_in(kOpening, c) || is_in(kClosing, c); }

/// A paragraph being read: [begin, end) of the text.
class Reader {
 public:
  Reader(const Page& page, std::size_t begin, std::size_t end, bool goes_on, std::vector<Mark>& marks) : text_(page.source), begin_(begin), end_(end), goes_on_(goes_on), marks_(marks) {}

  void read() {
    for (std::size_t at = begin_; at < end_;) at = std::max(at + 1, std::max({widths(at), stops(at), dots(at), spaces(at), digits(at)}));
    pairs();
    straight_quotes();
    line_head();
  }

 private:
  char16_t at(std::size_t place) const { return place >= begin_ && place < end_ ? text_[place] : u'\0'; }
  char16_t before(std::size_t place) const { return place > begin_ ? text_[place - 1] : u'\0'; }
  bool han(std::size_t place) const { return is_han(at(place)); }
  void mark(std::size_t begin, std::size_t end, Kind kind, std::string_view rule, std::vector<std::u16string> fixes) {
    marks_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), kind, std::string(rule), std::move(fixes)});
  }
  /// The units from `place` on that are `c`.
  std::size_t run(std::size_t place, char16_t c) const {
    std::size_t end = place;
    while (end < end_ && text_[end] == c) ++end;
    return end;
  }

  std::size_t widths(std::size_t place) {
    const char16_t c = at(place);
    const auto is_full = [](char16_t u) { return (u >= u'０' && u <= u'９') || (u >= u'Ａ' && u <= u'Ｚ') || (u >= u'ａ' && u <= u'ｚ'); };
    if (is_full(c)) {
      std::size_t end = place;
      std::u16string fix;
      while (end < end_ && is_full(text_[end])) fix += static_cast<char16_t>(text_[end++] - 0xfee0);
      mark(place, end, Kind::punctuation, "zh.fullwidth", {fix});
      return end;
    }
    static constexpr std::u16string_view kHalf = u",;:?!.";
    static constexpr std::array<std::u16string_view, 6> kFull = {u"，", u"；", u"：", u"？", u"！", u"。"};
    const std::size_t which = kHalf.find(c);
    const char16_t left = before(place), right = at(place + 1);
    if (c != u'\0' && which != std::u16string_view::npos) {
      const bool behind_han = is_han(left) || is_in(u"”’」』》）", left);
      const bool before_wide = right == u'\0' || is_wide(right) || right == u'"' || (is_blank(right) && (at(place + 2) == u'\0' || is_wide(at(place + 2))));
      const bool is_clock = (c == u':' || c == u'.') && right >= u'0' && right <= u'9';
      const bool before_narrow = c != u'.' && (is_narrow(right) || (is_blank(right) && is_narrow(at(place + 2)))) && !is_clock;
      if (behind_han && (before_wide || before_narrow)) {
        std::size_t end = place + 1;
        while (is_blank(at(end)) && end + 1 < end_) ++end;
        mark(place, end, Kind::punctuation, "zh.halfwidth", {std::u16string(kFull[which])});
        return end;
      }
    }
    if (c == u'(' && is_han(right) && (is_han(left) || place == begin_ || is_in(kStops, left))) {
      const std::size_t close = text_.substr(0, std::min(end_, place + kBracketUnitsMax)).find(u')', place);
      if (close != std::u16string_view::npos) {
        mark(place, place + 1, Kind::punctuation, "zh.halfwidth", {u"（"});
        mark(close, close + 1, Kind::punctuation, "zh.halfwidth", {u"）"});
      }
      return place + 1;
    }
    if (c == u'-' && at(place + 1) == u'-' && is_wide(left)) {
      const std::size_t end = run(place, u'-');
      if (end < end_ && is_wide(text_[end])) mark(place, end, Kind::punctuation, "zh.dash", {u"——"});
      return end;
    }
    return place;
  }

  std::size_t stops(std::size_t place) {
    const char16_t c = at(place);
    if (!is_in(kStops, c) || c == u'\0') return place;
    std::size_t end = place;
    while (is_in(kStops, at(end)) && at(end) != u'\0') ++end;
    if (end - place < 2) return place;
    const std::u16string_view all = text_.substr(place, end - place);
    const bool same = std::ranges::all_of(all, [&](char16_t u) { return u == c; });
    const bool asks = std::ranges::all_of(all, [](char16_t u) { return u == u'？' || u == u'！'; });
    if (asks && !same && all.size() <= 3) return end;
    if (c == u'。' && same && all.size() >= 3) mark(place, end, Kind::punctuation, "zh.ellipsis", {u"……"});
    else if (same) mark(place, end, Kind::punctuation, "zh.doubled", {std::u16string(1, c)});
    else mark(place, end, Kind::punctuation, "zh.doubled", {std::u16string(1, all.back()), std::u16string(1, c)});
    return end;
  }

  std::size_t dots(std::size_t place) {
    if (at(place) == u'…') {
      const std::size_t end = run(place, u'…');
      if ((end - place) % 2 == 1 && end - place < 6) mark(place, end, Kind::punctuation, "zh.ellipsis", {u"……"});
      else if (at(end) == u'。' || at(end) == u'，') mark(place, end + 1, Kind::punctuation, "zh.ellipsis", {u"……"});
      return std::max(end, place + 1);
    }
    if (at(place) == u'.' && at(place + 1) == u'.' && at(place + 2) == u'.' && is_wide(before(place))) {
      const std::size_t end = run(place, u'.');
      mark(place, end, Kind::punctuation, "zh.ellipsis", {u"……"});
      return end;
    }
    return place;
  }

  std::size_t spaces(std::size_t place) {
    if (is_narrow(at(place)) && !is_narrow(before(place))) return one_sided(place);
    if (!is_blank(at(place)) || place == begin_) return place;
    std::size_t end = place;
    while (is_blank(at(end))) ++end;
    const char16_t left = before(place), right = at(end);
    if (right == u'\0' || end - place > 2) return end;
    const bool beside_stop = (is_in(kStops, right) && is_wide(left)) || (is_in(kStops, left) && is_wide(right)) || (is_in(u"“「《（", left) && is_wide(right)) || (is_in(u"”」》）", right) && is_wide(left));
    if (beside_stop && left != u'\0') mark(place, end, Kind::spacing, "zh.space", {u"-"});
    else if (is_han(left) && is_han(right) && is_sentence(place)) mark(place, end, Kind::spacing, "zh.space", {u"-"});
    return end;
  }
  /// Within a sentence: between the marks of punctuation around a place, for a title has none.
  bool is_sentence(std::size_t place) const {
    bool ahead = false, behind = false;
    std::size_t blanks = 0;
    for (std::size_t i = place; i > begin_ && place - i < 60; --i) behind = behind || is_in(kStops, text_[i - 1]), blanks += is_blank(text_[i - 1]) ? 1u : 0u;
    for (std::size_t i = place; i < end_ && i - place < 60; ++i) ahead = ahead || is_in(kStops, text_[i]), blanks += is_blank(text_[i]) ? 1u : 0u;
    return ahead && blanks <= 2 && (behind || place - begin_ >= 8);
  }
  std::size_t one_sided(std::size_t place) {
    std::size_t end = place;
    while (end < end_ && (is_narrow(text_[end]) || (is_in(u"-._/+%'’", text_[end]) && is_narrow(at(end + 1))))) ++end;
    if (at(end) == u'%') ++end;
    const bool space_left = at(place - (place > begin_ ? 1 : 0)) == u' ' && place >= begin_ + 2 && is_han(text_[place - 2]), tight_left = place > begin_ && is_han(text_[place - 1]);
    const bool space_right = at(end) == u' ' && han(end + 1), tight_right = han(end);
    const std::u16string word(text_.substr(place, end - place));
    if (space_left && tight_right) mark(place - 1, end, Kind::spacing, "zh.han_latin", {u" " + word + u" ", word});
    if (tight_left && space_right) mark(place, end + 1, Kind::spacing, "zh.han_latin", {u" " + word + u" ", word});
    return end;
  }

  std::size_t digits(std::size_t place) {
    if ((at(place) == u'0' || at(place) == u'○' || at(place) == u'O') && is_in(kHanDigits, before(place)) && before(place) != u'\0' && is_in(kHanDigits, at(place + 1)) && at(place + 1) != u'\0')
      mark(place, place + 1, Kind::punctuation, "zh.zero", {u"〇"});
    return place;
  }

  void pairs() {
    struct Open {
      std::size_t place;
      std::size_t which;
    };
    std::vector<Open> open;
    std::array<std::size_t, 9> opens{}, closes{};
    for (std::size_t place = begin_; place < end_; ++place) {
      const char16_t c = text_[place];
      if (const std::size_t which = kOpening.find(c); which != std::u16string_view::npos) ++opens[which];
      if (const std::size_t which = kClosing.find(c); which != std::u16string_view::npos) ++closes[which];
    }
    for (std::size_t place = begin_; place < end_; ++place) {
      const char16_t c = text_[place];
      if ((c == u'’' || c == u'‘') && (is_narrow(before(place)) || is_narrow(at(place + 1)))) continue;
      if (const std::size_t which = kOpening.find(c); which != std::u16string_view::npos) {
        const bool nested = std::ranges::any_of(open, [&](const Open& each) { return each.which == which; });
        if (nested && which <= 3 && opens[which] == closes[which]) nest(place, which);
        if (open.size() < 64) open.push_back({place, which});
        continue;
      }
      const std::size_t which = kClosing.find(c);
      if (which == std::u16string_view::npos) continue;
      const auto match = std::ranges::find_if(open.rbegin(), open.rend(), [&](const Open& each) { return each.which == which; });
      if (match == open.rend()) {
        if (!(which == 6 && is_list_number(place))) mark(place, place + 1, Kind::punctuation, "zh.pair", {u"-"});
        continue;
      }
      for (auto inner = match.base(); inner != open.end(); ++inner) unclosed(inner->place);
      open.erase(match.base() - 1, open.end());
    }
    for (const Open& each : open)
      if (!(each.which <= 3 && goes_on_)) unclosed(each.place);
  }
  /// "1）", "（a）" without its opening mark.
  bool is_list_number(std::size_t place) const { return place > begin_ && place - begin_ <= 4 && (is_narrow(text_[place - 1]) || is_in(kHanDigits, text_[place - 1])); }
  void unclosed(std::size_t place) { mark(place, place + 1, Kind::punctuation, "zh.pair", {}); }
  void nest(std::size_t place, std::size_t which) {
    static constexpr std::array<std::u16string_view, 4> kInnerOpen = {u"‘", u"“", u"『", u"「"}, kInnerClose = {u"’", u"”", u"』", u"」"};
    mark(place, place + 1, Kind::punctuation, "zh.nested", {std::u16string(kInnerOpen[which])});
    const std::size_t close = text_.substr(0, std::min(end_, place + kQuotationUnitsMax)).find(kClosing[which], place);
    if (close != std::u16string_view::npos) mark(close, close + 1, Kind::punctuation, "zh.nested", {std::u16string(kInnerClose[which])});
  }

  void straight_quotes() {
    std::vector<std::size_t> places;
    for (std::size_t place = begin_; place < end_; ++place)
      if (text_[place] == u'"') places.push_back(place);
    if (places.size() % 2 != 0) return;
    for (std::size_t i = 0; i < places.size(); i += 2) {
      const std::u16string_view inside = text_.substr(places[i] + 1, places[i + 1] - places[i] - 1);
      const bool attribute = before(places[i]) == u'=';
      if (attribute || !std::ranges::any_of(inside, is_han)) continue;
      mark(places[i], places[i] + 1, Kind::punctuation, "zh.quotes", {u"“"});
      mark(places[i + 1], places[i + 1] + 1, Kind::punctuation, "zh.quotes", {u"”"});
    }
  }

  void line_head() {
    std::size_t place = begin_;
    while (place < end_ && (is_blank(text_[place]) || text_[place] == u'\t')) ++place;
    if (place < end_ && is_in(kStops, text_[place]) && !is_in(kStops, at(place + 1))) mark(place, place + 1, Kind::punctuation, "zh.line_head", {u"-"});
  }

  std::u16string_view text_;
  std::size_t begin_, end_;
  bool goes_on_;
  std::vector<Mark>& marks_;
};

}  // namespace

void mark_punctuation(const Page& page, Reading reading, std::vector<Mark>& marks) {
  const std::u16string_view text = page.source;
  const std::size_t first = marks.size();
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(u'\n', begin), text.size());
    std::size_t next = end;
    while (next < text.size() && (text[next] == u'\n' || text[next] == u'\r' || is_blank(text[next]))) ++next;
    const bool goes_on = next < text.size() ? is_in(u"“「『‘", text[next]) : reading.quotation_goes_on;
    if (std::ranges::any_of(text.substr(begin, end - begin), is_wide)) Reader(page, begin, end, goes_on, marks).read();
    begin = end + 1;
  }
  for (std::size_t i = first; i < marks.size(); ++i)
    for (std::u16string& fix : marks[i].fixes)
      if (fix == u"-") fix.clear();
}

void mark_repeated(const Page& page, std::vector<Mark>& marks) {
  static constexpr std::u16string_view kSingle = u"的了在和也就着把被与而很我你他她它这那为从向给所会要能以及或但并又地得使让到";
  static constexpr std::u16string_view kAsked = u"什么怎么哪里多少如何谁谁自己人家某某这里那里这边那边哪儿";
  const std::vector<Token>& tokens = page.tokens;
  const std::u16string_view text = page.text;
  const auto word = [&](std::size_t i) { return i < tokens.size() ? text.substr(tokens[i].begin, tokens[i].end - tokens[i].begin) : std::u16string_view(); };
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const Token& one = tokens[i];
    const Token& two = tokens[i + 1];
    const std::u16string_view text_one = word(i);
    if (one.end != two.begin || text_one != word(i + 1) || !is_han(text_one[0])) continue;
    const bool thrice = word(i + 2) == text_one || (i > 0 && word(i - 1) == text_one);
    if (thrice) continue;
    const bool inside = (i > 0 && is_han(word(i - 1)[0]) && tokens[i - 1].end == one.begin) || (i + 2 < tokens.size() && is_han(word(i + 2)[0]) && tokens[i + 2].begin == two.end);
    if (!inside) continue;
    const bool single = text_one.size() == 1 && is_in(kSingle, text_one[0]);
    const bool longer = text_one.size() > 1 && std::string_view("rcptn").contains(one.tag) && kAsked.find(text_one) == std::u16string_view::npos && text_one[0] != text_one[1];
    if (single || longer) marks.push_back({one.begin, two.end, Kind::repetition, "zh.repeated", {std::u16string(page.source.substr(one.begin, one.end - one.begin))}});
  }
}

}  // namespace colophon::proofread::zh
