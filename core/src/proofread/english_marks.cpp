// Articles, repeated words, and what punctuation and spacing show.
#include <algorithm>
#include <array>

#include "english.hpp"

namespace colophon::proofread {
namespace {

std::u16string_view of(std::u16string_view source, const Token& token) { return source.substr(token.begin, token.end - token.begin); }

bool starts_with_any(std::string_view word, std::initializer_list<std::string_view> heads) {
  return std::ranges::any_of(heads, [&](std::string_view head) { return word.starts_with(head); });
}

enum class Sound { vowel, consonant, either };

/// How a word begins to the ear.
Sound sound_of(const EnglishTokens& text, const Token& token, std::u16string_view source) {
  if (token.type == Token::Type::number) {
    const std::u16string_view digits = of(source, token);
    if (digits[0] == u'8') return Sound::vowel;
    if (digits == u"11" || digits == u"18" || digits.starts_with(u"11,") || digits.starts_with(u"18,")) return Sound::vowel;
    if (digits[0] == u'1' && digits.size() == 4) return Sound::either;  // "an 1811 map": eleven or eighteen hundred, or one thousand
    return Sound::consonant;
  }
  if (token.type != Token::Type::word) return Sound::either;
  const std::string_view word = text.word(token);
  if (token.written == Case::upper || (word.size() == 1 && token.written != Case::lower)) {
    if (word.size() > 4) return Sound::either;
    // Read letter by letter, or as a word: only where both agree.
    const bool letter = std::string_view("aefhilmnorsx").contains(word[0]);
    const bool as_word = std::string_view("aeiou").contains(word[0]);
    if (word.size() == 1) return letter ? Sound::vowel : Sound::consonant;
    return letter && as_word ? Sound::vowel : !letter && !as_word ? Sound::consonant : Sound::either;
  }
  if (token.stem == EnglishLexicon::kNone || word.size() < 2 || token.written == Case::mixed) return Sound::either;
  if (starts_with_any(word, {"hour", "honest", "honor", "honour", "heir"})) return Sound::vowel;
  if (starts_with_any(word, {"herb", "historic", "hotel", "hypothe", "habitu", "hysteric", "histrionic", "homage", "hilarious"})) return Sound::either;
  if (word == "one" || word == "once" || starts_with_any(word, {"one-", "oneself", "oneness", "ouija"})) return Sound::consonant;
  if (starts_with_any(word, {"eu", "ewe", "uni", "use", "usa", "usu", "uti", "ubi", "ute", "ura", "uro", "ufo", "ukr", "uvu"})) {
    if (starts_with_any(word, {"unin", "unim", "unid", "unill", "unif"})) return word.starts_with("unif") ? Sound::consonant : Sound::vowel;
    if (starts_with_any(word, {"unis", "unia", "unio"})) return Sound::consonant;
    return Sound::consonant;
  }
  return std::string_view("aeiou").contains(word[0]) ? Sound::vowel : std::string_view("\xe0\xe1\xe2\xe4\xe6\xe8\xe9\xea\xeb").contains(word[0]) ? Sound::vowel : Sound::consonant;
}

}  // namespace

void mark_articles(const EnglishTokens& text, const EnglishLexicon&, std::u16string_view source, std::vector<Mark>& marks) {
  for (std::size_t i = 0; i + 1 < text.tokens.size(); ++i) {
    const Token& article = text.tokens[i];
    const Token& next = text.tokens[i + 1];
    if (article.type != Token::Type::word || article.lower_size > 2 || !next.space_before || article.hyphen_before) continue;
    const std::string_view word = text.word(article);
    if (word != "a" && word != "an") continue;
    if (article.written == Case::upper && word == "an") continue;
    // "point A is", "vitamin A and": a capital within a sentence is a letter, not the article.
    if (word == "a" && article.written != Case::lower && !article.starts_sentence) continue;
    // Before what is no noun phrase "a" is a letter too.
    if (next.type == Token::Type::word) {
      static constexpr std::string_view kNo[] = {"is", "in", "on", "and", "or", "are", "as", "at", "of", "if", "it", "a", "an", "i"};
      if (std::ranges::find(kNo, text.word(next)) != std::end(kNo)) continue;
    }
    const Sound sound = sound_of(text, next, source);
    if ((sound == Sound::vowel && word == "a") || (sound == Sound::consonant && word == "an")) {
      marks.push_back({article.begin, article.end, Kind::grammar, "en.article", {as_written(word == "a" ? "an" : "a", article.starts_sentence && article.written != Case::lower ? Case::capital : Case::lower, false)}});
    }
  }
}

void mark_repeated_words(const EnglishTokens& text, std::u16string_view source, std::vector<Mark>& marks) {
  static constexpr std::string_view kMeant[] = {"had", "that", "very", "so", "no", "yes", "ha", "he", "bye", "now", "there", "well", "ho", "hey", "oh", "never", "really", "much", "far", "long", "many", "please",
                                                "knock", "tut", "hear", "wait", "go", "come", "hush", "blah", "boo", "pretty", "more", "round", "again", "out", "do", "is", "was", "new", "old", "big", "too", "up", "down", "on", "one", "two", "yeah", "ok", "okay",
                                                "night", "there's", "la", "da", "ding", "tick", "tap", "beep", "run", "stop", "look", "left", "right", "hello", "quite", "poor", "dear", "sorry", "over"};
  // Of these a doubled one is meant now and then, but not in running text.
  static constexpr std::string_view kSlips[] = {"is", "was", "on", "do", "out", "up"};
  for (std::size_t i = 0; i + 1 < text.tokens.size(); ++i) {
    const Token &a = text.tokens[i], &b = text.tokens[i + 1];
    if (a.type != Token::Type::word || b.type != Token::Type::word || a.lower_size != b.lower_size || !b.space_before || a.hyphen_before || b.hyphen_after) continue;
    const std::string_view word = text.word(a);
    if (word != text.word(b) || a.stem == EnglishLexicon::kNone) continue;
    if ((word.size() == 1 && word != "a" && word != "i") || (b.written == Case::capital && word != "i" && a.written != Case::capital)) continue;
    if (a.written == Case::capital && b.written == Case::capital) continue;  // "New York York" is rare, "Duran Duran" and "Sing Sing" are names.
    if (std::ranges::find(kMeant, word) != std::end(kMeant)) {
      if (std::ranges::find(kSlips, word) == std::end(kSlips)) continue;
      // "what it is is a mistake", "carry on on foot" are right.
      if (word == "is" || word == "on" || word == "do" || word == "was") continue;
    }
    // Three of them are meant.
    if (i + 2 < text.tokens.size() && text.tokens[i + 2].type == Token::Type::word && text.word(text.tokens[i + 2]) == word) continue;
    if (i > 0 && text.tokens[i - 1].type == Token::Type::word && text.word(text.tokens[i - 1]) == word) continue;
    marks.push_back({a.begin, b.end, Kind::repetition, "en.repeated", {std::u16string(of(source, a))}});
  }
}

namespace {

class Punctuation {
 public:
  Punctuation(const EnglishTokens& text, const EnglishLexicon& lexicon, std::u16string_view source, Reading reading, std::vector<Mark>& marks)
      : text_(text), lexicon_(lexicon), source_(source), reading_(reading), marks_(marks) {}

