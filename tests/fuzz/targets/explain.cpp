#include "colophon/royalty/explain.hpp"
#include "colophon/royalty/print.hpp"
#include "colophon/royalty/statement.hpp"
#include "targets.hpp"

// Explaining and printing read a statement whether it holds or not.
void colophon::fuzz::run_explain(ByteView input) {
  const auto json = parse_json(as_text(input));
  if (!json) return;
  for (const std::size_t line : {std::size_t{0}, std::size_t{1}, std::size_t{2}, ~std::size_t{0}}) {
    royalty::ExplainRequest request;
    if (line != ~std::size_t{0}) request.line = line;
    request.locale = line % 2 == 0 ? "en" : "zh-CN";
    const auto explanation = royalty::explain_statement(*json, request);
    if (!explanation) {
      expect(!explanation.error().detail.empty(), "a refusal says why");
      continue;
    }
    expect(parse_json(canonical_json(*explanation)).has_value(), "an explanation is JSON");
  }
  const auto table = royalty::statement_csv(*json);
  expect(table.has_value() || !table.error().detail.empty(), "a refusal says why");
  const auto page = royalty::statement_page(*json, {"<b>A & B</b>", "zh-CN"});
  expect(!page || page->find("<b>") == page->npos, "a page holds no markup of its data");
}
