#pragma once
// Makes a line as long as its measure, and places what is on it.
#include "layout/clusters.hpp"

namespace colophon::layout {

/// The clusters [first, last] of one line, and the measure that they have.
struct LineShape {
  std::size_t first = 0, last = 0;
  std::int32_t start = 0, width = 0;
  double ratio = 0;
  bool end_of_paragraph = false;  ///< Or of what a new line in it ends: not stretched.
};

/// What goes from the cell of a cluster that begins a line or ends it.
std::int32_t start_trim(const Cluster& c) noexcept;
std::int32_t end_trim(const Cluster& c) noexcept;

/// Appends the lines, their runs and their annotations.
void place_lines(const Setting& setting, const Clusters& clusters, std::span<const LineShape> shapes, Paragraph& paragraph);

}  // namespace colophon::layout