  void run() {
    for (at_ = 0; at_ < text_.tokens.size() && marks_.size() < kMarksMax; ++at_) {
      const Token& token = text_.tokens[at_];
      if (token.type == Token::Type::line_end) {
        paragraph_ends(text_.tokens.size() > at_ + 1 && opens_quotation(text_.tokens[at_ + 1]));
        continue;
      }
      spaces_before(token);
      if (token.type == Token::Type::punctuation) mark_of(token);
      else capital(token);
    }
    paragraph_ends(reading_.quotation_goes_on);
  }

 private:
  struct Open {
    char16_t mark;
    std::uint32_t at;
  };
  static constexpr std::size_t kOpenMax = 64;  ///< More than these are open in no text that is written; they are left alone.

  char16_t unit(std::size_t i) const { return i < source_.size() ? source_[i] : u'\0'; }
  const Token* before() const { return at_ > 0 && text_.tokens[at_ - 1].type != Token::Type::line_end ? &text_.tokens[at_ - 1] : nullptr; }
  const Token* after() const { return at_ + 1 < text_.tokens.size() && text_.tokens[at_ + 1].type != Token::Type::line_end ? &text_.tokens[at_ + 1] : nullptr; }
  static bool opens_quotation(const Token& token) { return token.mark == u'\u201c' || token.mark == u'"' || token.mark == u'\u2018'; }

