// What a settlement writes, judged by programs that nobody here wrote: hledger, ledger and xmllint.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "colophon/base/csv.hpp"
#include "colophon/royalty/journal.hpp"
#include "core/royalty_rule_book.hpp"
#include "jobs/settlement_files.hpp"
#include "program.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

using Balances = std::map<std::pair<std::string, std::string>, ExactAmount>;   // By account and currency; none of 0.

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

Ran shell(const Scratch& scratch, const std::string& command) {
  const auto out = scratch.path("judge.out"), err = scratch.path("judge.err");
  const int status = std::system((command + " >" + quoted(out) + " 2>" + quoted(err) + " </dev/null").c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
}
bool is_there(const char* program) { return std::system((std::string("command -v ") + program + " >/dev/null 2>&1").c_str()) == 0; }

/// An amount as the judges write it, "-12.345678 EUR" or "0".
void add_amount(Balances& balances, const std::string& account, std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == text.npos) return;
  const bool negative = text.front() == '-';
  const ExactAmount amount = ok(parse_exact(text.substr(negative, space - negative), "amount"));
  if (amount != 0) balances[{account, std::string(text.substr(space + 1))}] += negative ? -amount : amount;
}

Balances hledger(const Scratch& scratch, const std::filesystem::path& journal, const std::vector<std::string>& currencies) {
  Balances balances;
  for (const std::string& currency : currencies) {
    const Ran ran = shell(scratch, "hledger -f " + quoted(journal) + " balance --flat -N -O tsv cur:" + currency);
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    std::istringstream lines(ran.out);
    std::string line;
    std::getline(lines, line);   // account, balance
    while (std::getline(lines, line)) {
      line.erase(std::remove(line.begin(), line.end(), '"'), line.end());
      const std::size_t tab = line.find('\t');
      REQUIRE(tab != line.npos);
      add_amount(balances, line.substr(0, tab), std::string_view(line).substr(tab + 1));
    }
  }
  return balances;
}

Balances ledger(const Scratch& scratch, const std::filesystem::path& journal, const std::vector<std::string>& currencies) {
  Balances balances;
  for (const std::string& currency : currencies) {
    const Ran ran = shell(scratch, "ledger --args-only -f " + quoted(journal) + " balance --flat --no-total --unround --limit 'commodity == \"" + currency +
                                       "\"' --balance-format '%(account)\\t%(quantity(scrub(display_total)))\\n'");
    INFO(ran.err);
    REQUIRE(ran.status == 0);
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t tab = line.find('\t');
      REQUIRE(tab != line.npos);
      std::string amount = line.substr(tab + 1);
      amount = amount.substr(0, amount.find(' '));
      add_amount(balances, line.substr(0, tab), amount + " " + currency);
    }
  }
  return balances;
}

/// What verify_journal says of the same text.
Balances ours(const std::string& journal) {
  Balances balances;
  const auto report = ok(royalty::verify_journal(journal));
  REQUIRE(report.holds());
  for (const auto& [name, value] : report.facts) {
    if (name != "balances") continue;
    for (const auto& [currency, accounts] : *value.object()) {
      for (const auto& [account, amount] : *accounts.object()) add_amount(balances, account, *amount.string() + " " + currency);
    }
  }
  return balances;
}

/// What closing/opening.csv leaves, as balances of the accounts that docs/formats/journal.md says they stand in.
Balances closing(const std::string& table) {
  Balances balances;
  CsvReader reader{"opening.csv", table};
  std::vector<std::string_view> cells;
  REQUIRE(ok(reader.next(cells)));
  while (ok(reader.next(cells))) {
    const std::string kind(cells[0]), party = royalty::account_part(cells[1]), agreement = royalty::account_part(cells[2]), name = royalty::account_part(cells[3]);
    std::string account;
    std::int64_t sign = -1;
    if (kind == "balance") account = "liabilities:party:" + party;
    else if (kind == "advance") account = "assets:advance:" + name + ":" + party, sign = 1;
    else if (kind == "reserve") account = "liabilities:reserve:" + party + ":" + agreement + ":" + std::string(cells[4]);
    else if (kind == "held") account = "liabilities:held:" + name + ":" + party;
    else if (kind == "pool") account = "liabilities:pool:" + name;
    else if (kind == "suspense") account = "liabilities:suspense";
    else if (kind == "payout") account = "liabilities:payout:" + party;
    else if (kind == "tax") account = "liabilities:withholding:" + party;
    else continue;
    const bool negative = cells[6].starts_with('-');
    const ExactAmount amount = ok(parse_exact(cells[6].substr(negative), "amount"));
    balances[{account, std::string(cells[5])}] += (negative ? -amount : amount) * sign;
  }
  std::erase_if(balances, [](const auto& each) { return each.second == 0; });
  return balances;
}

