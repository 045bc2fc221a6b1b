// What becomes of earnings on their way to the bank: reserves, holds, thresholds, tax, currencies, payouts and what the bank says of them.
#include "core/royalty_month.hpp"

using namespace colophon;
using namespace colophon::tests;
using Lines = std::vector<std::string>;

namespace {

constexpr const char* kRevenue = "revenue,date,kind,source,use,work,units,amount,currency\n";

Files month_of(const std::string& parties, const std::string& revenue, const std::string& agreements = "") {
  Files files;
  files["parties.csv"] = parties;
  files["works.csv"] = "work,shares\nsong,ada\nother,bob\n";
  if (!agreements.empty()) files["agreements.json"] = R"({"format":"colophon/agreements/1","agreements":[)" + agreements + "]}";
  files["revenue.csv"] = kRevenue + revenue;
  files["settlement.json"] = R"({"format":"colophon/settlement-bundle/2","period":"2026-10"})";
  return files;
}
Files with(Files files, const std::string& name, const std::string& text) {
  files[name] = text;
  return files;
}
Files month_after(const Settled& month, const std::string& period, const std::string& revenue = "") { return with(month.next(period), "revenue.csv", kRevenue + revenue); }

constexpr const char* kEuros = "party,currency\nada,EUR\nbob,EUR\n";

}  // namespace

// ---- Reserves

TEST_CASE("a reserve is held back where it applies and released whole after its months, by way of recoupment", "[royalty][balance]") {
  const std::string terms = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"3/4","bob":"1/4"},"advances":[{"to":"ada","recoup":"50%"}],
      "reserves":[{"share":"20%","months":2,"of":["ada"],"when":{"use":["vinyl"]}}]})";
  Files files = month_of(kEuros, "r1,2026-10-05,sale,,vinyl,song,,100.00,EUR\nr2,2026-10-05,sale,,stream,song,,10.00,EUR\n", terms);
  files["opening.csv"] = "kind,party,name,currency,amount\nadvance,ada,deal,EUR,40.00\n";
  const Settled october(files);
  // Of 75.00 of vinyl 15.00 are reserved, half of the other 60 is recouped; half of 7.50 of streams too: 33.75 in all.
  CHECK(october.left("reserve") == Lines{"ada,deal,,2026-12,EUR,15.00"});
  CHECK(october.left("advance") == Lines{"ada,,deal,,EUR,6.25"});
  CHECK(october.paid("ada") == "33.75-0.00=33.75 EUR");
  CHECK(october.paid("bob") == "27.50-0.00=27.50 EUR");

  const Settled november(month_after(october, "2026-11"));
  CHECK(november.left("reserve") == october.left("reserve"));
  const Settled december(month_after(november, "2026-12"));
  CHECK(december.account("ada").released_micro == 1'500'000'000);
  CHECK(december.account("ada").recouped_micro == 625'000'000);   // Half of 15.00 would be 7.50; 6.25 were left.
  CHECK(december.paid("ada") == "8.75-0.00=8.75 EUR");
  CHECK(december.left("reserve").empty());
}

TEST_CASE("a reserve that was due in a month that was never settled is released in the next one", "[royalty][balance]") {
  Files files = month_of(kEuros, "");
  files["opening.csv"] = "kind,party,agreement,due,currency,amount\nreserve,ada,gone,2026-07,EUR,3.00\nreserve,ada,gone,2026-11,EUR,4.00\n";
  const Settled month(files);
  CHECK(month.paid("ada") == "3.00-0.00=3.00 EUR");
  CHECK(month.left("reserve").size() == 1);
}

// ---- Holds

