#pragma once
// A catalogue from files: catalogue.json with its works, agreements and channels, and a simulated audience where it asks for one.
#include <filesystem>

#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct CatalogueImport {
  std::uint64_t works = 0, works_new = 0;
  std::uint64_t parties = 0, channels = 0;
  std::uint64_t events_new = 0, revenue_new = 0;   ///< Of the simulated audience.
};

/// Reads "colophon/catalogue/1" (docs/formats/catalogue.md). One transaction: an error leaves the store as it was and names the field
/// ("works[3].shares"). A second import of the same files changes nothing. Sets the settings sample, simulated_audience, rank_by_quality and
/// currency as the catalogue says.
Result<CatalogueImport> import_catalogue(store::Store& store, const std::filesystem::path& folder, const Progress& progress = {});

}  // namespace colophon::jobs
