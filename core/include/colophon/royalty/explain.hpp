#pragma once
// Why this much: the way of an amount on a statement, in numbers and words, from the statement alone.
#include <optional>

#include "colophon/base/json.hpp"

namespace colophon::royalty {

/// What is to be explained: a line, or, without one, the balances and payouts.
struct ExplainRequest {
  std::optional<std::size_t> line;
  std::string locale = "en";           ///< "en" or "zh-CN"
};

/// {"amount": "12.34 EUR", "steps": [{"step": "pool", "text": "...", "amount": "12.34 EUR"}, ...], "title": "..."}: each step leads from
/// the amount of the one before to its own. Reads a "colophon/statement/2"; it need not hold (verify says whether it does). Errors: those of reading it;
/// not_found (no such line).
Result<JsonObject> explain_statement(const Json& statement, const ExplainRequest& request);

/// The agreements and pools of a "colophon/agreements/1" in words: [{"agreement", "title", "text"}, {"pool", "text"}, ...].
Result<JsonArray> explain_rule_book(const Json& document, std::string_view locale);

}  // namespace colophon::royalty
