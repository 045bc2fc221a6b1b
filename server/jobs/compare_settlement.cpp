#include "jobs/compare_settlement.hpp"

#include <algorithm>
#include <unordered_map>

#include "colophon/base/csv.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

/// What a statement says, one member at a time; the first that is missing or wrong is kept with its place.
class Reader {
 public:
  explicit Reader(std::string place) : place_(std::move(place)) {}

  const Json* member(const Json& of, const char* name) {
    const Json* found = of.find(name);
    if (found == nullptr) note(Errc::missing_field, name, "it is not there: this is no statement of this version");
    return found;
  }
  std::string text(const Json& of, const char* name) {
    const Json* found = member(of, name);
    if (found == nullptr) return {};
    if (found->string() == nullptr) note(Errc::invalid_argument, name, "this must be a text");
    return found->string() == nullptr ? std::string() : *found->string();
  }
  std::int64_t amount(const Json& of, const char* name) {
    const auto value = parse_int64(text(of, name), name);
    if (!value) note(value.error().code, name, value.error().detail);
    return value.value_or(0);
  }
  const JsonArray& list(const Json& of, const char* name) {
    static const JsonArray kNone;
    const Json* found = member(of, name);
    if (found != nullptr && found->array() == nullptr) note(Errc::invalid_argument, name, "this must be a list");
    return found == nullptr || found->array() == nullptr ? kNone : *found->array();
  }
  void note(Errc code, std::string_view field, std::string_view detail) {
    if (!error_) error_ = Error{code, place_ + ":" + std::string(field), std::string(detail)};
  }
  const std::optional<Error>& error() const { return error_; }

 private:
  std::string place_;
  std::optional<Error> error_;
};

/// Of what a party earned, by currency: what is dated before the period.
Micros late_of(Reader& read, const Json& statement, std::string_view currency, const Period& period) {
  Micros late = 0;
  for (const Json& line : read.list(statement, "lines")) {
    const Json* part = read.member(line, "part");
    const Json* cell = line.find("cell");            // A fee has none.
    if (part == nullptr || cell == nullptr || read.text(*part, "currency") != currency) continue;
    const Json* from = cell->find("from");           // Left out where it is the first day of the period.
    if (from == nullptr || from->string() == nullptr) continue;
    const auto day = Date::parse(*from->string(), "from");
    if (day && *day < first_day(period)) late += read.amount(*part, "amount_micro");
  }
  return late;
}

Result<void> read_statement(std::string_view document, std::string place, std::string name, const std::unordered_map<std::string, std::string>& names, SettledAccounts& out, bool& first) {
  const auto parsed = parse_json(document);
  if (!parsed) return fail(parsed.error().code, place, parsed.error().detail);
  Reader read(place);
  const Json* inner = read.member(*parsed, "statement");
  if (inner == nullptr) return std::unexpected(*read.error());
  const Json& statement = *inner;
  const auto period = Period::parse(read.text(statement, "period"));
  if (!period) return fail(Errc::invalid_argument, place + ":period", "a statement is of a month");
  if (!first && *period != out.period) return fail(Errc::conflict, place + ":period", "the statements are of several months: give the folder of one settlement");
  out.period = *period;
  first = false;
  for (const Json& payout : read.list(statement, "payouts"))
    if (const auto known = names.find(read.text(payout, "reference")); known != names.end() && !known->second.empty()) name = known->second;
  const Json* because = statement.find("carried_because");
  for (const Json& account : read.list(statement, "accounts")) {
    sales::SettledAccount row;
    row.party = read.text(statement, "party");
    row.name = name;
    const auto code = read.text(account, "currency");
    auto currency = Currency::parse(code);
    if (!currency) read.note(currency.error().code, "currency", currency.error().detail);
    else row.currency = *currency;
    row.opening_micro = read.amount(account, "opening_micro");
    row.earned_micro = read.amount(account, "earned_micro");
    row.held_micro = read.amount(account, "held_micro");
    row.reserved_micro = read.amount(account, "reserved_micro");
    row.recouped_micro = read.amount(account, "recouped_micro");
    row.released_micro = read.amount(account, "released_micro");
    row.unheld_micro = read.amount(account, "unheld_micro");
    row.guaranteed_micro = read.amount(account, "guaranteed_micro");
    row.returned_micro = read.amount(account, "returned_micro");
    row.reversed_micro = read.amount(account, "reversed_micro");
    row.converted_in_micro = read.amount(account, "exchanged_in_micro");
    row.converted_out_micro = read.amount(account, "exchanged_out_micro");
    row.closing_micro = read.amount(account, "closing_micro");
    for (const Json& payout : read.list(statement, "payouts")) {
      if (read.text(payout, "currency") != code) continue;
      row.tax_minor += read.amount(payout, "tax_minor");
      row.net_minor += read.amount(payout, "net_minor");
    }
    if (because != nullptr && because->string() != nullptr) row.carried_because = *because->string();
    row.late_micro = late_of(read, statement, code, *period);
    if (read.error()) return std::unexpected(*read.error());
    out.accounts.push_back(std::move(row));
  }
  return read.error() ? Result<void>(std::unexpected(*read.error())) : Result<void>{};
}

