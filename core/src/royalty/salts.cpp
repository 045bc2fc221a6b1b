#include "royalty/salts.hpp"

#include <algorithm>

#include "colophon/royalty/settlement.hpp"

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

Hash SaltMaker::row(const Id& pool, const Id& work) const {
  return finish(Sha256(inner_).update("colophon/row-salt/1").update(pool.bytes).update(work.bytes));
}

Hash settlement_salt(const Hash& seed) { return SaltMaker(seed).settlement(); }
Hash statement_salt(const Hash& seed, const Id& party) { return SaltMaker(seed).statement(party); }
Hash row_salt(const Hash& seed, const Id& pool, const Id& work) { return SaltMaker(seed).row(pool, work); }

Hash claim_hash(const Hash& row_salt, const Id& work) {
  return Sha256().update("colophon/claim/1").update(row_salt).update(work.bytes).finish();
}

Hash detail_hash(const Hash& row_salt, std::string_view split_jcs) {
  return Sha256().update("colophon/detail/1").update(row_salt).update(split_jcs).finish();
}

}  // namespace colophon::royalty