/// Of a journal's balances those that a closing has.
Balances left_of(const Balances& all) {
  Balances left;
  for (const auto& [key, amount] : all) {
    const std::string& account = key.first;
    if ((account.starts_with("liabilities:") && account != "liabilities:withholding") || account.starts_with("assets:advance:")) left.emplace(key, amount);
  }
  return left;
}

std::vector<std::string> currencies_of(const Balances& balances) {
  std::vector<std::string> codes;
  for (const auto& [key, amount] : balances) codes.push_back(key.second);
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

void judge(const Scratch& scratch, const std::filesystem::path& out) {
  const auto journal = out / "journal.ledger";
  const Balances all = ours(read_file(journal));
  const auto currencies = currencies_of(all);
  CHECK(left_of(all) == closing(read_file(out / "closing" / "opening.csv")));
  CHECK(hledger(scratch, journal, currencies) == all);
  CHECK(ledger(scratch, journal, currencies) == all);
}

}  // namespace

TEST_CASE("hledger and ledger balance the journal of the example and agree with every balance of its closing") {
  if (!is_there("hledger") || !is_there("ledger")) SKIP("needs hledger and ledger");
  Scratch scratch;
  const auto out = scratch.path("out");
  const auto ran = colophon::tests::colophon(scratch, "settle run " + quoted(source_dir() / "examples/settlement") + " --out " + quoted(out));
  INFO(ran.err);
  REQUIRE(ran.status == 0);
  judge(scratch, out);

  // Off by 0.01: one amount of one posting.
  std::string text = read_file(out / "journal.ledger");
  const std::size_t at = text.rfind("11.98 EUR");
  REQUIRE(at != text.npos);
  text[at + 4] = '9';
  scratch.write("off.ledger", text);
  const auto off = scratch.path("off.ledger");
  for (const std::string judge : {"hledger -f ", "ledger --args-only -f "}) {
    INFO(judge);
    const Ran refused = shell(scratch, judge + quoted(off) + " balance");
    CHECK(refused.status != 0);
    CHECK(refused.err.find("balanc") != std::string::npos);
  }
  CHECK_FALSE(ok(royalty::verify_journal(text)).holds());

  if (const auto schema = shared("conformance/iso20022/xsd/pain.001.001.09.xsd"); schema && is_there("xmllint")) {
    const Ran judged = shell(scratch, "xmllint --noout --nonet --schema " + quoted(*schema) + " " + quoted(out / "pain.001.xml"));
    INFO(judged.err);
    CHECK(judged.status == 0);
  } else {
    WARN("skipped: the payment file's judge needs xmllint and ../shared/conformance/iso20022");
  }
}

TEST_CASE("they agree with random settlements in four currencies too, month after month") {
  if (!is_there("hledger") || !is_there("ledger")) SKIP("needs hledger and ledger");
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    INFO("seed " << seed);
    Scratch scratch;
    const royalty::SettlementInput input = random_bundle(seed);
    const auto result = ok(royalty::settle(input));
    std::filesystem::create_directories(scratch.path("out"));
    scratch.write("out/journal.ledger", [&] {
      std::string text;
      result.journal.write([&](std::string_view piece) { text += piece; });
      return text;
    }());
    royalty::write_closing(input, result, [&](std::string_view name, std::string_view text) { scratch.write("out/closing/" + std::string(name), text); });
    judge(scratch, scratch.path("out"));
  }
}
