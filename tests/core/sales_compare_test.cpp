#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <map>

#include "colophon/sales/compare.hpp"

using namespace colophon;
using namespace colophon::sales;

namespace {

const Currency kEur = *Currency::parse("EUR");
const Period kJuly{2026, 7};

Micros micros(std::string_view amount) { return to_micros(*parse_exact(amount), kEur)->micros; }
std::int64_t minor(std::string_view amount) { return micros(amount) / kMicrosPerMinor; }
FormerAmount was(std::string party, std::string_view amount, std::string_view date = "", std::uint64_t row = 2) {
  return {std::move(party), kEur, *parse_exact(amount), date.empty() ? Date{} : *Date::parse(date), row};
}
/// An account that earned and is paid all of it.
SettledAccount paid(std::string name, std::string_view amount) {
  SettledAccount account;
  account.party = "id-of-" + name;
  account.name = std::move(name);
  account.currency = kEur;
  account.earned_micro = micros(amount);
  account.net_minor = minor(amount);
  return account;
}
Comparison compare(const std::vector<FormerAmount>& former, const std::vector<SettledAccount>& now) {
  auto comparison = compare_settlements(former, now, kJuly);
  REQUIRE(comparison);
  for (const auto& one : comparison->differences) {
    ExactAmount sum = 0;
    for (const auto& part : one.parts) sum += part.amount;
    CHECK(sum == one.former - one.now);
  }
  return std::move(*comparison);
}
Difference only(const FormerAmount& former, const SettledAccount& now) {
  const auto comparison = compare({former}, {now});
  REQUIRE(comparison.differences.size() == 1);
  return comparison.differences[0];
}
std::string because(const Difference& difference) {
  std::string text;
  for (const auto& part : difference.parts) text += (text.empty() ? "" : ", ") + std::string(because_name(part.because)) + " " + format_exact(part.amount);
  return text;
}

}  // namespace

TEST_CASE("Compare: a former system's table is read, and refused with the place", "[sales]") {
  const auto rows = read_former("old.csv", "party,amount,currency,date\nAda, 12.50 ,EUR,2026-07-31\n\"Doe, Jane\",-3,JPY,\n");
  REQUIRE(rows);
  REQUIRE(rows->size() == 2);
  CHECK((*rows)[0].amount == 12'500'000'000'000);
  CHECK((*rows)[0].date == Date{2026, 7, 31});
  CHECK((*rows)[1].party == "Doe, Jane");
  CHECK((*rows)[1].row == 3);
  CHECK(read_former("old.csv", "amount,party\n1,Ada\n", "EUR")->at(0).currency == kEur);
  const auto refused = [](std::string_view text, std::string_view currency = "EUR") {
    const auto result = read_former("old.csv", text, currency);
    REQUIRE_FALSE(result);
    return std::string(errc_name(result.error().code)) + " " + result.error().field;
  };
  CHECK(refused("party,amount\nAda,1\n", "") == "missing_field old.csv:2:currency");
  CHECK(refused("party,amount\nAda,1\n", "XYZ") == "unknown_currency currency");
  CHECK(refused("party,amount\n,1\n") == "missing_field old.csv:2:party");
  CHECK(refused("party,amount\nAda,\"1,5\"\n") == "invalid_amount old.csv:2:amount");
  CHECK(refused("party,amount\nAda,\n") == "invalid_amount old.csv:2:amount");
  CHECK(refused("party,amount,date\nAda,1,31.7.2026\n") == "invalid_argument old.csv:2:date");
  CHECK(refused("party,amount,currency\nAda,1,EURO\n") == "unknown_currency old.csv:2:currency");
  CHECK(refused("party,paid\nAda,1\n") == "unknown_field old.csv:1:paid");
  CHECK(refused("party,amount\nAda,1") == "invalid_argument old.csv:2");
  CHECK(refused("party,amount\nAda,270141183460469231731687303\n") == "overflow old.csv:2:amount");
  CHECK(refused("party,amount\nAda,99999999999999999999999999\nAda,99999999999999999999999999\n") == "overflow old.csv:3:amount");
}

