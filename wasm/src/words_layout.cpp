// Setting a text: hyphens, lines, pages. Arrays are int32, little-endian, in the order that the ABI's header gives.
#include <bit>
#include <cstring>
#include <string>
#include <vector>

#include "answer.hpp"
#include "colophon/layout/line_break.hpp"
#include "colophon/layout/pages.hpp"
#include "colophon/layout/paragraph.hpp"

using namespace colophon;
using namespace colophon::layout;

static_assert(std::endian::native == std::endian::little, "arrays are little-endian");

struct colophon_hyphenation {
  Hyphenation patterns;
};
struct colophon_font {
  Font font;
};

namespace {

using Numbers = std::vector<std::int32_t>;

/// The bytes may lie at any address, so they are copied; of a last incomplete unit nothing is taken.
std::u16string units_of(const std::uint8_t* data, std::uint32_t size) {
  std::u16string text(size / 2, u'\0');
  if (!text.empty()) std::memcpy(text.data(), data, text.size() * 2);
  return text;
}
Numbers numbers_of(const std::uint8_t* data, std::uint32_t size) {
  Numbers numbers(size / 4);
  if (!numbers.empty()) std::memcpy(numbers.data(), data, numbers.size() * 4);
  return numbers;
}
std::int32_t give_numbers(colophon_buffer* out, const Numbers& numbers) {
  return abi::give(out, ByteView(reinterpret_cast<const std::uint8_t*>(numbers.data()), numbers.size() * 4));
}
std::int32_t refuse(colophon_buffer* out, const char* field, const char* detail) { return abi::give(out, Error{Errc::invalid_argument, field, detail}); }

/// Takes the numbers of an array one after the other.
class Fields {
 public:
  explicit Fields(const Numbers& numbers) : numbers_(numbers) {}
  std::int32_t next() { return at_ < numbers_.size() ? numbers_[at_++] : 0; }
  std::uint32_t unsigned_next() { return static_cast<std::uint32_t>(next()); }
  std::size_t left() const { return numbers_.size() - at_; }

 private:
  const Numbers& numbers_;
  std::size_t at_ = 0;
};

constexpr std::size_t kParagraphOptions = 20, kSpanFields = 6, kItemFields = 6, kBlockFields = 5, kTemplateFields = 4;

ParagraphOptions paragraph_options(const Numbers& numbers) {
  Fields in(numbers);
  ParagraphOptions o;
  o.width = in.next();
  o.indent = in.next();
  o.script = static_cast<Script>(in.next());
  o.alignment = static_cast<Alignment>(in.next());
  o.rules = static_cast<LineRules>(in.next());
  o.marks = static_cast<MarkWidths>(in.next());
  o.vertical = in.next() != 0;
  o.hanging = in.next() != 0;
  o.combine_digits_max = in.next();
  o.ruby_milli = in.next();
  o.space_stretch_milli = in.next();
  o.space_shrink_milli = in.next();
  o.hyphen_penalty = in.next();
  o.double_hyphen_demerits = in.next();
  o.final_hyphen_demerits = in.next();
  o.adjacent_demerits = in.next();
  o.pretolerance_milli = in.next();
  o.tolerance_milli = in.next();
  o.hyphenated_units_min = in.next();
  o.placed = in.next() != 0;
  return o;
}

std::vector<Span> spans_of(const Numbers& numbers) {
  std::vector<Span> spans;
  for (Fields in(numbers); in.left() >= kSpanFields;) {
    Span span;
    span.begin = in.unsigned_next();
    span.end = in.unsigned_next();
    span.kind = static_cast<Span::Kind>(in.next());
    span.style = in.unsigned_next();
    span.reading_begin = in.unsigned_next();
    span.reading_end = in.unsigned_next();
    spans.push_back(span);
  }
  return spans;
}

void append(Numbers& out, std::initializer_list<std::int64_t> values) {
  for (const std::int64_t value : values) out.push_back(static_cast<std::int32_t>(value));
}
std::int32_t* put(std::int32_t* at, std::uint32_t value) { return *at = static_cast<std::int32_t>(value), at + 1; }
std::int32_t* put(std::int32_t* at, std::int32_t value) { return *at = value, at + 1; }
template <class... Values>
std::int32_t* put_all(std::int32_t* at, Values... values) {
  return ((at = put(at, values)), ...), at;
}

Numbers packed(const Paragraph& p) {
  Numbers out(4 + p.lines.size() * 8 + p.runs.size() * 7 + p.rubies.size() * 7);
  std::int32_t* at = put_all(out.data(), static_cast<std::uint32_t>(p.lines.size()), static_cast<std::uint32_t>(p.runs.size()), static_cast<std::uint32_t>(p.rubies.size()), p.overfull);
  for (const Line& line : p.lines) at = put_all(at, line.begin, line.end, line.x, line.width, line.ratio_milli, line.flags, line.run_begin, line.run_end);
  for (const Run& run : p.runs) at = put_all(at, run.begin, run.end, run.x, run.advance, run.style, run.flags, static_cast<std::uint32_t>(run.form));
  for (const Ruby& ruby : p.rubies) at = put_all(at, ruby.line, ruby.base_begin, ruby.base_end, ruby.begin, ruby.end, ruby.x, ruby.advance);
  return out;
}

}  // namespace

