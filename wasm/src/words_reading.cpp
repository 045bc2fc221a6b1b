// Reading a text: segments, language, and what is said of a book.
#include <bit>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include "answer.hpp"
#include "colophon/text/reading.hpp"
#include "colophon/text/segments.hpp"
#include "colophon/text/unicode.hpp"

using namespace colophon;

static_assert(std::endian::native == std::endian::little, "texts and ends are little-endian");

struct colophon_reader {
  std::optional<text::ChineseDictionary> chinese;
  text::FamiliarWords familiar;
};

namespace {

Error odd_size() { return {Errc::invalid_encoding, "text", "A text is UTF-16: an even number of bytes."}; }

// The bytes may lie at any address.
std::optional<std::u16string> utf16(const std::uint8_t* data, std::uint32_t size) {
  if (size % 2 != 0) return std::nullopt;
  std::u16string text(size / 2, u'\0');
  if (size > 0) std::memcpy(text.data(), data, size);
  return text;
}

std::int32_t give_ends(colophon_buffer* out, const text::Ends& ends) {
  return abi::give(out, ByteView(reinterpret_cast<const std::uint8_t*>(ends.data()), ends.size() * sizeof ends[0]));
}

// JSON is UTF-8: a lone surrogate becomes the replacement character.
std::string utf8(std::u16string_view text) {
  std::u32string points;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i], next = i + 1 < text.size() ? text[i + 1] : U'\0';
    if ((c & 0xFC00u) == 0xD800 && (next & 0xFC00u) == 0xDC00) {
      points += 0x10000 + ((c - 0xD800) << 10) + (next - 0xDC00);
      ++i;
    } else {
      points += (c & 0xF800u) == 0xD800 ? U'\uFFFD' : c;
    }
  }
  return text::encode_utf8(points);
}

Json chapter_json(const text::ChapterReading& chapter) {
  JsonArray long_sentences, repetitions;
  for (const text::Span& span : chapter.long_sentences) {
    long_sentences.push_back(JsonObject{{"begin", static_cast<std::int64_t>(span.begin)}, {"end", static_cast<std::int64_t>(span.end)}});
  }
  for (const text::Repetition& each : chapter.repetitions) {
    repetitions.push_back(JsonObject{{"begin", static_cast<std::int64_t>(each.begin)}, {"end", static_cast<std::int64_t>(each.end)}, {"phrase", utf8(each.phrase)}, {"count", each.count}});
  }
  return JsonObject{{"units", chapter.units},
                    {"characters", chapter.characters},
                    {"words", chapter.words},
                    {"sentences", chapter.sentences},
                    {"paragraphs", chapter.paragraphs},
                    {"dialogue_milli", chapter.dialogue_milli},
                    {"seconds", chapter.seconds},
                    {"sentence_mean_milli", chapter.sentence_mean_milli},
                    {"sentence_deviation_milli", chapter.sentence_deviation_milli},
                    {"long_sentences", std::move(long_sentences)},
                    {"repetitions", std::move(repetitions)}};
}

Json reading_json(const text::Reading& reading) {
  JsonArray readability, keywords, themes, features, chapters;
  for (const text::Readability& each : reading.readability) readability.push_back(JsonObject{{"name", each.name}, {"value_milli", each.value_milli}, {"meaning", each.meaning}});
  for (const text::Keyword& each : reading.keywords) keywords.push_back(JsonObject{{"text", utf8(each.text)}, {"weight_milli", each.weight_milli}, {"count", each.count}});
  for (const text::Theme& each : reading.themes) themes.push_back(JsonObject{{"name", each.name}, {"share_milli", each.share_milli}});
  for (const text::TextFeature& each : reading.features) {
    const std::string_view advice = each.advice == text::Advice::raise ? "raise" : each.advice == text::Advice::lower ? "lower" : "none";
    features.push_back(JsonObject{{"name", each.name}, {"value_milli", each.value_milli}, {"low_milli", each.low_milli}, {"high_milli", each.high_milli}, {"advice", advice}});
  }
  for (const text::ChapterReading& each : reading.chapters) chapters.push_back(chapter_json(each));
  return JsonObject{{"language", reading.language.tag},
                    {"confidence_ppm", reading.language.confidence_ppm},
                    {"verse", reading.verse},
                    {"words", reading.words},
                    {"characters", reading.characters},
                    {"sentences", reading.sentences},
                    {"readability", std::move(readability)},
                    {"keywords", std::move(keywords)},
                    {"themes", std::move(themes)},
                    {"features", std::move(features)},
                    {"chapters", std::move(chapters)}};
}

