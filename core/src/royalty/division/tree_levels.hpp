#pragma once
// A Merkle tree kept level by level. Pairing neighbours and promoting an odd last node gives the shape of RFC 6962,
// section 2.1, whose left subtree is the largest power of two below the count.
#include <cstdint>
#include <vector>

namespace colophon::royalty {

/// `join(left, right)` makes a parent. The last level has one node; no leaves give no level.
template <class Node, class Join>
std::vector<std::vector<Node>> tree_levels(std::vector<Node> leaves, Join&& join) {
  std::vector<std::vector<Node>> levels;
  if (leaves.empty()) return levels;
  levels.push_back(std::move(leaves));
  while (levels.back().size() > 1) {
    const std::vector<Node>& below = levels.back();
    std::vector<Node> level;
    level.reserve((below.size() + 1) / 2);
    for (std::size_t i = 0; i + 1 < below.size(); i += 2) level.push_back(join(below[i], below[i + 1]));
    if (below.size() % 2 == 1) level.push_back(below.back());
    levels.push_back(std::move(level));
  }
  return levels;
}

/// The siblings from the leaf up; a promoted node has none at that level.
template <class Node>
std::vector<Node> tree_path(const std::vector<std::vector<Node>>& levels, std::uint64_t index) {
  std::vector<Node> path;
  for (const std::vector<Node>& level : levels) {
    if (const std::uint64_t sibling = index ^ 1; sibling < level.size()) path.push_back(level[sibling]);
    index >>= 1;
  }
  return path;
}

}  // namespace colophon::royalty
