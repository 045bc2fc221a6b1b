// A dishonest operator: changes something and computes every hash again, so that all that is left is arithmetic. Which check
// finds it, and, as honestly, what none can find.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <functional>

#include "core/royalty_documents.hpp"
#include "core/royalty_support.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;
using Names = std::vector<std::string>;

namespace {

/// The files of a settlement as JSON, which a test changes and `seal` makes consistent again, as an operator could.
struct Forger {
  SettlementInput input = three_pools();
  SettlementResult result = *settle(input);
  std::vector<Json> tables, statements;

  Forger() {
    const StatementWriter writer(input, result);
    for (std::size_t i = 0; i < result.pools.size(); ++i) tables.push_back(writer.pool_table(i));
    for (std::size_t i = 0; i < result.parties.size(); ++i) statements.push_back(writer.statement(i));
  }

  static uint128 number(const Json& text) { return *parse_uint128(*text.string(), ""); }
  static Hash hash(const Json& text) {
    Hash out;
    std::ranges::copy(*from_hex(*text.string(), ""), out.begin());
    return out;
  }

  std::vector<PoolRow> rows(std::size_t pool) {
    std::vector<PoolRow> out;
    for (Json& row : *member(tables[pool], "rows").array()) {
      out.push_back({hash(item(row, 0)), number(item(row, 1)), number(item(row, 2)), hash(item(row, 3))});
    }
    return out;
  }

  Json& header(std::size_t pool) { return member(tables[pool], "pool"); }
  Json& line(std::size_t party, std::size_t line) { return item(member(member(statements[party], "statement"), "lines"), line); }
  Json& opening(std::size_t party, std::size_t line) { return item(member(statements[party], "openings"), line); }

  /// Every hash again, from the rows up to the settlement header, and a receipt for that header in every statement.
  void seal() {
    Json settlement = member(statements[0], "settlement");
    JsonArray pools;
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const auto table_rows = rows(i);
      member(header(i), "tree") = to_hex(SumTree::build(table_rows)->root().hash);
      pools.push_back(header(i));
      item(member(settlement, "pools"), i) = to_hex(sha256("colophon/pool/1\n" + canonical_json(header(i))));
    }
    std::vector<Hash> leaves;
    for (Json& file : statements) {
      const Hash inner = commitment("colophon/statement/1", hash(member(file, "salt")), canonical_json(member(file, "statement")));
      leaves.push_back(merkle::leaf_hash(inner));
    }
    member(settlement, "statements_root") = to_hex(merkle::root(leaves));
    for (std::size_t i = 0; i < statements.size(); ++i) {
      Json& file = statements[i];
      member(file, "settlement") = settlement;
      member(file, "pools") = pools;
      JsonArray proof;
      const std::vector<Hash> steps = *merkle::inclusion_proof(leaves, i);
      for (const Hash& step : steps) proof.push_back(to_hex(step));
      member(file, "proof") = std::move(proof);
      for (std::size_t k = 0; k < member(file, "openings").array()->size(); ++k) seal_path(i, k);
      file.object()->emplace_back("receipt", settlement_receipt(*settlement.object(), input.seed));
    }
  }

  Result<merkle::Report> verify(std::size_t party, std::size_t pool) { return verify_document(statements[party], &tables[pool]); }

 private:
  void seal_path(std::size_t party, std::size_t index) {
    const auto pool = static_cast<std::size_t>(*member(line(party, index), "pool").integer());
    const auto row = static_cast<std::uint64_t>(*member(line(party, index), "row").integer());
    JsonArray path;
    const std::vector<SumNode> nodes = SumTree::build(rows(pool))->path(row);
    for (const SumNode& node : nodes) path.push_back(JsonArray{to_hex(node.hash), to_decimal(node.units), to_decimal(node.amount_micro)});
    member(opening(party, index), "path") = std::move(path);
  }
};

void add(Json& number, std::int64_t delta) {
  number = to_decimal(static_cast<int128>(Forger::number(number)) + delta);
}

bool fails(const Result<merkle::Report>& report, const std::string& check) {
  const Names names = failures(report);
  return std::ranges::find(names, check) != names.end();
}

/// The eighth party has one line: all of work 7 in the user-centric pool.
constexpr std::size_t kParty = 7;

}  // namespace