TEST_CASE("Compare: bad input is refused, and sums do not overflow", "[sales]") {
  const auto code = [](const std::vector<FormerAmount>& former, const std::vector<SettledAccount>& now) {
    const auto result = compare_settlements(former, now, kJuly);
    return result ? Errc::ok : result.error().code;
  };
  CHECK(code({}, {}) == Errc::ok);
  CHECK(code({}, {paid("Ada", "1"), paid("Ada", "1")}) == Errc::invalid_argument);
  CHECK(code({}, {SettledAccount{}}) == Errc::invalid_argument);
  auto huge = was("Ada", "1");
  huge.amount = static_cast<ExactAmount>(1) << 120;
  CHECK(code({huge}, {paid("Ada", "1")}) == Errc::ok);
  CHECK(code({huge, was("Ada", "-1")}, {}) == Errc::overflow);
  huge.amount = static_cast<ExactAmount>(static_cast<uint128>(1) << 127);
  CHECK(code({huge}, {}) == Errc::overflow);
  auto most = paid("Ada", "1");
  for (Micros* one : {&most.opening_micro, &most.earned_micro, &most.held_micro, &most.reserved_micro, &most.recouped_micro, &most.released_micro, &most.unheld_micro, &most.guaranteed_micro,
                      &most.returned_micro, &most.converted_in_micro, &most.closing_micro, &most.tax_minor, &most.fees_micro, &most.late_micro}) *one = INT64_MAX;
  most.reversed_micro = INT64_MIN;
  most.net_minor = INT64_MIN;
  most.currency = *Currency::parse("JPY");
  auto yen = was("Ada", "5");
  yen.currency = most.currency;
  CHECK(code({yen}, {most}) == Errc::ok);
}

TEST_CASE("Compare: parties are the same by id, name, or name without marks and order", "[sales]") {
  const auto matched = [](std::string former, std::string name) {
    const auto comparison = compare({was(std::move(former), "5")}, {paid(std::move(name), "5")});
    return comparison.differences.size() == 1 && comparison.totals[0].equal == 1;
  };
  CHECK(matched("id-of-Ada", "Ada"));
  CHECK(matched("Ada", "Ada"));
  CHECK(matched("DOE, José", "Jose Doe"));
  CHECK(matched("AC/DC", "Ac Dc"));
  CHECK(matched("王 小明", "王 小明"));
  CHECK_FALSE(matched("Ada", "Adam"));
  CHECK_FALSE(matched("!!!", "???"));                    // Nothing is left of either.

  auto twin = paid("Jane Doe", "5");
  twin.party = "id-of-the-other";
  const auto comparison = compare({was("jane doe", "5")}, {paid("Jane Doe", "5"), twin});
  CHECK(comparison.totals[0].equal == 0);
  CHECK(std::ranges::count_if(comparison.differences, [](const auto& one) { return one.hint == "The settlement has several parties of this name: use their ids."; }) == 1);

  const auto merged = compare({was("Jane Doe", "2", "", 7), was("Doe, Jane", "3", "", 4), was("Jane Doe", "1", "", 9)}, {paid("Jane Doe", "6")});
  REQUIRE(merged.differences.size() == 1);
  CHECK(merged.differences[0].former_name == "Doe, Jane; Jane Doe");
  CHECK(merged.differences[0].former_rows == 3);
  CHECK(merged.differences[0].first_row == 4);
  CHECK(merged.differences[0].parts.empty());
}

