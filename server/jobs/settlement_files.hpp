#pragma once
// A settlement as folders of files: the bundle that it is computed from, and what comes out of it (docs/formats/settlement-bundle.md).
#include <filesystem>

#include "jobs/payout_files.hpp"
#include "jobs/progress.hpp"

namespace colophon::jobs {

/// Reads a bundle's folder. Errors: not_found (no folder), unknown_field (a file that a bundle does not have), and core's, with the file's name.
Result<royalty::Bundle> read_bundle(const std::filesystem::path& folder, const royalty::BundleOptions& options = {});

/// Writes statements/ (JSON, CSV and a page for paper of each), pools/, closing/, journal.ledger, payouts.csv, warnings.csv, summary.json, and
/// where there is somebody to pay that way pain.001.xml and claims.json. The folder appears whole or not at all; one that a settlement was written to before is replaced, any other
/// that is not empty is refused (conflict).
Result<void> write_settlement(const std::filesystem::path& folder, const royalty::SettlementInput& input, const royalty::SettlementResult& result, const Printed& printed,
                              const Progress& progress = {});

/// Writes files into a folder, whole or not at all; a folder that holds the file `mark` is replaced, any other that is not empty is refused
/// (conflict).
Result<void> write_folder(const std::filesystem::path& folder, std::string_view mark, const std::function<Result<void>(const std::filesystem::path&)>& fill);
Result<void> write_text(const std::filesystem::path& path, std::string_view text);

/// The bundle that an approved or drafted settlement of a store was computed from: parse_bundle and settle give the same root again.
Result<std::vector<std::pair<std::string, std::string>>> bundle_of(store::Store& store, const Id& settlement);

/// What summary.json holds, and `--json` prints.
JsonObject summary_json(const royalty::SettlementInput& input, const royalty::SettlementResult& result);

}  // namespace colophon::jobs
