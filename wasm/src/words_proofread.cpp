// Proofreading, by a dictionary that the caller loads once.
#include <bit>
#include <cstring>
#include <memory>
#include <string>
#include <utility>

#include "answer.hpp"
#include "colophon/proofread/proofreader.hpp"
#include "colophon/text/unicode.hpp"

using namespace colophon;

static_assert(std::endian::native == std::endian::little, "texts are little-endian");

struct colophon_proofreader {
  std::unique_ptr<proofread::Proofreader> reader;
};

namespace {

/// The bytes may lie at any address, so they are copied; of a last incomplete unit nothing is taken.
std::u16string units_of(const std::uint8_t* data, std::uint32_t size) {
  std::u16string text(data ? size / 2 : 0u, u'\0');
  if (!text.empty()) std::memcpy(text.data(), data, text.size() * 2);
  return text;
}

/// JSON is UTF-8: a lone surrogate becomes the replacement character.
std::string utf8(std::u16string_view text) {
  std::u32string points;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = text[i], next = i + 1 < text.size() ? text[i + 1] : U'\0';
    if ((c & 0xfc00u) == 0xd800 && (next & 0xfc00u) == 0xdc00) {
      points += 0x10000 + ((c - 0xd800) << 10) + (next - 0xdc00);
      ++i;
    } else {
      points += (c & 0xf800u) == 0xd800 ? U'\ufffd' : c;
    }
  }
  return text::encode_utf8(points);
}

}  // namespace

int32_t colophon_proofreader_open(const uint8_t* dictionary, uint32_t size, colophon_proofreader** proofreader, colophon_buffer* out) {
  auto loaded = proofread::Proofreader::load(std::as_bytes(std::span(dictionary, dictionary ? size : 0u)));
  if (!loaded) return abi::give(out, loaded.error());
  const char* language = (*loaded)->language() == proofread::Language::english ? "en" : "zh";
  const std::int32_t status = abi::give(out, Json(JsonObject{{"language", language}, {"words", static_cast<std::int64_t>((*loaded)->words())}}));
  if (status == 0) *proofreader = new colophon_proofreader{std::move(*loaded)};
  return status;
}

void colophon_proofreader_free(colophon_proofreader* proofreader) { delete proofreader; }

int32_t colophon_proofreader_words(colophon_proofreader* proofreader, const uint8_t* lines, uint32_t size, colophon_buffer* out) {
  const auto set = proofreader->reader->set_personal_words(units_of(lines, size));
  if (!set) return abi::give(out, set.error());
  return abi::give(out, Json(JsonObject{}));
}

int32_t colophon_proofreader_read(const colophon_proofreader* proofreader, const uint8_t* text, uint32_t size, uint32_t quotation, colophon_buffer* out) {
  const auto marks = proofreader->reader->read(units_of(text, size), {.quotation_goes_on = quotation != 0});
  if (!marks) return abi::give(out, marks.error());
  JsonArray rows;
  for (const proofread::Mark& mark : *marks) {
    JsonArray fixes;
    for (const std::u16string& fix : mark.fixes) fixes.push_back(utf8(fix));
    rows.push_back(JsonObject{{"begin", static_cast<std::int64_t>(mark.begin)},
                              {"end", static_cast<std::int64_t>(mark.end)},
                              {"kind", std::string(proofread::kind_name(mark.kind))},
                              {"rule", mark.rule},
                              {"fixes", std::move(fixes)}});
  }
  return abi::give(out, Json(std::move(rows)));
}

int32_t colophon_proofreader_names(const colophon_proofreader* proofreader, const uint8_t* text, uint32_t size, colophon_buffer* out) {
  const auto names = proofreader->reader->names(units_of(text, size));
  if (!names) return abi::give(out, names.error());
  JsonArray rows;
  for (const proofread::Name& name : *names) rows.push_back(JsonObject{{"text", utf8(name.text)}, {"count", static_cast<std::int64_t>(name.count)}});
  return abi::give(out, Json(std::move(rows)));
}
