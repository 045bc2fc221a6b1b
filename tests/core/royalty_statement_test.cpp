// Statements and tables: equal to those of a second implementation, and what core writes, core verifies.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "colophon/value/plan.hpp"
#include "core/royalty_documents.hpp"
#include "core/royalty_support.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;
using Names = std::vector<std::string>;

TEST_CASE("three pools settle to what the reference in Python gives, byte for byte", "[royalty][statement]") {
  const SettlementInput input = three_pools();
  const auto result = settle(input);
  REQUIRE(result);
  const Json expected = fixture_json("three-pools.expected.json");
  CHECK(to_hex(result->root) == *expected.find("root")->string());
  CHECK(to_hex(settlement_salt(input.seed)) == *expected.find("settlement_salt")->string());

  const StatementWriter writer(input, *result);
  const JsonArray& statements = *expected.find("statements")->array();
  REQUIRE(result->parties.size() == statements.size());
  for (std::size_t i = 0; i < statements.size(); ++i) {
    CHECK(canonical_json(writer.statement(i)) == canonical_json(statements[i]));
  }
  const JsonArray& tables = *expected.find("tables")->array();
  REQUIRE(result->pools.size() == tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) CHECK(canonical_json(writer.pool_table(i)) == canonical_json(tables[i]));
}

TEST_CASE("every statement and table of a settlement verifies", "[royalty][statement]") {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const SettlementInput input = random_settlement(seed, 1 + 4 * seed, 3 * seed, 25 * seed);
    const auto result = settle(input);
    REQUIRE(result);
    const StatementWriter writer(input, *result);
    for (std::size_t pool = 0; pool < result->pools.size(); ++pool) {
      const auto report = verify_pool_table(writer.pool_table(pool));
      CHECK(failures(report) == Names{});
      CHECK(report->holds());
    }
    for (std::size_t i = 0; i < result->parties.size(); ++i) {
      const Json statement = statement_with_receipt(writer, i, input, *result);
      const auto alone = verify_document(statement, nullptr);
      REQUIRE(failures(alone) == Names{});
      for (std::size_t pool = 0; pool < result->pools.size(); ++pool) {
        const Json table = writer.pool_table(pool);
        REQUIRE(failures(verify_document(statement, &table)) == Names{});
      }
    }
  }
}

TEST_CASE("a report names its checks and tells a reader the facts", "[royalty][statement]") {
  const SettlementInput input = three_pools();
  const auto result = settle(input);
  REQUIRE(result);
  const StatementWriter writer(input, *result);
  // The seventh party has a line in the pro-rata pool and one in the user-centric pool.
  const Json table = writer.pool_table(0);
  const auto report = verify_statement_with_table(statement_with_receipt(writer, 6, input, *result), table);
  REQUIRE(report);
  CHECK(report->kind == "statement");
  Names names;
  for (const auto& check : report->checks) names.push_back(check.name);
  CHECK(names == Names{"totals", "period", "pools", "split:0", "row:0", "division:0", "split:1", "row:1", "statement", "commitment",
                       "inclusion", "checkpoint", "receipt", "table-pool", "table-sums", "table-tree", "table-division", "table-row:0"});
  const Json facts = report->facts;
  CHECK(*facts.find("party")->string() == "50000000-0000-0000-0000-000000000007");
  CHECK(*facts.find("period")->string() == "2026-10");
  CHECK(*facts.find("currency")->string() == "EUR");
  CHECK(*facts.find("earned_micro")->string() == "1186261829");
  CHECK(*facts.find("payable_minor")->string() == "1186");
  CHECK(*facts.find("carried_micro")->string() == "261829");
  CHECK(*facts.find("lines")->integer() == 2);
  CHECK(*facts.find("in_log")->boolean());
  CHECK(*facts.find("settlement_root")->string() == to_hex(result->root));
  CHECK(*item(member(const_cast<Json&>(facts), "pools"), 1).find("rule")->string() == "user-centric");
  // The caller checks the curve with these.
  CHECK(report->signed_text.starts_with("localhost/colophon\n6\n"));
  CHECK(report->signatures.size() == 1);
  CHECK(report->log_key.starts_with("localhost/colophon+"));
}

