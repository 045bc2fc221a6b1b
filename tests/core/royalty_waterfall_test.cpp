// Tiers, caps, claims, advances, guarantees, and works that derive from or consist of works. Amounts are worked out by hand.
#include "core/royalty_month.hpp"

using namespace colophon;
using namespace colophon::tests;
using Lines = std::vector<std::string>;

namespace {

Files agreed(const std::string& agreements, const std::string& revenue, const std::string& works = "work,type,shares,tracks,compositions,derives\nsong,,,,,\n") {
  Files files = tables(R"(
    == parties.csv
    party,currency
    ada,EUR
    bob,EUR
    cleo,EUR
    house,EUR
  )");
  files["works.csv"] = works;
  if (!agreements.empty()) files["agreements.json"] = R"({"format":"colophon/agreements/1","agreements":[)" + agreements + "]}";
  files["revenue.csv"] = "revenue,date,kind,source,side,work,units,amount,currency\n" + revenue;
  files["settlement.json"] = R"({"format":"colophon/settlement-bundle/2","period":"2026-10"})";
  return files;
}

Files month_after(const Settled& month, const std::string& period, const std::string& revenue) {
  Files files = month.next(period);
  files["revenue.csv"] = "revenue,date,kind,source,side,work,units,amount,currency\n" + revenue;
  return files;
}

std::string deal(const std::string& more) { return R"({"agreement":"deal","from":"2026-01-01","currency":"EUR","works":["song"],)" + more + "}"; }

}  // namespace

// ---- Tiers

TEST_CASE("a capped tier takes until it has had its amount, over as many months as it takes", "[royalty][waterfall]") {
  const std::string tiers = deal(R"("tiers":[{"tier":"costs","to":{"house":"1"},"until":"100.00"},{"tier":"share","to":{"ada":"3/4","bob":"1/4"}}])");
  const Settled october(agreed(tiers, "r1,2026-10-05,sale,,,song,,70.00,EUR\n"));
  CHECK(october.earned("house") == "70.00");
  CHECK(october.earned("ada") == "0.00");
  CHECK(october.left("tier") == Lines{",deal,costs,,EUR,70.00"});

  const Settled november(month_after(october, "2026-11", "r2,2026-11-05,sale,,,song,,50.00,EUR\n"));
  CHECK(november.earned("house") == "30.00");
  CHECK(november.earned("ada") == "15.00");
  CHECK(november.earned("bob") == "5.00");
  CHECK(november.left("tier") == Lines{",deal,costs,,EUR,100.00"});

  const Settled december(month_after(november, "2026-12", "r3,2026-12-05,sale,,,song,,8.00,EUR\n"));
  CHECK(december.earned("house") == "0.00");
  CHECK(december.earned("ada") == "6.00");
}

TEST_CASE("a tier that takes a part leaves the rest to the next", "[royalty][waterfall]") {
  // Half of 100 until 30: 30. Of the 70 that are left a third until 40: 23.33333333. The last tier gets 46.66666667.
  const Settled month(agreed(deal(R"("tiers":[{"tier":"a","take":"1/2","to":{"ada":"1"},"until":"30.00"},{"tier":"b","take":"1/3","to":{"bob":"1"},"until":"40.00"},
                                              {"tier":"c","take":"0","to":{"house":"1"}},{"to":{"cleo":"1"}}])"),
                             "r1,2026-10-05,sale,,,song,,100.00,EUR\n"));
  CHECK(month.earned("ada") == "30.00");
  CHECK(month.earned("bob") == "23.33333333");
  CHECK(month.earned("house") == "0.00");
  CHECK(month.earned("cleo") == "46.66666667");
  CHECK(month.left("tier") == Lines{",deal,a,,EUR,30.00", ",deal,b,,EUR,23.33333333"});
}

TEST_CASE("claims that are ranked are recouped one after the other", "[royalty][waterfall]") {
  const std::string tiers = deal(R"("tiers":[{"tier":"recoup","order":"ranked","claims":[{"to":"bob","amount":"60.00"},{"to":"ada","amount":"30.00"}]},{"to":{"house":"1"}}])");
  const Settled october(agreed(tiers, "r1,2026-10-05,sale,,,song,,70.00,EUR\n"));
  CHECK(october.earned("bob") == "60.00");
  CHECK(october.earned("ada") == "10.00");
  CHECK(october.left("tier") == Lines{"ada,deal,recoup,,EUR,10.00", "bob,deal,recoup,,EUR,60.00"});
  const Settled november(month_after(october, "2026-11", "r2,2026-11-05,sale,,,song,,70.00,EUR\n"));
  CHECK(november.earned("bob") == "0.00");
  CHECK(november.earned("ada") == "20.00");
  CHECK(november.earned("house") == "50.00");
}

