#include "chinese.hpp"

#include <algorithm>
#include <ranges>
#include <unordered_map>

namespace colophon::proofread {
using zh::ChineseLexicon;
using zh::Costs;
using zh::is_han;
using zh::kNat;
using zh::Page;
using zh::Token;
namespace {

constexpr int kPersonalCost = 6 * kNat;
/// Han without a mark of punctuation for so long are no sentence; what is kept for each character stays small.
constexpr std::size_t kRunUnitsMax = 4096;

bool is_narrow_letter(char16_t c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= 0xc0 && c < 0x2000 && c != 0xd7 && c != 0xf7); }
bool is_in(std::u16string_view set, char16_t c) { return set.find(c) != std::u16string_view::npos; }
bool is_narrow_digit(char16_t c) { return c >= u'0' && c <= u'9'; }

/// Marks in order, none within another: what is surest about a place stays.
void settle(std::vector<Mark>& marks) {
  std::ranges::stable_sort(marks, [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  std::vector<Mark> kept;
  for (Mark& mark : marks)
    if (kept.empty() || mark.begin >= kept.back().end) kept.push_back(std::move(mark));
  if (kept.size() > kMarksMax) kept.resize(kMarksMax);
  marks = std::move(kept);
}

}  // namespace

Result<void> Chinese::set_personal_words(std::u16string_view lines) {
  if (lines.size() > kPersonalUnitsMax) return fail(Errc::limit_exceeded, "words", "personal words have at most 1,048,576 UTF-16 units");
  personal_.clear();
  personal_longest_ = 0;
  for (std::size_t begin = 0; begin < lines.size();) {
    const std::size_t end = std::min(lines.find(u'\n', begin), lines.size());
    std::u16string word;
    for (const char16_t c : lines.substr(begin, end - begin))
      if (is_han(c)) word += lexicon_.simplified(c);
    if (!word.empty() && word.size() <= ChineseLexicon::kWordUnitsMax) {
      personal_longest_ = std::max(personal_longest_, word.size());
      personal_.insert(std::move(word));
    }
    begin = end + 1;
  }
  return {};
}

std::u16string Chinese::fitted(const Page& page, std::size_t begin, std::u16string_view right) const {
  std::u16string out;
  for (std::size_t i = 0; i < right.size(); ++i) {
    const bool same = begin + i < page.text.size() && page.text[begin + i] == right[i];
    out += same ? page.source[begin + i] : page.traditional ? lexicon_.traditional(right[i]) : right[i];
  }
  return out;
}

void Chinese::cut(Page& page, std::size_t begin, std::size_t end, std::vector<Mark>* marks) const {
  const std::u16string_view text = std::u16string_view(page.text).substr(begin, end - begin);
  const std::size_t size = text.size();
  constexpr std::int32_t kFar = 1 << 30;
  Costs costs{begin, std::vector<std::int32_t>(size + 1, kFar), std::vector<std::int32_t>(size + 1, kFar)};
  std::vector<std::uint8_t> length(size + 1);
  // Edges of the lattice, in the order of their beginnings.
  struct Edge {
    std::uint32_t from;
    std::int32_t word;
    std::int32_t cost;
    std::uint8_t size;
  };
  std::vector<Edge> edges;
  std::vector<std::int32_t> word_at(size + 1, ChineseLexicon::kNone);
  costs.before[0] = 0;
  for (std::size_t at = 0; at < size; ++at) {
    const auto edge = [&](std::size_t units, std::int32_t word, std::int32_t cost) {
      edges.push_back({static_cast<std::uint32_t>(at), word, cost, static_cast<std::uint8_t>(units)});
      if (costs.before[at] + cost >= costs.before[at + units]) return;
      costs.before[at + units] = costs.before[at] + cost;
      length[at + units] = static_cast<std::uint8_t>(units);
      word_at[at + units] = word;
    };
    bool single = false;
    std::uint64_t hash = 0;
    for (std::size_t units = 1; units <= std::min<std::size_t>(lexicon_.longest(text[at]), size - at); ++units) {
      hash += ChineseLexicon::share(text[at + units - 1], units - 1);
      const std::int32_t word = lexicon_.find(hash, text.substr(at, units));
      if (word == ChineseLexicon::kNone) continue;
      if (lexicon_.is_wrong(word) && page.traditional && lexicon_.wrong_form(word).simplified_only) continue;
      edge(units, word, lexicon_.cost(word));
      single = single || units == 1;
    }
    if (!single) edge(1, ChineseLexicon::kNone, zh::kUnknownCost);
    for (std::size_t units = 1; units <= std::min(personal_longest_, size - at); ++units)
      if (personal_.contains(text.substr(at, units))) edge(units, ChineseLexicon::kNone, kPersonalCost);
  }
  costs.behind[size] = 0;
  for (const Edge& edge : std::views::reverse(edges)) costs.behind[edge.from] = std::min(costs.behind[edge.from], costs.behind[edge.from + edge.size] + edge.cost);

  const std::size_t first_token = page.tokens.size(), first_mark = marks == nullptr ? 0 : marks->size();
  for (std::size_t at = size; at > 0; at -= length[at]) {
    const std::int32_t word = word_at[at];
    const auto from = static_cast<std::uint32_t>(begin + at - length[at]), to = static_cast<std::uint32_t>(begin + at);
    page.tokens.push_back({from, to, word == ChineseLexicon::kNone ? (length[at] > 1 ? 'n' : 'g') : lexicon_.tag(word)});
    if (marks == nullptr || word == ChineseLexicon::kNone || !lexicon_.is_wrong(word)) continue;
    const zh::WrongForm& form = lexicon_.wrong_form(word);
    marks->push_back({from, to, Kind::confusion, form.rule, {fitted(page, from, form.right)}});
  }
  std::reverse(page.tokens.begin() + static_cast<std::ptrdiff_t>(first_token), page.tokens.end());
  if (marks != nullptr) find_similar(page, costs, first_mark, *marks);
}

Page Chinese::page(std::u16string_view source, std::vector<Mark>* marks) const {
  Page page{.source = source, .text = std::u16string(source), .traditional = false, .tokens = {}};
  std::size_t traditional = 0, simplified = 0;
  for (const char16_t c : source) {
    if (!is_han(c)) continue;
    if (lexicon_.simplified(c) != c) ++traditional;
    else if (lexicon_.traditional(c) != c) ++simplified;
  }
  page.traditional = traditional > simplified;
  for (std::size_t at = 0; at < source.size(); ++at) {
    char16_t& c = page.text[at];
    // In traditional characters the particle that is 着 in simplified ones is written as 著, which simplified ones have for something else.
    const bool particle = page.traditional && c == u'著' && !is_in(u"作名述称稱者书書", at + 1 < source.size() ? source[at + 1] : u' ') && !is_in(u"显顯名原巨专專编編论論遗遺卓昭土", at > 0 ? source[at - 1] : u' ');
    c = particle ? u'着' : is_han(c) ? lexicon_.simplified(c) : c;
  }
  for (std::size_t at = 0; at < source.size();) {
    std::size_t end = at;
    while (end < source.size() && end - at < kRunUnitsMax && is_han(source[end])) ++end;
    if (end > at) {
      cut(page, at, end, marks);
      at = end;
      continue;
    }
    const char16_t c = source[at];
    const auto group = [&](auto belongs, char tag) {
      while (end < source.size() && belongs(source[end])) ++end;
      page.tokens.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end), tag});
    };
    if (is_narrow_letter(c)) group(is_narrow_letter, 'x');
    else if (is_narrow_digit(c)) group(is_narrow_digit, '0');
    else if (c == u'\n') group([](char16_t u) { return u == u'\n'; }, '\n');
    else if (c == u' ' || c == u'\u3000' || c == u'\t' || c == u'\r') end = at + 1;
    else page.tokens.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + 1), '.'}), end = at + 1;
    at = end;
  }
  return page;
}

