#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>

#include "colophon/sales/dsr.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::sales;

namespace {

std::string fixture(const std::string& name) { return tests::read_file(tests::fixtures() / "dsr" / name); }

struct Read { DsrReading dsr; std::vector<Json> lines; };
Read read(std::string_view text, const DsrOptions& options = {}) {
  Read all;
  all.dsr = *read_dsr("f.tsv", text, options, [&](const Line& line) -> Result<void> {
    all.lines.push_back(line_json(line));
    return {};
  });
  return all;
}
std::string text(const Json& line, std::string_view name) { return *line.find(name)->string(); }

/// "accepted", or the code and place of the first error. A file that is refused gives no line.
std::string outcome(std::string_view file, const DsrOptions& options = {}) {
  const auto all = read(file, options);
  if (all.dsr.reading.acceptable()) return "accepted";
  CHECK(all.lines.empty());
  CHECK_FALSE(all.dsr.reading.errors[0].detail.empty());
  return std::string(errc_name(all.dsr.reading.errors[0].code)) + " " + all.dsr.reading.errors[0].field;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == text.npos) FAIL("the fixture has no " << from);
  return text.replace(at, from.size(), to);
}
std::string without_line(const std::string& text, std::string_view beginning) {
  const auto at = text.find("\n" + std::string(beginning)) + 1;
  return text.substr(0, at) + text.substr(text.find('\n', at) + 1);
}

std::string findings(const Read& all) {
  std::string found;
  for (const auto& finding : all.dsr.reading.findings) found += finding.code + " " + finding.column + " " + finding.sample + "; ";
  return found;
}

}  // namespace

