#include "answer.hpp"
#include "colophon/merkle/proof_file.hpp"
#include "colophon/registry/declaration.hpp"
#include "colophon/royalty/journal.hpp"
#include "colophon/royalty/statement.hpp"
#include "colophon/value/plan.hpp"

using namespace colophon;

int32_t colophon_canonical_json(const uint8_t* text, uint32_t size, colophon_buffer* out) {
  const auto json = parse_json(abi::text_of(text, size));
  return json ? abi::give(out, *json) : abi::give(out, json.error());
}

int32_t colophon_verify(const uint8_t* document, uint32_t size, const uint8_t* table, uint32_t table_size, colophon_buffer* out) {
  const std::string_view text = abi::text_of(document, size);
  if (text.starts_with("; colophon/journal/")) {
    const auto report = royalty::verify_journal(text);
    return report ? abi::give(out, merkle::report_json(*report)) : abi::give(out, report.error());
  }
  if (text.starts_with(merkle::kProofFileHead)) {
    const auto entry = table_size > 0 ? std::optional(abi::bytes_of(table, table_size)) : std::nullopt;
    const auto report = merkle::verify_proof_file(text, entry);
    return report ? abi::give(out, merkle::report_json(*report)) : abi::give(out, report.error());
  }
  const auto read = parse_json(text);
  if (!read) return abi::give(out, read.error());
  Result<Json> read_table = Json();
  if (table_size > 0) read_table = parse_json(abi::text_of(table, table_size));
  if (!read_table) {
    Error error = read_table.error();
    error.field = error.field.empty() ? "table" : "table." + error.field;
    return abi::give(out, error);
  }
  const auto report = royalty::verify_document(*read, table_size > 0 ? &*read_table : nullptr);
  return report ? abi::give(out, merkle::report_json(*report)) : abi::give(out, report.error());
}

namespace {
Result<Json> planned(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) return std::unexpected(json.error());
  const auto problem = value::parse_problem(*json);
  if (!problem) return std::unexpected(problem.error());
  const auto plan = value::make_plan(*problem);
  if (!plan) return std::unexpected(plan.error());
  return Json(value::plan_json(*problem, *plan));
}
}  // namespace

int32_t colophon_plan(const uint8_t* problem, uint32_t size, colophon_buffer* out) {
  const auto result = planned(abi::text_of(problem, size));
  return result ? abi::give(out, *result) : abi::give(out, result.error());
}

int32_t colophon_declaration(const uint8_t* json, uint32_t size, colophon_buffer* out) {
  const auto document = parse_json(abi::text_of(json, size));
  if (!document) return abi::give(out, document.error());
  const auto declaration = registry::parse_declaration(*document);
  return declaration ? abi::give(out, as_bytes(registry::declaration_message(*document))) : abi::give(out, declaration.error());
}