TEST_CASE("a hold on a party keeps what it earns, up to its limit", "[royalty][balance]") {
  const std::string holds = "hold,party,work,limit,currency,from,until,state,pay_to\nclaim-7,ada,,12.00,EUR,2026-10-01,,,\n";
  const Settled october(with(month_of(kEuros, "r1,2026-10-05,sale,a,,song,,10.00,EUR\nr2,2026-10-05,sale,b,,song,,10.00,EUR\n"), "holds.csv", holds));
  CHECK(october.account("ada").held_micro == 1'200'000'000);
  CHECK(october.paid("ada") == "8.00-0.00=8.00 EUR");
  CHECK(october.left("held") == Lines{"ada,,claim-7,,EUR,12.00"});
  // The limit is of what is held in all.
  const Settled november(month_after(october, "2026-11", "r3,2026-11-05,sale,a,,song,,5.00,EUR\n"));
  CHECK(november.account("ada").held_micro == 0);
  CHECK(november.paid("ada") == "5.00-0.00=5.00 EUR");
}

TEST_CASE("a hold on a work keeps what anybody earns by it, one on both only that party's", "[royalty][balance]") {
  Files files = month_of(kEuros, "r1,2026-10-05,sale,,,song,,10.00,EUR\nr2,2026-10-05,sale,,,other,,4.00,EUR\n");
  files["works.csv"] = "work,shares\nsong,ada;bob\nother,ada;bob\n";
  const Settled work(with(files, "holds.csv", "hold,work,from\nclaim,song,2026-10-01\n"));
  CHECK(work.left("held") == Lines{"ada,,claim,,EUR,5.00", "bob,,claim,,EUR,5.00"});
  CHECK(work.paid("ada") == "2.00-0.00=2.00 EUR");
  const Settled both(with(files, "holds.csv", "hold,party,work,from\nclaim,ada,song,2026-10-01\n"));
  CHECK(both.left("held") == Lines{"ada,,claim,,EUR,5.00"});
  CHECK(both.paid("bob") == "7.00-0.00=7.00 EUR");
}

TEST_CASE("of two holds the first by name takes first, and the next when it is full", "[royalty][balance]") {
  const Settled month(with(month_of(kEuros, "r1,2026-10-05,sale,a,,song,,3.00,EUR\nr2,2026-10-05,sale,b,,song,,3.00,EUR\n"), "holds.csv",
                           "hold,party,limit,currency,from\nb,ada,100.00,EUR,2026-10-01\na,ada,3.00,EUR,2026-10-01\n"));
  CHECK(month.left("held") == Lines{"ada,,a,,EUR,3.00", "ada,,b,,EUR,3.00"});
}

TEST_CASE("a hold that is not open yet, has lapsed, or is of another currency holds nothing", "[royalty][balance]") {
  for (const char* hold : {"claim,ada,,,2026-11-01,", "claim,ada,,,2026-01-01,2026-10-31", "claim,ada,5.00,USD,2026-01-01,"}) {
    INFO(hold);
    const Settled month(with(month_of(kEuros, "r1,2026-10-05,sale,,,song,,10.00,EUR\n"), "holds.csv", "hold,party,limit,currency,from,until\n" + std::string(hold) + "\n"));
    CHECK(month.left("held").empty());
    CHECK(month.paid("ada") == "10.00-0.00=10.00 EUR");
  }
}

TEST_CASE("held money goes to the party when the hold is released or lapses, and to another when it is upheld", "[royalty][balance]") {
  const std::string head = "hold,party,from,until,state,pay_to\n";
  const std::string terms = R"({"agreement":"deal","from":"2026-01-01","works":["song"],"shares":{"ada":"1"},"advances":[{"to":"ada","recoup":"50%"}]})";
  Files files = month_of(kEuros, "r1,2026-10-05,sale,,,song,,10.00,EUR\n", terms);
  files["opening.csv"] = "kind,party,name,currency,amount\nadvance,ada,deal,EUR,100.00\n";
  const Settled october(with(files, "holds.csv", head + "claim,ada,2026-10-01,2026-12-01,,\n"));
  CHECK(october.left("held") == Lines{"ada,deal,claim,,EUR,10.00"});
  CHECK(october.account("ada").recouped_micro == 0);   // What is held is not recouped yet.

  const Settled still(month_after(october, "2026-11"));
  CHECK(still.left("held") == october.left("held"));

  const Settled lapsed(month_after(still, "2026-12"));
  CHECK(lapsed.account("ada").unheld_micro == 1'000'000'000);
  CHECK(lapsed.account("ada").recouped_micro == 500'000'000);
  CHECK(lapsed.paid("ada") == "5.00-0.00=5.00 EUR");

  const Settled released(with(month_after(october, "2026-11"), "holds.csv", head + "claim,ada,2026-10-01,2026-12-01,released,\n"));
  CHECK(released.paid("ada") == "5.00-0.00=5.00 EUR");

  const Settled upheld(with(month_after(october, "2026-11"), "holds.csv", head + "claim,ada,2026-10-01,2026-12-01,upheld,bob\n"));
  CHECK(upheld.paid("ada").empty());
  CHECK(upheld.paid("bob") == "10.00-0.00=10.00 EUR");   // Bob has no advance under the deal.
  CHECK(upheld.account("bob").unheld_micro == 1'000'000'000);
  CHECK(upheld.left("held").empty());

  const Settled forgotten(with(month_after(october, "2026-11"), "holds.csv", head));
  CHECK(forgotten.warnings() == Lines{"hold-unknown claim 10.00 EUR"});
  CHECK(forgotten.left("held") == october.left("held"));
}

// ---- Thresholds, tax, data

TEST_CASE("less than the threshold is carried until it comes to it, and less than a cent always", "[royalty][balance]") {
  const std::string parties = "party,currency,threshold\nada,EUR,10.00\nbob,EUR,\n";
  const Settled october(month_of(parties, "r1,2026-10-05,sale,,,song,,9.995,EUR\nr2,2026-10-05,sale,,,other,,0.00999999,EUR\n"));
  CHECK(october.paid("ada").empty());
  CHECK(october.carried_because("ada") == "threshold");
  CHECK(october.closing("ada") == "9.995");
  CHECK(october.paid("bob").empty());
  CHECK(october.carried_because("bob").empty());   // Less than a cent is no payout that waits.
  const Settled november(month_after(october, "2026-11", "r3,2026-11-05,sale,,,song,,0.005,EUR\nr4,2026-11-05,sale,,,other,,0.00000001,EUR\n"));
  CHECK(november.paid("ada") == "10.00-0.00=10.00 EUR");   // Exactly the threshold is paid.
  CHECK(november.paid("bob") == "0.01-0.00=0.01 EUR");
  CHECK(november.closing("bob") == "0.00");
}

TEST_CASE("tax is withheld at the payee's rate, rounded down to the minor unit, and its rest stays with the payee", "[royalty][balance]") {
  const Settled month(month_of("party,currency,withholding\nada,EUR,1/3\nbob,EUR,100%\n", "r1,2026-10-05,sale,,,song,,10.00,EUR\nr2,2026-10-05,sale,,,other,,1.00,EUR\n"));
  CHECK(month.paid("ada") == "10.00-3.33=6.67 EUR");
  CHECK(month.paid("bob") == "1.00-1.00=0.00 EUR");
  CHECK(month.left("tax").size() == 2);
  CHECK(month.left("payout").size() == 1);   // A payout of nothing waits for no bank.
}

TEST_CASE("a party whose data are missing or wrong is not paid, and keeps its money", "[royalty][balance]") {
  for (const char* row : {"ada,EUR,false,,", "ada,EUR,,DE89370400440532013001,Ada", "ada,EUR,,DE89370400440532013000,"}) {
    INFO(row);
    const Settled month(month_of("party,currency,payable,iban,account_name\nbob,EUR,,,\n" + std::string(row) + "\n", "r1,2026-10-05,sale,,,song,,10.00,EUR\n"));
    CHECK(month.paid("ada").empty());
    CHECK(month.carried_because("ada") == "payee-data");
    CHECK(month.closing("ada") == "10.00");
    CHECK(month.warnings() == Lines{"missing-payee-data ada 10.00 EUR"});
  }
}

// ---- Currencies

TEST_CASE("a party is paid in its currency at the last rate of the month; another party in each by itself", "[royalty][balance]") {
  Files files = month_of("party,currency\nada,EUR\nbob,\n", "r1,2026-10-05,sale,,,song,,10.00,USD\nr2,2026-10-05,sale,,,song,,1000,JPY\nr3,2026-10-05,sale,,,other,,10.00,USD\n"
                                                            "r4,2026-10-05,sale,,,other,,2.00,EUR\nr5,2026-10-05,sale,,,other,,1.2345,KWD\n");
  files["rates.csv"] = "date,from,to,rate,source\n2026-09-30,USD,EUR,0.90,old\n2026-10-30,USD,EUR,0.921,ECB\n2026-11-01,USD,EUR,0.5,later\n2026-10-01,JPY,EUR,0.006,ECB\n";
  const Settled month(files);
  CHECK(month.paid("ada") == "15.21-0.00=15.21 EUR");   // 9.21 and 6.00
  CHECK(month.paid("bob") == "2.00-0.00=2.00 EUR 1.234-0.000=1.234 KWD 10.00-0.00=10.00 USD");
  CHECK(month.closing("bob", "KWD") == "0.0005");
  CHECK(month.closing("ada", "USD") == "0.00");
  CHECK(month.journal().find("equity:exchange  -10.00 USD\n    equity:exchange  9.21 EUR\n") != std::string::npos);
}

TEST_CASE("exponents of currencies enter their conversion", "[royalty][balance]") {
  // 1000 JPY at 0.0019 are 1.9 KWD; 1.234 KWD at 3.25 are 4.0105 USD; 0.01 USD at 155 are 1.55 JPY, of which one yen is paid.
  const auto paid = [](const char* in, const char* from, const char* into, const char* rate) {
    Files files = month_of("party,currency\nbob,\nada," + std::string(into) + "\n", "r1,2026-10-05,sale,,,song,," + std::string(in) + "," + from + "\n");
    files["rates.csv"] = "date,from,to,rate\n2026-10-01," + std::string(from) + "," + into + "," + rate + "\n";
    const Settled month(files);
    return month.paid("ada") + " " + month.closing("ada", into);
  };
  CHECK(paid("1000", "JPY", "KWD", "0.0019") == "1.900-0.000=1.900 KWD 0.000");
  CHECK(paid("1.234", "KWD", "USD", "3.25") == "4.01-0.00=4.01 USD 0.0005");
  CHECK(paid("0.01", "USD", "JPY", "155") == "1-0=1 JPY 0.55");
}

TEST_CASE("a debt in one currency is not paid out of another", "[royalty][balance]") {
  Files files = month_of(kEuros, "r1,2026-10-05,sale,,,song,,10.00,EUR\n");
  files["opening.csv"] = "kind,party,currency,amount\nbalance,ada,USD,-5.00\n";
  files["rates.csv"] = "date,from,to,rate\n2026-10-01,USD,EUR,1\n";
  const Settled month(files);
  CHECK(month.paid("ada") == "10.00-0.00=10.00 EUR");
  CHECK(month.closing("ada", "USD") == "-5.00");
  CHECK(month.warnings() == Lines{"negative-balance ada -5.00 USD"});
}

TEST_CASE("a missing rate is an error that names the pair and the day", "[royalty][balance]") {
  std::string detail;
  CHECK(refusal(month_of(kEuros, "r1,2026-10-05,sale,,,song,,10.00,USD\n"), &detail) == "not_found rates");
  CHECK(detail.find("from USD to EUR on or before 2026-10-31") != std::string::npos);
  Files files = month_of(kEuros, "r1,2026-10-05,sale,,,song,,10.00,USD\n");
  files["rates.csv"] = "date,from,to,rate\n2026-11-01,USD,EUR,1\n2026-10-01,EUR,USD,1\n";   // Too late, and the other way round.
  CHECK(refusal(files) == "not_found rates");
}

// ---- The bank

TEST_CASE("a payout is open until the bank says paid; then it is no balance any more", "[royalty][balance]") {
  const Settled october(month_of("party,currency,withholding\nada,EUR,10%\nbob,EUR,\n", "r1,2026-10-05,sale,,,song,,10.00,EUR\n"));
  const std::string reference = october.reference("ada");
  CHECK(reference.size() == 32);
  CHECK(october.left("payout") == Lines{"ada,," + reference + ",,EUR,9.00"});
  CHECK(october.left("tax") == Lines{"ada,," + reference + ",,EUR,1.00"});

  const Settled waiting(month_after(october, "2026-11"));
  CHECK(waiting.left("payout") == october.left("payout"));

  const Settled paid(with(month_after(october, "2026-11"), "bank.csv", "reference,status,date\n" + reference + ",paid,2026-11-03\n"));
  CHECK(paid.left("payout").empty());
  CHECK(paid.left("tax").empty());
  CHECK(paid.closing("ada") == "0.00");
  CHECK(paid.journal().find("2026-11-03 (2026-11/2) paid | payout " + reference + ", ada\n    liabilities:payout:ada  9.00 EUR\n    assets:bank  -9.00 EUR\n") != std::string::npos);
  CHECK(paid.journal().find("    liabilities:withholding:ada  1.00 EUR\n    liabilities:withholding  -1.00 EUR\n") != std::string::npos);
}

TEST_CASE("a returned payout goes back to the balance with its tax, and is paid again", "[royalty][balance]") {
  const Settled october(month_of("party,currency,withholding\nada,EUR,10%\nbob,EUR,\n", "r1,2026-10-05,sale,,,song,,10.00,EUR\n"));
  const std::string bank = "reference,status,date\n" + october.reference("ada") + ",returned,2026-11-03\n";
  const Settled november(with(month_after(october, "2026-11", "r2,2026-11-05,sale,,,song,,5.00,EUR\n"), "bank.csv", bank));
  CHECK(november.account("ada").returned_micro == 1'000'000'000);
  CHECK(november.paid("ada") == "15.00-1.50=13.50 EUR");
  CHECK(november.reference("ada") != october.reference("ada"));
  CHECK(november.left("payout").size() == 1);
  // The bank has one word on a payout, and only on one that waits.
  CHECK(refusal(with(november.next("2026-12"), "bank.csv", bank)) == "not_found bank[" + october.reference("ada") + "]");
  CHECK(refusal(with(month_after(october, "2026-11"), "bank.csv", bank + october.reference("ada") + ",paid,2026-11-04\n")).starts_with("not_found bank["));
}

// ---- Openings

TEST_CASE("openings that contradict each other or name nobody are refused", "[royalty][balance]") {
  const auto opening = [](const char* rows) { return refusal(with(month_of(kEuros, ""), "opening.csv", std::string("kind,party,agreement,name,due,currency,amount\n") + rows)); };
  CHECK(opening("balance,nobody,,,,EUR,1.00\n") == "unknown_party openings[0].party");
  CHECK(opening("balance,,,,,EUR,1.00\n") == "missing_field openings[0].party");
  CHECK(opening("balance,ada,,,,EUR,1.00\nbalance,ada,,,,EUR,2.00\n") == "invalid_argument openings[1]");
  CHECK(opening("advance,ada,,x,,EUR,-1.00\n") == "negative_amount openings[0].amount");
  CHECK(opening("reserve,ada,deal,,2026-12,EUR,1.00\nreserve,ada,deal,,2026-12,EUR,1.00\n") == "invalid_argument openings[1]");
  CHECK(opening("tier,,deal,costs,,EUR,1.00\ntier,,deal,costs,,EUR,1.00\n") == "invalid_argument openings[1]");
  CHECK(opening("closed,,,,2026-10,,\n") == "conflict period");
  CHECK(opening("closed,,,,2026-09,,\n") == "settled");
}
