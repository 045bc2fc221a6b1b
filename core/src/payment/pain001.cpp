#include "colophon/payment/pain001.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "colophon/base/calendar.hpp"
#include "colophon/base/limits.hpp"
#include "payment/prepare.hpp"

namespace colophon::payment {
namespace {

constexpr std::size_t kMessageIdCharactersMax = 30;  // Leaves room for "-9999" in the ids of the groups.
constexpr std::int64_t kGroupsMax = 9'999;
constexpr int kSumPlaces = 3;                        // No currency here has more.
constexpr int128 kControlSumMax = int128{1'000'000'000'000'000'000};  // ISO 20022's numbers have 18 digits.

void escape(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default: out += c;
    }
  }
}

void element(std::string& out, std::string_view name, std::string_view text) {
  (out += '<') += name;
  out += '>';
  escape(out, text);
  (out += "</") += name;
  out += '>';
}

/// A sum over payments that may be in different currencies: exact, with as many places as the finest of them.
class ControlSum {
 public:
  void add(const Payment& payment) {
    int128 scaled = payment.amount_minor;
    for (int i = payment.currency.exponent; i < kSumPlaces; ++i) scaled *= 10;
    sum_ += scaled;
    places_ = std::max(places_, payment.currency.exponent);
    ++count_;
  }
  Result<void> check(std::string_view field) const {
    if (sum_ < kControlSumMax) return {};
    return fail(Errc::overflow, std::string(field), "The sum of the payments has more digits than a payment file holds: split it.");
  }
  void write(std::string& out) const {
    element(out, "NbOfTxs", std::to_string(count_));
    std::string digits = to_decimal(sum_);
    if (digits.size() <= kSumPlaces) digits.insert(0, kSumPlaces + 1 - digits.size(), '0');
    digits.insert(digits.size() - kSumPlaces, 1, '.');
    digits.resize(digits.size() - static_cast<std::size_t>(kSumPlaces - places_));
    if (digits.ends_with('.')) digits.pop_back();
    element(out, "CtrlSum", digits);
  }

 private:
  int128 sum_ = 0;
  int places_ = 0;
  std::int64_t count_ = 0;
};

struct Group {
  const DebtorAccount* debtor = nullptr;
  bool sepa = false;
  std::vector<Payment> payments;
  ControlSum sum;
};
/// By date, currency, and SEPA before the others.
using Groups = std::map<std::tuple<std::string, std::string, bool>, Group>;

void write_account(std::string& out, std::string_view name, const Account& account) {
  (out += '<') += name;
  out += "Acct><Id>";
  element(out, "IBAN", account.iban);
  (out += "</Id></") += name;
  out += "Acct>";
}

void write_payment(std::string& out, const Payment& payment, std::string_view purpose) {
  out += "<CdtTrfTxInf><PmtId>";
  element(out, "EndToEndId", payment.end_to_end_id);
  ((out += "</PmtId><Amt><InstdAmt Ccy=\"") += payment.currency.name()) += "\">";
  out += format_minor(payment.amount_minor, payment.currency) + "</InstdAmt></Amt>";
  if (!payment.creditor.bic.empty()) {
    out += "<CdtrAgt><FinInstnId>";
    element(out, "BICFI", payment.creditor.bic);
    out += "</FinInstnId></CdtrAgt>";
  }
  out += "<Cdtr>";
  element(out, "Nm", payment.creditor.name);
  out += "</Cdtr>";
  write_account(out, "Cdtr", payment.creditor);
  if (!purpose.empty()) {
    out += "<Purp>";
    element(out, "Cd", purpose);
    out += "</Purp>";
  }
  if (!payment.remittance.empty()) {
    out += "<RmtInf>";
    element(out, "Ustrd", payment.remittance);
    out += "</RmtInf>";
  }
  out += "</CdtTrfTxInf>\n";
}

void write_group(std::string& out, const Group& group, const PaymentOrder& order, std::int64_t number) {
  out += "<PmtInf>";
  element(out, "PmtInfId", order.message_id + "-" + std::to_string(number));
  element(out, "PmtMtd", "TRF");
  element(out, "BtchBookg", order.batch_booking ? "true" : "false");
  group.sum.write(out);
  if (group.sepa) out += "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>";
  out += "<ReqdExctnDt>";
  element(out, "Dt", group.payments.front().execution_date);
  out += "</ReqdExctnDt><Dbtr>";
  const Account& account = group.debtor->account;
  element(out, "Nm", account.name);
  out += "</Dbtr>";
  write_account(out, "Dbtr", account);
  out += "<DbtrAgt><FinInstnId>";
  if (account.bic.empty()) out += "<Othr><Id>NOTPROVIDED</Id></Othr>";
  else element(out, "BICFI", account.bic);
  out += "</FinInstnId></DbtrAgt>";
  // Outside SEPA it is left to what payer and bank agreed who bears the charges.
  if (group.sepa) element(out, "ChrgBr", "SLEV");
  out += '\n';
  for (const Payment& payment : group.payments) write_payment(out, payment, order.purpose);
  out += "</PmtInf>\n";
}

void note_rewritten(std::vector<Rewritten>& all, const Payment& given, const Payment& written) {
  const auto note = [&](const char* field, const std::string& before, const std::string& after) {
    if (before != after) all.push_back({written.end_to_end_id, field, before, after});
  };
  note("name", given.creditor.name, written.creditor.name);
  note("remittance", given.remittance, written.remittance);
}

