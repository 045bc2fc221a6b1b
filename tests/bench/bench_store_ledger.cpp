// A million postings posted and the balances of their accounts kept: a settlement's draft with its journal, and its approval, in the SQLite store; beside them
// the plain way, a row a posting and a balance upsert each, in transactions of a hundred postings.
#include <sqlite3.h>

#include <cstdlib>
#include <filesystem>
#include <optional>

#include "bench.hpp"
#include "store/store.hpp"

using namespace colophon;
using bench::cpu_seconds;
using bench::print_line;

namespace {

constexpr std::uint32_t kTransactions = 250'000, kPostingsEach = 4, kPostings = kTransactions * kPostingsEach, kParties = 20'000;
constexpr Period kMonth{2026, 10};

void check(const auto& result) {
  if (result) return;
  std::fprintf(stderr, "%s: %s\n", result.error().field.c_str(), result.error().detail.c_str());
  std::exit(1);
}

/// The divisions of many works, each over two parties and a reserve.
royalty::Journal journal_of() {
  royalty::Journal journal;
  journal.set_name(kMonth.to_string());
  const std::uint32_t eur = journal.currency(*Currency::parse("EUR"));
  for (std::uint32_t i = 0; i < kTransactions; ++i) {
    const Micros amount = 1'000'000 + (i * 7'919LL) % 900'000'007;
    const std::string party = std::to_string(i * 2'654'435'761u % kParties);
    journal.begin(last_day(kMonth), "division | pool subscription, work work-" + std::to_string(i), uuid_from_name("bench", std::to_string(i)));
    journal.debit("liabilities:pool:subscription", eur, amount);
    journal.credit("liabilities:party:artist-" + party, eur, amount / 3);
    journal.credit("liabilities:reserve:artist-" + party + ":deal-" + party + ":2027-01", eur, amount / 7);
    journal.credit("liabilities:party:label-" + std::to_string(i % 50), eur, amount - amount / 3 - amount / 7);
    journal.finish();
  }
  return journal;
}

double ours(const std::filesystem::path& folder) {
  auto store = *store::open_sqlite((folder / "store.db").string());
  royalty::SettlementInput input;
  input.settlement = uuid_from_name("bench", "settlement");
  input.name = kMonth.to_string();
  input.period = kMonth;
  royalty::SettlementResult result;
  result.journal = journal_of();
  if (result.journal.postings().size() != kPostings) std::exit(1);
  store::SettlementDraft draft;
  draft.row.id = input.settlement;
  draft.row.period = kMonth;
  draft.row.made_by = "maker";
  draft.row.header = "{}";
  draft.row.warnings = "[]";
  draft.row.transactions = kTransactions;
  draft.input = &input;
  draft.result = &result;
  check(store->freeze_period(kMonth));
  const double before = cpu_seconds();
  check(store->put_draft(draft));
  check(store->approve(input.settlement, "approver"));
  const double seconds = cpu_seconds() - before;
  // Every balance is there, and together they are nothing.
  const auto balances = store->account_balances();
  check(balances);
  Micros sum = 0;
  for (const auto& balance : *balances) sum += balance.balance_micro;
  if (balances->size() < kParties || sum != 0) std::exit(1);
  // What was posted reads as the journal that it was.
  const auto read = store->journal(input.settlement);
  check(read);
  if (read->head() != result.journal.head()) std::exit(1);
  return seconds;
}

double plain(const std::filesystem::path& folder) {
  sqlite3* db = nullptr;
  sqlite3_open((folder / "plain.db").c_str(), &db);
  sqlite3_exec(db,
               "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
               "CREATE TABLE posting(id INTEGER PRIMARY KEY, txn INTEGER, account INTEGER, amount INTEGER);"
               "CREATE TABLE balance(account INTEGER PRIMARY KEY, amount INTEGER)",
               nullptr, nullptr, nullptr);
  sqlite3_stmt *insert = nullptr, *upsert = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO posting(txn, account, amount) VALUES(?1, ?2, ?3)", -1, &insert, nullptr);
  sqlite3_prepare_v2(db, "INSERT INTO balance VALUES(?1, ?2) ON CONFLICT(account) DO UPDATE SET amount = amount + excluded.amount", -1, &upsert, nullptr);
  const royalty::Journal journal = journal_of();
  const double before = cpu_seconds();
  std::uint32_t number = 0;
  for (const royalty::Transaction& transaction : journal.transactions()) {
    if (number % 25 == 0) sqlite3_exec(db, "BEGIN", nullptr, nullptr, nullptr);
    for (std::uint32_t i = transaction.begin; i < transaction.end; ++i) {
      const royalty::Posting& posting = journal.postings()[i];
      sqlite3_bind_int64(insert, 1, number);
      sqlite3_bind_int64(insert, 2, posting.account);
      sqlite3_bind_int64(insert, 3, posting.amount_micro);
      sqlite3_step(insert);
      sqlite3_reset(insert);
      sqlite3_bind_int64(upsert, 1, posting.account);
      sqlite3_bind_int64(upsert, 2, posting.amount_micro);
      sqlite3_step(upsert);
      sqlite3_reset(upsert);
    }
    if (++number % 25 == 0) sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  }
  const double seconds = cpu_seconds() - before;
  sqlite3_finalize(insert);
  sqlite3_finalize(upsert);
  sqlite3_close(db);
  return seconds;
}

}  // namespace

int main() {
  const auto folder = std::filesystem::temp_directory_path() / "colophon-bench-ledger";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const double seconds = ours(folder), theirs = plain(folder);
  print_line("1,000,000 postings posted, balances kept, approved", seconds, "CPU-s", "SQLite, a row a posting and a balance upsert", theirs);
  std::printf("postings per CPU-second: %.0f; SQLite %.0f\n", kPostings / seconds, kPostings / theirs);
  std::filesystem::remove_all(folder);
}
