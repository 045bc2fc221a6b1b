#pragma once
// The public HetRec 2011 Last.fm data set as a store: every artist a party with one work, every play count an event, every listener one fee.
#include <filesystem>

#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct LastfmImport {
  std::uint64_t artists = 0, events = 0, listeners = 0;
  std::uint64_t duplicates = 0;       ///< Rows of an earlier import of the same files.
};

/// Reads artists.dat and user_artists.dat (tab-separated, one header line; UTF-8, else Latin-1) of that folder into the month 2011-05. The data
/// is public, so every id and the settlement seed follow from its content: two stores, or a shuffled file, give the same settlement.
/// Each listener pays 9.99 EUR. Errors name file and line ("user_artists.dat:17") and leave the store as it was: invalid_argument (a row),
/// unknown_work (an artist that artists.dat lacks), negative_amount, conflict (the store holds something else, or a pair stands twice).
Result<LastfmImport> import_lastfm(store::Store& store, const std::filesystem::path& folder, const Progress& progress = {});

}  // namespace colophon::jobs
