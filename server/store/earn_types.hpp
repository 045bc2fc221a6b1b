#pragma once
// The rows of money: agreements, payees, settlements, the ledger, payouts. Amounts are micros unless their name says minor.
#include <functional>

#include "colophon/royalty/settlement.hpp"
#include "store/types.hpp"

namespace colophon::store {

/// What a party is paid by. Account name, IBAN, BIC, country and EVM address are personal: they lie with the name and are erased with it.
struct PayeeRow {
  Id party;
  std::string pays_in;                ///< A currency; empty: every currency by itself.
  std::int64_t threshold_minor = 0;
  Share withholding{0, 1};
  bool payable = true;                ///< False: everything is carried forward.
  std::string account_name;           ///< The name as the bank writes it; empty: the party's.
  std::string iban, bic, country, evm;
};

struct RuleBookRow {
  std::int64_t key = 0;
  UnixMs recorded_at = 0;
  std::string recorded_by;
  std::string document;               ///< "colophon/agreements/1", canonical, with ids for names of parties and works.
};

struct RateRow {
  Date date;
  std::string from, to;
  std::string rate;                   ///< An exact decimal.
  std::string source;
};

/// What a work is to others, and its codes in normal form (no hyphens).
struct WorkRights {
  royalty::WorkType type = royalty::WorkType::work;
  Id artist;
  std::string isrc, iswc, upc;
  bool noise = false;
  std::vector<royalty::WorkPart> tracks, compositions;
  std::vector<royalty::Derivation> derives;
};

struct EarningsHoldRow {
  royalty::Hold hold;
  std::string reason;
};

enum class SettlementState : std::uint8_t { draft, approved };
struct SettlementRow {
  Id id;
  Period period;
  std::string rule;                   ///< Of the subscription pool, where the book has no pools of its own; empty: as the book says.
  std::int64_t book = 0;              ///< The rule book; 0: none.
  SettlementState state = SettlementState::draft;
  std::string made_by, approved_by;
  UnixMs made_at = 0, approved_at = 0;
  std::string header;                 ///< The settlement header, canonical JSON.
  Hash root{};
  Hash salt{};                        ///< The settlement salt of its commitment.
  std::uint64_t statements = 0;
  std::uint64_t transactions = 0;
  std::string warnings;               ///< JSON array.
  std::string earlier;                ///< What changed against the draft that this one replaced, JSON; empty: it is the first.
  Hash opening{};                     ///< SHA-256 of the openings that it began with.
  bool simulated = false;             ///< Some of its audience was simulated.
};
/// A party's balance in one currency within a settlement.
struct AccountRow {
  std::string currency;
  Micros opening_micro = 0, earned_micro = 0, held_micro = 0, reserved_micro = 0, recouped_micro = 0, closing_micro = 0;
  std::int64_t paid_minor = 0;
};
struct StatementRow {
  Id party;
  std::string name;                   ///< Joined from the erasable table when read; not written.
  std::vector<AccountRow> accounts;   ///< By currency.
  std::string document;               ///< "colophon/statement/2" without its receipt. Empty in lists.
};
/// An account with whose it is.
struct PartyAccountRow { Id party; AccountRow account; };
struct PoolTableRow { Id pool; std::string name, rule, currency; Micros amount_micro = 0; std::string document; };

/// A settlement with all that it writes. Documents are asked for one at a time.
struct SettlementDraft {
  SettlementRow row;
  const royalty::SettlementInput* input = nullptr;
  const royalty::SettlementResult* result = nullptr;
  std::function<std::string(std::size_t)> statement;   ///< Of result->parties[i].
  std::function<std::string(std::size_t)> pool_table;  ///< Of result->pools[i].
  std::function<Result<void>(std::size_t)> written;    ///< Called after each statement; an error ends and undoes everything. May be empty.
};

/// sent: in a payment file. rejected and returned: the amount goes back to the balance with the next settlement.
enum class PayoutState : std::uint8_t { due, sent, paid, returned, rejected };
std::string_view payout_state_name(PayoutState state);
struct PayoutRow {
  std::string reference;
  Id settlement, party;
  Period period;
  std::string name;                   ///< Joined from the erasable table.
  std::string currency;
  std::int64_t gross_minor = 0, tax_minor = 0, net_minor = 0;
  PayoutState state = PayoutState::due;
  std::string reason;                 ///< The bank's, where it was returned.
  Date day;                           ///< Of the last change that the bank dated.
  std::string message;                ///< The payment file that it was sent in; empty: none.
};

struct PaymentFileRow {
  std::string message;                ///< Its id at the bank.
  UnixMs made_at = 0;
  std::string made_by;
  std::uint64_t payments = 0;
  std::string totals;                 ///< JSON: [{"amount", "currency"}].
  bool withdrawn = false;             ///< It was never sent; its payouts are due again.
  std::string document;               ///< pain.001. Empty in lists.
};

/// What parties would earn if an open period ended now.
enum class InvoiceState : std::uint8_t { open, paid, cancelled };
std::string_view invoice_state_name(InvoiceState state);
/// What a licensee owes for a licence of the registry; once paid it is a line of revenue with the licence's id.
struct InvoiceRow {
  std::int64_t number = 0;            ///< Consecutive from 1.
  Id licence, work, licensor, licensee;
  std::string amount, currency;       ///< An exact decimal of the major unit.
  Date issued, due;
  InvoiceState state = InvoiceState::open;
  Date changed;                       ///< When it was paid or cancelled; day 0: not yet.
  std::string reference;              ///< Of the payment, or why it was cancelled.
};

struct ForecastRow { Id party; std::string currency; Micros earned_micro = 0; };
struct Forecast { Period period; Date through; UnixMs made_at = 0; };

struct BalanceRow { std::string account, currency; Micros balance_micro = 0; };

}  // namespace colophon::store
