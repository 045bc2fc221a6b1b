// SHA-256 and HMAC against the vectors of their standards.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/hash/sha256.hpp"

using namespace colophon;

namespace {

std::string hex_of(std::string_view text) { return to_hex(sha256(text)); }

Bytes bytes_of(std::string_view hex) { return from_hex(hex, "vector").value(); }

}  // namespace

TEST_CASE("SHA-256 gives the digests of FIPS 180-4's examples and of NIST's long messages") {
  CHECK(hex_of("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex_of("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu") ==
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  CHECK(hex_of(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 does not depend on how the message was cut into pieces") {
  std::string message;
  for (int i = 0; i < 300; ++i) message += static_cast<char>(i * 7);
  for (std::size_t length = 0; length <= message.size(); ++length) {
    const std::string_view text = std::string_view(message).substr(0, length);
    const Hash whole = sha256(text);
    for (const std::size_t piece : {1, 3, 55, 56, 63, 64, 65, 128}) {
      Sha256 hasher;
      for (std::size_t at = 0; at < length; at += piece) hasher.update(text.substr(at, piece));
      REQUIRE(hasher.finish() == whole);
    }
  }
}

TEST_CASE("Numbers enter the hash big-endian") {
  CHECK(Sha256().update_u64(0x0102030405060708).update_u8(9).finish() == sha256(bytes_of("010203040506070809")));
}

TEST_CASE("HMAC-SHA-256 gives the results of RFC 4231") {
  struct Row { const char *name, *key, *message, *expected; };
  const std::string long_key(262, 'a');  // 131 bytes of aa: longer than a block.
  const Row rows[] = {
      {"case 1", "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"case 2", "4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {"case 3", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
       "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd",
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {"case 4", "0102030405060708090a0b0c0d0e0f10111213141516171819",
       "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd",
       "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {"case 6", long_key.c_str(),
       "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {"case 7", long_key.c_str(),
       "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c"
       "6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265"
       "666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    CHECK(to_hex(hmac_sha256(bytes_of(row.key), bytes_of(row.message))) == row.expected);
  }
}

TEST_CASE("A commitment hides its payload behind the salt and the domain") {
  Hash salt{};
  salt[31] = 1;
  const Hash made = commitment("colophon/work/1", salt, "{}");
  const Hash payload_hash = sha256("{}");
  CHECK(made == Sha256().update("colophon/work/1").update(salt).update(payload_hash).finish());
  Hash other = salt;
  other[0] = 1;
  CHECK(made != commitment("colophon/work/1", other, "{}"));
  CHECK(made != commitment("colophon/plan/1", salt, "{}"));
  CHECK(made != commitment("colophon/work/1", salt, "[]"));
}
