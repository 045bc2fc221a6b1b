#pragma once
// The Merkle sum tree of a pool table (docs/formats/statement.md, "The pool table").
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/base/money.hpp"
#include "colophon/hash/sha256.hpp"

namespace colophon::royalty {

/// One row: a claim on the pool. `claim` = SHA-256("colophon/claim/1" || salt || work id), `detail` = salted hash of its split.
struct PoolRow {
  Hash claim{};
  uint128 units = 0;
  uint128 amount_micro = 0;
  Hash detail{};
};

struct SumNode {
  Hash hash{};
  uint128 units = 0;
  uint128 amount_micro = 0;
};

/// Leaf = SHA-256(0x00 || claim || units || amount || detail), numbers as 16 bytes big-endian.
SumNode sum_leaf(const PoolRow& row);
/// Node = SHA-256(0x01 || left hash || left units || left amount || right hash || right units || right amount); sums are
/// checked. Error: overflow.
Result<SumNode> sum_node(const SumNode& left, const SumNode& right);
/// The shape is RFC 6962's: the left subtree is the largest power of two below the count. No rows: a node of zeros.
Result<SumNode> sum_root(std::span<const PoolRow> rows);

/// Sibling nodes from the leaf up.
Result<std::vector<SumNode>> sum_path(std::span<const PoolRow> rows, std::uint64_t index);
/// Where a row's path leads. Error: does_not_hold (a path of another length than the tree's), overflow.
Result<SumNode> sum_path_root(const PoolRow& row, std::uint64_t index, std::uint64_t rows, std::span<const SumNode> path);
/// Error: does_not_hold, overflow.
Result<void> verify_sum_path(const PoolRow& row, std::uint64_t index, std::uint64_t rows, std::span<const SumNode> path,
                             const SumNode& root);
/// The tree with all its levels, 64 bytes a node and two nodes a row: a path costs one copy of its nodes.
class SumTree {
 public:
  static Result<SumTree> build(std::span<const PoolRow> rows);
  const SumNode& root() const;
  std::vector<SumNode> path(std::uint64_t index) const;

 private:
  std::vector<std::vector<SumNode>> levels_;
  std::uint64_t rows_ = 0;
};

}  // namespace colophon::royalty
