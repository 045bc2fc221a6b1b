#pragma once
// An archive that a platform had before: registered in one go, so that nobody can register old works before their makers.
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct WorksImport {
  std::uint64_t rows = 0;              ///< Of the table.
  std::uint64_t imported = 0;
  std::uint64_t there_already = 0;     ///< By their external id: a second run, or one that goes on after a break.
  std::uint64_t failed = 0;
  std::vector<std::string> failures;   ///< "works.csv:17:file: ...", the first hundred.
};

/// Columns: external_id, owner (the owner's external id), file (below the table's folder); and where the table has them owner_name, title,
/// kind, media_type, licence, ai, first_published (YYYY, YYYY-MM or YYYY-MM-DD, as the platform declares it). Each work gets its ISCC and a log entry; its
/// bytes are not copied. A row that cannot be imported keeps none of the others back. Rows are committed in batches: what was done stays done.
/// Errors: those of the table itself, cancelled.
Result<WorksImport> import_works(store::Store& store, const std::filesystem::path& table, const Progress& progress = {});

}  // namespace colophon::jobs
