#pragma once
// The Merkle tree of RFC 6962 section 2.1 (SHA-256): roots, inclusion proofs (2.1.1), consistency proofs (2.1.2).
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/hash/sha256.hpp"

namespace colophon::merkle {

Hash leaf_hash(ByteView entry);                             ///< SHA-256(0x00 || entry)
Hash node_hash(const Hash& left, const Hash& right);        ///< SHA-256(0x01 || left || right)
Hash root(std::span<const Hash> leaf_hashes);               ///< Of no leaves: SHA-256 of the empty string.

/// The leaves [begin, end) whose hash is one step of a proof.
struct LeafRange { std::uint64_t begin = 0, end = 0; };
/// The steps of an inclusion proof, lowest first; index < size. For trees whose inner hashes are kept somewhere.
std::vector<LeafRange> inclusion_steps(std::uint64_t index, std::uint64_t size);
/// The steps of a consistency proof; 0 < old_size <= new_size.
std::vector<LeafRange> consistency_steps(std::uint64_t old_size, std::uint64_t new_size);
/// Where [begin, end) of two leaves and more is divided: the largest power of two below its number of leaves, after `begin`.
std::uint64_t split_of(const LeafRange& range);

/// The proof that leaf `index` is in the tree of these leaves, lowest sibling first. Error: invalid_argument.
Result<std::vector<Hash>> inclusion_proof(std::span<const Hash> leaf_hashes, std::uint64_t index);
Result<std::vector<Hash>> consistency_proof(std::span<const Hash> leaf_hashes, std::uint64_t old_size);

/// Error: does_not_hold, with the reason.
Result<void> verify_inclusion(const Hash& leaf_hash, std::uint64_t index, std::uint64_t tree_size,
                              std::span<const Hash> proof, const Hash& root);
Result<void> verify_consistency(std::uint64_t old_size, std::uint64_t new_size, std::span<const Hash> proof,
                                const Hash& old_root, const Hash& new_root);

/// Appends one leaf hash at a time and knows the root: the hashes of the complete subtrees on the right edge.
class Frontier {
 public:
  void append(const Hash& leaf_hash);
  std::uint64_t size() const { return size_; }
  Hash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> edge_;
};

}  // namespace colophon::merkle
