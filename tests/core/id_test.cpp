// UUIDs and periods.
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <unordered_set>

#include "colophon/base/id.hpp"

using namespace colophon;

TEST_CASE("A UUID has one spelling") {
  const char* const text = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
  const auto id = Id::parse(text);
  REQUIRE(id);
  CHECK(id->to_string() == text);
  CHECK(id->bytes[0] == 0x01);
  CHECK(id->bytes[15] == 0x8f);
  CHECK(Id{}.is_nil());
  CHECK(Id{}.to_string() == "00000000-0000-0000-0000-000000000000");
  for (const char* bad : {"", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F", "017f22e279b07cc398c4dc0c0c07398f", "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
                          "017f22e2-79b0-7cc3-98c4-dc0c0c07398", "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff", "017f22e2-79b0-7cc3-98c4_dc0c0c07398f",
                          "017f22e-279b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g"}) {
    INFO(bad);
    REQUIRE_FALSE(Id::parse(bad, "works[0]"));
    CHECK(Id::parse(bad, "works[0]").error().code == Errc::invalid_id);
    CHECK(Id::parse(bad, "works[0]").error().field == "works[0]");
  }
}

TEST_CASE("UUIDv7 carries its time: the example of RFC 9562, appendix A.6") {
  // 2022-02-22 14:22:22 UTC-5; rand_a = 0xCC3, rand_b = 0x18C4DC0C0C07398F.
  const std::array<std::uint8_t, 10> random = {0x0C, 0xC3, 0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F};
  const Id id = uuid_v7(1645557742000, random);
  CHECK(id.to_string() == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  CHECK(uuid_v7_time_ms(id) == 1645557742000u);
  CHECK(uuid_v7(1645557742001, random) > id);
  CHECK(uuid_v7_time_ms(Id::parse("5c146b14-3c52-8afd-938a-375d0df1fbf6").value()).error().code == Errc::invalid_id);
  CHECK(uuid_v7_time_ms(Id{}).error().code == Errc::invalid_id);
}

TEST_CASE("An id from a name is always the same, of version 8, and its own in each domain") {
  const Id id = uuid_from_name("listener", "user-1");
  CHECK(id == uuid_from_name("listener", "user-1"));
  CHECK(id != uuid_from_name("listener", "user-2"));
  CHECK(id != uuid_from_name("listeneru", "ser-1"));
  CHECK(id.to_string()[14] == '8');
  CHECK((id.bytes[8] & 0xC0) == 0x80);
}

TEST_CASE("Ids of one millisecond do not collide in a hash table's low bits") {
  std::unordered_set<std::size_t> low_bits;
  for (int i = 0; i < 1000; ++i) {
    const std::array<std::uint8_t, 10> random = {0, 0, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    low_bits.insert(std::hash<Id>{}(uuid_v7(1645557742000, random)) & 0xFFFF);
  }
  CHECK(low_bits.size() > 980);
}

TEST_CASE("A period is one UTC month, half-open") {
  struct Row { const char* text; std::uint64_t begin_ms, end_ms; };
  const Row rows[] = {
      {"1970-01", 0, 2678400000},
      {"2024-02", 1706745600000, 1709251200000},  // A leap year's February.
      {"2026-10", 1790812800000, 1793491200000},
      {"2100-02", 4105123200000, 4107542400000},  // 2100 is none.
      {"9999-12", 253399622400000, 253402300800000},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto period = Period::parse(row.text);
    REQUIRE(period);
    CHECK(period->to_string() == row.text);
    CHECK(period->begin_unix_ms() == row.begin_ms);
    CHECK(period->end_unix_ms() == row.end_ms);
    CHECK(Period::of_unix_ms(row.begin_ms) == *period);
    CHECK(Period::of_unix_ms(row.end_ms - 1) == *period);
    CHECK(Period::of_unix_ms(row.end_ms) > *period);
  }
  for (const char* bad : {"", "2026", "2026-1", "2026-00", "2026-13", "1969-12", "2026/10", "2026-10-01", "26-10", "+026-10", "2026-1 "}) {
    INFO(bad);
    REQUIRE_FALSE(Period::parse(bad));
    CHECK(Period::parse(bad).error().field == "period");
  }
}

TEST_CASE("Every month of eight centuries begins where the one before it ends") {
  Period period{1970, 1};
  std::uint64_t expected = 0;
  while (period.year < 2770) {
    REQUIRE(period.begin_unix_ms() == expected);
    REQUIRE(Period::of_unix_ms(expected) == period);
    expected = period.end_unix_ms();
    period = period.month == 12 ? Period{period.year + 1, 1} : Period{period.year, period.month + 1};
  }
}
