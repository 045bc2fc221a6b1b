#pragma once
// Payouts on their way to the bank and back: a payment file of those that are due, and what the bank answers.
#include "bank/report.hpp"
#include "jobs/payout_files.hpp"

namespace colophon::jobs {

struct LeftOut { std::string reference; Id party; std::string reason; };
struct PaymentRun {
  store::PaymentFileRow file;               ///< With its document; an empty message: no payout could be sent.
  std::vector<payment::Rewritten> rewritten;
  std::vector<LeftOut> left_out;            ///< Due, and not in the file.
};
/// Makes one payment file of all payouts that are due, and counts them as sent. Payouts whose payee's data a bank would refuse stay due.
/// Errors: missing_field (nobody pays), not_found (nothing is due).
Result<PaymentRun> make_payment_file(store::Store& store, std::string_view made_by);

struct BankAnswer {
  bank::BankReport report;
  std::uint64_t changed = 0, unchanged = 0;
  std::vector<std::string> unknown;         ///< References of payments that are not ours.
};
/// Takes a pain.002 or camt file into the payouts: paid, returned or rejected; what the bank accepts stays sent. Groups are read with the payment
/// file that was sent beside them. All or nothing. Errors: bank::read_bank_report's, conflict (booked already, or rejected and then booked).
Result<BankAnswer> take_bank_report(store::Store& store, std::string_view xml, std::string_view file);

JsonObject payment_run_json(const PaymentRun& run);
JsonObject bank_answer_json(const BankAnswer& answer);

}  // namespace colophon::jobs
