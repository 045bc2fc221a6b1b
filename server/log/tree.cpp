#include "log/tree.hpp"

#include <algorithm>
#include <bit>

namespace colophon::tlog {

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

Hash Tree::subtree(const merkle::LeafRange& range) const {
  const std::uint64_t leaves = range.end - range.begin;
  // RFC 6962's splits keep `begin` a multiple of every power of two that fits, so a full subtree is always at hand.
  if (std::has_single_bit(leaves)) return levels_[std::countr_zero(leaves)][range.begin / leaves];
  const std::uint64_t middle = merkle::split_of(range);
  return merkle::node_hash(subtree({range.begin, middle}), subtree({middle, range.end}));
}

Hash Tree::root(std::uint64_t size) const { return size == 0 ? merkle::root({}) : subtree({0, size}); }

std::vector<Hash> Tree::subtrees(const std::vector<merkle::LeafRange>& steps) const {
  std::vector<Hash> hashes;
  for (const merkle::LeafRange& step : steps) hashes.push_back(subtree(step));
  return hashes;
}

std::vector<Hash> Tree::inclusion(std::uint64_t index, std::uint64_t size) const { return subtrees(merkle::inclusion_steps(index, size)); }

std::vector<Hash> Tree::consistency(std::uint64_t from, std::uint64_t to) const { return subtrees(merkle::consistency_steps(from, to)); }

}  // namespace colophon::tlog
