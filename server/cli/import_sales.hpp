#pragma once
// `colophon import sales` and `colophon import dsr`, and how sums of sales are printed.
#include "cli/options.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"

namespace colophon::cli {

Result<int> import_sales_files(const Options& options);

/// "1,234.5 EUR" of an exact amount.
std::string money_exact(ExactAmount amount, std::string_view currency);

}  // namespace colophon::cli
