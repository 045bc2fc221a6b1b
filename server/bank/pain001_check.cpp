#include "bank/pain001_check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "bank/decimal.hpp"
#include "bank/structure.hpp"
#include "bank/xml.hpp"
#include "colophon/base/calendar.hpp"
#include "colophon/identifier/bank.hpp"

namespace colophon::bank {
namespace {

constexpr std::string_view kNamespace = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
constexpr std::size_t kReferenceCharactersMax = 35;
constexpr std::int64_t kSepaMinorMax = 99'999'999'999;

std::size_t characters_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_date_with_offset(std::string_view text) {
  return is_date(text.substr(0, 10)) && !date_of_date_time(std::string(text.substr(0, 10)) + "T00:00:00" + std::string(text.substr(std::min<std::size_t>(10, text.size())))).empty();
}

class Reader {
 public:
  explicit Reader(Pain001& out) : out_(out) {}

  void read(XmlElement message) {
    check_structure(message, [&](XmlElement where, std::string detail) { note("structure", where, std::move(detail)); });
    const auto header = message.child("GrpHdr");
    out_.message_id = reference(header.child("MsgId"));
    if (const auto created = header.child("CreDtTm"); created && date_of_date_time(created.text()).empty()) note("dates", created, "This is no moment: 2026-11-23T14:35:51Z.");
    Totals all;
    for (auto group = message.first(); group; group = group.next()) {
      if (group.name() == "PmtInf") all.add(read_group(group));
    }
    check_totals(header, all);
    check_identifiers(message);
    for (const auto& [code, total] : totals_) out_.totals.push_back(total);
  }

 private:
  struct Totals {
    std::int64_t payments = 0;
    int128 sum = 0;
    bool summed = true;   ///< False where an amount could not be read: then its sum says nothing.
    void add(const Totals& other) {
      payments += other.payments;
      sum += other.sum;
      summed = summed && other.summed;
    }
  };

  void note(std::string_view check, XmlElement where, std::string detail) {
    if (out_.problems.size() == kProblemsMax) return;
    std::string path = where.path();
    if (const auto below = path.find("CstmrCdtTrfInitn/"); below != path.npos) path.erase(0, below + std::string_view("CstmrCdtTrfInitn/").size());
    out_.problems.push_back({std::string(check), "line " + std::to_string(where.line()) + ", " + path, std::move(detail)});
  }

  /// The text of a reference, which the structure says must be there.
  std::string reference(XmlElement element) {
    if (!element) return {};
    const auto characters = characters_of(element.text());
    if (characters == 0 || characters > kReferenceCharactersMax) note("references", element, "A reference has 1 to 35 characters, this has " + std::to_string(characters) + ".");
    return std::string(element.text());
  }

  void check_totals(XmlElement parent, const Totals& totals) {
    if (const auto count = parent.child("NbOfTxs")) {
      std::string_view digits = count.text();
      while (digits.size() > 1 && digits.starts_with('0')) digits.remove_prefix(1);
      if (digits != std::to_string(totals.payments)) {
        note("counts", count, "NbOfTxs is " + std::string(count.text().substr(0, 20)) + " where there are " + std::to_string(totals.payments) + " payments.");
      }
    }
    if (const auto sum = parent.child("CtrlSum"); sum && totals.summed) {
      const auto value = parse_decimal(sum.text());
      if (!value) note("sums", sum, "CtrlSum is no decimal of at most 18 digits and 5 places.");
      else if (*value != totals.sum) note("sums", sum, "CtrlSum is " + format_decimal(*value) + " where the payments sum to " + format_decimal(totals.sum) + ".");
    }
  }

  Totals read_group(XmlElement group) {
    const std::string id = reference(group.child("PmtInfId"));
    if (!id.empty() && !group_ids_.insert(id).second) note("references", group.child("PmtInfId"), "Another PmtInf of this file has the same PmtInfId.");
    if (const auto method = group.child("PmtMtd"); method && !std::ranges::contains(std::to_array<std::string_view>({"TRF", "TRA", "CHK"}), method.text())) {
      note("structure", method, "PmtMtd is TRF, TRA or CHK.");
    }
    const auto when = group.child("ReqdExctnDt");
    if (const auto date = when.child("Dt"); date && !is_date_with_offset(date.text())) note("dates", date, "This is no day: 2026-11-28.");
    if (const auto moment = when.child("DtTm"); moment && date_of_date_time(moment.text()).empty()) note("dates", moment, "This is no moment: 2026-11-23T14:35:51Z.");
    const bool sepa = group.text_at("PmtTpInf/SvcLvl/Cd") == "SEPA";
    Totals totals;
    for (auto element = group.first(); element; element = element.next()) {
      if (element.name() != "CdtTrfTxInf") continue;
      ++totals.payments;
      SentPayment payment{id, reference(element.at("PmtId/EndToEndId")), 0, {}};
      read_payment_amount(element, sepa || element.text_at("PmtTpInf/SvcLvl/Cd") == "SEPA", payment, totals);
      out_.payments.push_back(std::move(payment));
    }
    check_totals(group, totals);
    return totals;
  }

