#include <map>

#include "colophon/royalty/bundle.hpp"
#include "colophon/royalty/statement.hpp"
#include "targets.hpp"

namespace colophon::fuzz {
namespace {

using Files = std::map<std::string, std::string, std::less<>>;

/// The files of one input: "== NAME" on a line of its own begins one.
Files files_of(std::string_view text) {
  Files files;
  std::string* file = nullptr;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    const std::string_view line = text.substr(0, end);
    if (line.starts_with("== ") && line.ends_with('\n')) file = &files[std::string(line.substr(3, end - 4))];
    else if (file != nullptr) *file += line;
    text.remove_prefix(end);
  }
  return files;
}

Result<royalty::Bundle> read(const Files& files) {
  std::vector<royalty::BundleFile> list;
  for (const auto& [name, text] : files) list.push_back({name, text});
  return royalty::parse_bundle(list);
}

Files written(const royalty::SettlementInput& input) {
  Files files;
  royalty::write_bundle(input, [&](std::string_view name, std::string_view text) { files[std::string(name)] = text; });
  return files;
}

// What leaves a settlement must be accepted by what the payee runs.
void check_documents(const royalty::SettlementInput& input, const royalty::SettlementResult& result) {
  const royalty::StatementWriter writer(input, result);
  for (std::size_t i = 0; i < result.parties.size() && i < 4; ++i) {
    const auto report = royalty::verify_statement(writer.statement(i));
    expect(report.has_value() && report->holds(), "a statement that was written holds");
  }
  for (std::size_t i = 0; i < result.pools.size() && i < 4; ++i) {
    const auto report = royalty::verify_pool_table(writer.pool_table(i));
    expect(report.has_value() && report->holds(), "a pool table that was written holds");
  }
  std::string journal;
  result.journal.write([&](std::string_view piece) { journal += piece; });
  const auto report = royalty::verify_journal(journal);
  expect(report.has_value() && report->holds(), "a journal that was written holds");
}

}  // namespace

void run_bundle(ByteView input) {
  const auto bundle = read(files_of(as_text(input)));
  if (!bundle) {
    expect(!bundle.error().detail.empty(), "a refusal says why");
    return;
  }
  const Files files = written(bundle->input);
  const auto again = read(files);
  expect(again.has_value(), "a bundle that was written can be read");
  expect(written(again->input) == files, "a bundle that was written and read is the same bundle");
  const auto result = royalty::settle(bundle->input);
  const auto second = royalty::settle(again->input);
  expect(result.has_value() == second.has_value(), "a second run says the same");
  if (!result) {
    expect(!result.error().detail.empty(), "a refusal says why");
    return;
  }
  expect(second->root == result->root, "a second run gives the same root");
  check_documents(bundle->input, *result);
}

}  // namespace colophon::fuzz
