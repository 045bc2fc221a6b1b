#pragma once
// A settlement bundle into a store: how a site that has its catalogue, agreements and balances in tables begins.
#include <filesystem>

#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct BundleImport { std::uint64_t parties = 0, works = 0, agreements = 0, rates = 0, openings = 0, holds = 0, revenue = 0, events = 0, duplicates = 0; };

/// Parties with what they are paid by, works with their rights, agreements, rates, opening balances, holds, revenue and usage; twice is the same as
/// once. Errors: parse_bundle's; conflict (opening balances after the first approved settlement; rows of earlier settlements, which only the store
/// that made them has); invalid_argument (a kind of revenue or event that a store does not take).
Result<BundleImport> import_bundle(store::Store& store, const std::filesystem::path& folder, const Progress& progress);

}  // namespace colophon::jobs