int32_t colophon_hyphenation_new(const uint8_t* data, uint32_t size, colophon_hyphenation** hyphenation, colophon_buffer* out) {
  auto loaded = Hyphenation::load(std::as_bytes(std::span(data, data ? size : 0u)));
  if (!loaded) return abi::give(out, loaded.error());
  const std::int32_t status = abi::give(out, Json(JsonObject{{"left", static_cast<std::int64_t>(loaded->left_min())}, {"right", static_cast<std::int64_t>(loaded->right_min())}}));
  if (status == 0) *hyphenation = new colophon_hyphenation{std::move(*loaded)};
  return status;
}

void colophon_hyphenation_free(colophon_hyphenation* hyphenation) { delete hyphenation; }

int32_t colophon_hyphenate(const colophon_hyphenation* hyphenation, const uint8_t* text, uint32_t size, uint32_t units_min, colophon_buffer* out) {
  const std::vector<std::uint32_t> places = hyphenation->patterns.divide_text(units_of(text, size), units_min);
  return abi::give(out, ByteView(reinterpret_cast<const std::uint8_t*>(places.data()), places.size() * 4));
}

int32_t colophon_font_new(const uint8_t* table, uint32_t size, colophon_font** font, colophon_buffer* out) {
  auto loaded = Font::load(numbers_of(table, size));
  if (!loaded) return abi::give(out, loaded.error());
  const std::int32_t status = abi::give(out, Json(JsonObject{{"em", static_cast<std::int64_t>(loaded->em())}, {"styles", static_cast<std::int64_t>(loaded->styles())}}));
  if (status == 0) *font = new colophon_font{std::move(*loaded)};
  return status;
}

void colophon_font_free(colophon_font* font) { delete font; }

int32_t colophon_break_items(const uint8_t* items, uint32_t size, const uint8_t* options, uint32_t options_size, colophon_buffer* out) {
  const Numbers fields = numbers_of(items, size), settings = numbers_of(options, options_size);
  if (fields.size() % kItemFields != 0) return refuse(out, "items", "An item has six numbers.");
  std::vector<Item> row;
  for (Fields in(fields); in.left() >= kItemFields;) {
    Item item;
    item.kind = static_cast<Item::Kind>(in.next());
    if (static_cast<std::uint32_t>(item.kind) > 2) return refuse(out, "items", "An item is a box (0), a glue (1) or a penalty (2).");
    item.width = in.next();
    item.stretch = in.next();
    item.shrink = in.next();
    item.penalty = in.next();
    item.flagged = in.next() != 0;
    row.push_back(item);
  }
  Fields in(settings);
  BreakOptions breaking;
  breaking.line_stretch = in.next();
  breaking.emergency_stretch = in.next();
  breaking.double_hyphen_demerits = in.next();
  breaking.final_hyphen_demerits = in.next();
  breaking.adjacent_demerits = in.next();
  const std::int32_t tolerance_milli = in.next();
  std::vector<std::int64_t> widths;
  while (in.left() > 0) widths.push_back(in.next());
  if (widths.empty()) return refuse(out, "options", "Options are six numbers and the measure of at least one line.");
  breaking.widths = widths;
  const auto candidates = candidates_of(row);
  if (!candidates) return abi::give(out, candidates.error());
  const double tolerance = tolerance_milli / 1000.0;
  const Breaks breaks = break_candidates(*candidates, breaking, std::span(&tolerance, 1));
  Numbers answer;
  append(answer, {static_cast<std::int64_t>(breaks.lines.size()), breaks.overfull});
  for (const BrokenLine& line : breaks.lines) append(answer, {(*candidates)[line.candidate].tag, static_cast<std::int64_t>(line.ratio * 1000)});
  return give_numbers(out, answer);
}

int32_t colophon_set_paragraph(const colophon_font* font, const colophon_hyphenation* hyphenation, const uint8_t* text, uint32_t size, const uint8_t* spans,
                               uint32_t spans_size, const uint8_t* readings, uint32_t readings_size, const uint8_t* options, uint32_t options_size,
                               colophon_buffer* out) {
  const Numbers settings = numbers_of(options, options_size), span_fields = numbers_of(spans, spans_size);
  if (settings.size() != kParagraphOptions) return refuse(out, "options", "A paragraph has 20 options.");
  if (span_fields.size() % kSpanFields != 0) return refuse(out, "spans", "A span has six numbers.");
  const auto paragraph = set_paragraph(units_of(text, size), spans_of(span_fields), units_of(readings, readings_size), font->font,
                                       hyphenation ? &hyphenation->patterns : nullptr, paragraph_options(settings));
  return paragraph ? give_numbers(out, packed(*paragraph)) : abi::give(out, paragraph.error());
}

int32_t colophon_set_pages(const uint8_t* blocks, uint32_t size, const uint8_t* page, uint32_t page_size, colophon_buffer* out) {
  const Numbers fields = numbers_of(blocks, size), settings = numbers_of(page, page_size);
  if (fields.size() % kBlockFields != 0) return refuse(out, "blocks", "A block has five numbers.");
  if (settings.size() != kTemplateFields) return refuse(out, "template", "A template has four numbers.");
  std::vector<Block> row;
  for (Fields in(fields); in.left() >= kBlockFields;) {
    Block block;
    block.lines = in.next();
    block.line_height = in.next();
    block.before = in.next();
    block.after = in.next();
    block.flags = in.unsigned_next();
    row.push_back(block);
  }
  const auto pages = set_pages(row, {settings[0], settings[1], settings[2], settings[3]});
  if (!pages) return abi::give(out, pages.error());
  Numbers answer;
  append(answer, {pages->pages, pages->overfull, static_cast<std::int64_t>(pages->placed.size())});
  for (const Placed& placed : pages->placed) append(answer, {placed.page, placed.block, placed.first_line, placed.lines, placed.y});
  return give_numbers(out, answer);
}
