// colophon settle explain: why this much, from a statement alone. colophon agreements: what a book of agreements says, in words.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/royalty/agreement.hpp"
#include "colophon/royalty/explain.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<Json> read_document(const std::string& file) {
  auto json = parse_json(COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax)));
  if (!json) return fail(json.error().code, file, json.error().detail);
  return json;
}

std::string text_of(const Json& object, std::string_view name) {
  const Json* value = object.find(name);
  return value != nullptr && value->string() != nullptr ? *value->string() : std::string();
}

void print_explanation(const Json& explanation) {
  print(text_of(explanation, "title") + ": " + text_of(explanation, "amount"));
  const Json* steps = explanation.find("steps");
  for (const Json& step : *steps->array()) print("  " + text_of(step, "text"));
}

Result<int> explain(const Options& options) {
  const Json statement = COLOPHON_TRY(read_document(options.arguments()[0]));
  royalty::ExplainRequest request{{}, options.value("--locale", "en")};
  if (options.has("--line")) request.line = static_cast<std::size_t>(COLOPHON_TRY(integer_option(options, "--line", 0, 0, 1'000'000'000)));
  if (request.line || options.has("--balance")) {
    const Json explanation = COLOPHON_TRY(royalty::explain_statement(statement, request));
    if (options.json()) print_json(explanation); else print_explanation(explanation);
    return kDone;
  }
  // Everything: each line, then the balances.
  JsonArray all;
  const Json* inner = statement.find("statement");
  const Json* lines = inner != nullptr ? inner->find("lines") : nullptr;
  const std::size_t count = lines != nullptr && lines->array() != nullptr ? lines->array()->size() : 0;
  for (std::size_t i = 0; i < count; ++i) all.push_back(COLOPHON_TRY(royalty::explain_statement(statement, {i, request.locale})));
  all.push_back(COLOPHON_TRY(royalty::explain_statement(statement, request)));
  if (options.json()) print_json(all);
  else for (const Json& one : all) print_explanation(one);
  return kDone;
}

Result<int> agreements(const Options& options) {
  const Json document = COLOPHON_TRY(read_document(options.arguments()[0]));
  const auto explained = COLOPHON_TRY(royalty::explain_rule_book(document, options.value("--locale", "en")));
  if (options.json()) {
    print_json(explained);
    return kDone;
  }
  for (const Json& one : explained) print(text_of(one, "text"));
  return kDone;
}

}  // namespace

const Command& settle_explain_command() {
  static const Command command{
      {"settle explain", "STATEMENT", "Says why each amount on a statement is what it is: pool, rule, agreement, recoupment, tax, rounding.",
       {{"--line", "N", "Only this line, counted from 0."},
        {"--balance", "", "Only the balances and the payout."},
        {"--locale", "CODE", "en (default) or zh-CN."}},
       1, 1},
      explain};
  return command;
}

const Command& agreements_command() {
  static const Command command{
      {"agreements", "FILE", "Checks a book of agreements (docs/formats/agreements.md) and says in words what it means.",
       {{"--locale", "CODE", "en (default) or zh-CN."}}, 1, 1},
      agreements};
  return command;
}

}  // namespace colophon::cli