// The chapters of a text by their lengths; empty where these are not those of the text.
std::optional<std::vector<std::u16string_view>> parted(std::u16string_view text, ByteView lengths) {
  std::vector<std::u16string_view> chapters;
  if (lengths.size() % 4 != 0 || lengths.size() / 4 > text::kBookChaptersMax) return std::nullopt;
  for (std::size_t i = 0; i < lengths.size(); i += 4) {
    std::uint32_t length = 0;
    std::memcpy(&length, lengths.data() + i, sizeof length);
    if (length > text.size()) return std::nullopt;
    chapters.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  if (!text.empty()) return std::nullopt;
  return chapters;
}

}  // namespace

int32_t colophon_text_segments(const uint8_t* text, uint32_t size, uint32_t kind, colophon_buffer* out) {
  const auto units = utf16(text, size);
  if (!units) return abi::give(out, odd_size());
  if (kind > 2) return abi::give(out, Error{Errc::invalid_argument, "kind", "Segments are graphemes (0), words (1) or sentences (2)."});
  return give_ends(out, kind == 0 ? text::grapheme_ends(*units) : kind == 1 ? text::word_ends(*units) : text::sentence_ends(*units));
}

int32_t colophon_text_language(const uint8_t* text, uint32_t size, colophon_buffer* out) {
  const auto units = utf16(text, size);
  if (!units) return abi::give(out, odd_size());
  const text::Language language = text::detect_language(*units);
  return abi::give(out, Json(JsonObject{{"tag", language.tag}, {"confidence_ppm", language.confidence_ppm}}));
}

int32_t colophon_reader_open(const uint8_t* dictionary, uint32_t dictionary_size, const uint8_t* familiar, uint32_t familiar_size, colophon_reader** reader,
                             colophon_buffer* out) {
  colophon_reader opened;
  if (dictionary_size > 0) {
    auto parsed = text::ChineseDictionary::parse(abi::bytes_of(dictionary, dictionary_size));
    if (!parsed) return abi::give(out, parsed.error());
    opened.chinese = std::move(*parsed);
  }
  auto words = text::FamiliarWords::parse(abi::text_of(familiar, familiar_size));
  if (!words) return abi::give(out, words.error());
  opened.familiar = std::move(*words);
  const std::int32_t status = abi::give(out, Json(JsonObject{{"chinese", opened.chinese ? 1 : 0}, {"familiar", static_cast<std::int64_t>(opened.familiar.size())}}));
  if (status == 0) *reader = new colophon_reader(std::move(opened));
  return status;
}

void colophon_reader_free(colophon_reader* reader) { delete reader; }

int32_t colophon_reader_words(const colophon_reader* reader, const uint8_t* text, uint32_t size, uint32_t traditional, colophon_buffer* out) {
  const auto units = utf16(text, size);
  if (!units) return abi::give(out, odd_size());
  return give_ends(out, reader->chinese ? reader->chinese->word_ends(*units, traditional != 0) : text::word_ends(*units));
}

int32_t colophon_reader_read(const colophon_reader* reader, const uint8_t* text, uint32_t size, const uint8_t* lengths, uint32_t lengths_size,
                             const uint8_t* language, uint32_t language_size, colophon_buffer* out) {
  if (size > 2 * text::kBookUnitsMax) return abi::give(out, Error{Errc::limit_exceeded, "text", "A book may have 8 million characters: part it into volumes."});
  const auto units = utf16(text, size);
  if (!units) return abi::give(out, odd_size());
  const auto chapters = parted(*units, abi::bytes_of(lengths, lengths_size));
  if (!chapters) return abi::give(out, Error{Errc::invalid_argument, "lengths", "The lengths of the chapters are those of the text, of 10,000 chapters at most."});
  const text::ReadingTools tools{reader->chinese ? &*reader->chinese : nullptr, reader->familiar.empty() ? nullptr : &reader->familiar};
  const auto reading = text::read_book(*chapters, abi::text_of(language, language_size), tools);
  if (!reading) return abi::give(out, reading.error());
  return abi::give(out, reading_json(*reading));
}
