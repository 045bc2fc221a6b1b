// colophon payments: the file that asks a bank to pay, its check, and what the bank answers.
#include <chrono>

#include "bank/report.hpp"
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/report.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/payment/pain001.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

int wrong(const Options& options, std::string sentence) {
  print_error({Errc::invalid_argument, "", std::move(sentence)}, options.json());
  return kUsage;
}

std::uint64_t now_unix_ms() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

Result<int> make(const Options& options) {
  const auto& file = options.arguments()[1];
  for (const auto* needed : {"--out", "--message-id", "--date", "--from-name", "--from-iban"}) {
    if (!options.has(needed)) return wrong(options, std::string("payments make needs ") + needed);
  }
  payment::PaymentOrder order;
  order.message_id = options.value("--message-id");
  order.created_unix_ms = now_unix_ms();
  order.debtors = {{{options.value("--from-name"), options.value("--from-iban"), options.value("--from-bic")}, ""}};
  order.purpose = options.value("--purpose", order.purpose);
  order.batch_booking = !options.has("--book-singly");
  if (options.has("--unicode")) order.elsewhere = payment::Characters::unicode;
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kTextBytesMax * 8));
  order.payments = COLOPHON_TRY(payment::read_payments_table(file, text, options.value("--date")));
  const auto made = COLOPHON_TRY(payment::write_pain001(order));
  COLOPHON_TRY(write_file(options.value("--out"), made.xml));
  JsonArray totals, rewritten;
  for (const auto& total : made.totals) {
    totals.push_back(JsonObject{{"amount", format_minor(total.amount_minor, total.currency)}, {"currency", total.currency.name()}, {"payments", total.payments}});
  }
  for (const auto& one : made.rewritten) {
    rewritten.push_back(JsonObject{{"end_to_end_id", one.end_to_end_id}, {"field", one.field}, {"given", one.given}, {"written", one.written}});
  }
  if (options.json()) {
    print_json(JsonObject{{"groups", made.groups}, {"message_id", order.message_id}, {"payments", static_cast<std::int64_t>(order.payments.size())},
                          {"rewritten", std::move(rewritten)}, {"totals", std::move(totals)}});
    return kDone;
  }
  for (const auto& one : made.rewritten) print("written for the bank  " + one.end_to_end_id + "  " + one.field + ": " + one.given + " -> " + one.written);
  for (const auto& total : made.totals) print(std::to_string(total.payments) + (total.payments == 1 ? " payment, " : " payments, ") + money_minor(total.amount_minor, total.currency.name()));
  print(options.value("--out") + ": " + std::to_string(made.groups) + (made.groups == 1 ? " group" : " groups"));
  return kDone;
}

Result<int> check(const Options& options) {
  const auto& file = options.arguments()[1];
  const auto text = COLOPHON_TRY(jobs::read_file(file, file, limits::kXmlBytesMax));
  return print_report(bank::pain001_report(COLOPHON_TRY(bank::read_pain001(text, file))), options.json());
}

void print_bank_report(const bank::BankReport& report) {
  std::vector<std::vector<std::string>> rows{{"payment", "status", "bank", "amount", "date", "reason"}};
  const auto reason = [](const std::string& code, const std::string& text) {
    const auto words = bank::reason_in_words(code);
    std::string all = code;
    if (!words.empty()) all += " " + std::string(words);
    if (!text.empty()) all += (all.empty() ? "" : ": ") + text;
    return all;
  };
  for (const auto& one : report.payments) {
    rows.push_back({one.end_to_end_id, std::string(payment::status_name(one.status)), one.bank_status, one.currency.empty() ? "" : money_minor(one.amount_minor, one.currency), one.date,
                    reason(one.reason, one.reason_text)});
  }
  for (const auto& one : report.groups) {
    const std::string name = one.payment_information_id.empty() ? "all of " + one.message_id : "group " + one.payment_information_id;
    rows.push_back({name, std::string(payment::status_name(one.status)), one.bank_status, one.amount + (one.currency.empty() ? "" : " " + one.currency), one.date,
                    reason(one.reason, one.reason_text)});
  }
  if (rows.size() > 1) print_table(rows, {3});
  else print("the bank says nothing of any payment");
  if (report.pending > 0) print(std::to_string(report.pending) + " more are not decided yet");
  for (const auto& note : report.notes) print("note: " + note);
}

Result<int> read(const Options& options) {
  const auto& file = options.arguments()[1];
  auto report = COLOPHON_TRY(bank::read_bank_report(COLOPHON_TRY(jobs::read_file(file, file, limits::kXmlBytesMax)), file));
  if (options.has("--sent")) {
    const auto sent = options.value("--sent");
    report = bank::expand(std::move(report), COLOPHON_TRY(bank::read_pain001(COLOPHON_TRY(jobs::read_file(sent, sent, limits::kXmlBytesMax)), sent)));
  }
  if (options.json()) print_json(bank::bank_report_json(report));
  else print_bank_report(report);
  return kDone;
}

Result<int> run(const Options& options) {
  const auto& verb = options.arguments()[0];
  if (options.arguments().size() < 2) return wrong(options, "payments " + verb + " needs a FILE");
  if (verb == "make") return make(options);
  if (verb == "check") return check(options);
  if (verb == "read") return read(options);
  return wrong(options, "payments knows make, check and read, not '" + verb + "'");
}

}  // namespace

const Command& payments_command() {
  static const Command command{
      {"payments", "make PAYOUTS.csv | check FILE.xml | read FILE.xml",
       "Makes and checks payment files (pain.001), and reads what the bank answers (pain.002, camt.054).",
       {{"--out", "FILE", "make: where the payment file goes."},
        {"--message-id", "ID", "make: an id that this bank has never had from you (at most 30 characters)."},
        {"--date", "DAY", "make: the day of payment, 2026-11-28, for lines without one of their own."},
        {"--from-name", "NAME", "make: who pays, as the bank knows you."},
        {"--from-iban", "IBAN", "make: the account to pay from."},
        {"--from-bic", "BIC", "make: its bank."},
        {"--purpose", "CODE", "make: the purpose of every payment (default: ROYA, royalties)."},
        {"--book-singly", "", "make: ask the bank to book each payment by itself."},
        {"--unicode", "", "make: outside SEPA, write names as they are (default: in Latin letters)."},
        {"--sent", "FILE", "read: the payment file that was sent; names the payments that the bank means by a group, and compares amounts."}},
       1, 2},
      run};
  return command;
}

}  // namespace colophon::cli
