#include "colophon/royalty/agreement.hpp"
#include "colophon/royalty/explain.hpp"
#include "targets.hpp"

void colophon::fuzz::run_agreements(ByteView input) {
  const auto json = parse_json(as_text(input));
  if (!json) return;
  const auto book = royalty::parse_rule_book(*json);
  const auto words = royalty::explain_rule_book(*json, "en");
  expect(book.has_value() == words.has_value(), "what can be read can be said");
  if (!book) {
    expect(!book.error().detail.empty(), "a refusal says why");
    return;
  }
  const auto canonical = parse_json(book->canonical);
  expect(canonical.has_value(), "a canonical book is JSON");
  const auto again = royalty::parse_rule_book(*canonical);
  expect(again.has_value() && again->canonical == book->canonical, "a canonical book reads as itself");
  expect(words->size() == book->pools.size() + book->agreements.size(), "every pool and agreement is explained");
  expect(royalty::explain_rule_book(*json, "zh-CN").has_value(), "both languages say it");
}
