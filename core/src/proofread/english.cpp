#include "english.hpp"

#include <algorithm>
#include <map>

#include "english_suggest.hpp"

namespace colophon::proofread {
namespace {

constexpr std::uint32_t kVerbal = sense::verb | sense::verb_s | sense::past | sense::participle | sense::ing;

/// What a word is and is not, in bits that the rules ask for.
std::uint32_t refined(std::uint32_t senses) {
  const auto only = [&](std::uint32_t what, std::uint32_t others) { return (senses & what) != 0 && (senses & (others | sense::function)) == 0; };
  if (only(sense::noun, kVerbal | sense::adjective | sense::adverb)) senses |= sense::pure_noun;
  if (only(sense::verb, sense::noun | sense::adjective | sense::adverb | sense::past | sense::participle)) senses |= sense::pure_verb;
  if (only(sense::plural, sense::verb_s | sense::noun | sense::adjective)) senses |= sense::pure_plural;
  if (only(sense::past, sense::noun | sense::adjective | sense::verb | sense::participle)) senses |= sense::pure_past;
  if (only(sense::adjective, kVerbal | sense::noun | sense::adverb)) senses |= sense::pure_adjective;
  return senses;
}

std::string_view without_possessive(std::string_view lower) {
  if (lower.ends_with("'s")) return lower.substr(0, lower.size() - 2);
  return lower;
}
bool is_roman(std::string_view lower) {
  return lower.size() <= 8 && std::ranges::all_of(lower, [](char c) { return std::string_view("ivxlcdm").contains(c); });
}
/// Before a hyphen these are no words of their own and right.
bool is_prefix(std::string_view lower) {
  static constexpr std::string_view kPrefixes[] = {"re",   "pre",   "co",   "non",  "anti", "multi", "semi",  "sub",  "inter", "intra", "ultra", "mega", "micro", "macro", "neo",  "pseudo",
                                                   "proto", "quasi", "tri",  "bi",   "un",   "de",    "ex",    "mid",  "post",  "pro",   "self",  "vice", "hyper", "auto", "meta", "poly",
                                                   "socio", "psycho", "electro", "euro", "afro", "anglo", "franco", "sino", "indo", "trans", "extra", "counter", "cyber", "eco", "geo", "bio", "th", "ish", "esque", "mini", "nano", "hydro"};
  return std::ranges::find(kPrefixes, lower) != std::end(kPrefixes);
}

/// Words that are written together: "roadmap", "walkthrough" of two nouns or adverbs, "unmanaged" of a prefix, "hatless" of an ending.
bool is_compound(std::string_view lower, const EnglishLexicon& lexicon) {
  const auto senses = [&](std::string_view part) {
    const std::int32_t at = lexicon.find(part);
    return at == EnglishLexicon::kNone ? 0u : lexicon.flags(static_cast<std::size_t>(at));
  };
  static constexpr std::string_view kPrefixes[] = {"un", "non", "re", "pre", "co", "multi", "anti", "sub", "super", "inter", "over", "under", "out", "off", "mis", "micro", "mega", "hyper", "ultra", "cyber", "counter", "semi", "trans", "self", "pro", "tele", "photo", "bio", "geo"};
  for (const std::string_view prefix : kPrefixes) {
    if (lower.size() >= prefix.size() + 5 && lower.starts_with(prefix) && (senses(lower.substr(prefix.size())) & ~(3u << sense::frequency_shift) & ~sense::function) != 0) return true;
  }
  static constexpr std::string_view kEndings[] = {"less", "like", "wise", "proof", "free", "worthy"};
  for (const std::string_view ending : kEndings) {
    if (lower.size() >= ending.size() + 3 && lower.ends_with(ending) && (senses(lower.substr(0, lower.size() - ending.size())) & sense::noun) != 0) return true;
  }
  for (std::size_t i = 4; i + 4 <= lower.size(); ++i) {
    const std::uint32_t left = senses(lower.substr(0, i)), right = senses(lower.substr(i));
    // Of two familiar words: rare ones make any slip a compound.
    if ((left >> sense::frequency_shift & 3) == 0 || (right >> sense::frequency_shift & 3) == 0) continue;
    if ((left & sense::noun) != 0 && (left & (sense::function | sense::name)) == 0 && (right & (sense::noun | sense::plural | sense::ing)) != 0 && (right & sense::function) == 0) return true;
  }
  return false;
}

std::u16string suggestion_as_written(const Suggestion& one, Case written, bool starts, bool curly) {
  if (written == Case::upper) return as_written(one.word, Case::upper, curly);
  return as_written(one.word, written == Case::capital && case_of(one.word) == Case::lower ? Case::capital : starts && written == Case::capital ? Case::capital : Case::lower, curly);
}

}  // namespace

Result<void> English::set_personal_words(std::u16string_view lines) {
  if (lines.size() > kPersonalUnitsMax) return fail(Errc::limit_exceeded, "words", "are more than the personal dictionary holds");
  personal_.clear();
  std::string word;
  for (std::size_t i = 0; i <= lines.size(); ++i) {
    const char16_t c = i < lines.size() ? lines[i] : u'\n';
    if (c == u'\n') {
      if (!word.empty()) personal_.insert(lowered(word));
      word.clear();
    } else {
      word.push_back(is_apostrophe(c) ? '\'' : c < 0x100 ? static_cast<char>(c) : '?');
    }
  }
  return {};
}

void English::look_up(EnglishTokens& text) const {
  for (Token& token : text.tokens) {
    if (token.type == Token::Type::number) {
      token.senses = sense::number | sense::any_word;
      token.vocabulary = rules_.vocabulary("<num>");
    } else if (token.type == Token::Type::punctuation) {
      token.senses = sense::punctuation;
      if (token.mark < 0x80) token.vocabulary = rules_.vocabulary(std::string_view(reinterpret_cast<const char*>(&token.mark), 1));
    } else if (token.type == Token::Type::opaque) {
      token.senses = sense::any_word | sense::unknown;
    } else if (token.type == Token::Type::word) {
      const std::string_view lower = text.word(token);
      token.vocabulary = rules_.vocabulary(lower);
      token.senses = sense::any_word;
      if (token.written == Case::capital || token.written == Case::upper) token.senses |= sense::capital;
      if (lower.size() > EnglishLexicon::kWordBytesMax) continue;
      // Most words of a text are in lower case: the others are written again as they stand.
      std::string written(lower);
      if (token.written == Case::capital) written = capitalised(lower);
      else if (token.written == Case::upper) for (char& c : written) c = latin_upper(static_cast<unsigned char>(c));
      token.stem = lexicon_.stem(written, token.written);
      bool possessive = false;
      if (token.stem == EnglishLexicon::kNone && lower.ends_with("'s")) {
        token.stem = lexicon_.stem(without_possessive(written), token.written == Case::upper ? Case::upper : token.written);
        if (token.stem == EnglishLexicon::kNone && written.ends_with("'S")) token.stem = lexicon_.stem(written.substr(0, written.size() - 2), token.written);
        possessive = true;
      }
      if (token.stem != EnglishLexicon::kNone) {
        // What a possessive is of says nothing of how it is used.
        token.senses |= possessive ? sense::possessive : refined(lexicon_.flags(static_cast<std::size_t>(token.stem)) & ~(3u << sense::frequency_shift));
      } else {
        token.senses |= sense::unknown;
      }
    }
  }
}

bool English::is_known(const EnglishTokens& text, const Token& token) const {
  if (token.stem != EnglishLexicon::kNone) return true;
  const std::string_view lower = text.word(token);
  const std::string_view bare = without_possessive(lower);
  if (lower.size() < 2 || bare.size() < 2) return true;
  if (is_personal(lower) || is_personal(bare)) return true;
  if (token.written == Case::mixed) return true;  // "iPhone", "McDonald", "JavaScript"
  if (token.written == Case::upper && lower.size() <= 6) return true;
  if (is_roman(lower) && (token.written == Case::upper || lower.size() <= 4)) return true;
  if ((token.hyphen_before || token.hyphen_after) && is_prefix(lower)) return true;
  // "o'clock" is in the dictionary; "d'Artagnan", "rock'n'roll" are names and sounds.
  if (const std::size_t apostrophe = bare.find('\''); apostrophe != bare.npos && apostrophe <= 2 && token.written != Case::lower) return true;
  // Sounds: "hmmm", "aaah", "shhh".
  const auto letters = [&](std::size_t i) { return i >= 2 && bare[i] == bare[i - 1] && bare[i] == bare[i - 2]; };
  for (std::size_t i = 2; i < bare.size(); ++i) {
    // Of these letters a third is a slip: "appple".
    if (letters(i) && !std::string_view("bcdfgjkpqtvwx").contains(bare[i])) return rules_.misspelling(lower).empty();
  }
  return false;
}

void English::spell(const EnglishTokens& text, std::u16string_view source, std::vector<Mark>& marks) const {
  std::map<std::string_view, std::vector<Suggestion>> asked;
  for (const Token& token : text.tokens) {
    if (token.type != Token::Type::word || marks.size() >= kMarksMax) continue;
    const std::string_view lower = text.word(token);
    if (lower.size() > EnglishLexicon::kWordBytesMax) continue;
    if (lower.ends_with("s's") && token.stem != EnglishLexicon::kNone) {
      const std::uint32_t senses = lexicon_.flags(static_cast<std::size_t>(token.stem));
      if ((senses & sense::plural) != 0 && (senses & (sense::noun | sense::name)) == 0) {
        marks.push_back({token.begin, token.end, Kind::punctuation, "en.apostrophe", {std::u16string(source.substr(token.begin, token.end - token.begin - 1))}});
        continue;
      }
    }
    const bool listed = !rules_.misspelling(lower).empty() && !is_personal(lower) && (token.written != Case::upper || lower.size() > 3) && token.written != Case::mixed;
    if (!listed && is_known(text, token)) continue;
    const char16_t before = token.begin > 0 ? source[token.begin - 1] : u' ';
    // "@somebody", "#subject", "/folder", ".ending", "--option": names of another kind.
    if (before == u'@' || before == u'#' || before == u'/' || before == u'\\' || before == u'.' || before == u'$' || before == u'&' || before == u'=') continue;
    if (before == u'-' && token.begin > 1 && source[token.begin - 2] == u'-') continue;
    if (!listed && is_compound(without_possessive(lower), lexicon_)) continue;
    const bool in_hyphens = token.hyphen_before || token.hyphen_after;
    // A capitalised word within a sentence is a name, unless it is nearly one that the dictionary has.
    const bool presumed_name = !listed && token.written == Case::capital && !token.starts_sentence;
    const std::string_view bare = listed ? lower : without_possessive(lower);
    const auto [at, fresh] = asked.try_emplace(bare);
    if (fresh && asked.size() <= kSuggestedMax) at->second = suggested(bare, lexicon_, rules_);
    const std::vector<Suggestion>& found = at->second;
    if (presumed_name) {
      const bool near = std::ranges::any_of(found, [&](const Suggestion& one) { return case_of(one.word) == Case::capital && one.cost <= 7 && one.word.size() >= 5 && lowered(one.word)[0] == bare[0] && lexicon_.frequency(static_cast<std::size_t>(std::max(0, lexicon_.find(one.word)))) > 0; });
      if (!near) continue;
    }
    // At the head of a sentence a name is told from a mistake by how near a common word is; so is a part of a longer word from one.
    const auto near_common = [&](const Suggestion& one) {
      return one.cost <= 6 && case_of(one.word) == Case::lower && lexicon_.find(one.word) != EnglishLexicon::kNone && lexicon_.frequency(static_cast<std::size_t>(lexicon_.find(one.word))) > 0;
    };
    const bool doubtful = (token.written == Case::capital && token.starts_sentence) || in_hyphens;
    if (!listed && doubtful && (bare.size() < 5 || found.empty() || !near_common(found.front()))) continue;
    bool curly = false;
    for (std::size_t i = token.begin; i < token.end; ++i) curly |= source[i] == u'\u2019';
    Mark mark{token.begin, token.end, Kind::spelling, "en.spelling", {}};
    for (const Suggestion& one : found) {
      std::u16string fix = suggestion_as_written(one, token.written, token.starts_sentence, curly);
      fix.append(source.substr(token.end - (lower.size() - bare.size()), lower.size() - bare.size()));
      if (fix != source.substr(token.begin, token.end - token.begin)) mark.fixes.push_back(std::move(fix));
    }
    marks.push_back(std::move(mark));
  }
}

Result<std::vector<Mark>> English::read(std::u16string_view source, Reading reading) const {
  if (source.size() > kTextUnitsMax) return fail(Errc::limit_exceeded, "text", "is longer than one call reads: give it by chapters");
  EnglishTokens text = tokenised(source);
  look_up(text);
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < text.tokens.size() && marks.size() < kMarksMax; ++i) {
    if (text.tokens[i].vocabulary != 0) rules_.match(text, i, lexicon_, source, marks);
  }
  mark_repeated_words(text, source, marks);
  mark_articles(text, lexicon_, source, marks);
  spell(text, source, marks);
  mark_punctuation(text, lexicon_, source, reading, marks);
  settle(marks);
  return marks;
}

