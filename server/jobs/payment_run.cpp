#include "jobs/payment_run.hpp"

#include <algorithm>
#include <unordered_map>

#include "store/try.hpp"

namespace colophon::jobs {
namespace {

using payment::PayoutStatus;
using store::PayoutState;

PayoutStatus status_of(PayoutState state) {
  switch (state) {
    case PayoutState::due:
    case PayoutState::sent: return PayoutStatus::sent;
    case PayoutState::paid: return PayoutStatus::paid;
    case PayoutState::returned: return PayoutStatus::returned;
    case PayoutState::rejected: return PayoutStatus::rejected;
  }
  return PayoutStatus::sent;
}

PayoutState state_of(PayoutStatus status) {
  switch (status) {
    case PayoutStatus::sent:
    case PayoutStatus::accepted: return PayoutState::sent;
    case PayoutStatus::paid: return PayoutState::paid;
    case PayoutStatus::returned: return PayoutState::returned;
    case PayoutStatus::rejected: return PayoutState::rejected;
  }
  return PayoutState::sent;
}

Json totals_json(const std::vector<payment::CurrencyTotal>& totals) {
  JsonArray list;
  for (const auto& total : totals) list.push_back(JsonObject{{"amount", format_minor(total.amount_minor, total.currency)}, {"currency", total.currency.name()}, {"payments", total.payments}});
  return list;
}

}  // namespace

Result<PaymentRun> make_payment_file(store::Store& store, std::string_view made_by) {
  const Printed printed = COLOPHON_TRY(printed_of(store));
  if (printed.payer.iban.empty()) return fail(Errc::missing_field, "payer", "nobody pays yet: give the account to pay from first (PUT /v1/payer, or colophon payouts payer)");
  PaymentRun run;
  std::vector<DuePayout> payable;
  std::size_t due = 0;
  std::vector<store::PayoutRow> rows = COLOPHON_TRY(store.payouts({}));
  std::erase_if(rows, [](const store::PayoutRow& row) { return row.state != PayoutState::due; });
  for (DuePayout& payout : COLOPHON_TRY(payouts_of(rows))) {
    if (payout.net_minor == 0) continue;
    ++due;
    const PayoutWay way = way_of(payout, printed);
    if (way.way == PayoutWay::Way::bank) payable.push_back(std::move(payout));
    else run.left_out.push_back({payout.reference, payout.party, way.way == PayoutWay::Way::evm ? "It is paid by a claim, not by the bank." : way.problem});
  }
  if (due == 0) return fail(Errc::not_found, "payouts", "no payout is due: approve a settlement first");
  if (payable.empty()) return run;
  const auto file = COLOPHON_TRY(payment_file(payable, printed, Date::of_unix_ms(static_cast<std::uint64_t>(store.now()))));
  run.rewritten = file->rewritten;
  run.file = {file->message, store.now(), std::string(made_by), file->references.size(), canonical_json(totals_json(file->totals)), false, file->xml};
  COLOPHON_TRY(store.put_payment_file(run.file, file->references));
  return run;
}

Result<BankAnswer> take_bank_report(store::Store& store, std::string_view xml, std::string_view file) {
  BankAnswer answer;
  answer.report = COLOPHON_TRY(bank::read_bank_report(xml, file));
  // What the bank says of whole files is read with those files beside it.
  std::vector<std::string> messages;
  for (const auto& group : answer.report.groups) if (std::ranges::find(messages, group.message_id) == messages.end()) messages.push_back(group.message_id);
  for (const std::string& message : messages) {
    const auto sent = store.payment_file(message);
    if (sent) answer.report = bank::expand(std::move(answer.report), COLOPHON_TRY(bank::read_pain001(sent->document, message)));
  }
  std::unordered_map<std::string, PayoutState> known;
  std::vector<store::Store::PayoutChange> changes;
  for (const bank::PaymentReport& one : answer.report.payments) {
    auto at = known.find(one.end_to_end_id);
    if (at == known.end()) {
      const auto row = store.payout(one.end_to_end_id);
      if (!row) {
        if (row.error().code != Errc::not_found) return std::unexpected(row.error());
        answer.unknown.push_back(one.end_to_end_id);
        continue;
      }
      at = known.emplace(one.end_to_end_id, row->state).first;
      if (row->state == PayoutState::due) answer.report.notes.push_back("the payout " + row->reference + " was in no payment file of ours, and the bank speaks of it");
      const bool same = one.currency == row->currency && one.amount_minor == row->net_minor;
      if (!one.currency.empty() && !same) answer.report.notes.push_back("the bank names another amount for " + row->reference + " than was sent; the payout counts whole");
    }
    const auto next = payment::next_status(status_of(at->second), one.status);
    if (!next) return fail(Errc::conflict, one.end_to_end_id, next.error().detail);
    const PayoutState state = at->second == PayoutState::due && *next == PayoutStatus::sent ? PayoutState::due : state_of(*next);
    if (state == at->second) {
      ++answer.unchanged;
      continue;
    }
    at->second = state;
    std::string reason = one.reason;
    if (const auto words = bank::reason_in_words(one.reason); !words.empty()) reason += " " + std::string(words);
    if (!one.reason_text.empty()) reason += (reason.empty() ? "" : ": ") + one.reason_text;
    Date day = Date::of_unix_ms(static_cast<std::uint64_t>(store.now()));
    if (!one.date.empty()) day = COLOPHON_TRY(Date::parse(one.date.substr(0, 10), "date"));
    changes.push_back({one.end_to_end_id, state, state == PayoutState::returned || state == PayoutState::rejected ? std::move(reason) : std::string(), day});
  }
  answer.changed = COLOPHON_TRY(store.change_payouts(changes));
  return answer;
}

JsonObject payment_run_json(const PaymentRun& run) {
  JsonArray left, rewritten;
  for (const LeftOut& one : run.left_out) left.push_back(JsonObject{{"party", one.party.to_string()}, {"reason", one.reason}, {"reference", one.reference}});
  for (const auto& one : run.rewritten) rewritten.push_back(JsonObject{{"field", one.field}, {"given", one.given}, {"reference", one.end_to_end_id}, {"written", one.written}});
  const bool made = !run.file.message.empty();
  return {{"message", made ? Json(run.file.message) : Json()}, {"payments", static_cast<std::int64_t>(run.file.payments)},
          {"totals", made ? parse_json(run.file.totals).value_or(Json(JsonArray{})) : Json(JsonArray{})}, {"left_out", std::move(left)}, {"rewritten", std::move(rewritten)}};
}

JsonObject bank_answer_json(const BankAnswer& answer) {
  JsonArray unknown, notes, groups;
  for (const std::string& one : answer.unknown) unknown.push_back(one);
  for (const std::string& one : answer.report.notes) notes.push_back(one);
  for (const auto& one : answer.report.groups) groups.push_back(JsonObject{{"message", one.message_id}, {"status", payment::status_name(one.status)}});
  return {{"message", answer.report.message}, {"id", answer.report.id}, {"changed", static_cast<std::int64_t>(answer.changed)}, {"unchanged", static_cast<std::int64_t>(answer.unchanged)},
          {"pending", answer.report.pending}, {"unknown", std::move(unknown)}, {"groups", std::move(groups)}, {"notes", std::move(notes)}};
}

}  // namespace colophon::jobs
