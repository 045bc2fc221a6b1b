// The Merkle tree of RFC 6962: known roots, and every proof of small trees.
#include <catch2/catch_test_macros.hpp>

#include <string>
#include <vector>

#include "colophon/merkle/tree.hpp"

using namespace colophon;
using namespace colophon::merkle;

namespace {

// The eight entries of the certificate-transparency reference tests and the roots of their trees (RFC 6962's authors).
const char* const kEntries[] = {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
const char* const kRoots[] = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

std::vector<Hash> leaves(std::size_t count) {
  std::vector<Hash> hashes;
  for (std::size_t i = 0; i < count; ++i) hashes.push_back(leaf_hash(as_bytes(std::to_string(i))));
  return hashes;
}

}  // namespace

TEST_CASE("Roots are those of the reference trees") {
  std::vector<Hash> hashes;
  Frontier frontier;
  for (std::size_t size = 0; size <= 8; ++size) {
    INFO(size);
    CHECK(to_hex(root(hashes)) == kRoots[size]);
    CHECK(frontier.root() == root(hashes));
    CHECK(frontier.size() == size);
    if (size == 8) break;
    hashes.push_back(leaf_hash(from_hex(kEntries[size], "entry").value()));
    frontier.append(hashes.back());
  }
}

TEST_CASE("Every inclusion proof of every tree of up to 20 leaves holds, and for no other leaf, index or size") {
  for (std::size_t size = 1; size <= 20; ++size) {
    const auto hashes = leaves(size);
    const Hash top = root(hashes);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(hashes, index).value();
      REQUIRE(verify_inclusion(hashes[index], index, size, proof, top));
      if (size > 1) REQUIRE_FALSE(verify_inclusion(hashes[(index + 1) % size], index, size, proof, top));
      for (std::uint64_t other = 0; other < size; ++other) {
        if (other != index) REQUIRE_FALSE(verify_inclusion(hashes[index], other, size, proof, top));
      }
      for (std::size_t step = 0; step < proof.size(); ++step) {
        auto tampered = proof;
        tampered[step][5] ^= 1;
        REQUIRE_FALSE(verify_inclusion(hashes[index], index, size, tampered, top));
        tampered = proof;
        tampered.erase(tampered.begin() + static_cast<std::ptrdiff_t>(step));
        REQUIRE_FALSE(verify_inclusion(hashes[index], index, size, tampered, top));
      }
      auto longer = proof;
      longer.push_back(top);
      REQUIRE_FALSE(verify_inclusion(hashes[index], index, size, longer, top));
    }
    CHECK(inclusion_proof(hashes, size).error().code == Errc::invalid_argument);
    CHECK_FALSE(verify_inclusion(hashes[0], size, size, {}, top));
  }
  CHECK_FALSE(verify_inclusion(Hash{}, 0, 0, {}, Hash{}));
}

TEST_CASE("Every consistency proof of every pair of trees of up to 20 leaves holds, and for no other pair") {
  const auto hashes = leaves(20);
  const std::span<const Hash> all = hashes;
  for (std::size_t size = 1; size <= 20; ++size) {
    const Hash new_root = root(all.first(size));
    for (std::size_t old_size = 1; old_size <= size; ++old_size) {
      const Hash old_root = root(all.first(old_size));
      const auto proof = consistency_proof(all.first(size), old_size).value();
      REQUIRE(verify_consistency(old_size, size, proof, old_root, new_root));
      Hash wrong = old_root;
      wrong[0] ^= 1;
      REQUIRE_FALSE(verify_consistency(old_size, size, proof, wrong, new_root));
      if (old_size < size) REQUIRE_FALSE(verify_consistency(size, old_size, proof, new_root, old_root));
      for (std::size_t step = 0; step < proof.size(); ++step) {
        auto tampered = proof;
        tampered[step][31] ^= 0x80;
        REQUIRE_FALSE(verify_consistency(old_size, size, tampered, old_root, new_root));
      }
      auto longer = proof;
      longer.push_back(new_root);
      REQUIRE_FALSE(verify_consistency(old_size, size, longer, old_root, new_root));
    }
  }
  CHECK(consistency_proof(hashes, 0).error().code == Errc::invalid_argument);
  CHECK(consistency_proof(hashes, 21).error().code == Errc::invalid_argument);
  CHECK_FALSE(verify_consistency(0, 0, {}, root({}), root({})));
  CHECK_FALSE(verify_consistency(0, 20, {}, root({}), root(hashes)));
}
