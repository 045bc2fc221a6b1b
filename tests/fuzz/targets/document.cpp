#include "targets.hpp"

#include "colophon/royalty/statement.hpp"

void colophon::fuzz::run_document(ByteView input) {
  const auto json = parse_json(as_text(input));
  if (!json) return;
  // A pair is written as {"document", "table"}; anything else is the document itself.
  const Json* document = json->find("document");
  const Json* table = document != nullptr ? json->find("table") : nullptr;
  const auto report = royalty::verify_document(document != nullptr ? *document : *json, table);
  if (!report) {
    expect(!report.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(!report->checks.empty(), "a report has checks");
  for (const merkle::Check& check : report->checks) expect(check.holds || !check.detail.empty(), "a check that does not hold says why");
  expect(parse_json(canonical_json(merkle::report_json(*report))).has_value(), "a report is JSON");
}
