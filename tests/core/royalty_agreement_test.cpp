// Which agreement an income comes under, and how the agreement divides it: dates, terms, fees, rate steps, nesting. Amounts are worked out by hand.
#include "core/royalty_month.hpp"

using namespace colophon;
using namespace colophon::tests;
using Lines = std::vector<std::string>;

namespace {

/// Four parties that are paid in euros, two works, and a sale of ten euros of the first on a day that the test names.
constexpr const char* kParties = R"(
  == parties.csv
  party,currency
  ada,EUR
  bob,EUR
  cleo,EUR
  house,EUR
  == works.csv
  work,shares
  song,
  other,cleo
)";

Files agreed(const std::string& agreements, const std::string& revenue) {
  Files files = tables(kParties);
  files["agreements.json"] = R"({"format":"colophon/agreements/1","agreements":[)" + agreements + "]}";
  files["revenue.csv"] = "revenue,date,kind,source,use,territory,side,work,units,amount,currency\n" + revenue;
  files["settlement.json"] = R"({"format":"colophon/settlement-bundle/2","period":"2026-10"})";
  return files;
}

constexpr const char* kTwoVersions =
    R"({"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"1"}},
       {"agreement":"deal","from":"2026-10-15","works":["song"],"shares":{"bob":"1"}})";

}  // namespace

// ---- Dates

TEST_CASE("the day of the use chooses the version of the agreement", "[royalty][agreement]") {
  const Settled month(agreed(kTwoVersions, "r1,2026-10-14,sale,,,,,song,,10.00,EUR\n"
                                           "r2,2026-10-15,sale,,,,,song,,7.00,EUR\n"
                                           "r3,2026-09-30,sale,,,,,song,,1.00,EUR\n"));  // Late: under the version of its own day.
  CHECK(month.earned("ada") == "11.00");
  CHECK(month.earned("bob") == "7.00");
  CHECK(month.warnings() == Lines{"late-revenue 2026-09"});
}

TEST_CASE("a pool divides the use before and after a change of agreement apart", "[royalty][agreement]") {
  Files files = agreed(kTwoVersions, "ads,2026-10-31,ad,,,,,,,60.00,EUR\n");
  files["usage.csv"] = "date,type,work,units\n2026-10-01,play,song,10\n2026-10-14,play,song,5\n2026-10-15,play,song,15\n2026-10-31,play,other,30\n";
  const Settled month(files);
  CHECK(month.rows("advertising") == Lines{"other 30 30 30.00", "song 15 15 15.00", "song@2026-10-15 15 15 15.00"});
  CHECK(month.earned("ada") == "15.00");
  CHECK(month.earned("bob") == "15.00");
  CHECK(month.earned("cleo") == "30.00");
}

TEST_CASE("late use keeps the version of its own day", "[royalty][agreement]") {
  // Five days before the month the agreement was another one; the two plays of that day go by it.
  const char* versions = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"1"}},
                            {"agreement":"deal","from":"2026-09-29","works":["song"],"shares":{"bob":"1"}})";
  Files files = agreed(versions, "ads,2026-10-31,ad,,,,,,,10.00,EUR\n");
  files["usage.csv"] = "date,type,work,units\n2026-09-28,play,song,2\n2026-09-29,play,song,1\n2026-10-02,play,song,7\n";
  const Settled month(files);
  CHECK(month.earned("ada") == "2.00");
  CHECK(month.earned("bob") == "8.00");
}