TEST_CASE("claims pari passu share by what is left of each", "[royalty][waterfall]") {
  const std::string tiers = deal(R"("tiers":[{"tier":"recoup","take":"50%","claims":[{"to":"bob","amount":"60.00"},{"to":"ada","amount":"30.00"}]},{"to":{"house":"1"}}])");
  const Settled october(agreed(tiers, "r1,2026-10-05,sale,,,song,,30.00,EUR\n"));   // 15 of the 30 go to recoupment: 10 and 5.
  CHECK(october.earned("bob") == "10.00");
  CHECK(october.earned("ada") == "5.00");
  CHECK(october.earned("house") == "15.00");
  // 75 are left: 50 and 25. 100 recoup all of it and no more.
  const Settled november(month_after(october, "2026-11", "r2,2026-11-05,sale,,,song,,200.00,EUR\n"));
  CHECK(november.earned("bob") == "50.00");
  CHECK(november.earned("ada") == "25.00");
  CHECK(november.earned("house") == "125.00");
}

TEST_CASE("a claim of an agreement is divided by it", "[royalty][waterfall]") {
  const std::string tiers = deal(R"("tiers":[{"tier":"recoup","claims":[{"to":"@investors","amount":"40.00"}]},{"to":{"ada":"1"}}])") +
                            R"(,{"agreement":"investors","from":"2026-01-01","shares":{"bob":"3/4","cleo":"1/4"}})";
  const Settled october(agreed(tiers, "r1,2026-10-05,sale,,,song,,30.00,EUR\n"));
  CHECK(october.earned("bob") == "22.50");
  CHECK(october.earned("cleo") == "7.50");
  CHECK(october.left("tier") == Lines{"@investors,deal,recoup,,EUR,30.00"});
  const Settled november(month_after(october, "2026-11", "r2,2026-11-05,sale,,,song,,30.00,EUR\n"));
  CHECK(november.earned("bob") == "7.50");
  CHECK(november.earned("ada") == "20.00");
}

// ---- Advances

TEST_CASE("an advance is paid in its month and recouped from earnings, never beyond what is left", "[royalty][waterfall]") {
  const std::string terms = deal(R"("shares":{"ada":"1/2","house":"1/2"},"advances":[{"to":"ada","amount":"100.00","date":"2026-10-02","recoup":"80%"}])");
  const Settled october(agreed(terms, "r1,2026-10-05,sale,,,song,,150.00,EUR\n"));
  CHECK(october.account("ada").earned_micro == 7'500'000'000);
  CHECK(october.account("ada").recouped_micro == 6'000'000'000);    // 80% of 75.00
  CHECK(october.paid("ada") == "15.00-0.00=15.00 EUR");
  CHECK(october.left("advance") == Lines{"ada,,deal,,EUR,40.00"});
  CHECK(october.journal().find("2026-10-02 (2026-10/1) advance | deal, ada\n    assets:advance:deal:ada  100.00 EUR\n    assets:bank  -100.00 EUR\n") != std::string::npos);
  // 80% of 200 would be 160: only the 40 that are left are taken. The date is past, so nothing is paid again.
  const Settled november(month_after(october, "2026-11", "r2,2026-11-05,sale,,,song,,400.00,EUR\n"));
  CHECK(november.account("ada").recouped_micro == 4'000'000'000);
  CHECK(november.paid("ada") == "160.00-0.00=160.00 EUR");
  CHECK(november.left("advance").empty());
}

TEST_CASE("advances of several agreements that share an account are one balance", "[royalty][waterfall]") {
  const std::string works = "work,shares\nsong,\nsecond,\nthird,\n";
  const std::string agreements = R"(
    {"agreement":"one","from":"2026-01-01","currency":"EUR","works":["song"],"shares":{"ada":"1"},"advances":[{"to":"ada","account":"group"}]},
    {"agreement":"two","from":"2026-01-01","currency":"EUR","works":["second"],"shares":{"ada":"1"},"advances":[{"to":"ada","account":"group","recoup":"50%"}]},
    {"agreement":"apart","from":"2026-01-01","currency":"EUR","works":["third"],"shares":{"ada":"1"},"advances":[{"to":"ada"}]})";
  Files files = agreed(agreements, "r1,2026-10-05,sale,,,song,,30.00,EUR\nr2,2026-10-05,sale,,,second,,40.00,EUR\nr3,2026-10-05,sale,,,third,,5.00,EUR\n", works);
  files["opening.csv"] = "kind,party,name,currency,amount\nadvance,ada,group,EUR,1000.00\nadvance,ada,apart,EUR,3.00\n";
  const Settled month(files);
  CHECK(month.left("advance") == Lines{"ada,,group,,EUR,950.00"});   // 30 + 20 of the group; 3 of the third's own account.
  CHECK(month.account("ada").recouped_micro == 5'300'000'000);
  CHECK(month.paid("ada") == "22.00-0.00=22.00 EUR");
}

TEST_CASE("fees and recouped costs are no earnings that an advance is recouped from", "[royalty][waterfall]") {
  const std::string terms = deal(R"("fees":[{"name":"studio","to":"ada","share":"10%"}],"tiers":[{"tier":"costs","claims":[{"to":"ada","amount":"20.00"}]},{"to":{"ada":"1"}}],
                                    "advances":[{"to":"ada"}])");
  Files files = agreed(terms, "r1,2026-10-05,sale,,,song,,100.00,EUR\n");
  files["opening.csv"] = "kind,party,name,currency,amount\nadvance,ada,deal,EUR,500.00\n";
  const Settled month(files);
  CHECK(month.parts("song", "ada") == Lines{"ada 10.00 EUR", "ada 20.00 EUR", "ada 70.00 EUR"});
  CHECK(month.left("advance") == Lines{"ada,,deal,,EUR,430.00"});
  CHECK(month.paid("ada") == "30.00-0.00=30.00 EUR");
}

TEST_CASE("an advance in one currency is recouped from earnings in that currency alone", "[royalty][waterfall]") {
  Files files = agreed(R"({"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"1"},"advances":[{"to":"ada"}]})",
                       "r1,2026-10-05,sale,,,song,,10.00,EUR\nr2,2026-10-05,sale,,,song,,10.00,USD\n");
  files["opening.csv"] = "kind,party,name,currency,amount\nadvance,ada,deal,USD,4.00\n";
  files["rates.csv"] = "date,from,to,rate\n2026-10-01,USD,EUR,0.5\n";
  const Settled month(files);
  CHECK(month.account("ada", "USD").recouped_micro == 400'000'000);
  CHECK(month.account("ada", "EUR").recouped_micro == 0);
  CHECK(month.paid("ada") == "13.00-0.00=13.00 EUR");   // 10 and half of the other 6.
}