TEST_CASE("DSR: the passing sample imports, each licensor's amount a line", "[sales]") {
  const auto file = fixture("passing.tsv");
  CHECK(is_dsr(file));
  CHECK_FALSE(is_dsr("Month,Net\n"));
  const auto all = read(file);
  REQUIRE(all.dsr.reading.acceptable());
  CHECK(all.dsr.head.profile == "UgcProfile");
  CHECK(all.dsr.head.version == "1.1.1");
  CHECK(all.dsr.head.message() == "PADPIDA2013020802I|1453417766009915|1");
  CHECK(all.dsr.head.first == Date{2015, 10, 1});
  CHECK(all.dsr.head.last == Date{2015, 12, 31});
  REQUIRE(all.lines.size() == 6);
  // The six AllocatedAmount cells of the file.
  CHECK(format_exact(all.dsr.reading.sums[0].amount) == "198.88");
  CHECK(all.dsr.reading.sums[0].units == 10'210);
  const auto& first = all.lines[0];
  CHECK(text(first, "date") == "2015-12-31");
  CHECK(text(first, "kind") == "ad");
  CHECK(text(first, "source") == "youtube");
  CHECK(text(first, "use") == "ugc");
  CHECK(text(first, "territory") == "IS");
  CHECK(text(first, "side") == "composition");
  CHECK(text(first, "units") == "7810");
  CHECK(text(first, "amount") == "125.23");
  CHECK(text(first, "currency") == "USD");
  CHECK(text(first, "isrc") == "USSM19803037");
  CHECK(text(first, "title") == "Sexual Healing");
  CHECK(text(first, "artist") == "Marvin Gaye");
  CHECK(text(first, "proprietary") == "A935917475088049");
  CHECK(text(first, "original") == "1453417766009915/U1");
  CHECK(text(all.lines[1], "iswc") == "T9109247316");
  CHECK(text(all.lines[2], "date") == "2015-10-02");   // Its own validity, written 20151002.
  // The summaries are those of a whole report, the sample has three blocks of it: told, not refused.
  CHECK(findings(all).contains("totals SY02.01.Usages 1036181 \xE2\x89\xA0 7810"));
  CHECK(outcome(file, {.source = {}, .strict_totals = true}) == "does_not_hold f.tsv:10:SY02.01.Usages");
  CHECK(text(read(file, {.source = "yt"}).lines[0], "source") == "yt");
}

TEST_CASE("DSR: a message that comes again with other content is told from the first by line and cell", "[sales]") {
  // Nothing in the negative sample contradicts itself (tests/fixtures/dsr/README.md); it reads like the passing one.
  CHECK(outcome(fixture("negative.tsv")) == "accepted");
  const auto error = message_differs("negative.tsv", fixture("negative.tsv"), fixture("passing.tsv"));
  CHECK(error.code == Errc::conflict);
  CHECK(error.field == "negative.tsv:10:SY02.01.Usages");
  CHECK(error.detail.contains("there this cell was '1036181', here it is '1036182'"));
  const auto shorter = without_line(fixture("passing.tsv"), "FOOT");
  CHECK(message_differs("f", shorter, fixture("passing.tsv")).field == "f:35");
  CHECK(message_differs("f", fixture("passing.tsv"), shorter).field == "f:35");
}

TEST_CASE("DSR: whatever could lose money refuses the file with the line and the cell", "[sales]") {
  const auto good = fixture("passing.tsv");
  struct Case { const char* what; std::string file; const char* outcome; };
  const Case cases[] = {
      {"a line too many is counted", replaced(good, "FOOT\t35", "FOOT\t36"), "does_not_hold f.tsv:35:FOOT.NumberOfLinesInFile"},
      {"a line that is missing", without_line(good, "LI01.01\t3"), "does_not_hold f.tsv:34:FOOT.NumberOfLinesInFile"},
      {"lines of the report", replaced(good, "FOOT\t35\t35", "FOOT\t35\t34"), "does_not_hold f.tsv:35:FOOT.NumberOfLinesInReport"},
      {"summary records", replaced(good, "\t4\t3\t3\n", "\t5\t3\t3\n"), "does_not_hold f.tsv:35:FOOT.NumberOfSummaryRecords"},
      {"blocks of the file", replaced(good, "\t4\t3\t3\n", "\t4\t2\t3\n"), "does_not_hold f.tsv:35:FOOT.NumberOfBlocksInFile"},
      {"blocks of the report", replaced(good, "\t4\t3\t3\n", "\t4\t3\t4\n"), "does_not_hold f.tsv:35:FOOT.NumberOfBlocksInRecord"},
      {"no summaries", "HEAD" + good.substr(4, good.find('\n') - 3) + "FOOT\t2\t\t0\t0\n", "missing_field f.tsv:2:FOOT"},
      {"no FOOT", without_line(good, "FOOT"), "invalid_argument f.tsv:34"},
      {"cut in the FOOT", good.substr(0, good.size() - 3), "invalid_argument f.tsv:35"},
      {"something after the FOOT", good + "SY02.01\t1\n", "invalid_argument f.tsv:36:SY02.01"},
      {"no HEAD", good.substr(good.find('\n') + 1), "invalid_argument f.tsv:9"},
      {"an empty file", "", "invalid_argument f.tsv:1"},
      {"another version", replaced(good, "1.1.1", "1.0"), "unknown_format f.tsv:1:HEAD.Profile"},
      {"another profile", replaced(good, "UGCProfile", "Ugc Profile"), "unknown_format f.tsv:1:HEAD.Profile"},
      {"a record that there is not", replaced(good, "RU01\t2", "RU09\t2"), "unknown_field f.tsv:21:RU09"},
      {"an amount that is none", replaced(good, "125.23", "125,23"), "invalid_amount f.tsv:18:LI01.01.AllocatedAmount"},
      {"an amount of 13 places", replaced(good, "125.23", "125.2300000000001"), "invalid_amount f.tsv:18:LI01.01.AllocatedAmount"},
      {"usages that are none", replaced(good, "7810", "many"), "invalid_amount f.tsv:17:SU03.01.Usages"},
      {"an amount that is missing", replaced(good, "\t0.0\t125.23", "\t0.0\t"), "missing_field f.tsv:18:LI01.01.AllocatedAmount"},
      {"a currency that there is not", replaced(good, "USD", "USX"), "unknown_currency f.tsv:10:SY02.01.Currency"},
      {"a date that there is not", replaced(good, "20151002", "20151302"), "invalid_argument f.tsv:27:SU03.01.ValidityPeriodEnd"},
      {"a summary that there is not", replaced(good, "LI01.01\t1\t1", "LI01.01\t1\t9"), "invalid_argument f.tsv:18:LI01.01.SummaryRecordId"},
      {"a block in two pieces", replaced(good, "AS01\t3", "AS01\t1"), "invalid_argument f.tsv:24:AS01.BlockId"},
      {"a licensor before any sale", replaced(good, "SU03.01\t1\tU1", "LI01.01\t1\tU1"), "missing_field f.tsv:17:LI01.01.AllocatedAmount"},
      {"a block out of order", replaced(replaced(good, "AS01\t2", "XX\t2"), "XX\t2", "RU01\t2"), "invalid_argument f.tsv:19:RU01"},
      {"more cells than defined", replaced(good, "\t20151001\t20151231\n", "\t20151001\t20151231\tx\n"), "invalid_argument f.tsv:17:SU03.01"},
      {"file 2 of 1", replaced(good, "Z\t1\t1\t2015", "Z\t2\t1\t2015"), "invalid_argument f.tsv:1:HEAD.FileNumber"},
      {"a period that ends before it begins", replaced(good, "2015-12-31", "2015-09-30"), "invalid_argument f.tsv:1:HEAD.UsageEndDate"},
      {"bytes that are not UTF-8", replaced(good, "Marvin Gaye", "Marvin\xFF"), "invalid_encoding f.tsv:14"},
  };
  for (const auto& one : cases) {
    INFO(one.what);
    CHECK(outcome(one.file) == one.outcome);
  }
}

TEST_CASE("DSR: what a person should look at refuses nothing", "[sales]") {
  const auto good = fixture("passing.tsv");
  const auto all = read(replaced(replaced(replaced(good, "USSM19803037", "USSM1980303"), "T9109247316", "T9109247317"), "Stream\tIS\tVideo", "Streaming\tXX\tVideo"));
  REQUIRE(all.dsr.reading.acceptable());
  const auto found = findings(all);
  CHECK(found.contains("isrc AS01.ISRC USSM1980303; "));
  CHECK(found.contains("iswc MW01.01.ISWC T9109247317; "));   // A wrong check digit.
  CHECK(found.contains("value SY02.01.UseType Streaming; "));
  CHECK(found.contains("territory SY02.01.Territory XX; "));
  CHECK(text(all.lines[0], "isrc").empty());
  CHECK(read(replaced(good, "125.23", "125.2300000000001"), {.source = {}, .excess = ExcessPlaces::round}).dsr.reading.acceptable());
}

TEST_CASE("DSR: a summary's money is divided over its sales, exactly", "[sales]") {
  const auto file = fixture("basic-audio.tsv");
  const auto all = read(file);
  for (const auto& error : all.dsr.reading.errors) FAIL(error.field << ": " << error.detail);
  CHECK(findings(all).empty());
  REQUIRE(all.lines.size() == 6);
  // 100.00 EUR over 700 and 300 streams.
  CHECK(text(all.lines[0], "amount") == "70");
  CHECK(text(all.lines[0], "isrc") == "DEA123400001");
  CHECK(text(all.lines[0], "iswc") == "T0345246801");
  CHECK(text(all.lines[0], "upc") == "4006381333931");
  CHECK(text(all.lines[0], "use") == "stream");
  CHECK(text(all.lines[1], "amount") == "30");
  CHECK(text(all.lines[1], "isrc") == "DEA123400002");      // The one resource of the sub-release.
  CHECK(text(all.lines[1], "title") == "Two (Live)");
  // 8.92 USD over what was paid: an album at 9.99 and three tracks (four less one returned) at 0.99; the last sale bears no royalties.
  CHECK(text(all.lines[2], "title") == "First Album");
  CHECK(text(all.lines[2], "isrc").empty());
  CHECK(text(all.lines[2], "amount") == "6.875833333333");  // floor(8.92 * 9.99 / 12.96, 12 places)
  CHECK(text(all.lines[3], "units") == "3");
  CHECK(text(all.lines[3], "amount") == "2.044166666667");
  CHECK(text(all.lines[4], "units") == "2");
  CHECK(text(all.lines[4], "amount") == "0");
  // Revenue of no release.
  CHECK(text(all.lines[5], "amount") == "5");
  CHECK(text(all.lines[5], "title").empty());
  REQUIRE(all.dsr.reading.sums.size() == 2);
  CHECK(format_exact(all.dsr.reading.sums[0].amount) == "105");
  CHECK(format_exact(all.dsr.reading.sums[1].amount) == "8.92");
}

TEST_CASE("DSR: money of usages that no block lists is not given to those that are listed", "[sales]") {
  const auto file = fixture("basic-audio.tsv");
  auto all = read(replaced(file, "Premium\t1000\t", "Premium\t4000\t"));
  REQUIRE(all.dsr.reading.acceptable());
  CHECK(findings(all) == "totals SY01.01.Usages 4000 \xE2\x89\xA0 1000; ");
  CHECK(text(all.lines[0], "amount") == "17.5");
  CHECK(text(all.lines[1], "amount") == "7.5");
  CHECK(text(all.lines[5], "amount") == "80");               // Three quarters of 100, and 5 of no release.
  CHECK(format_exact(all.dsr.reading.sums[0].amount) == "105");
  // More usages than the summary knows of: its money is divided over them, none is made.
  all = read(replaced(file, "Premium\t1000\t", "Premium\t500\t"));
  CHECK(text(all.lines[0], "amount") == "70");
  CHECK(format_exact(all.dsr.reading.sums[0].amount) == "105");
  // A summary without sales.
  all = read(replaced(replaced(file, "\t700\t", "\t0\t"), "\t300\t", "\t0\t"));
  CHECK(format_exact(all.dsr.reading.sums[0].amount) == "105");
  CHECK(text(all.lines[5], "amount") == "105");
}

TEST_CASE("DSR: what a recipient is allotted counts before what the service earned", "[sales]") {
  const auto file = fixture("basic-audio.tsv");
  const std::string allotted = "SY02.02\ts1\t\t\tSubscriptionModel\tOnDemandStream\tDE\tPremium\t1000\t\tEUR\t100.00\tThe Label\t\t1000\t12.34\t\tMechanicalRight\tMusic\nSY01.01\td1";
  const auto both = replaced(replaced(file, "SY01.01\td1", allotted), "FOOT\t17\t17\t2", "FOOT\t18\t18\t3");
  const auto all = read(both);
  for (const auto& error : all.dsr.reading.errors) FAIL(error.field << ": " << error.detail);
  CHECK(text(all.lines[0], "amount") == "8.638");
  CHECK(text(all.lines[0], "side") == "composition");
  CHECK(format_exact(all.dsr.reading.sums[0].amount) == "12.34");
}

TEST_CASE("DSR: a sale that names nothing, or what is not there, refuses the file", "[sales]") {
  const auto file = fixture("basic-audio.tsv");
  CHECK(outcome(replaced(file, "t1\t\tA1", "t1\tR1\tA1")) == "invalid_argument f.tsv:11:SU02.TransactedResource");
  CHECK(outcome(replaced(file, "t1\t\tA1", "t1\t\t")) == "invalid_argument f.tsv:11:SU02.TransactedResource");
  CHECK(outcome(replaced(file, "t1\t\tA1", "t1\t\tA9")) == "invalid_argument f.tsv:11:SU02.TransactedResource");
  CHECK(outcome(replaced(file, "t2\tR2", "t2\tR9")) == "invalid_argument f.tsv:12:SU02.TransactedRelease");
  CHECK(outcome(replaced(file, "b1\ts1\tt1", "b1\ts9\tt1")) == "invalid_argument f.tsv:11:SU02.SummaryRecordId");
  CHECK(outcome(without_line(file, "MW01.01\tb1\tw-1")) == "invalid_argument f.tsv:7:AS01.01");   // A recording without its work.
  CHECK(outcome(replaced(file, "\ttrue\tfalse\t1\t0", "\tperhaps\tfalse\t1\t0")) == "invalid_argument f.tsv:13:SU01.IsRoyaltyBearing");
}

TEST_CASE("DSR: the samples of other versions and of broken files are refused", "[sales]") {
  const auto folder = tests::shared("conformance/ddex-dsr/testdata");
  if (!folder) SKIP("needs ../shared");
  const auto from = [&](const char* name) { return outcome(tests::read_file(*folder / name)); };
  CHECK(from("DSR_TEST_YouTube_AdSupport-music_2015-Q4_IS_1of1_20160121T150926.tsv") == "unknown_format f.tsv:1:HEAD.Profile");     // Version 1.0.
  CHECK(from("DSR_TEST2_YouTube_AdSupport-music_2015-Q4_IS_1of1_20160121T150926.tsv") == "unknown_format f.tsv:1:HEAD.Profile");    // Version 1.1.
  CHECK(from("DSR_PADPIDA2014999999Z_PADPIDA2014111801Y_AdSupport_2015-02_AU_1of1_20140617T092522.tsv") == "unknown_format f.tsv:1:HEAD.Profile");
  CHECK(from("DSR_PADPIDA2014999999Z_PADPIDA2014111801Y_AdSupport_2015-02_AU_1of2_20150723T092522.tsv") == "unknown_format f.tsv:1:HEAD.Profile");
  CHECK(from("test_file_parser.tsv") == "invalid_argument f.tsv:3");                                                                 // FHEA, of an older format.
  // The second sample under the version that is read: it lacks one licensor's line, which the FOOT gives away.
  const auto lacking = tests::read_file(*folder / "DSR_TEST2_YouTube_AdSupport-music_2015-Q4_IS_1of1_20160121T150926.tsv");
  CHECK(outcome(replaced(lacking, "UGCProfile\t1.1", "UGCProfile\t1.1.1")).starts_with("does_not_hold f.tsv:34:FOOT.NumberOfLinesInFile"));
}

TEST_CASE("DSR: a report that is written is accepted by the reader, with the same money", "[sales]") {
  std::uint64_t state = 11;
  const auto random = [&](std::uint64_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % below;
  };
  constexpr std::string_view kUses[] = {"stream", "download", "ugc", "other"}, kTerritories[] = {"DE", "US", "ZZ"}, kTexts[] = {"A|B", "C\\D", "E\tF", "", "Plain", "\xE6\x9C\x88"};
  for (int round = 0; round < 200; ++round) {
    DsrReport report;
    report.head = {"", "", "M-" + std::to_string(round), "2026-11-05T10:00:00Z", 1, 1, {2026, 10, 1}, {2026, 10, 31}, "PADPIDA2026000001A", "Us|Them", "Service", "", ""};
    const auto works = 1 + random(5);
    for (std::uint64_t i = 1 + random(30); i-- > 0;) {
      const auto work = std::to_string(random(works));
      report.sales.push_back({uuid_from_name("w", work), "DEA12340000" + work, "", random(2) ? "4006381333931" : "", std::string(kTexts[random(6)]), std::string(kTexts[random(6)]),
                              static_cast<Kind>(random(6)), std::string(kUses[random(4)]), std::string(kTerritories[random(3)]), random(2) ? "Premium" : "", static_cast<std::int64_t>(random(2000)) - 500,
                              static_cast<ExactAmount>(random(1'000'000'000)) * 7919 - 1'000'000, *Currency::parse(random(2) ? "EUR" : "JPY")});
      if (random(8) == 0) report.sales.back().units = 0;
    }
    const auto file = write_dsr(report);
    REQUIRE(file);
    std::map<std::string, std::pair<ExactAmount, int128>> ours, theirs;
    for (const auto& sale : report.sales) {
      auto& sum = ours[std::string(sale.currency.name())];
      sum.first += sale.amount;
      sum.second += sale.units;
    }
    const auto all = read(*file);
    for (const auto& error : all.dsr.reading.errors) FAIL(error.field << ": " << error.detail << "\n" << *file);
    for (const auto& sum : all.dsr.reading.sums) theirs[std::string(sum.currency.name())] = {sum.amount, sum.units};
    // Nothing but what adds up to nothing may be missing.
    std::erase_if(ours, [](const auto& one) { return one.second.first == 0 && one.second.second == 0; });
    std::erase_if(theirs, [](const auto& one) { return one.second.first == 0 && one.second.second == 0; });
    CHECK(ours == theirs);
    std::ranges::reverse(report.sales);
    CHECK(*write_dsr(report) == *file);
  }
}

TEST_CASE("DSR: a report without a sender, or with one that is none, is not written", "[sales]") {
  DsrReport report;
  report.head = {"", "", "M-1", "2026-11-05T10:00:00Z", 1, 1, {2026, 10, 1}, {2026, 10, 31}, "PADPIDA2026000001A", "Us", "My Service", "", "A Label"};
  CHECK(write_dsr(report).error().code == Errc::not_found);
  CHECK(dsr_file_name(report) == "DSR_A-Label_PADPIDA2026000001A_My-Service_2026-10_multi_1of1_20261105T100000.tsv");
  report.sales.push_back({uuid_from_name("w", "1"), "", "", "", "A", "B", Kind::subscription, "stream", "ZZ", "", 1, 1, *Currency::parse("EUR")});
  const auto refused = [&](auto change) {
    auto changed = report;
    change(changed.head);
    const auto written = write_dsr(changed);
    return written ? "accepted" : std::string(errc_name(written.error().code)) + " " + written.error().field;
  };
  CHECK(refused([](DsrHead& head) { head.sender_id.clear(); }) == "missing_field sender_id");
  CHECK(refused([](DsrHead& head) { head.sender_id = "P-1"; }) == "invalid_argument sender_id");
  CHECK(refused([](DsrHead& head) { head.recipient_id = "PADPIDA"; }) == "invalid_argument recipient_id");
  CHECK(refused([](DsrHead& head) { head.message_id = " "; }) == "missing_field message_id");
  CHECK(refused([](DsrHead& head) { head.last = {2026, 9, 30}; }) == "invalid_argument period");
}
