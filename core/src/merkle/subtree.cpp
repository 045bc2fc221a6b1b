#include "colophon/merkle/subtree.hpp"

#include <bit>

#include "colophon/merkle/tree.hpp"

namespace colophon::merkle {
namespace {

std::unexpected<Error> refuse(std::string detail) { return fail(Errc::does_not_hold, "proof", std::move(detail)); }

}  // namespace

bool Subtree::is_valid() const {
  if (begin >= end) return false;
  const std::uint64_t leaves = end - begin;
  // Above 2^63 leaves there is no power of two to be a multiple of: only the whole tree begins at 0.
  if (leaves > std::uint64_t{1} << 63) return begin == 0;
  return (begin & (std::bit_ceil(leaves) - 1)) == 0;
}

Result<std::vector<Hash>> subtree_consistency_proof(std::span<const Hash> leaf_hashes, const Subtree& subtree) {
  if (!subtree.is_valid() || subtree.end > leaf_hashes.size()) {
    return fail(Errc::invalid_argument, "subtree", "A subtree begins at a multiple of the power of two that covers it, and ends within the tree.");
  }
  std::vector<Hash> top_down;
  std::uint64_t begin = subtree.begin, end = subtree.end;
  bool known = true;  // While true, the verifier has the hash of what is left over.
  while (begin != 0 || end != leaf_hashes.size()) {
    const std::uint64_t left = std::bit_floor(leaf_hashes.size() - 1);
    if (end <= left) {
      top_down.push_back(root(leaf_hashes.subspan(left)));
      leaf_hashes = leaf_hashes.first(left);
    } else if (begin >= left) {
      top_down.push_back(root(leaf_hashes.first(left)));
      leaf_hashes = leaf_hashes.subspan(left);
      begin -= left;
      end -= left;
    } else {  // It lies across the split, so it begins at 0.
      top_down.push_back(root(leaf_hashes.first(left)));
      leaf_hashes = leaf_hashes.subspan(left);
      end -= left;
      known = false;
    }
  }
  if (!known) top_down.push_back(root(leaf_hashes));
  return std::vector<Hash>{top_down.rbegin(), top_down.rend()};
}

Result<void> verify_subtree_inclusion(const Hash& leaf_hash, std::uint64_t index, const Subtree& subtree, std::span<const Hash> proof,
                                      const Hash& subtree_root) {
  if (!subtree.is_valid()) return refuse("These leaves are no subtree.");
  if (index < subtree.begin || index >= subtree.end) return refuse("The leaf is outside the subtree.");
  return verify_inclusion(leaf_hash, index - subtree.begin, subtree.end - subtree.begin, proof, subtree_root);
}

Result<void> verify_subtree_consistency(const Subtree& subtree, std::uint64_t tree_size, std::span<const Hash> proof,
                                        const Hash& subtree_root, const Hash& tree_root) {
  if (subtree.end > tree_size) return refuse("The subtree ends beyond the tree.");
  if (subtree.begin == subtree.end) {  // No leaves are part of every tree, and there is nothing to prove.
    if (!proof.empty()) return refuse("The proof is too long for this subtree and size.");
    if (subtree_root != root({})) return refuse("An empty subtree has the hash of nothing as its root.");
    return {};
  }
  if (!subtree.is_valid()) return refuse("These leaves are no subtree.");
  // The path of the subtree's last leaf, beside the paths of its first leaf and of the tree's last one.
  std::uint64_t first = subtree.begin, node = subtree.end - 1, last = tree_size - 1;
  const auto climb = [&] { first >>= 1; node >>= 1; last >>= 1; };
  if (node == last) {
    while (first != node) climb();
  } else {
    while (first != node && (node & 1) != 0) climb();
  }
  // Where the subtree is one complete node, its hash is the first step and not written in the proof.
  const bool is_node = first == node;
  if (!is_node && proof.empty()) return refuse("The proof is too short for this subtree and size.");
  const Hash& start = is_node ? subtree_root : proof[0];
  Hash sub_computed = start, tree_computed = start;
  for (const Hash& sibling : proof.subspan(is_node ? 0 : 1)) {
    if (last == 0) return refuse("The proof is too long for this subtree and size.");
    if ((node & 1) != 0 || node == last) {
      if (first < node) sub_computed = node_hash(sibling, sub_computed);
      tree_computed = node_hash(sibling, tree_computed);
      while ((node & 1) == 0 && node != 0) climb();
    } else {
      tree_computed = node_hash(tree_computed, sibling);
    }
    climb();
  }
  if (last != 0) return refuse("The proof is too short for this subtree and size.");
  if (sub_computed != subtree_root) return refuse("The proof leads to another hash of the subtree.");
  if (tree_computed != tree_root) return refuse("The proof leads to another root than the tree's.");
  return {};
}

}  // namespace colophon::merkle
