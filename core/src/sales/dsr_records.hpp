#pragma once
// The record definitions of the two profiles as data. Facts of the standard's XML Schemas (BasicAudioProfile 1.2, UgcProfile 1.1.1); a test compares
// them with the schemas. Private to sales.
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace colophon::sales::dsr {

enum class CellType : std::uint8_t { text, integer, decimal, boolean, date, date_time, isrc, iswc, icpn, currency, territory, commercial_model, use_type, rights_type };
std::string_view cell_type_name(CellType type);

struct CellSpec {
  std::string_view name;
  CellType type = CellType::text;
  bool required = false;
  bool repeated = false;              ///< Several values with "|" between.
};
struct RecordSpec {
  std::string_view type;              ///< "SY02.01"
  std::vector<CellSpec> cells;        ///< Those after the record's type.
  /// The place of a cell, or -1.
  int place(std::string_view name) const;
};

/// Where the reading of a block stands. A profile allows some records in each phase, and ends a block in some.
enum class Phase : std::uint8_t { start, release, resource, works, resource_with_works, release_parts, usage, sale, licensor, licensor_works };

struct Step { Phase from; std::string_view record; Phase to; };
struct Profile {
  std::string_view name, version;
  std::vector<RecordSpec> records;
  std::span<const Step> steps;
  std::span<const Phase> ends;
  const RecordSpec* record(std::string_view type) const;
  bool is_summary(std::string_view type) const { return type.starts_with("SY"); }
  std::optional<Phase> step(Phase from, std::string_view record) const;
};
/// The profile of that name (without regard to case) and version, or null.
const Profile* find_profile(std::string_view name, std::string_view version);
std::span<const Profile> profiles();

/// Allowed values of the standard's sets: "" of a set that is not kept.
bool is_allowed(CellType type, std::string_view value);

}  // namespace colophon::sales::dsr
