#pragma once
// Sales reports into a store: by a mapping, or as DDEX DSR; with a preview that changes nothing.
#include <filesystem>
#include <string>

#include "colophon/base/json.hpp"
#include "colophon/sales/mapping.hpp"
#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

/// A report as it came: its name and its content, unpacked.
struct SalesReport { std::string name, data; };
/// Reads a file; gzip is unpacked. Errors: not_found, limit_exceeded (limits::kSalesFileBytesMax), invalid_argument (damaged gzip).
Result<SalesReport> read_sales_report(const std::filesystem::path& file);

struct SalesForm {
  std::string mapping = {};           ///< The mapping's document; empty: a DSR flat file.
  std::string source = {};            ///< Instead of the mapping's, or of the DSR sender's name; empty: as they are.
  bool round = false;                 ///< DSR: amounts with more than 12 places are rounded instead of refused.
  bool strict_totals = false;         ///< DSR: a summary that its blocks do not come to refuses the file.
};

/// What an import would do, changing nothing: what core read, the first lines with their works, and how much of the money has a work. Where the file is
/// refused, "acceptable" is false and "errors" say why. Errors: of the mapping.
///   {"format","source","reading":{...},"lines":[{..., "work","work_title","how"}],"rows":[...],"unmatched":[{"currency","lines","amount"}],"head":{...} of a DSR}
Result<Json> preview_sales(store::Store& store, const SalesReport& report, const SalesForm& form, std::size_t lines_max);

/// Imports the file whole or not at all; the file that is there already changes nothing. Errors: of the mapping, of the file (with line and column), and conflict.
Result<store::SalesImported> import_sales(store::Store& store, const SalesReport& report, const SalesForm& form, std::string_view by, bool allow_same_content = false,
                                          const Progress& progress = {});

struct Suggested { std::uint64_t rematched = 0, keys = 0, with_suggestions = 0; };
/// Tries the identifiers of what is unmatched once more, then finds works with titles like it. Nothing is matched by a title.
Result<Suggested> suggest_works(store::Store& store, const Progress& progress = {});

/// The text of a mapping: "@name" of the store's, or a file. Errors: not_found, limit_exceeded.
Result<std::string> mapping_text(store::Store& store, const std::string& name_or_file);

}  // namespace colophon::jobs
