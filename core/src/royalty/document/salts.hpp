#pragma once
// What is derived from a settlement's secret seed (docs/formats/statement.md, "Salts"), and the hashes that take a salt.
#include <string_view>

#include "colophon/royalty/settlement.hpp"

namespace colophon::royalty {

/// Derives all salts of one settlement: HMAC-SHA-256 with the seed as the key, whose two blocks are hashed once.
class SaltMaker {
 public:
  explicit SaltMaker(const Hash& seed);
  Hash settlement() const;
  Hash statement(const Id& party) const;
  Hash row(const Id& row) const;
  Hash part(const Id& row, std::uint64_t index) const;

 private:
  Hash finish(Sha256& inner) const;
  Sha256 inner_, outer_;
};

/// H("colophon/claim/2" || row salt || JCS(cell))
Hash claim_hash(const Hash& row_salt, std::string_view cell_jcs);
/// H("colophon/part/2" || part salt || JCS(part)): the claim of a part's leaf.
Hash part_hash(const Hash& part_salt, std::string_view part_jcs);
/// H("colophon/exchange/2" || part salt): the claim of the leaf of money that left the row's currency.
Hash exchange_hash(const Hash& part_salt);
/// H("colophon/detail/2" || row salt || u64 leaves || hash of the parts' sum tree)
Hash detail_hash(const Hash& row_salt, std::uint64_t leaves, const Hash& tree);

}  // namespace colophon::royalty
