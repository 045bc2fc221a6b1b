// camt.054, camt.053 and camt.052: what the bank booked on the account. Their entries are the same.
#include "bank/messages.hpp"
#include "store/try.hpp"

namespace colophon::bank {
namespace {

using payment::PayoutStatus;

/// An entry's own part of the answer; its details may say it again.
struct Entry {
  XmlElement element;
  bool debit = false;
  bool reversal = false;
  std::string status;        ///< BOOK, PDNG, INFO
  std::string date;
  Amount amount;
};

/// ISO 20022's bank transaction codes: RRTN is a reject or return, RPCR a reversal after a request for cancellation.
bool says_returned(XmlElement element) {
  const auto code = trimmed(element.text_at("BkTxCd/Domn/Fmly/SubFmlyCd"));
  return code == "RRTN" || code == "RPCR";
}

class Camt {
 public:
  Camt(const Fields& fields, BankReport& out) : fields_(fields), out_(out) {}

  Result<void> read(XmlElement message) {
    for (auto account = message.first(); account; account = account.next()) {
      if (account.name() != "Ntfctn" && account.name() != "Stmt" && account.name() != "Rpt") continue;
      for (auto entry = account.first(); entry; entry = entry.next()) {
        if (entry.name() == "Ntry") COLOPHON_TRY(read_entry(entry));
      }
    }
    return {};
  }

 private:
  void note(XmlElement where, const std::string& text) { out_.notes.push_back("line " + std::to_string(where.line()) + ": " + text); }

  Result<bool> is_debit(XmlElement element) {
    const auto text = trimmed(element.text());
    if (text == "DBIT") return true;
    if (text == "CRDT") return false;
    return fields_.refuse(element, Errc::invalid_argument, "CdtDbtInd is CRDT or DBIT.");
  }

  Result<void> read_entry(XmlElement element) {
    Entry entry;
    entry.element = element;
    const auto direction = element.child("CdtDbtInd");
    if (!direction) return fields_.refuse(element, Errc::missing_field, "CdtDbtInd is missing: did the money come or go?");
    entry.debit = COLOPHON_TRY(is_debit(direction));
    const auto reversal = trimmed(element.text_at("RvslInd"));
    entry.reversal = reversal == "true" || reversal == "1";
    // A code since version 4, text before.
    entry.status = trimmed(element.text_at("Sts/Cd"));
    if (entry.status.empty()) entry.status = trimmed(element.text_at("Sts"));
    if (entry.status.empty()) return fields_.refuse(element, Errc::missing_field, "Sts is missing: is the entry booked?");
    if (!element.child("Amt")) return fields_.refuse(element, Errc::missing_field, "Amt is missing.");
    entry.amount = COLOPHON_TRY(fields_.amount(element.child("Amt")));
    entry.date = COLOPHON_TRY(fields_.date(element.child("BookgDt")));
    if (entry.date.empty()) entry.date = COLOPHON_TRY(fields_.date(element.child("ValDt")));

    std::size_t details = 0;
    for (auto group = element.first(); group; group = group.next()) {
      if (group.name() != "NtryDtls") continue;
      for (auto detail = group.first(); detail; detail = detail.next()) details += detail.name() == "TxDtls";
    }
    bool named = false;
    for (auto group = element.first(); group; group = group.next()) {
      if (group.name() != "NtryDtls") continue;
      bool any = false;
      for (auto detail = group.first(); detail; detail = detail.next()) {
        if (detail.name() != "TxDtls") continue;
        const bool read = COLOPHON_TRY(read_detail(entry, detail, details == 1));
        any = any || read;
      }
      if (!any && group.at("Btch/PmtInfId")) COLOPHON_TRY(read_batch(entry, group.child("Btch"), details == 0));
      named = named || any || group.at("Btch/PmtInfId");
    }
    if (!named && entry.debit && entry.status == "BOOK") note(element, "a debit that names no payment of ours");
    if (!named && !entry.debit && (entry.reversal || says_returned(element))) note(element, "money came back and the entry does not name the payment: ask the bank which");
    return {};
  }

