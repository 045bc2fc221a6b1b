#pragma once
// A statement for people: as a table for a spreadsheet, and as a page for paper. Both are made from the "colophon/statement/2" alone, and say
// nothing that it does not say; `payee` is the name to print, which no statement holds.
#include "colophon/base/json.hpp"

namespace colophon::royalty {

/// One row a line of the statement, with the columns work, title, pool, kind, source, use, territory, side, units, income, currency, yours, yours_currency, held,
/// reserved, recouped, balance. Errors: those of reading a statement.
Result<std::string> statement_csv(const Json& statement);

/// One HTML page without scripts or outside files. Locale: "en" or "zh-CN".
struct PageOptions { std::string payee; std::string locale = "en"; };
Result<std::string> statement_page(const Json& statement, const PageOptions& options);

}  // namespace colophon::royalty
