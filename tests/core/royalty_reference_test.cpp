// Core against a second engine that was written from the documents alone (tests/fixtures/settlement): every byte of every document.
#include <catch2/catch_test_macros.hpp>

#include <filesystem>

#include "colophon/royalty/bundle.hpp"
#include "colophon/royalty/statement.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;

namespace {

Bundle read_folder(const std::filesystem::path& folder) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) texts.emplace_back(entry.path().filename().string(), read_file(entry.path()));
  std::vector<BundleFile> files;
  for (const auto& [name, text] : texts) files.push_back({name, text});
  auto bundle = parse_bundle(files);
  if (!bundle) FAIL(bundle.error().field << ": " << bundle.error().detail);
  return std::move(*bundle);
}

/// Names are a help to the reader: the reference leaves them out.
std::string without_labels(JsonObject statement) {
  std::erase_if(statement, [](const auto& member) { return member.first == "labels"; });
  return canonical_json(statement);
}

}  // namespace

TEST_CASE("an engine written from the documents alone gives the same bytes", "[royalty][reference]") {
  const auto folder = fixtures() / "settlement";
  for (const auto& [name, bundle_folder] : {std::pair{"october", source_dir() / "examples/settlement"}, std::pair{"november", folder / "november"}, std::pair{"random", folder / "random"}}) {
    INFO(name);
    const Json expected = *parse_json(read_file(folder / (std::string(name) + ".expected.json")));
    const Bundle bundle = read_folder(bundle_folder);
    const auto result = settle(bundle.input);
    REQUIRE(result.has_value());
    const StatementWriter writer(bundle.input, *result);
    CHECK(canonical_json(result->header) == canonical_json(*expected.find("settlement")));
    CHECK(to_hex(settlement_salt(bundle.input.seed)) == *expected.find("settlement_salt")->string());
    CHECK(to_hex(result->journal.head()) == *expected.find("journal")->string());
    const JsonArray& tables = *expected.find("tables")->array();
    REQUIRE(result->pools.size() == tables.size());
    for (std::size_t i = 0; i < tables.size(); ++i) {
      CHECK(canonical_json(writer.pool_table(i)) == canonical_json(tables[i]));
      CHECK(to_hex(result->pools[i].root) == *expected.find("pools")->array()->at(i).string());
    }
    const JsonArray& statements = *expected.find("statements")->array();
    REQUIRE(result->parties.size() == statements.size());
    for (std::size_t i = 0; i < statements.size(); ++i) {
      INFO("statement " << i);
      CHECK(without_labels(writer.statement(i)) == canonical_json(statements[i]));
    }
    CHECK(to_hex(result->root) == *expected.find("root")->string());
  }
}
