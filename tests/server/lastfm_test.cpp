// The public Last.fm data set: exact sums, nobody missing, the order of the file without meaning, bad rows refused whole.
#include <algorithm>
#include <random>
#include <sstream>

#include "jobs/import_lastfm.hpp"
#include "jobs/settle.hpp"
#include "scratch.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

constexpr std::string_view kArtists = "id\tname\turl\tpictureURL\n1\tFirst\tu\tp\n2\tSecond\tu\tp\n3\tThird\tu\tp\n";
constexpr std::string_view kPlays = "userID\tartistID\tweight\r\n10\t1\t5\r\n10\t2\t5\r\n11\t3\t1\r\n";

std::string shuffled(const std::string& text, unsigned seed) {
  std::istringstream in(text);
  std::string header, line;
  std::getline(in, header);
  std::vector<std::string> lines;
  while (std::getline(in, line)) lines.push_back(line);
  std::shuffle(lines.begin(), lines.end(), std::mt19937(seed));
  for (const auto& one : lines) header += "\n" + one;
  return header + "\n";
}

jobs::SettleOptions by(royalty::Rule rule) { return {.rule = rule, .book = {}}; }

}  // namespace

TEST_CASE("Last.fm: all three rules divide 18,901.08 EUR exactly, leave nobody out, and do not see the order of the file") {
  const auto folder = shared("data/lastfm-hetrec2011-2k");
  if (!folder) SKIP("needs ../shared/data/lastfm-hetrec2011-2k");
  TestStore store, other;
  const auto imported = ok(jobs::import_lastfm(*store, *folder));
  CHECK(imported.artists == 17'632);
  CHECK(imported.events == 92'834);
  CHECK(imported.listeners == 1'892);
  CHECK(ok(jobs::only_period(*store)) == Period{2011, 5});

  other.scratch.write("data/artists.dat", shuffled(read_file(*folder / "artists.dat"), 1));
  other.scratch.write("data/user_artists.dat", shuffled(read_file(*folder / "user_artists.dat"), 2));
  ok(jobs::import_lastfm(*other, other.scratch.path("data")));

  for (const auto rule : {royalty::Rule::pro_rata, royalty::Rule::user_centric, royalty::Rule::artist_centric}) {
    INFO(royalty::rule_name(rule));
    const auto settled = ok(jobs::compute_settlement(*store, {2011, 5}, by(rule)));
    const auto& result = settled.result;
    REQUIRE(result.totals.size() == 1);
    const royalty::CurrencyTotals& totals = result.totals[0];
    CHECK(totals.received_micro == 1'890'108'000'000);
    CHECK(totals.earned_micro == 1'890'108'000'000);
    CHECK(totals.suspense_micro == 0);
    CHECK(totals.gross_minor * 1'000'000 + totals.closing_micro == 1'890'108'000'000);
    CHECK(result.parties.size() == 17'632);
    Micros sum = 0;
    for (const auto& party : result.parties) sum += party.accounts.at(0).earned_micro;
    CHECK(sum == 1'890'108'000'000);
    CHECK(ok(jobs::compute_settlement(*other, {2011, 5}, by(rule))).result.root == result.root);
  }
  // A second import changes nothing, and computing leaves the store as it was.
  CHECK(ok(jobs::import_lastfm(*store, *folder)).duplicates == 92'834 + 1'892);
  CHECK(ok(store->settlements()).empty());
  CHECK(ok(store->periods()).at(0).state == store::PeriodState::open);
}

TEST_CASE("Last.fm: a bad row is named by file and line, and nothing is imported") {
  const std::string a(kArtists), p(kPlays);
  const std::pair<std::string, std::string> texts[] = {
      {a, p + "10\t99\t1\n"},      {a, p + "12\t1\t-4\n"},  {a, p + "12\t1\tmany\n"}, {a, p + "12\t1\n"},   {a, p + "12\t1\t4\t5\n"},
      {a, p + "10\t1\t7\n"},       {a + "3\tx\tu\tp\n", p}, {a + "4\tx\tu\n", p},     {a, "user\tartist\tplays\n"}, {a, p + "12\t1\t1.5\n"},
      {a, p + "12\t1\t99999999999999999999\n"},
  };
  const std::pair<Errc, std::string> expected[] = {
      {Errc::unknown_work, "user_artists.dat:5"},   {Errc::negative_amount, "user_artists.dat:5"},  {Errc::invalid_amount, "user_artists.dat:5"},
      {Errc::invalid_argument, "user_artists.dat:5"}, {Errc::invalid_argument, "user_artists.dat:5"}, {Errc::conflict, "user_artists.dat:5"},
      {Errc::conflict, "artists.dat:5"},            {Errc::invalid_argument, "artists.dat:5"},      {Errc::invalid_argument, "user_artists.dat:1"},
      {Errc::invalid_amount, "user_artists.dat:5"}, {Errc::overflow, "user_artists.dat:5"},
  };
  for (std::size_t i = 0; i < std::size(texts); ++i) {
    INFO("case " << i);
    TestStore store;
    store.scratch.write("data/artists.dat", texts[i].first);
    store.scratch.write("data/user_artists.dat", texts[i].second);
    const auto result = jobs::import_lastfm(*store, store.scratch.path("data"));
    REQUIRE_FALSE(result);
    CHECK(result.error().code == expected[i].first);
    CHECK(result.error().field == expected[i].second);
    CHECK(ok(store->count_works({})) == 0);
    CHECK(ok(store->periods()).empty());
    CHECK_FALSE(ok(store->setting("currency")));
  }
}

TEST_CASE("Last.fm: what each listener paid stays with what that listener heard under the user-centric rule") {
  TestStore store;
  store.scratch.write("data/artists.dat", kArtists);
  store.scratch.write("data/user_artists.dat", kPlays);
  ok(jobs::import_lastfm(*store, store.scratch.path("data")));
  const auto earned = [&](royalty::Rule rule) {
    std::vector<Micros> amounts;
    for (const auto& party : ok(jobs::compute_settlement(*store, {2011, 5}, by(rule))).result.parties) amounts.push_back(party.accounts.at(0).earned_micro);
    std::ranges::sort(amounts);
    return amounts;
  };
  // Listener 10 heard two artists alike, listener 11 one: 9.99 each.
  CHECK(earned(royalty::Rule::user_centric) == std::vector<Micros>{499'500'000, 499'500'000, 999'000'000});
  // 19.98 over 5 + 5 + 1 plays: 181.63 cents for the one play, the rest in two.
  CHECK(earned(royalty::Rule::pro_rata) == std::vector<Micros>{181'636'364, 908'181'818, 908'181'818});
}

TEST_CASE("Last.fm goes only into a store that holds nothing else: its seed is public") {
  TestStore store;
  store.scratch.write("data/artists.dat", kArtists);
  store.scratch.write("data/user_artists.dat", kPlays);
  store.work(store.party("ada"));
  CHECK(jobs::import_lastfm(*store, store.scratch.path("data")).error().code == Errc::conflict);
}

TEST_CASE("Last.fm: names that are Latin-1 become UTF-8") {
  TestStore store;
  store.scratch.write("data/artists.dat", "id\tname\turl\tpictureURL\n1\tBj\xF6rk\tu\tp\n");
  store.scratch.write("data/user_artists.dat", "userID\tartistID\tweight\n10\t1\t5\n");
  ok(jobs::import_lastfm(*store, store.scratch.path("data")));
  CHECK(ok(store->party_by_external_id("lastfm:artist:1"))->name == "Bj\xC3\xB6rk");
}
