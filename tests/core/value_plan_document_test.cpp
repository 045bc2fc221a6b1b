// "colophon/plan/2": what is written is read again, and what was changed is found (docs/formats/plan.md).
#include <catch2/catch_test_macros.hpp>

#include "colophon/value/plan.hpp"

using namespace colophon;
using value::parse_problem;
using value::verify_plan_document;

namespace {

const char* const kProblem =
    R"({"works":["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000002"],)"
    R"("channels":["00000000-0000-4000-8000-0000000000c1"],"value":["6","10"],"cost":["2","5"],"budget":["5"]})";
const char* const kWithLimits =
    R"({"works":["00000000-0000-4000-8000-000000000001","00000000-0000-4000-8000-000000000002"],)"
    R"("channels":["00000000-0000-4000-8000-0000000000c1","00000000-0000-4000-8000-0000000000c2"],"value":["6","10","4","0"],"cost":["2","5","1","1"],)"
    R"("budget":["5","5"],"limit":[1,2],"group":[0,1],"floor":["1","0"],"category":[0,0],"cap":["1","1"]})";

Json json(const std::string& text) { return parse_json(text).value(); }

std::string document(const char* problem_text = kProblem) {
  const auto problem = parse_problem(json(problem_text)).value();
  return canonical_json(value::plan_json(problem, value::make_plan(problem).value()));
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("The hashes of a problem and of its arrays are those of the format's bytes") {
  // SHA-256 over the bytes of docs/formats/plan.md and plan-certificate.md, computed with Python's hashlib.
  const auto problem = parse_problem(json(kProblem));
  REQUIRE(problem);
  SerialExecutor serial;
  CHECK(to_hex(value::instance_hash(value::ProblemArrays(*problem).instance(), serial)) == "4253f364083512568ca57c71dbb2c940b2c6c0bb82c8b18d2385bafacaf19c92");
  CHECK(to_hex(value::problem_hash(*problem)) == "f7f31e825eca24692dd21b12e8b47d1b5e2c5bda4e30bc0bfd9958e3e49ec081");
}

TEST_CASE("A plan's document verifies and says what it is about") {
  const auto report = verify_plan_document(json(document()));
  REQUIRE(report);
  CHECK(report->holds());
  CHECK(report->kind == "plan");
  const char* const names[] = {"problem", "instance", "shown", "limits", "value", "bound", "allowed"};
  REQUIRE(report->checks.size() == std::size(names));
  for (std::size_t i = 0; i < std::size(names); ++i) CHECK(report->checks[i].name == names[i]);
  // The first has the better ratio (3), the second alone is worth more. Bound: price 2, 5 * 2 + (6 - 2 * 2) = 12.
  CHECK(canonical_json(report->facts) == R"({"bound":"12","channels":1,"gap_e12":166666666667,"showings":1,"value":"10","works":2})");
}

TEST_CASE("Limits, floors and caps are written and read again") {
  const std::string text = document(kWithLimits);
  CHECK(text.find(R"("limit":[1,2])") != std::string::npos);
  CHECK(text.find(R"("group":[0,1])") != std::string::npos);
  CHECK(text.find(R"("cap":["1","1"])") != std::string::npos);
  const auto report = verify_plan_document(json(text));
  REQUIRE(report);
  CHECK(report->holds());
  const auto read = value::parse_plan_document(json(text));
  REQUIRE(read);
  CHECK(canonical_json(value::plan_json(read->problem, read->plan)) == text);
  // The cap of one a channel and the first work's floor: the first on the second channel (10 for 5), the second on the first (4 for 1).
  CHECK(read->plan.shown == std::vector<std::uint8_t>{0, 1, 1, 0});
}

TEST_CASE("A changed document is found by the right check") {
  struct Row { const char *from, *to, *check; };
  const Row rows[] = {
      {"\"value\":[\"6\",\"10\"]", "\"value\":[\"6\",\"11\"]", "problem"},
      {"\"value\":[\"6\",\"10\"]", "\"value\":[\"6\",\"11\"]", "instance"},
      {"0000000000c1", "0000000000c2", "problem"},
      {"\"shown\":[\"0\",\"1\"]", "\"shown\":[\"1\",\"1\"]", "limits"},
      {"\"shown\":[\"0\",\"1\"]", "\"shown\":[\"1\",\"0\"]", "shown"},
      {"\"bound\":\"12\",\"format\":\"colophon/plan-certificate/1\",\"gap_e12\":166666666667", "\"bound\":\"11\",\"format\":\"colophon/plan-certificate/1\",\"gap_e12\":90909090910", "bound"},
      {"\"gap_e12\":166666666667", "\"gap_e12\":0", "bound"},
      {"\"used\":{\"budgets\":[\"5\"]", "\"used\":{\"budgets\":[\"4\"]", "limits"},
      {"\"price\":{\"budgets\":[\"8589934592\"]", "\"price\":{\"budgets\":[\"-1\"]", "bound"},
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
      {"colophon/plan/2", "colophon/plan/1", "format", Errc::unknown_format},
      {"colophon/plan-certificate/1", "colophon/plan-certificate/9", "certificate.format", Errc::unknown_format},
      {"\"problem\":", "\"problems\":", "problem", Errc::missing_field},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"most\":3", "problem.most", Errc::unknown_field},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"limit\":3", "problem.limit", Errc::invalid_argument},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"limit\":[1]", "problem.limit", Errc::invalid_argument},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"limit\":[1,256]", "problem.limit[1]", Errc::invalid_argument},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"group\":[0,0]", "problem.floor", Errc::invalid_argument},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"floor\":[\"1\"]", "problem.group", Errc::invalid_argument},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"floor\":[\"1\"],\"group\":[0,1]", "problem.group[1]", Errc::invalid_argument},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"floor\":[\"-1\"],\"group\":[0,0]", "problem.floor[0]", Errc::negative_amount},
      {"\"budget\":[\"5\"]", "\"budget\":[\"5\"],\"cap\":[\"1\"]", "problem.category", Errc::invalid_argument},
      {"\"budget\":[\"5\"]", "\"budget\":[5]", "problem.budget[0]", Errc::invalid_amount},
      {"\"budget\":[\"5\"]", "\"budget\":[\"-5\"]", "problem.budget[0]", Errc::negative_amount},
      {"\"budget\":[\"5\"]", "\"budget\":[\"9223372036854775807\"]", "problem.budget[0]", Errc::overflow},
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
      {"\"price_bits\":32", "\"price_bits\":33", "certificate.price_bits", Errc::invalid_argument},
      {"\"caps\":[]", "\"caps\":[\"0\"]", "certificate.price.caps", Errc::invalid_argument},
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
