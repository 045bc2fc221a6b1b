#include "colophon/payment/claims.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "colophon/base/json.hpp"
#include "colophon/base/limits.hpp"

using namespace colophon;
using namespace colophon::payment;

namespace {

/// Claim i: the account is the last 20 bytes of keccak256("account i"), the amount (7919 i^2 + 1) 10^(i mod 19).
Claim made_claim(std::uint64_t i) {
  Claim claim;
  claim.index = i;
  const Hash hash = keccak256("account " + std::to_string(i));
  std::copy(hash.begin() + 12, hash.end(), claim.account.begin());
  claim.amount = Uint256(7919 * i * i + 1);
  for (std::uint64_t k = 0; k < i % 19; ++k) REQUIRE(claim.amount.multiply_add(10, 0));
  return claim;
}

std::vector<Claim> made_claims(std::size_t count) {
  std::vector<Claim> claims;
  for (std::size_t i = 0; i < count; ++i) claims.push_back(made_claim(i));
  return claims;
}

std::string joined(std::span<const Hash> hashes) {
  std::string text;
  for (const Hash& hash : hashes) text += (text.empty() ? "0x" : ",0x") + to_hex(hash);
  return text;
}

Json parsed(std::string_view text) {
  auto json = parse_json(text);
  if (!json) FAIL(json.error().detail);
  return *json;
}

std::string changed(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

void check_report(const merkle::Report& report, std::initializer_list<std::pair<std::string_view, bool>> expected) {
  REQUIRE(report.checks.size() == expected.size());
  std::size_t i = 0;
  for (const auto& [name, holds] : expected) {
    INFO(name << ": " << report.checks[i].detail);
    CHECK(report.checks[i].name == name);
    CHECK(report.checks[i].holds == holds);
    ++i;
  }
}

}  // namespace

// @openzeppelin/merkle-tree 1.0.8, StandardMerkleTree.of(claims, ["uint256", "address", "uint256"]): the root, the SHA-256 of
// dump().tree joined by commas, and that of the proofs of claims 0 to n - 1, a line each, their hashes joined by commas.
TEST_CASE("claims: root, nodes and proofs are OpenZeppelin's", "[claims]") {
  struct Row { std::size_t count; std::string_view root, tree, proofs; };
  constexpr Row rows[] = {
      {1, "6a103ce1bb82eb1e388269872d60f0426424684c8bb6ae0a3991687a3d90c83c", "64d0483b4605ac5b1f29079fa6e8f5af584424d5890cade53f91a72c5c47831c",
       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {2, "c53e19ea72223fd5f7a83d706d0297e15051526556f661a089606c2b9aa3bdec", "7c91d4214e48a69fafaa0f1fd3f604a1215964fdbfc339f187e506579f89b26b",
       "3201cf12d2acc592e3dac38562c9d882781a9d205f911f5a5e74a61d90dca9e4"},
      {3, "52601f624ef0ff6a852e38518a6274b1cce386e4c35ad58416a0a6a10307381a", "6518db0506ded527160a3fcadf836a04f223b3137c6417adf6ab327af4eb3fdd",
       "3af2efdaa31978226414fb9f3e5d6c6d979fe61081007b89dbc3b503f3cd9c03"},
      {5, "77f92f2dec17acccefb72ac0c8ce0e3f0ff7b6912843b17765ed13ab75309792", "ade6f6ed902f67364252d44198a87d725ebd7bcc269a11d7739dddaef6279ad9",
       "481c505f6bef4a672f2a9ba8ce6ce78719f7155cca32a995db83fa9a8aedd659"},
      {7, "a4180e68eeff46e097d1716351bf6202f13a4ccb25b7c4f519a6e18cf476816f", "b4a0f27cff08750beb1949912af472e6a14c82b9d0fe4e8c8c6c411229b9b748",
       "bce7445ea5d1fbcc3933b0495eea1fed54702ab1bbefc00043834cd73ea958cb"},
      {8, "e8ced9f784582cf0dde7c256dcb8cda339e17ce969e7bdaeda0430abf98f7214", "c3b5c8c1ccb2fb6749fd6bd27b537385649df87762ff1a9f8bf57c434eaf7d1c",
       "c8cec00b92dc205f290f353119afbe9a775e14599671798206e2f4d6ff106d0f"},
      {100, "1592fde37ede650eed238b4fae741c994ac99b327b9ca886c85cb32a4d9aa87e", "8addd7aa4be757dce17294e34d0e5dbb7ab474cced289932a5cb0ce89f55448c",
       "dea93fa73687dfe0b211b7f61debf1ccd02bb2c7e3d4fc305a9ca85aacf224be"},
      {1000, "77883bf3c345399f6ca3fc7a199e53722326d01adf4e0a754586f0c4f4a077d1", "2448f87cf821d54b0150cf785a6dd3d6d2bc5d7b560b870db28b91b611e601be",
       "45fbc25ad79825b018d371f639ee097001dc74a42883af023820907030315550"},
  };
  for (const Row& row : rows) {
    INFO(row.count << " claims");
    auto claims = made_claims(row.count);
    std::ranges::reverse(claims);  // The order in which they are given changes nothing.
    const auto tree = ClaimTree::make(claims);
    REQUIRE(tree);
    CHECK(to_hex(tree->root()) == row.root);
    CHECK(to_hex(sha256(joined(tree->nodes()))) == row.tree);
    std::string proofs;
    for (std::size_t i = 0; i < row.count; ++i) {
      const auto proof = tree->proof(i);
      CHECK(verify_claim(tree->claims()[i], proof, tree->root()));
      proofs += (i > 0 ? "\n" : "") + joined(proof);
    }
    CHECK(to_hex(sha256(proofs)) == row.proofs);
  }
  // The largest index and amount, by the same library.
  Claim largest;
  largest.index = 9007199254740991;
  largest.account = *identifier::parse_evm_address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  largest.amount.words.fill(~std::uint64_t{0});
  CHECK(to_hex(ClaimTree::make({largest})->root()) == "a5bb3762331107e2688b391b7d9afcc71f5bdede7e28373dc5bd38ebbba46b2e");
}

TEST_CASE("claims: what no contract could pay is refused", "[claims]") {
  const auto refused = [](std::vector<Claim> claims, Errc code, std::string_view field, std::string_view says) {
    const auto tree = ClaimTree::make(std::move(claims));
    REQUIRE_FALSE(tree);
    INFO(tree.error().detail);
    CHECK(tree.error().code == code);
    CHECK(tree.error().field == field);
    CHECK(tree.error().detail.find(says) != std::string::npos);
  };
  refused({}, Errc::missing_field, "claims", "no claims");
  auto claims = made_claims(3);
  claims[2].index = 0;
  refused(claims, Errc::invalid_argument, "claims", "index 0 is given twice");
  claims = made_claims(3);
  claims[1].account = {};
  refused(claims, Errc::invalid_argument, "claims[1].address", "zero");
  claims = made_claims(3);
  claims[2].amount = Uint256();
  refused(claims, Errc::invalid_argument, "claims[2].amount", "leave the claim out");
  claims[2] = made_claim(2);
  claims[2].index = 9007199254740992;
  refused(claims, Errc::invalid_argument, "claims[2].index", "2^53");
  claims[2] = made_claim(2);
  claims[2].amount.words.fill(~std::uint64_t{0});
  refused(claims, Errc::overflow, "claims", "256 bits");
  refused(std::vector<Claim>(limits::kClaimsMax + 1, made_claim(1)), Errc::limit_exceeded, "claims", "at most 50000");
}

TEST_CASE("claims: a proof is good for its claim only", "[claims]") {
  const auto tree = *ClaimTree::make(made_claims(11));
  const Claim claim = tree.claims()[4];
  const auto proof = tree.proof(4);
  REQUIRE(verify_claim(claim, proof, tree.root()));
  Claim forged = claim;
  REQUIRE(forged.amount.add(Uint256(1)));
  CHECK(verify_claim(forged, proof, tree.root()).error().code == Errc::does_not_hold);
  forged = claim;
  forged.account[19] ^= 1;
  CHECK_FALSE(verify_claim(forged, proof, tree.root()));
  forged = claim;
  forged.index = 5;
  CHECK_FALSE(verify_claim(forged, proof, tree.root()));
  CHECK_FALSE(verify_claim(claim, tree.proof(5), tree.root()));
  CHECK_FALSE(verify_claim(claim, {}, tree.root()));
  for (std::size_t i = 0; i < proof.size(); ++i) {
    auto broken = proof;
    broken[i][7] ^= 0x10;
    CHECK_FALSE(verify_claim(claim, broken, tree.root()));
    broken = proof;
    broken.erase(broken.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK_FALSE(verify_claim(claim, broken, tree.root()));
  }
}

TEST_CASE("claims: the documents are canonical, hold, and no longer hold when something in them is changed", "[claims]") {
  const auto tree = *ClaimTree::make(made_claims(9));
  const std::string text = claims_json(tree);
  CHECK(canonical_json(parsed(text)) == text);
  CHECK(canonical_json(parsed(standard_merkle_tree_json(tree))) == standard_merkle_tree_json(tree));
  check_report(*verify_claims(parsed(text)), {{"tree", true}, {"total", true}, {"proofs", true}});
  CHECK(std::ranges::equal(*read_claims(parsed(text)), tree.claims()));

  check_report(*verify_claims(parsed(changed(text, R"("amount":"79200")", R"("amount":"79201")"))), {{"tree", false}, {"total", false}, {"proofs", false}});
  const auto hash = joined(std::vector<Hash>{tree.proof(2).front()});
  auto other = hash;
  other.back() = other.back() == '0' ? '1' : '0';
  const auto report = *verify_claims(parsed(changed(text, hash, other)));
  check_report(report, {{"tree", true}, {"total", true}, {"proofs", false}});
  CHECK(report.checks[2].field.starts_with("claims["));
  const std::string total = R"("total":")" + tree.total().to_decimal();
  check_report(*verify_claims(parsed(changed(text, total, total + "0"))), {{"tree", true}, {"total", false}, {"proofs", true}});

  const std::string one = claim_json(tree, 3);
  CHECK(canonical_json(parsed(one)) == one);
  check_report(*verify_claims(parsed(one)), {{"proof", true}});
  check_report(*verify_claims(parsed(changed(one, R"("index":3)", R"("index":4)"))), {{"proof", false}});
}

TEST_CASE("claims: a document of another form is refused with the field", "[claims]") {
  const std::string text = claims_json(*ClaimTree::make(made_claims(2)));
  const auto refused = [&](std::string_view from, std::string_view to, Errc code, std::string_view field) {
    const auto report = verify_claims(parsed(changed(text, from, to)));
    INFO(from << " -> " << to);
    REQUIRE_FALSE(report);
    INFO(report.error().detail);
    CHECK(report.error().code == code);
    CHECK(report.error().field == field);
  };
  refused("colophon/claims/1", "colophon/claims/2", Errc::unknown_format, "format");
  refused(R"(["uint256","address","uint256"])", R"(["address","uint256"])", Errc::unknown_format, "leaf_encoding");
  refused(R"("root":"0x)", R"("root":"0X)", Errc::invalid_encoding, "root");
  refused(R"("proof":["0x)", R"("proof":["0x0)", Errc::invalid_encoding, "claims[0].proof[0]");
  refused(R"("proof":["0x)", R"("proof":[1,"0x)", Errc::invalid_argument, "claims[0].proof[0]");
  refused(R"("address":"0x3E)", R"("address":"0x3e)", Errc::invalid_argument, "claims[0].address");
  refused(R"("amount":"1")", R"("amount":"1.5")", Errc::invalid_amount, "claims[0].amount");
  refused(R"("amount":"1")", R"("amount":"0")", Errc::invalid_argument, "claims[0].amount");
  refused(R"("amount":"1")", R"("amount":1)", Errc::invalid_argument, "claims[0].amount");
  refused(R"("index":1)", R"("index":-1)", Errc::negative_amount, "claims[1].index");
  refused(R"("index":1)", R"("index":0)", Errc::invalid_argument, "claims");
  refused(R"("index":1)", R"("memo":"x","index":1)", Errc::unknown_field, "claims[1].memo");
  CHECK(verify_claims(parsed("{}")).error().code == Errc::missing_field);
  CHECK_FALSE(verify_claims(parsed("[]")));
  CHECK_FALSE(verify_claims(parsed(R"({"format":"colophon/claim/1"})")));
}

TEST_CASE("claims: a table gives claims, and an error its line and column", "[claims]") {
  const auto claims = *read_claims_table("claims.csv",
                                         "address,amount\n0x3EA17dE45664Ce21F6E28E0a26f3652335796938,1\n0xC87D81Df938242825632e5FA934F2c88E60624a4,79200\n");
  CHECK(claims == made_claims(2));
  const auto placed = *read_claims_table("c", "amount,index,address\n79200,1,0xC87D81Df938242825632e5FA934F2c88E60624a4\n1,0,0x3EA17dE45664Ce21F6E28E0a26f3652335796938\n");
  CHECK(ClaimTree::make(placed)->root() == ClaimTree::make(claims)->root());
  const auto amount = [](std::string_view text, int decimals) {
    return read_claims_table("c", "address,amount\n0x3EA17dE45664Ce21F6E28E0a26f3652335796938," + std::string(text) + "\n", {decimals});
  };
  CHECK(amount("12.34", 6)->at(0).amount == Uint256(12'340'000));
  CHECK(amount("0.000001", 6)->at(0).amount == Uint256(1));
  CHECK(amount("7", 6)->at(0).amount == Uint256(7'000'000));
  CHECK(amount("0.5", 18)->at(0).amount == Uint256(500'000'000'000'000'000));
  CHECK(amount("1000000", 36)->at(0).amount.to_decimal() == "1" + std::string(42, '0'));
  for (const auto* text : {"0.0000001", "1.", ".5", "007", "00.5", "-1", "1e3", "", "1,5", "1.2.3"}) {
    INFO(text);
    CHECK_FALSE(amount(text, 6));
  }
  CHECK(amount("1.5", 0).error().field == "c:2:amount");
  CHECK(amount("0", 6).error().code == Errc::invalid_argument);
  CHECK(amount("0.0", 6).error().field == "c:2:amount");
  CHECK(amount("1", 37).error().field == "decimals");

  const auto refused = [](std::string_view text, Errc code, std::string_view field) {
    const auto read = read_claims_table("claims.csv", text);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == code);
    CHECK(read.error().field == field);
  };
  refused("address\n", Errc::missing_field, "claims.csv:1:amount");
  refused("address,amount,name\n", Errc::unknown_field, "claims.csv:1:name");
  refused("address,amount\n0x3EA17dE45664Ce21F6E28E0a26f3652335796938,1\n0x3EA17dE45664Ce21F6E28E0a26f3652335796939,1\n", Errc::invalid_argument, "claims.csv:3:address");
  refused("address,amount\n0x0000000000000000000000000000000000000000,1\n", Errc::invalid_argument, "claims.csv:2:address");
  refused("index,address,amount\n-1,0x3EA17dE45664Ce21F6E28E0a26f3652335796938,1\n", Errc::negative_amount, "claims.csv:2:index");
  refused("address,amount\n0x3EA17dE45664Ce21F6E28E0a26f3652335796938,1", Errc::invalid_argument, "claims.csv:2");
}

TEST_CASE("claims: a currency's minor units as a token's", "[claims]") {
  CHECK(*token_amount(1890, 2, 6) == Uint256(18'900'000));
  CHECK(*token_amount(0, 2, 18) == Uint256(0));
  CHECK(*token_amount(5, 0, 0) == Uint256(5));
  CHECK(token_amount(9'223'372'036'854'775'807, 2, 18)->to_decimal() == "92233720368547758070000000000000000");
  CHECK(token_amount(-1, 2, 6).error().code == Errc::negative_amount);
  CHECK(token_amount(1, 3, 2).error().field == "decimals");
  CHECK(token_amount(9'223'372'036'854'775'807, 0, 60).error().code == Errc::overflow);
}
