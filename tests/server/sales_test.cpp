// Sales reports in the store: whole or not at all, once, matched by identifiers and by people, suspense that adds up.
#include "jobs/import_sales.hpp"
#include "jobs/post_sales.hpp"
#include "scratch.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

const std::string kMapping = R"({"format":"colophon/sales-mapping/1","source":"shop","fields":{"date":{"column":"Month","format":"YYYY-MM"},"kind":{"value":"sale"},"use":{"value":"download"},
  "units":"Units","amount":"Net","currency":"Currency","territory":"Country","isrc":"ISRC","upc":"UPC","title":"Title","artist":"Artist","proprietary":"Id"}})";
constexpr std::string_view kHeader = "Month,Country,ISRC,UPC,Id,Title,Artist,Units,Net,Currency\n";

jobs::SalesReport table(std::string_view rows, std::string name = "july.csv") { return {std::move(name), std::string(kHeader) + std::string(rows)}; }
jobs::SalesReport dsr(const std::string& fixture) { return {fixture, read_file(fixtures() / "dsr" / fixture)}; }

store::SalesImported import(TestStore& store, const jobs::SalesReport& report) { return ok(jobs::import_sales(*store, report, {.mapping = kMapping}, "ada")); }
Error refused(TestStore& store, const jobs::SalesReport& report, const jobs::SalesForm& form = {.mapping = kMapping}) {
  const auto result = jobs::import_sales(*store, report, form, "ada");
  REQUIRE_FALSE(result);
  return result.error();
}

Id song(TestStore& store, const std::string& title, const std::string& artist, const std::string& isrc = "") {
  const auto work = store.work(store.party(artist, artist), title);
  if (!isrc.empty()) ok(store->put_work_identifiers(std::vector<store::WorkIdentifier>{{work, "isrc", isrc}}));
  return work;
}

std::string suspense(TestStore& store) {
  std::string text;
  for (const auto& row : ok(store->sales_suspense()))
    text += std::string(store::match_state_name(row.state)) + " " + std::to_string(row.keys) + " keys " + std::to_string(row.sum.lines) + " lines " + std::to_string(row.sum.units) + " units " +
            format_exact(row.sum.amount) + " " + row.sum.currency + "; ";
  return text;
}

}  // namespace

TEST_CASE("a sales file that is refused changes nothing, and the error names line and column") {
  TestStore store;
  struct Case { const char* what; jobs::SalesReport report; Errc code; const char* field; };
  const Case cases[] = {
      {"an amount that is none", table("2026-07,US,,,1,A,B,1,1.00,USD\n2026-07,US,,,1,A,B,1,abc,USD\n"), Errc::invalid_amount, "july.csv:3:Net"},
      {"a file that is cut", table("2026-07,US,,,1,A,B,1,1.00,USD"), Errc::invalid_argument, "july.csv:2"},
      {"a currency that is none", table("2026-07,US,,,1,A,B,1,1.00,US\n"), Errc::unknown_currency, "july.csv:2:Currency"},
      {"no table at all", {"july.csv", ""}, Errc::invalid_argument, "july.csv:1"},
  };
  for (const auto& one : cases) {
    INFO(one.what);
    const auto error = refused(store, one.report);
    CHECK(error.code == one.code);
    CHECK(error.field == one.field);
    CHECK(ok(store->sales_files()).empty());
    CHECK(suspense(store).empty());
  }
  CHECK(refused(store, table(""), {.mapping = "{}"}).field == "mapping.format");
}

