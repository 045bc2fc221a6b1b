// No byte of a statement or table can be changed unnoticed: every string, number and list is changed, one at a time.
#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <set>

#include "core/royalty_documents.hpp"
#include "core/royalty_support.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;

namespace {

/// A neighbour of the same kind, so that most changes still read as what they were.
char neighbour(char c) {
  if (c == '9') return '8';
  if (c == 'f') return 'e';
  if (c >= '0' && c <= '8') return static_cast<char>(c + 1);
  return c == 'z' || c == 'Z' || c == '~' ? 'a' : static_cast<char>(c + 1);
}

/// Calls `attempt(path)` with each small change of the document in place, and takes the change back.
class Mutator {
 public:
  using Attempt = std::function<void(const std::string&)>;
  explicit Mutator(Attempt attempt) : attempt_(std::move(attempt)) {}

  void run(Json& node, const std::string& path) {
    if (node.string()) change_text(node, path);
    if (const auto* number = node.integer()) {
      for (const std::int64_t other : {*number + 1, *number - 1}) replace(node, other, path);
    }
    if (!node.is_null()) replace(node, Json(), path);
    if (node.is_null()) replace(node, Json(0), path);
    if (node.object()) change_object(node, path);
    if (node.array()) change_list(node, path);
  }

 private:
  void replace(Json& node, Json with, const std::string& path) {
    std::swap(node, with);
    attempt_(path);
    std::swap(node, with);
  }

  void change_text(Json& node, const std::string& path) {
    const std::string text = *node.string();
    for (std::size_t i = 0; i < text.size(); ++i) {
      std::string other = text;
      other[i] = neighbour(text[i]);
      replace(node, other, path);
    }
    replace(node, text + "0", path);
    replace(node, text.substr(0, text.size() - std::min<std::size_t>(1, text.size())), path);
    if (text != "0") replace(node, "0", path);
  }

  void change_object(Json& node, const std::string& path) {
    JsonObject& members = *node.object();
    for (std::size_t i = 0; i < members.size(); ++i) {
      run(members[i].second, path.empty() ? members[i].first : path + "." + members[i].first);
      // Without "receipt" a statement is a statement that is not in the log yet, and says so.
      if (members[i].first == "receipt") continue;
      const auto kept = members[i];
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(i));
      attempt_(path + "." + kept.first);
      members.insert(members.begin() + static_cast<std::ptrdiff_t>(i), kept);
    }
    members.emplace_back("more", 1);
    attempt_(path + ".more");
    members.pop_back();
  }

  void change_list(Json& node, const std::string& path) {
    JsonArray& items = *node.array();
    for (std::size_t i = 0; i < items.size(); ++i) {
      run(items[i], path + "[]");
      const Json kept = items[i];
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
      attempt_(path);
      items.insert(items.begin() + static_cast<std::ptrdiff_t>(i), 2, kept);
      attempt_(path);
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
      if (i > 0 && canonical_json(items[i]) != canonical_json(items[i - 1])) {
        std::swap(items[i], items[i - 1]);
        attempt_(path);
        std::swap(items[i], items[i - 1]);
      }
    }
    items.push_back(Json("0"));
    attempt_(path);
    items.pop_back();
  }

  Attempt attempt_;
};

/// Whether a reader would take the changed document for the original: it holds, and the caller's curve check, which core
/// leaves to its caller, would run over the same text, signatures and key.
bool taken_for(const Result<merkle::Report>& report, const merkle::Report& original) {
  if (!report || !report->holds()) return false;
  const auto signatures = [](const merkle::Report& each) { return canonical_json(*merkle::report_json(each).find("signatures")); };
  return signatures(*report) == signatures(original) && report->signed_text == original.signed_text &&
         report->log_key == original.log_key;
}

struct Settled {
  SettlementInput input = three_pools();
  SettlementResult result = *settle(input);
  StatementWriter writer{input, result};
};

}  // namespace

TEST_CASE("no change of a statement with its receipt is taken for the statement", "[royalty][mutation]") {
  const Settled settled;
  // The fifth party has a line in each of the three pools; the last has none, only a debt.
  for (const std::size_t party : {std::size_t{4}, std::size_t{9}}) {
    Json statement = statement_with_receipt(settled.writer, party, settled.input, settled.result);
    const auto original = verify_statement(statement);
    REQUIRE((original && original->holds()));
    std::size_t attempts = 0;
    Mutator([&](const std::string& path) {
      ++attempts;
      if (taken_for(verify_statement(statement), *original)) FAIL_CHECK("a change of " << path << " was not noticed");
    }).run(statement, "");
    CHECK(attempts > 1'000);
    CHECK(verify_statement(statement)->holds());
  }
}

TEST_CASE("without a receipt only the settlement's own name, journal and count hang in the air, and its root shows them",
          "[royalty][mutation]") {
  const Settled settled;
  Json statement = settled.writer.statement(6);
  const auto original = verify_statement(statement);
  REQUIRE((original && original->holds()));
  const std::string root = *Json(original->facts).find("settlement_root")->string();
  std::set<std::string> unnoticed;
  Mutator([&](const std::string& path) {
    const auto report = verify_statement(statement);
    if (!taken_for(report, *original)) return;
    unnoticed.insert(path);
    CHECK(*Json(report->facts).find("settlement_root")->string() != root);
  }).run(statement, "");
  CHECK(unnoticed == std::set<std::string>{"settlement.journal", "settlement.settlement", "settlement.statements"});
}

TEST_CASE("no change of a table is taken for the table of a statement", "[royalty][mutation]") {
  const Settled settled;
  const Json statement = statement_with_receipt(settled.writer, 4, settled.input, settled.result);
  for (std::size_t pool = 0; pool < settled.result.pools.size(); ++pool) {
    Json table = settled.writer.pool_table(pool);
    const auto original = verify_statement_with_table(statement, table);
    REQUIRE((original && original->holds()));
    Mutator([&](const std::string& path) {
      if (taken_for(verify_statement_with_table(statement, table), *original)) FAIL_CHECK("a change of " << path << " was not noticed");
    }).run(table, "");
  }
}

TEST_CASE("a table alone holds its rows to its header; its name, month and tie are shown by its root", "[royalty][mutation]") {
  const Settled settled;
  std::set<std::string> unnoticed;
  for (std::size_t pool = 0; pool < settled.result.pools.size(); ++pool) {
    Json table = settled.writer.pool_table(pool);
    const auto original = verify_pool_table(table);
    REQUIRE((original && original->holds()));
    const std::string root = to_hex(settled.result.pools[pool].root);
    CHECK(*Json(original->facts).find("root")->string() == root);
    Mutator([&](const std::string& path) {
      const auto report = verify_pool_table(table);
      if (!taken_for(report, *original)) return;
      unnoticed.insert(path);
      CHECK(*Json(report->facts).find("root")->string() != root);
    }).run(table, "");
  }
  CHECK(unnoticed == std::set<std::string>{"pool.cutoff.tie", "pool.period", "pool.pool"});
}
