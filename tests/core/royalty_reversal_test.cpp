// Money taken back: in its own month and later, whole and in part, of a work and of a pool; and money in suspense, with what resolves it.
#include "core/royalty_month.hpp"

using namespace colophon;
using namespace colophon::tests;
using Lines = std::vector<std::string>;

namespace {

constexpr const char* kRevenue = "revenue,date,kind,listener,work,amount,currency,reverses,resolves\n";

Files october(const std::string& revenue, const std::string& agreements = "") {
  Files files = tables(R"(
    == parties.csv
    party,currency
    ada,EUR
    bob,EUR
    cleo,EUR
    == works.csv
    work,shares
    song,ada:3/4;bob:1/4
    other,cleo
    == settlement.json
    {"format":"colophon/settlement-bundle/2","period":"2026-10"}
  )");
  if (!agreements.empty()) files["agreements.json"] = R"({"format":"colophon/agreements/1","agreements":[)" + agreements + "]}";
  files["revenue.csv"] = kRevenue + revenue;
  return files;
}
Files after(const Settled& month, const std::string& period, const std::string& revenue) {
  Files files = month.next(period);
  files["revenue.csv"] = kRevenue + revenue;
  return files;
}

}  // namespace

// ---- In its own month

TEST_CASE("a line that is taken back in its own month never came in, or only in part", "[royalty][reversal]") {
  const Settled whole(october("r1,2026-10-02,sale,,song,10.00,EUR,,\nr2,2026-10-20,sale,,song,10.00,EUR,r1,\n"));
  CHECK(whole.earned("ada") == "0.00");
  CHECK(whole.result().totals[0].received_micro == 0);
  const Settled part(october("r1,2026-10-02,sale,,song,10.00,EUR,,\nr2,2026-10-20,sale,,,1.00,EUR,r1,\nr3,2026-10-21,sale,,,1.00,EUR,r1,\n"));
  CHECK(part.earned("ada") == "6.00");
  CHECK(part.earned("bob") == "2.00");
  CHECK(part.result().totals[0].received_micro == 800'000'000);
  CHECK(part.result().totals[0].reversed_micro == 0);
}

TEST_CASE("reversals that cannot be are refused by the line", "[royalty][reversal]") {
  const std::string came = "r1,2026-10-02,sale,,song,10.00,EUR,,\n";
  CHECK(refusal(october(came + "r2,2026-10-20,sale,,,10.01,EUR,r1,\n")) == "conflict revenue.csv:3:amount");
  CHECK(refusal(october(came + "r2,2026-10-20,sale,,,6.00,EUR,r1,\nr3,2026-10-20,sale,,,6.00,EUR,r1,\n")) == "conflict revenue.csv:4:amount");
  CHECK(refusal(october(came + "r2,2026-10-20,sale,,,1.00,USD,r1,\n")) == "currency_mismatch revenue.csv:3:currency");
  CHECK(refusal(october(came + "r2,2026-10-20,sale,,,1.00,EUR,r1,\nr3,2026-10-20,sale,,,1.00,EUR,r2,\n")) == "conflict revenue.csv:4:reverses");
  CHECK(refusal(october(came + "r2,2026-10-20,sale,,,1.00,EUR,r9,\n")) == "not_found revenue.csv:3:reverses");
  CHECK(refusal(october(came + "r2,2026-10-20,sale,,,-1.00,EUR,,\n")) == "negative_amount revenue.csv:3:amount");
  CHECK(refusal(october(came + "r2,2026-10-20,sale,,,1.00,EUR,r1,r9\n")) == "conflict revenue.csv:3:resolves");
}

// ---- Later

