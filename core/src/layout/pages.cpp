#include "colophon/layout/pages.hpp"

#include <algorithm>

#include "colophon/base/limits.hpp"

namespace colophon::layout {
namespace {

/// What it costs to begin a page with a row, beside what it costs that the page before stays partly empty: 100 if it is all empty, and the square of
/// the empty part else. So a third of a page stays empty rather than that a widow comes, but not half of one.
constexpr double kWidowCost = 12, kPreviousCost = 10, kApartCost = 60, kEmptyCost = 100;

struct Row {
  std::uint32_t block;
  std::int32_t line;
  double cost = 0;
};

class Filler {
 public:
  Filler(std::span<const Block> blocks, const PageTemplate& page) : blocks_(blocks), page_(page) {}

  Pages fill() {
    make_rows();
    std::size_t at = 0;
    while (at < rows_.size()) {
      const Row& first = rows_[at];
      const std::uint32_t flags = blocks_[first.block].flags;
      if (first.line == 0 && (flags & Block::new_recto) != 0 && out_.pages % 2 != 0) ++out_.pages;
      const std::size_t end = place_end(at);
      write(at, end);
      ++out_.pages;
      at = end;
    }
    return std::move(out_);
  }

 private:
  void make_rows() {
    for (std::uint32_t b = 0; b < blocks_.size(); ++b) {
      const Block& block = blocks_[b];
      for (std::int32_t line = 0; line < block.lines; ++line) {
        Row row{b, line};
        if (line == 0) {
          if (b > 0 && (blocks_[b - 1].flags & Block::keep_with_next) != 0) row.cost = kApartCost;
          else if ((block.flags & Block::keep_with_previous) != 0) row.cost = kPreviousCost;
        } else if ((block.flags & Block::whole) != 0) {
          row.cost = kApartCost;
        } else if (line < page_.orphans || block.lines - line < page_.widows) {
          row.cost = kWidowCost;
        }
        rows_.push_back(row);
      }
    }
  }

  std::int32_t space_between(const Row& above, const Row& below) const {
    return above.block == below.block ? 0 : std::max(blocks_[above.block].after, blocks_[below.block].before);
  }
  std::int64_t on_grid(std::int64_t y) const { return page_.grid > 0 ? (y + page_.grid - 1) / page_.grid * page_.grid : y; }
  /// Where the row begins that follows one which ends at `y`.
  std::int64_t begin_of(std::size_t row, std::size_t first, std::int64_t y) const {
    if (row == first || rows_[row].line > 0) return y;
    return on_grid(y + space_between(rows_[row - 1], rows_[row]));
  }
  bool starts_page(std::size_t row) const { return rows_[row].line == 0 && (blocks_[rows_[row].block].flags & (Block::new_page | Block::new_recto)) != 0; }

  /// The first row that is not on the page that `first` begins.
  std::size_t place_end(std::size_t first) const {
    std::int64_t y = 0;
    std::size_t best = first + 1;
    double least = kApartCost * kApartCost;
    for (std::size_t row = first; row < rows_.size(); ++row) {
      if (row > first && starts_page(row)) return row;
      if (row > first) {
        const double empty = 1 - static_cast<double>(y) / page_.height, cost = rows_[row].cost + kEmptyCost * empty * empty;
        // Of equal ones the later.
        if (cost <= least) least = cost, best = row;
      }
      y = begin_of(row, first, y) + blocks_[rows_[row].block].line_height;
      if (y > page_.height && row > first) return best;
    }
    return rows_.size();
  }

  void write(std::size_t first, std::size_t end) {
    std::int64_t y = 0;
    for (std::size_t row = first; row < end; ++row) {
      const Row& r = rows_[row];
      y = begin_of(row, first, y);
      if (row == first || r.line == 0) {
        out_.placed.push_back({out_.pages, r.block, static_cast<std::uint32_t>(r.line), 0, static_cast<std::int32_t>(y)});
      }
      ++out_.placed.back().lines;
      y += blocks_[r.block].line_height;
    }
    out_.overfull += y > page_.height;
  }

  std::span<const Block> blocks_;
  const PageTemplate& page_;
  std::vector<Row> rows_;
  Pages out_;
};

}  // namespace

Result<Pages> set_pages(std::span<const Block> blocks, const PageTemplate& page) {
  const auto length = [](std::int32_t value) { return value >= 0 && value <= limits::kLengthUnitsMax; };
  if (page.height < 1 || !length(page.height) || !length(page.grid)) return fail(Errc::invalid_argument, "template", "A page has a height of 1 to 16,777,216 units.");
  if (page.orphans < 0 || page.orphans > 100 || page.widows < 0 || page.widows > 100) return fail(Errc::invalid_argument, "template", "Orphans and widows are 0 to 100 lines.");
  std::size_t lines = 0;
  for (const Block& block : blocks) {
    if (block.lines < 0 || !length(block.line_height) || !length(block.before) || !length(block.after)) {
      return fail(Errc::invalid_argument, "blocks", "A block has a number of lines or a length outside its range.");
    }
    lines += static_cast<std::size_t>(block.lines);
    if (lines > limits::kPageLinesMax) return fail(Errc::limit_exceeded, "blocks", "At most 16,777,216 lines are laid into pages at once.");
  }
  return Filler(blocks, page).fill();
}

}  // namespace colophon::layout
