#include <catch2/catch_test_macros.hpp>

#include "colophon/sales/date.hpp"
#include "colophon/sales/number.hpp"
#include "colophon/sales/reported_ids.hpp"
#include "colophon/sales/territory.hpp"

using namespace colophon;
using namespace colophon::sales;

namespace {
std::string amount(std::string_view text, const NumberFormat& format = {}, ExcessPlaces excess = ExcessPlaces::refuse) {
  const auto number = read_number(text, format);
  if (!number) return "no number";
  const auto exact = to_amount(*number, excess, "amount");
  return exact ? format_exact(exact->amount) : std::string(errc_name(exact.error().code));
}
}  // namespace

TEST_CASE("Sales: numbers are read exactly as reports write them", "[sales]") {
  CHECK(amount("0.003271845") == "0.003271845");       // What a stream is worth; the issue names it as legal.
  CHECK(amount("1.234") == "1.234");                   // Dinars of Kuwait have three places.
  CHECK(amount("-0.5") == "-0.5");
  CHECK(amount("\xE2\x88\x92" "0.5") == "-0.5");       // U+2212, as typesetters write it
  CHECK(amount("(0.12)") == "-0.12");                  // as accountants do
  CHECK(amount("3.10-") == "-3.1");                    // as SAP does
  CHECK(amount("+7") == "7");
  CHECK(amount("1.2E-5") == "0.000012");               // as spreadsheets do
  CHECK(amount("2e3") == "2000");
  CHECK(amount(".5") == "0.5");
  CHECK(amount("5.") == "5");
  CHECK(amount("007") == "7");
  CHECK(amount("0.000000000000000000000000") == "0");  // Zeros are not places.
  CHECK(amount("1,234,567.89", {.group = ','}) == "1234567.89");
  CHECK(amount("1.234.567,89", {.decimal = ',', .group = '.'}) == "1234567.89");
  CHECK(amount("1 234,5", {.decimal = ',', .group = ' '}) == "1234.5");
  CHECK(amount("1\xC2\xA0" "234,5\xE2\x80\xAF", {.decimal = ',', .group = ' '}) == "1234.5");
  CHECK(amount("12,34,567.5", {.group = ','}) == "1234567.5");   // Lakhs.
  CHECK(amount("1'234.50", {.group = '\''}) == "1234.5");
  CHECK(amount("$0.12", {.strip = {"$"}}) == "0.12");
  CHECK(amount("-$0.12", {.strip = {"$"}}) == "-0.12");
  CHECK(amount("0,12 EUR", {.decimal = ',', .strip = {"EUR"}}) == "0.12");
  CHECK(amount("(\xE2\x82\xAC" "3)", {.strip = {"\xE2\x82\xAC"}}) == "-3");
}

TEST_CASE("Sales: what could be taken for another number is none", "[sales]") {
  CHECK(amount("1,5", {.group = ','}) == "no number");      // 1.5 with a decimal comma, or 15?
  CHECK(amount("1,2345", {.group = ','}) == "no number");
  CHECK(amount("1234,567", {.group = ','}) == "no number");
  CHECK(amount("1.234,5") == "no number");
  CHECK(amount("1,234") == "no number");                    // No separator is declared.
  CHECK(amount("1.2.3") == "no number");
  CHECK(amount("") == "no number");
  CHECK(amount("-") == "no number");
  CHECK(amount(".") == "no number");
  CHECK(amount("NaN") == "no number");
  CHECK(amount("inf") == "no number");
  CHECK(amount("0x10") == "no number");
  CHECK(amount("1e") == "no number");
  CHECK(amount("--1") == "no number");
  CHECK(amount("(-1)") == "no number");                     // Minus twice.
  CHECK(amount("1 2") == "no number");
  CHECK(amount("1e99") == "no number");
  CHECK(amount(std::string(60, '9')) == "no number");
  CHECK(amount("0.0000000000001") == "invalid_amount");     // 13 places.
  CHECK(amount(std::string(38, '9')) == "overflow");        // Fits 127 bits, but not with twelve places.
  CHECK(amount("9e26") == "overflow");
}

TEST_CASE("Sales: places beyond the twelfth are rounded to the even one where the mapping says so", "[sales]") {
  const auto rounded = [](std::string_view text) { return amount(text, {}, ExcessPlaces::round); };
  CHECK(rounded("0.0000000000005") == "0");
  CHECK(rounded("0.0000000000015") == "0.000000000002");
  CHECK(rounded("0.0000000000025") == "0.000000000002");
  CHECK(rounded("0.00000000000251") == "0.000000000003");
  CHECK(rounded("-0.0000000000015") == "-0.000000000002");
  CHECK(rounded("-0.0000000000005") == "0");
  CHECK(rounded("-0.00000000000051") == "-0.000000000001");
  CHECK(rounded("1e-40") == "0");
  CHECK(rounded("-1e-40") == "0");
  CHECK(rounded("0.00327184512345678") == "0.003271845123");
}

