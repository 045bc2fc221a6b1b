// BLAKE3 and XXH32 against the outputs of other programs, over every kernel that this processor has.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/hash/blake3.hpp"
#include "colophon/hash/xxh32.hpp"
#include "../../core/src/hash/blake3_many.hpp"

using namespace colophon;

namespace {

// The input of BLAKE3's published test vectors: 0, 1, ..., 250, 0, 1, ...
std::string pattern(std::size_t bytes) {
  std::string text(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) text[i] = static_cast<char>(i % 251);
  return text;
}

struct LanesLimit {
  explicit LanesLimit(std::size_t lanes) { blake3_detail::limit_lanes(lanes); }
  ~LanesLimit() { blake3_detail::limit_lanes(64); }
};

}  // namespace

TEST_CASE("BLAKE3 gives what b3sum 1.8.1 gives, whatever the number of lanes") {
  struct Row { std::size_t bytes; const char* hash; };
  const Row rows[] = {
      {0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"},
      {1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"},
      {64, "4eed7141ea4a5cd4b788606bd23f46e212af9cacebacdc7d1f4c6dc7f2511b98"},
      {65, "de1e5fa0be70df6d2be8fffd0e99ceaa8eb6e8c93a63f2d8d1c30ecb6b263dee"},
      {1023, "10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11"},
      {1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"},
      {1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"},
      {2048, "e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a"},
      {2049, "5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030"},
      {3072, "b98cb0ff3623be03326b373de6b9095218513e64f1ee2edd2525c7ad1e5cffd2"},
      {4097, "9b4052b38f1c5fc8b1f9ff7ac7b27cd242487b3d890d15c96a1c25b8aa0fb995"},
      {8192, "aae792484c8efe4f19e2ca7d371d8c467ffb10748d8a5a1ae579948f718a2a63"},
      {8193, "bab6c09cb8ce8cf459261398d2e7aef35700bf488116ceb94a36d0f5f1b7bc3b"},
      {16384, "f875d6646de28985646f34ee13be9a576fd515f76b5b0a26bb324735041ddde4"},
      {31744, "62b6960e1a44bcc1eb1a611a8d6235b6b4b78f32e7abc4fb4c6cdcce94895c47"},
      {102400, "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085"},
      {262144, "d57dc906e20d3fd326ffaa85535500486f46a0979f5a323f028dcabfd381fd4a"},
      {262145, "531c319935cf78f34869faebd865e5748266b1799039103bfb851a680d9ed30c"},
      {300000, "6cc9dce05d4cff8c5bef5c5a24681e42b13f03e34a0bc5e66f65a91d48c944fa"},
      {1048577, "2f053cd7472cf0cd2f9adaf45c1180255b91b9a865404a63671a0ee5f792ed33"},
  };
  for (const std::size_t lanes : {1, 4, 8, 16}) {
    const LanesLimit limit(lanes);
    for (const Row& row : rows) {
      INFO(row.bytes << " bytes, at most " << lanes << " lanes");
      CHECK(to_hex(blake3(pattern(row.bytes))) == row.hash);
    }
  }
}

TEST_CASE("BLAKE3 does not depend on how the data was cut into pieces, nor on being asked in between") {
  const std::string data = pattern(600'001);
  for (const std::size_t length : {0, 1, 63, 64, 65, 1024, 1025, 2048, 5000, 65'536, 262'144, 262'145, 600'001}) {
    const std::string_view text = std::string_view(data).substr(0, length);
    const Hash whole = blake3(text);
    for (const std::size_t piece : {1, 64, 1000, 1024, 4096, 70'000, 262'144}) {
      if (length / piece > 20'000) continue;
      INFO(length << " bytes in pieces of " << piece);
      Blake3 hasher;
      for (std::size_t at = 0; at < length; at += piece) hasher.update(text.substr(at, piece));
      REQUIRE(hasher.finish() == whole);
      REQUIRE(hasher.bytes() == length);
    }
  }
  Blake3 hasher;
  std::size_t at = 0;
  for (std::size_t piece = 1; at < data.size(); piece += 517) {
    const std::string_view next = std::string_view(data).substr(at, piece);
    at += next.size();
    hasher.update(next);
    REQUIRE(hasher.finish() == blake3(std::string_view(data).substr(0, at)));
  }
}

TEST_CASE("XXH32 gives the checks of its specification and what xxhsum 0.8.3 gives") {
  struct Row { std::string text; std::uint32_t hash; };
  const Row rows[] = {{"", 0x02CC5D05}, {"a", 0x550D7456}, {"abc", 0x32D153FF}, {"Nobody inspects the spammish repetition", 0xE2293B2F},
                      {pattern(64), 0x31120435}, {pattern(1025), 0xD6A1188A}, {pattern(102400), 0x96C7EB65}};
  for (const Row& row : rows) CHECK(xxh32(as_bytes(row.text)) == row.hash);
}
