#pragma once
// The log's Merkle tree in memory: the hash of every complete subtree, so that a proof costs O(log^2 n) and not O(n).
// 64 bytes a leaf: 64 MB for a million entries. The hashing itself is core's (colophon/merkle/tree.hpp).
#include <cstdint>
#include <vector>

#include "colophon/merkle/tree.hpp"

namespace colophon::tlog {

class Tree {
 public:
  void append(const Hash& leaf_hash);
  std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }
  const Hash& leaf(std::uint64_t index) const { return levels_[0][index]; }
  /// The root of the first `size` leaves; size <= size().
  Hash root(std::uint64_t size) const;
  /// RFC 6962 section 2.1.1; index < size <= size().
  std::vector<Hash> inclusion(std::uint64_t index, std::uint64_t size) const;
  /// RFC 6962 section 2.1.2; 0 < from <= to <= size().
  std::vector<Hash> consistency(std::uint64_t from, std::uint64_t to) const;
  /// Forgets every leaf from `size` on.
  void truncate(std::uint64_t size);

 private:
  Hash subtree(const merkle::LeafRange& range) const;
  std::vector<Hash> subtrees(const std::vector<merkle::LeafRange>& steps) const;
  std::vector<std::vector<Hash>> levels_;  ///< levels_[k][i]: leaves i * 2^k to (i + 1) * 2^k.
};

}  // namespace colophon::tlog
