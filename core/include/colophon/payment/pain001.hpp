#pragma once
// The file that asks a bank to pay: ISO 20022 CustomerCreditTransferInitiation, pain.001.001.09, within the EPC's guidelines for SEPA credit
// transfers (EPC132-08, 2025). docs/formats/payments.md says what is written and what is refused.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"
#include "colophon/base/id.hpp"
#include "colophon/base/money.hpp"

namespace colophon::payment {

/// Whose account: the name as the bank knows it, the IBAN, and the BIC, which may be empty within SEPA.
struct Account { std::string name, iban, bic; };

struct Payment {
  std::string end_to_end_id;        ///< Comes back in every answer of the banks: 1 to 35 SEPA characters, unique in the file. reference() makes one.
  std::int64_t amount_minor = 0;    ///< At least 1.
  Currency currency;
  std::string execution_date;       ///< "2026-11-28": the day on which the payer's account is debited.
  Account creditor;
  std::string remittance;           ///< What the payee reads on its statement of account: at most 140 characters; may be empty.
};

/// An account to pay from. `currency` is the code of what it pays, or empty for everything that no other account names.
struct DebtorAccount { Account account; std::string currency; };

/// What names may be written in where SEPA does not rule: payments that are not in euro between two accounts of SEPA.
enum class Characters {
  sepa,      ///< As in SEPA: Latin letters only. What every bank takes.
  unicode,   ///< As given, for banks that take Chinese and other names: at most 140 characters, no control characters.
};

struct PaymentOrder {
  std::string message_id;           ///< Never used before with this bank: 1 to 30 SEPA characters.
  std::uint64_t created_unix_ms = 0;
  std::string initiator;            ///< Who sends the file; empty: the name of the first account to pay from.
  std::vector<DebtorAccount> debtors;
  std::string purpose = "ROYA";     ///< ISO 20022 external purpose code (ROYA: royalties), 1 to 4 letters or digits; empty: none.
  bool batch_booking = true;        ///< True: the bank debits each group as one sum; false: each payment by itself.
  Characters elsewhere = Characters::sepa;
  std::vector<Payment> payments;
};

/// A name or remittance text that was not written as given.
struct Rewritten { std::string end_to_end_id, field, given, written; };
struct CurrencyTotal { Currency currency; std::int64_t payments = 0, amount_minor = 0; };

struct PaymentFile {
  std::string xml;                        ///< UTF-8; a line a payment.
  std::vector<Rewritten> rewritten;       ///< By reference.
  std::vector<CurrencyTotal> totals;      ///< By currency code: what the ledger's payable must equal.
  std::int64_t groups = 0;                ///< PmtInf elements: one for each date, currency, and whether it is SEPA.
};

/// The file, the same bytes for every order of payments and debtors. Errors, with fields such as "payments[3].creditor.iban" by the
/// position given: missing_field, invalid_argument (identifiers, characters, lengths, dates, a reference twice), negative_amount (also zero),
/// overflow, limit_exceeded (limits::kPaymentsMax, SEPA's 999,999,999.99), currency_mismatch (no account pays this currency).
Result<PaymentFile> write_pain001(const PaymentOrder& order);

/// Whether one payment could stand in a file of this order: what a payee's data are held for until they are mended. The payment as it would
/// be written (names converted, IBAN and BIC normal). Errors as write_pain001's, with fields such as "creditor.iban".
Result<Payment> prepared(const Payment& payment, const PaymentOrder& order);

/// Payments from a table with the columns end_to_end_id, amount (in whole units of the currency: "12.34"), currency, name, iban and, optionally, bic,
/// remittance and execution_date (else `date`). Only what makes a line unreadable is looked at here. Errors: those of CsvTable, invalid_amount,
/// negative_amount, unknown_currency, with the place "payouts.csv:7:amount".
Result<std::vector<Payment>> read_payments_table(std::string name, std::string_view text, std::string_view date);

/// An id as an end-to-end id, 32 hexadecimal digits (a UUID with its hyphens is one character too long), and back.
std::string reference(const Id& id);
Result<Id> id_of_reference(std::string_view reference, std::string_view field = "end_to_end_id");

}  // namespace colophon::payment
