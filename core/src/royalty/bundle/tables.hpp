#pragma once
// The tables of a bundle, one reader each. A reader adds to the bundle; the reader of works comes before those that name works.
#include <unordered_map>

#include "colophon/base/csv.hpp"
#include "colophon/royalty/bundle.hpp"
#include "royalty/division/id_index.hpp"

namespace colophon::royalty {

/// What cells are read by, across tables.
struct BundleReader {
  Bundle& bundle;
  std::unordered_map<Id, std::size_t> works;                  ///< Places in input.works.
  std::unordered_map<std::string, Id> works_by_code;          ///< "isrc:QMZ...", "iswc:T...", "upc:...".

  Result<void> parties(std::string_view text);
  Result<void> works_table(std::string_view text);
  Result<void> revenue(std::string_view text);
  Result<void> rates(std::string_view text);
  Result<void> opening(std::string_view text);
  Result<void> holds(std::string_view text);
  Result<void> bank(std::string_view text);
  Result<void> recorded(std::string_view text);
  Result<void> settled(std::string_view text);
  Result<void> events_csv(std::string_view text);
  Result<void> events_ndjson(std::string_view text);
  Result<void> usage(std::string_view text);
};

/// The works that a cell names: a name, or a code with its kind before it. Nothing where it is not known.
std::optional<Id> find_work(const BundleReader& reader, std::string_view cell);

/// "2026-10-03", or, empty, the day inside a UUIDv7.
Result<Date> event_date(std::string_view date, std::string_view id, const std::string& field);

}  // namespace colophon::royalty
