#include "targets.hpp"

#include "colophon/merkle/receipt.hpp"

void colophon::fuzz::run_receipt(ByteView input) {
  const auto document = parse_json(as_text(input));
  if (!document) return;
  const auto report = merkle::verify_receipt(*document);
  if (!report) {
    expect(!report.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(report->checks.size() == 3, "a receipt has three checks");
  const Json json = merkle::report_json(*report);
  expect(parse_json(canonical_json(json)).has_value(), "a report is JSON");
  expect(*json.find("holds")->boolean() == report->holds(), "a report says what its checks say");
}
