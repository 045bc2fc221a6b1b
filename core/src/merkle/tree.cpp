#include "colophon/merkle/tree.hpp"

#include <algorithm>
#include <bit>

namespace colophon::merkle {
namespace {

std::vector<Hash> hashes_of(std::span<const Hash> leaves, const std::vector<LeafRange>& steps) {
  std::vector<Hash> hashes;
  for (const LeafRange& step : steps) hashes.push_back(root(leaves.subspan(step.begin, step.end - step.begin)));
  return hashes;
}

std::unexpected<Error> refuse(std::string detail) { return fail(Errc::does_not_hold, "proof", std::move(detail)); }

}  // namespace

Hash leaf_hash(ByteView entry) { return Sha256().update_u8(0).update(entry).finish(); }

Hash node_hash(const Hash& left, const Hash& right) {
  return Sha256().update_u8(1).update(left).update(right).finish();
}

Hash root(std::span<const Hash> leaf_hashes) {
  Frontier frontier;
  for (const Hash& leaf : leaf_hashes) frontier.append(leaf);
  return frontier.root();
}

std::uint64_t split_of(const LeafRange& range) { return range.begin + std::bit_floor(range.end - range.begin - 1); }

// PATH of RFC 6962 section 2.1.1, from the top down; the order is turned round at the end.
std::vector<LeafRange> inclusion_steps(std::uint64_t index, std::uint64_t size) {
  std::vector<LeafRange> steps;
  LeafRange rest{0, size};
  while (rest.end - rest.begin > 1) {
    const std::uint64_t middle = split_of(rest);
    if (index < middle) {
      steps.push_back({middle, rest.end});
      rest.end = middle;
    } else {
      steps.push_back({rest.begin, middle});
      rest.begin = middle;
    }
  }
  std::ranges::reverse(steps);
  return steps;
}

// SUBPROOF of RFC 6962 section 2.1.2, likewise.
std::vector<LeafRange> consistency_steps(std::uint64_t old_size, std::uint64_t new_size) {
  std::vector<LeafRange> steps;
  LeafRange rest{0, new_size};
  while (rest.end != old_size) {
    const std::uint64_t middle = split_of(rest);
    if (old_size <= middle) {
      steps.push_back({middle, rest.end});
      rest.end = middle;
    } else {
      steps.push_back({rest.begin, middle});
      rest.begin = middle;
    }
  }
  // A verifier knows the old root, and so the old tree's own last subtree only where that is the whole old tree.
  if (rest.begin != 0) steps.push_back(rest);
  std::ranges::reverse(steps);
  return steps;
}

Result<std::vector<Hash>> inclusion_proof(std::span<const Hash> leaf_hashes, std::uint64_t index) {
  if (index >= leaf_hashes.size()) {
    return fail(Errc::invalid_argument, "index", "The index must be smaller than the size of the tree.");
  }
  return hashes_of(leaf_hashes, inclusion_steps(index, leaf_hashes.size()));
}

Result<std::vector<Hash>> consistency_proof(std::span<const Hash> leaf_hashes, std::uint64_t old_size) {
  if (old_size == 0 || old_size > leaf_hashes.size()) {
    return fail(Errc::invalid_argument, "old_size", "The old size must be at least 1 and at most the size of the tree.");
  }
  return hashes_of(leaf_hashes, consistency_steps(old_size, leaf_hashes.size()));
}

// RFC 9162 section 2.1.3.2.
Result<void> verify_inclusion(const Hash& leaf_hash, std::uint64_t index, std::uint64_t tree_size,
                              std::span<const Hash> proof, const Hash& root) {
  if (index >= tree_size) return refuse("The index is not smaller than the size of the tree.");
  std::uint64_t node = index, last = tree_size - 1;
  Hash computed = leaf_hash;
  for (const Hash& sibling : proof) {
    if (last == 0) return refuse("The proof is too long for this index and size.");
    if ((node & 1) != 0 || node == last) {
      computed = node_hash(sibling, computed);
      // A node on the right edge without a sibling is carried up unchanged to where it has one.
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      computed = node_hash(computed, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return refuse("The proof is too short for this index and size.");
  if (computed != root) return refuse("The proof leads to another root than the tree's.");
  return {};
}

// RFC 9162 section 2.1.4.2.
Result<void> verify_consistency(std::uint64_t old_size, std::uint64_t new_size, std::span<const Hash> proof,
                                const Hash& old_root, const Hash& new_root) {
  if (old_size == 0) return refuse("Every tree extends the empty one: a proof from size 0 says nothing.");
  if (old_size > new_size) return refuse("The old tree is larger than the new one.");
  if (old_size == new_size) {
    if (!proof.empty()) return refuse("Trees of one size need an empty proof.");
    if (old_root != new_root) return refuse("Trees of one size have two roots.");
    return {};
  }
  if (proof.empty()) return refuse("The proof is too short for these sizes.");

  std::uint64_t node = old_size - 1, last = new_size - 1;
  while ((node & 1) != 0) {
    node >>= 1;
    last >>= 1;
  }
  // Where the old tree is one complete subtree, its root is the first step and not written in the proof.
  const bool old_is_complete = std::has_single_bit(old_size);
  const Hash& first = old_is_complete ? old_root : proof[0];
  Hash old_computed = first, new_computed = first;
  for (const Hash& sibling : proof.subspan(old_is_complete ? 0 : 1)) {
    if (last == 0) return refuse("The proof is too long for these sizes.");
    if ((node & 1) != 0 || node == last) {
      old_computed = node_hash(sibling, old_computed);
      new_computed = node_hash(sibling, new_computed);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_computed = node_hash(new_computed, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return refuse("The proof is too short for these sizes.");
  if (old_computed != old_root) return refuse("The proof leads to another old root.");
  if (new_computed != new_root) return refuse("The proof leads to another new root.");
  return {};
}

void Frontier::append(const Hash& leaf_hash) {
  Hash node = leaf_hash;
  // As in binary addition: each complete subtree of the same height merges with the new one.
  for (std::uint64_t carry = size_; (carry & 1) != 0; carry >>= 1) {
    node = node_hash(edge_.back(), node);
    edge_.pop_back();
  }
  edge_.push_back(node);
  ++size_;
}

Hash Frontier::root() const {
  if (edge_.empty()) return sha256(ByteView{});
  Hash node = edge_.back();
  for (std::size_t i = edge_.size() - 1; i-- > 0;) node = node_hash(edge_[i], node);
  return node;
}

}  // namespace colophon::merkle
