#include "targets.hpp"

#include "colophon/royalty/statement.hpp"
#include "colophon/value/plan.hpp"

void colophon::fuzz::run_plan(ByteView input) {
  const auto json = parse_json(as_text(input));
  if (!json) return;
  // A whole plan is verified as it stands; its problem, or a problem by itself, is solved.
  const Json* inner = json->find("problem");
  if (inner != nullptr) {
    const auto report = royalty::verify_document(*json, nullptr);
    expect(report.has_value() || !report.error().detail.empty(), "a refusal says why");
  }
  const auto problem = value::parse_problem(inner != nullptr ? *inner : *json);
  if (!problem) return;
  const auto plan = value::make_plan(*problem);
  if (!plan) return;
  expect(value::verify_plan(*problem, *plan).has_value(), "a plan that was made holds");
  expect(plan->certificate.value <= plan->certificate.bound, "no plan is worth more than the bound");
  const auto report = royalty::verify_document(value::plan_json(*problem, *plan), nullptr);
  expect(report.has_value() && report->holds(), "a plan that was written holds");
}
