// pain.002, CustomerPaymentStatusReport: which orders the bank takes.
#include <optional>

#include "bank/messages.hpp"
#include "colophon/base/calendar.hpp"
#include "store/try.hpp"

namespace colophon::bank {
namespace {

using payment::PayoutStatus;

enum class Meaning { accepted, rejected, paid, pending, nothing, unclear };

/// ISO 20022's external code sets of payment status, group and transaction.
Meaning meaning_of(std::string_view code) {
  struct Row { std::string_view code; Meaning meaning; };
  constexpr Row rows[] = {
      {"ACTC", Meaning::accepted}, {"ACCP", Meaning::accepted}, {"ACSP", Meaning::accepted}, {"ACWC", Meaning::accepted}, {"ACWP", Meaning::accepted},
      {"ACFC", Meaning::accepted}, {"ACPD", Meaning::accepted}, {"ACIS", Meaning::accepted},
      // "Provided for transaction status reasons, not for financial information": what has been settled is seen on the account.
      {"ACSC", Meaning::accepted},
      {"ACCC", Meaning::paid},     // On the creditor's account.
      {"RJCT", Meaning::rejected}, {"CANC", Meaning::rejected},
      {"RCVD", Meaning::pending},  {"PDNG", Meaning::pending},  {"ACFW", Meaning::pending},  {"PATC", Meaning::pending},
      {"PART", Meaning::nothing},  // Some and some: the transactions say which.
      {"RCVC", Meaning::pending},  {"RVNC", Meaning::pending},  {"RVCM", Meaning::unclear},  {"BLCK", Meaning::unclear}};
  for (const Row& row : rows) {
    if (row.code == code) return row.meaning;
  }
  return Meaning::unclear;
}

std::optional<PayoutStatus> status_of(Meaning meaning) {
  switch (meaning) {
    case Meaning::accepted: return PayoutStatus::accepted;
    case Meaning::rejected: return PayoutStatus::rejected;
    case Meaning::paid: return PayoutStatus::paid;
    default: return std::nullopt;
  }
}

class Pain002 {
 public:
  Pain002(const Fields& fields, BankReport& out) : fields_(fields), out_(out) {}

  Result<void> read(XmlElement message) {
    date_ = std::string(date_of_date_time(out_.created));
    const auto original = message.child("OrgnlGrpInfAndSts");
    if (!original) return fields_.refuse(message, Errc::missing_field, "The report does not say which payment file it answers: OrgnlGrpInfAndSts.");
    message_id_ = trimmed(original.text_at("OrgnlMsgId"));
    if (const auto kind = trimmed(original.text_at("OrgnlMsgNmId")); !kind.starts_with("pain.001")) {
      note(original, "the report answers a " + (kind.empty() ? "message without a name" : kind) + ", not a payment file");
      return {};
    }
    COLOPHON_TRY(group(original, "GrpSts", "", "OrgnlNbOfTxs", "OrgnlCtrlSum"));
    for (auto element = message.first(); element; element = element.next()) {
      if (element.name() == "OrgnlPmtInfAndSts") COLOPHON_TRY(information(element));
      if (element.name() == "TxInfAndSts") COLOPHON_TRY(transaction(element, ""));   // Where version 2 had them.
    }
    return {};
  }

 private:
  void note(XmlElement where, const std::string& text) { out_.notes.push_back("line " + std::to_string(where.line()) + ": " + text); }

  /// The meaning of a status, noting one that a person has to read.
  Meaning meaning(XmlElement where, const std::string& code) {
    const Meaning meaning = meaning_of(code);
    if (meaning == Meaning::unclear) note(where, "the status " + code.substr(0, 35) + " decides nothing here: ask the bank what it means");
    return meaning;
  }

  Result<void> group(XmlElement element, std::string_view status, std::string information_id, std::string_view count, std::string_view sum) {
    const std::string code = trimmed(element.text_at(status));
    if (code.empty()) return {};
    const auto decided = status_of(meaning(element.child(status), code));
    if (!decided) return {};
    const Reason reason = reason_of(element, "StsRsnInf");
    GroupReport group{message_id_, std::move(information_id), *decided, code, reason.code, reason.text, date_, -1, {}, {}};
    if (const auto number = element.child(count)) {
      const auto value = parse_decimal(trimmed(number.text()));
      if (!value || *value < 0 || *value % 100'000 != 0 || *value / 100'000 > 1'000'000'000) return fields_.refuse(number, Errc::invalid_argument, "This is no number of payments.");
      group.payments = static_cast<std::int64_t>(*value / 100'000);
    }
    if (const auto total = element.child(sum)) {
      const auto value = parse_decimal(trimmed(total.text()));
      if (!value) return fields_.refuse(total, Errc::invalid_amount, "This is no sum: a decimal of at most 18 digits and 5 places.");
      group.amount = format_decimal(*value);
    }
    out_.groups.push_back(std::move(group));
    return {};
  }

  Result<void> information(XmlElement element) {
    const std::string id = trimmed(element.text_at("OrgnlPmtInfId"));
    if (id.empty()) return fields_.refuse(element, Errc::missing_field, "OrgnlPmtInfId is missing: which group of payments is meant?");
    COLOPHON_TRY(group(element, "PmtInfSts", id, "OrgnlNbOfTxs", "OrgnlCtrlSum"));
    for (auto child = element.first(); child; child = child.next()) {
      if (child.name() == "TxInfAndSts") COLOPHON_TRY(transaction(child, id));
    }
    return {};
  }

  Result<void> transaction(XmlElement element, std::string information_id) {
    const std::string code = trimmed(element.text_at("TxSts"));
    if (code.empty()) return {};   // Listed for its details only; its group decides.
    const Meaning meaning = this->meaning(element.child("TxSts"), code);
    if (meaning == Meaning::pending) ++out_.pending;
    const auto decided = status_of(meaning);
    if (!decided) return {};
    PaymentReport report;
    report.end_to_end_id = end_to_end_id(element.child("OrgnlEndToEndId"));
    if (report.end_to_end_id.empty()) {
      note(element, "a payment is " + std::string(payment::status_name(*decided)) + " but not named: its OrgnlEndToEndId is missing");
      return {};
    }
    report.status = *decided;
    report.bank_status = code;
    const Reason reason = reason_of(element, "StsRsnInf");
    report.reason = reason.code;
    report.reason_text = reason.text;
    report.date = date_;
    report.message_id = message_id_;
    report.payment_information_id = std::move(information_id);
    if (const auto original = element.at("OrgnlTxRef/Amt/InstdAmt")) {
      const auto amount = COLOPHON_TRY(fields_.amount(original));
      report.amount_minor = amount.minor;
      report.currency = amount.currency.name();
    }
    out_.payments.push_back(std::move(report));
    return {};
  }

  const Fields& fields_;
  BankReport& out_;
  std::string date_, message_id_;
};

}  // namespace

Result<void> read_pain002(XmlElement message, const Fields& fields, BankReport& out) { return Pain002(fields, out).read(message); }

}  // namespace colophon::bank
