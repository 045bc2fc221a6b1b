// Hexadecimal, base64 and UTF-8: one spelling each, everything else refused.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/base/encoding.hpp"

using namespace colophon;

TEST_CASE("Base64 is RFC 4648's, both ways") {
  // Section 10.
  const char* const rows[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : rows) {
    INFO(plain);
    CHECK(to_base64(as_bytes(plain)) == encoded);
    const auto bytes = from_base64(encoded, "x");
    REQUIRE(bytes);
    CHECK(std::string(bytes->begin(), bytes->end()) == plain);
  }
  CHECK(to_base64(from_hex("fbff", "x").value()) == "+/8=");
}

TEST_CASE("Base64 that is not canonical is refused") {
  for (const char* text : {"Zg", "Zg=", "Z===", "====", "=", "Zg==Zg==", "Zm9v\n", "Zm9v ", " Zm9v", "Zm 9v", "Zm9-", "Zm9_", "Zh==", "Zm9=", "Z=g=",
                           "Zm9v=", "Zm9vZg=\xC3"}) {
    INFO(text);
    REQUIRE_FALSE(from_base64(text, "signature"));
    CHECK(from_base64(text, "signature").error().code == Errc::invalid_encoding);
    CHECK(from_base64(text, "signature").error().field == "signature");
  }
}

TEST_CASE("Hexadecimal is lower case and complete") {
  CHECK(to_hex(as_bytes("\x01\xAB\xFF")) == "01abff");
  CHECK(from_hex("01abff", "x").value() == Bytes{0x01, 0xAB, 0xFF});
  CHECK(from_hex("", "x").value().empty());
  for (const char* text : {"0", "0A", "0g", "0x", " 0", "00 0", "\xC3\xA9"}) {
    INFO(text);
    REQUIRE_FALSE(from_hex(text, "root"));
    CHECK(from_hex(text, "root").error().code == Errc::invalid_encoding);
  }
}

TEST_CASE("UTF-8 is what table 3-7 of the Unicode standard allows") {
  for (const char* text : {"", "abc", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
                           "\xF4\x8F\xBF\xBF", "\xE9\x9D\x99\xE5\xA4\x9C\xE6\x80\x9D"}) {
    CHECK(is_utf8(text));
  }
  for (const char* text : {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41", "\xE0\x9F\xBF", "\xE0\xA0", "\xED\xA0\x80", "\xED\xBF\xBF",
                           "\xF0\x8F\xBF\xBF", "\xF0\x90\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "a\xE9\x9D"}) {
    INFO(to_hex(as_bytes(text)));
    CHECK_FALSE(is_utf8(text));
  }
}

TEST_CASE("Every error code has the name that stands in JSON") {
  CHECK(errc_name(Errc::ok) == "ok");
  CHECK(errc_name(Errc::invalid_amount) == "invalid_amount");
  CHECK(errc_name(Errc::does_not_hold) == "does_not_hold");
  CHECK(errc_name(Errc::idempotency_conflict) == "idempotency_conflict");
  CHECK(errc_name(Errc::abi_mismatch) == "abi_mismatch");
  CHECK(errc_name(static_cast<Errc>(4'000'000'000u)) == "internal");
}
