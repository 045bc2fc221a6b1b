#include "targets.hpp"

#include "colophon/text/features.hpp"

void colophon::fuzz::run_text(ByteView input) {
  const std::string_view text = as_text(input);
  const auto measured = text::features(text);
  expect(measured.has_value() == is_utf8(text), "text is measured exactly where it is UTF-8");
  if (!measured) return;
  expect(measured->characters >= 0 && measured->characters <= static_cast<std::int64_t>(text.size()), "there are no more characters than bytes");
  expect(measured->han_characters <= measured->characters, "Han characters are characters");
  expect(measured->words <= measured->characters, "every word has a character");
  expect(measured->words == 0 || measured->sentences >= 1, "words make a sentence");
  expect(measured->dialogue_milli >= 0 && measured->dialogue_milli <= 1000, "dialogue is a part of the text");
  expect(measured->distinct_words_milli >= 0 && measured->distinct_words_milli <= 1000, "distinct words are a part of the words");
}
