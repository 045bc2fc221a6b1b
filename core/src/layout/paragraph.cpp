#include "colophon/layout/paragraph.hpp"

#include <algorithm>
#include <array>

#include "colophon/base/limits.hpp"
#include "colophon/layout/line_break.hpp"
#include "layout/clusters.hpp"
#include "layout/justify.hpp"

namespace colophon::layout {
namespace {

/// A last line of one character and its mark is an orphan (CLREQ, "Handling of Widows and Orphans"): avoided where another way costs less than this.
constexpr double kOrphanDemerits = 40'000;
/// Of the pass before the last resort.
constexpr double kLooseRatio = 4;
/// The stretch that fills the last line: beside it all other glue keeps its width.
constexpr double kFill = 1e12;

std::unexpected<Error> wrong(const char* field, const char* detail) { return fail(Errc::invalid_argument, field, detail); }

bool within(std::int32_t value, std::int32_t low, std::int32_t high) noexcept { return value >= low && value <= high; }

Result<void> check(std::u16string_view text, std::span<const Span> spans, std::u16string_view readings, const ParagraphOptions& o) {
  if (text.size() > limits::kParagraphUnitsMax || readings.size() > limits::kParagraphUnitsMax) {
    return fail(Errc::limit_exceeded, "text", "A paragraph has at most 1,048,576 units: give a longer text in parts.");
  }
  if (!within(o.width, 1, limits::kLengthUnitsMax)) return wrong("width", "The measure must be 1 to 16,777,216 units.");
  if (!within(o.indent, -limits::kLengthUnitsMax, limits::kLengthUnitsMax)) return wrong("indent", "The indent is outside its range.");
  const auto named = [](auto value, int count) { return within(static_cast<std::int32_t>(value), 0, count - 1); };
  if (!named(o.script, 3) || !named(o.alignment, 4) || !named(o.rules, 4) || !named(o.marks, 2)) return wrong("options", "An option has a value that is not one of its own.");
  if (!within(o.ruby_milli, 100, 2'000) || !within(o.space_stretch_milli, 0, 10'000) || !within(o.space_shrink_milli, 0, 900)) {
    return wrong("options", "A size in thousandths is outside its range.");
  }
  if (!within(o.hyphen_penalty, kForced + 1, kForbidden) || o.double_hyphen_demerits < 0 || o.final_hyphen_demerits < 0 || o.adjacent_demerits < 0) {
    return wrong("options", "A penalty is outside its range.");
  }
  std::array<std::uint32_t, 2> ends{};
  for (const Span& span : spans) {
    if (static_cast<std::uint32_t>(span.kind) > 1) return wrong("spans", "A span is of a kind that there is not.");
    std::uint32_t& end = ends[static_cast<std::size_t>(span.kind)];
    if (span.begin >= span.end || span.end > text.size() || span.begin < end) return wrong("spans", "Spans must lie within the text, in order, without overlap.");
    if (span.kind == Span::Kind::ruby && (span.reading_begin >= span.reading_end || span.reading_end > readings.size())) return wrong("spans", "An annotation lies outside the readings.");
    if (span.style >= limits::kFontStylesMax) return wrong("spans", "A style is one of 0 to 7.");
    end = span.end;
  }
  return {};
}

/// Sums along the row: what Knuth and Plass need of each place where a line may end.
std::vector<Candidate> candidates_of(const Setting& setting, const std::vector<Cluster>& row) {
  std::vector<Candidate> candidates;
  candidates.reserve(row.size());
  double width = 0, stretch = 0, shrink = 0;
  const bool fills = setting.options.alignment == Alignment::justified;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const Cluster& c = row[i];
    const double lead = c.reduction == kReductions ? 0 : c.lead, trail = c.reduction == kReductions ? 0 : c.trail;
    width += c.advance;
    shrink += fills ? lead + trail : 0;
    if (c.break_after != Break::none) {
      const std::int32_t trim = end_trim(c);
      Candidate made;
      made.end_width = width - trim - c.hang_end;
      made.end_stretch = stretch;
      made.end_shrink = shrink - (fills ? trail : 0);
      made.tag = static_cast<std::uint32_t>(i);
      if (c.break_after == Break::hyphen) made.end_width += setting.font.advance(c.style, U'-');
      if (c.break_after == Break::hyphen || c.break_after == Break::explicit_) made.penalty = setting.options.hyphen_penalty, made.flagged = true;
      if (c.break_after == Break::forced) made.penalty = kForced, made.end_stretch += kFill;
      made.start_width = width + c.gap, made.start_stretch = stretch + c.gap_stretch, made.start_shrink = shrink + (fills ? c.gap_shrink : 0);
      if (i + 1 < row.size()) {
        const Cluster& next = row[i + 1];
        made.start_width += start_trim(next) + next.hang_start;
        made.start_shrink += fills && next.reduction != kReductions ? next.lead : 0;
      }
      candidates.push_back(made);
    }
    width += c.gap, stretch += c.gap_stretch, shrink += fills ? c.gap_shrink : 0;
  }
  return candidates;
}

}  // namespace

