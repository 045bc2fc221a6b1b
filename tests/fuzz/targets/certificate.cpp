#include "targets.hpp"

#include "colophon/value/solve.hpp"
#include "support/plan_recipe.hpp"

namespace {

using namespace colophon;

/// What the certificates of the corpus are about: the same on every machine.
struct Known {
  tests::PlanArrays arrays = tests::plan_recipe(60, 1, true);
  value::Instance instance = arrays.view();
  value::Solution solution = value::solve(instance).value();
};

}  // namespace

void colophon::fuzz::run_certificate(ByteView input) {
  static const Known known;
  const auto json = parse_json(as_text(input));
  if (!json) return;
  const auto certificate = value::parse_certificate(*json, known.instance);
  if (!certificate) {
    expect(!certificate.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(canonical_json(value::certificate_json(known.instance, *certificate)) == canonical_json(*json), "a certificate has one spelling");
  SerialExecutor serial;
  const auto report = value::check_certificate(known.instance, known.solution.shown, *certificate, serial);
  if (!report) {
    expect(!report.error().detail.empty(), "a refusal says why");
    return;
  }
  if (!report->holds()) return;
  expect(certificate->value == known.solution.certificate.value, "a certificate that holds says what the plan is worth");
  expect(certificate->bound >= known.solution.certificate.value, "no certificate that holds has a bound below a plan");
}
