#include "layout/justify.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace colophon::layout {
namespace {

/// Divides `amount` over places in the ratio of their weights, so that the parts add up to it: each gets the difference of rounded sums.
class Division {
 public:
  Division(std::int64_t amount, std::int64_t weight) : amount_(amount), weight_(weight) {}
  std::int32_t next(std::int64_t weight) {
    if (weight_ <= 0 || weight == 0) return 0;
    const std::int64_t before = given_;
    sum_ += weight;
    given_ = amount_ * sum_ / weight_;
    return static_cast<std::int32_t>(given_ - before);
  }

 private:
  std::int64_t amount_, weight_, sum_ = 0, given_ = 0;
};

class Placer {
 public:
  Placer(const Setting& setting, const Clusters& clusters, Paragraph& paragraph)
      : s_(setting), row_(clusters.row), readings_(clusters.readings), out_(paragraph) {}

  void place(const LineShape& shape) {
    shape_ = shape;
    line_ = {};
    line_.begin = row_[shape_.first].begin;
    line_.end = row_[shape_.last].end;
    line_.run_begin = static_cast<std::uint32_t>(out_.runs.size());
    line_.run_end = line_.run_begin;
    line_.ratio_milli = static_cast<std::int32_t>(std::clamp(shape_.ratio, -100.0, 100.0) * 1000);
    if (!s_.options.placed) return outline();
    measure();
    const std::int64_t missing = shape_.width - natural_;
    if (missing < 0) {
      shrink(-missing);
    } else if (missing > 0 && s_.options.alignment == Alignment::justified && !shape_.end_of_paragraph) {
      stretch(missing);
    }
    std::int64_t set = natural_;
    for (const std::int32_t part : spread_) set += part;
    if (set > shape_.width) line_.flags |= Line::overfull;
    if (shape_.end_of_paragraph) line_.flags |= Line::last;
    line_.width = static_cast<std::int32_t>(set);
    const auto spare = static_cast<std::int32_t>(std::max<std::int64_t>(0, shape_.width - set));
    line_.x = shape_.start + (s_.options.alignment == Alignment::centre ? spare / 2 : s_.options.alignment == Alignment::end ? spare : 0);
    if (spare > 0 && s_.options.alignment == Alignment::justified && !shape_.end_of_paragraph) line_.flags |= Line::underfull;
    write();
    line_.run_end = static_cast<std::uint32_t>(out_.runs.size());
    out_.overfull += (line_.flags & Line::overfull) != 0;
    out_.lines.push_back(line_);
  }

 private:
  /// The line without what is on it.
  void outline() {
    if (shape_.end_of_paragraph) line_.flags |= Line::last;
    if (hyphenated()) line_.flags |= Line::hyphenated;
    if (shape_.ratio < -1) line_.flags |= Line::overfull;
    out_.overfull += shape_.ratio < -1;
    for (std::size_t i = 0; i < count(); ++i) {
      if (at(i).ruby >= 0) line_.flags |= Line::has_ruby;
    }
    out_.lines.push_back(line_);
  }

  std::size_t count() const { return shape_.last - shape_.first + 1; }
  const Cluster& at(std::size_t i) const { return row_[shape_.first + i]; }
  bool ends(std::size_t i) const { return i + 1 == count(); }
  bool hyphenated() const { return at(count() - 1).break_after == Break::hyphen; }

  void measure() {
    spread_.assign(count(), 0);
    cells_.assign(count(), 0);
    natural_ = 0;
    for (std::size_t i = 0; i < count(); ++i) {
      const Cluster& c = at(i);
      cells_[i] = c.advance;
      if (i == 0) cells_[i] -= start_trim(c);
      if (ends(i)) cells_[i] -= end_trim(c);
      natural_ += cells_[i] + (ends(i) ? 0 : c.gap);
    }
    hang_start_ = at(0).hang_start;
    hang_end_ = at(count() - 1).hang_end;
    if (hang_end_ > 0) line_.flags |= Line::hung;
    natural_ -= hang_start_ + hang_end_;
    if (hyphenated()) {
      line_.flags |= Line::hyphenated;
      natural_ += s_.font.advance(at(count() - 1).style, U'-');
    }
  }

  /// What a cluster can still give of its own blank.
  std::int32_t own_blank(std::size_t i) const {
    const Cluster& c = at(i);
    if (c.reduction == kReductions) return 0;
    return (i == 0 ? 0 : c.lead) + (ends(i) ? 0 : c.trail);
  }
  std::int32_t reducible(std::size_t i, Reduction step) const {
    const Cluster& c = at(i);
    std::int32_t sum = c.reduction == step ? own_blank(i) : 0;
    if (!ends(i) && ((step == kWordSpaces && c.gap_kind == Gap::word) || (step == kWesternGaps && c.gap_kind == Gap::western))) sum += c.gap_shrink;
    return sum;
  }

  /// CLREQ, "Procedures for Inter-Character Spacing Reduction": one kind of blank after the other, each equally.
  void shrink(std::int64_t surplus) {
    for (std::uint8_t step = 0; step < kReductions && surplus > 0; ++step) {
      std::int64_t capacity = 0;
      for (std::size_t i = 0; i < count(); ++i) capacity += reducible(i, static_cast<Reduction>(step));
      if (capacity == 0) continue;
      const std::int64_t taken = std::min(surplus, capacity);
      Division division(taken, capacity);
      for (std::size_t i = 0; i < count(); ++i) {
        std::int32_t part = division.next(reducible(i, static_cast<Reduction>(step)));
        // A blank of a mark is taken from its cell, so that what is drawn moves with it.
        const std::int32_t from_cell = at(i).reduction == step ? std::min(part, own_blank(i)) : 0;
        cells_[i] -= from_cell, natural_ -= from_cell, part -= from_cell;
        spread_[i] -= part;
      }
      surplus -= taken;
    }
  }

