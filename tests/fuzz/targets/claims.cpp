#include "targets.hpp"

#include "colophon/payment/claims.hpp"

void colophon::fuzz::run_claims(ByteView input) {
  const auto document = parse_json(as_text(input));
  if (!document) return;
  const auto report = payment::verify_claims(*document);
  if (!report) {
    expect(!report.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(parse_json(canonical_json(merkle::report_json(*report))).has_value(), "a report is JSON");
  const auto claims = payment::read_claims(*document);
  if (!claims) return;
  const auto tree = payment::ClaimTree::make(*claims);
  expect(tree.has_value(), "what was verified can be made again");
  const auto again = payment::verify_claims(*parse_json(payment::claims_json(*tree)));
  expect(again.has_value() && again->holds(), "claims that were written hold");
  if (report->holds()) expect(canonical_json(Json(report->facts)) == canonical_json(Json(again->facts)), "claims that hold are those that are written");
  for (std::size_t i = 0; i < tree->claims().size() && i < 8; ++i) {
    const auto one = payment::verify_claims(*parse_json(payment::claim_json(*tree, i)));
    expect(one.has_value() && one->holds(), "one claim that was written holds");
  }
}