TEST_CASE("Compare: each single reason is found", "[sales]") {
  const auto reason = [](std::string_view former, std::string_view net, auto change) {
    auto now = paid("Ada", net);
    change(now);
    return because(only(was("Ada", former), now));
  };
  CHECK(reason("80", "80", [](auto&) {}) == "");
  CHECK(reason("80.01", "80", [](auto&) {}) == "rounding 0.01");
  CHECK(reason("79.99", "80", [](auto&) {}) == "rounding -0.01");
  CHECK(reason("80.02", "80", [](auto&) {}) == "unexplained 0.02");
  CHECK(reason("100", "80", [](auto& x) { x.tax_minor = minor("20"); }) == "tax 20");
  CHECK(reason("100", "80", [](auto& x) { x.tax_minor = minor("19.99"); }) == "tax 19.99, rounding 0.01");
  CHECK(reason("100", "80", [](auto& x) { x.fees_micro = micros("20"); }) == "fee 20");
  CHECK(reason("100", "80", [](auto& x) { x.recouped_micro = micros("20.004"); }) == "recouped 20.004, rounding -0.004");
  CHECK(reason("100", "80", [](auto& x) { x.reserved_micro = micros("20"); }) == "reserved 20");
  CHECK(reason("100", "80", [](auto& x) { x.held_micro = micros("20"); }) == "held 20");
  CHECK(reason("20", "0", [](auto& x) { x.closing_micro = micros("20"), x.carried_because = "threshold"; }) == "carried 20");
  CHECK(reason("20.01", "20", [](auto& x) { x.closing_micro = micros("0.009"); }) == "rounding 0.01");
  CHECK(reason("80", "100", [](auto& x) { x.opening_micro = micros("20"); }) == "opening -20");
  CHECK(reason("80", "60", [](auto& x) { x.opening_micro = micros("-20"); }) == "opening 20");
  CHECK(reason("80", "100", [](auto& x) { x.released_micro = micros("15"), x.unheld_micro = micros("5"); }) == "released -20");
  CHECK(reason("80", "100", [](auto& x) { x.guaranteed_micro = micros("20"); }) == "guaranteed -20");
  CHECK(reason("80", "100", [](auto& x) { x.returned_micro = micros("20"); }) == "returned -20");
  CHECK(reason("100", "80", [](auto& x) { x.reversed_micro = micros("-20"); }) == "reversed 20");
  CHECK(reason("100", "80", [](auto& x) { x.converted_out_micro = micros("20"); }) == "exchanged 20");
  CHECK(reason("80", "100", [](auto& x) { x.late_micro = micros("20"); }) == "late -20");
  CHECK(reason("130", "80", [](auto& x) { x.tax_minor = minor("20"), x.recouped_micro = micros("30"), x.opening_micro = micros("7"); }) == "tax 20, recouped 30");
  // Four reasons at once would fit too much.
  CHECK(reason("95", "80", [](auto& x) { x.tax_minor = minor("1"), x.recouped_micro = micros("2"), x.reserved_micro = micros("4"), x.held_micro = micros("8"); }) == "unexplained 15");
}

TEST_CASE("Compare: what the former table itself tells", "[sales]") {
  const auto dated = compare({was("Ada", "80", "2026-07-15"), was("Ada", "20", "2026-06-30")}, {paid("Ada", "80")});
  CHECK(because(dated.differences[0]) == "outside 20");
  const auto twice = compare({was("Ada", "40", "2026-07-15"), was("Ada", "40", "2026-07-15"), was("Ada", "40", "2026-07-16")}, {paid("Ada", "80")});
  CHECK(because(twice.differences[0]) == "twice 40");
  std::vector<FormerAmount> rows;
  for (std::uint64_t i = 0; i < 100; ++i) rows.push_back(was("Ada", "0.50", "", i + 2));
  rows[7].amount = *parse_exact("0.51");
  const auto now = [&](std::string_view net) { return because(compare(rows, {paid("Ada", net)}).differences[0]); };
  CHECK(now("50") == "rounding 0.01");
  CHECK(now("50.51") == "rounding -0.5");      // Each of the 100 rows cut to cents.
  CHECK(now("51.02") == "unexplained -1.01");
}

TEST_CASE("Compare: parties that one side lacks", "[sales]") {
  auto dollars = paid("Cleo", "9");
  dollars.currency = *Currency::parse("USD");
  const auto comparison = compare({was("Ada B.", "80"), was("Bob", "12.5"), was("Cleo", "8")}, {paid("Ada", "80"), paid("Dan", "3"), paid("Eve", "30"), dollars, paid("Nobody", "0")});
  std::map<std::string, std::string> found;
  for (const auto& one : comparison.differences) found[one.former_name + "/" + one.name + "/" + std::string(one.currency.name())] = because(one) + " | " + one.hint;
  CHECK(found == std::map<std::string, std::string>{
                     {"Ada B.//EUR", "not-here 80 | 'Ada' is paid the same amount and was not paid before: is it the same party?"},
                     {"/Ada/EUR", "not-there -80 | 'Ada B.' was paid the same amount and is not in the settlement: is it the same party?"},
                     {"Bob//EUR", "not-here 12.5 | "},
                     {"Cleo//EUR", "not-here 8 | The settlement pays this party in USD."},
                     {"/Cleo/USD", "not-there -9 | The former system paid this party in EUR."},
                     {"/Dan/EUR", "not-there -3 | The former system paid nobody less than 8 EUR: it may have carried this forward."},
                     {"/Eve/EUR", "not-there -30 | "}});
  CHECK(comparison.totals.size() == 2);
  CHECK(comparison.totals[0].accounts == 6);
}