TEST_CASE("the same file counts once, its lines in another form too, unless a person says otherwise") {
  TestStore store;
  const auto report = table("2026-07,US,,,1,A,B,1,1.00,USD\n2026-07,DE,,,2,C,D,2,2.50,EUR\n");
  const auto first = import(store, report);
  CHECK_FALSE(first.again);
  CHECK(first.file.lines == 2);
  CHECK(first.new_keys == 2);
  const auto again = import(store, report);
  CHECK(again.again);
  CHECK(again.file.id == first.file.id);
  CHECK(suspense(store) == "open 1 keys 1 lines 2 units 2.5 EUR; open 1 keys 1 lines 1 units 1 USD; ");

  const auto shuffled = table("2026-07,DE,,,2,C,D,2,2.50,EUR\n2026-07,US,,,1,A,B,1,1.00,USD\n", "july-again.csv");
  const auto error = refused(store, shuffled);
  CHECK(error.code == Errc::conflict);
  CHECK(error.detail.contains("july.csv"));
  CHECK(ok(store->sales_files()).size() == 1);
  CHECK(ok(jobs::import_sales(*store, shuffled, {.mapping = kMapping}, "ada", true)).file.lines == 2);
  CHECK(ok(store->sales_files()).size() == 2);
  CHECK(ok(store->sales_file_data(first.file.id)) == report.data);
}

