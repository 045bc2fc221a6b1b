#include "chinese_rules.hpp"

#include <algorithm>

namespace colophon::proofread::zh {
namespace {

std::unexpected<Error> bad(std::string detail) { return fail(Errc::invalid_argument, "dictionary", std::move(detail)); }

std::vector<std::u16string> split(std::u16string_view text, char16_t by) {
  std::vector<std::u16string> parts;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && text[at] != by) continue;
    if (at > begin) parts.emplace_back(text.substr(begin, at - begin));
    begin = at + 1;
  }
  return parts;
}

std::string narrow(std::u16string_view text) {
  std::string out;
  for (const char16_t c : text) out += c < 0x80 ? static_cast<char>(c) : '?';
  return out;
}

Kind kind_of(std::string_view id) {
  if (id.starts_with("zh.redundant")) return Kind::style;
  if (id.starts_with("zh.repeated")) return Kind::repetition;
  if (id.starts_with("zh.grammar")) return Kind::grammar;
  return Kind::confusion;
}

}  // namespace

Result<void> ChineseRules::add_list(std::string_view name, std::u16string_view words) {
  std::vector<std::u16string> list = split(words, u' ');
  if (list.size() > kListWordsMax || lists_.size() > kRulesMax) return bad("a list of it is longer than the limit");
  std::ranges::sort(list);
  names_[std::string(name)] = lists_.size();
  lists_.push_back(std::move(list));
  return {};
}

Result<ChineseRules::Element> ChineseRules::element(std::u16string_view text) const {
  Element out;
  if (text.starts_with(u'!')) out.negated = true, text.remove_prefix(1);
  if (text.ends_with(u'?') && text.size() > 1) out.optional = true, text.remove_suffix(1);
  if (text == u"^" || text == u"$") {
    out.type = Element::Type::edge;
  } else if (text == u"*") {
    out.type = Element::Type::any;
  } else if (text.starts_with(u'{') && text.ends_with(u'}')) {
    out.type = Element::Type::tags;
    out.tags = narrow(text.substr(1, text.size() - 2));
  } else if (text.starts_with(u'<') && text.ends_with(u'>')) {
    out.type = Element::Type::list;
    const auto named = names_.find(narrow(text.substr(1, text.size() - 2)));
    if (named == names_.end()) return bad("a rule names a list that stands nowhere before it");
    out.list = named->second;
  } else {
    out.words = split(text, u'|');
    std::ranges::sort(out.words);
    if (out.words.empty()) return bad("a rule has an element of nothing");
  }
  return out;
}

Result<void> ChineseRules::add_rule(std::string_view id, std::u16string_view pattern, std::u16string_view fixes) {
  Rule rule{.id = std::string(id), .kind = kind_of(id), .before = {}, .after = {}, .marked = {}, .fixes = split(fixes, u'|')};
  for (const std::u16string& part : split(pattern, u' ')) {
    if (part.starts_with(u'[') && part.ends_with(u']')) {
      if (!rule.marked.empty()) return bad("a rule marks twice");
      rule.marked = split(std::u16string_view(part).substr(1, part.size() - 2), u'|');
      continue;
    }
    Result<Element> parsed = element(part);
    if (!parsed) return std::unexpected(parsed.error());
    (rule.marked.empty() ? rule.before : rule.after).push_back(*std::move(parsed));
  }
  if (rule.marked.empty() || rules_.size() >= kRulesMax || rule.before.size() > kElementsMax || rule.after.size() > kElementsMax) return bad("a rule marks nothing or is too long");
  std::ranges::reverse(rule.before);
  for (const std::u16string& marked : rule.marked) {
    std::vector<std::uint32_t>& at = anchors_[marked[0]];
    if (at.empty() || at.back() != rules_.size()) at.push_back(static_cast<std::uint32_t>(rules_.size()));
  }
  rules_.push_back(std::move(rule));
  return {};
}

bool ChineseRules::contains(const Element& element, std::u16string_view word) const {
  const std::vector<std::u16string>& words = element.type == Element::Type::list ? lists_[element.list] : element.words;
  return std::ranges::binary_search(words, word, std::less<>{});
}

bool ChineseRules::forward(const Rule& rule, std::size_t index, std::u16string_view text, std::span<const Token> tokens, std::size_t at) const {
  if (index == rule.after.size()) return true;
  const Element& element = rule.after[index];
  const auto rest = [&](std::size_t from) { return forward(rule, index + 1, text, tokens, from); };
  const bool over = at == tokens.size();
  bool here = false;
  if (element.type == Element::Type::edge) {
    here = over || tokens[at].tag == '.' || tokens[at].tag == '\n';
    return here != element.negated && rest(at);
  }
  if (!over && element.type == Element::Type::any) here = tokens[at].tag != '.' && tokens[at].tag != '\n';
  if (!over && element.type == Element::Type::tags) here = element.tags.contains(tokens[at].tag);
  if (element.type == Element::Type::words || element.type == Element::Type::list) {
    for (std::size_t end = at; end < tokens.size() && end < at + kWordTokensMax; ++end) {
      if (!contains(element, text.substr(tokens[at].begin, tokens[end].end - tokens[at].begin))) continue;
      if (element.negated) return false;
      if (rest(end + 1)) return true;
    }
    return (element.negated || element.optional) && rest(at);
  }
  if (element.negated) return !here && rest(at);
  return (here && rest(at + 1)) || (element.optional && rest(at));
}

bool ChineseRules::backward(const Rule& rule, std::size_t index, std::u16string_view text, std::span<const Token> tokens, std::size_t end) const {
  if (index == rule.before.size()) return true;
  const Element& element = rule.before[index];
  const auto rest = [&](std::size_t from) { return backward(rule, index + 1, text, tokens, from); };
  const bool over = end == 0;
  bool here = false;
  if (element.type == Element::Type::edge) {
    here = over || tokens[end - 1].tag == '.' || tokens[end - 1].tag == '\n';
    return here != element.negated && rest(end);
  }
  if (!over && element.type == Element::Type::any) here = tokens[end - 1].tag != '.' && tokens[end - 1].tag != '\n';
  if (!over && element.type == Element::Type::tags) here = element.tags.contains(tokens[end - 1].tag);
  if (element.type == Element::Type::words || element.type == Element::Type::list) {
    for (std::size_t begin = end; begin > 0 && begin + kWordTokensMax > end;) {
      --begin;
      if (!contains(element, text.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin))) continue;
      if (element.negated) return false;
      if (rest(begin)) return true;
    }
    return (element.negated || element.optional) && rest(end);
  }
  if (element.negated) return !here && rest(end);
  return (here && rest(end - 1)) || (element.optional && rest(end));
}

void ChineseRules::match(std::u16string_view text, std::span<const Token> tokens, std::size_t at, std::vector<Mark>& marks) const {
  const auto anchored = anchors_.find(text[tokens[at].begin]);
  if (anchored == anchors_.end()) return;
  for (const std::uint32_t index : anchored->second) {
    const Rule& rule = rules_[index];
    for (std::size_t end = at; end < tokens.size() && end < at + kWordTokensMax; ++end) {
      const std::u16string_view word = text.substr(tokens[at].begin, tokens[end].end - tokens[at].begin);
      if (std::ranges::find(rule.marked, word) == rule.marked.end()) continue;
      if (!forward(rule, 0, text, tokens, end + 1) || !backward(rule, 0, text, tokens, at)) continue;
      marks.push_back({tokens[at].begin, tokens[end].end, rule.kind, rule.id, rule.fixes});
      return;
    }
  }
}

}  // namespace colophon::proofread::zh