  template <class Weight>
  std::int64_t spread(std::int64_t missing, bool bounded, Weight weight) {
    std::int64_t capacity = 0;
    for (std::size_t i = 0; i + 1 < count(); ++i) capacity += weight(at(i));
    if (capacity == 0) return 0;
    const std::int64_t given = bounded ? std::min(missing, capacity) : missing;
    Division division(given, capacity);
    for (std::size_t i = 0; i + 1 < count(); ++i) spread_[i] += division.next(weight(at(i)));
    return given;
  }
  /// CLREQ, "Procedures for Inter-Character Space Expansion"; in a Western text the word spaces take it all.
  void stretch(std::int64_t missing) {
    const auto words = [](const Cluster& c) { return c.gap_kind == Gap::word ? std::max(1, c.gap_stretch) : 0; };
    if (!s_.chinese()) {
      if (spread(missing, false, words) > 0) return;
    } else {
      missing -= spread(missing, true, [](const Cluster& c) { return c.gap_kind == Gap::word ? c.gap_stretch : 0; });
      missing -= spread(missing, true, [](const Cluster& c) { return c.gap_kind == Gap::western ? c.gap_stretch : 0; });
    }
    if (missing > 0) missing -= spread(missing, false, [](const Cluster& c) { return c.gap_kind == Gap::character || c.gap_kind == Gap::western ? 1 : 0; });
    if (missing > 0) spread(missing, false, words);
  }

  void write() {
    std::int32_t x = line_.x - hang_start_;
    for (std::size_t i = 0; i < count(); ++i) {
      const Cluster& c = at(i);
      write_run(c, i, glyph_x(c, i, x));
      if (c.ruby >= 0) write_ruby(c, i, x);
      x += cells_[i] + (ends(i) ? 0 : c.gap + spread_[i]);
    }
  }
  /// Within its cell an opening mark stands at the end, a closing one at the start, and what has a cell wider than itself in the middle.
  std::int32_t glyph_x(const Cluster& c, std::size_t i, std::int32_t x) const {
    const bool centred = s_.options.script == Script::traditional;
    if (c.kind == Class::open) return x + cells_[i] - c.glyph;
    if (c.kind == Class::close || (!centred && (c.kind == Class::comma || c.kind == Class::stop))) return x;
    if (c.kind == Class::latin) return x;
    // What is trimmed at an edge is not there any more: the middle is that of the whole cell.
    const std::int32_t lead_gone = i == 0 ? start_trim(c) : 0, trail_gone = ends(i) ? end_trim(c) : 0;
    return x - lead_gone + (cells_[i] + lead_gone + trail_gone - c.glyph) / 2;
  }
  void write_run(const Cluster& c, std::size_t i, std::int32_t x) {
    const std::uint32_t flags = (c.rotated ? Run::rotated : 0u) | (c.combined ? Run::combined : 0u) | (c.upright ? Run::upright : 0u) | (ends(i) && hyphenated() ? Run::hyphen : 0u);
    // Pieces of one word that stay together are one run.
    if (i > 0 && c.kind == Class::latin && at(i - 1).kind == Class::latin && at(i - 1).gap_kind == Gap::none && at(i - 1).style == c.style && c.ruby < 0 && at(i - 1).ruby < 0) {
      Run& run = out_.runs.back();
      run.end = c.end;
      run.advance = x + c.glyph - run.x;
      run.flags |= flags;
      return;
    }
    Run run{.begin = c.begin, .end = c.end, .x = x, .advance = c.glyph, .style = c.style, .flags = flags};
    if (s_.options.vertical && is_chinese_mark(c.kind)) run.form = vertical_form(character_at(s_.text, c.begin).c);
    out_.runs.push_back(run);
  }
  void write_ruby(const Cluster& c, std::size_t i, std::int32_t x) {
    const Reading& reading = readings_[static_cast<std::size_t>(c.ruby)];
    line_.flags |= Line::has_ruby;
    out_.rubies.push_back({.line = static_cast<std::uint32_t>(out_.lines.size()), .base_begin = c.begin, .base_end = c.end, .begin = reading.begin, .end = reading.end,
                           .x = x + (cells_[i] - reading.advance) / 2, .advance = reading.advance});
  }

  const Setting& s_;
  const std::vector<Cluster>& row_;
  const std::vector<Reading>& readings_;
  Paragraph& out_;
  LineShape shape_;
  Line line_;
  std::int64_t natural_ = 0;
  std::int32_t hang_start_ = 0, hang_end_ = 0;
  std::vector<std::int32_t> spread_, cells_;
};

}  // namespace

std::int32_t start_trim(const Cluster& c) noexcept { return c.kind == Class::open ? c.lead : 0; }
std::int32_t end_trim(const Cluster& c) noexcept {
  // A mark in the middle of its cell keeps its place.
  return c.kind == Class::close || ((c.kind == Class::comma || c.kind == Class::stop) && c.lead == 0) ? c.trail : 0;
}

void place_lines(const Setting& setting, const Clusters& clusters, std::span<const LineShape> shapes, Paragraph& paragraph) {
  paragraph.lines.reserve(shapes.size());
  if (setting.options.placed) paragraph.runs.reserve(clusters.row.size());
  Placer placer(setting, clusters, paragraph);
  for (const LineShape& shape : shapes) placer.place(shape);
}

}  // namespace colophon::layout