// ---- Guarantees

TEST_CASE("a guarantee tops a month up, and where it is recoupable the top-up becomes an advance", "[royalty][waterfall]") {
  const std::string terms = deal(R"("shares":{"ada":"1/2","bob":"1/2"},"advances":[{"to":"ada"}],
                                    "guarantees":[{"to":"ada","amount":"50.00","recoupable":true},{"to":"bob","amount":"25.00"},{"to":"cleo","amount":"5.00"}])");
  const Settled october(agreed(terms, "r1,2026-10-05,sale,,,song,,60.00,EUR\n"));
  CHECK(october.account("ada").guaranteed_micro == 2'000'000'000);
  CHECK(october.account("bob").guaranteed_micro == 0);                // Earned 30.
  CHECK(october.account("cleo").guaranteed_micro == 500'000'000);     // Earned nothing under it.
  CHECK(october.left("advance") == Lines{"ada,,deal,,EUR,20.00"});
  CHECK(october.paid("ada") == "50.00-0.00=50.00 EUR");
  CHECK(october.journal().find("expenses:guarantee:deal  5.00 EUR") != std::string::npos);
  CHECK(october.journal().find("expenses:guarantee:deal  20.00 EUR") == std::string::npos);
  // November earns 140: what was topped up is recouped first.
  const Settled november(month_after(october, "2026-11", "r2,2026-11-05,sale,,,song,,140.00,EUR\n"));
  CHECK(november.account("ada").recouped_micro == 2'000'000'000);
  CHECK(november.paid("ada") == "50.00-0.00=50.00 EUR");
  CHECK(november.left("advance").empty());
}

TEST_CASE("an agreement that has ended by the end of the month guarantees nothing", "[royalty][waterfall]") {
  const Settled month(agreed(R"({"agreement":"deal","from":"2026-01-01","until":"2026-10-31","currency":"EUR","works":["song"],"shares":{"ada":"1"},"guarantees":[{"to":"ada","amount":"9.00"}]})",
                             "r1,2026-10-05,sale,,,song,,1.00,EUR\n"));
  CHECK(month.account("ada").guaranteed_micro == 0);
}

// ---- Works of works

TEST_CASE("an absolute share is of what came to the work that was used; a relative one of what reaches each work", "[royalty][waterfall]") {
  const auto with = [](const std::string& remix, const std::string& original) {
    const Settled month(agreed("", "r1,2026-10-05,sale,,,again,,100.00,EUR\n",
                               "work,shares,derives\nagain,ada,remix:25%:" + remix + "\nremix,bob,song:20%:" + original + "\nsong,cleo,\n"));
    return month.earned("ada") + " " + month.earned("bob") + " " + month.earned("cleo");
  };
  CHECK(with("absolute", "absolute") == "55.00 25.00 20.00");   // 25 and 20 of 100.
  CHECK(with("relative", "relative") == "75.00 20.00 5.00");    // 25 of 100, of which 20% go on.
  CHECK(with("relative", "absolute") == "55.00 25.00 20.00");   // The remix's absolute share is of 100 too, and is taken once.
  CHECK(with("absolute", "relative") == "75.00 25.00 0.00");    // An absolute share is not divided on.
}

TEST_CASE("shares of derivation of 0% and of 100% are legal, and together they are at most the whole", "[royalty][waterfall]") {
  const auto files = [](const std::string& derives) {
    return agreed("", "r1,2026-10-05,sale,,,remix,,100.00,EUR\n", "work,shares,derives\nremix,bob," + derives + "\nsong,cleo,\nother,ada,\n");
  };
  CHECK(Settled(files("song:0:absolute")).earned("bob") == "100.00");
  CHECK(Settled(files("song:1:absolute")).earned("cleo") == "100.00");
  CHECK(Settled(files("song:1/3:absolute;other:2/3:relative")).earned("ada") == "66.66666666");   // Floor; what is left, a micro, is the remix's.
  CHECK(Settled(files("song:1/3:absolute;other:2/3:relative")).earned("bob") == "0.00000001");
  CHECK(refusal(files("song:1/3:absolute;other:667/1000:relative")) == "invalid_shares works[remix].derives");
}

TEST_CASE("a release stands for its tracks and a recording for its compositions", "[royalty][waterfall]") {
  const std::string works = R"(work,type,iswc,shares,tracks,compositions
first,recording,,ada,,tune:2/3;words:1/3
second,recording,,bob,,
album,release,,,first:2/3;second:1/3,
tune,composition,,cleo,,
words,composition,,house,,
)";
  const Settled month(agreed("", "r1,2026-10-05,sale,shop,,album,1,30.00,EUR\n"            // 20 and 10
                                 "r2,2026-10-05,sale,dsp,composition,first,1,9.00,EUR\n"   // 6 and 3
                                 "r3,2026-10-05,sale,dsp,recording,first,1,1.00,EUR\n"
                                 "r4,2026-10-05,sale,dsp,composition,album,1,18.00,EUR\n", // 12 of the first: 8 and 4; the second names no composition
                             works));
  CHECK(month.earned("ada") == "21.00");
  CHECK(month.earned("bob") == "10.00");
  CHECK(month.earned("cleo") == "14.00");
  CHECK(month.earned("house") == "7.00");
  CHECK(month.warnings() == Lines{"no-composition second 6.00 EUR"});
}

TEST_CASE("an agreement that names a release is one of its tracks", "[royalty][waterfall]") {
  const Settled month(agreed(R"({"agreement":"deal","from":"2026-01-01","works":["album"],"shares":{"house":"1"}})",
                             "r1,2026-10-05,sale,shop,,first,1,30.00,EUR\nr2,2026-10-05,sale,shop,,album,1,30.00,EUR\n",
                             "work,type,shares,tracks\nfirst,recording,ada,\nsecond,recording,bob,\nalbum,release,,first;second\n"));
  CHECK(month.earned("house") == "60.00");
  CHECK(month.earned("ada") == "0.00");
}

TEST_CASE("works that derive from themselves, by whatever way, are refused", "[royalty][waterfall]") {
  const auto files = [](const std::string& works) { return agreed("", "", "work,type,shares,tracks,derives\n" + works); };
  CHECK(refusal(files("a,,ada,,a:10%:relative\n")) == "conflict works[a]");
  CHECK(refusal(files("a,,ada,,b:10%:relative\nb,,ada,,c:10%:absolute\nc,,ada,,a:1%:relative\n")).starts_with("conflict works["));
  CHECK(refusal(files("a,release,,b,\nb,release,,a,\n")).starts_with("conflict works["));
  std::string deep;
  for (int i = 0; i < 17; ++i) deep += "w" + std::to_string(i) + ",,ada,," + (i < 16 ? "w" + std::to_string(i + 1) + ":1%:relative" : "") + "\n";
  CHECK(refusal(files(deep)) == "limit_exceeded works[w0]");
}