TEST_CASE("sealed again without a change, everything verifies", "[royalty][forgery]") {
  Forger forger;
  forger.seal();
  for (std::size_t party = 0; party < forger.statements.size(); ++party) {
    for (std::size_t pool = 0; pool < forger.tables.size(); ++pool) CHECK(failures(forger.verify(party, pool)) == Names{});
  }
}

TEST_CASE("a micro moved from one row to another of a pro-rata pool", "[royalty][forgery]") {
  Forger forger;
  Json& rows = member(forger.tables[0], "rows");
  add(item(item(rows, 0), 2), -1);
  add(item(item(rows, 1), 2), 1);
  forger.seal();
  // The table alone shows it, to anyone.
  CHECK(failures(verify_pool_table(forger.tables[0])) == Names{"table-division"});
}

TEST_CASE("a tie given to another than the tie hash says is seen by the owner of the row", "[royalty][forgery]") {
  // Three works have 7 units each in pool 0, and one of them the extra micro.
  Forger forger;
  std::vector<std::size_t> equal;
  JsonArray& rows = *member(forger.tables[0], "rows").array();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (*item(rows[i], 1).string() == "7") equal.push_back(i);
  }
  REQUIRE(equal.size() == 3);
  const std::size_t lucky = *std::ranges::max_element(equal, {}, [&](std::size_t i) { return Forger::number(item(rows[i], 2)); });
  const std::size_t other = equal[0] == lucky ? equal[1] : equal[0];
  const std::string micros = *item(rows[lucky], 2).string();
  item(rows[lucky], 2) = *item(rows[other], 2).string();
  item(rows[other], 2) = micros;
  forger.seal();
  CHECK(failures(verify_pool_table(forger.tables[0])) == Names{});  // Claims hide the works: the table cannot know.
  std::size_t found = 0;
  for (std::size_t party = 0; party < forger.statements.size(); ++party) {
    JsonArray& lines = *member(member(forger.statements[party], "statement"), "lines").array();
    for (std::size_t k = 0; k < lines.size(); ++k) {
      const auto row = static_cast<std::size_t>(*member(lines[k], "row").integer());
      if (*member(lines[k], "pool").integer() != 0 || (row != lucky && row != other)) continue;
      member(lines[k], "work_amount_micro") = *item(rows[row], 2).string();
      found += fails(verify_statement(forger.statements[party]), "division:" + std::to_string(k));
    }
  }
  CHECK(found >= 2);
}

TEST_CASE("an amount that no row of a direct pool has", "[royalty][forgery]") {
  Forger forger;
  Json& rows = member(forger.tables[2], "rows");
  add(item(item(rows, 0), 2), -1);
  add(item(item(rows, 1), 2), 1);
  forger.seal();
  CHECK(failures(verify_pool_table(forger.tables[2])) == Names{"table-division"});
}

TEST_CASE("a header that claims more, or less, than its rows", "[royalty][forgery]") {
  for (const char* field : {"amount_micro", "units"}) {
    for (const std::int64_t delta : {-1, 1}) {
      Forger forger;
      add(member(forger.header(1), field), delta);
      forger.seal();
      CHECK(failures(verify_pool_table(forger.tables[1])) == Names{"table-sums"});
    }
  }
  Forger forger;
  member(forger.header(0), "rows") = 7;
  forger.seal();
  CHECK(failures(verify_pool_table(forger.tables[0])) == Names{"table-sums"});
}

TEST_CASE("a cutoff that is not the division's", "[royalty][forgery]") {
  const auto with = [](auto change) {
    Forger forger;
    change(forger);
    forger.seal();
    return failures(verify_pool_table(forger.tables[0]));
  };
  CHECK(with([](Forger& f) { add(member(member(f.header(0), "cutoff"), "remainder"), 1); }) == Names{"table-division"});
  CHECK(with([](Forger& f) { add(member(member(f.header(0), "cutoff"), "remainder"), -1); }) == Names{"table-division"});
  CHECK(with([](Forger& f) { member(f.header(0), "cutoff") = Json(); }) == Names{"table-division"});
  CHECK(with([](Forger& f) { member(member(f.header(0), "cutoff"), "remainder") = "0"; }) == Names{"table-sums", "table-division"});
  CHECK(with([](Forger& f) { member(member(f.header(0), "cutoff"), "remainder") = "29"; }) == Names{"table-sums", "table-division"});
}

