#include "colophon/text/reading.hpp"

#include <algorithm>

#include "text/book_words.hpp"
#include "text/coach.hpp"
#include "text/keywords.hpp"
#include "text/measures.hpp"

namespace colophon::text {
namespace {

Result<void> check(std::span<const std::u16string_view> chapters) {
  std::size_t units = 0;
  for (const std::u16string_view chapter : chapters) units += chapter.size();
  if (chapters.size() > kBookChaptersMax) return fail(Errc::limit_exceeded, "chapters", "A book may have " + std::to_string(kBookChaptersMax) + " chapters: part it into volumes.");
  if (units > kBookUnitsMax) return fail(Errc::limit_exceeded, "text", "A book may have " + std::to_string(kBookUnitsMax >> 20) + " million characters: part it into volumes.");
  return {};
}

Language language_of(std::span<const std::u16string_view> chapters) {
  std::u16string beginning;
  for (const std::u16string_view chapter : chapters) {
    beginning += chapter.substr(0, kLanguageUnits - beginning.size());
    if (beginning.size() >= kLanguageUnits) break;
    beginning += u'\n';
  }
  return detect_language(beginning);
}

Speech speech_of(std::string_view tag) {
  const std::string_view language = tag.substr(0, tag.find('-'));
  return language == "en" ? Speech::english : language == "zh" ? Speech::chinese : Speech::other;
}

// "zh-Hant", "zh-TW", "zh-Hant-HK".
bool is_traditional(std::string_view tag) {
  return tag.find("Hant") != std::string_view::npos || tag.find("-TW") != std::string_view::npos || tag.find("-HK") != std::string_view::npos || tag.find("-MO") != std::string_view::npos;
}

EnglishCounts english_counts(std::span<const BookChapter> chapters, const Vocabulary& vocabulary, const ReadingTools& tools) {
  EnglishCounts counts;
  counts.has_familiar_list = tools.familiar != nullptr && !tools.familiar->empty();
  for (const BookChapter& chapter : chapters) counts.sentences += static_cast<std::int64_t>(chapter.sentences.size());
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const Vocabulary::Entry& entry = vocabulary[i];
    const std::u16string_view word = vocabulary.word(i);
    const std::int64_t many = entry.count, parts = syllables(word);
    const bool name = entry.inner > 0 && entry.capital * 10 >= entry.inner * 7;
    const bool ending = word.ends_with(u"ed") || word.ends_with(u"es") || word.ends_with(u"ing");
    counts.words += many;
    counts.letters += many * (entry.length - std::ranges::count(word, u'\''));
    counts.syllables += many * parts;
    counts.polysyllables += parts >= 3 ? many : 0;
    counts.complex += parts >= (ending ? 4 : 3) && !name ? many : 0;
    counts.unfamiliar += counts.has_familiar_list && !name && !entry.digits && !entry.familiar ? many : 0;
  }
  return counts;
}

ChineseCounts chinese_counts(std::span<const BookChapter> chapters, const Vocabulary& vocabulary, const ReadingTools& tools) {
  ChineseCounts counts;
  counts.has_dictionary = tools.chinese != nullptr;
  for (const BookChapter& chapter : chapters) {
    counts.characters += chapter.han;
    counts.common_characters += chapter.common_han;
    counts.clauses += chapter.clauses;
    counts.sentences += static_cast<std::int64_t>(chapter.sentences.size());
  }
  for (std::uint32_t i = 0; i < vocabulary.size(); ++i) {
    const WordClass kind = vocabulary[i].kind;
    if (kind == WordClass::adverb || kind == WordClass::conjunction) counts.adverbs_and_conjunctions += vocabulary[i].count;
  }
  return counts;
}

}  // namespace

Result<Reading> read_book(std::span<const std::u16string_view> chapters, std::string_view language, const ReadingTools& tools) {
  if (auto checked = check(chapters); !checked) return std::unexpected(checked.error());
  Reading reading;
  reading.language = language_of(chapters);
  // What the writer says holds; how sure we are says how far the text agrees.
  const std::string_view tag = language.empty() ? reading.language.tag : language;
  const Speech speech = speech_of(tag);
  const bool traditional = speech == Speech::chinese && (is_traditional(tag) || (tag == "zh" && reading.language.tag == "zh-Hant"));

  Vocabulary vocabulary(speech, traditional, tools);
  std::vector<BookChapter> scanned;
  scanned.reserve(chapters.size());
  std::int64_t lines = 0, short_lines = 0;
  for (const std::u16string_view chapter : chapters) {
    scanned.push_back(scan_chapter(chapter, speech, traditional, tools, vocabulary));
    lines += scanned.back().paragraphs;
    short_lines += scanned.back().short_lines;
  }
  for (const BookChapter& chapter : scanned) {
    reading.chapters.push_back(measure_chapter(chapter, speech, vocabulary));
    reading.words += reading.chapters.back().words;
    reading.characters += reading.chapters.back().characters;
    reading.sentences += reading.chapters.back().sentences;
  }
  // Dialogue has short lines too, but seldom nine of ten.
  reading.verse = lines >= 8 && short_lines * 10 > lines * 9;
  if (speech == Speech::english) reading.readability = english_readability(english_counts(scanned, vocabulary, tools));
  if (speech == Speech::chinese) reading.readability = chinese_readability(chinese_counts(scanned, vocabulary, tools));
  reading.keywords = keywords(scanned, speech, vocabulary, tools);
  reading.themes = themes(speech, traditional, vocabulary, tools);
  reading.features = coach(scanned, reading.chapters, speech, reading.verse, vocabulary);
  return reading;
}

}  // namespace colophon::text
