#include "colophon/base/calendar.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace colophon;

TEST_CASE("calendar: days that exist", "[calendar]") {
  for (const auto* text : {"1970-01-01", "2026-11-28", "2024-02-29", "2000-02-29", "9999-12-31"}) CHECK(is_date(text));
  for (const auto* text : {"2026-02-29", "1900-02-29", "2100-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "2026-11-28Z",
                           "26-11-28", "2026/11/28", "", "1969-12-31", "-026-01-01", "2026-11-2x"}) {
    INFO(text);
    CHECK_FALSE(is_date(text));
  }
}

// What `date -u -d @SECONDS` says.
TEST_CASE("calendar: moments as text", "[calendar]") {
  CHECK(utc_date_time(0) == "1970-01-01T00:00:00Z");
  CHECK(utc_date_time(951'827'696'999) == "2000-02-29T12:34:56Z");
  CHECK(utc_date_time(1'795'444'551'000) == "2026-11-23T14:35:51Z");
  CHECK(utc_date_time(1'767'225'599'999) == "2025-12-31T23:59:59Z");
  CHECK(utc_date_time(253'402'300'799'000) == "9999-12-31T23:59:59Z");
}

TEST_CASE("calendar: the day of a moment", "[calendar]") {
  for (const auto* text : {"2026-11-23T14:35:51", "2026-11-23T14:35:51Z", "2026-11-23T14:35:51.123+01:00", "2026-11-23T24:00:00-14:00"}) {
    INFO(text);
    CHECK(date_of_date_time(text) == "2026-11-23");
  }
  for (const auto* text : {"2026-11-23", "2026-11-23 14:35:51", "2026-11-23T14:35", "2026-11-23T25:00:00", "2026-11-23T24:00:01", "2026-11-23T14:60:51",
                           "2026-11-23T14:35:51.", "2026-11-23T14:35:51+1:00", "2026-11-23T14:35:51+15:00", "2026-02-30T14:35:51", "", "2026-11-23T14:35:51Zx"}) {
    INFO(text);
    CHECK(date_of_date_time(text).empty());
  }
}