TEST_CASE("a pool called by another rule to escape its division", "[royalty][forgery]") {
  Forger forger;
  member(forger.header(0), "rule") = "user-centric";
  forger.seal();
  // A user-centric pool has no cutoff; and the rule is in the root that the log holds, for the contract to be read against.
  CHECK(failures(verify_pool_table(forger.tables[0])) == Names{"table-sums"});
  member(forger.header(0), "rule") = "direct";
  member(forger.header(0), "cutoff") = Json();
  CHECK(failures(verify_pool_table(forger.tables[0])) == Names{"table-sums", "table-division"});
}

TEST_CASE("a row that stands twice, or out of order", "[royalty][forgery]") {
  Forger forger;
  JsonArray& rows = *member(forger.tables[1], "rows").array();
  std::swap(rows[2], rows[3]);
  forger.seal();
  CHECK(failures(verify_pool_table(forger.tables[1])) == Names{"table-sums"});
  std::swap(rows[2], rows[3]);
  rows.insert(rows.begin() + 2, rows[2]);
  member(forger.header(1), "rows") = static_cast<std::int64_t>(rows.size());
  add(member(forger.header(1), "units"), static_cast<std::int64_t>(Forger::number(item(rows[2], 1))));
  add(member(forger.header(1), "amount_micro"), static_cast<std::int64_t>(Forger::number(item(rows[2], 2))));
  forger.seal();
  CHECK(failures(verify_pool_table(forger.tables[1])) == Names{"table-sums"});
}

TEST_CASE("rows whose sums run over 128 bits", "[royalty][forgery]") {
  Forger forger;
  Json& rows = member(forger.tables[1], "rows");
  const std::string most = to_decimal(~uint128{0});
  item(item(rows, 0), 1) = most;
  CHECK(failures(verify_pool_table(forger.tables[1])) == Names{"table-sums", "table-tree"});
  item(item(rows, 0), 2) = most;
  CHECK(failures(verify_pool_table(forger.tables[1])) == Names{"table-sums", "table-tree"});
  // In a pro-rata pool such units cannot be multiplied without overflow either.
  item(item(member(forger.tables[0], "rows"), 0), 1) = most;
  member(forger.header(0), "units") = most;
  CHECK(failures(verify_pool_table(forger.tables[0])) == Names{"table-sums", "table-tree", "table-division"});
}

TEST_CASE("fewer units or less money in a statement than in the table", "[royalty][forgery]") {
  for (const char* field : {"units", "work_amount_micro"}) {
    Forger forger;
    add(member(forger.line(kParty, 0), field), -1);
    forger.seal();
    CHECK(fails(forger.verify(kParty, 1), "row:0"));
    CHECK(fails(forger.verify(kParty, 1), "table-row:0"));
  }
}

TEST_CASE("a work's parties cheated behind the detail's hash", "[royalty][forgery]") {
  // Party 6 (index 5) has 1/3 of work 4; a micro of it goes to the party with 1/2. The detail is opened, so it shows.
  Forger forger;
  Json& lines = member(member(forger.statements[5], "statement"), "lines");
  for (std::size_t k = 0; k < lines.array()->size(); ++k) {
    Json& split = member(forger.opening(5, k), "split");
    if (split.array()->size() != 3) continue;
    Json& own = *std::ranges::find_if(*split.array(), [](Json& part) { return member(part, "share").string()->starts_with("1/3"); });
    Json& half = *std::ranges::find_if(*split.array(), [](Json& part) { return *member(part, "share").string() == "1/2"; });
    add(member(own, "amount_micro"), -1);
    add(member(half, "amount_micro"), 1);
    member(forger.line(5, k), "amount_micro") = *member(own, "amount_micro").string();
    CHECK(fails(verify_statement(forger.statements[5]), "split:" + std::to_string(k)));
    // Other shares that give the same amounts do not help: they are part of the detail, and must add up to 1.
    member(own, "share") = "1/4";
    CHECK_FALSE(verify_statement(forger.statements[5])->holds());
  }
}

TEST_CASE("earnings, payout and carry that do not follow from the lines", "[royalty][forgery]") {
  for (const char* field : {"opening_micro", "earned_micro", "payable_minor", "carried_micro"}) {
    Forger forger;
    add(member(member(forger.statements[kParty], "statement"), field), 1);
    forger.seal();
    CHECK(fails(verify_statement(forger.statements[kParty]), "totals"));
  }
}

