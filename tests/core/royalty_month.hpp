#pragma once
// Months as people write them: tables in one text, under "== NAME" lines, and what came out as text. Whatever a test settles by this is
// also held to what always holds: its documents verify, its journal balances, and its bundle written and read again gives the same root.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "colophon/royalty/bundle.hpp"
#include "colophon/royalty/statement.hpp"

namespace colophon::tests {

using Files = std::map<std::string, std::string>;

inline royalty::Bundle read_files(const Files& files) {
  std::vector<royalty::BundleFile> list;
  for (const auto& [name, text] : files) list.push_back({name, text});
  auto bundle = royalty::parse_bundle(list);
  if (!bundle) FAIL(errc_name(bundle.error().code) << " " << bundle.error().field << ": " << bundle.error().detail);
  return std::move(*bundle);
}

inline std::string journal_text(const royalty::SettlementResult& result) {
  std::string text;
  result.journal.write([&](std::string_view piece) { text += piece; });
  return text;
}

inline Files files_of(const royalty::SettlementInput& input) {
  Files files;
  royalty::write_bundle(input, [&](std::string_view name, std::string_view text) { files[std::string(name)] = text; });
  return files;
}

class Settled {
 public:
  explicit Settled(Files files) : files_(std::move(files)), bundle_(read_files(files_)) {
    auto result = royalty::settle(bundle_.input);
    if (!result) FAIL(errc_name(result.error().code) << " " << result.error().field << ": " << result.error().detail);
    result_ = std::move(*result);
    check_what_always_holds();
  }

  const royalty::SettlementInput& input() const { return bundle_.input; }
  const royalty::SettlementResult& result() const { return result_; }
  std::string root() const { return to_hex(result_.root); }
  std::string journal() const { return journal_text(result_); }

  /// The account of a party in a currency; all zero where there is none.
  royalty::AccountResult account(std::string_view party, std::string_view code = "EUR") const {
    for (const auto& each : result_.parties) {
      if (name_of(result_.party_ids[each.party]) != party) continue;
      for (const auto& account : each.accounts) if (result_.currencies[account.currency].name() == code) return account;
    }
    return {};
  }
  std::string earned(std::string_view party, std::string_view code = "EUR") const { return money(account(party, code).earned_micro, code); }
  std::string closing(std::string_view party, std::string_view code = "EUR") const { return money(account(party, code).closing_micro, code); }
  /// "GROSS-TAX=NET CODE", one a payout, by currency.
  std::string paid(std::string_view party) const {
    std::string text;
    for (const auto& payout : result_.payouts) {
      if (name_of(result_.party_ids[payout.party]) != party) continue;
      const Currency& c = result_.currencies[payout.currency];
      text += (text.empty() ? "" : " ") + format_minor(payout.gross_minor, c) + "-" + format_minor(payout.tax_minor, c) + "=" + format_minor(payout.net_minor, c) + " " + std::string(c.name());
    }
    return text;
  }
  std::string reference(std::string_view party) const {
    for (const auto& payout : result_.payouts) if (name_of(result_.party_ids[payout.party]) == party) return payout.reference;
    return {};
  }
  std::string carried_because(std::string_view party) const {
    for (const auto& each : result_.parties) if (name_of(result_.party_ids[each.party]) == party) return each.carried_because;
    return "(no statement)";
  }

  /// "PARTY AMOUNT CODE" of every part of every row of a work, in the order of the settlement; of a party only, where one is named.
  std::vector<std::string> parts(std::string_view work, std::string_view party = {}) const {
    std::vector<std::string> out;
    for (const auto& row : result_.rows) {
      if (row.is_fee ? !work.empty() : work_name(row.cell.work) != work) continue;
      for (std::uint32_t i = row.parts_begin; i < row.parts_end; ++i) {
        const auto& part = result_.parts[i];
        const std::string name = part.party == royalty::Part::kNobody ? "?" : name_of(result_.party_ids[part.party]);
        const std::string_view code = result_.currencies[part.currency].name();
        if (party.empty() || party == name) out.push_back(name + " " + money(part.amount_micro, code) + " " + std::string(code));
      }
    }
    return out;
  }
  /// "WORK[@FROM] UNITS WEIGHT AMOUNT" of a pool's rows, by work and day.
  std::vector<std::string> rows(std::string_view pool) const {
    std::vector<std::string> out;
    for (const auto& row : result_.rows) {
      const auto& from = result_.pools[row.pool];
      if (row.is_fee || from.name != pool) continue;
      const std::string since = row.cell.from == first_day(bundle_.input.period) ? "" : "@" + row.cell.from.to_string();
      out.push_back(work_name(row.cell.work) + since + " " + std::to_string(row.units) + " " + to_decimal(from.rows[row.place].units) + " " + money(row.amount_micro, result_.currencies[from.currency].name()));
    }
    std::ranges::sort(out);
    return out;
  }
  const royalty::PoolResult& pool(std::string_view name, std::string_view code = "EUR") const {
    const auto found = std::ranges::find_if(result_.pools, [&](const auto& each) { return each.name == name && result_.currencies[each.currency].name() == code; });
    if (found == result_.pools.end()) FAIL("no pool " << name);
    return *found;
  }
  /// The lines of closing/opening.csv of a kind, without the kind: "ada,,ada-deals,,EUR,943.35".
  std::vector<std::string> left(const std::string& kind) const {
    std::vector<std::string> out;
    std::istringstream in(closing_files().at("opening.csv"));
    for (std::string line; std::getline(in, line);) if (line.starts_with(kind + ",")) out.push_back(line.substr(kind.size() + 1));
    std::ranges::sort(out);
    return out;
  }
  /// "CODE PLACE AMOUNT CURRENCY xCOUNT"
  std::vector<std::string> warnings() const {
    std::vector<std::string> out;
    for (const auto& each : result_.warnings) {
      std::string text = each.code + " " + each.place;
      if (!each.currency.empty()) text += " " + money(each.amount_micro, each.currency) + " " + each.currency;
      if (each.count > 1) text += " x" + std::to_string(each.count);
      out.push_back(std::move(text));
    }
    return out;
  }
  Files closing_files() const {
    Files files;
    royalty::write_closing(bundle_.input, result_, [&](std::string_view name, std::string_view text) { files[std::string(name)] = text; });
    return files;
  }
  Json statement(std::string_view party) const {
    const royalty::StatementWriter writer(bundle_.input, result_);
    for (std::size_t i = 0; i < result_.parties.size(); ++i) {
      if (name_of(result_.party_ids[result_.parties[i].party]) == party) return writer.statement(i);
    }
    FAIL("no statement of " << party);
    return {};
  }

