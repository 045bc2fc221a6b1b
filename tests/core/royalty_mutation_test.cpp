// No byte of a statement or table can be changed unnoticed: every string, number and list is changed, one at a time.
#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <set>

#include "core/royalty_forger.hpp"

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

#if defined(__EMSCRIPTEN__) || defined(__SANITIZE_ADDRESS__)
constexpr std::size_t kEvery = 23;   // There a part of the changes: all of them run natively.
#else
constexpr std::size_t kEvery = 1;
#endif

}  // namespace

TEST_CASE("no change of a statement with its receipt is taken for the statement", "[royalty][mutation]") {
  Forger forger;
  forger.seal();
  for (const std::size_t party : {std::size_t{0}, std::size_t{1}}) {
    Json statement = forger.statements[party];
    const auto original = verify_statement(statement);
    REQUIRE((original && original->holds()));
    std::size_t attempts = 0;
    Mutator([&](const std::string& path) {
      if (++attempts % kEvery != 0 || path.starts_with("labels") || path == ".labels") return;   // Names are a help to the reader, and not proven.
      if (taken_for(verify_statement(statement), *original)) FAIL_CHECK("a change of " << path << " was not noticed");
    }).run(statement, "");
    CHECK(attempts > 1'000);
    CHECK(verify_statement(statement)->holds());
  }
}

TEST_CASE("without a receipt only what the root commits to hangs in the air, and the root shows it", "[royalty][mutation]") {
  const Forger forger;
  Json statement = forger.statements[0];
  const auto original = verify_statement(statement);
  REQUIRE((original && original->holds()));
  const std::string root = *Json(original->facts).find("settlement_root")->string();
  std::set<std::string> unnoticed;
  std::size_t attempts = 0;
  Mutator([&](const std::string& path) {
    if (++attempts % kEvery != 0 || path.starts_with("labels") || path == ".labels") return;
    const auto report = verify_statement(statement);
    if (!taken_for(report, *original)) return;
    unnoticed.insert(path);
    CHECK(*Json(report->facts).find("settlement_root")->string() != root);
  }).run(statement, "");
  for (const std::string& path : unnoticed) {
    INFO(path);
    CHECK(path.starts_with("settlement."));
  }
}

TEST_CASE("no change of a table is taken for the table of a statement", "[royalty][mutation]") {
  Forger forger;
  forger.seal();
  for (const std::size_t pool : {std::size_t{0}, std::size_t{4}}) {
    Json table = forger.tables[pool];
    const Json& statement = forger.statements[2];
    const auto original = verify_statement_with_table(statement, table);
    REQUIRE((original && original->holds()));
    std::size_t attempts = 0;
    Mutator([&](const std::string& path) {
      if (++attempts % (kEvery * 2) != 0) return;
      if (taken_for(verify_statement_with_table(statement, table), *original)) FAIL_CHECK("a change of " << path << " was not noticed");
    }).run(table, "");
  }
}

TEST_CASE("a table alone holds its rows to its header; its name, month and tie are shown by its root", "[royalty][mutation]") {
  const Forger forger;
  std::set<std::string> unnoticed;
  for (std::size_t pool = 0; pool < forger.tables.size(); ++pool) {
    Json table = forger.tables[pool];
    const auto original = verify_pool_table(table);
    REQUIRE((original && original->holds()));
    const std::string root = to_hex(forger.result.pools[pool].root);
    CHECK(*Json(original->facts).find("root")->string() == root);
    Mutator([&](const std::string& path) {
      const auto report = verify_pool_table(table);
      if (!taken_for(report, *original)) return;
      unnoticed.insert(path);
      CHECK(*Json(report->facts).find("root")->string() != root);
    }).run(table, "");
  }
  for (const std::string& path : unnoticed) {
    INFO(path);
    CHECK((path == "pool.cutoff.tie" || path == "pool.period" || path == "pool.pool" || path == "pool.name" || path == "pool.currency" || path == "pool.fees[].name" ||
           path == "pool.units_per_listener_day_max"));
  }
}