Result<void> check_order(const PaymentOrder& order) {
  if (const auto good = check_reference(order.message_id, kMessageIdCharactersMax, "message_id"); !good) return good;
  const bool code = order.purpose.size() <= 4 && std::ranges::all_of(order.purpose, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
  if (!code) return fail(Errc::invalid_argument, "purpose", "A purpose is a code of at most four capital letters or digits, as in ROYA.");
  if (order.payments.empty()) return fail(Errc::missing_field, "payments", "There is nothing to pay: a bank refuses an empty file.");
  if (order.payments.size() > limits::kPaymentsMax) {
    return fail(Errc::limit_exceeded, "payments", "A payment file takes at most " + std::to_string(limits::kPaymentsMax) + " payments: split it.");
  }
  if (order.debtors.empty()) return fail(Errc::missing_field, "debtors", "No account to pay from is given.");
  return {};
}

Result<std::vector<DebtorAccount>> prepared_debtors(const PaymentOrder& order) {
  std::vector<DebtorAccount> debtors;
  for (std::size_t i = 0; i < order.debtors.size(); ++i) {
    const std::string path = "debtors[" + std::to_string(i) + "].";
    auto debtor = prepared_debtor(order.debtors[i], path);
    if (!debtor) return std::unexpected(debtor.error());
    if (std::ranges::contains(debtors, debtor->currency, &DebtorAccount::currency)) {
      return fail(Errc::conflict, path + "currency", "Two accounts are given to pay the same currency from.");
    }
    debtors.push_back(std::move(*debtor));
  }
  return debtors;
}

Result<void> unique_references(const PaymentOrder& order) {
  std::vector<std::size_t> positions(order.payments.size());
  for (std::size_t i = 0; i < positions.size(); ++i) positions[i] = i;
  const auto reference_of = [&](std::size_t i) -> const std::string& { return order.payments[i].end_to_end_id; };
  std::ranges::stable_sort(positions, {}, reference_of);
  const auto twice = std::ranges::adjacent_find(positions, {}, reference_of);
  if (twice == positions.end()) return {};
  return fail(Errc::invalid_argument, "payments[" + std::to_string(*(twice + 1)) + "].end_to_end_id",
              "The same reference as payments[" + std::to_string(*twice) + "]: what the bank answers could not be told apart.");
}

}  // namespace

Result<PaymentFile> write_pain001(const PaymentOrder& order) {
  if (const auto good = check_order(order); !good) return std::unexpected(good.error());
  const auto debtors = prepared_debtors(order);
  if (!debtors) return std::unexpected(debtors.error());
  if (const auto good = unique_references(order); !good) return std::unexpected(good.error());

  Groups groups;
  PaymentFile file;
  std::map<std::string, CurrencyTotal> totals;
  for (std::size_t i = 0; i < order.payments.size(); ++i) {
    const Payment& given = order.payments[i];
    const DebtorAccount* debtor = debtor_for(*debtors, given.currency.name());
    auto payment = prepared_payment(given, debtor, order.elsewhere, "payments[" + std::to_string(i) + "].");
    if (!payment) return std::unexpected(payment.error());
    note_rewritten(file.rewritten, given, *payment);
    const bool sepa = is_sepa(*payment, *debtor);
    Group& group = groups[{payment->execution_date, std::string(payment->currency.name()), !sepa}];
    group.debtor = debtor;
    group.sepa = sepa;
    CurrencyTotal& total = totals.try_emplace(std::string(payment->currency.name()), CurrencyTotal{payment->currency}).first->second;
    ++total.payments;
    if (__builtin_add_overflow(total.amount_minor, payment->amount_minor, &total.amount_minor)) {
      return fail(Errc::overflow, "payments", "The sum of the payments does not fit its integer: split the file.");
    }
    group.payments.push_back(std::move(*payment));
  }
  if (static_cast<std::int64_t>(groups.size()) > kGroupsMax) return fail(Errc::limit_exceeded, "payments", "The payments fall on too many days and currencies for one file.");

  ControlSum sum;
  for (auto& [key, group] : groups) {
    std::ranges::sort(group.payments, {}, &Payment::end_to_end_id);
    for (const Payment& payment : group.payments) {
      group.sum.add(payment);
      sum.add(payment);
    }
  }
  if (const auto fits = sum.check("payments"); !fits) return std::unexpected(fits.error());
  std::ranges::stable_sort(file.rewritten, {}, [](const Rewritten& r) { return std::tie(r.end_to_end_id, r.field); });
  for (auto& [code, total] : totals) file.totals.push_back(total);
  file.groups = static_cast<std::int64_t>(groups.size());

  const std::string& initiator = order.initiator.empty() ? groups.begin()->second.debtor->account.name : order.initiator;
  const auto named = prepared_name(initiator, Characters::sepa, "initiator");
  if (!named) return std::unexpected(named.error());
  std::string& out = file.xml;
  out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"><CstmrCdtTrfInitn>\n<GrpHdr>";
  element(out, "MsgId", order.message_id);
  element(out, "CreDtTm", utc_date_time(order.created_unix_ms));
  sum.write(out);
  out += "<InitgPty>";
  element(out, "Nm", *named);
  out += "</InitgPty></GrpHdr>\n";
  std::int64_t number = 0;
  for (const auto& [key, group] : groups) write_group(out, group, order, ++number);
  out += "</CstmrCdtTrfInitn></Document>\n";
  return file;
}

}  // namespace colophon::payment
