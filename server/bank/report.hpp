#pragma once
// What a bank answers to a payment file: pain.002 (which orders it takes) and camt.054, camt.053 and camt.052 (what it booked on the account), of
// any version. Money counts as paid when it is booked, and as returned when it is booked back; docs/formats/payments.md has the rules.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bank/pain001_check.hpp"
#include "colophon/base/json.hpp"
#include "colophon/payment/status.hpp"

namespace colophon::bank {

/// What the report says of one payment.
struct PaymentReport {
  std::string end_to_end_id;
  payment::PayoutStatus status = payment::PayoutStatus::accepted;
  std::string bank_status;             ///< The bank's own word: "ACSC", "RJCT", "BOOK".
  std::string reason;                  ///< Why it was rejected or returned, ISO 20022's external code ("AC04") or the bank's own; empty where none is given.
  std::string reason_text;             ///< What the bank adds in words.
  std::int64_t amount_minor = 0;       ///< What was booked (of a return it may be less than was sent), else what was ordered; 0 with an empty currency: not said.
  std::string currency;
  std::string date;                    ///< The day of booking, else of the report; empty where none is given.
  std::string message_id, payment_information_id;   ///< Of the payment file; empty where not said.
};

/// What the report says of a whole payment file, or of one of its groups (PmtInf), without naming the payments. expand() names them.
struct GroupReport {
  std::string message_id, payment_information_id;   ///< An empty payment_information_id: the whole file.
  payment::PayoutStatus status = payment::PayoutStatus::accepted;
  std::string bank_status, reason, reason_text, date;
  std::int64_t payments = -1;          ///< How many they are, or -1 where not said.
  std::string amount, currency;        ///< Their sum as a decimal, or empty.
};

struct BankReport {
  std::string message;                 ///< "pain.002.001.10"
  std::string id;                      ///< The bank's id of the message: reading it twice changes nothing.
  std::string created;
  std::vector<PaymentReport> payments; ///< In the order of the file.
  std::vector<GroupReport> groups;
  std::int64_t pending = 0;            ///< Payments of which the bank says that it has not decided.
  std::vector<std::string> notes;      ///< What a person should look at: "line 41: a credit that …".
};

/// Errors: those of XmlDocument::parse; unknown_format; with the field "FILE:line:path" missing_field, invalid_amount, invalid_argument (a day,
/// a status text that is none). One entry that cannot be read refuses the file: half of a bank's answer is worse than none.
Result<BankReport> read_bank_report(std::string_view xml, std::string_view file);

/// Names the payments that the report's groups mean, with the help of the file that was sent, and compares amounts. What does not fit (another
/// count, another sum, a file or group that was not sent) stays a group, with a note.
BankReport expand(BankReport report, const Pain001& sent);

/// {"created","format":"colophon/bank-report/1","groups","id","message","notes","payments","pending"}
Json bank_report_json(const BankReport& report);

/// A reason code in a few English words, or empty for one that is rare: "AC04" is "the account is closed".
std::string_view reason_in_words(std::string_view code) noexcept;

}  // namespace colophon::bank