  void read_payment_amount(XmlElement transaction, bool sepa, SentPayment& payment, Totals& totals) {
    auto element = transaction.at("Amt/InstdAmt");
    if (!element) element = transaction.at("Amt/EqvtAmt/Amt");
    if (!element) {   // The structure says so.
      totals.summed = false;
      return;
    }
    // The sum is over what is written, so that one bad amount does not accuse the sum too.
    if (const auto written = parse_decimal(element.text())) totals.sum += *written;
    else totals.summed = false;
    const auto amount = read_amount(element);
    if (!amount) return note("amounts", element, amount.error().detail);
    if (amount->minor == 0) return note("amounts", element, "A payment is of at least one minor unit.");
    if (sepa && amount->currency.name() != "EUR") note("amounts", element, "A SEPA credit transfer is in EUR.");
    if (sepa && amount->minor > kSepaMinorMax) note("amounts", element, "A SEPA credit transfer is of at most 999999999.99.");
    payment.amount_minor = amount->minor;
    payment.currency = amount->currency.name();
    auto& total = totals_.try_emplace(payment.currency, payment::CurrencyTotal{amount->currency}).first->second;
    ++total.payments;
    if (__builtin_add_overflow(total.amount_minor, amount->minor, &total.amount_minor)) note("amounts", element, "The payments of this currency sum to more than fits an integer.");
  }

  /// Wherever they stand: what an IBAN is does not depend on whose it is.
  void check_identifiers(XmlElement element) {
    using Read = Result<std::string> (*)(std::string_view, std::string_view);
    struct Kind { std::string_view name; Read read; };
    constexpr Kind kinds[] = {{"IBAN", identifier::iban}, {"BICFI", identifier::bic}, {"AnyBIC", identifier::bic}, {"LEI", identifier::lei},
                              {"Ctry", identifier::country}, {"CtryOfRes", identifier::country}};
    for (auto child = element.first(); child; child = child.next()) {
      if (child.first()) {
        check_identifiers(child);
        continue;
      }
      const auto kind = std::ranges::find(kinds, child.name(), &Kind::name);
      if (kind == std::end(kinds) || child.name_space() != kNamespace) continue;
      const auto normal = kind->read(child.text(), "");
      if (!normal) note("identifiers", child, normal.error().detail);
      else if (child.text() != *normal && child.text() != *normal + "XXX") note("identifiers", child, "Banks take it without spaces and in capitals only.");
    }
  }

  Pain001& out_;
  std::set<std::string> group_ids_;
  std::map<std::string, payment::CurrencyTotal> totals_;
};

}  // namespace

Result<Pain001> read_pain001(std::string_view xml, std::string_view file) {
  const auto document = XmlDocument::parse(xml, file);
  if (!document) return std::unexpected(document.error());
  const auto message = document->find("CstmrCdtTrfInitn", kNamespace);
  if (!message || message.name_space() != kNamespace) {
    return fail(Errc::unknown_format, std::string(file), "There is no pain.001.001.09 in this file: no CstmrCdtTrfInitn in the namespace " + std::string(kNamespace) + ".");
  }
  Pain001 read;
  Reader(read).read(message);
  return read;
}

merkle::Report pain001_report(const Pain001& read) {
  merkle::Report report;
  report.kind = "payment-file";
  for (const auto name : kPain001Checks) {
    bool holds = true;
    for (const Problem& problem : read.problems) {
      if (problem.check != name) continue;
      report.checks.push_back({std::string(name), false, problem.place, problem.detail});
      holds = false;
    }
    if (holds) report.checks.push_back({std::string(name), true, "", ""});
  }
  JsonArray totals;
  for (const auto& total : read.totals) {
    totals.push_back(JsonObject{{"amount", format_minor(total.amount_minor, total.currency)}, {"currency", total.currency.name()}, {"payments", total.payments}});
  }
  report.facts = {{"message_id", read.message_id}, {"payments", static_cast<std::int64_t>(read.payments.size())}, {"totals", std::move(totals)}};
  return report;
}

}  // namespace colophon::bank
