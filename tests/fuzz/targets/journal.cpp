#include "colophon/royalty/journal.hpp"
#include "targets.hpp"

void colophon::fuzz::run_journal(ByteView input) {
  const auto report = royalty::verify_journal(as_text(input));
  if (!report) {
    expect(!report.error().detail.empty(), "a refusal says why");
    return;
  }
  for (const merkle::Check& check : report->checks) expect(check.holds || !check.detail.empty(), "a check that does not hold says why");
  expect(parse_json(canonical_json(merkle::report_json(*report))).has_value(), "a report is JSON");
}