TEST_CASE("a chargeback takes from who got the money, leaves debts, and later earnings make up for them", "[royalty][reversal]") {
  const Settled first(october("r1,2026-10-02,sale,,song,10.00,EUR,,\n"));
  CHECK(first.paid("ada") == "7.50-0.00=7.50 EUR");
  const Settled second(after(first, "2026-11", "back,2026-11-03,sale,,,10.00,EUR,r1,\nr2,2026-11-04,sale,,song,4.00,EUR,,\n"));
  CHECK(second.account("ada").reversed_micro == -750'000'000);
  CHECK(second.closing("ada") == "-4.50");
  CHECK(second.closing("bob") == "-1.50");
  CHECK(second.paid("ada").empty());
  CHECK(second.warnings() == Lines{"negative-balance ada -4.50 EUR", "negative-balance bob -1.50 EUR"});
  CHECK(second.journal().find("reversal | revenue ") != std::string::npos);
  const Settled third(after(second, "2026-12", "r3,2026-12-04,sale,,song,8.00,EUR,,\n"));
  CHECK(third.paid("ada") == "1.50-0.00=1.50 EUR");
  CHECK(third.paid("bob") == "0.50-0.00=0.50 EUR");
  // Nothing is left to take back a second time.
  CHECK(refusal(after(third, "2027-01", "again,2027-01-03,sale,,,0.01,EUR,r1,\n")) == "not_found revenue.csv:2:amount");
}

TEST_CASE("a reversal goes by the agreement of its line, whatever has been agreed since", "[royalty][reversal]") {
  const std::string old = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"1"}})";
  const Settled first(october("r1,2026-10-02,sale,,song,10.00,EUR,,\n", old));
  Files files = after(first, "2026-11", "back,2026-11-03,sale,,,10.00,EUR,r1,\nr2,2026-11-04,sale,,song,1.00,EUR,,\n");
  files["agreements.json"] = R"({"format":"colophon/agreements/1","agreements":[{"agreement":"deal","from":"2026-11-01","works":["song"],"shares":{"bob":"1"}}]})";
  const Settled second(files);
  CHECK(second.closing("ada") == "-10.00");
  CHECK(second.paid("bob") == "1.00-0.00=1.00 EUR");
}

TEST_CASE("a partial reversal takes from balance, advance, reserve and hold as they got, pro rata", "[royalty][reversal]") {
  const std::string deal = R"({"agreement":"deal","from":"2026-01-01","currency":"EUR","works":["song"],"shares":{"ada":"1/2","bob":"1/2"},
    "advances":[{"to":"ada","recoup":"1/2"}],"reserves":[{"share":"20%","months":6,"of":["ada"]}]})";
  Files files = october("r1,2026-10-02,sale,,song,100.00,EUR,,\n", deal);
  files["opening.csv"] = "kind,party,name,currency,amount\nadvance,ada,deal,EUR,500.00\n";
  files["holds.csv"] = "hold,party,from\nclaim,bob,2026-10-01\n";
  const Settled first(files);   // Ada's 50: 10 reserved, 20 recouped, 20 to the balance. Bob's 50: held.
  CHECK(first.left("advance") == Lines{"ada,,deal,,EUR,480.00"});
  CHECK(first.left("reserve") == Lines{"ada,deal,,2027-04,EUR,10.00"});
  const Settled second(after(first, "2026-11", "back,2026-11-03,sale,,,25.00,EUR,r1,\n"));
  CHECK(second.left("advance") == Lines{"ada,,deal,,EUR,485.00"});
  CHECK(second.left("reserve") == Lines{"ada,deal,,2027-04,EUR,7.50"});
  CHECK(second.left("held") == Lines{"bob,deal,claim,,EUR,37.50"});
  CHECK(second.closing("ada") == "-5.00");   // It was paid out; the quarter is owed.
  // What has gone from the reserve since is taken from the balance.
  Files freed = after(first, "2027-04", "");
  const Settled released(freed);
  CHECK(released.paid("ada") == "5.00-0.00=5.00 EUR");
  const Settled late(after(released, "2027-05", "back,2027-05-03,sale,,,100.00,EUR,r1,\n"));
  CHECK(late.left("reserve").empty());
  CHECK(late.closing("ada") == "-30.00");    // 20 and the 10 of the reserve, of which 5 were recouped: those stay recouped.
  CHECK(late.left("advance") == Lines{"ada,,deal,,EUR,495.00"});
}

