// Judges from outside: the proof vectors of transparency-dev/merkle and a log that Tessera wrote (both Apache-2.0, in ../shared).
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "colophon/merkle/checkpoint.hpp"
#include "colophon/merkle/subtree.hpp"
#include "colophon/merkle/tree.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::merkle;
using namespace colophon::tests;

namespace {

std::vector<Json> vectors_below(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  std::vector<Json> vectors;
  for (const auto& file : files) {
    std::string text = read_file(file);
    // Some vectors hold numbers above 2^53, which are no integers of ours: as strings they can be read.
    static const std::regex huge("([0-9]{17,})");
    text = std::regex_replace(text, huge, "\"$1\"");
    INFO(file.string());
    const auto json = parse_json(text);
    REQUIRE(json);
    vectors.push_back(*json);
  }
  return vectors;
}

std::uint64_t number(const Json& vector, const char* name) {
  const Json* value = vector.find(name);
  REQUIRE(value);
  return value->string() ? static_cast<std::uint64_t>(*parse_uint128(*value->string(), name)) : static_cast<std::uint64_t>(*value->integer());
}

// Some vectors hold "don't care 1" where a hash would be, of which only equality matters: its own hash stands for it. An empty
// one cannot be written down as a Hash at all.
std::optional<Hash> hash(const std::string* text) {
  REQUIRE(text);
  const auto bytes = from_base64(*text, "vector");
  REQUIRE(bytes);
  if (bytes->empty()) return std::nullopt;
  Hash result = sha256(*bytes);
  if (bytes->size() != result.size()) return result;
  std::ranges::copy(*bytes, result.begin());
  return result;
}

std::optional<Hash> hash(const Json& vector, const char* name) {
  const Json* value = vector.find(name);
  REQUIRE(value);
  return value->is_null() ? std::nullopt : hash(value->string());
}

std::optional<std::vector<Hash>> proof(const Json& vector) {
  std::vector<Hash> hashes;
  const Json* items = vector.find("proof");
  if (items == nullptr || items->is_null()) return hashes;
  for (const Json& item : *items->array()) {
    const auto step = hash(item.string());
    if (!step) return std::nullopt;
    hashes.push_back(*step);
  }
  return hashes;
}

bool wanted(const Json& vector) { return !*vector.find("wantErr")->boolean(); }

}  // namespace

TEST_CASE("Inclusion proofs are accepted and refused as transparency-dev/merkle's vectors say") {
  const auto folder = shared("conformance/tlog/merkle/inclusion");
  if (!folder) SKIP("needs ../shared/conformance/tlog");
  const auto vectors = vectors_below(*folder);
  REQUIRE(vectors.size() == 98);
  int accepted = 0;
  for (const Json& vector : vectors) {
    INFO(canonical_json(vector));
    const auto leaf = hash(vector, "leafHash"), top = hash(vector, "root");
    const auto path = proof(vector);
    const bool holds = leaf && top && path && verify_inclusion(*leaf, number(vector, "leafIdx"), number(vector, "treeSize"), *path, *top);
    CHECK(holds == wanted(vector));
    accepted += holds ? 1 : 0;
  }
  CHECK(accepted == 6);
}

TEST_CASE("Consistency proofs are accepted and refused as transparency-dev/merkle's vectors say") {
  const auto folder = shared("conformance/tlog/merkle/consistency");
  if (!folder) SKIP("needs ../shared/conformance/tlog");
  const auto vectors = vectors_below(*folder);
  REQUIRE(vectors.size() == 98);
  int accepted = 0;
  for (const Json& vector : vectors) {
    INFO(canonical_json(vector));
    const auto old_root = hash(vector, "root1"), new_root = hash(vector, "root2");
    const auto path = proof(vector);
    const bool holds = old_root && new_root && path && verify_consistency(number(vector, "size1"), number(vector, "size2"), *path, *old_root, *new_root);
    CHECK(holds == wanted(vector));
    accepted += holds ? 1 : 0;
  }
  CHECK(accepted == 6);
}

