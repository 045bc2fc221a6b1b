// Reads the lines of the rules of English.
#include <algorithm>

#include "english_rules.hpp"

namespace colophon::proofread {
namespace {

struct SenseName {
  std::string_view name;
  std::uint32_t senses;
};
constexpr SenseName kSenses[] = {
    {"<n>", sense::noun},          {"<ns>", sense::plural},       {"<v>", sense::verb},          {"<vs>", sense::verb_s},       {"<past>", sense::past},
    {"<pp>", sense::participle},   {"<ing>", sense::ing},         {"<adj>", sense::adjective},   {"<adv>", sense::adverb},      {"<er>", sense::comparative},
    {"<name>", sense::name},       {"<f>", sense::function},      {"<num>", sense::number},      {"<w>", sense::any_word},      {"<p>", sense::punctuation},
    {"<N>", sense::pure_noun},     {"<V>", sense::pure_verb},     {"<NS>", sense::pure_plural},  {"<PAST>", sense::pure_past},  {"<ADJ>", sense::pure_adjective},
    {"<Cap>", sense::capital},     {"<mass>", sense::mass},       {"<?>", sense::unknown},      {"<'s>", sense::possessive},
};

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(by, begin), text.size());
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}
std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\r')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace

class EnglishRuleParser {
 public:
  Result<EnglishRules> run(std::string_view lines) {
    rules_.anchors_.resize(1);
    for (std::string_view line : split(lines, '\n')) {
      ++line_;
      line = trimmed(line);
      if (line.empty() || line.front() == ';') continue;
      const char* wrong = take(line);
      if (wrong) return fail(Errc::invalid_argument, "dictionary", "rule " + std::to_string(line_) + ": " + wrong);
      if (rules_.rules_.size() > EnglishRules::kRulesMax || rules_.words_.size() > EnglishRules::kWordsMax) return fail(Errc::limit_exceeded, "dictionary", "has too many rules");
    }
    return std::move(rules_);
  }

 private:
  const char* take(std::string_view line) {
    if (line.front() == '=') return section(trimmed(line.substr(1)));
    if (line.front() == '@') return macro(line);
    switch (section_) {
      case Section::verbs: {
        const auto parts = split(line, ' ');
        if (parts.size() != 3) return "a verb has a base, a past and a participle";
        rules_.forms_.add_verb(parts[0], parts[1], parts[2]);
        return nullptr;
      }
      case Section::nouns: {
        const auto parts = split(line, ' ');
        if (parts.size() != 2) return "a noun has a singular and a plural";
        rules_.forms_.add_noun(parts[0], parts[1]);
        return nullptr;
      }
      case Section::forms: {
        const std::size_t first = line.find(' '), second = line.find(' ', first == line.npos ? first : first + 1);
        if (second == line.npos) return "a form has a name, a word and what it becomes";
        rules_.forms_.add_form(line.substr(0, second), trimmed(line.substr(second)));
        return nullptr;
      }
      case Section::topics: return topic(line);
      case Section::misspellings: return misspelling(line);
      case Section::rules: return rule(line);
      case Section::none: break;
    }
    return "stands in no section";
  }

  const char* section(std::string_view name) {
    static constexpr std::pair<std::string_view, Kind> kKinds[] = {{"confusion", Kind::confusion}, {"grammar", Kind::grammar}, {"style", Kind::style},
                                                                   {"spelling", Kind::spelling}, {"repetition", Kind::repetition}, {"punctuation", Kind::punctuation}};
    for (const auto& [kind_name, kind] : kKinds) {
      if (name == kind_name) {
        section_ = Section::rules;
        kind_ = kind;
        return nullptr;
      }
    }
    if (name == "verbs") section_ = Section::verbs;
    else if (name == "nouns") section_ = Section::nouns;
    else if (name == "topics") section_ = Section::topics;
    else if (name == "forms") section_ = Section::forms;
    else if (name == "misspellings") section_ = Section::misspellings;
    else return "is no section";
    return nullptr;
  }

  const char* macro(std::string_view line) {
    const std::size_t equals = line.find('=');
    if (equals == line.npos) return "a set needs its words";
    macros_[std::string(trimmed(line.substr(0, equals)))] = std::string(trimmed(line.substr(equals + 1)));
    return nullptr;
  }

