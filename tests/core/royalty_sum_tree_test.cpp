// The Merkle sum tree: literal bytes first, then every path of small trees, then what must be refused.
#include <catch2/catch_test_macros.hpp>

#include "colophon/royalty/sum_tree.hpp"
#include "core/royalty_support.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;

namespace {

std::vector<PoolRow> rows_of(std::size_t count) {
  std::vector<PoolRow> rows;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string text = std::to_string(i);
    rows.push_back({sha256("claim" + text), i + 1, 100 * (i + 1), sha256("detail" + text)});
  }
  return rows;
}

/// RFC 6962, section 2.1, word by word: the left subtree is the largest power of two below the count.
SumNode by_definition(std::span<const PoolRow> rows) {
  if (rows.size() == 1) return sum_leaf(rows[0]);
  std::size_t left = 1;
  while (2 * left < rows.size()) left *= 2;
  return *sum_node(by_definition(rows.first(left)), by_definition(rows.subspan(left)));
}

}  // namespace

TEST_CASE("a leaf and a node are hashes of the bytes that the format gives", "[royalty][sum-tree]") {
  // Reference: Python, hashlib.sha256(bytes([0]) + b"\x01"*32 + (7).to_bytes(16,"big") + (9).to_bytes(16,"big") + b"\x02"*32)
  PoolRow row;
  row.claim.fill(1);
  row.units = 7;
  row.amount_micro = 9;
  row.detail.fill(2);
  const SumNode leaf = sum_leaf(row);
  CHECK(to_hex(leaf.hash) == "59d32a8d38a15bd5f7a677c4919ed41ded41d3fbcc01b42c3c00ed69be7498f0");
  // hashlib.sha256(bytes([1]) + (leaf + u128(7) + u128(9)) * 2)
  const auto node = sum_node(leaf, leaf);
  REQUIRE(node);
  CHECK(to_hex(node->hash) == "0971bff79f337840e237d74562e33a2bda4ea47a2cd2cb5a0d02829a66598184");
  CHECK(node->units == 14);
  CHECK(node->amount_micro == 18);
}

TEST_CASE("no rows give a node of zeros", "[royalty][sum-tree]") {
  CHECK(sum_root({})->hash == Hash{});
  CHECK(SumTree::build({})->root().hash == Hash{});
  CHECK(SumTree::build({})->path(0).empty());
  CHECK_FALSE(sum_path({}, 0));
}

TEST_CASE("every path of every tree of up to 70 rows verifies, and the root has the shape of RFC 6962", "[royalty][sum-tree]") {
  for (std::size_t count = 1; count <= 70; ++count) {
    const auto rows = rows_of(count);
    const auto root = sum_root(rows);
    REQUIRE(root);
    REQUIRE(root->hash == by_definition(rows).hash);
    const auto tree = SumTree::build(rows);
    REQUIRE(tree);
    REQUIRE(tree->root().hash == root->hash);
    REQUIRE(tree->root().amount_micro == root->amount_micro);
    for (std::size_t i = 0; i < count; ++i) {
      const auto path = tree->path(i);
      REQUIRE(verify_sum_path(rows[i], i, count, path, *root));
      if (count % 7 == 0) {
        REQUIRE(sum_path(rows, i)->size() == path.size());
        REQUIRE_FALSE(verify_sum_path(rows[i], (i + 1) % count, count, path, *root));
        REQUIRE_FALSE(verify_sum_path(rows[(i + 1) % count], i, count, path, *root));
      }
    }
  }
}

TEST_CASE("a path that was touched anywhere is refused", "[royalty][sum-tree]") {
  const auto rows = rows_of(13);
  const auto root = *sum_root(rows);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto path = *sum_path(rows, i);
    for (std::size_t k = 0; k < path.size(); ++k) {
      auto forged = path;
      forged[k].hash[31] ^= 1;
      CHECK_FALSE(verify_sum_path(rows[i], i, 13, forged, root));
      forged = path;
      ++forged[k].units;
      CHECK_FALSE(verify_sum_path(rows[i], i, 13, forged, root));
      forged = path;
      --forged[k].amount_micro;
      CHECK_FALSE(verify_sum_path(rows[i], i, 13, forged, root));
    }
    auto longer = path;
    longer.push_back({});
    CHECK_FALSE(verify_sum_path(rows[i], i, 13, longer, root));
    auto shorter = path;
    shorter.pop_back();
    CHECK_FALSE(verify_sum_path(rows[i], i, 13, shorter, root));
    PoolRow row = rows[i];
    ++row.units;
    CHECK_FALSE(verify_sum_path(row, i, 13, path, root));
    CHECK_FALSE(verify_sum_path(rows[i], 13, 13, path, root));
    SumNode other = root;
    ++other.amount_micro;
    CHECK_FALSE(verify_sum_path(rows[i], i, 13, path, other));
  }
}

TEST_CASE("sums beyond 128 bits are an overflow, not a wrap", "[royalty][sum-tree]") {
  auto rows = rows_of(3);
  rows[1].units = ~uint128{0};
  CHECK(sum_root(rows).error().code == Errc::overflow);
  CHECK(SumTree::build(rows).error().code == Errc::overflow);
  rows[1].units = 1;
  rows[2].amount_micro = ~uint128{0};
  CHECK(sum_root(rows).error().code == Errc::overflow);
  const SumNode most{{}, ~uint128{0}, 0};
  CHECK(sum_node(most, {{}, 1, 0}).error().code == Errc::overflow);
  CHECK(verify_sum_path(rows[0], 0, 2, std::vector{most}, {}).error().code == Errc::overflow);
}
