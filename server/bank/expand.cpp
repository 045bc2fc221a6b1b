// From what a report says of whole files and groups to the payments in them.
#include <algorithm>
#include <map>
#include <set>

#include "bank/decimal.hpp"
#include "bank/report.hpp"

namespace colophon::bank {
namespace {

std::string name_of(const GroupReport& group) {
  return group.payment_information_id.empty() ? "the file " + group.message_id : "the group " + group.payment_information_id;
}

bool is_meant(const GroupReport& group, const SentPayment& payment, const Pain001& sent) {
  if (!group.message_id.empty() && group.message_id != sent.message_id) return false;
  return group.payment_information_id.empty() ? !group.message_id.empty() : group.payment_information_id == payment.payment_information_id;
}

/// Empty where the group's count and sum are those of the payments, or are not said.
std::string difference(const GroupReport& group, const std::vector<const SentPayment*>& payments) {
  if (payments.empty()) return " is not one of those that were sent";
  if (group.payments >= 0 && group.payments != static_cast<std::int64_t>(payments.size())) {
    return " has " + std::to_string(group.payments) + " payments at the bank, and " + std::to_string(payments.size()) + " were sent";
  }
  if (group.amount.empty()) return {};
  int128 sum = 0;
  for (const auto* payment : payments) {
    const auto currency = Currency::parse(payment->currency);
    if (!currency) return " holds a payment whose amount could not be read";
    if (!group.currency.empty() && group.currency != payment->currency) return " was booked in " + group.currency + " and not in " + payment->currency;
    int128 value = payment->amount_minor;
    for (int i = currency->exponent; i < kDecimalPlaces; ++i) value *= 10;
    sum += value;
  }
  if (parse_decimal(group.amount) != sum) return " sums to " + group.amount + " at the bank, and " + format_decimal(sum) + " were sent";
  return {};
}

}  // namespace

BankReport expand(BankReport report, const Pain001& sent) {
  std::map<std::string, const SentPayment*> by_id;
  for (const auto& payment : sent.payments) by_id.emplace(payment.end_to_end_id, &payment);
  std::set<std::string> named;
  for (auto& one : report.payments) {
    named.insert(one.end_to_end_id);
    const auto found = by_id.find(one.end_to_end_id);
    if (found == by_id.end()) {
      report.notes.push_back("the payment " + one.end_to_end_id + " is not in the file that was sent");
      continue;
    }
    const SentPayment& payment = *found->second;
    if (one.currency.empty()) {
      one.amount_minor = payment.amount_minor;
      one.currency = payment.currency;
    } else if (one.currency != payment.currency || one.amount_minor != payment.amount_minor) {
      const auto text = [](std::int64_t minor, const std::string& code) {
        const auto currency = Currency::parse(code);
        return currency ? format_minor(minor, *currency) + " " + code : "an amount";
      };
      report.notes.push_back("the bank names " + text(one.amount_minor, one.currency) + " for " + one.end_to_end_id + ", and " + text(payment.amount_minor, payment.currency) + " was sent");
    }
  }
  // A payment's own word goes before that of its group, and a group's before that of the file.
  std::ranges::stable_sort(report.groups, std::greater{}, [](const GroupReport& group) { return !group.payment_information_id.empty(); });
  std::vector<GroupReport> left;
  for (auto& group : report.groups) {
    std::vector<const SentPayment*> meant;
    for (const auto& payment : sent.payments) {
      if (is_meant(group, payment, sent)) meant.push_back(&payment);
    }
    if (const auto why = difference(group, meant); !why.empty()) {
      report.notes.push_back(name_of(group) + why);
      left.push_back(std::move(group));
      continue;
    }
    for (const auto* payment : meant) {
      if (!named.insert(payment->end_to_end_id).second) continue;
      report.payments.push_back({payment->end_to_end_id, group.status, group.bank_status, group.reason, group.reason_text, payment->amount_minor, payment->currency,
                                 group.date, sent.message_id, payment->payment_information_id});
    }
  }
  report.groups = std::move(left);
  return report;
}

}  // namespace colophon::bank