/// Names of payees by the reference of their payout, where the folder has such a table.
Result<std::unordered_map<std::string, std::string>> payee_names(const std::filesystem::path& folder) {
  std::unordered_map<std::string, std::string> names;
  if (!std::filesystem::exists(folder / "payouts.csv")) return names;
  constexpr CsvColumn kColumns[] = {{"party"}, {"name"}, {"currency"}, {"gross"}, {"tax"}, {"net"}, {"iban"}, {"bic"}, {"evm"}, {"reference"}};
  const auto text = COLOPHON_TRY(read_file(folder / "payouts.csv", "payouts.csv", limits::kJsonBytesMax));
  auto table = COLOPHON_TRY(CsvTable::open("payouts.csv", text, kColumns));
  while (COLOPHON_TRY(table.next())) names.emplace(table[9], table[1]);
  return names;
}

constexpr std::size_t kStatementsAtOnce = 500;

}  // namespace

Result<SettledAccounts> accounts_of_store(store::Store& store, const Period& period) {
  const auto settlements = COLOPHON_TRY(store.settlements());
  const auto found = std::ranges::find(settlements, period, &store::SettlementRow::period);
  if (found == settlements.end()) return fail(Errc::not_found, "--period", "no settlement of " + period.to_string() + " is kept: colophon settle --commit makes a draft");
  SettledAccounts out{period, {}};
  bool first = true;
  std::string cursor;
  do {
    const auto page = COLOPHON_TRY(store.statements(found->id, cursor, kStatementsAtOnce));
    for (const store::StatementRow& row : page.rows) {
      const auto whole = COLOPHON_TRY(store.statement(found->id, row.party));
      COLOPHON_TRY(read_statement(whole.document, "statement " + row.party.to_string(), whole.name, {}, out, first));
    }
    cursor = page.next;
  } while (!cursor.empty());
  return out;
}

Result<SettledAccounts> accounts_of_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (auto it = std::filesystem::directory_iterator(folder / "statements", error); !error && it != std::filesystem::directory_iterator(); it.increment(error))
    if (it->path().extension() == ".json") files.push_back(it->path());
  if (error || files.empty()) return fail(Errc::not_found, "--out-of", "there are no statements in " + (folder / "statements").string() + ": colophon settle --out DIR writes them");
  std::ranges::sort(files);
  const auto names = COLOPHON_TRY(payee_names(folder));
  SettledAccounts out;
  bool first = true;
  for (const auto& file : files) {
    const std::string place = "statements/" + file.filename().string();
    COLOPHON_TRY(read_statement(COLOPHON_TRY(read_file(file, place, limits::kJsonBytesMax)), place, file.stem().string(), names, out, first));
  }
  return out;
}

}  // namespace colophon::jobs