Result<Paragraph> set_paragraph(std::u16string_view text, std::span<const Span> spans, std::u16string_view readings, const Font& font,
                                const Hyphenation* hyphenation, const ParagraphOptions& options) {
  if (auto checked = check(text, spans, readings, options); !checked) return std::unexpected(std::move(checked.error()));
  Paragraph paragraph;
  Setting setting{text, spans, readings, font, nullptr, options};
  Clusters clusters = make_clusters(setting);
  if (clusters.row.empty()) return paragraph;

  // A hanging indent moves all lines but the first.
  const std::int32_t first_start = std::max(0, options.indent), other_start = std::max(0, -options.indent);
  const std::int32_t first_trim = start_trim(clusters.row.front()) + clusters.row.front().hang_start;
  const std::array<std::int64_t, 2> widths{std::max(1, options.width - first_start) + first_trim, std::max(1, options.width - other_start)};
  BreakOptions breaking;
  breaking.widths = widths[0] == widths[1] ? std::span(widths).last(1) : std::span(widths);
  const bool ragged = options.alignment != Alignment::justified;
  breaking.line_stretch = ragged ? 2.0 * font.em() : 0;
  breaking.emergency_stretch = font.em();
  breaking.double_hyphen_demerits = options.double_hyphen_demerits;
  breaking.final_hyphen_demerits = options.final_hyphen_demerits;
  breaking.adjacent_demerits = options.adjacent_demerits;
  if (setting.chinese()) breaking.last_width_min = font.em() + font.em() / 2 + 1, breaking.short_last_demerits = kOrphanDemerits;

  std::vector<Candidate> candidates = candidates_of(setting, clusters.row);
  Breaks breaks;
  bool broken = options.pretolerance_milli >= 0 && break_pass(candidates, breaking, options.pretolerance_milli / 1000.0, false, breaks);
  if (!broken && hyphenation != nullptr) {
    setting.hyphenation = hyphenation;
    clusters = make_clusters(setting);
    candidates = candidates_of(setting, clusters.row);
  }
  if (!broken) broken = break_pass(candidates, breaking, options.tolerance_milli / 1000.0, false, breaks);
  // The last resort weighs every break against all before it: what a looser bound can do is not left to it.
  if (!broken) broken = break_pass(candidates, breaking, std::max(kLooseRatio, options.tolerance_milli / 1000.0), false, breaks);
  if (!broken) break_pass(candidates, breaking, kRatioMax, true, breaks);

  paragraph.demerits = breaks.demerits;
  std::vector<LineShape> shapes(breaks.lines.size());
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    LineShape& shape = shapes[i];
    shape.first = i == 0 ? 0 : shapes[i - 1].last + 1;
    shape.last = candidates[breaks.lines[i].candidate].tag;
    shape.start = i == 0 ? first_start : other_start;
    shape.width = std::max(1, options.width - shape.start);
    shape.ratio = breaks.lines[i].ratio;
    shape.end_of_paragraph = clusters.row[shape.last].break_after == Break::forced;
  }
  place_lines(setting, clusters, shapes, paragraph);
  return paragraph;
}

}  // namespace colophon::layout
