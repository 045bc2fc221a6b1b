// "colophon/plan/1": what is written is read again, and what was changed is found (docs/formats/plan.md).
#include <catch2/catch_test_macros.hpp>

#include "colophon/value/plan.hpp"

using namespace colophon;
using value::parse_problem;
using value::verify_plan_document;

namespace {

const char* const kProblem =
    R"({"works":["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000002"],)"
    R"("channels":["00000000-0000-4000-8000-0000000000c1"],"value":["6","10"],"cost":["2","5"],"budget":["5"]})";

Json json(const std::string& text) { return parse_json(text).value(); }

std::string document() {
  const auto problem = parse_problem(json(kProblem)).value();
  return canonical_json(value::plan_json(problem, value::make_plan(problem).value()));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("The instance's hash is that of the format's bytes") {
  // SHA-256 over "colophon/instance/1\n", counts, ids and integers, big-endian, computed with Python's hashlib.
  const auto problem = parse_problem(json(kProblem));
  REQUIRE(problem);
  CHECK(to_hex(value::instance_hash(*problem)) == "2095cb291eb19aeed15c93d74f1d68337feac1a46568d9098864efd9513defb3");
}

TEST_CASE("A plan's document verifies and says what it is about") {
  const auto report = verify_plan_document(json(document()));
  REQUIRE(report);
  CHECK(report->holds());
  CHECK(report->kind == "plan");
  REQUIRE(report->checks.size() == 4);
  const char* const names[] = {"instance", "budgets", "value", "bound"};
  for (std::size_t i = 0; i < 4; ++i) CHECK(report->checks[i].name == names[i]);
  // Greedy shows the first (ratio 3) and the second no longer fits; the second alone is worth more. Bound: price 2, 5 * 2 + (6 - 2 * 2) = 12.
  CHECK(canonical_json(report->facts) == R"({"bound":"12","channels":1,"gap_ppm":166667,"showings":1,"value":"10","works":2})");
}

TEST_CASE("A changed document is found by the right check") {
  struct Row { const char *from, *to, *check; };
  const Row rows[] = {
      {"\"value\":[\"6\",\"10\"]", "\"value\":[\"6\",\"11\"]", "instance"},
      {"\"shown\":[\"0\",\"1\"]", "\"shown\":[\"1\",\"1\"]", "budgets"},
      {"\"value\":\"10\"", "\"value\":\"11\"", "value"},
      {"\"bound\":\"12\"", "\"bound\":\"11\"", "bound"},
      {"\"spent\":[\"5\"]", "\"spent\":[\"4\"]", "budgets"},
      {"\"price_q32\":[\"8589934592\"]", "\"price_q32\":[\"-1\"]", "bound"},
  };
  for (const Row& row : rows) {
    INFO(row.to);
    const auto report = verify_plan_document(json(replaced(document(), row.from, row.to)));
    REQUIRE(report);
    CHECK_FALSE(report->holds());
    for (const auto& check : report->checks) {
      if (check.name != row.check) continue;
      CHECK_FALSE(check.holds);
      CHECK_FALSE(check.field.empty());
      CHECK_FALSE(check.detail.empty());
    }
  }
}

TEST_CASE("What is no plan at all is an error with the field's name") {
  struct Row { const char *from, *to, *field; Errc code; };
  const Row rows[] = {
      {"colophon/plan/1", "colophon/plan/2", "format", Errc::unknown_format},
      {"\"problem\":", "\"problems\":", "problem", Errc::missing_field},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"limit\":3", "problem.limit", Errc::unknown_field},
      {"\"budget\":[\"5\"]", "\"budget\":[5]", "problem.budget[0]", Errc::invalid_amount},
      {"\"budget\":[\"5\"]", "\"budget\":[\"-5\"]", "problem.budget[0]", Errc::negative_amount},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\",\"5\"]", "problem.budget", Errc::invalid_argument},
      {"\"cost\":[\"2\",\"5\"]", "\"cost\":[\"2\",\"0\"]", "problem.cost[1]", Errc::invalid_argument},
      {"\"cost\":[\"2\",\"5\"]", "\"cost\":[\"2\",\"5.0\"]", "problem.cost[1]", Errc::invalid_amount},
      {"\"cost\":[\"2\",\"5\"]", "\"cost\":[\"2\",\"9223372036854775808\"]", "problem.cost[1]", Errc::overflow},
      {"000000000001\"", "00000000000A\"", "problem.works[0]", Errc::invalid_id},
      {"\"shown\":[\"0\",\"1\"]", "\"shown\":[\"0\"]", "shown", Errc::invalid_argument},
      {"\"shown\":[\"0\",\"1\"]", "\"shown\":[\"0\",\"2\"]", "shown[1]", Errc::invalid_argument},
      {"\"shown\":[\"0\",\"1\"]", "\"shown\":[\"0\",\"11\"]", "shown[1]", Errc::invalid_argument},
      {"\"shown\":[\"0\",\"1\"]", "\"shown\":[0,1]", "shown[0]", Errc::invalid_argument},
      {"\"instance\":\"", "\"instance\":\"00", "certificate.instance", Errc::invalid_encoding},
      {"\"bound\":\"12\"", "\"bound\":\"-12\"", "certificate.bound", Errc::invalid_amount},
      {"\"bound\":\"12\"", "\"bound\":\"170141183460469231731687303715884105728\"", "certificate.bound", Errc::overflow},
  };
  for (const Row& row : rows) {
    INFO(row.to);
    const auto report = verify_plan_document(json(replaced(document(), row.from, row.to)));
    REQUIRE_FALSE(report);
    CHECK(report.error().code == row.code);
    CHECK(report.error().field == row.field);
  }
  CHECK_FALSE(verify_plan_document(Json(3)));
}
