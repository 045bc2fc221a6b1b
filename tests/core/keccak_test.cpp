#include "colophon/hash/keccak.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace colophon;

// What viem 2.57.20 gives for the same bytes: byte i of a text of n bytes is (7 i + n) mod 256. The lengths lie around the block of 136.
TEST_CASE("Keccak-256: Ethereum's hash, at every length around its block", "[keccak]") {
  struct Row { std::size_t bytes; std::string_view hash; };
  constexpr Row rows[] = {
      {0, "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"},
      {1, "5fe7f977e71dba2ea1a68e21057beebb9be2ac30c6410aa38d4f3fbe41dcffd2"},
      {3, "7d228cdb40e661b0731cd20c876de675137701233a19b450a36e53a053407a22"},
      {32, "75ddc22689ac5cfab91ff4f11af7f47658c89f63dcb005c00824017d8081c7e8"},
      {55, "546a7fe6ccfdaf2fb18c8725219ad2041f386774722f4f2dcb3b2793bfa58b7e"},
      {64, "d432c602ee561dfffe10aa1a7df28751b7990fcb5ba7a66055452fd680beb44c"},
      {96, "a537d7c3d03f2d75863e78732d9f95bc1265434ae3d46169e1d464f96d489169"},
      {135, "8ab570337c9a3a773c3605160ca58e3f0546d92d217c908669cc4f35a31933bc"},
      {136, "16b30a6be318a7acbcba7a2194789f628abf68dfbbf55a4d840f22f6a4d29efd"},
      {137, "6a7e8293441d51be41bf4994995b35981f90c07866c7fd0465f405e2b7a8f8dd"},
      {200, "5df43bf0d784fc93408fa76ffebdf2b45f60884dbbae8b0f1e47ab05f37f8508"},
      {272, "443464c0c3ac8036d14a6f8647fc93b592d514adefbe88683cbbda3b4b2c4553"},
      {1000, "5cab097db1a529f5b1a15428cc494df950671bc3824340aad89941fa68e151bc"},
  };
  for (const auto& row : rows) {
    INFO(row.bytes << " bytes");
    Bytes text(row.bytes);
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = static_cast<std::uint8_t>(7 * i + row.bytes);
    CHECK(to_hex(keccak256(text)) == row.hash);
  }
  CHECK(to_hex(keccak256("abc")) == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
}
