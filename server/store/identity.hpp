#pragma once
// What the store knows of a work's content, in plain values.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/iscc/relation.hpp"

namespace colophon::store {

struct UnitCode {
  iscc::UnitKind unit = iscc::UnitKind::data;
  std::uint64_t code = 0;                ///< The first 64 bits of the unit's body, the first byte highest.
  bool operator==(const UnitCode&) const = default;
};
/// The ISCC of a work and its units.
struct ContentIdentity {
  std::string iscc;                      ///< Canonical: "ISCC:...".
  std::vector<UnitCode> units;
  bool checked = false;                  ///< Computed here from the content; otherwise as whoever registered it says.
};
/// A work that an earlier one is near to.
struct NearWork {
  Id work;                               ///< The other one.
  iscc::Relation relation = iscc::Relation::unrelated;
  iscc::UnitKind unit = iscc::UnitKind::data;  ///< The unit that says so.
  std::uint32_t distance = 0;            ///< Of this unit, in bits of 64.
};

/// A canonical ISCC as units. Errors: invalid_argument, invalid_encoding (field "iscc").
Result<ContentIdentity> read_identity(std::string_view iscc);

}  // namespace colophon::store
