#pragma once
// The double-entry journal of a settlement: transactions whose postings add up to zero in every currency, hash-chained. Its text is a
// journal that hledger and ledger read (docs/formats/journal.md).
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "colophon/base/date.hpp"
#include "colophon/base/money.hpp"
#include "colophon/hash/sha256.hpp"
#include "colophon/merkle/report.hpp"

namespace colophon::royalty {

/// `amount_micro` above 0 is a debit. `residue` (in 10^-12 of the major unit, less than a micro) is what an incoming amount had below the
/// grid of micros; only receipts have it.
struct Posting {
  std::uint32_t account = 0;               ///< Index into Journal::accounts.
  std::uint32_t currency = 0;              ///< Index into Journal::currencies.
  Micros amount_micro = 0;
  std::int64_t residue = 0;
};

struct Transaction {
  Date date;
  std::string code;                        ///< Its number in the settlement: "2026-10/17".
  std::string text;                        ///< "division | pool subscription, work night-train"
  Id ref;                                  ///< What it is about (row, party); nil: none.
  Id reverses;                             ///< The row whose posting this takes back; nil: none.
  std::uint32_t begin = 0, end = 0;        ///< Its postings.
};

class Journal {
 public:
  std::uint32_t account(std::string_view name);
  std::uint32_t currency(const Currency& currency);
  /// Begins a transaction; postings follow by post(). Amounts of 0 are left out. finish() fixes it; one without postings disappears.
  void begin(Date date, std::string text, Id ref = {}, Id reverses = {});
  void post(std::uint32_t account, std::uint32_t currency, Micros amount_micro, std::int64_t residue = 0);
  void debit(std::string_view name, std::uint32_t currency, Micros amount_micro) { post(account(name), currency, amount_micro); }
  void credit(std::string_view name, std::uint32_t currency, Micros amount_micro) { post(account(name), currency, -amount_micro); }
  void finish();

  void set_name(std::string name) { name_ = std::move(name); }
  const std::vector<Transaction>& transactions() const { return transactions_; }
  const std::vector<Posting>& postings() const { return postings_; }
  const std::vector<std::string>& accounts() const { return accounts_; }
  const std::vector<Currency>& currencies() const { return currencies_; }
  /// The head of the chain: h_0 is 32 zero bytes, h_n = SHA-256(h_(n-1) || text of transaction n without its "chain" line).
  const Hash& head() const { return head_; }

  /// The whole text, in pieces of whole transactions.
  void write(const std::function<void(std::string_view)>& sink) const;

 private:
  void render(const Transaction& transaction, std::string& text) const;

  std::string name_;
  std::vector<std::string> accounts_;
  std::unordered_map<std::string, std::uint32_t> account_index_;
  std::vector<Currency> currencies_;
  std::vector<Transaction> transactions_;
  std::vector<Posting> postings_;
  Hash head_{};
  std::string scratch_;
};

/// A name as part of an account: letters, digits, and . _ - @ + stay, as do characters beyond ASCII; anything else becomes %XX.
std::string account_part(std::string_view name);

/// Whether a settlement may be called so: 1 to 128 bytes of UTF-8 without parentheses and control characters, because the journal's lines have it in
/// parentheses. Error: invalid_argument.
Result<void> check_journal_name(std::string_view name, std::string_view field);

/// Checks the text of a journal: every transaction adds up to zero in every currency, and the chain holds from the first to the last line.
/// Facts: transactions, postings, head, and the balance of every account that is not zero. Errors are for what is no such journal.
Result<merkle::Report> verify_journal(std::string_view text);

}  // namespace colophon::royalty