  /// The files of the next month: what closed opens, nothing else moves until `with` says so.
  Files next(const std::string& period) const {
    Files files = files_;
    for (const char* gone : {"revenue.csv", "events.csv", "usage.csv", "bank.csv"}) files.erase(gone);
    files["settlement.json"] = R"({"format":"colophon/settlement-bundle/2","period":")" + period + "\"}";
    for (auto& [name, text] : closing_files()) files[name] = text;
    return files;
  }

 private:
  static std::string money(Micros amount, std::string_view code) { return format_micros(amount, *Currency::parse(code)); }
  std::string name_of(const Id& id) const {
    for (const auto& party : bundle_.input.parties) if (party.id == id) return party.name;
    return "?";
  }
  std::string work_name(const Id& id) const {
    for (const auto& work : bundle_.input.works) if (work.id == id) return work.name;
    return "?";
  }
  void check_what_always_holds() const {
    const royalty::StatementWriter writer(bundle_.input, result_);
    for (std::size_t i = 0; i < result_.parties.size(); ++i) {
      const auto report = royalty::verify_statement(writer.statement(i));
      INFO((report ? "" : report.error().field + ": " + report.error().detail));
      REQUIRE(report.has_value());
      for (const auto& check : report->checks) {
        INFO("statement of " << name_of(result_.party_ids[result_.parties[i].party]) << ": " << check.name << " " << check.field << " " << check.detail);
        REQUIRE(check.holds);
      }
    }
    for (std::size_t i = 0; i < result_.pools.size(); ++i) REQUIRE(royalty::verify_pool_table(writer.pool_table(i))->holds());
    const auto report = royalty::verify_journal(journal());
    REQUIRE((report && report->holds()));
    const auto again = royalty::settle(read_files(files_of(bundle_.input)).input);
    REQUIRE(again.has_value());
    REQUIRE(to_hex(again->root) == to_hex(result_.root));
  }

  Files files_;
  royalty::Bundle bundle_;
  royalty::SettlementResult result_;
};

/// Tables from one text: "== revenue.csv" begins one. White space before a line, and empty lines, are left out.
inline Files tables(std::string_view text, Files files = {}) {
  std::istringstream in{std::string(text)};
  std::string name;
  for (std::string line; std::getline(in, line);) {
    line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty()) continue;
    if (line.starts_with("== ")) files[name = line.substr(3)].clear();
    else files[name] += line + "\n";
  }
  return files;
}

inline Settled settled(std::string_view text, Files files = {}) { return Settled(tables(text, std::move(files))); }

/// "CODE FIELD" of the error that these tables get, by reading or by settling; "settled" where they get none.
inline std::string refusal(const Files& files, std::string* detail = nullptr) {
  std::vector<royalty::BundleFile> list;
  for (const auto& [name, text] : files) list.push_back({name, text});
  const auto bundle = royalty::parse_bundle(list);
  Error error;
  if (bundle) {
    const auto result = royalty::settle(bundle->input);
    if (result) return "settled";
    error = result.error();
  } else {
    error = bundle.error();
  }
  if (detail != nullptr) *detail = error.detail;
  return std::string(errc_name(error.code)) + " " + error.field;
}
inline std::string refusal(std::string_view text, Files files = {}) { return refusal(tables(text, std::move(files))); }

}  // namespace colophon::tests