TEST_CASE("a cap and a rate step forget what was taken back", "[royalty][reversal]") {
  const std::string deal = R"({"agreement":"deal","from":"2026-01-01","currency":"EUR","works":["song"],
    "tiers":[{"tier":"costs","to":{"cleo":"1"},"until":"30.00"},{"tier":"rate","by":"revenue","steps":[{"from":"0","to":{"ada":"1"}},{"from":"100.00","to":{"bob":"1"}}]}]})";
  const Settled first(october("r1,2026-10-02,sale,,song,90.00,EUR,,\n", deal));
  CHECK(first.left("tier") == Lines{",deal,costs,,EUR,30.00", ",deal,rate,,EUR,60.00"});
  const Settled second(after(first, "2026-11", "back,2026-11-03,sale,,,30.00,EUR,r1,\nr2,2026-11-04,sale,,song,80.00,EUR,,\n"));
  // A third is taken back first: the costs have had 20 and get 10 more; the steps have seen 40, and of 70 sixty are Ada's.
  CHECK(second.parts("song") == Lines{"cleo 10.00 EUR", "ada 60.00 EUR", "bob 10.00 EUR"});
}

TEST_CASE("what was exchanged is taken back in the currency that it was exchanged into", "[royalty][reversal]") {
  Files files = october("r1,2026-10-02,sale,,song,10.00,USD,,\n", R"({"agreement":"deal","from":"2026-01-01","currency":"EUR","works":["song"],"shares":{"ada":"1"}})");
  files["rates.csv"] = "date,from,to,rate\n2026-10-01,USD,EUR,0.9\n2026-11-01,USD,EUR,0.5\n";
  const Settled first(files);
  CHECK(first.paid("ada") == "9.00-0.00=9.00 EUR");
  const Settled second(after(first, "2026-11", "back,2026-11-03,sale,,,5.00,USD,r1,\n"));
  CHECK(second.closing("ada") == "-4.50");   // At the rate of October.
  CHECK(second.journal().find("    equity:exchange  5.00 USD\n    assets:receivable:reversed  -5.00 USD\n    liabilities:party:ada  4.50 EUR\n    equity:exchange  -4.50 EUR\n") != std::string::npos);
}

TEST_CASE("a row that an exchange left nothing of can be taken back", "[royalty][reversal]") {
  Files files = october("r1,2026-10-02,sale,,song,0.00000001,EUR,,\n", R"({"agreement":"deal","from":"2026-01-01","currency":"USD","works":["song"],"shares":{"ada":"1"}})");
  files["rates.csv"] = "date,from,to,rate\n2026-10-01,EUR,USD,0.5\n";
  const Settled first(files);
  CHECK(first.parts("song").empty());
  CHECK(first.closing_files().at("recorded.csv").find(",EUR,0.00000001,,,,,,,,\n") != std::string::npos);
  const Settled second(after(first, "2026-11", "back,2026-11-03,sale,,,0.00000001,EUR,r1,\n"));
  CHECK(second.result().totals[0].reversed_micro == 1);
  CHECK(second.result().recorded.empty());
}

TEST_CASE("a subscriber's chargeback takes from every work of the pool in proportion", "[royalty][reversal]") {
  Files files = october("s1,2026-10-01,subscription,A,,10.00,EUR,,\ns2,2026-10-01,subscription,B,,10.00,EUR,,\n");
  files["usage.csv"] = "date,type,work,listener,units\n2026-10-03,play,song,A,3\n2026-10-03,play,other,B,1\n";
  const Settled first(files);   // Pro-rata: song 15.00, other 5.00.
  const Settled second(after(first, "2026-11", "back,2026-11-03,subscription,,,10.00,EUR,s1,\n"));
  CHECK(second.closing("ada") == "-5.625");
  CHECK(second.closing("bob") == "-1.875");
  CHECK(second.closing("cleo") == "-2.50");
  // The pool has 10.00 left, whoever paid: a second chargeback takes those, and no third one finds anything.
  const Settled third(after(second, "2026-12", "back2,2026-12-03,subscription,,,10.00,EUR,s2,\n"));
  CHECK(third.closing("cleo") == "-5.00");
  CHECK(refusal(after(second, "2026-12", "back2,2026-12-03,subscription,,,10.01,EUR,s2,\n")) == "conflict revenue.csv:2:amount");
}