TEST_CASE("between the end of one version and the next there is no agreement", "[royalty][agreement]") {
  const char* gap = R"({"agreement":"deal","from":"2026-01-01","until":"2026-10-10","works":["song"],"shares":{"ada":"1"}},
                       {"agreement":"deal","from":"2026-10-20","works":["song"],"shares":{"bob":"1"}})";
  const Settled month(agreed(gap, "r1,2026-10-09,sale,,,,,song,,1.00,EUR\nr2,2026-10-10,sale,,,,,song,,2.00,EUR\n"
                                  "r3,2026-10-19,sale,,,,,song,,4.00,EUR\nr4,2026-10-20,sale,,,,,song,,8.00,EUR\n"));
  CHECK(month.earned("ada") == "1.00");
  CHECK(month.earned("bob") == "8.00");
  CHECK(month.warnings() == Lines{"no-agreement song 6.00 EUR"});
  REQUIRE(month.left("suspense").size() == 1);
  CHECK(month.left("suspense")[0].ends_with(",,EUR,6.00"));
}

TEST_CASE("a later version ends an earlier one for good, also when it has ended itself", "[royalty][agreement]") {
  const char* versions = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"1"}},
                            {"agreement":"deal","from":"2026-10-10","until":"2026-10-20","works":["song"],"shares":{"bob":"1"}})";
  const Settled month(agreed(versions, "r1,2026-10-25,sale,,,,,song,,1.00,EUR\n"));
  CHECK(month.earned("ada") == "0.00");
  CHECK(month.warnings() == Lines{"no-agreement song 1.00 EUR"});
}

TEST_CASE("what was recorded later is not known as of an earlier time, and an old month settles to its old bytes", "[royalty][agreement]") {
  const std::string first = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"1"}})";
  // Recorded in November for October on: a correction that goes backwards in time, in another currency, for a party that was not there in October.
  const std::string later = R"(,{"agreement":"deal","from":"2026-10-01","recorded":"2026-11-05T09:00:00Z","currency":"JPY","works":["song"],"shares":{"newcomer":"1"}})";
  const std::string revenue = "r1,2026-10-14,sale,,,,,song,,10.00,EUR\n";
  Files october = agreed(first, revenue);
  october["settlement.json"] = R"({"format":"colophon/settlement-bundle/2","period":"2026-10","as_of":"2026-11-01T00:00:00Z","seed":")" + std::string(64, '5') + "\"}";
  const Settled then(october);
  CHECK(then.earned("ada") == "10.00");

  Files now = agreed(first + later, revenue);
  now["settlement.json"] = october["settlement.json"];
  const Settled again(now);
  CHECK(again.root() == then.root());
  CHECK(again.journal() == then.journal());
  CHECK(canonical_json(again.statement("ada")) == canonical_json(then.statement("ada")));

  // Without the time the later version counts, and needs what it names.
  now["settlement.json"] = R"({"format":"colophon/settlement-bundle/2","period":"2026-10"})";
  CHECK(refusal(now) == "unknown_party agreements.json:agreements[1].terms[0].tiers[0].to.newcomer");
  now["parties.csv"] += "newcomer,JPY\n";
  now["rates.csv"] = "date,from,to,rate\n2026-10-01,EUR,JPY,160\n";
  CHECK(Settled(now).earned("newcomer", "JPY") == "1600");
}

TEST_CASE("of two versions that begin on one day the one recorded later holds, once it is known", "[royalty][agreement]") {
  const char* versions = R"({"agreement":"deal","from":"2026-10-01","recorded":"2026-10-01T00:00:00Z","works":["song"],"shares":{"ada":"1"}},
                            {"agreement":"deal","from":"2026-10-01","recorded":"2026-10-20T00:00:00Z","works":["song"],"shares":{"bob":"1"}})";
  Files files = agreed(versions, "r1,2026-10-14,sale,,,,,song,,10.00,EUR\n");
  CHECK(Settled(files).earned("bob") == "10.00");
  files["settlement.json"] = R"({"format":"colophon/settlement-bundle/2","period":"2026-10","as_of":"2026-10-19T00:00:00Z"})";
  CHECK(Settled(files).earned("ada") == "10.00");
}

// ---- Which agreement

