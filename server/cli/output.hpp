#pragma once
// What the command line prints: JSON, tables, errors, progress.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "jobs/progress.hpp"

namespace colophon::cli {

void print(std::string_view text);                 ///< To stdout, with a newline.
void print_json(const Json& value);                ///< Canonical, one line.
/// To stderr: "colophon: FIELD: what was wrong (code)"; with --json also the object on stdout.
void print_error(const Error& error, bool json);
/// Columns as wide as what they hold (CJK counts double); those named in `right` (by index) are set to the right.
void print_table(const std::vector<std::vector<std::string>>& rows, const std::vector<std::size_t>& right);

/// Progress on stderr: one line that is written over on a terminal, else a line every few seconds.
jobs::Progress progress(std::string_view what);
/// Ends a progress line on a terminal, so that what is printed next begins at the left.
void end_progress();

/// Writes a whole file. Error: unavailable.
Result<void> write_file(const std::filesystem::path& path, std::string_view text);

/// "18,901.08 EUR" of minor units and micros.
std::string money_minor(std::int64_t minor, std::string_view currency);
std::string money_micros(Micros micros, std::string_view currency);
/// "-17.2%"
std::string percent(double fraction);
std::string fixed(double value, int places);

}  // namespace colophon::cli
