#include "log/tree.hpp"

#include <algorithm>
#include <bit>

#include "colophon/merkle/tree.hpp"

namespace colophon::tlog {
namespace {

/// The size of the left subtree: the largest power of two below `leaves`, which is at least 2.
std::uint64_t split_of(std::uint64_t leaves) { return std::bit_floor(leaves - 1); }

}  // namespace

void Tree::append(const Hash& leaf_hash) {
  Hash hash = leaf_hash;
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].push_back(hash);
    const std::size_t count = levels_[level].size();
    if (count % 2 != 0) return;
    hash = merkle::node_hash(levels_[level][count - 2], levels_[level][count - 1]);
  }
}

void Tree::truncate(std::uint64_t size) {
  for (auto& level : levels_) {
    level.resize(std::min<std::uint64_t>(level.size(), size));
    size /= 2;
  }
}

Hash Tree::subtree(std::uint64_t begin, std::uint64_t end) const {
  const std::uint64_t leaves = end - begin;
  // RFC 6962's splits keep `begin` a multiple of every power of two that fits, so a full subtree is always at hand.
  if (std::has_single_bit(leaves)) return levels_[std::countr_zero(leaves)][begin / leaves];
  const std::uint64_t middle = begin + split_of(leaves);
  return merkle::node_hash(subtree(begin, middle), subtree(middle, end));
}

Hash Tree::root(std::uint64_t size) const { return size == 0 ? merkle::root({}) : subtree(0, size); }

std::vector<Hash> Tree::inclusion(std::uint64_t index, std::uint64_t size) const {
  std::vector<Hash> path;
  std::uint64_t begin = 0, end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + split_of(end - begin);
    if (index < middle) {
      path.push_back(subtree(middle, end));
      end = middle;
    } else {
      path.push_back(subtree(begin, middle));
      begin = middle;
    }
  }
  std::ranges::reverse(path);
  return path;
}

std::vector<Hash> Tree::consistency(std::uint64_t from, std::uint64_t to) const {
  std::vector<Hash> path;
  std::uint64_t begin = 0, end = to;
  while (end != from) {
    const std::uint64_t middle = begin + split_of(end - begin);
    if (from <= middle) {
      path.push_back(subtree(middle, end));
      end = middle;
    } else {
      path.push_back(subtree(begin, middle));
      begin = middle;
    }
  }
  // A verifier knows the old root, and so the old tree's own last subtree only where that is the whole old tree.
  if (begin != 0) path.push_back(subtree(begin, end));
  std::ranges::reverse(path);
  return path;
}

}  // namespace colophon::tlog