TEST_CASE("an agreement of all works is of those that no other names; two of one work are no one's", "[royalty][agreement]") {
  const char* both = R"({"agreement":"rest","from":"2026-01-01","works":"all","shares":{"house":"1"}},
                        {"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"1"}})";
  const Settled month(agreed(both, "r1,2026-10-14,sale,,,,,song,,1.00,EUR\nr2,2026-10-14,sale,,,,,other,,2.00,EUR\n"));
  CHECK(month.earned("ada") == "1.00");
  CHECK(month.earned("house") == "2.00");   // Before the work's own shares.
  CHECK(month.earned("cleo") == "0.00");

  const char* two = R"({"agreement":"mine","from":"2026-01-01","works":["song"],"shares":{"bob":"1"}},
                       {"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"1"}})";
  const Settled unclear(agreed(two, "r1,2026-10-14,sale,,,,,song,,1.00,EUR\n"));
  CHECK(unclear.warnings() == Lines{"two-agreements song 1.00 EUR"});
  CHECK(unclear.parts("song") == Lines{"? 1.00 EUR"});
}

TEST_CASE("recording and composition rights are separate agreements of one work", "[royalty][agreement]") {
  const char* sides = R"({"agreement":"master","from":"2026-01-01","works":["song"],"side":"recording","shares":{"ada":"1"}},
                         {"agreement":"writing","from":"2026-01-01","works":["song"],"side":"composition","shares":{"bob":"1"}})";
  const Settled month(agreed(sides, "r1,2026-10-14,sale,,,,recording,song,,1.00,EUR\nr2,2026-10-14,sale,,,,composition,song,,2.00,EUR\n"
                                    "r3,2026-10-14,sale,,,,,song,,4.00,EUR\n"));
  CHECK(month.earned("ada") == "1.00");
  CHECK(month.earned("bob") == "2.00");
  CHECK(month.warnings() == Lines{"two-agreements song 4.00 EUR"});   // Of no side: both claim it.
}

// ---- Terms

TEST_CASE("the first term that matches holds: by territory, use, source, kind", "[royalty][agreement]") {
  const char* deal = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"terms":[
      {"when":{"territory":["DE","AT"],"use":["stream"]},"shares":{"ada":"1"}},
      {"when":{"territory":["!US"],"kind":["sale"]},"shares":{"bob":"1"}},
      {"when":{"source":["shop"]},"shares":{"cleo":"1"}}]})";
  const Settled month(agreed(deal, "r1,2026-10-14,sale,,stream,DE,,song,,1.00,EUR\n"       // the first
                                   "r2,2026-10-14,sale,,download,DE,,song,,2.00,EUR\n"     // the second: not a stream
                                   "r3,2026-10-14,sale,,stream,,,song,,4.00,EUR\n"         // the second: an unknown territory is not the US
                                   "r4,2026-10-14,sale,shop,stream,US,,song,,8.00,EUR\n"   // the third
                                   "r5,2026-10-14,licence,shop,sync,FR,,song,,16.00,EUR\n" // the third: no sale
                                   "r6,2026-10-14,licence,,sync,FR,,song,,32.00,EUR\n"));  // none
  CHECK(month.earned("ada") == "1.00");
  CHECK(month.earned("bob") == "6.00");
  CHECK(month.earned("cleo") == "24.00");
  CHECK(month.warnings() == Lines{"no-term deal 32.00 EUR"});
}

TEST_CASE("shares beside the terms hold where no term matches", "[royalty][agreement]") {
  const char* deal = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"terms":[{"when":{"use":["stream"]},"shares":{"ada":"1"}}],"shares":{"bob":"1"}})";
  const Settled month(agreed(deal, "r1,2026-10-14,sale,,stream,,,song,,1.00,EUR\nr2,2026-10-14,sale,,vinyl,,,song,,2.00,EUR\n"));
  CHECK(month.earned("ada") == "1.00");
  CHECK(month.earned("bob") == "2.00");
  CHECK(month.warnings().empty());
}

// ---- Fees