TEST_CASE("Compare: hints for what is not explained", "[sales]") {
  CHECK(only(was("Ada", "-80"), paid("Ada", "80")).hint == "Only the sign differs.");
  CHECK(only(was("Ada", "817.50"), paid("Ada", "871.50")).hint == "Both amounts have the same digits: one may be mistyped.");
  auto taxed = paid("Ada", "80");
  taxed.tax_minor = minor("20");
  const auto near = only(was("Ada", "103"), taxed);
  CHECK(because(near) == "unexplained 23");
  CHECK(near.hint == "Nearest is 'tax' with 20 EUR; 3 EUR would still be open.");
  CHECK(only(was("Ada", "300"), taxed).hint.empty());
  CHECK_FALSE(near.explained());
}

TEST_CASE("Compare: of several sets that fit, the one that others have alone is taken", "[sales]") {
  auto both = paid("Ada", "80");
  both.tax_minor = minor("20");
  both.recouped_micro = micros("20");
  auto alone = paid("Bob", "50");
  alone.recouped_micro = micros("7");
  CHECK(because(only(was("Ada", "100"), both)) == "tax 20");   // By the order of the reasons where nothing else tells.
  const auto comparison = compare({was("Ada", "100"), was("Bob", "57")}, {both, alone});
  CHECK(because(comparison.differences[0]) == "recouped 20");
  CHECK(comparison.differences[0].ways == 2);
  CHECK(comparison.differences[1].ways == 1);
  CHECK(comparison.totals[0].ambiguous == 1);
  CHECK(comparison.totals[0].explained == 2);
}