  const char* misspelling(std::string_view line) {
    const std::size_t equals = line.find(" = ");
    if (equals == line.npos) return "a misspelling needs what it stands for";
    std::vector<std::string> right;
    for (const std::string_view part : split(line.substr(equals + 3), ',')) right.emplace_back(trimmed(part));
    rules_.misspellings_[std::string(trimmed(line.substr(0, equals)))] = std::move(right);
    return nullptr;
  }

  /// "desert = dessert : cake pie ! sand camel".
  const char* topic(std::string_view line) {
    const std::size_t equals = line.find(" = "), colon = line.find(" : ");
    if (equals == line.npos || colon == line.npos || colon < equals) return "a topic needs a word, what is meant and the words near it";
    const std::size_t bang = std::min(line.find(" ! ", colon), line.size());
    EnglishRules::Topic topic;
    topic.right = std::string(trimmed(line.substr(equals + 3, colon - equals - 3)));
    for (const std::string_view word : split(line.substr(colon + 3, bang - std::min(bang, colon + 3)), ' ')) topic.near.push_back(number(word));
    if (bang < line.size()) {
      for (const std::string_view word : split(line.substr(bang + 3), ' ')) topic.others.push_back(number(word));
    }
    std::ranges::sort(topic.near);
    std::ranges::sort(topic.others);
    rules_.topics_[number(trimmed(line.substr(0, equals)))].push_back(std::move(topic));
    return nullptr;
  }

  const char* rule(std::string_view line) {
    const std::size_t colon = line.find(": "), arrow = line.find(" => ");
    if (colon == line.npos) return "needs a name and a pattern";
    EnglishRules::Rule rule;
    rule.id = "en." + std::string(line.substr(0, colon));
    rule.kind = kind_;
    std::string_view pattern = line.substr(colon + 2, arrow == line.npos ? line.npos : arrow - std::min(arrow, colon + 2));
    if (arrow != line.npos) {
      std::string_view fixes = line.substr(arrow + 4);
      for (std::size_t slash = 0; !fixes.empty(); fixes = slash == fixes.npos ? std::string_view{} : fixes.substr(slash + 3)) {
        slash = fixes.find(" / ");
        const std::string_view fix = trimmed(fixes.substr(0, slash));
        rule.fixes.emplace_back(fix == "-" ? std::string_view{} : fix);
      }
    }
    return expanded(std::move(rule), split(pattern, ' '));
  }

