// Binary64 as text and back: RFC 8785's own samples, and the C library as judge.
#include <catch2/catch_test_macros.hpp>

#include <bit>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "colophon/base/decimal.hpp"
#include "colophon/base/json.hpp"

using namespace colophon;

TEST_CASE("Numbers are written as RFC 8785, appendix B, has them") {
  struct Row { std::uint64_t bits; const char* text; };
  const Row rows[] = {
      {0x0000000000000000, "0"}, {0x8000000000000000, "0"}, {0x0000000000000001, "5e-324"}, {0x8000000000000001, "-5e-324"},
      {0x7fefffffffffffff, "1.7976931348623157e+308"}, {0xffefffffffffffff, "-1.7976931348623157e+308"}, {0x4340000000000000, "9007199254740992"},
      {0xc340000000000000, "-9007199254740992"}, {0x4430000000000000, "295147905179352830000"}, {0x44b52d02c7e14af5, "9.999999999999997e+22"},
      {0x44b52d02c7e14af6, "1e+23"}, {0x44b52d02c7e14af7, "1.0000000000000001e+23"}, {0x444b1ae4d6e2ef4e, "999999999999999700000"},
      {0x444b1ae4d6e2ef4f, "999999999999999900000"}, {0x444b1ae4d6e2ef50, "1e+21"}, {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
      {0x3eb0c6f7a0b5ed8d, "0.000001"}, {0x41b3de4355555553, "333333333.3333332"}, {0x41b3de4355555554, "333333333.33333325"},
      {0x41b3de4355555555, "333333333.3333333"}, {0x41b3de4355555556, "333333333.3333334"}, {0x41b3de4355555557, "333333333.33333343"},
      {0xbecbf647612f3696, "-0.0000033333333333333333"}, {0x43143ff3c1cb0959, "1424953923781206.2"}, {0x3d30000000000000, "5.684341886080802e-14"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(shortest_decimal(std::bit_cast<double>(row.bits)) == row.text);
    if (row.bits << 1 != 0) CHECK(std::bit_cast<std::uint64_t>(nearest_double(row.text).value()) == row.bits);
  }
}

TEST_CASE("Text reads as the nearest number, as strtod reads it; every number survives being written") {
  std::uint64_t state = 1;
  const auto next = [&] { return state = state * 6364136223846793005u + 1442695040888963407u; };
  for (int i = 0; i < 20'000; ++i) {
    const double number = std::bit_cast<double>(next() ^ next() >> 32);
    if (number != number || number - number != 0) continue;
    const std::string text = shortest_decimal(number);
    REQUIRE(std::strtod(text.c_str(), nullptr) == number);
    REQUIRE(std::bit_cast<std::uint64_t>(nearest_double(text).value()) == std::bit_cast<std::uint64_t>(number));
#if !defined(__EMSCRIPTEN__)
    // As short as the shortest of the C++ library.
    char shortest[64];
    const auto written = std::to_chars(shortest, shortest + sizeof shortest, number, std::chars_format::scientific);
    const auto digits = [](std::string_view t) { int n = 0; for (const char c : t.substr(0, t.find('e'))) n += c >= '0' && c <= '9'; return n; };
    if (text.find('e') != std::string::npos) REQUIRE(digits(text) == digits(std::string_view(shortest, static_cast<std::size_t>(written.ptr - shortest))));
#endif
    // Random digits and exponents, also where rounding has to look at all of them.
    std::string decimal = std::to_string(next() >> 1) + "." + std::to_string(next()) + "e" + std::to_string(static_cast<int>(next() >> 40) % 700 - 380);
    const double judged = std::strtod(decimal.c_str(), nullptr);
    const auto ours = nearest_double(decimal);
    INFO(decimal);
    if (judged - judged != 0) REQUIRE(!ours);
    else REQUIRE(std::bit_cast<std::uint64_t>(ours.value()) == std::bit_cast<std::uint64_t>(judged));
  }
  const std::string nines(900, '9'), halfway = "9007199254740993" ;
  CHECK(nearest_double(halfway) == 9007199254740992.0);                                  // A tie, to even.
  CHECK(nearest_double(halfway + ".0000000000000000000000000000001") == 9007199254740994.0);
  CHECK(nearest_double(halfway + "." + std::string(1'000, '0') + "1") == 9007199254740994.0);
  CHECK(nearest_double("2.4703282292062327e-324") == 0.0);
  CHECK(nearest_double("2.4703282292062328e-324") == 5e-324);
  CHECK(!nearest_double("1e309"));
  CHECK(!nearest_double(nines));
  CHECK(nearest_double("1e-99999999999") == 0.0);
}

TEST_CASE("Only who asks for it reads fractions; they are written as JCS has them") {
  CHECK(!parse_json("[1.5]"));
  CHECK(!parse_json("[9007199254740993]"));
  const auto json = parse_json(R"({"b":1.0,"a":1e20,"c":[-0,0.1,1e-7,12345678901234567890,3]})", JsonNumbers::any);
  REQUIRE(json);
  CHECK(canonical_json(*json) == R"({"a":100000000000000000000,"b":1,"c":[0,0.1,1e-7,12345678901234567000,3]})");
  for (const char* bad : {"01", "1.", ".5", "1e", "1e+", "-", "+1", "1e400", "NaN"}) {
    INFO(bad);
    CHECK(!parse_json(bad, JsonNumbers::any));
  }
}
