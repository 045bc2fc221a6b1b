// C2SP signed notes, checkpoints and verifier keys.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/merkle/checkpoint.hpp"

using namespace colophon;
using namespace colophon::merkle;

namespace {

// A checkpoint of Tessera's test log (Apache-2.0) and the key of that log.
const std::string kText = "example.com/log/testdata\n1\n0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=\n";
const std::string kSignature =
    "\xE2\x80\x94 example.com/log/testdata M9e0lhr9kuLxGdAtaUrhm84TQffVsLdcy808sN0a3WyniNlfcr9+bywoiIke1YYciCNjJGkCgIlQ8b16jhsmg/SChAM=\n";
const std::string kNote = kText + "\n" + kSignature;
const std::string kKey = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("A signed checkpoint is read and written again, byte for byte") {
  const auto parsed = parse_signed_checkpoint(kNote);
  REQUIRE(parsed);
  CHECK(parsed->checkpoint.origin == "example.com/log/testdata");
  CHECK(parsed->checkpoint.size == 1);
  CHECK(to_hex(parsed->checkpoint.root) == "d0d7360ab79f58ab1e1e3fe64ad77e2ea0bc07e36b5f46ed2223edd9298df9e9");
  CHECK(parsed->signed_text == kText);
  CHECK(checkpoint_text(parsed->checkpoint) == kText);
  REQUIRE(parsed->signatures.size() == 1);
  CHECK(parsed->signatures[0].key_hash == 0x33d7b496);
  CHECK(signed_note(kText, parsed->signatures) == kNote);
}

TEST_CASE("Extension lines and signatures of witnesses are kept") {
  const std::string witness = "\xE2\x80\x94 witness.example AAAAAQID\n";
  const std::string note = kText + "extension 1\n\n" + kSignature + witness;
  const auto parsed = parse_signed_checkpoint(note);
  REQUIRE(parsed);
  CHECK(parsed->signed_text == kText + "extension 1\n");
  REQUIRE(parsed->signatures.size() == 2);
  CHECK(parsed->signatures[1].name == "witness.example");
  CHECK(parsed->signatures[1].key_hash == 1);
  CHECK(parsed->signatures[1].signature == Bytes{2, 3});
  CHECK(signed_note(parsed->signed_text, parsed->signatures) == note);
}

TEST_CASE("The largest size is 2^64 - 1") {
  CHECK(parse_signed_checkpoint(replaced(kNote, "\n1\n", "\n18446744073709551615\n"))->checkpoint.size == ~std::uint64_t{0});
}

TEST_CASE("What is no signed checkpoint is refused") {
  std::string many = kText + "\n";
  for (int i = 0; i < 101; ++i) many += kSignature;
  const std::string rows[] = {
      "", "\n", "\n\n", kText, kText + "\n", kSignature, "\n" + kSignature, kText + kSignature, many,
      kNote.substr(0, kNote.size() - 1),                      // The last newline is missing.
      kNote + "\n", kNote + "x",
      "\n" + kNote,                                           // An empty origin.
      replaced(kNote, "\n1\n", "\n01\n"), replaced(kNote, "\n1\n", "\n-1\n"), replaced(kNote, "\n1\n", "\n\n"),
      replaced(kNote, "\n1\n", "\n1 \n"), replaced(kNote, "\n1\n", "\n18446744073709551616\n"),
      replaced(kNote, "+ek=", "+ek"), replaced(kNote, "+ek=", "+el="), replaced(kNote, "0Nc2", ""),
      replaced(kNote, "example.com", " example.com"), replaced(kNote, "testdata\n", "testdata \n"),
      replaced(kNote, "\n1\n", "\r\n1\r\n"), replaced(kNote, "testdata", "test\tdata"), replaced(kNote, "testdata", "test\xFF"),
      replaced(kNote, "\xE2\x80\x94 ", "- "), replaced(kNote, "\xE2\x80\x94 ", "\xE2\x80\x94"),
      replaced(kNote, " M9e0", "  M9e0"), replaced(kNote, " M9e0", "M9e0"), replaced(kNote, "AM=\n", "AM= \n"),
      kText + "\n\xE2\x80\x94 name M9e0lg==\n",               // A key hash and no signature.
      kText + "\n\xE2\x80\x94 na+me M9e0lgAA\n", std::string(70'000, 'a') + kNote,
  };
  for (const std::string& row : rows) {
    INFO(row.substr(0, 300));
    REQUIRE_FALSE(parse_signed_checkpoint(row, "receipt.checkpoint"));
    CHECK(parse_signed_checkpoint(row, "receipt.checkpoint").error().field == "receipt.checkpoint");
    CHECK_FALSE(parse_signed_checkpoint(row).error().detail.empty());
  }
}

TEST_CASE("A verifier key is read, and refused where its hash is not its own") {
  const auto key = parse_verifier_key(kKey);
  REQUIRE(key);
  CHECK(key->name == "example.com/log/testdata");
  CHECK(key->key_hash == 0x33d7b496);
  CHECK(key->public_key.size() == 32);
  CHECK(format_verifier_key(key->name, key->public_key) == kKey);
  const std::string rows[] = {
      "", "a", "a+b", "++", kKey + "=", "+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
      replaced(kKey, "33d7b496", "33d7b497"), replaced(kKey, "33d7b496", "33D7B496"), replaced(kKey, "33d7b496", "33d7b4"),
      replaced(kKey, "33d7b496", ""), replaced(kKey, "example", "fxample"), replaced(kKey, "/log", " log"),
      replaced(kKey, "+AeHT", "+BuHT"),                       // Type 06 is no Ed25519 key.
      replaced(kKey, "kkSx", ""), replaced(kKey, "AeHTu4Q3", "AeHTu4Q4"),
  };
  for (const std::string& row : rows) {
    INFO(row);
    REQUIRE_FALSE(parse_verifier_key(row, "log_key"));
    CHECK(parse_verifier_key(row, "log_key").error().field == "log_key");
  }
}
