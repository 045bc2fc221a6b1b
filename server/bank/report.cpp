#include "bank/report.hpp"

#include <algorithm>

#include "bank/messages.hpp"
#include "store/try.hpp"

namespace colophon::bank {
namespace {

constexpr std::string_view kNamespace = "urn:iso:std:iso:20022:tech:xsd:";

struct Kind {
  std::string_view name, element;
  Result<void> (*read)(XmlElement message, const Fields& fields, BankReport& out);
};
constexpr Kind kKinds[] = {{"pain.002.001.", "CstmrPmtStsRpt", read_pain002},
                           {"camt.054.001.", "BkToCstmrDbtCdtNtfctn", read_camt},
                           {"camt.053.001.", "BkToCstmrStmt", read_camt},
                           {"camt.052.001.", "BkToCstmrAcctRpt", read_camt}};

}  // namespace

Result<BankReport> read_bank_report(std::string_view xml, std::string_view file) {
  const auto document = COLOPHON_TRY(XmlDocument::parse(xml, file));
  for (const Kind& kind : kKinds) {
    const auto message = document.find(kind.element, std::string(kNamespace) + std::string(kind.name));
    if (!message) continue;
    BankReport report;
    report.message = message.name_space().substr(kNamespace.size());
    report.id = trimmed(message.text_at("GrpHdr/MsgId"));
    report.created = trimmed(message.text_at("GrpHdr/CreDtTm"));
    const Fields fields(file);
    if (report.id.empty()) return fields.refuse(message, Errc::missing_field, "The message has no GrpHdr/MsgId.");
    COLOPHON_TRY(kind.read(message, fields, report));
    return report;
  }
  return fail(Errc::unknown_format, std::string(file), "This is no answer of a bank that Colophon reads: pain.002, camt.054, camt.053 or camt.052.");
}

Json bank_report_json(const BankReport& report) {
  const auto text_or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
  const auto reason_words = [&](const std::string& code) { return text_or_null(std::string(reason_in_words(code))); };
  JsonArray payments, groups, notes;
  for (const auto& one : report.payments) {
    const auto currency = Currency::parse(one.currency);
    payments.push_back(JsonObject{{"end_to_end_id", one.end_to_end_id},
                                  {"status", payment::status_name(one.status)},
                                  {"bank_status", one.bank_status},
                                  {"reason", text_or_null(one.reason)},
                                  {"reason_words", reason_words(one.reason)},
                                  {"reason_text", text_or_null(one.reason_text)},
                                  {"amount", currency ? Json(format_minor(one.amount_minor, *currency)) : Json()},
                                  {"currency", text_or_null(one.currency)},
                                  {"date", text_or_null(one.date)},
                                  {"message_id", text_or_null(one.message_id)},
                                  {"payment_information_id", text_or_null(one.payment_information_id)}});
  }
  for (const auto& one : report.groups) {
    groups.push_back(JsonObject{{"message_id", text_or_null(one.message_id)},
                                {"payment_information_id", text_or_null(one.payment_information_id)},
                                {"status", payment::status_name(one.status)},
                                {"bank_status", one.bank_status},
                                {"reason", text_or_null(one.reason)},
                                {"reason_words", reason_words(one.reason)},
                                {"reason_text", text_or_null(one.reason_text)},
                                {"payments", one.payments < 0 ? Json() : Json(one.payments)},
                                {"amount", text_or_null(one.amount)},
                                {"currency", text_or_null(one.currency)},
                                {"date", text_or_null(one.date)}});
  }
  for (const auto& note : report.notes) notes.push_back(note);
  return JsonObject{{"format", "colophon/bank-report/1"}, {"message", report.message}, {"id", report.id}, {"created", text_or_null(report.created)},
                    {"payments", std::move(payments)}, {"groups", std::move(groups)}, {"pending", report.pending}, {"notes", std::move(notes)}};
}

std::string_view reason_in_words(std::string_view code) noexcept {
  struct Row { std::string_view code, words; };
  constexpr Row rows[] = {{"AC01", "the account number is wrong"},
                          {"AC03", "the payee's account number is wrong"},
                          {"AC04", "the account is closed"},
                          {"AC06", "the account is blocked"},
                          {"AC13", "the payer's account is of the wrong kind"},
                          {"AG01", "the account may not receive such payments"},
                          {"AG02", "the bank does not take this kind of payment"},
                          {"AM02", "the amount is above what the bank allows"},
                          {"AM03", "the currency is not one that the account takes"},
                          {"AM04", "the payer's account lacks the money"},
                          {"AM05", "the bank saw this payment before"},
                          {"AM09", "the amount is wrong"},
                          {"AM10", "the control sum is wrong"},
                          {"BE01", "name and account do not belong together"},
                          {"BE04", "the payee's address is missing"},
                          {"BE05", "the sender is not known to the bank"},
                          {"BE07", "the payer's address is missing"},
                          {"CNOR", "the payee's bank is not registered for this"},
                          {"CUST", "asked for by the customer"},
                          {"DT01", "the date is wrong"},
                          {"DUPL", "it was paid twice"},
                          {"ED05", "settlement failed"},
                          {"FF01", "the file's format is wrong"},
                          {"FOCR", "sent back after a request for cancellation"},
                          {"MD07", "the payee has died"},
                          {"MS02", "the payee refused it and did not say why"},
                          {"MS03", "the bank did not say why"},
                          {"NARR", "the bank says why in words"},
                          {"NOAS", "the payee did not answer"},
                          {"RC01", "the bank's identifier is wrong"},
                          {"RR01", "the payer's account or identification is missing"},
                          {"RR02", "the payer's name or address is missing"},
                          {"RR03", "the payee's name or address is missing"},
                          {"RR04", "a regulation forbids it"},
                          {"TM01", "it came after the bank's hour"}};
  const auto found = std::ranges::find(rows, code, &Row::code);
  return found == std::end(rows) ? std::string_view() : found->words;
}

}  // namespace colophon::bank
