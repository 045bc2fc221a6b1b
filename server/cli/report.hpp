#pragma once
// Reports of checks on documents that are not statements, plans or receipts, and how a report is printed.
#include <optional>
#include <string>

#include "cli/options.hpp"
#include "colophon/merkle/report.hpp"

namespace colophon::cli {

/// A line a check and a last line with the verdict, or one JSON object; the exit status.
int print_report(const merkle::Report& report, bool json);

/// The report of a payment file (XML), or nothing where the file is no XML.
Result<std::optional<merkle::Report>> xml_report(const std::string& file);
/// The report of claims or of one claim, or nothing where the document is neither.
Result<std::optional<merkle::Report>> claims_report(const Json& document);

}  // namespace colophon::cli
