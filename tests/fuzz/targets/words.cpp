#include "targets.hpp"

#include <algorithm>
#include <functional>
#include <vector>

#include "colophon/text/chinese.hpp"
#include "colophon/text/reading.hpp"

namespace {

using namespace colophon;

void expect_ends(const text::Ends& ends, std::size_t size) {
  fuzz::expect(ends.empty() == (size == 0) && (ends.empty() || ends.back() == size), "segments cover a text");
  fuzz::expect(std::ranges::adjacent_find(ends, std::greater_equal<>()) == ends.end(), "segments have a length");
}

}  // namespace

// A dictionary, which parts a text and reads it; and as a text the bytes themselves.
void colophon::fuzz::run_words(ByteView input) {
  std::u16string units;
  for (std::size_t i = 0; i + 1 < input.size() && units.size() < 4'000; i += 2) units += static_cast<char16_t>(input[i] | input[i + 1] << 8);
  for (const auto function : {text::grapheme_ends, text::word_ends, text::sentence_ends}) expect_ends(function(units), units.size());

  const auto dictionary = text::ChineseDictionary::parse(input);
  const text::ReadingTools tools{dictionary ? &*dictionary : nullptr, nullptr};
  if (dictionary) {
    const std::u16string_view sentence = u"小明硕士毕业于中国科学院计算所，后在日本京都大学深造。我买了T恤。";
    expect_ends(dictionary->word_ends(sentence, true), sentence.size());
  }
  const std::vector<std::u16string_view> chapters{units, u"我来到北京，“去！”他说。"};
  for (const std::string_view language : {"en", "zh-Hant"}) {
    const auto reading = text::read_book(chapters, language, tools);
    expect(reading.has_value(), "every text can be read");
    for (const text::ChapterReading& chapter : reading->chapters) {
      expect(chapter.dialogue_milli >= 0 && chapter.dialogue_milli <= 1000, "dialogue is a part of the chapter");
      for (const text::Span& span : chapter.long_sentences) expect(span.begin < span.end && span.end <= chapter.units, "a sentence lies in its chapter");
      for (const text::Repetition& span : chapter.repetitions) expect(span.begin < span.end && span.end <= chapter.units && span.count >= 2, "a repetition lies in its chapter");
    }
  }
}
