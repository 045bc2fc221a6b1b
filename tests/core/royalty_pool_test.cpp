// Pools: which money enters one, what is counted, and how each rule divides. Amounts are worked out by hand.
#include "core/royalty_month.hpp"

using namespace colophon;
using namespace colophon::tests;
using Lines = std::vector<std::string>;

namespace {

/// Works of one party each, so that what a work gets is what its party earns.
Files pooled(const std::string& pool, const std::string& revenue, const std::string& usage) {
  Files files = tables(R"(
    == parties.csv
    party
    ada
    bob
    cleo
    house
    == works.csv
    work,artist,shares,noise
    x,ada,ada,
    y,bob,bob,
    rain,cleo,cleo,true
    == settlement.json
    {"format":"colophon/settlement-bundle/2","period":"2026-10"}
  )");
  if (!pool.empty()) files["agreements.json"] = R"({"format":"colophon/agreements/1","pools":[)" + pool + "]}";
  files["revenue.csv"] = "revenue,date,kind,listener,work,amount,currency\n" + revenue;
  files["usage.csv"] = "date,type,work,listener,units,source,territory,active\n" + usage;
  return files;
}

std::string subscription(const std::string& more) { return R"({"pool":"subscription","takes":{"kind":["subscription"]},)" + more + "}"; }

// A pays 10.00 and plays x ten times; B pays 10.00 and plays y ninety times.
constexpr const char* kTwoPay = "s1,2026-10-01,subscription,A,,10.00,EUR\ns2,2026-10-01,subscription,B,,10.00,EUR\n";
constexpr const char* kTwoPlay = "2026-10-03,play,x,A,10,,,\n2026-10-03,play,y,B,90,,,\n";

}  // namespace

TEST_CASE("pro-rata divides the whole pool by use", "[royalty][pool]") {
  const Settled month(pooled("", kTwoPay, kTwoPlay));
  CHECK(month.earned("ada") == "2.00");    // 20 * 10/100
  CHECK(month.earned("bob") == "18.00");   // 20 * 90/100
}

TEST_CASE("user-centric divides what each payer paid by that payer's own use", "[royalty][pool]") {
  const std::string rule = subscription(R"("rule":"user-centric")");
  const Settled month(pooled(rule, kTwoPay, kTwoPlay));
  CHECK(month.earned("ada") == "10.00");
  CHECK(month.earned("bob") == "10.00");
  // C pays and plays nothing, 4.00 come from nobody in particular: those ten are divided by all use. A row of no units is no use.
  const Settled more(pooled(rule, std::string(kTwoPay) + "s3,2026-10-01,subscription,C,,6.00,EUR\ns4,2026-10-01,subscription,,,4.00,EUR\n", std::string(kTwoPlay) + "2026-10-03,play,x,C,0,,,\n"));
  CHECK(more.earned("ada") == "11.00");
  CHECK(more.earned("bob") == "19.00");
  // Who plays and pays nothing counts only where money is divided by all use: 1010 of x, 990 of y.
  const Settled free(pooled(rule, std::string(kTwoPay) + "s4,2026-10-01,subscription,,,20.00,EUR\n", std::string(kTwoPlay) + "2026-10-03,play,y,D,900,,,\n2026-10-03,play,x,,1000,,,\n"));
  CHECK(free.earned("ada") == "20.10");
  CHECK(free.earned("bob") == "19.90");
}

