// Sales into revenue: what was imported, matched and posted is what a settlement divides, once, to the micro; what waited in suspense reaches its owner later.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "jobs/import_sales.hpp"
#include "jobs/post_sales.hpp"
#include "jobs/settle.hpp"
#include "scratch.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

const std::string kMapping = R"({"format":"colophon/sales-mapping/1","source":"shop","fields":{"date":{"column":"Date","format":"YYYY-MM-DD"},"kind":{"value":"sale"},"use":{"value":"download"},
  "units":"Units","amount":"Net","currency":"Currency","territory":"Country","isrc":"ISRC"}})";

struct Shop {
  TestStore store;
  int files = 0;

  void import(std::string_view rows) {
    ok(jobs::import_sales(*store, {"file-" + std::to_string(++files) + ".csv", "Date,Country,ISRC,Units,Net,Currency\n" + std::string(rows)}, {.mapping = kMapping}, "ada"));
  }
  Id work(const std::string& title, const std::string& isrc, std::vector<royalty::PartyShare> shares) {
    store::WorkDraft draft;
    draft.title = title;
    draft.kind = "recording";
    draft.media_type = "audio/flac";
    draft.sha256 = sha256(title);
    draft.shares = std::move(shares);
    const Id id = ok(store->insert_work(draft, nullptr)).id;
    store::WorkRights rights;
    rights.isrc = isrc;
    ok(store->put_work_rights(id, rights));
    return id;
  }
  /// "2026-07 EUR sales 2 10.5, suspense 1 4; "
  std::string post(const store::PostingFilter& filter = {}, bool preview = false) {
    const auto posted = ok(preview ? jobs::preview_posting(*store, filter) : jobs::post_sales(*store, filter));
    std::string text;
    for (const auto& sum : posted.sums) {
      text += sum.period.to_string() + " " + sum.currency;
      for (const auto& [name, group] : {std::pair("sales", sum.sales), std::pair("suspense", sum.suspense), std::pair("resolved", sum.resolved), std::pair("reversed", sum.reversed)})
        if (group.lines > 0) text += std::string(" ") + name + " " + std::to_string(group.lines) + " " + format_exact(group.amount);
      text += "; ";
    }
    if (posted.waiting > 0) text += std::to_string(posted.waiting) + " wait; ";
    return text;
  }
  Id settle(const Period& period) {
    const auto row = ok(jobs::draft_settlement(*store, period, {}, "ada"));
    ok(store->approve(row.id, "bob"));
    return row.id;
  }
  store::AccountRow account(const Id& settlement, const Id& party) {
    for (const auto& row : ok(store->accounts(settlement)))
      if (row.party == party) return row.account;
    return {};
  }
  Micros suspense() {
    Micros sum = 0;
    for (const auto& line : ok(store->openings()))
      if (line.kind == royalty::OpeningLine::Kind::suspense) sum += line.amount;
    return sum;
  }
  /// All that it was ever paid, and what it is owed.
  Micros lifetime(const Id& party) {
    Micros sum = 0;
    for (const auto& row : ok(store->settlements())) sum += account(row.id, party).paid_minor * kMicrosPerMinor;
    for (const auto& line : ok(store->openings()))
      if (line.kind == royalty::OpeningLine::Kind::balance && line.party == party) sum += line.amount;
    return sum;
  }
};

}  // namespace

