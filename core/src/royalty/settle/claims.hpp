#pragma once
// What can claim a part of a pool: works, and where an agreement changes within the days of use, the parts of them before and after.
#include "royalty/document/canonical.hpp"
#include "royalty/settle/catalogue.hpp"

namespace colophon::royalty {

struct Claim {
  std::uint32_t work = 0;              ///< Its number in the catalogue.
  Date from;                           ///< The first day of use that it stands for: the first of the period, or a boundary.
  Id id;                               ///< For tie hashes: claim_id.
};
class ClaimIndex {
 public:
  /// Error: unknown_work, where the usage names a work that the catalogue lacks.
  static Result<ClaimIndex> build(const SettlementInput& input, const Catalogue& catalogue);
  const std::vector<Claim>& claims() const { return claims_; }
  std::uint32_t of(const UsageRow& row) const {
    const std::uint32_t first = first_[row.work];
    return bounds_.empty() || bounds_[row.work].empty() ? first : first + segment(row);
  }

 private:
  std::uint32_t segment(const UsageRow& row) const;
  std::vector<Claim> claims_;
  std::vector<std::uint32_t> first_;                 ///< By work of the usage: its first claim.
  std::vector<std::vector<std::int32_t>> bounds_;    ///< By work of the usage: days from the first of the period; none at all where nothing changes.
};

}  // namespace colophon::royalty