TEST_CASE("artist-centric weights what artists with enough listeners got, what was chosen, and what a listener had beyond the full units", "[royalty][pool]") {
  const std::string rule = subscription(R"("rule":"artist-centric","artist_centric":{"professional_units_min":10,"professional_listeners_min":2,"listener_units_full":10})");
  const Settled month(pooled(rule, "s1,2026-10-01,subscription,A,,68.00,EUR\n",
                             "2026-10-03,play,x,A,8,,,\n2026-10-03,play,y,A,4,,,true\n2026-10-03,play,rain,A,20,,,\n2026-10-04,play,x,B,6,,,\n"));
  // Of A's 12 units (rain counts nothing) two are beyond ten: 22 half-units instead of 24. 8/12 of 22 are 14.67, 4/12 are 7.33: 15 and 7.
  // Ada has 14 units of two listeners, so x counts twice: (15 + 12) * 2 = 54. Bob has 4 of one, chosen: 7 * 2 = 14.
  CHECK(month.rows("subscription") == Lines{"x 14 54 54.00", "y 4 14 14.00"});
  CHECK(month.pool("subscription").cutoff.has_value() == false);   // 68.00 over 68: nothing is left over.
  CHECK(month.earned("cleo") == "0.00");

  // One listener less makes Ada no professional: 27 + 14 = 41 weights.
  const Settled alone(pooled(subscription(R"("rule":"artist-centric","artist_centric":{"professional_units_min":10,"professional_listeners_min":3,"listener_units_full":10})"),
                             "s1,2026-10-01,subscription,A,,41.00,EUR\n", "2026-10-03,play,x,A,8,,,\n2026-10-03,play,y,A,4,,,true\n2026-10-04,play,x,B,6,,,\n"));
  CHECK(alone.rows("subscription") == Lines{"x 14 27 27.00", "y 4 14 14.00"});

  // Nobody in particular is no listener that the thresholds count, and has no limit of full units.
  const Settled nobody(pooled(rule, "s1,2026-10-01,subscription,A,,40.00,EUR\n", "2026-10-03,play,x,,15,,,\n2026-10-03,play,x,A,5,,,\n"));
  CHECK(nobody.rows("subscription") == Lines{"x 20 40 40.00"});
}

TEST_CASE("artist-centric: the published parameters are the defaults, and an artist's works count together", "[royalty][pool]") {
  std::string plays;
  for (int i = 0; i < 500; ++i) plays += "2026-10-03,play," + std::string(i % 2 ? "x" : "y") + ",L" + std::to_string(i) + ",2,,,\n";
  const auto with = [&](const std::string& more, const std::string& works) {
    Files files = pooled(subscription(R"("rule":"artist-centric")"), "s1,2026-10-01,subscription,A,,10.00,EUR\n", plays + more);
    files["works.csv"] = works;
    return Settled(files).rows("subscription");
  };
  // 1,000 units of 500 listeners together: each unit is two halves, twice.
  CHECK(with("", "work,artist,shares\nx,ada,ada\ny,ada,bob\n") == Lines{"x 500 2000 5.00", "y 500 2000 5.00"});
  // Apart, 500 of 250 each, nobody is. A work without an artist stands for itself.
  CHECK(with("", "work,artist,shares\nx,,ada\ny,bob,bob\n") == Lines{"x 500 1000 5.00", "y 500 1000 5.00"});
  CHECK(with("2026-10-03,play,x,L1,1,,,\n", "work,artist,shares\nx,ada,ada\ny,ada,bob\n") == Lines{"x 501 2004 5.004995", "y 500 2000 4.995005"});
}

TEST_CASE("use that names nobody, only certain events, certain services and territories count", "[royalty][pool]") {
  const std::string usage = "2026-10-03,play,x,A,1,north,DE,\n2026-10-03,view,x,A,10,north,DE,\n2026-10-03,like,x,A,100,north,DE,\n2026-10-03,play,y,A,1000,south,DE,\n2026-10-03,play,y,,10000,north,FR,\n";
  const auto rows = [&](const std::string& rule) { return Settled(pooled(rule, "s1,2026-10-01,subscription,A,,1.00,EUR\n", usage)).rows("subscription"); };
  CHECK(rows(subscription(R"("rule":"pro-rata")")) == Lines{"x 11 11 0.000999", "y 11000 11000 0.999001"});
  CHECK(rows(subscription(R"("rule":"pro-rata","counts":["like"])")) == Lines{"x 100 100 1.00"});
  CHECK(rows(subscription(R"("rule":"pro-rata","source":["north"],"territory":["!FR"],"counts":["play","like"])")) == Lines{"x 101 101 1.00"});
}

