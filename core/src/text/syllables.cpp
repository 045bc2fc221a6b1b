#include <algorithm>

#include "colophon/text/readability.hpp"

namespace colophon::text {
namespace {

bool is_vowel(char16_t c) { return c == u'a' || c == u'e' || c == u'i' || c == u'o' || c == u'u' || c == u'y'; }
bool any_of(char16_t c, std::u16string_view letters) { return letters.find(c) != std::u16string_view::npos; }

// Words whose spelling says something else than their sound, in order.
struct Exception { std::u16string_view word; int syllables; };
constexpr Exception kExceptions[] = {
    {u"area", 3}, {u"beautiful", 3}, {u"being", 2}, {u"business", 2}, {u"careful", 2}, {u"carefully", 3}, {u"colonel", 2}, {u"create", 2},
    {u"created", 3}, {u"creative", 3}, {u"dialogue", 3}, {u"doing", 2}, {u"dying", 2}, {u"earliest", 3}, {u"element", 3}, {u"elements", 3},
    {u"elsewhere", 2}, {u"evening", 2}, {u"every", 2}, {u"everything", 3}, {u"eye", 1}, {u"eyed", 1}, {u"eyes", 1}, {u"forehead", 2}, {u"forever", 3},
    {u"going", 2}, {u"happiest", 3}, {u"himself", 2}, {u"homeless", 2}, {u"hopeful", 2}, {u"hundred", 2}, {u"idea", 3}, {u"ideas", 3},
    {u"likewise", 2}, {u"lying", 2}, {u"maybe", 2}, {u"meanwhile", 2}, {u"moreover", 3}, {u"movement", 2}, {u"naked", 2}, {u"people", 2},
    {u"playing", 2}, {u"poem", 2}, {u"poet", 2}, {u"quiet", 2}, {u"real", 1}, {u"really", 2}, {u"sacred", 2}, {u"saying", 2}, {u"science", 2},
    {u"seeing", 2}, {u"somebody", 3}, {u"someone", 2}, {u"something", 2}, {u"sometimes", 2}, {u"somewhere", 2}, {u"statement", 2}, {u"themselves", 2},
    {u"therefore", 2}, {u"trying", 2}, {u"tuesday", 2}, {u"wednesday", 2}, {u"wicked", 2}, {u"wretched", 2},
};
static_assert(std::ranges::is_sorted(kExceptions, {}, &Exception::word));
constexpr bool ends_with(std::u16string_view word, std::u16string_view ending) { return word.size() > ending.size() && word.ends_with(ending); }

// Silent: the e of "love", "loved" and "loves", not of "table", "wanted" and "houses".
int silent(std::u16string_view word) {
  const auto before = [&](std::size_t from_end) { return word.size() >= from_end ? word[word.size() - from_end] : u'\0'; };
  if (word.ends_with(u'e')) return !is_vowel(before(2)) && !(before(2) == u'l' && !is_vowel(before(3)) && before(3) != u'\0') ? 1 : 0;
  if (ends_with(word, u"ed")) return !any_of(before(3), u"td") && (!is_vowel(before(3)) || (before(3) == u'y' && is_vowel(before(4)))) && !(before(3) == u'l' && any_of(before(4), u"bcdfgkpstz")) ? 1 : 0;
  if (ends_with(word, u"es")) {
    const bool hissing = any_of(before(3), u"szxcg") || (before(3) == u'h' && any_of(before(4), u"cs"));
    return !hissing && !is_vowel(before(3)) && !(before(3) == u'l' && any_of(before(4), u"bcdfgkpstz")) ? 1 : 0;
  }
  // "careful", "lonely", "movement": an e in front of such an ending is silent too.
  constexpr std::u16string_view kEndings[] = {u"ly", u"less", u"ness", u"ment", u"ments", u"ful", u"some"};
  for (const std::u16string_view ending : kEndings) {
    if (ends_with(word, ending) && word.size() >= ending.size() + 3) {
      const std::u16string_view stem = word.substr(0, word.size() - ending.size());
      if (stem.ends_with(u'e') && !is_vowel(stem[stem.size() - 2])) return 1 + (ending == u"some" ? 1 : 0);
    }
  }
  return 0;
}

}  // namespace

int syllables(std::u16string_view word) {
  if (word.empty()) return 0;
  if (ends_with(word, u"'s") || ends_with(word, u"’s")) word.remove_suffix(2);
  const Exception* found = std::ranges::lower_bound(kExceptions, word, {}, &Exception::word);
  if (found != std::end(kExceptions) && found->word == word) return found->syllables;
  int groups = 0;
  bool in_group = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char16_t c = word[i];
    // The y of "yes" and "beyond" is a consonant, the u of "quick" part of one.
    const bool vowel = is_vowel(c) && !(c == u'y' && i + 1 < word.size() && is_vowel(word[i + 1]) && (i == 0 || is_vowel(word[i - 1]))) &&
                       !(c == u'u' && i > 0 && word[i - 1] == u'q');
    if (vowel && !in_group) ++groups;
    in_group = vowel;
  }
  if (groups > 1) groups -= silent(word);
  // Two vowels in two syllables: "lion", "piano", "genius", "video", "usual", "cruel"; not "nation", "special", "region".
  for (std::size_t i = 0; i + 1 < word.size(); ++i) {
    const char16_t a = word[i], b = word[i + 1], before = i > 0 ? word[i - 1] : u'\0';
    const bool soft = any_of(before, b == u'o' && i > 1 ? u"tscgxln" : u"tscgx") && a == u'i' && (b == u'o' || b == u'a' || b == u'e' || b == u'u');
    if (a == u'i' && any_of(b, u"aou") && !soft) ++groups;
    else if (a == u'i' && b == u'e' && i + 2 < word.size() && (word[i + 2] == u't' || (word[i + 2] == u'n' && !soft) || (word[i + 2] == u'r' && i + 3 == word.size() && i > 1)) && before != u'r' && before != u'f') ++groups;
    else if (a == u'e' && b == u'o' && !any_of(before, u"gp")) ++groups;
    else if (a == u'u' && any_of(b, u"aeo") && !any_of(before, u"qgl") && i + 2 < word.size() && !(b == u'e' && i + 3 == word.size())) ++groups;
    else if (a == u'y' && any_of(b, u"aio") && i > 0 && !is_vowel(before)) ++groups;
  }
  // "rhythm", "prism", "didn't".
  if (ends_with(word, u"sm") || ends_with(word, u"thm")) ++groups;
  if (ends_with(word, u"n't") || ends_with(word, u"n’t")) groups += any_of(word[word.size() - 4], u"dst") ? 1 : 0;
  return std::max(groups, 1);
}

}  // namespace colophon::text