TEST_CASE("Sales: units are whole, products exact", "[sales]") {
  CHECK(*to_units(*read_number("1,234", {.group = ','}), "units") == 1234);
  CHECK(*to_units(*read_number("12.000", {}), "units") == 12);
  CHECK(to_units(*read_number("1.5", {}), "units").error().code == Errc::invalid_amount);
  CHECK(*to_units_down(*read_number("1.5", {}), "units") == 1);
  CHECK(*to_units_down(*read_number("-1.5", {}), "units") == -2);
  CHECK(to_units(*read_number("1e19", {}), "units").error().code == Errc::overflow);
  const auto product = multiply(*read_number("1036181", {}), *read_number("0.000394", {}));
  CHECK(format_exact(to_amount(*product, ExcessPlaces::refuse, "")->amount) == "408.255314");
  const auto large = *read_number(std::string(20, '9'), {});
  CHECK_FALSE(multiply(large, large));
}

TEST_CASE("Sales: dates are read by their form", "[sales]") {
  const auto read = [](std::string_view form, std::string_view text) -> std::string {
    const auto format = DateFormat::parse(form, "format");
    if (!format) return "no form";
    const auto date = format->read(text);
    return date ? date->to_string() : "no date";
  };
  CHECK(read("YYYY-MM-DD", "2026-02-28") == "2026-02-28");
  CHECK(read("YYYY-MM-DD", "2026-02-29") == "no date");
  CHECK(read("YYYY-MM-DD", "2028-02-29") == "2028-02-29");
  CHECK(read("YYYY-MM-DD", "2100-02-29") == "no date");
  CHECK(read("YYYY-MM", "2026-02") == "2026-02-28");       // The month's last day.
  CHECK(read("M/D/YYYY", "3/4/2026") == "2026-03-04");
  CHECK(read("D/M/YYYY", "3/4/2026") == "2026-04-03");
  CHECK(read("DD.MM.YY", "31.12.25") == "2025-12-31");
  CHECK(read("YYYYMMDD", "20151001") == "2015-10-01");
  CHECK(read("YYYYMM", "201602") == "2016-02-29");
  CHECK(read("MMM-YY", "feb-24") == "2024-02-29");
  CHECK(read("MMMM YYYY", "September 2026") == "2026-09-30");
  CHECK(read("YYYY-Q", "2026-3") == "2026-09-30");
  CHECK(read("'Q'Q YYYY", "'1'1 2026") == "no form");      // Its letters cannot be quoted: this has the quarter twice.
  CHECK(read("YYYY", "2026") == "2026-12-31");
  CHECK(read("YYYY-MM-DD*", "2026-10-31T23:59:59Z") == "2026-10-31");
  CHECK(read("YYYY-MM-DD", "2026-10-31T00:00") == "no date");
  CHECK(read("YYYY-MM-DD", "2026-13-01") == "no date");
  CHECK(read("YYYY-MM-DD", "2026-00-10") == "no date");
  CHECK(read("YYYY-MM-DD", "2026-10-00") == "no date");
  CHECK(read("YYYY-Q", "2026-5") == "no date");
  CHECK(read("YYYY", "1969") == "no date");
  for (const std::string_view form : {"MM-DD", "YYYY-DD", "YYYY-MM-MM", "YYY", "MMMMM-YYYY", "YYYY-Q-MM", "*YYYY", ""}) CHECK_FALSE(DateFormat::parse(form, "format"));
  CHECK(Date::parse("2026-10-31")->noon_unix_ms() == 1'793'448'000'000);
  CHECK(Date{1970, 1, 1}.noon_unix_ms() == 43'200'000);
  CHECK(Date{2000, 3, 1}.noon_unix_ms() == 951'912'000'000);
  CHECK(Date::of_unix_ms(1'793'491'199'999) == Date{2026, 10, 31});
}

TEST_CASE("Sales: identifiers come to one spelling or are none", "[sales]") {
  CHECK(read_isrc("US-RC1-76-07839") == "USRC17607839");
  CHECK(read_isrc("isrc usrc17607839") == "USRC17607839");
  CHECK_FALSE(read_isrc("USRC1760783"));
  CHECK_FALSE(read_isrc("1SRC17607839"));
  CHECK_FALSE(read_isrc("USRC1760783O"));                  // The letter O.
  CHECK(read_iswc("T-034.524.680-1") == "T0345246801");    // The example of ISO 15707.
  CHECK(read_iswc("T9109247316") == "T9109247316");        // From the DSR sample.
  CHECK_FALSE(read_iswc("T9109247317"));
  CHECK_FALSE(read_iswc("T910924731"));
  CHECK(read_upc("036000291452") == "0036000291452");      // GS1's own example of a UPC-A.
  CHECK(read_upc("36000291452") == "0036000291452");       // Its leading zero lost in a spreadsheet.
  CHECK(read_upc("4006381333931") == "4006381333931");     // and of an EAN-13.
  CHECK(read_upc("04006381333931") == "4006381333931");
  CHECK_FALSE(read_upc("4006381333932"));
  CHECK_FALSE(read_upc("000000000000"));
  CHECK(is_absent("n/a"));
  CHECK_FALSE(is_absent("NANA"));
  CHECK(read_territory("de") == "DE");
  CHECK(read_territory("UK") == "GB");
  CHECK(read_territory("US-CA") == "US");
  CHECK_FALSE(read_territory("XX"));
  CHECK_FALSE(read_territory("D "));
  CHECK_FALSE(read_territory("AD AE"));
}