  void add(std::size_t begin, std::size_t end, Kind kind, const char* rule, std::u16string fix) {
    marks_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end), kind, rule, {std::move(fix)}});
  }

  void spaces_before(const Token& token) {
    if (!token.space_before || !before()) return;
    std::size_t begin = token.begin;
    while (begin > 0 && is_blank(source_[begin - 1])) --begin;
    if (begin > 0 && source_[begin - 1] == u'*') return;
    const std::size_t blanks = token.begin - begin;
    // After the end of a sentence two spaces are a typist's habit; more, or a tabulator, set out columns.
    const bool prose = token.type == Token::Type::word && (before()->type == Token::Type::word || before()->mark == u',' || before()->mark == u';');
    if (prose && blanks == 2 && source_[begin] == u' ' && source_[begin + 1] == u' ') add(begin, token.begin, Kind::spacing, "en.spaces", u" ");
  }

  void mark_of(const Token& token) {
    const char16_t c = token.mark;
    const Token *left = before(), *right = after();
    switch (c) {
      case u',': case u';': case u':': case u'!': case u'?': case u'.': {
        const bool word_left = left && (left->type == Token::Type::word || left->type == Token::Type::number) && left->end <= token.begin;
        if (token.space_before && word_left && (!right || right->space_before || right->mark == u'"' || right->mark == u'\u201d') && !(c == u'.' && right && right->mark == u'.') && !(c == u'.' && unit(token.end) == u'.')) {
          std::size_t begin = token.begin;
          while (begin > 0 && is_blank(source_[begin - 1])) --begin;
          add(begin, token.end, Kind::spacing, "en.space_before", std::u16string(1, c));
        }
        if (left && right && !right->space_before && !token.space_before && left->end == token.begin && left->type == Token::Type::word) missing_space(token, *left, *right);
        if (right && right->mark == c && !right->space_before && (c == u',' || c == u';' || c == u':')) add(token.begin, right->end, Kind::punctuation, "en.doubled_mark", std::u16string(1, c));
        if (c == u'.' && right && right->mark == u'.' && !right->space_before && !(left && left->mark == u'.') && unit(right->end) != u'.' && unit(right->end) != u'/') {
          // Two full stops: one, or the three of an ellipsis.
          marks_.push_back({token.begin, right->end, Kind::punctuation, "en.doubled_mark", {u".", u"..."}});
        }
        if (right && !right->space_before && ((c == u',' && right->mark == u'.') || (c == u'.' && right->mark == u',' && !abbreviated(left)))) add(token.begin, right->end, Kind::punctuation, "en.doubled_mark", std::u16string(1, c));
        break;
      }
      case u'(': case u'[': case u'{': case u'\u201c':
        if (c == u'(' && left && !token.space_before && left->type == Token::Type::word && left->end == token.begin && right && right->type == Token::Type::word && left->lower_size > 3 && left->stem != EnglishLexicon::kNone && unit(right->end) != u')') {
          add(token.begin, token.end, Kind::spacing, "en.space_missing", u" (");
        } else if (right && right->space_before && c == u'(' && right->begin - token.end == 1) {
          add(token.begin, right->begin, Kind::spacing, "en.space_inside", u"(");
        }
        open(token);
        break;
      case u')': case u']': case u'}': case u'\u201d': close(token); break;
      case u'"':
        // Straight quotation marks come in pairs.
        if (!open_.empty() && open_.back().mark == u'"') open_.pop_back();
        else open(token);
        break;
      default: break;
    }
  }

  bool abbreviated(const Token* left) const {
    return left && left->type == Token::Type::word && (left->lower_size <= 4 || text_.word(*left) == "approx" || text_.word(*left) == "corp");
  }

  void missing_space(const Token& token, const Token& left, const Token& right) {
    if (right.type != Token::Type::word) return;
    const bool both = left.stem != EnglishLexicon::kNone && right.stem != EnglishLexicon::kNone;
    if (!both || left.lower_size < 2) return;
    if (token.mark == u'.') {
      // "end.The": a capital after a word in lower case.
      if (right.written != Case::capital || left.written == Case::upper || left.written == Case::mixed || (right.lower_size < 2 && text_.word(right) != "i" && text_.word(right) != "a")) return;
      if (left.written == Case::capital && !left.starts_sentence) return;
    } else if (token.mark == u':') {
      return;
    }
    add(token.begin, token.end, Kind::spacing, "en.space_missing", std::u16string(1, token.mark) + u" ");
  }

  void open(const Token& token) {
    if (open_.size() < kOpenMax) open_.push_back({token.mark, token.begin});
  }
  void close(const Token& token) {
    const char16_t opener = token.mark == u')' ? u'(' : token.mark == u']' ? u'[' : token.mark == u'}' ? u'{' : u'\u201c';
    if (!open_.empty() && open_.back().mark == opener) {
      open_.pop_back();
      if (token.mark == u')' && token.space_before && before() && token.begin - before()->end == 1) add(token.begin - 1, token.end, Kind::spacing, "en.space_inside", u")");
      return;
    }
    const auto found = std::ranges::find(open_, opener, &Open::mark);
    if (found != open_.end()) {
      // What was opened since then is not closed: that is what is wrong.
      for (auto i = found + 1; i != open_.end(); ++i) unpaired(*i);
      open_.erase(found, open_.end());
      return;
    }
    // "a)", "1)" number a list; ":)" smiles.
    const Token* left = before();
    const bool numbers = token.mark == u')' && left && (left->lower_size == 1 || left->type == Token::Type::number || left->type == Token::Type::punctuation);
    if (!numbers) marks_.push_back({token.begin, token.end, Kind::punctuation, "en.unpaired", {u""}});
  }
  void unpaired(const Open& open) { marks_.push_back({open.at, open.at + 1, Kind::punctuation, "en.unpaired", {u""}}); }

  void paragraph_ends(bool next_opens_quotation) {
    for (const Open& open : open_) {
      const bool quotation = open.mark == u'\u201c' || open.mark == u'"';
      // A speech of several paragraphs opens each and closes the last alone.
      if (quotation && next_opens_quotation) continue;
      if (open.mark == u'"' && open.at > 0 && is_digit(source_[open.at - 1])) continue;  // inches
      unpaired(open);
    }
    open_.clear();
  }

  /// A sentence begins with a capital.
  void capital(const Token& token) {
    if (!token.starts_sentence || token.type != Token::Type::word || token.written != Case::lower || token.hyphen_before || token.hyphen_after || unit(token.end) == u'/' || unit(token.end) == u'.') return;
    const Token* left = before();
    if (!left || left->mark != u'.' || !token.space_before || at_ < 2) return;
    const Token& end = text_.tokens[at_ - 2];
    if (end.type != Token::Type::word || end.end != left->begin || end.stem == EnglishLexicon::kNone || end.lower_size < 3 || token.stem == EnglishLexicon::kNone) return;
    if (at_ + 1 < text_.tokens.size() && text_.tokens[at_ + 1].mark == u'.' && token.lower_size < 3) return;
    add(token.begin, token.end, Kind::punctuation, "en.capital", as_written(text_.word(token), Case::capital, false));
    marks_.back().fixes[0] = std::u16string(source_.substr(token.begin, token.end - token.begin));
    marks_.back().fixes[0][0] = static_cast<char16_t>(static_cast<unsigned char>(latin_upper(static_cast<unsigned char>(source_[token.begin]))));
  }

  const EnglishTokens& text_;
  const EnglishLexicon& lexicon_;
  std::u16string_view source_;
  Reading reading_;
  std::vector<Mark>& marks_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
};

}  // namespace

void mark_punctuation(const EnglishTokens& text, const EnglishLexicon& lexicon, std::u16string_view source, Reading reading, std::vector<Mark>& marks) {
  Punctuation(text, lexicon, source, reading, marks).run();
}

}  // namespace colophon::proofread
