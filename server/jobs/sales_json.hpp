#pragma once
// Sales files, matches and suspense as JSON: what the command line prints and HTTP answers.
#include "colophon/base/json.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

/// {"file","name","source","format","sha256","lines","posted","first_date","last_date","imported_by","reading"}
Result<Json> sales_file_json(const store::SalesFile& file);
/// The same with "again","matched_lines","new_keys","store_findings".
Result<Json> sales_imported_json(const store::SalesImported& imported);
Json sales_match_json(const store::SalesMatch& match);
Json sales_line_json(const store::SalesLineRow& line);
JsonArray suspense_json(const std::vector<store::SuspenseSum>& sums);

}  // namespace colophon::jobs