Result<std::vector<Mark>> Chinese::read(std::u16string_view text, Reading reading) const {
  if (text.size() > kTextUnitsMax) return fail(Errc::limit_exceeded, "text", "a text has at most 8,388,608 UTF-16 units");
  std::vector<Mark> marks;
  const Page read = page(text, &marks);
  std::vector<Mark> ruled;
  for (std::size_t at = 0; at < read.tokens.size(); ++at) {
    if (read.tokens[at].tag == '.' || read.tokens[at].tag == '\n') continue;
    rules_.match(read.text, read.tokens, at, ruled);
  }
  for (Mark& mark : ruled) {
    for (std::u16string& fix : mark.fixes) fix = fix == u"-" ? std::u16string() : fitted(read, mark.begin, fix);
    marks.push_back(std::move(mark));
  }
  zh::mark_repeated(read, marks);
  zh::mark_punctuation(read, reading, marks);
  settle(marks);
  return marks;
}

Result<std::vector<Name>> Chinese::names(std::u16string_view text) const {
  if (text.size() > kTextUnitsMax) return fail(Errc::limit_exceeded, "text", "a text has at most 8,388,608 UTF-16 units");
  constexpr std::size_t kSeenMax = 400'000;
  constexpr std::uint32_t kOftenMin = 3;
  const Page read = page(text, nullptr);
  std::unordered_map<std::u16string, std::uint32_t> seen;
  const auto is_piece = [&](const Token& token) { return token.end - token.begin == 1 && is_han(text[token.begin]) && std::string_view("nNgvajtfszbqwio").contains(token.tag); };
  for (std::size_t first = 0; first < read.tokens.size(); ++first)
    for (std::size_t last = first; last < read.tokens.size() && last < first + 4 && is_piece(read.tokens[last]) && (last == first || read.tokens[last].begin == read.tokens[last - 1].end); ++last)
      if (last > first && seen.size() < kSeenMax) ++seen[std::u16string(text.substr(read.tokens[first].begin, read.tokens[last].end - read.tokens[first].begin))];
  std::vector<Name> names;
  for (const auto& [word, count] : seen)
    if (count >= kOftenMin && !personal_.contains(word)) names.push_back({word, count});
  // A part of a longer name that hardly ever stands alone is no name.
  std::unordered_map<std::u16string, std::uint32_t> within;
  for (const Name& name : names)
    for (std::size_t units = 2; units < name.text.size(); ++units)
      for (std::size_t at = 0; at + units <= name.text.size(); ++at) {
        std::uint32_t& most = within[name.text.substr(at, units)];
        most = std::max(most, name.count);
      }
  std::erase_if(names, [&](const Name& name) {
    const auto longer = within.find(name.text);
    return longer != within.end() && longer->second * 10 >= name.count * 8;
  });
  std::ranges::sort(names, [](const Name& a, const Name& b) { return a.count != b.count ? a.count > b.count : a.text < b.text; });
  return names;
}

}  // namespace colophon::proofread