  /// What an entry, or a detail of it, says of a payment; nothing where it says nothing of ours.
  struct Verdict { bool decided = false; PayoutStatus status = PayoutStatus::accepted; };
  Verdict verdict(const Entry& entry, XmlElement detail, bool debit, const std::string& id) {
    const bool returned = detail.child("RtrInf") || says_returned(detail) || says_returned(entry.element) || entry.reversal;
    if (entry.status == "PDNG") {
      // Announced, not booked: of a debit it says that the bank carries it out; of money to come it says nothing yet.
      if (debit && !returned) return {true, PayoutStatus::accepted};
      ++out_.pending;
      return {};
    }
    if (entry.status != "BOOK") return {};   // INFO, FUTR: no booking.
    if (debit != entry.debit) {
      note(detail, "the payment " + id + " goes in another direction than its entry: look at it");
      return {};
    }
    if (debit && !returned) return {true, PayoutStatus::paid};
    if (!debit && returned) return {true, PayoutStatus::returned};
    note(detail, debit ? "a debit for " + id + " that undoes something: look at it" : "a credit with the reference " + id + " that is not marked as a return: look at it");
    return {};
  }

  /// True where it names a payment.
  Result<bool> read_detail(const Entry& entry, XmlElement detail, bool alone) {
    const auto references = detail.child("Refs");
    const std::string id = end_to_end_id(references.child("EndToEndId"));
    if (id.empty()) return false;
    bool debit = entry.debit;
    if (const auto direction = detail.child("CdtDbtInd")) debit = COLOPHON_TRY(is_debit(direction));
    const Verdict said = verdict(entry, detail, debit, id);
    if (!said.decided) return true;
    PaymentReport report;
    report.end_to_end_id = id;
    report.status = said.status;
    report.bank_status = entry.status;
    const Reason reason = reason_of(detail, "RtrInf");
    report.reason = reason.code;
    report.reason_text = reason.text;
    report.date = entry.date;
    report.message_id = trimmed(references.text_at("MsgId"));
    report.payment_information_id = trimmed(references.text_at("PmtInfId"));
    // The amount of the detail, which versions and banks put in one of three places; that of the entry where it has one detail.
    XmlElement element;
    for (const auto* path : {"Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"}) {
      if (!element) element = detail.at(path);
    }
    if (element) {
      const auto amount = COLOPHON_TRY(fields_.amount(element));
      report.amount_minor = amount.minor;
      report.currency = amount.currency.name();
    } else if (alone) {
      report.amount_minor = entry.amount.minor;
      report.currency = entry.amount.currency.name();
    }
    out_.payments.push_back(std::move(report));
    return true;
  }

  /// One booking for a whole group of payments. `alone`: the entry has no details, so the group's sum is the entry's.
  Result<void> read_batch(const Entry& entry, XmlElement batch, bool alone) {
    const std::string id = trimmed(batch.text_at("PmtInfId"));
    if (id.empty()) return {};
    const Verdict said = verdict(entry, batch, entry.debit, id);
    if (!said.decided) return {};
    if (said.status == PayoutStatus::returned) {
      note(batch, "the group " + id + " came back in one sum: ask the bank which payments");
      return {};
    }
    GroupReport group{trimmed(batch.text_at("MsgId")), id, said.status, entry.status, {}, {}, entry.date, -1, {}, {}};
    if (const auto count = batch.child("NbOfTxs")) {
      const auto value = parse_int64(trimmed(count.text()), fields_.place(count));
      if (!value || *value < 0) return fields_.refuse(count, Errc::invalid_argument, "This is no number of payments.");
      group.payments = *value;
    }
    Amount amount = entry.amount;
    if (batch.child("TtlAmt")) amount = COLOPHON_TRY(fields_.amount(batch.child("TtlAmt")));
    if (alone || batch.child("TtlAmt")) {
      group.amount = format_minor(amount.minor, amount.currency);
      group.currency = amount.currency.name();
    }
    out_.groups.push_back(std::move(group));
    return {};
  }

  const Fields& fields_;
  BankReport& out_;
};

}  // namespace

Result<void> read_camt(XmlElement message, const Fields& fields, BankReport& out) { return Camt(fields, out).read(message); }

}  // namespace colophon::bank
