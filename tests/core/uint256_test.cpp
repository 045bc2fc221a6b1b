#include "colophon/base/uint256.hpp"

#include <catch2/catch_test_macros.hpp>

#include "colophon/base/encoding.hpp"

using namespace colophon;

namespace {
constexpr std::string_view kLargest = "115792089237316195423570985008687907853269984665640564039457584007913129639935";  // 2^256 - 1
}

TEST_CASE("Uint256: decimals in and out, to the last bit", "[uint256]") {
  for (const std::string_view text : {std::string_view("0"), std::string_view("1"), std::string_view("999999999999999999"), std::string_view("1000000000000000000"),
                                      std::string_view("18446744073709551616"), std::string_view("340282366920938463463374607431768211456"),
                                      std::string_view("1000000000000000000000000000000000000000000000000000001"), kLargest}) {
    CHECK(Uint256::parse(text, "x")->to_decimal() == text);
  }
  CHECK(to_hex(Uint256::parse("18446744073709551616", "x")->bytes()) == std::string(47, '0') + "1" + std::string(16, '0'));
  CHECK(to_hex(Uint256::parse(kLargest, "x")->bytes()) == std::string(64, 'f'));
  const auto refused = [](std::string_view text, Errc code) {
    const auto read = Uint256::parse(text, "claims[3].amount");
    REQUIRE_FALSE(read);
    CHECK(read.error().code == code);
    CHECK(read.error().field == "claims[3].amount");
  };
  for (const auto* text : {"", "-1", "01", "1.0", "1e3", " 1", "0x10", "+1"}) refused(text, Errc::invalid_amount);
  refused("115792089237316195423570985008687907853269984665640564039457584007913129639936", Errc::overflow);
  refused(std::string(100, '9'), Errc::overflow);
}

TEST_CASE("Uint256: a sum that does not fit says so", "[uint256]") {
  Uint256 sum = *Uint256::parse(kLargest, "x");
  CHECK(sum.add(Uint256(0)));
  CHECK(sum.to_decimal() == kLargest);
  CHECK_FALSE(sum.add(Uint256(1)));
  Uint256 carries(~std::uint64_t{0});
  CHECK(carries.add(Uint256(1)));
  CHECK(carries.to_decimal() == "18446744073709551616");
  Uint256 product(3);
  CHECK(product.multiply_add(10, 7));
  CHECK(product == Uint256(37));
}
