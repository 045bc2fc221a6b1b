#pragma once
// Payouts that their payees collect from a contract: a Merkle tree over (index, account, amount) whose root the contract holds.
// Leaves and nodes are those of @openzeppelin/merkle-tree's StandardMerkleTree (1.0.8) with the leaf encoding
// ["uint256", "address", "uint256"], which OpenZeppelin's MerkleProof verifies on chain:
//   leaf = keccak256(keccak256(abi.encode(index, account, amount)))      node = keccak256(smaller child || larger child)
// docs/formats/claims.md describes the documents.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/uint256.hpp"
#include "colophon/hash/keccak.hpp"
#include "colophon/identifier/evm_address.hpp"
#include "colophon/merkle/report.hpp"

namespace colophon::payment {

struct Claim {
  std::uint64_t index = 0;                 ///< Its bit in the contract's bitmap: no two claims of a tree share one. At most 2^53 - 1.
  identifier::EvmAddress account{};        ///< Whom the contract pays.
  Uint256 amount;                          ///< In the token's smallest unit; not 0.
  friend bool operator==(const Claim&, const Claim&) = default;
};

Hash claim_leaf(const Claim& claim);
/// Does what the contract does. Error: does_not_hold.
Result<void> verify_claim(const Claim& claim, std::span<const Hash> proof, const Hash& root);

/// The tree of a set of claims: the same for every order in which they are given.
class ClaimTree {
 public:
  /// Errors: missing_field (no claims), limit_exceeded (limits::kClaimsMax), invalid_argument (an index twice or too large, the account
  /// zero, an amount 0), overflow (the total). The field is "claims[i]" by the position given.
  static Result<ClaimTree> make(std::vector<Claim> claims);

  std::span<const Claim> claims() const { return claims_; }   ///< By index.
  const Hash& root() const { return nodes_.front(); }
  const Uint256& total() const { return total_; }             ///< What the contract must hold.
  /// The siblings of claim `position` (in claims()), lowest first.
  std::vector<Hash> proof(std::size_t position) const;
  /// All nodes as StandardMerkleTree keeps them: the root first, the children of node i at 2 i + 1 and 2 i + 2.
  std::span<const Hash> nodes() const { return nodes_; }
  std::size_t node_of(std::size_t position) const { return leaf_nodes_[position]; }

 private:
  std::vector<Claim> claims_;
  std::vector<Hash> nodes_;
  std::vector<std::uint32_t> leaf_nodes_;
  Uint256 total_;
};

/// "colophon/claims/1": every claim with its proof. Canonical JSON.
std::string claims_json(const ClaimTree& tree);
/// "colophon/claim/1": one claim with its proof, for its payee. Canonical JSON.
std::string claim_json(const ClaimTree& tree, std::size_t position);
/// What StandardMerkleTree.load() reads ("standard-v1"). Canonical JSON.
std::string standard_merkle_tree_json(const ClaimTree& tree);

/// The claims of a "colophon/claims/1". Errors: those of its form, with the path of the field; proofs, root and total are not looked at.
Result<std::vector<Claim>> read_claims(const Json& document);
/// Recomputes a "colophon/claims/1" (checks "tree", "total", "proofs") or a "colophon/claim/1" ("proof"). Errors: unknown_format and those of its form.
Result<merkle::Report> verify_claims(const Json& document);
/// The second alone, for a payee's browser: it needs no tree.
Result<merkle::Report> verify_claim_document(const Json& document);

/// Claims from a table with the columns address, amount and, optionally, index (else claims are numbered from 0 in the order of the lines).
/// Amounts are whole numbers of the token's smallest unit, or with `decimals` (the token's own, 0 to 36) decimals of the whole token: "12.34".
/// Errors: those of CsvTable, and the identifier's or amount's with the place "claims.csv:7:address".
struct ClaimsTableOptions { int decimals = 0; };
Result<std::vector<Claim>> read_claims_table(std::string name, std::string_view text, ClaimsTableOptions options = {});

/// Minor units of a currency as a token's smallest unit, for a token that stands for the currency one to one: 1890 of EUR (exponent 2) in a
/// token of 6 decimals is 18900000. Errors: negative_amount, invalid_argument where the token has fewer decimals than the currency, overflow.
Result<Uint256> token_amount(std::int64_t minor, int currency_exponent, int token_decimals);

}  // namespace colophon::payment