TEST_CASE("Subtree inclusion proofs are accepted and refused as transparency-dev/merkle's vectors say") {
  const auto folder = shared("conformance/tlog/merkle/subtreeinclusion");
  if (!folder) SKIP("needs ../shared/conformance/tlog");
  const auto vectors = vectors_below(*folder);
  REQUIRE(vectors.size() == 204);
  int accepted = 0;
  for (const Json& vector : vectors) {
    INFO(canonical_json(vector));
    const auto leaf = hash(vector, "leafHash"), top = hash(vector, "root");
    const auto path = proof(vector);
    const Subtree subtree{number(vector, "start"), number(vector, "end")};
    const bool holds = leaf && top && path && verify_subtree_inclusion(*leaf, number(vector, "leafIdx"), subtree, *path, *top);
    CHECK(holds == wanted(vector));
    accepted += holds ? 1 : 0;
  }
  CHECK(accepted == 12);
}

TEST_CASE("Subtree consistency proofs are accepted and refused as transparency-dev/merkle's vectors say") {
  const auto folder = shared("conformance/tlog/merkle/subtreeconsistency");
  if (!folder) SKIP("needs ../shared/conformance/tlog");
  const auto vectors = vectors_below(*folder);
  REQUIRE(vectors.size() == 118);
  int accepted = 0;
  for (const Json& vector : vectors) {
    INFO(canonical_json(vector));
    const auto sub_root = hash(vector, "root1"), tree_root = hash(vector, "root2");
    const auto path = proof(vector);
    const Subtree subtree{number(vector, "start"), number(vector, "end")};
    const bool holds = sub_root && tree_root && path && verify_subtree_consistency(subtree, number(vector, "size"), *path, *sub_root, *tree_root);
    CHECK(holds == wanted(vector));
    accepted += holds ? 1 : 0;
  }
  CHECK(accepted == 12);
}

TEST_CASE("Tessera's log: its checkpoints parse, its entries give its roots, and every size extends the one before") {
  const auto log = shared("conformance/tlog/tessera/log");
  if (!log) SKIP("needs ../shared/conformance/tlog");
  const auto key = parse_verifier_key("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  REQUIRE(key);

  // A bundle of entries: two bytes of length, big-endian, then the entry.
  const std::string bundle = read_file(*log / "tile" / "entries" / "000.p" / "15");
  std::vector<Hash> leaves;
  for (std::size_t at = 0; at < bundle.size();) {
    const std::size_t length = static_cast<std::uint8_t>(bundle[at]) * 256u + static_cast<std::uint8_t>(bundle[at + 1]);
    leaves.push_back(leaf_hash(as_bytes(std::string_view(bundle).substr(at + 2, length))));
    at += 2 + length;
  }
  REQUIRE(leaves.size() == 15);

  for (std::uint64_t size = 0; size <= 15; ++size) {
    INFO(size);
    const std::string note = read_file(*log / ("checkpoint." + std::to_string(size)));
    const auto parsed = parse_signed_checkpoint(note);
    REQUIRE(parsed);
    const std::span<const Hash> tree = std::span(leaves).first(size);
    CHECK(parsed->checkpoint.origin == "example.com/log/testdata");
    CHECK(parsed->checkpoint.size == size);
    CHECK(parsed->checkpoint.root == root(tree));
    REQUIRE(parsed->signatures.size() == 1);
    CHECK(parsed->signatures[0].name == key->name);
    CHECK(parsed->signatures[0].key_hash == key->key_hash);
    CHECK(parsed->signatures[0].signature.size() == 64);
    CHECK(parsed->signed_text == checkpoint_text(parsed->checkpoint));
    CHECK(signed_note(parsed->signed_text, parsed->signatures) == note);
    for (std::uint64_t old_size = 1; old_size <= size; ++old_size) {
      const auto steps = consistency_proof(tree, old_size).value();
      CHECK(verify_consistency(old_size, size, steps, root(tree.first(old_size)), parsed->checkpoint.root));
    }
    for (std::uint64_t index = 0; index < size; ++index) {
      CHECK(verify_inclusion(leaves[index], index, size, inclusion_proof(tree, index).value(), parsed->checkpoint.root));
    }
  }
}