TEST_CASE("a fee comes off the top, rounded down, and none and two matches are told", "[royalty][agreement]") {
  const char* deal = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"fees":[
      {"name":"digital","when":{"use":["stream","download"]},"to":"house","share":"15%"},
      {"name":"everywhere but home","when":{"territory":["!DE"]},"to":"bob","share":"50%"}],"shares":{"ada":"1"}})";
  const Settled month(agreed(deal, "r1,2026-10-14,sale,,stream,DE,,song,,100.00000001,EUR\n"   // 15.0000000015, rounded down
                                   "r2,2026-10-14,sale,,vinyl,DE,,song,,10.00,EUR\n"           // no fee
                                   "r3,2026-10-14,sale,,stream,FR,,song,,20.00,EUR\n"));       // both match: the first
  CHECK(month.earned("house") == "18.00");
  CHECK(month.earned("bob") == "0.00");
  CHECK(month.earned("ada") == "112.00000001");
  CHECK(month.warnings() == Lines{"fee-no-match deal 10.00 EUR", "fee-two-match deal 20.00 EUR"});
}

TEST_CASE("a fee of 0% takes nothing and one of 100% leaves nothing", "[royalty][agreement]") {
  const char* deal = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"fees":[{"name":"f","when":{"use":["stream"]},"to":"house","share":"0"},
      {"name":"g","to":"house","share":"1"}],"shares":{"ada":"1","bob":"0"}})";
  const Settled month(agreed(deal, "r1,2026-10-14,sale,,vinyl,,,song,,10.00,EUR\n"));
  CHECK(month.earned("house") == "10.00");
  CHECK(month.earned("ada") == "0.00");
  CHECK(month.carried_because("bob") == "(no statement)");
}

// ---- Rate steps

TEST_CASE("rate steps by units cut the row that passes a step, and go on in the next month", "[royalty][agreement]") {
  const char* deal = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"tiers":[{"tier":"rate","by":"units","steps":[
      {"from":"0","to":{"ada":"50%","house":"50%"}},{"from":"1000","to":{"ada":"60%","house":"40%"}},{"from":"1500","to":{"ada":"1"}}]}]})";
  // Within a month rows count by their day: the sale of the 3rd comes before that of the 20th, whatever the order of the file.
  const Settled october(agreed(deal, "r2,2026-10-20,sale,north,,,,song,600,60.00,EUR\nr1,2026-10-03,sale,south,,,,song,800,80.00,EUR\n"));
  // One month, no change of agreement: both lie in one segment, which begins on the first; there the cell decides. North comes before south.
  // North: 600 of 600 in the first step: 30 + 30. South: 400 units of 80.00 for 800 in the first (40.00: 20 + 20), 400 in the second (40.00: 24 + 16).
  CHECK(october.parts("song", "ada") == Lines{"ada 30.00 EUR", "ada 20.00 EUR", "ada 24.00 EUR"});
  CHECK(october.parts("song", "house") == Lines{"house 30.00 EUR", "house 20.00 EUR", "house 16.00 EUR"});
  CHECK(october.left("units") == Lines{",deal,rate,,,1400"});

  Files next = october.next("2026-11");
  next["revenue.csv"] = "revenue,date,kind,work,units,amount,currency\nr3,2026-11-02,sale,song,300,90.00,EUR\nr4,2026-11-05,tip,song,,1.00,EUR\n";
  const Settled november(next);
  // 100 of 300 units at 60%: 30.00 gives 18 + 12; the other 60.00 is all Ada's. The tip has no units: it falls into the step that was reached.
  CHECK(november.parts("song", "ada") == Lines{"ada 18.00 EUR", "ada 60.00 EUR", "ada 1.00 EUR"});
  CHECK(november.parts("song", "house") == Lines{"house 12.00 EUR"});
  CHECK(november.left("units") == Lines{",deal,rate,,,1700"});
}

