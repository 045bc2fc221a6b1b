#pragma once
// Verification of statements and pool tables: what the payee's browser runs. docs/formats/statement.md has the format.
#include "colophon/merkle/receipt.hpp"

namespace colophon::royalty {

/// Checks a "colophon/statement/2" by itself: its accounts and payout, each line's steps and paths, the settlement root, and, where the
/// file holds one, the receipt of the settlement in the log. Errors are for what is no statement at all.
Result<merkle::Report> verify_statement(const Json& statement);

/// Recomputes a "colophon/pool-table/2": the sums, the tree, the root and, where the pool was one division, all of it.
Result<merkle::Report> verify_pool_table(const Json& table);

/// Both, and that the statement's rows stand in the table as the statement says.
Result<merkle::Report> verify_statement_with_table(const Json& statement, const Json& table);

/// Dispatches on "format": statement, pool table, receipt or plan. `table` may be null. Error: unknown_format.
Result<merkle::Report> verify_document(const Json& document, const Json* table);

}  // namespace colophon::royalty