TEST_CASE("money that a pool carries is taken back from the pool", "[royalty][reversal]") {
  const Settled first(october("s1,2026-10-01,subscription,A,,10.00,EUR,,\n"));
  CHECK(first.left("pool") == Lines{",,subscription,,EUR,10.00"});
  const Settled second(after(first, "2026-11", "back,2026-11-03,subscription,,,4.00,EUR,s1,\n"));
  CHECK(second.left("pool") == Lines{",,subscription,,EUR,6.00"});
  CHECK(refusal(after(second, "2026-12", "back2,2026-12-03,subscription,,,6.01,EUR,s1,\n")) == "conflict revenue.csv:2:amount");
}

TEST_CASE("a line is settled once", "[royalty][reversal]") {
  CHECK(refusal(october("r1,2026-10-02,sale,,song,10.00,EUR,,\nr1,2026-10-02,sale,,song,10.00,EUR,,\n")) == "invalid_argument revenue.csv:3:revenue");
  const Settled first(october("r1,2026-10-02,sale,,song,10.00,EUR,,\nr2,2026-10-02,sale,,gone,10.00,EUR,,\ns1,2026-10-02,subscription,,,1.00,EUR,,\n"));
  for (const char* line : {"r1,2026-10-02,sale,,song,10.00,EUR,,\n", "r2,2026-10-02,sale,,gone,10.00,EUR,,\n", "s1,2026-10-02,subscription,,,1.00,EUR,,\n"}) {
    INFO(line);
    CHECK(refusal(after(first, "2026-11", line)) == "conflict revenue.csv:2:revenue");
  }
}

// ---- Suspense

TEST_CASE("what is unmatched waits, is matched by a later line, whole or in part, and never more than is there", "[royalty][reversal]") {
  const Settled first(october("r1,2026-10-02,sale,,isrc:USRC17607839,10.00,EUR,,\n"));
  CHECK(first.earned("cleo") == "0.00");
  REQUIRE(first.left("suspense").size() == 1);
  const Settled second(after(first, "2026-11", "m1,2026-10-02,sale,,other,4.00,EUR,,r1\nm2,2026-10-02,sale,,song,4.00,EUR,,r1\n"));
  CHECK(second.earned("cleo") == "4.00");
  CHECK(second.earned("ada") == "3.00");
  CHECK(second.result().totals[0].received_micro == 0);   // Nothing came from outside.
  CHECK(second.left("suspense")[0].ends_with(",,EUR,2.00"));
  CHECK(refusal(after(second, "2026-12", "m3,2026-12-02,sale,,other,2.01,EUR,,r1\n")) == "conflict revenue.csv:2:resolves");
  CHECK(refusal(after(second, "2026-12", "m3,2026-12-02,sale,,other,2.00,USD,,r1\n")) == "not_found revenue.csv:2:resolves");
  CHECK(refusal(after(second, "2026-12", "m3,2026-12-02,sale,,other,2.00,EUR,,r7\n")) == "not_found revenue.csv:2:resolves");
  CHECK(refusal(after(second, "2026-12", "m3,2026-12-02,sale,,other,0.000000001,EUR,,r1\n")) == "invalid_amount revenue.csv:2:resolves");
  CHECK(refusal(after(second, "2026-12", "m3,2026-12-02,sale,,gone,2.00,EUR,,r1\n")) == "unknown_work revenue.csv:2:work");
  // It may go to a pool as well.
  Files files = after(second, "2026-12", "m3,2026-12-02,subscription,,,2.00,EUR,,r1\n");
  files["usage.csv"] = "date,type,work,units\n2026-12-03,play,other,1\n";
  const Settled third(files);
  CHECK(third.earned("cleo") == "2.00");
  CHECK(third.left("suspense").empty());
}

