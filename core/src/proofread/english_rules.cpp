#include "english_rules.hpp"

#include <algorithm>
#include <span>

namespace colophon::proofread {

const std::vector<std::string>& EnglishRules::misspelling(std::string_view lower) const noexcept {
  static const std::vector<std::string> kNothing;
  const auto found = misspellings_.find(lower);
  return found == misspellings_.end() ? kNothing : found->second;
}

std::uint32_t EnglishRules::vocabulary(std::string_view lower) const noexcept {
  const auto found = words_.find(lower);
  return found == words_.end() ? 0 : found->second;
}

bool EnglishRules::holds(const Rule& rule, const EnglishTokens& text, std::size_t first, std::vector<std::size_t>& places) const {
  const auto fits = [](const Element& element, const Token& token) {
    const auto among = [&](const std::vector<std::uint32_t>& words) { return token.vocabulary != 0 && std::ranges::binary_search(words, token.vocabulary); };
    if ((element.other_senses & token.senses) != 0 || among(element.other_words)) return false;
    return (element.senses & token.senses) != 0 || among(element.words);
  };
  const auto& tokens = text.tokens;
  places.clear();
  std::size_t at = first;
  for (std::size_t i = 0; i < rule.elements.size(); ++i) {
    const Element& element = rule.elements[i];
    const bool edge = element.negated || element.sentence_start || element.end;
    if (!edge) {
      if (at >= tokens.size() || !fits(element, tokens[at])) return false;
      places.push_back(at++);
      continue;
    }
    bool held = false;
    if (i == 0) {
      // Nothing stands before the first word of a line.
      const bool starts = tokens[at].starts_sentence || at == 0 || tokens[at - 1].type == Token::Type::line_end;
      held = element.sentence_start && starts;
      if (!held && at > 0 && tokens[at - 1].type != Token::Type::line_end) held = fits(element, tokens[at - 1]);
    } else {
      const bool ends = at >= tokens.size() || tokens[at].type == Token::Type::line_end || tokens[at].type == Token::Type::punctuation;
      held = element.end && ends;
      if (!held && at < tokens.size()) held = fits(element, tokens[at]);
    }
    if (held == element.negated) return false;
    places.push_back(static_cast<std::size_t>(-1));
  }
  return true;
}

void EnglishRules::match(const EnglishTokens& text, std::size_t at, const EnglishLexicon& lexicon, std::u16string_view source, std::vector<Mark>& marks) const {
  match_topics(text, at, source, marks);
  std::vector<std::size_t> places;
  for (const Anchor& anchor : anchors_[text.tokens[at].vocabulary]) {
    const Rule& rule = rules_[anchor.rule];
    const bool condition_first = rule.elements[0].negated || rule.elements[0].sentence_start || rule.elements[0].end;
    const std::size_t back = anchor.element - (condition_first ? 1u : 0u);
    if (back > at || !holds(rule, text, at - back, places)) continue;
    const std::span<const std::size_t> marked(places.data() + rule.mark_begin, rule.mark_end - rule.mark_begin);
    Mark mark{text.tokens[marked.front()].begin, text.tokens[marked.back()].end, rule.kind, rule.id, {}};
    bool unchanged = false;
    for (const std::string& fix : rule.fixes) {
      std::u16string put = filled(fix, text, marked, lexicon, source);
      if (put.empty() && !fix.empty()) continue;
      if (put == source.substr(mark.begin, mark.end - mark.begin)) {
        unchanged = true;
        continue;
      }
      mark.fixes.push_back(std::move(put));
    }
    if (mark.fixes.empty() && unchanged) continue;
    // What takes something away takes the space before it, too.
    if (!mark.fixes.empty() && mark.fixes[0].empty() && mark.begin > 0 && is_blank(source[mark.begin - 1])) --mark.begin;
    marks.push_back(std::move(mark));
  }
}

void EnglishRules::match_topics(const EnglishTokens& text, std::size_t at, std::u16string_view source, std::vector<Mark>& marks) const {
  const auto found = topics_.find(text.tokens[at].vocabulary);
  if (found == topics_.end()) return;
  constexpr std::size_t kReach = 12;
  const auto ends = [](const Token& token) { return token.type == Token::Type::line_end || token.mark == u'.' || token.mark == u'!' || token.mark == u'?'; };
  const auto& tokens = text.tokens;
  std::vector<std::uint32_t> near;
  for (std::size_t i = at; i > 0 && at - i < kReach && !ends(tokens[i - 1]); --i) near.push_back(tokens[i - 1].vocabulary);
  for (std::size_t i = at + 1; i < tokens.size() && i - at <= kReach && !ends(tokens[i]); ++i) near.push_back(tokens[i].vocabulary);
  const auto any = [&](const std::vector<std::uint32_t>& words) {
    return std::ranges::any_of(near, [&](std::uint32_t word) { return word != 0 && std::ranges::binary_search(words, word); });
  };
  const Token& token = tokens[at];
  for (const Topic& topic : found->second) {
    if (!any(topic.near) || any(topic.others)) continue;
    bool curly = false;
    for (std::size_t i = token.begin; i < token.end; ++i) curly |= source[i] == u'\u2019';
    marks.push_back({token.begin, token.end, Kind::confusion, "en.homophone", {as_written(topic.right, token.written, curly)}});
    return;
  }
}

std::u16string as_written(std::string_view fix, Case written, bool curly) {
  std::u16string out;
  for (std::size_t i = 0; i < fix.size(); ++i) {
    char c = fix[i];
    if (written == Case::upper || (written == Case::capital && i == 0)) c = latin_upper(static_cast<unsigned char>(c));
    out.push_back(c == '\'' && curly ? u'\u2019' : static_cast<char16_t>(static_cast<unsigned char>(c)));
  }
  return out;
}

std::u16string EnglishRules::filled(std::string_view fix, const EnglishTokens& text, std::span<const std::size_t> marked, const EnglishLexicon& lexicon,
                                    std::u16string_view source) const {
  const Token& first = text.tokens[marked.front()];
  std::string out;
  while (!fix.empty()) {
    const std::size_t open = fix.find('{'), close = fix.find('}');
    if (open == fix.npos || close == fix.npos || close < open) {
      out += fix;
      break;
    }
    out += fix.substr(0, open);
    std::string_view name = fix.substr(open + 1, close - open - 1);
    fix = fix.substr(close + 1);
    // "{2 base}": of the second marked word.
    std::size_t which = 0;
    if (!name.empty() && name[0] >= '1' && name[0] <= '9') {
      which = static_cast<std::size_t>(name[0] - '1');
      name.remove_prefix(1);
      if (!name.empty() && name[0] == ' ') name.remove_prefix(1);
    }
    if (which >= marked.size()) return {};
    const std::string_view word = text.word(text.tokens[marked[which]]);
    std::string form;
    if (name.empty()) form = std::string(word);
    else form = forms_.form(name, word, lexicon);
    if (form.empty()) return {};
    out += form;
  }
  if (out == "i" || out.starts_with("i ") || out.starts_with("i'")) out[0] = 'I';
  bool curly = false;
  for (std::size_t i = first.begin; i < text.tokens[marked.back()].end; ++i) curly |= source[i] == u'\u2019';
  // "I" is a capital everywhere; what takes its place is one at the head of a sentence alone.
  if (first.lower_size == 1 && text.word(first) == "i" && !first.starts_sentence) return as_written(out, Case::lower, curly);
  return as_written(out, first.written == Case::upper && first.lower_size < 2 ? Case::capital : first.written, curly);
}

void EnglishForms::add_verb(std::string_view base, std::string_view past, std::string_view participle) {
  bases_.try_emplace(std::string(past), base);
  bases_.try_emplace(std::string(participle), base);
  pasts_.try_emplace(std::string(base), past);
  for (const std::string_view form : {base, past}) participles_.try_emplace(std::string(form), participle);
}
namespace {

/// Another regular verb in the form that `word` has.
std::string inflected_like(std::string_view verb, std::string_view word) {
  const std::string stem(verb);
  if (word.ends_with("ing")) return (stem.ends_with("e") ? stem.substr(0, stem.size() - 1) : stem) + "ing";
  if (word.ends_with("ed")) return stem + (stem.ends_with("e") ? "d" : "ed");
  if (word.ends_with("s")) return stem + "s";
  return stem;
}

}  // namespace

void EnglishForms::add_form(std::string_view name_and_word, std::string_view form) { forms_.try_emplace(std::string(name_and_word), form); }

std::string EnglishForms::form(std::string_view name, std::string_view word, const EnglishLexicon& lexicon) const {
  if (const auto found = forms_.find(std::string(name) + ' ' + std::string(word)); found != forms_.end()) return found->second;
  if (name == "base" || name == "many") return base(word, lexicon);
  if (name == "pp") return participle(word, lexicon);
  if (name == "past") return past(word, lexicon);
  if (name == "ing") return with_ing(word, lexicon);
  if (name == "s") return with_s(word, lexicon);
  if (name == "plural") return plural(word, lexicon);
  if (name == "singular") return singular(word, lexicon);
  if (name == "adverb") {
    const std::string adverb = std::string(word) + "ly";
    return lexicon.find(adverb) == EnglishLexicon::kNone ? std::string() : adverb;
  }
  if (name == "apostrophe") return word.ends_with("s") ? std::string(word.substr(0, word.size() - 1)) + "'s" : std::string();
  if (name == "unapostrophe") {
    const std::string bare(word.substr(0, word.size() - std::min<std::size_t>(2, word.size())));
    const std::string many = plural(bare, lexicon);
    return many.empty() ? bare + "s" : many;
  }
  static constexpr std::string_view kListed[] = {"object", "subject", "self", "any", "positive", "mass", "irregular", "possessive", "tell", "adjective", "verbfor", "nounfor", "pastfor", "contraction", "perfect", "aged", "makefor", "dofor", "edfor", "ingfor"};
  if (std::ranges::find(kListed, name) != std::end(kListed)) return {};
  return inflected_like(name, word);
}
void EnglishForms::add_noun(std::string_view singular, std::string_view plural) {
  plurals_.try_emplace(std::string(singular), plural);
  singulars_.try_emplace(std::string(plural), singular);
}

namespace {

bool has(const EnglishLexicon& lexicon, std::string_view word, std::uint32_t senses) {
  const std::int32_t at = lexicon.find(word);
  return at != EnglishLexicon::kNone && (lexicon.flags(static_cast<std::size_t>(at)) & senses) != 0;
}
bool vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

std::string with_ending_s(std::string_view word) {
  const std::string stem(word);
  if (word.size() > 1 && word.back() == 'y' && !vowel(word[word.size() - 2])) return stem.substr(0, stem.size() - 1) + "ies";
  if (word.ends_with("s") || word.ends_with("x") || word.ends_with("z") || word.ends_with("ch") || word.ends_with("sh")) return stem + "es";
  return stem + "s";
}
std::string without_ending_s(std::string_view word, const EnglishLexicon& lexicon, std::uint32_t senses) {
  const std::string whole(word);
  if (word.ends_with("ies") && has(lexicon, whole.substr(0, whole.size() - 3) + "y", senses)) return whole.substr(0, whole.size() - 3) + "y";
  if (word.ends_with("s") && has(lexicon, whole.substr(0, whole.size() - 1), senses)) return whole.substr(0, whole.size() - 1);
  if (word.ends_with("es") && has(lexicon, whole.substr(0, whole.size() - 2), senses)) return whole.substr(0, whole.size() - 2);
  return {};
}

}  // namespace

std::string EnglishForms::base(std::string_view verb, const EnglishLexicon& lexicon) const {
  if (const auto found = bases_.find(verb); found != bases_.end()) return found->second;
  if (verb == "has") return "have";
  if (verb == "does") return "do";
  if (verb == "goes") return "go";
  if (std::string stem = without_ending_s(verb, lexicon, sense::verb | sense::function); !stem.empty()) return stem;
  const std::string whole(verb);
  for (const std::string_view ending : {"ied", "ed", "d", "ying", "ing"}) {
    if (!verb.ends_with(ending)) continue;
    std::string stem = whole.substr(0, whole.size() - ending.size());
    if (ending == "ied") stem += 'y';
    if (ending == "d" && !stem.ends_with("e")) continue;
    if (has(lexicon, stem, sense::verb)) return stem;
    if (stem.size() > 2 && stem[stem.size() - 1] == stem[stem.size() - 2] && has(lexicon, stem.substr(0, stem.size() - 1), sense::verb)) return stem.substr(0, stem.size() - 1);
    if (has(lexicon, stem + "e", sense::verb)) return stem + "e";
  }
  return {};
}
std::string EnglishForms::participle(std::string_view verb, const EnglishLexicon& lexicon) const {
  if (const auto found = participles_.find(verb); found != participles_.end()) return found->second;
  const std::string stem = base(verb, lexicon).empty() ? std::string(verb) : base(verb, lexicon);
  if (const auto found = participles_.find(stem); found != participles_.end()) return found->second;
  std::vector<std::string> forms = {stem + "ed"};
  if (stem.ends_with("e")) forms = {stem + "d"};
  else if (stem.size() > 1 && stem.back() == 'y' && !vowel(stem[stem.size() - 2])) forms = {stem.substr(0, stem.size() - 1) + "ied"};
  else if (stem.size() > 1) forms.push_back(stem + stem.back() + "ed");
  for (const std::string& form : forms) {
    if (lexicon.find(form) != EnglishLexicon::kNone) return form;
  }
  return {};
}
std::string EnglishForms::past(std::string_view verb, const EnglishLexicon& lexicon) const {
  const std::string stem = base(verb, lexicon).empty() ? std::string(verb) : base(verb, lexicon);
  if (const auto found = pasts_.find(stem); found != pasts_.end()) return found->second;
  return participle(stem, lexicon);
}
std::string EnglishForms::with_ing(std::string_view verb, const EnglishLexicon& lexicon) const {
  const std::string stem = base(verb, lexicon).empty() ? std::string(verb) : base(verb, lexicon);
  std::vector<std::string> forms = {stem + "ing"};
  if (stem.size() > 2) forms.push_back(stem + stem.back() + "ing");
  if (stem.ends_with("e")) forms.insert(forms.begin(), stem.substr(0, stem.size() - 1) + "ing");
  for (const std::string& form : forms) {
    if (lexicon.find(form) != EnglishLexicon::kNone) return form;
  }
  return {};
}
std::string EnglishForms::with_s(std::string_view verb, const EnglishLexicon& lexicon) const {
  if (verb == "have" || verb == "haven't") return verb == "have" ? "has" : "hasn't";
  if (verb == "do") return "does";
  if (verb == "don't") return "doesn't";
  if (verb == "go") return "goes";
  if (verb == "are" || verb == "am" || verb == "be") return "is";
  if (verb == "were") return "was";
  const std::string form = with_ending_s(verb);
  return has(lexicon, form, sense::verb_s) ? form : std::string();
}
std::string EnglishForms::plural(std::string_view noun, const EnglishLexicon& lexicon) const {
  if (const auto found = plurals_.find(noun); found != plurals_.end()) return found->second;
  const std::string form = with_ending_s(noun);
  return has(lexicon, form, sense::plural) ? form : std::string();
}
std::string EnglishForms::singular(std::string_view noun, const EnglishLexicon& lexicon) const {
  if (const auto found = singulars_.find(noun); found != singulars_.end()) return found->second;
  return without_ending_s(noun, lexicon, sense::noun);
}

}  // namespace colophon::proofread