TEST_CASE("lines are matched by their identifiers; a code that two works have is left to a person") {
  TestStore store;
  const auto one = song(store, "One", "Ada", "USRC17600001"), two = song(store, "Two", "Bob", "USRC17600002"), other = song(store, "Two again", "Bob", "USRC17600002");
  ok(store->put_work_identifiers(std::vector<store::WorkIdentifier>{{one, "id:shop", "sku-1"}, {two, "upc", "0036000291452"}}));
  const auto done = import(store, table("2026-07,US,US-RC1-76-00001,,9,One,Ada,1,1.00,USD\n"      // by ISRC
                                        "2026-07,US,USRC17600002,,9,Two,Bob,1,2.00,USD\n"          // two works have it
                                        "2026-07,US,,,sku-1,Something,Ada,1,4.00,USD\n"            // by the shop's own id
                                        "2026-07,US,,036000291452,,,,1,8.00,USD\n"                 // by the release's code, where the release is the line
                                        "2026-07,US,,036000291452,,A track of it,Bob,1,16.00,USD\n"));   // but not a track of the release
  CHECK(done.matched_lines == 3);
  CHECK(suspense(store) == "open 2 keys 2 lines 2 units 18 USD; ");
  const auto match = ok(store->sales_match("isrc:USRC17600002"));
  CHECK(match.state == store::MatchState::open);
  REQUIRE(match.suggestions.size() == 2);
  CHECK(match.suggestions[0].reason == "isrc");
  CHECK(match.suggestions[0].score_milli == 1'000);
  CHECK((match.suggestions[0].work == two || match.suggestions[0].work == other));
  // Titles leave these suggestions as they are.
  ok(jobs::suggest_works(*store));
  CHECK(ok(store->sales_match("isrc:USRC17600002")).suggestions[0].reason == "isrc");
}

TEST_CASE("what a person confirms holds for every line of the key, then and later; a title alone never matches") {
  TestStore store;
  const auto work = song(store, "Sexual Healing", "Marvin Gaye");
  song(store, "Home", "Nobody");
  import(store, table("2026-07,US,,,,Sexual Heling,MARVIN GAYE,1,1.00,USD\n2026-07,US,,,,sexual  heling!,Marvin Gaye,1,2.00,USD\n"));
  CHECK(suspense(store) == "open 1 keys 2 lines 2 units 3 USD; ");
  const auto suggested = ok(jobs::suggest_works(*store));
  CHECK(suggested.keys == 1);
  CHECK(suggested.with_suggestions == 1);
  CHECK(suspense(store) == "open 1 keys 2 lines 2 units 3 USD; ");
  auto queue = ok(store->sales_matches({}, 0, 10));
  REQUIRE(queue.size() == 1);
  CHECK(queue[0].title == "Sexual Heling");
  REQUIRE(queue[0].suggestions.size() == 1);
  CHECK(queue[0].suggestions[0].work == work);
  CHECK(queue[0].suggestions[0].artist == "Marvin Gaye");
  CHECK(queue[0].suggestions[0].score_milli > 800);

  const auto matched = ok(store->match_sales(queue[0].key, work, "ada"));
  CHECK(matched.how == "person");
  CHECK(matched.decided_by == "ada");
  CHECK(suspense(store).empty());
  const auto later = import(store, table("2026-08,US,,,,Sexual Heling,Marvin Gaye,5,7.00,USD\n", "august.csv"));
  CHECK(later.matched_lines == 1);
  CHECK(later.new_keys == 0);

  CHECK(store->match_sales("title:nothing|", work, "ada").error().code == Errc::not_found);
  CHECK(store->match_sales(queue[0].key, Id{{9}}, "ada").error().code == Errc::unknown_work);
}

TEST_CASE("where a person and an identifier say different things, the person's word stands and somebody is told") {
  TestStore store;
  const auto right = song(store, "Right", "Ada");
  import(store, table("2026-07,US,USRC17600001,,,T,A,1,1.00,USD\n"));
  ok(store->match_sales("isrc:USRC17600001", right, "ada"));
  const auto other = song(store, "Other", "Bob", "USRC17600001");
  const auto later = import(store, table("2026-08,US,USRC17600001,,,T,A,1,1.00,USD\n2026-08,DE,USRC17600001,,,T,A,1,1.00,USD\n", "august.csv"));
  REQUIRE(later.findings.size() == 1);
  CHECK(later.findings[0].code == "alias");
  CHECK(later.findings[0].sample == "isrc:USRC17600001");
  CHECK(ok(store->sales_match("isrc:USRC17600001")).work == right);
  (void)other;
}

TEST_CASE("keys can be rejected, postponed and opened again; the suspense tells them apart") {
  TestStore store;
  import(store, table("2026-07,US,USRC17600001,,,A,B,1,1.00,USD\n2026-07,US,USRC17600002,,,C,D,1,2.00,USD\n2026-07,US,USRC17600003,,,E,F,1,-4.00,USD\n"));
  ok(store->set_match_state("isrc:USRC17600001", store::MatchState::rejected, "ada"));
  ok(store->set_match_state("isrc:USRC17600002", store::MatchState::postponed, "ada"));
  CHECK(suspense(store) == "open 1 keys 1 lines 1 units -4 USD; rejected 1 keys 1 lines 1 units 1 USD; postponed 1 keys 1 lines 1 units 2 USD; ");
  CHECK(ok(store->sales_matches({.state = store::MatchState::rejected}, 0, 10)).at(0).key == "isrc:USRC17600001");
  ok(store->set_match_state("isrc:USRC17600001", store::MatchState::open, "ada"));
  CHECK(ok(store->sales_matches({}, 0, 10)).at(0).key == "isrc:USRC17600003");       // The largest first, returns too.
  CHECK(ok(store->sales_matches({.state = store::MatchState::open, .currency = "EUR"}, 0, 10)).empty());
  CHECK(ok(store->sales_matches({.contains = "176000 01"}, 0, 10)).empty());
  CHECK(ok(store->sales_matches({.contains = "17600001"}, 0, 10)).size() == 1);
  CHECK(ok(store->sales_matches({}, 1, 1)).at(0).key == "isrc:USRC17600001");
  CHECK(store->set_match_state("isrc:USRC17600001", store::MatchState::matched, "ada").error().code == Errc::invalid_argument);
  // A rejected key stays so for what comes; a postponed one is matched when its work comes.
  const auto work = song(store, "C", "D", "USRC17600002");
  CHECK(ok(store->rematch_sales()) == 1);
  CHECK(ok(store->sales_match("isrc:USRC17600002")).work == work);
}

TEST_CASE("what goes to the settlement: lines up to a month, once, to the work they have then") {
  TestStore store;
  const auto one = song(store, "One", "Ada", "USRC17600001"), two = song(store, "Two", "Bob");
  const auto file = import(store, table("2026-07,US,USRC17600001,,,A,B,1,1.00,USD\n2026-08,US,USRC17600001,,,A,B,-1,-0.25,USD\n2026-07,US,USRC17600002,,,C,D,1,2.00,USD\n"
                                        "2026-09,US,USRC17600001,,,A,B,1,8.00,USD\n2026-08,US,USRC17600001,,,A,B,5,0,USD\n2026-08,FR,USRC17600001,,,A,B,-1,-3,USD\n")).file;
  const auto posting = ok(store->sales_posting({.until = {2026, 8}}));
  REQUIRE(posting.sales.size() == 1);
  const auto& sale = posting.sales[0];
  CHECK((sale.work == one && sale.row == 2 && format_exact(sale.amount) == "1" && sale.currency == "USD" && sale.kind == sales::Kind::sale));
  CHECK(Period::of_unix_ms(*uuid_v7_time_ms(sale.id)) == Period{2026, 7});
  REQUIRE(posting.reversals.size() == 1);
  CHECK((posting.reversals[0].sale.id == sale.id && format_exact(posting.reversals[0].amount) == "0.25" && posting.reversals[0].booked == posting.reversals[0].amount && posting.reversals[0].by.row == 3));
  CHECK((posting.without_money.size() == 1 && posting.without_money[0].units == 5));
  CHECK((posting.suspense.size() == 1 && posting.suspense[0].work.is_nil()));
  CHECK((posting.waiting.size() == 1 && posting.waiting[0].territory == "FR"));       // Nothing was sold there.
  // Nothing is marked that is not among the revenue.
  CHECK(store->mark_sales_posted(posting).error().code == Errc::conflict);

  ok(jobs::post_sales(*store, {.until = {2026, 8}}));
  CHECK(ok(store->sales_posting({.until = {2026, 8}})).waiting.size() == 1);
  CHECK(store->mark_sales_posted(posting).error().code == Errc::conflict);
  CHECK(ok(store->sales_file(file.id)).posted == 4);
  CHECK(store->withdraw_sales_file(file.id).error().code == Errc::conflict);
  // A later return takes back what is left of a posted sale, and not more.
  import(store, table("2026-09,US,USRC17600001,,,A,B,-1,-0.75,USD\n2026-09,US,USRC17600001,,,A,B,-1,-8.01,USD\n", "september.csv"));
  const auto later = ok(store->sales_posting({.until = {2026, 9}}));
  REQUIRE(later.reversals.size() == 1);
  CHECK(format_exact(later.reversals[0].amount) == "0.75");
  CHECK(later.waiting.size() == 2);
  // Who matches the key to another work later does not change what was posted.
  ok(store->match_sales("isrc:USRC17600001", two, "ada"));
  CHECK(store->mark_sales_posted(later).error().code == Errc::conflict);
  const auto posted = ok(store->sales_lines({.key = "isrc:USRC17600001"}, "", 10));
  REQUIRE(posted.rows.size() == 7);
  CHECK((posted.rows[0].work == one && posted.rows[0].posted == Period{2026, 7}));
  CHECK((posted.rows[2].work == two && !posted.rows[2].posted));
  CHECK(ok(store->sales_posting({.until = {2026, 9}})).reversals.size() == 1);        // Of September's own sale: July's was another work's.
  CHECK(suspense(store) == "open 1 keys 1 lines 1 units 2 USD; ");                     // It waits in the books, and in the queue.
}

TEST_CASE("works are known by the codes of their rights too") {
  TestStore store;
  const auto one = song(store, "One", "Ada"), two = song(store, "Two", "Bob", "USRC17600002");
  import(store, table("2026-07,US,USRC17600001,,,A,B,1,1.00,USD\n2026-07,US,,036000291452,,,,1,2.00,USD\n2026-07,US,USRC17600002,,,A,B,1,4.00,USD\n"));
  store::WorkRights rights;
  rights.isrc = "USRC17600001";
  rights.upc = "0036000291452";
  ok(store->put_work_rights(one, rights));
  CHECK(ok(store->rematch_sales()) == 2);
  CHECK(ok(store->sales_match("isrc:USRC17600001")).work == one);
  CHECK(ok(store->sales_match("upc:0036000291452")).work == one);
  // The same code as another work's identifier: a person must say.
  import(store, table("2026-08,US,USRC17600003,,,A,B,1,1.00,USD\n", "august.csv"));
  ok(store->put_work_identifiers(std::vector<store::WorkIdentifier>{{one, "isrc", "USRC17600003"}}));
  rights = {};
  rights.isrc = "USRC17600003";
  ok(store->put_work_rights(two, rights));
  CHECK(ok(store->rematch_sales()) == 0);
  CHECK(ok(store->sales_match("isrc:USRC17600003")).suggestions.size() == 2);
}

TEST_CASE("a file can be withdrawn while nothing of it is posted, and come again") {
  TestStore store;
  const auto report = table("2026-07,US,USRC17600001,,,A,B,1,1.00,USD\n2026-07,US,USRC17600001,,,A,B,1,0.5,USD\n");
  const auto file = import(store, report).file;
  import(store, table("2026-07,US,USRC17600001,,,A,B,3,4.00,USD\n", "other.csv"));
  ok(store->withdraw_sales_file(file.id));
  CHECK(suspense(store) == "open 1 keys 1 lines 3 units 4 USD; ");
  CHECK(store->sales_file(file.id).error().code == Errc::not_found);
  CHECK(store->withdraw_sales_file(file.id).error().code == Errc::not_found);
  CHECK_FALSE(import(store, report).again);
  CHECK(suspense(store) == "open 1 keys 3 lines 5 units 5.5 USD; ");
}

TEST_CASE("lines are found by file, key, month and source, page by page") {
  TestStore store;
  const auto file = import(store, table("2026-07,US,USRC17600001,,,A,B,1,1.00,USD\n2026-08,US,,,7,\"C, D\",E,2,2.00,USD\n2026-08,US,,,,,,3,3.00,USD\n")).file;
  auto page = ok(store->sales_lines({}, "", 2));
  CHECK(page.rows.size() == 2);
  CHECK((page.rows[1].title == "C, D" && page.rows[1].proprietary == "7" && page.rows[1].key == "id:shop:7"));
  page = ok(store->sales_lines({}, page.next, 2));
  REQUIRE(page.rows.size() == 1);
  CHECK(page.next.empty());
  CHECK(page.rows[0].key.starts_with("line:"));      // Nothing to know it by: it is matched to nothing but itself.
  CHECK(ok(store->sales_lines({.file = file.id}, "", 10)).rows.size() == 3);
  CHECK(ok(store->sales_lines({.period = Period{2026, 8}}, "", 10)).rows.size() == 2);
  CHECK(ok(store->sales_lines({.source = "shop"}, "", 10)).rows.size() == 3);
  CHECK(ok(store->sales_lines({.source = "other"}, "", 10)).rows.empty());
  CHECK(store->sales_lines({}, "x", 10).error().field == "cursor");
}

TEST_CASE("the DSR samples: passing imports, negative is refused with the line and the reason") {
  TestStore store;
  const auto passing = ok(jobs::import_sales(*store, dsr("passing.tsv"), {}, "ada"));
  CHECK(passing.file.lines == 6);
  CHECK(passing.file.format == "dsr");
  CHECK(passing.file.source == "youtube");
  CHECK(suspense(store) == "open 3 keys 6 lines 10210 units 198.88 USD; ");
  const auto error = refused(store, dsr("negative.tsv"), {});
  CHECK(error.code == Errc::conflict);
  CHECK(error.field == "negative.tsv:10:SY02.01.Usages");
  CHECK(error.detail.contains("there this cell was '1036181', here it is '1036182'"));
  CHECK(ok(store->sales_files()).size() == 1);
  CHECK(ok(jobs::import_sales(*store, dsr("passing.tsv"), {}, "ada")).again);
}

TEST_CASE("every published DSR sample imports, and every altered one is refused with its line and the reason") {
  const auto folder = shared("conformance/ddex-dsr");
  if (!folder) SKIP("needs ../shared");
  std::size_t passing = 0, negative = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder / "passing")) {
    if (entry.path().extension() != ".tsv") continue;
    INFO(entry.path().string());
    TestStore store;
    CHECK(ok(jobs::import_sales(*store, ok(jobs::read_sales_report(entry.path())), {}, "ada")).file.lines > 0);
    for (const auto& altered : std::filesystem::recursive_directory_iterator(*folder / "negative")) {
      if (altered.path().filename() != entry.path().filename()) continue;
      const auto error = refused(store, ok(jobs::read_sales_report(altered.path())), {});
      CHECK(error.field.contains(":"));
      CHECK(error.detail.contains("here it is"));
      ++negative;
    }
    ++passing;
  }
  CHECK(passing > 0);
  CHECK(negative > 0);
}