TEST_CASE("from a sales file to statements: each line once, unmatched ones in suspense, later to their owner under the agreement of their day") {
  Shop shop;
  auto& store = shop.store;
  const Id ada = store.party("ada"), bob = store.party("bob"), eve = store.party("eve");
  const Id one = shop.work("One", "USRC17600001", {{ada, {1, 2}}, {bob, {1, 2}}});
  const Id two = shop.work("Two", "", {{eve, {1, 1}}});
  shop.import("2026-07-03,DE,USRC17600001,2,10.00,EUR\n2026-07-04,FR,USRC17600001,1,0.003271845,EUR\n2026-07-05,DE,USRC17600002,1,4.00,EUR\n2026-07-09,DE,USRC17600001,-1,-1.00,EUR\n");
  CHECK(shop.post({.until = {2026, 6}}).empty());
  CHECK(shop.post({.source = "another"}).empty());
  CHECK(shop.post({}, true) == "2026-07 EUR sales 2 10.003271845 suspense 1 4 reversed 1 1; ");
  CHECK(ok(store->revenue({2026, 7})).empty());      // A preview changes nothing.
  CHECK(shop.post() == "2026-07 EUR sales 2 10.003271845 suspense 1 4 reversed 1 1; ");
  CHECK(shop.post().empty());
  CHECK(ok(store->revenue({2026, 7})).size() == 4);
  CHECK(ok(store->sales_files())[0].posted == 4);
  // What waits is still in the queue, for somebody to say what it is.
  CHECK(ok(store->sales_matches({}, 0, 10)).at(0).key == "isrc:USRC17600002");

  const Id july = shop.settle({2026, 7});
  CHECK(shop.account(july, ada).earned_micro == 450'163'592);    // (10.003271845 - 1) / 2 on the grid of 10^-8.
  CHECK(shop.account(july, bob).earned_micro == 450'163'592);
  CHECK(shop.account(july, ada).paid_minor == 450);
  CHECK(shop.suspense() == 400'000'000);

  ok(store->match_sales("isrc:USRC17600002", two, "ada"));
  CHECK(shop.post() == "2026-08 EUR resolved 1 4; ");
  CHECK(shop.post().empty());
  CHECK(ok(store->sales_matches({}, 0, 10)).empty());
  const auto resolved = ok(store->sales_lines({.key = "isrc:USRC17600002"}, "", 1)).rows.at(0);
  CHECK((resolved.work == two && resolved.posted == Period{2026, 7} && resolved.resolved == Period{2026, 8} && !resolved.in_suspense));
  const Id august = shop.settle({2026, 8});
  CHECK(shop.account(august, eve).earned_micro == 400'000'000);
  CHECK(shop.account(august, eve).paid_minor == 400);
  CHECK(shop.suspense() == 0);

  // A sale of a settled month that comes late goes forward; returns take back what was paid, through suspense and not.
  shop.import("2026-06-30,DE,USRC17600001,1,2.00,EUR\n2026-09-02,DE,USRC17600002,-1,-1.50,EUR\n2026-09-02,DE,USRC17600001,-1,-9.00,EUR\n2026-09-03,DE,USRC17600001,-1,-9.00,EUR\n");
  CHECK(shop.post() == "2026-09 EUR sales 1 2 reversed 2 10.5; 1 wait; ");
  CHECK(ok(store->sales_posting({})).waiting.size() == 1);
  const Id september = shop.settle({2026, 9});
  CHECK(shop.account(september, ada).closing_micro == 163'592 + 100'000'000 - 450'000'000);
  CHECK(shop.account(september, eve).closing_micro == -150'000'000);
  CHECK(shop.suspense() == 0);
  CHECK(shop.lifetime(eve) == 250'000'000);
  CHECK(shop.lifetime(ada) == 163'592 + 100'000'000);
  (void)one;
}

TEST_CASE("within one open month a line can be posted, matched and taken back in any order") {
  Shop shop;
  auto& store = shop.store;
  const Id eve = store.party("eve");
  const Id two = shop.work("Two", "", {{eve, {1, 1}}});
  shop.import("2026-07-05,DE,USRC17600002,1,4.000000001234,EUR\n2026-07-06,DE,USRC17600003,1,1.00,EUR\n");
  CHECK(shop.post() == "2026-07 EUR suspense 2 5.000000001234; ");
  // A return of what nobody knows yet takes from suspense.
  shop.import("2026-07-07,DE,USRC17600002,-1,-0.500000001,EUR\n");
  CHECK(shop.post() == "2026-07 EUR reversed 1 0.5; ");
  CHECK(format_exact(ok(store->sales_suspense()).at(0).sum.amount) == "4.500000000234");
  ok(store->match_sales("isrc:USRC17600002", two, "ada"));
  CHECK(shop.post() == "2026-07 EUR resolved 1 3.5; ");
  shop.import("2026-07-08,DE,USRC17600002,-1,-0.5,EUR\n2026-07-09,DE,USRC17600002,1,0.25,EUR\n");
  CHECK(shop.post() == "2026-07 EUR sales 1 0.25 reversed 1 0.5; ");
  CHECK(format_exact(ok(store->sales_suspense()).at(0).sum.amount) == "1");
  const Id july = shop.settle({2026, 7});
  CHECK(shop.account(july, eve).earned_micro == 325'000'000);
  CHECK(shop.suspense() == 100'000'000);
}

TEST_CASE("what is not ours, or has no money, is not posted; units of lines without money count once their work is known") {
  Shop shop;
  auto& store = shop.store;
  const Id eve = store.party("eve");
  const Id two = shop.work("Two", "", {{eve, {1, 1}}});
  shop.import("2026-07-05,DE,USRC17600002,7,0,EUR\n2026-07-06,DE,USRC17600003,1,1.00,EUR\n2026-07-06,DE,USRC17600004,1,2.00,EUR\n");
  ok(store->set_match_state("isrc:USRC17600003", store::MatchState::rejected, "ada"));
  ok(store->set_match_state("isrc:USRC17600004", store::MatchState::postponed, "ada"));
  CHECK(shop.post() == "2026-07 EUR suspense 1 2; ");
  ok(store->match_sales("isrc:USRC17600002", two, "ada"));
  CHECK(shop.post() == "2026-07 EUR sales 1 0; ");
  const auto lines = ok(store->revenue({2026, 7}));
  CHECK(std::ranges::count_if(lines, [](const royalty::RevenueLine& line) { return line.units == 7 && line.amount == 0; }) == 1);
  // All of a line taken back while nobody knew it: nothing is left to resolve.
  shop.import("2026-07-08,DE,USRC17600004,-1,-2.00,EUR\n");
  CHECK(shop.post() == "2026-07 EUR reversed 1 2; ");
  ok(store->match_sales("isrc:USRC17600004", two, "ada"));
  CHECK(shop.post() == "2026-07 EUR resolved 1 0; ");
  CHECK(shop.post().empty());
  shop.settle({2026, 7});
  CHECK(shop.suspense() == 0);
  CHECK(shop.lifetime(eve) == 0);
}

TEST_CASE("whatever the order of files, matches, postings and settlements, no money is made or lost beyond a micro a line") {
  for (std::uint32_t seed = 1; seed <= 12; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&](std::uint32_t n) { return static_cast<std::int64_t>(random() % n); };
    Shop shop;
    auto& store = shop.store;
    std::vector<Id> parties, works;
    for (int i = 0; i < 3; ++i) {
      parties.push_back(store.party("p" + std::to_string(i)));
      works.push_back(shop.work("W" + std::to_string(i), i == 0 ? "USRC17600000" : "", {{parties.back(), {1, 1}}}));
    }
    ExactAmount posted = 0;
    for (int month = 1; month <= 4; ++month) {
      for (int step = 0; step < 5; ++step) {
        std::string rows;
        for (auto n = 1 + below(4); n > 0; --n) {
          const bool back = below(3) == 0;
          const auto micros = std::to_string(1'000'000 + below(9'000'000));   // 0.00ddddddd below 10^-8, so that floors show.
          rows += "2026-0" + std::to_string(std::max<std::int64_t>(1, month - below(3))) + "-" + std::to_string(10 + below(18)) + ",DE,USRC1760000" + std::to_string(below(3)) + (back ? ",-1,-0." : ",1,0.") +
                  (back ? micros + "5" : micros + "00" + std::to_string(below(9))) + ",EUR\n";
        }
        shop.import(rows);
        if (below(3) == 0) {
          const auto i = 1 + below(2);
          (void)store->match_sales("isrc:USRC1760000" + std::to_string(i), works[static_cast<std::size_t>(i)], "ada");
        }
        if (below(2) == 0) {
          for (const auto& sum : ok(jobs::post_sales(*store, {})).sums) posted += sum.sales.amount + sum.suspense.amount - sum.reversed.amount;
        }
      }
      for (const auto& sum : ok(jobs::post_sales(*store, {})).sums) posted += sum.sales.amount + sum.suspense.amount - sum.reversed.amount;
      if (!ok(store->revenue({2026, month})).empty()) shop.settle({2026, month});
    }
    // What reached parties and suspense is what was posted, but for less than a micro a line: sales and returns are rounded down to whole micros.
    Micros there = shop.suspense();
    for (const Id& party : parties) there += shop.lifetime(party);
    const auto exact = ok(to_micros(posted, ok(Currency::parse("EUR")))).micros;
    const auto lines = ok(store->sales_lines({}, "", 1'000)).rows;
    CHECK(std::abs(exact - there) < static_cast<Micros>(lines.size()));
    Micros waiting = 0;
    for (const auto& row : lines) waiting += row.in_suspense;
    if (shop.suspense() > 0) CHECK(waiting > 0);
  }
}
