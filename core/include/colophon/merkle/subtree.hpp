#pragma once
// Proofs about a run of consecutive leaves, [begin, end), as draft-ietf-plants-merkle-tree-certs-03 section 4 defines subtrees.
// A subtree is valid where `begin` is a multiple of the smallest power of two that is at least its number of leaves: its hash is then
// that of an RFC 6962 tree of these leaves alone, and a node (or the right edge) of every larger tree.
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/hash/sha256.hpp"

namespace colophon::merkle {

struct Subtree {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;        ///< Above the last leaf.
  bool is_valid() const;
};

/// The proof that the subtree is part of the tree of these leaves, lowest step first (section 4.4.1).
/// Error: invalid_argument (a subtree that is not valid, or beyond the leaves).
Result<std::vector<Hash>> subtree_consistency_proof(std::span<const Hash> leaf_hashes, const Subtree& subtree);

/// That leaf `index` (counted in the whole log) is in the subtree (section 4.3). Error: does_not_hold.
Result<void> verify_subtree_inclusion(const Hash& leaf_hash, std::uint64_t index, const Subtree& subtree, std::span<const Hash> proof,
                                      const Hash& subtree_root);
/// That the subtree is part of the tree of `tree_size` leaves (section 4.4.3). Error: does_not_hold.
Result<void> verify_subtree_consistency(const Subtree& subtree, std::uint64_t tree_size, std::span<const Hash> proof,
                                        const Hash& subtree_root, const Hash& tree_root);

}  // namespace colophon::merkle