TEST_CASE("a cap scales a listener's day down over its works", "[royalty][pool]") {
  const std::string rule = subscription(R"("rule":"pro-rata","units_per_listener_day_max":10)");
  const Settled month(pooled(rule, "s1,2026-10-01,subscription,A,,61.00,EUR\n",
                             "2026-10-03,play,x,A,28,,,\n2026-10-03,play,y,A,12,,,\n"      // 40 in a day: 7 and 3
                             "2026-10-04,play,x,A,5,,,\n2026-10-05,play,x,A,10,,,\n"       // within the cap
                             "2026-10-03,play,y,B,11,,,\n"                                 // 10
                             "2026-10-03,play,y,,26,,,\n"));                               // nobody in particular has no day
  CHECK(month.rows("subscription") == Lines{"x 22 22 22.00", "y 39 39 39.00"});
  CHECK(*Json(month.pool("subscription").header).find("units_per_listener_day_max")->string() == "10");
  // Under the user-centric rule a payer's money goes by the capped units too.
  const Settled own(pooled(subscription(R"("rule":"user-centric","units_per_listener_day_max":10)"), "s1,2026-10-01,subscription,A,,25.00,EUR\n",
                           "2026-10-03,play,x,A,28,,,\n2026-10-03,play,y,A,12,,,\n2026-10-04,play,x,A,15,,,\n2026-10-05,play,y,A,5,,,\n"));
  CHECK(own.rows("subscription") == Lines{"x 17 17 17.00", "y 8 8 8.00"});
}

TEST_CASE("fees of a pool come off the top, each of the whole, from every payer alike", "[royalty][pool]") {
  const std::string fees = R"(,"fees":[{"name":"commission","to":"house","share":"30%"},{"name":"levy","to":"cleo","share":"1/3"}])";
  const Settled month(pooled(subscription("\"rule\":\"user-centric\"" + fees), kTwoPay, kTwoPlay));
  CHECK(month.earned("house") == "6.00");
  CHECK(month.earned("cleo") == "6.66666666");
  CHECK(month.earned("ada") == "3.66666667");   // 7.33333334 over two who paid alike
  CHECK(month.earned("bob") == "3.66666667");
  CHECK(month.parts("").size() == 2);           // A row for each fee
  CHECK(refusal(pooled(subscription(R"("rule":"pro-rata","fees":[{"name":"a","to":"house","share":"2/3"},{"name":"b","to":"cleo","share":"1/2"}])"), "", "")) ==
        "invalid_shares pools[0].fees");
  // The whole pool may be fees.
  const Settled all(pooled(subscription(R"("rule":"pro-rata","fees":[{"name":"a","to":"house","share":"2/3"},{"name":"b","to":"cleo","share":"1/3"},{"name":"none","to":"bob","share":"0"}])"), kTwoPay, kTwoPlay));
  CHECK(all.earned("house") == "13.33333333");
  CHECK(all.earned("ada") == "0.00");
  CHECK(all.earned("bob") == "0.00000001");   // What flooring left is divided after all.
}

TEST_CASE("the first pool that takes a kind of money has it; what no pool takes waits in suspense", "[royalty][pool]") {
  const std::string pools = R"({"pool":"tips","takes":{"kind":["tip"]},"rule":"pro-rata","counts":["like"]},{"pool":"rest","takes":{"kind":["!ad"]},"rule":"pro-rata","counts":["play"]})";
  const Settled month(pooled(pools, "t1,2026-10-01,tip,,,1.00,EUR\ns1,2026-10-01,subscription,,,2.00,EUR\na1,2026-10-01,ad,,,4.00,EUR\n", "2026-10-03,play,x,A,1,,,\n2026-10-03,like,y,A,1,,,\n"));
  CHECK(month.rows("tips") == Lines{"y 1 1 1.00"});
  CHECK(month.rows("rest") == Lines{"x 1 1 2.00"});
  CHECK(month.warnings() == Lines{"no-pool ad 4.00 EUR"});
  CHECK(month.left("suspense").size() == 1);
}

