#include "royalty/document/salts.hpp"

#include <algorithm>

namespace colophon::royalty {
SaltMaker::SaltMaker(const Hash& seed) {
  // RFC 2104: the key, padded with zeros to the block of 64 bytes, is combined with 0x36 inside and 0x5c outside.
  std::array<std::uint8_t, 64> inside, outside;
  inside.fill(0x36);
  outside.fill(0x5c);
  for (std::size_t i = 0; i < seed.size(); ++i) {
    inside[i] ^= seed[i];
    outside[i] ^= seed[i];
  }
  inner_.update(inside);
  outer_.update(outside);
}

Hash SaltMaker::finish(Sha256& inner) const { return Sha256(outer_).update(inner.finish()).finish(); }

Hash SaltMaker::settlement() const { return finish(Sha256(inner_).update("colophon/settlement-salt/1")); }

Hash SaltMaker::statement(const Id& party) const {
  return finish(Sha256(inner_).update("colophon/statement-salt/1").update(party.bytes));
}

Hash SaltMaker::row(const Id& row) const { return finish(Sha256(inner_).update("colophon/row-salt/2").update(row.bytes)); }

Hash SaltMaker::part(const Id& row, std::uint64_t index) const {
  return finish(Sha256(inner_).update("colophon/part-salt/2").update(row.bytes).update_u64(index));
}

Hash settlement_salt(const Hash& seed) { return SaltMaker(seed).settlement(); }

Hash claim_hash(const Hash& row_salt, std::string_view cell_jcs) {
  return Sha256().update("colophon/claim/2").update(row_salt).update(cell_jcs).finish();
}

Hash part_hash(const Hash& part_salt, std::string_view part_jcs) {
  return Sha256().update("colophon/part/2").update(part_salt).update(part_jcs).finish();
}

Hash exchange_hash(const Hash& part_salt) { return Sha256().update("colophon/exchange/2").update(part_salt).finish(); }

Hash detail_hash(const Hash& row_salt, std::uint64_t leaves, const Hash& tree) {
  return Sha256().update("colophon/detail/2").update(row_salt).update_u64(leaves).update(tree).finish();
}

}  // namespace colophon::royalty