TEST_CASE("a work without an agreement waits under the row's id and is resolved by it", "[royalty][reversal]") {
  const std::string ended = R"({"agreement":"deal","from":"2026-01-01","until":"2026-09-01","works":["song"],"shares":{"ada":"1"}})";
  Files files = october("r1,2026-10-02,sale,,song,10.00,EUR,,\n", ended);
  files["works.csv"] = "work,shares\nsong,\nother,cleo\n";
  const Settled first(files);
  const std::string line = first.left("suspense").at(0);   // ",,ROW,,EUR,10.00"
  const std::string row = line.substr(2, 36);
  CHECK(first.result().rows.at(0).id.to_string() == row);
  const Settled second(after(first, "2026-11", "m1,2026-10-02,sale,,other,10.00,EUR,," + row + "\n"));
  CHECK(second.paid("cleo") == "10.00-0.00=10.00 EUR");
  CHECK(second.left("suspense").empty());
}

TEST_CASE("a line in suspense is taken back from there", "[royalty][reversal]") {
  const Settled first(october("r1,2026-10-02,sale,,gone,10.00,EUR,,\n"));
  const Settled second(after(first, "2026-11", "back,2026-11-03,sale,,,4.00,EUR,r1,\n"));
  CHECK(second.left("suspense")[0].ends_with(",,EUR,6.00"));
  CHECK(second.result().totals[0].reversed_micro == 400'000'000);
  CHECK(refusal(after(second, "2026-12", "back2,2026-12-03,sale,,,6.01,EUR,r1,\n")) == "conflict revenue.csv:2:amount");
}

TEST_CASE("a match that was wrong goes back into suspense, in its own month or later", "[royalty][reversal]") {
  const Settled first(october("r1,2026-10-02,sale,,gone,10.00,EUR,,\n"));
  // In one month: what is taken back stays where it was.
  const Settled same(after(first, "2026-11", "m1,2026-10-02,sale,,other,10.00,EUR,,r1\nback,2026-11-03,sale,,,4.00,EUR,m1,r1\n"));
  CHECK(same.earned("cleo") == "6.00");
  CHECK(same.left("suspense")[0].ends_with(",,EUR,4.00"));
  CHECK(refusal(after(first, "2026-11", "m1,2026-10-02,sale,,other,10.00,EUR,,r1\nback,2026-11-03,sale,,,4.00,EUR,m1,\n")) == "conflict revenue.csv:3:resolves");

  const Settled second(after(first, "2026-11", "m1,2026-10-02,sale,,other,10.00,EUR,,r1\n"));
  const Settled third(after(second, "2026-12", "back,2026-12-03,sale,,,10.00,EUR,m1,r1\nm2,2026-12-03,sale,,song,10.00,EUR,,r1\n"));
  CHECK(third.closing("cleo") == "-10.00");
  CHECK(third.paid("ada") == "7.50-0.00=7.50 EUR");
  CHECK(third.left("suspense").empty());
  CHECK(third.result().totals[0].reversed_micro == 0);
}

TEST_CASE("to take back what was resolved since, the match is taken back as well; until then suspense owes", "[royalty][reversal]") {
  const Settled first(october("r1,2026-10-02,sale,,gone,10.00,EUR,,\n"));
  const Settled second(after(first, "2026-11", "m1,2026-10-02,sale,,other,10.00,EUR,,r1\n"));
  const Settled alone(after(second, "2026-12", "back,2026-12-03,sale,,,10.00,EUR,r1,\n"));
  REQUIRE(alone.warnings().size() == 1);
  CHECK(alone.warnings()[0].starts_with("negative-suspense "));
  const Settled mended(after(alone, "2027-01", "undo,2027-01-03,sale,,,10.00,EUR,m1,r1\n"));
  CHECK(mended.left("suspense").empty());
  const Settled both(after(second, "2026-12", "back,2026-12-03,sale,,,10.00,EUR,r1,\nundo,2026-12-03,sale,,,10.00,EUR,m1,r1\n"));
  CHECK(both.left("suspense").empty());
  CHECK(both.closing("cleo") == "-10.00");
  CHECK(both.result().totals[0].reversed_micro == 1'000'000'000);
}
