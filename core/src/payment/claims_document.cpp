#include <algorithm>

#include "colophon/base/csv.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"
#include "colophon/payment/claims.hpp"
#include "payment/claim_check.hpp"

namespace colophon::payment {
namespace {

constexpr std::string_view kClaimsFormat = "colophon/claims/1", kClaimFormat = "colophon/claim/1";
constexpr std::string_view kLeafEncoding = R"(["uint256","address","uint256"])";
constexpr int kTokenDecimalsMax = 36;  // 10^36 whole tokens still fit 256 bits with room for their count.

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }
std::string hash_text(const Hash& hash) { return "0x" + to_hex(hash); }

/// The members that a claim has in both documents, in canonical order, without braces.
void write_claim(std::string& out, const ClaimTree& tree, std::size_t position, std::string_view format) {
  const Claim& claim = tree.claims()[position];
  out += R"("address":)" + quoted(identifier::to_string(claim.account)) + R"(,"amount":)" + quoted(claim.amount.to_decimal());
  if (!format.empty()) out += R"(,"format":)" + quoted(format);
  out += R"(,"index":)" + std::to_string(claim.index) + R"(,"proof":[)";
  const auto proof = tree.proof(position);
  for (std::size_t i = 0; i < proof.size(); ++i) out += (i > 0 ? "," : "") + quoted(hash_text(proof[i]));
  out += ']';
}

Result<Hash> read_hash(std::string_view text, std::string_view field) {
  Hash hash;
  const auto bytes = text.starts_with("0x") ? from_hex(text.substr(2), field) : Result<Bytes>(Bytes{});
  if (!bytes || bytes->size() != hash.size()) return fail(Errc::invalid_encoding, std::string(field), "A hash is 0x and 64 lower-case hexadecimal digits.");
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

Hash noted_hash(JsonFields& fields, std::string_view name) {
  const auto hash = read_hash(fields.string(name), fields.path(name));
  if (!hash) fields.note(hash.error());
  return hash.value_or(Hash{});
}

struct Proven {
  Claim claim;
  std::vector<Hash> proof;
};

Proven read_proven(JsonFields& fields) {
  Proven proven;
  const std::int64_t index = fields.integer("index");
  proven.claim.index = static_cast<std::uint64_t>(index);
  if (index < 0) fields.note({Errc::negative_amount, fields.path("index"), "An index is not negative."});
  if (const auto account = identifier::parse_evm_address(fields.string("address"), fields.path("address"))) proven.claim.account = *account;
  else fields.note(account.error());
  if (const auto amount = Uint256::parse(fields.string("amount"), fields.path("amount"))) proven.claim.amount = *amount;
  else fields.note(amount.error());
  const JsonArray& proof = fields.array("proof");
  if (proof.size() > limits::kMerkleProofHashesMax) fields.note({Errc::limit_exceeded, fields.path("proof"), "A proof has at most 64 hashes."});
  for (std::size_t i = 0; i < proof.size() && fields.ok(); ++i) {
    const std::string field = fields.path("proof") + "[" + std::to_string(i) + "]";
    const std::string* text = proof[i].string();
    const auto hash = text ? read_hash(*text, field) : fail(Errc::invalid_argument, field, "A hash is text.");
    if (hash) proven.proof.push_back(*hash);
    else fields.note(hash.error());
  }
  return proven;
}

struct Document {
  std::vector<Proven> claims;
  Hash root{};
  Uint256 total;
};

Result<Document> read_document(const Json& json) {
  JsonFields fields(json, "");
  Document document;
  if (fields.string("format") != kClaimsFormat && fields.ok()) fields.note({Errc::unknown_format, "format", "This is not a colophon/claims/1."});
  document.root = noted_hash(fields, "root");
  if (const auto total = Uint256::parse(fields.string("total"), "total")) document.total = *total;
  else fields.note(total.error());
  if (canonical_json(fields.required("leaf_encoding")) != kLeafEncoding) {
    fields.note({Errc::unknown_format, "leaf_encoding", "This version knows the leaf encoding uint256, address, uint256 only."});
  }
  const JsonArray& claims = fields.array("claims");
  if (claims.size() > limits::kClaimsMax) fields.note({Errc::limit_exceeded, "claims", "A tree takes at most " + std::to_string(limits::kClaimsMax) + " claims."});
  for (std::size_t i = 0; i < claims.size() && fields.ok(); ++i) {
    JsonFields claim(claims[i], "claims[" + std::to_string(i) + "]");
    document.claims.push_back(read_proven(claim));
    if (const auto read = claim.finish(); !read) fields.note(read.error());
  }
  if (const auto read = fields.finish(); !read) return std::unexpected(read.error());
  return document;
}

Result<void> same(const std::string& found, const std::string& expected, std::string field, const std::string& what) {
  if (found == expected) return {};
  return fail(Errc::does_not_hold, std::move(field), what + " is " + expected + "; the document says " + found + ".");
}

Result<merkle::Report> verify_all(const Json& json) {
  const auto document = read_document(json);
  if (!document) return std::unexpected(document.error());
  std::vector<Claim> claims;
  for (const auto& proven : document->claims) claims.push_back(proven.claim);
  const auto tree = ClaimTree::make(std::move(claims));
  if (!tree) return std::unexpected(tree.error());
  merkle::Report report;
  report.kind = "claims";
  add_check(report, "tree", same(hash_text(document->root), hash_text(tree->root()), "root", "The root of these claims"));
  add_check(report, "total", same(document->total.to_decimal(), tree->total().to_decimal(), "total", "The sum of these claims"));
  Result<void> proofs;
  for (std::size_t i = 0; i < document->claims.size() && proofs; ++i) {
    proofs = verify_claim(document->claims[i].claim, document->claims[i].proof, document->root);
    if (!proofs) proofs.error().field = "claims[" + std::to_string(i) + "].proof";
  }
  add_check(report, "proofs", proofs);
  report.facts = {{"count", static_cast<std::int64_t>(document->claims.size())}, {"root", hash_text(document->root)}, {"total", document->total.to_decimal()}};
  return report;
}

/// A decimal of whole tokens in the smallest unit: "12.34" with 6 decimals is 12340000.
Result<Uint256> read_amount(std::string_view text, int decimals, std::string_view field) {
  const auto point = text.find('.');
  std::string digits(text.substr(0, point));
  const std::string_view fraction = point == text.npos ? "" : text.substr(point + 1);
  if (point != text.npos && (fraction.empty() || digits.empty() || fraction.size() > static_cast<std::size_t>(decimals))) {
    return fail(Errc::invalid_amount, std::string(field),
                decimals == 0 ? "Write the amount as a whole number of the token's smallest unit, or say how many decimals the token has."
                              : "Write the amount as a decimal with at most " + std::to_string(decimals) + " places.");
  }
  digits += fraction;
  digits.append(static_cast<std::size_t>(decimals) - fraction.size(), '0');
  // "0.5" and 0.05 have become "05…": the zeros in front are right there, and only there.
  if (text.starts_with("0.")) digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  if (text == "0") digits = "0";
  return Uint256::parse(digits, field);
}

}  // namespace

std::string claims_json(const ClaimTree& tree) {
  std::string out = R"({"claims":[)";
  for (std::size_t i = 0; i < tree.claims().size(); ++i) {
    out += i > 0 ? ",{" : "{";
    write_claim(out, tree, i, "");
    out += '}';
  }
  return out + R"(],"format":)" + quoted(kClaimsFormat) + R"(,"leaf_encoding":)" + std::string(kLeafEncoding) + R"(,"root":)" +
         quoted(hash_text(tree.root())) + R"(,"total":)" + quoted(tree.total().to_decimal()) + "}";
}

std::string claim_json(const ClaimTree& tree, std::size_t position) {
  std::string out = "{";
  write_claim(out, tree, position, kClaimFormat);
  return out + R"(,"root":)" + quoted(hash_text(tree.root())) + "}";
}

std::string standard_merkle_tree_json(const ClaimTree& tree) {
  std::string out = R"({"format":"standard-v1","leafEncoding":)" + std::string(kLeafEncoding) + R"(,"tree":[)";
  for (std::size_t i = 0; i < tree.nodes().size(); ++i) out += (i > 0 ? "," : "") + quoted(hash_text(tree.nodes()[i]));
  out += R"(],"values":[)";
  for (std::size_t i = 0; i < tree.claims().size(); ++i) {
    const Claim& claim = tree.claims()[i];
    out += (i > 0 ? "," : "") + (R"({"treeIndex":)" + std::to_string(tree.node_of(i))) + R"(,"value":[)" + quoted(std::to_string(claim.index)) + "," +
           quoted(identifier::to_string(claim.account)) + "," + quoted(claim.amount.to_decimal()) + "]}";
  }
  return out + "]}";
}

Result<std::vector<Claim>> read_claims(const Json& document) {
  const auto read = read_document(document);
  if (!read) return std::unexpected(read.error());
  std::vector<Claim> claims;
  for (const auto& proven : read->claims) claims.push_back(proven.claim);
  return claims;
}

Result<merkle::Report> verify_claims(const Json& document) {
  const Json* format = document.find("format");
  if (format && format->string() && *format->string() == kClaimFormat) return verify_claim_document(document);
  return verify_all(document);
}

Result<merkle::Report> verify_claim_document(const Json& json) {
  JsonFields fields(json, "");
  if (fields.string("format") != kClaimFormat && fields.ok()) fields.note({Errc::unknown_format, "format", "This is not a colophon/claim/1."});
  const Hash root = noted_hash(fields, "root");
  const Proven proven = read_proven(fields);
  if (const auto read = fields.finish(); !read) return std::unexpected(read.error());
  merkle::Report report;
  report.kind = "claim";
  add_check(report, "proof", verify_claim(proven.claim, proven.proof, root));
  report.facts = {{"address", identifier::to_string(proven.claim.account)}, {"amount", proven.claim.amount.to_decimal()},
                  {"index", static_cast<std::int64_t>(proven.claim.index)}, {"root", hash_text(root)}};
  return report;
}

Result<std::vector<Claim>> read_claims_table(std::string name, std::string_view text, ClaimsTableOptions options) {
  if (options.decimals < 0 || options.decimals > kTokenDecimalsMax) {
    return fail(Errc::invalid_argument, "decimals", "A token has 0 to " + std::to_string(kTokenDecimalsMax) + " decimals.");
  }
  enum : std::size_t { kAddress, kAmount, kIndex };
  constexpr CsvColumn columns[] = {{"address"}, {"amount"}, {"index", false}};
  auto table = CsvTable::open(std::move(name), text, columns);
  if (!table) return std::unexpected(table.error());
  std::vector<Claim> claims;
  for (;;) {
    const auto more = table->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return claims;
    Claim claim{claims.size(), {}, {}};
    if (table->has(kIndex)) {
      const auto index = parse_int64((*table)[kIndex], table->place(kIndex));
      if (!index) return std::unexpected(index.error());
      if (*index < 0) return fail(Errc::negative_amount, table->place(kIndex), "An index is not negative.");
      claim.index = static_cast<std::uint64_t>(*index);
    }
    const auto account = identifier::parse_evm_address((*table)[kAddress], table->place(kAddress));
    if (!account) return std::unexpected(account.error());
    claim.account = *account;
    const auto amount = read_amount((*table)[kAmount], options.decimals, table->place(kAmount));
    if (!amount) return std::unexpected(amount.error());
    claim.amount = *amount;
    if (const auto good = check_claim(claim, {table->place(kIndex), table->place(kAddress), table->place(kAmount)}); !good) return std::unexpected(good.error());
    if (claims.size() == limits::kClaimsMax) {
      return fail(Errc::limit_exceeded, table->place(kIndex), "A tree takes at most " + std::to_string(limits::kClaimsMax) + " claims: make several.");
    }
    claims.push_back(claim);
  }
}

}  // namespace colophon::payment
