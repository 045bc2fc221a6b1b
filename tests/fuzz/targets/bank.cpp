#include "targets.hpp"

#include "bank/report.hpp"
#include "bank/xml.hpp"

namespace colophon::fuzz {
namespace {

void check_report(const bank::BankReport& report, const bank::Pain001* sent) {
  const Json json = bank::bank_report_json(report);
  expect(parse_json(canonical_json(json)).has_value(), "a bank's answer is JSON");
  for (const auto& payment : report.payments) {
    expect(!payment.end_to_end_id.empty(), "what is said of a payment names it");
    expect(payment.status != payment::PayoutStatus::sent, "a bank's answer says something");
    expect(payment.amount_minor >= 0, "an amount is not negative");
  }
  if (!sent) return;
  const auto named = bank::expand(report, *sent);
  expect(named.payments.size() >= report.payments.size(), "naming payments loses none");
  expect(named.groups.size() <= report.groups.size(), "naming payments makes no group");
}

}  // namespace

void run_bank(ByteView input) {
  const std::string_view text = as_text(input);
  const auto document = bank::XmlDocument::parse(text, "f");
  const auto sent = bank::read_pain001(text, "f");
  const auto answer = bank::read_bank_report(text, "f");
  if (!document) {
    expect(!sent && !answer, "what is no XML is no message");
    expect(!document.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(text.find("<!DOCTYPE") == text.npos || text.find("<!--") != text.npos || text.find("<![CDATA[") != text.npos || text.find("<?") != text.npos,
         "a document type declaration is refused");
  if (sent) {
    const auto report = bank::pain001_report(*sent);
    expect(report.holds() == sent->problems.empty(), "a file without problems holds");
    expect(sent->problems.size() <= bank::kProblemsMax, "problems are bounded");
    for (const auto& total : sent->totals) expect(total.payments > 0, "a total has payments");
  }
  // A file with both: the answer is about the payments beside it.
  if (answer) check_report(*answer, sent ? &*sent : nullptr);
}

}  // namespace colophon::fuzz
