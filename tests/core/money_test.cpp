// Exact amounts, the grid of micros, and shares.
#include <catch2/catch_test_macros.hpp>

#include <string>

#include "colophon/base/money.hpp"

using namespace colophon;

namespace {

Currency currency(std::string_view code) { return Currency::parse(code).value(); }

}  // namespace

TEST_CASE("A currency is one of ISO 4217's, in capitals") {
  CHECK(currency("EUR").exponent == 2);
  CHECK(currency("JPY").exponent == 0);
  CHECK(currency("KWD").exponent == 3);
  CHECK(currency("EUR") == currency("EUR"));
  CHECK_FALSE(currency("EUR") == currency("USD"));
  for (const char* text : {"", "EU", "EURO", "eur", "XXX", "XAU", "CLF", "UR ", " EU", "R A", "EUR "}) {
    INFO(text);
    REQUIRE_FALSE(Currency::parse(text, "lines[1].currency"));
    CHECK(Currency::parse(text, "lines[1].currency").error().code == Errc::unknown_currency);
    CHECK(Currency::parse(text, "lines[1].currency").error().field == "lines[1].currency");
  }
}

TEST_CASE("Exact amounts are read and written without loss") {
  struct Row { const char *in, *in_units_of_10_to_minus_12, *out; };
  const Row rows[] = {
      {"0", "0", "0"},
      {"-0", "0", "0"},
      {"9.99", "9990000000000", "9.99"},
      {"-1", "-1000000000000", "-1"},
      {"0.003271845", "3271845000", "0.003271845"},
      {"0.000000000001", "1", "0.000000000001"},
      {"-0.000000000001", "-1", "-0.000000000001"},
      {"1.500", "1500000000000", "1.5"},
      {"100", "100000000000000", "100"},
      {"170141183460469231731687303.715884105727", "170141183460469231731687303715884105727", "170141183460469231731687303.715884105727"},
      {"-170141183460469231731687303.715884105727", "-170141183460469231731687303715884105727",
       "-170141183460469231731687303.715884105727"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    const auto amount = parse_exact(row.in);
    REQUIRE(amount);
    CHECK(to_decimal(*amount) == row.in_units_of_10_to_minus_12);
    CHECK(format_exact(*amount) == row.out);
  }
}

TEST_CASE("What is no plain decimal is refused") {
  for (const char* text : {"", "-", "+1", "1.", ".5", "-.5", "01", "00", "00.1", "1,5", "1 ", " 1", "1e3", "1.2.3", "--1", "0x1", "1_000",
                           "NaN", "0.0000000000001", "1.0000000000000", "1/2", "\xD9\xA1"}) {
    INFO(text);
    REQUIRE_FALSE(parse_exact(text, "lines[0].amount"));
    CHECK(parse_exact(text).error().code == Errc::invalid_amount);
    CHECK(parse_exact(text, "lines[0].amount").error().field == "lines[0].amount");
  }
  for (const char* text : {"170141183460469231731687303.715884105728", "-170141183460469231731687303.715884105728",
                           "340282366920938463463374607431768211456", "1000000000000000000000000000000000000000000000000"}) {
    INFO(text);
    REQUIRE_FALSE(parse_exact(text));
    CHECK(parse_exact(text).error().code == Errc::overflow);
  }
}

TEST_CASE("Rounding to the grid goes down and keeps the residue exactly") {
  struct Row { const char *code, *amount; Micros micros; const char* residue; };
  const Row rows[] = {
      {"EUR", "0.01", 1'000'000, "0"},
      {"EUR", "9.99", 999'000'000, "0"},
      {"EUR", "0.000000019999", 1, "9999"},   // One micro of a cent is 10^-8 euro.
      {"EUR", "-0.000000000001", -1, "9999"}, // Down means towards minus infinity.
      {"JPY", "1", 1'000'000, "0"},
      {"JPY", "0.0000015", 1, "500000"},
      {"KWD", "0.001", 1'000'000, "0"},
      {"KWD", "-0.0000000015", -2, "500"},
      {"EUR", "92233720368.54775807", 9'223'372'036'854'775'807, "0"},
  };
  for (const Row& row : rows) {
    INFO(row.code << " " << row.amount);
    const auto rounded = to_micros(parse_exact(row.amount).value(), currency(row.code));
    REQUIRE(rounded);
    CHECK(rounded->micros == row.micros);
    CHECK(to_decimal(rounded->residue) == row.residue);
  }
  CHECK(to_micros(parse_exact("92233720368.54775808").value(), currency("EUR")).error().code == Errc::overflow);
  CHECK(to_micros(parse_exact("-92233720368.54775808").value(), currency("EUR"))->micros == INT64_MIN);
  CHECK(to_micros(parse_exact("-92233720368.547758080001").value(), currency("EUR")).error().code == Errc::overflow);
}

TEST_CASE("Amounts are printed with the places of their currency") {
  CHECK(format_minor(1890108, currency("EUR")) == "18901.08");
  CHECK(format_minor(12, currency("JPY")) == "12");
  CHECK(format_minor(5, currency("KWD")) == "0.005");
  CHECK(format_minor(-5, currency("EUR")) == "-0.05");
  CHECK(format_minor(0, currency("EUR")) == "0.00");
  CHECK(format_minor(INT64_MIN, currency("EUR")) == "-92233720368547758.08");
  CHECK(format_micros(1'234'567, currency("EUR")) == "0.01234567");
  CHECK(format_micros(1'000'000, currency("EUR")) == "0.01");
  CHECK(format_micros(10'000'000, currency("EUR")) == "0.10");
  CHECK(format_micros(1'500'000, currency("JPY")) == "1.5");
  CHECK(format_micros(2'000'000, currency("JPY")) == "2");
  CHECK(format_micros(-1, currency("KWD")) == "-0.000000001");
}

TEST_CASE("Whole numbers have one spelling") {
  CHECK(parse_int64("0", "n") == 0);
  CHECK(parse_int64("-12", "n") == -12);
  CHECK(parse_int64("9223372036854775807", "n") == INT64_MAX);
  CHECK(parse_int64("-9223372036854775808", "n") == INT64_MIN);
  CHECK(parse_int64("9223372036854775808", "n").error().code == Errc::overflow);
  CHECK(parse_int64("-9223372036854775809", "n").error().code == Errc::overflow);
  CHECK(to_decimal(parse_uint128("340282366920938463463374607431768211455", "n").value()) == "340282366920938463463374607431768211455");
  CHECK(parse_uint128("340282366920938463463374607431768211456", "n").error().code == Errc::overflow);
  CHECK(parse_uint128("-1", "n").error().code == Errc::invalid_amount);
  for (const char* text : {"", "-", "+1", "01", "1.0", "1e3", " 1", "1 ", "0x1", "--1"}) {
    INFO(text);
    CHECK(parse_int64(text, "n").error().code == Errc::invalid_amount);
    CHECK(parse_uint128(text, "n").error().code == Errc::invalid_amount);
  }
  CHECK(to_decimal(int128{-42}) == "-42");
  CHECK(to_decimal(static_cast<int128>(uint128{1} << 127)) == "-170141183460469231731687303715884105728");
}

TEST_CASE("Shares are exact and in lowest terms") {
  struct Row { const char *in, *out; };
  const Row rows[] = {{"1/3", "1/3"}, {"2/6", "1/3"},   {"1", "1/1"},           {"0", "0/1"},          {"0/7", "0/1"},
                      {"7/7", "1/1"}, {"0.25", "1/4"},  {"25%", "1/4"},         {"12.5%", "1/8"},      {"100%", "1/1"},
                      {"0%", "0/1"},  {"1.000", "1/1"}, {"0.333333", "333333/1000000"}, {"33.3333%", "333333/1000000"},
                      {"999999/1000000", "999999/1000000"}, {"1000000/2000000", "1/2"}};
  for (const Row& row : rows) {
    INFO(row.in);
    const auto share = Share::parse(row.in);
    REQUIRE(share);
    CHECK(share->to_string() == row.out);
    CHECK(Share::parse(share->to_string()) == *share);
  }
  for (const char* text : {"", "1/0", "0/0", "4/3", "1.1", "101%", "-1/3", "1/-3", "1/3%", "1/3/4", "01/3", "1/03", "1 / 3", "0.5/1", "%",
                           "1/", "/3", "0.3333333", "1/1000001", "half", "50 %", "1000000000000000000000000000000000000000000/3"}) {
    INFO(text);
    REQUIRE_FALSE(Share::parse(text, "shares[2].share"));
    CHECK(Share::parse(text).error().code == Errc::invalid_shares);
    CHECK(Share::parse(text, "shares[2].share").error().field == "shares[2].share");
  }
}