TEST_CASE("Compare: one percentage for several parties", "[sales]") {
  const auto run = [](std::string_view a, std::string_view b, std::string_view c) {
    auto comparison = compare({was("A", a), was("B", b), was("C", c)}, {paid("A", "100"), paid("B", "250"), paid("C", "31.10")});
    std::ranges::sort(comparison.differences, {}, &Difference::name);
    return comparison.differences;
  };
  auto found = run("85", "212.50", "26.43");
  CHECK(because(found[0]) == "rate -15");
  CHECK(because(found[2]) == "rate -4.665, rounding -0.005");
  CHECK(found[1].rate_per_10000 == 8500);
  CHECK(found[1].rate_of == Difference::Of::net);
  found = run("10000", "25000", "3110");
  CHECK(found[2].rate_per_10000 == 1'000'000);           // Cents taken for euros.
  found = run("85", "212.50", "30");
  CHECK(because(found[0]) == "unexplained -15");         // Two are no rule.

  std::vector<SettledAccount> taxed;
  std::vector<FormerAmount> former;
  for (int i = 0; i < 6; ++i) {
    auto account = paid("P" + std::to_string(i), "0");
    const std::int64_t gross = 10'000 + 3'137 * i;
    account.earned_micro = gross * kMicrosPerMinor;
    account.tax_minor = gross * (i + 1) / 40;            // By their own rates.
    account.net_minor = gross - account.tax_minor;
    taxed.push_back(account);
    former.push_back({account.name, kEur, static_cast<ExactAmount>(gross - gross * 19 / 100) * 10'000'000'000, {}, 2});
  }
  for (const auto& one : compare(former, taxed).differences) {
    CHECK(one.rate_of == Difference::Of::gross);         // 19 % for everybody.
    CHECK(one.rate_per_10000 == 8100);
  }
}

TEST_CASE("Compare: a system that did some things differently is found out, whatever the order of both tables", "[sales]") {
  std::uint64_t state = 11;
  const auto random = [&](std::int64_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::int64_t>((state >> 33) % static_cast<std::uint64_t>(below));
  };
  int parties = 0, right = 0;
  for (int round = 0; round < 20; ++round) {
    const int missing_first = static_cast<int>(random(3)), missing_second = static_cast<int>(random(3));   // What the former system did not do.
    std::vector<SettledAccount> now;
    std::vector<FormerAmount> former;
    std::map<std::string, std::string> by_name;
    for (int i = 0; i < 200; ++i) {
      auto account = paid("Party " + std::to_string(i), "0");
      account.earned_micro = random(900'000'000'000);
      account.opening_micro = random(4) == 0 ? random(50'000'000'000) : 0;
      account.recouped_micro = random(3) == 0 ? random(account.earned_micro / 2 + 1) : 0;
      account.reserved_micro = (account.earned_micro - account.recouped_micro) / 10;
      account.released_micro = random(5) == 0 ? random(30'000'000'000) : 0;
      const Micros balance = account.opening_micro + account.earned_micro + account.released_micro - account.recouped_micro - account.reserved_micro;
      const std::int64_t gross = balance / kMicrosPerMinor;
      account.closing_micro = balance - gross * kMicrosPerMinor;
      account.tax_minor = gross * (i % 4) / 20;
      account.net_minor = gross - account.tax_minor;
      const Micros kept[] = {account.tax_minor * kMicrosPerMinor, account.recouped_micro, account.reserved_micro};
      Micros old = balance - account.tax_minor * kMicrosPerMinor + kept[missing_first];
      if (missing_second != missing_first) old += kept[missing_second];
      const std::int64_t old_minor = (old + kMicrosPerMinor / 2) / kMicrosPerMinor;
      former.push_back({account.name, kEur, static_cast<ExactAmount>(old_minor) * 10'000'000'000, {}, static_cast<std::uint64_t>(i) + 2});
      by_name[account.name] = std::to_string((kept[missing_first] > 0 ? 1 << missing_first : 0) | (kept[missing_second] > 0 ? 1 << missing_second : 0));
      now.push_back(account);
    }
    const auto comparison = compare(former, now);
    for (std::size_t i = now.size() - 1; i > 0; --i) std::swap(now[i], now[static_cast<std::size_t>(random(static_cast<std::int64_t>(i) + 1))]);
    std::ranges::reverse(former);
    CHECK(canonical_json(comparison_json(compare(former, now))) == canonical_json(comparison_json(comparison)));
    for (const auto& one : comparison.differences) {
      int reasons = 0;
      for (const auto& part : one.parts) {
        if (part.because == Because::tax) reasons |= 1;
        else if (part.because == Because::recouped) reasons |= 2;
        else if (part.because == Because::reserved) reasons |= 4;
        else if (part.because != Because::rounding) reasons |= 8;
      }
      ++parties;
      right += std::to_string(reasons) == by_name[one.name];
    }
  }
  CHECK(parties == 4000);
  INFO(right);
  CHECK(right >= 3960);
}

TEST_CASE("Compare: JSON and CSV", "[sales]") {
  auto taxed = paid("Ada, Inc.", "80");
  taxed.tax_minor = minor("20");
  const auto comparison = compare({was("ada inc", "100"), was("Zoe", "3")}, {taxed, paid("Bob", "7.1")});
  CHECK(canonical_json(comparison_json(comparison)) ==
        R"({"differences":[{"because":[{"amount":"20.00","code":"tax"}],"currency":"EUR","difference":"20.00","first_row":2,"former":"100.00","former_name":"ada inc","name":"Ada, Inc.","now":"80.00","party":"id-of-Ada, Inc.","rows":1,"ways":1},)"
        R"({"because":[{"amount":"-7.10","code":"not-there"}],"currency":"EUR","difference":"-7.10","first_row":0,"former":"0.00","former_name":"","name":"Bob","now":"7.10","party":"id-of-Bob","rows":0,"ways":0},)"
        R"({"because":[{"amount":"3.00","code":"not-here"}],"currency":"EUR","difference":"3.00","first_row":2,"former":"3.00","former_name":"Zoe","name":"","now":"0.00","party":"","rows":1,"ways":0}],"format":"colophon/settlement-comparison/1",)"
        R"("totals":[{"accounts":3,"ambiguous":0,"by":{"not-here":"3.00","not-there":"-7.10","tax":"20.00"},"currency":"EUR","difference":"15.90","equal":0,"explained":3,"former":"103.00","now":"87.10","unexplained":0}]})");
  CHECK(comparison_csv(comparison) ==
        "party,name,former_name,currency,former,now,difference,because,hint\n"
        "\"id-of-Ada, Inc.\",\"Ada, Inc.\",ada inc,EUR,100.00,80.00,20.00,tax 20.00,\n"
        "id-of-Bob,Bob,,EUR,0.00,7.10,-7.10,not-there -7.10,\n"
        ",,Zoe,EUR,3.00,0.00,3.00,not-here 3.00,\n");
}

TEST_CASE("Compare: what is not explained is counted, and has a sum of its own", "[sales]") {
  const auto comparison = compare({was("Ada", "10.00"), was("Bob", "5.00")}, {paid("Ada", "10.00"), paid("Bob", "3.71")});
  REQUIRE(comparison.totals.size() == 1);
  const auto& total = comparison.totals[0];
  CHECK((total.accounts == 2 && total.equal == 1 && total.explained == 0 && total.ambiguous == 0));
  CHECK(format_exact(total.by[static_cast<int>(Because::unexplained)]) == "1.29");
  ExactAmount sum = 0;
  for (const auto amount : total.by) sum += amount;
  CHECK(sum == total.former - total.now);
  CHECK(canonical_json(comparison_json(comparison)).contains(R"("by":{"unexplained":"1.29"})"));
}