TEST_CASE("a statement of a settlement that is not in the log yet says so", "[royalty][statement]") {
  const SettlementInput input = three_pools();
  const auto result = settle(input);
  const StatementWriter writer(input, *result);
  const auto report = verify_statement(writer.statement(0));
  REQUIRE(report);
  CHECK(report->holds());
  CHECK_FALSE(*Json(report->facts).find("in_log")->boolean());
  CHECK(report->signed_text.empty());
}

TEST_CASE("a document is verified by its format", "[royalty][statement]") {
  const SettlementInput input = three_pools();
  const auto result = settle(input);
  const StatementWriter writer(input, *result);
  CHECK(verify_document(writer.statement(0), nullptr)->kind == "statement");
  CHECK(verify_document(writer.pool_table(0), nullptr)->kind == "pool-table");
  CHECK(verify_document(settlement_receipt(result->header, input.seed), nullptr)->kind == "receipt");
  value::Problem problem;
  problem.works = {test_id(0x77, 1)};
  problem.channels = {test_id(0x63, 1)};
  problem.value = {5};
  problem.cost = {2};
  problem.budget = {2};
  CHECK(verify_document(value::plan_json(problem, *value::make_plan(problem)), nullptr)->kind == "plan");
}

TEST_CASE("what is no such document at all is an error", "[royalty][statement]") {
  const auto code = [](const char* text, const Json* table = nullptr) {
    const auto report = verify_document(*parse_json(text), table);
    REQUIRE_FALSE(report);
    return report.error().code;
  };
  CHECK(code("[]") == Errc::unknown_format);
  CHECK(code("{}") == Errc::unknown_format);
  CHECK(code(R"({"format":1})") == Errc::unknown_format);
  CHECK(code(R"({"format":"colophon/statement/2"})") == Errc::unknown_format);
  CHECK(code(R"({"format":"colophon/statement/1"})") == Errc::missing_field);
  CHECK(code(R"({"format":"colophon/pool-table/1","pool":{},"rows":[],"more":1})") == Errc::unknown_field);
  const Json table;
  CHECK(code(R"({"format":"colophon/pool-table/1"})", &table) == Errc::invalid_argument);

  const SettlementInput input = three_pools();
  const auto result = settle(input);
  const StatementWriter writer(input, *result);
  const auto changed = [&](auto change) {
    Json statement = writer.statement(0);
    change(statement);
    const auto report = verify_statement(statement);
    REQUIRE_FALSE(report);
    return report.error();
  };
  Error error = changed([](Json& s) { member(item(member(member(s, "statement"), "lines"), 2), "pool") = 3; });
  CHECK(error.field == "statement.lines[2].pool");
  error = changed([](Json& s) { member(item(member(member(s, "statement"), "lines"), 0), "amount_micro") = "-1"; });
  CHECK(error.code == Errc::negative_amount);
  error = changed([](Json& s) { member(s, "openings").array()->pop_back(); });
  CHECK(error.field == "openings");
  error = changed([](Json& s) { member(item(member(s, "pools"), 0), "tree") = std::string(64, 'A'); });
  CHECK(error.field == "pools[0].tree");
  error = changed([](Json& s) { member(member(s, "settlement"), "currency") = "XXX"; });
  CHECK(error.code == Errc::unknown_currency);
}

TEST_CASE("the rules have names", "[royalty][statement]") {
  for (const Rule rule : {Rule::pro_rata, Rule::user_centric, Rule::direct}) CHECK(*parse_rule(rule_name(rule)) == rule);
  CHECK(parse_rule("Pro-rata", "pools[0].rule").error().field == "pools[0].rule");
}
