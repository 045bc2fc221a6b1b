#include "colophon/payment/claims.hpp"

#include <algorithm>
#include <numeric>

#include "colophon/base/limits.hpp"
#include "payment/claim_check.hpp"

namespace colophon::payment {
namespace {

constexpr std::uint64_t kIndexMax = (std::uint64_t{1} << 53) - 1;

Hash node_hash(const Hash& a, const Hash& b) {
  std::array<std::uint8_t, 64> pair;
  const bool ordered = a < b;
  std::ranges::copy(ordered ? a : b, pair.begin());
  std::ranges::copy(ordered ? b : a, pair.begin() + 32);
  return keccak256(pair);
}

}  // namespace

Result<void> check_claim(const Claim& claim, const ClaimFields& fields) {
  if (claim.index > kIndexMax) return fail(Errc::invalid_argument, fields.index, "An index is at most 2^53 - 1.");
  if (claim.account == identifier::EvmAddress{}) return fail(Errc::invalid_argument, fields.address, "Nobody owns the address zero: tokens paid to it are lost.");
  if (claim.amount.is_zero()) return fail(Errc::invalid_argument, fields.amount, "Collecting nothing would still cost its payee a fee: leave the claim out.");
  return {};
}

Hash claim_leaf(const Claim& claim) {
  // abi.encode of three static types: three words of 32 bytes, numbers big-endian, the address right-aligned.
  std::array<std::uint8_t, 96> words{};
  std::ranges::copy(Uint256(claim.index).bytes(), words.begin());
  std::ranges::copy(claim.account, words.begin() + 32 + 12);
  std::ranges::copy(claim.amount.bytes(), words.begin() + 64);
  return keccak256(keccak256(words));
}

Result<void> verify_claim(const Claim& claim, std::span<const Hash> proof, const Hash& root) {
  Hash node = claim_leaf(claim);
  for (const Hash& sibling : proof) node = node_hash(node, sibling);
  if (node == root) return {};
  return fail(Errc::does_not_hold, "proof", "The proof of the claim with index " + std::to_string(claim.index) + " leads to 0x" + to_hex(node) + ", not to the root.");
}

Result<ClaimTree> ClaimTree::make(std::vector<Claim> claims) {
  if (claims.empty()) return fail(Errc::missing_field, "claims", "There are no claims to make a tree of.");
  if (claims.size() > limits::kClaimsMax) {
    return fail(Errc::limit_exceeded, "claims", "A tree takes at most " + std::to_string(limits::kClaimsMax) + " claims: make several, each with its contract.");
  }
  ClaimTree tree;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const std::string path = "claims[" + std::to_string(i) + "].";
    if (const auto good = check_claim(claims[i], {path + "index", path + "address", path + "amount"}); !good) return std::unexpected(good.error());
    if (!tree.total_.add(claims[i].amount)) return fail(Errc::overflow, "claims", "The total of the claims does not fit 256 bits.");
  }
  std::ranges::sort(claims, {}, &Claim::index);
  if (const auto twice = std::ranges::adjacent_find(claims, {}, &Claim::index); twice != claims.end()) {
    return fail(Errc::invalid_argument, "claims", "The index " + std::to_string(twice->index) + " is given twice: the contract would pay only one of them.");
  }
  tree.claims_ = std::move(claims);

  const std::size_t count = tree.claims_.size();
  std::vector<Hash> leaves(count);
  std::ranges::transform(tree.claims_, leaves.begin(), claim_leaf);
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](std::uint32_t i) -> const Hash& { return leaves[i]; });
  tree.nodes_.resize(2 * count - 1);
  tree.leaf_nodes_.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t node = tree.nodes_.size() - 1 - i;
    tree.nodes_[node] = leaves[order[i]];
    tree.leaf_nodes_[order[i]] = static_cast<std::uint32_t>(node);
  }
  for (std::size_t i = count - 1; i-- > 0;) tree.nodes_[i] = node_hash(tree.nodes_[2 * i + 1], tree.nodes_[2 * i + 2]);
  return tree;
}

std::vector<Hash> ClaimTree::proof(std::size_t position) const {
  std::vector<Hash> siblings;
  for (std::size_t node = leaf_nodes_[position]; node > 0; node = (node - 1) / 2) siblings.push_back(nodes_[node % 2 == 1 ? node + 1 : node - 1]);
  return siblings;
}

Result<Uint256> token_amount(std::int64_t minor, int currency_exponent, int token_decimals) {
  if (minor < 0) return fail(Errc::negative_amount, "amount", "A payout is not negative.");
  if (token_decimals < currency_exponent) {
    return fail(Errc::invalid_argument, "decimals", "The token has fewer decimals than the currency: part of an amount could not be paid.");
  }
  Uint256 amount(static_cast<std::uint64_t>(minor));
  for (int i = currency_exponent; i < token_decimals; ++i) {
    if (!amount.multiply_add(10, 0)) return fail(Errc::overflow, "amount", "The number does not fit 256 bits.");
  }
  return amount;
}

}  // namespace colophon::payment