TEST_CASE("packed files are unpacked, bombs and damage refused") {
  TestStore store;
  const auto folder = shared("conformance/ddex-dsr/testdata");
  if (!folder) SKIP("needs ../shared");
  const auto packed = ok(jobs::read_sales_report(*folder / "test_file_parser.tsv.gz"));
  CHECK(packed.data == read_file(*folder / "test_file_parser.tsv"));
  const auto bytes = read_file(*folder / "test_file_parser.tsv.gz");
  store.scratch.write("cut.gz", bytes.substr(0, bytes.size() - 9));
  CHECK(jobs::read_sales_report(store.scratch.path("cut.gz")).error().code == Errc::invalid_argument);
  store.scratch.write("twice.gz", bytes + bytes);
  CHECK(ok(jobs::read_sales_report(store.scratch.path("twice.gz"))).data == packed.data + packed.data);
  store.scratch.write("tail.gz", bytes + "x");
  CHECK(jobs::read_sales_report(store.scratch.path("tail.gz")).error().code == Errc::invalid_argument);
}

TEST_CASE("a preview says what an import would do, and changes nothing") {
  TestStore store;
  song(store, "One", "Ada", "USRC17600001");
  const auto report = table("2026-07,US,USRC17600001,,,A,B,1,1.00,USD\n2026-07,US,USRC17600002,,,C,D,1,2.00,USD\n2026-07,US,USRC17600003,,,C,D,1,4.00,USD\n");
  auto preview = ok(jobs::preview_sales(*store, report, {.mapping = kMapping}, 2));
  CHECK(preview.find("lines")->array()->size() == 2);
  CHECK(*(*preview.find("lines")->array())[0].find("work_title")->string() == "One");
  CHECK(*(*preview.find("lines")->array())[1].find("match")->string() == "open");
  CHECK(preview.find("rows")->array()->size() == 3);
  CHECK(canonical_json(*preview.find("unmatched")) == R"([{"amount":"6","currency":"USD","lines":2}])");
  CHECK(*preview.find("reading")->find("acceptable")->boolean());
  CHECK(ok(store->sales_files()).empty());
  CHECK(suspense(store).empty());
  preview = ok(jobs::preview_sales(*store, table("2026-07,US,,,1,A,B,1,x,USD\n"), {.mapping = kMapping}, 2));
  CHECK_FALSE(*preview.find("reading")->find("acceptable")->boolean());
  CHECK(jobs::preview_sales(*store, report, {.mapping = "{"}, 2).error().code == Errc::invalid_json);
  preview = ok(jobs::preview_sales(*store, dsr("passing.tsv"), {}, 2));
  CHECK(*preview.find("head")->find("sender_name")->string() == "YouTube");
  // Saved mappings are named with an @.
  ok(store->put_sales_mapping("shop", kMapping, "ada"));
  CHECK(ok(jobs::mapping_text(*store, "@shop")) == kMapping);
  CHECK(jobs::mapping_text(*store, "@other").error().detail.contains("shop"));
}