TEST_CASE("one row listed twice in a statement", "[royalty][forgery]") {
  Forger forger;
  Json& inner = member(forger.statements[kParty], "statement");
  JsonArray& lines = *member(inner, "lines").array();
  lines.push_back(lines[0]);
  JsonArray& openings = *member(forger.statements[kParty], "openings").array();
  openings.push_back(openings[0]);
  forger.seal();
  CHECK(failures(verify_statement(forger.statements[kParty])) == Names{"totals"});
}

TEST_CASE("another month, another currency", "[royalty][forgery]") {
  Forger forger;
  member(member(forger.statements[kParty], "statement"), "period") = "2026-09";
  member(forger.header(2), "currency") = "USD";
  forger.seal();
  CHECK(failures(verify_statement(forger.statements[kParty])) == Names{"period"});
  CHECK(failures(verify_statement(forger.statements[0])) == Names{"period"});
}

TEST_CASE("a pool left out, doubled, or put in another place", "[royalty][forgery]") {
  const SettlementInput input = three_pools();
  const auto result = settle(input);
  const StatementWriter writer(input, *result);
  Json statement = statement_with_receipt(writer, kParty, input, *result);
  JsonArray& pools = *member(statement, "pools").array();
  const Json last = pools.back();
  pools.pop_back();
  CHECK(failures(verify_statement(statement)) == Names{"pools"});
  pools.push_back(last);
  pools.push_back(last);
  CHECK(failures(verify_statement(statement)) == Names{"pools"});
  pools.pop_back();
  std::swap(pools[0], pools[2]);
  CHECK(fails(verify_statement(statement), "pools"));
}

TEST_CASE("the receipt of another settlement, of another kind, or of nothing", "[royalty][forgery]") {
  const SettlementInput input = three_pools();
  const auto result = settle(input);
  const StatementWriter writer(input, *result);
  Json statement = statement_with_receipt(writer, kParty, input, *result);

  SettlementInput other = input;
  other.openings.clear();
  member(statement, "receipt") = settlement_receipt(settle(other)->header, input.seed);
  CHECK(failures(verify_statement(statement)) == Names{"receipt"});

  member(statement, "receipt") = settlement_receipt(result->header, input.seed);
  member(member(statement, "receipt"), "kind") = "plan";
  CHECK(failures(verify_statement(statement)) == Names{"commitment", "inclusion", "receipt"});
  member(statement, "receipt") = JsonObject{};
  CHECK(failures(verify_statement(statement)) == Names{"receipt"});
  member(statement, "receipt") = Json();
  CHECK(failures(verify_statement(statement)) == Names{"receipt"});
}

TEST_CASE("the table of another settlement, or of no pool of this one", "[royalty][forgery]") {
  const SettlementInput input = three_pools();
  const auto result = settle(input);
  const StatementWriter writer(input, *result);
  const Json statement = statement_with_receipt(writer, kParty, input, *result);

  SettlementInput other = input;
  other.seed[0] ^= 1;
  const auto other_result = settle(other);
  const Json same_pool = StatementWriter(other, *other_result).pool_table(1);
  CHECK(failures(verify_statement_with_table(statement, same_pool)) == Names{"table-pool"});

  other = input;
  other.pools[0].pool = test_id(0x70, 9);
  const auto renamed = settle(other);
  const Json no_pool = StatementWriter(other, *renamed).pool_table(2);
  CHECK(failures(verify_statement_with_table(statement, no_pool)) == Names{"table-pool"});
}

TEST_CASE("what none of this proves: where money goes inside a user-centric pool, and that units are real", "[royalty][forgery]") {
  // Two parties' amounts are exchanged in part, everything is sealed again, and every check holds: only a replay of the
  // settlement bundle by someone who may see it (colophon_settle) finds this. docs/explanation/checkable-pools.md says so.
  Forger forger;
  Json& rows = member(forger.tables[1], "rows");
  add(item(item(rows, 0), 2), -1);
  add(item(item(rows, 1), 2), 1);
  forger.seal();
  CHECK(verify_pool_table(forger.tables[1])->holds());
  const SettlementInput honest = three_pools();
  const SettlementResult replayed = *settle(honest);
  CHECK(*member(forger.header(1), "tree").string() != to_hex(replayed.pools[1].tree.hash));
}