TEST_CASE("without rules of its own a book divides subscriptions and everything else apart", "[royalty][pool]") {
  const Settled month(pooled("", "s1,2026-10-01,subscription,,,2.00,EUR\na1,2026-10-01,ad,,,4.00,EUR\nb1,2026-10-01,brand,,,8.00,EUR\n", "2026-10-03,read,x,A,1,,,\n"));
  CHECK(month.pool("subscription").received_micro == 200'000'000);
  CHECK(month.pool("advertising").received_micro == 1'200'000'000);
}

TEST_CASE("a pool of several currencies is a pool of each", "[royalty][pool]") {
  const Settled month(pooled("", "s1,2026-10-01,subscription,A,,2.00,EUR\ns2,2026-10-01,subscription,A,,1001,JPY\n", "2026-10-03,play,x,A,1,,,\n2026-10-03,play,y,A,1,,,\n"));
  CHECK(month.earned("ada") == "1.00");
  CHECK(month.earned("ada", "JPY") == "500.5");
  CHECK(month.pool("subscription", "JPY").rows.size() == 2);
}

TEST_CASE("money without use is carried, with its fees untaken, and divided when there is use", "[royalty][pool]") {
  const std::string rule = subscription(R"("rule":"user-centric","fees":[{"name":"commission","to":"house","share":"10%"}])");
  const Settled october(pooled(rule, "s1,2026-10-01,subscription,A,,20.00,EUR\n", ""));
  CHECK(october.earned("house") == "0.00");
  CHECK(october.warnings() == Lines{"pool-without-usage subscription 20.00 EUR"});
  CHECK(october.left("pool") == Lines{",,subscription,,EUR,20.00"});
  Files next = october.next("2026-11");
  next["revenue.csv"] = "revenue,date,kind,listener,amount,currency\ns2,2026-11-01,subscription,A,10.00,EUR\n";
  next["usage.csv"] = "date,type,work,listener,units\n2026-11-02,play,x,A,1\n2026-11-02,play,y,B,3\n";
  const Settled november(next);
  // 3.00 of 30.00 are the commission. Of the rest A's 9.00 go to x; what was carried is from nobody in particular: 4.50 and 13.50.
  CHECK(november.earned("house") == "3.00");
  CHECK(november.earned("ada") == "13.50");
  CHECK(november.earned("bob") == "13.50");
  CHECK(november.left("pool").empty());
  CHECK(november.pool("subscription").received_micro == 3'000'000'000);
}

TEST_CASE("what a pool carries is divided also in a month that brings it no money", "[royalty][pool]") {
  Files files = pooled("", "", "2026-10-03,play,x,A,1,,,\n2026-10-03,play,y,A,3,,,\n");
  files["opening.csv"] = "kind,name,currency,amount\npool,subscription,EUR,4.00\npool,forgotten,EUR,9.00\n";
  const Settled month(files);
  CHECK(month.rows("subscription") == Lines{"x 1 1 1.00", "y 3 3 3.00"});
  CHECK(month.left("pool") == Lines{",,forgotten,,EUR,9.00"});   // No rule of that name: it waits.
}

TEST_CASE("incoming amounts are summed exactly before the one rounding to the grid, and what is below goes to the rounding account", "[royalty][pool]") {
  // A micro of EUR is 10^-8. Three times 0.4 of it from A are 1.2: one. B's 0.9999 are none.
  const Settled month(pooled("", "s1,2026-10-01,subscription,A,,0.000000004,EUR\ns2,2026-10-01,subscription,A,,0.000000004,EUR\ns3,2026-10-01,subscription,A,,0.000000004,EUR\n"
                                 "s4,2026-10-01,subscription,B,,0.000000009999,EUR\n", "2026-10-03,play,x,A,1,,,\n"));
  CHECK(month.earned("ada") == "0.00000001");
  CHECK(month.pool("subscription").residue == 2'000 + 9'999);
  CHECK(month.journal().find("    assets:receivable:subscription  0.000000021999 EUR\n    income:rounding  -0.000000011999 EUR\n    liabilities:pool:subscription  -0.00000001 EUR\n") != std::string::npos);
}

TEST_CASE("0.003271845 USD, 1.234 KWD and an unmatched line are legal", "[royalty][pool]") {
  const Settled month(pooled("", "r1,2026-10-01,sale,,x,0.003271845,USD\nr2,2026-10-01,sale,,x,1.234,KWD\nr3,2026-10-01,sale,,isrc:USRC17607839,5.00,EUR\n", ""));
  CHECK(month.earned("ada", "USD") == "0.00327184");
  CHECK(month.earned("ada", "KWD") == "1.234");
  CHECK(month.warnings() == Lines{"unmatched-work revenue.csv:4 5.00 EUR"});
  CHECK(month.left("suspense")[0].ends_with(",,EUR,5.00"));
}

TEST_CASE("a pool may not be called what money that names its work is called", "[royalty][pool]") {
  CHECK(refusal(pooled(R"({"pool":"direct","takes":{"kind":["ad"]},"rule":"pro-rata"})", "a1,2026-10-01,ad,,,1.00,EUR\nr1,2026-10-01,sale,,x,1.00,EUR\n", "2026-10-03,play,x,A,1,,,\n")) ==
        "invalid_argument agreements.json:pools[0].pool");
}