  /// A word with a question mark after it may be missing: a rule with it and one without.
  const char* expanded(EnglishRules::Rule rule, std::vector<std::string_view> parts) {
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i].size() < 2 || parts[i].back() != '?') continue;
      parts[i].remove_suffix(1);
      std::vector<std::string_view> without = parts;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      if (++optional_ > kOptionalMax) return "has too many words that may be missing";
      const char* wrong = expanded(rule, std::move(without));
      if (!wrong) wrong = expanded(std::move(rule), std::move(parts));
      --optional_;
      return wrong;
    }
    // Where a line may end within a pattern, nothing is asked of what follows: a rule for the end and one for the words.
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      const auto words = split(parts[i], '|');
      if (parts[i].front() == '!' || parts[i].front() == '[' || std::ranges::find(words, "$") == words.end()) continue;
      std::vector<std::string_view> ends(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i));
      ends.push_back("$");
      std::string others;
      for (const std::string_view word : words) {
        if (word != "$") others += (others.empty() ? "" : "|") + std::string(word);
      }
      const char* wrong = whole(rule, ends);
      if (wrong || others.empty()) return wrong;
      parts[i] = others;
      return whole(std::move(rule), parts);
    }
    return whole(std::move(rule), parts);
  }

  const char* whole(EnglishRules::Rule rule, const std::vector<std::string_view>& parts) {
    bool marked = false;
    for (std::string_view part : parts) {
      if (rule.elements.size() == EnglishRules::kElementsMax) return "has too many words";
      if (part.front() == '[') {
        rule.mark_begin = static_cast<std::uint8_t>(rule.elements.size());
        part.remove_prefix(1);
      }
      const bool closes = !part.empty() && part.back() == ']';
      if (closes) {
        part.remove_suffix(1);
        rule.mark_end = static_cast<std::uint8_t>(rule.elements.size() + 1);
        marked = true;
      }
      EnglishRules::Element element;
      if (const char* wrong = this->element(part, element, 0)) return wrong;
      std::ranges::sort(element.words);
      std::ranges::sort(element.other_words);
      rule.elements.push_back(std::move(element));
    }
    if (!marked || rule.mark_end <= rule.mark_begin) return "marks nothing";
    for (std::size_t i = 0; i < rule.elements.size(); ++i) {
      const auto& element = rule.elements[i];
      const bool edge = element.negated || element.sentence_start || element.end;
      if (edge && i != 0 && i + 1 != rule.elements.size()) return "has a condition that is not at its edge";
      if (edge && i >= rule.mark_begin && i < rule.mark_end) return "marks a condition";
    }
    return anchored(std::move(rule));
  }

  const char* element(std::string_view part, EnglishRules::Element& element, int depth) {
    if (part.empty() || depth > 4) return "has an empty word";
    if (part.front() == '!') {
      element.negated = true;
      part.remove_prefix(1);
    }
    // What stands after a tilde is what the word is not.
    const std::size_t tilde = part.find('~');
    if (tilde != part.npos) {
      if (const char* wrong = alternatives(part.substr(tilde + 1), element, element.other_words, element.other_senses, depth)) return wrong;
      part = part.substr(0, tilde);
    }
    return alternatives(part, element, element.words, element.senses, depth);
  }

  const char* alternatives(std::string_view part, EnglishRules::Element& element, std::vector<std::uint32_t>& words, std::uint32_t& senses, int depth) {
    if (part.empty() || depth > 4) return "has an empty word";
    for (const std::string_view word : split(part, '|')) {
      if (word == "^") element.sentence_start = true;
      else if (word == "$") element.end = true;
      else if (word.front() == '@') {
        const auto found = macros_.find(word);
        if (found == macros_.end()) return "names a set that is not there";
        if (words.size() > EnglishRules::kWordsMax) return "has too many words";
        const std::string inner = found->second;
        if (const char* wrong = alternatives(inner, element, words, senses, depth + 1)) return wrong;
      } else if (word.front() == '<') {
        const auto known = std::ranges::find(kSenses, word, &SenseName::name);
        if (known == std::end(kSenses)) return "names a sense that is not there";
        senses |= known->senses;
      } else {
        words.push_back(number(word));
      }
    }
    return nullptr;
  }

  std::uint32_t number(std::string_view word) {
    const auto [at, fresh] = rules_.words_.try_emplace(std::string(word), static_cast<std::uint32_t>(rules_.words_.size() + 1));
    if (fresh) rules_.anchors_.emplace_back();
    return at->second;
  }

  /// A rule is tried where one of its words stands: of the element of words alone that has the fewest, one that is marked before others.
  const char* anchored(EnglishRules::Rule rule) {
    std::size_t best = rule.elements.size(), best_cost = 0;
    for (std::size_t i = 0; i < rule.elements.size(); ++i) {
      const auto& element = rule.elements[i];
      if (element.negated || element.sentence_start || element.end || element.senses != 0 || element.words.empty()) continue;
      const std::size_t cost = element.words.size() * (i >= rule.mark_begin && i < rule.mark_end ? 1 : 3);
      if (best == rule.elements.size() || cost < best_cost) {
        best = i;
        best_cost = cost;
      }
    }
    if (best == rule.elements.size()) return "has no word to look for";
    const auto index = static_cast<std::uint32_t>(rules_.rules_.size());
    for (const std::uint32_t word : rule.elements[best].words) rules_.anchors_[word].push_back({index, static_cast<std::uint8_t>(best)});
    rules_.rules_.push_back(std::move(rule));
    return nullptr;
  }

  enum class Section { none, rules, verbs, nouns, forms, topics, misspellings };
  EnglishRules rules_;
  WordMap<std::string> macros_;
  Section section_ = Section::none;
  Kind kind_ = Kind::confusion;
  static constexpr int kOptionalMax = 5;
  int optional_ = 0;
  std::size_t line_ = 0;
};

Result<EnglishRules> EnglishRules::parse(std::string_view lines) { return EnglishRuleParser().run(lines); }

}  // namespace colophon::proofread
