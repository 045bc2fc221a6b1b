#pragma once
// Set lines into pages of one template: no page begins with the last line of a paragraph (a widow) nor ends with its first (an orphan), headings stay
// with what they head, and what belongs together is not parted. One way through the book from its first line to its last, so that the same blocks
// give the same pages, and what is before a change stays as it was.
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::layout {

/// A paragraph, a heading, a stanza, a break between scenes, an image: lines of one height with space around them.
struct Block {
  enum Flag : std::uint32_t {
    keep_with_next = 1,      ///< A heading: no page ends between it and the first lines of what follows.
    keep_with_previous = 2,  ///< What begins no page where that can be helped: the ornament of a break between scenes.
    whole = 4,               ///< A heading of two lines, a stanza that is to stay in one piece, an image.
    new_page = 8,            ///< Begins a page: a chapter.
    new_recto = 16,          ///< Begins a right-hand page; page 0 is one.
  };
  std::int32_t lines = 0;
  std::int32_t line_height = 0;  ///< An image is one line of its height.
  std::int32_t before = 0;       ///< Space above, which a page's first block does not have. Of two blocks the larger of `after` and `before` counts.
  std::int32_t after = 0;
  std::uint32_t flags = 0;
};

struct PageTemplate {
  std::int32_t height = 0;   ///< Of the type area, across the lines.
  std::int32_t orphans = 2;  ///< The fewest lines of a paragraph that may end a page.
  std::int32_t widows = 2;   ///< The fewest that may begin one.
  std::int32_t grid = 0;     ///< Each block begins at a multiple of this, so that lines of facing pages stand side by side; 0: none.
};

struct Placed {
  std::uint32_t page = 0, block = 0, first_line = 0, lines = 0;
  std::int32_t y = 0;  ///< From the top of the type area (in vertical setting, from its right edge).
};

struct Pages {
  std::vector<Placed> placed;
  std::uint32_t pages = 0;     ///< Empty left-hand pages before a recto are counted.
  std::uint32_t overfull = 0;  ///< Pages with a block that is higher than the page.
};

/// Errors: invalid_argument (`field` is "template" or "blocks"), limit_exceeded.
Result<Pages> set_pages(std::span<const Block> blocks, const PageTemplate& page);

}  // namespace colophon::layout