Result<std::vector<Name>> English::names(std::u16string_view source) const {
  if (source.size() > kTextUnitsMax) return fail(Errc::limit_exceeded, "text", "is longer than one call reads: give it by chapters");
  EnglishTokens text = tokenised(source);
  look_up(text);
  std::map<std::string, std::pair<std::uint32_t, std::uint32_t>> counts;  // How often, and how often within a sentence.
  for (const Token& token : text.tokens) {
    if (token.type != Token::Type::word || token.stem != EnglishLexicon::kNone || (token.written != Case::capital && token.written != Case::mixed)) continue;
    const std::string_view bare = without_possessive(text.word(token));
    if (bare.size() < 3 || !rules_.misspelling(bare).empty()) continue;
    std::string written;
    for (std::size_t i = token.begin; i < token.end && written.size() < bare.size(); ++i) {
      if (source[i] != u'\u00ad') written.push_back(is_apostrophe(source[i]) ? '\'' : static_cast<char>(source[i]));
    }
    auto& [all, within] = counts[written];
    ++all;
    within += !token.starts_sentence;
  }
  std::vector<Name> names;
  for (const auto& [word, count] : counts) {
    if (count.first < 2 || count.second == 0) continue;
    names.push_back({as_written(word, Case::lower, false), count.first});
  }
  std::ranges::stable_sort(names, std::greater<>{}, &Name::count);
  return names;
}

void settle(std::vector<Mark>& marks) {
  const auto rank = [](const Mark& mark) { return mark.kind == Kind::spelling ? 1 : mark.kind == Kind::spacing || mark.kind == Kind::style ? 2 : 0; };
  std::ranges::stable_sort(marks, [&](const Mark& a, const Mark& b) { return a.begin != b.begin ? a.begin < b.begin : rank(a) < rank(b); });
  std::vector<Mark> kept;
  for (Mark& mark : marks) {
    if (mark.fixes.size() > kFixesMax) mark.fixes.resize(kFixesMax);
    if (kept.empty() || mark.begin >= kept.back().end) {
      if (kept.empty() || mark.begin != mark.end || kept.back().begin != mark.begin) kept.push_back(std::move(mark));
    } else if (rank(mark) < rank(kept.back())) {
      kept.back() = std::move(mark);
    }
    if (kept.size() == kMarksMax) break;
  }
  marks = std::move(kept);
}

}  // namespace colophon::proofread
