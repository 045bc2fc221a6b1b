#pragma once
// The projection of one item's wishes on what it may have.
#include <cstddef>
#include <span>

namespace colophon::value {

/// Shares s with 0 <= s <= 1 and sum s <= room that are nearest to y. True where all of the room is used, so that shares compete.
bool project(std::span<const double> y, std::size_t room, std::span<double> share);

}  // namespace colophon::value
