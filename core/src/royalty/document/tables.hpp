#pragma once
// The published tables and the roots over them.
#include "royalty/document/canonical.hpp"
#include "royalty/document/salts.hpp"

namespace colophon::royalty {

/// The leaves of a row's parts in the order of their claims, and where each part is among them. A part that was exchanged has a leaf of 0;
/// all that left the row's currency has one leaf of its own, so that the leaves add up to the row.
struct PartLeaves {
  std::vector<PoolRow> leaves;
  std::vector<std::uint32_t> place;    ///< By part of the row: the index of its leaf.
};
PartLeaves part_leaves(const SettlementResult& result, const Canonical& canonical, const SaltMaker& salts, const RowInfo& row);

/// Fills the tables' claims and details, sorts their rows, and makes headers, statement leaves and the root.
void seal(const SettlementInput& input, SettlementResult& result);

}  // namespace colophon::royalty