TEST_CASE("the part of a row that falls into a step by units is a division without remainder", "[royalty][agreement]") {
  const char* deal = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"tiers":[{"tier":"rate","by":"units","steps":[
      {"from":"0","to":{"ada":"1"}},{"from":"1","to":{"bob":"1"}},{"from":"2","to":{"cleo":"1"}}]}]})";
  const Settled month(agreed(deal, "r1,2026-10-20,sale,,,,,song,3,0.00000010,EUR\n"));   // Ten micros over three units.
  Micros sum = 0;
  for (const char* party : {"ada", "bob", "cleo"}) {
    const Micros got = month.account(party).earned_micro;
    CHECK((got == 3 || got == 4));
    sum += got;
  }
  CHECK(sum == 10);
}

TEST_CASE("rate steps by revenue cut by the money itself, in the currency of the agreement", "[royalty][agreement]") {
  const char* deal = R"({"agreement":"deal","from":"2026-01-01","currency":"EUR","works":["song"],"tiers":[{"tier":"rate","by":"revenue","steps":[
      {"from":"0","to":{"house":"1"}},{"from":"100.00","to":{"ada":"1"}},{"from":"250.00","to":{"bob":"1"}}]}]})";
  Files files = agreed(deal, "r1,2026-10-20,sale,a,,,,song,,90.00,EUR\nr2,2026-10-20,sale,b,,,,song,,200.00,USD\n");
  files["rates.csv"] = "date,from,to,rate\n2026-10-01,USD,EUR,0.9\n";
  const Settled month(files);   // 90 of house, then 180.00: 10 of house, 150 of Ada, 20 of Bob. (USD rows are another pool, evaluated by pool id.)
  CHECK(month.account("house").earned_micro + month.account("ada").earned_micro + month.account("bob").earned_micro == 27'000'000'000);
  CHECK(month.earned("house") == "100.00");
  CHECK(month.earned("ada") == "150.00");
  CHECK(month.earned("bob") == "20.00");
  CHECK(month.left("tier") == Lines{",deal,rate,,EUR,270.00"});
}

// ---- Nesting

TEST_CASE("an agreement pays another, which divides what it gets", "[royalty][agreement]") {
  const char* nested = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"55%","@house deal":"45%"}},
                          {"agreement":"house deal","from":"2026-01-01","until":"2026-10-20","fees":[{"name":"office","to":"cleo","share":"10%"}],"shares":{"house":"2/3","bob":"1/3"}})";
  const Settled month(agreed(nested, "r1,2026-10-10,sale,,,,,song,,100.00,EUR\nr2,2026-10-20,sale,,,,,song,,10.00,EUR\n"));
  // 45.00: 4.50 office; of 40.50 two thirds are 27.00 and one 13.50. On the 20th the house's agreement has ended.
  CHECK(month.earned("ada") == "60.50");
  CHECK(month.earned("house") == "27.00");
  CHECK(month.earned("bob") == "13.50");
  CHECK(month.earned("cleo") == "4.50");
  CHECK(month.warnings() == Lines{"not-in-force house deal 4.50 EUR"});
}

TEST_CASE("agreements nest sixteen deep and no deeper", "[royalty][agreement]") {
  const auto chain = [](int depth) {
    std::string text;
    for (int i = 1; i <= depth; ++i) {
      text += (i > 1 ? "," : "") + std::string(R"({"agreement":"a)") + std::to_string(i) + R"(","from":"2026-01-01",)" + (i == 1 ? R"("works":["song"],)" : "");
      text += i < depth ? R"("shares":{"@a)" + std::to_string(i + 1) + R"(":"1"}})" : R"("shares":{"ada":"1"}})";
    }
    return agreed(text, "r1,2026-10-10,sale,,,,,song,,1.00,EUR\n");
  };
  CHECK(Settled(chain(16)).earned("ada") == "1.00");
  CHECK(refusal(chain(17)).starts_with("limit_exceeded agreements.json:agreements["));
}
