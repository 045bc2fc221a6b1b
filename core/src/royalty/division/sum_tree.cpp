#include "colophon/royalty/sum_tree.hpp"

#include <algorithm>
#include <cstring>

#include "royalty/division/tree_levels.hpp"

namespace colophon::royalty {
namespace {

std::uint8_t* put(std::uint8_t* at, const Hash& hash) { return std::ranges::copy(hash, at).out; }

std::uint8_t* put(std::uint8_t* at, uint128 value) {
  for (int shift = 120; shift >= 0; shift -= 8) *at++ = static_cast<std::uint8_t>(value >> shift);
  return at;
}

bool adds(uint128 a, uint128 b, uint128& sum) {
  sum = a + b;
  return sum >= a;
}

std::unexpected<Error> overflow() {
  return fail(Errc::overflow, "tree", "The units or the amounts of the rows add up to 2^128 or more.");
}

/// The root, one level at a time.
Result<SumNode> fold(std::vector<SumNode> level) {
  if (level.empty()) return SumNode{};
  for (std::size_t count = level.size(); count > 1; count = (count + 1) / 2) {
    for (std::size_t i = 0; i + 1 < count; i += 2) {
      auto node = sum_node(level[i], level[i + 1]);
      if (!node) return node;
      level[i / 2] = *node;
    }
    if (count % 2 == 1) level[count / 2] = level[count - 1];
  }
  return level.front();
}

}  // namespace

SumNode sum_leaf(const PoolRow& row) {
  std::array<std::uint8_t, 1 + 32 + 16 + 16 + 32> bytes;
  bytes[0] = 0x00;
  put(put(put(put(bytes.data() + 1, row.claim), row.units), row.amount_micro), row.detail);
  return {sha256(bytes), row.units, row.amount_micro};
}

Result<SumNode> sum_node(const SumNode& left, const SumNode& right) {
  SumNode node;
  if (!adds(left.units, right.units, node.units) || !adds(left.amount_micro, right.amount_micro, node.amount_micro)) {
    return overflow();
  }
  std::array<std::uint8_t, 1 + 2 * (32 + 16 + 16)> bytes;
  bytes[0] = 0x01;
  std::uint8_t* at = put(put(put(bytes.data() + 1, left.hash), left.units), left.amount_micro);
  put(put(put(at, right.hash), right.units), right.amount_micro);
  node.hash = sha256(bytes);
  return node;
}

Result<SumNode> sum_root(std::span<const PoolRow> rows) {
  std::vector<SumNode> leaves;
  leaves.reserve(rows.size());
  for (const PoolRow& row : rows) leaves.push_back(sum_leaf(row));
  return fold(std::move(leaves));
}

Result<SumTree> SumTree::build(std::span<const PoolRow> rows) {
  SumTree tree;
  tree.rows_ = rows.size();
  std::vector<SumNode> leaves;
  leaves.reserve(rows.size());
  // No node's sums exceed those of all rows, so one check here covers every join below.
  SumNode total;
  for (const PoolRow& row : rows) {
    leaves.push_back(sum_leaf(row));
    if (!adds(total.units, row.units, total.units) || !adds(total.amount_micro, row.amount_micro, total.amount_micro)) {
      return overflow();
    }
  }
  tree.levels_ = tree_levels(std::move(leaves), [](const SumNode& left, const SumNode& right) { return *sum_node(left, right); });
  if (tree.levels_.empty()) tree.levels_.push_back({SumNode{}});
  return tree;
}

const SumNode& SumTree::root() const { return levels_.back().front(); }

std::vector<SumNode> SumTree::path(std::uint64_t index) const {
  if (index >= rows_) return {};
  return tree_path(levels_, index);
}

Result<std::vector<SumNode>> sum_path(std::span<const PoolRow> rows, std::uint64_t index) {
  if (index >= rows.size()) {
    return fail(Errc::invalid_argument, "index", "The tree has " + std::to_string(rows.size()) + " rows; there is no such one.");
  }
  auto tree = SumTree::build(rows);
  if (!tree) return std::unexpected(tree.error());
  return tree->path(index);
}

Result<SumNode> sum_path_root(const PoolRow& row, std::uint64_t index, std::uint64_t rows, std::span<const SumNode> path) {
  const auto refuse = [](std::string detail) { return fail(Errc::does_not_hold, "path", std::move(detail)); };
  if (index >= rows) return refuse("The row's index is not below the number of rows.");
  SumNode node = sum_leaf(row);
  std::size_t used = 0;
  for (std::uint64_t at = index, last = rows - 1; last > 0; at >>= 1, last >>= 1) {
    // An even node without a right neighbour is promoted: it has no sibling at this level.
    if (at % 2 == 0 && at == last) continue;
    if (used == path.size()) return refuse("The path is too short for a tree of this many rows.");
    const SumNode& sibling = path[used++];
    auto parent = at % 2 == 1 ? sum_node(sibling, node) : sum_node(node, sibling);
    if (!parent) return std::unexpected(parent.error());
    node = *parent;
  }
  if (used != path.size()) return refuse("The path is too long for a tree of this many rows.");
  return node;
}

Result<void> verify_sum_path(const PoolRow& row, std::uint64_t index, std::uint64_t rows, std::span<const SumNode> path,
                             const SumNode& root) {
  const auto refuse = [](std::string detail) { return fail(Errc::does_not_hold, "path", std::move(detail)); };
  const auto node = sum_path_root(row, index, rows, path);
  if (!node) return std::unexpected(node.error());
  if (node->units != root.units) return refuse("The path leads to another total of units than the pool's.");
  if (node->amount_micro != root.amount_micro) return refuse("The path leads to another amount than the pool's.");
  if (node->hash != root.hash) return refuse("The path does not lead to the pool's tree.");
  return {};
}

}  // namespace colophon::royalty
