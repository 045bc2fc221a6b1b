#pragma once
// A settlement as folders of files: the bundle that it is computed from, and what comes out of it (docs/formats/settlement-bundle.md).
#include <filesystem>
#include <string>
#include <unordered_map>

#include "colophon/royalty/bundle.hpp"
#include "jobs/progress.hpp"

namespace colophon::jobs {

/// Reads a bundle's folder. Errors: not_found (no folder), unknown_field (a file that a bundle does not have), and core's, with the file's name.
Result<royalty::Bundle> read_bundle(const std::filesystem::path& folder, const royalty::BundleOptions& options = {});

/// What is printed beside the numbers; none of it is in the settlement.
struct Printed {
  std::vector<royalty::Payee> payees;
  royalty::Payer payer;
  std::unordered_map<std::string, std::string> titles;   ///< Of works, by id.
  std::string locale = "en";                             ///< Of the pages for paper.
};

/// What a bundle prints.
Printed printed_of(const royalty::Bundle& bundle);

/// Writes statements/ (JSON, CSV and a page for paper of each), pools/, closing/, journal.ledger, payouts.csv, warnings.csv, summary.json, and where there is somebody to pay that way
/// pain.001.xml and claims.json. The folder appears whole or not at all; one that a settlement was written to before is replaced, any other
/// that is not empty is refused (conflict).
Result<void> write_settlement(const std::filesystem::path& folder, const royalty::SettlementInput& input, const royalty::SettlementResult& result, const Printed& printed,
                              const Progress& progress = {});

/// The payouts to accounts as a pain.001.001.09, or nothing where no account is paid from or to. Errors: those of payment::write_pain001.
Result<std::string> payment_file(const royalty::SettlementInput& input, const royalty::SettlementResult& result, const Printed& printed);
/// The payouts to EVM addresses: claims.json, or one file a currency. Of a payee with an account and an address the account is paid.
Result<std::vector<std::pair<std::string, std::string>>> claim_files(const royalty::SettlementInput& input, const royalty::SettlementResult& result, const Printed& printed);

/// What summary.json holds, and `--json` prints.
JsonObject summary_json(const royalty::SettlementInput& input, const royalty::SettlementResult& result);

}  // namespace colophon::jobs
