#include "colophon/merkle/consistency_file.hpp"
#include "colophon/royalty/statement.hpp"
#include "colophon/value/plan.hpp"
#include "royalty/document/canonical.hpp"

namespace colophon::royalty {

namespace {

Result<merkle::Report> dispatch(const Json& document, const Json* table) {
  const Json* format = document.find("format");
  if (document.object() == nullptr || format == nullptr || format->string() == nullptr) {
    return fail(Errc::unknown_format, "format", "A Colophon document is an object with a \"format\".");
  }
  const std::string& name = *format->string();
  if (name == kStatementFormat) return table ? verify_statement_with_table(document, *table) : verify_statement(document);
  if (table != nullptr) return fail(Errc::invalid_argument, "table", "Only a statement is verified together with a pool table.");
  if (name == kPoolTableFormat) return verify_pool_table(document);
  if (name == "colophon/receipt/1") return merkle::verify_receipt(document);
  if (name == "colophon/consistency/1") return merkle::verify_consistency_file(document);
  if (name == "colophon/plan/1") return value::verify_plan_document(document);
  return fail(Errc::unknown_format, "format",
              "This version reads colophon/statement/2, colophon/pool-table/2, colophon/receipt/1, colophon/consistency/1 and colophon/plan/1.");
}

}  // namespace

Result<merkle::Report> verify_document(const Json& document, const Json* table) {
  Result<merkle::Report> report = dispatch(document, table);
  if (report) merkle::say(*report);
  return report;
}

}  // namespace colophon::royalty
