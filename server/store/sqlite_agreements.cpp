// Who shares in a work's income, from which month on.
#include "store/sqlite_store.hpp"

namespace colophon::store {

Result<void> SqliteStore::write_shares(Db& db, std::int64_t work, std::int64_t from_month, std::span<const royalty::PartyShare> shares) {
  COLOPHON_TRY(Query(db, "DELETE FROM share WHERE work = ?1 AND from_month = ?2").bind(work, from_month).run());
  Query insert(db, "INSERT INTO share(work, from_month, party, numerator, denominator) VALUES(?1, ?2, ?3, ?4, ?5)");
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const auto party = COLOPHON_TRY(party_key(db, shares[i].party, "shares[" + std::to_string(i) + "].party"));
    COLOPHON_TRY(insert.bind(work, from_month, party, shares[i].share.numerator, shares[i].share.denominator).run());
  }
  return {};
}

Result<std::vector<royalty::PartyShare>> SqliteStore::read_shares(Db& db, std::int64_t work) {
  Query query(db, "SELECT p.id, s.numerator, s.denominator FROM share s JOIN party p ON p.key = s.party "
                  "WHERE s.work = ?1 AND s.from_month = (SELECT max(from_month) FROM share WHERE work = ?1) ORDER BY p.id");
  query.bind(work);
  std::vector<royalty::PartyShare> shares;
  while (COLOPHON_TRY(query.next()))
    shares.push_back({query.id(0), {static_cast<std::uint32_t>(query.integer(1)), static_cast<std::uint32_t>(query.integer(2))}});
  return shares;
}

Result<void> SqliteStore::put_shares(const Id& work, const Period& from, std::span<const royalty::PartyShare> shares) {
  COLOPHON_TRY(royalty::validate_shares(shares, "shares"));
  return write([&](Db& db) -> Result<void> {
    // An agreement may not change what a settlement has used or is about to use.
    Query query(db, "SELECT max(month) FROM period");
    if (COLOPHON_TRY(query.next()) && !query.null(0) && query.integer(0) >= month_number(from))
      return fail(Errc::conflict, "from", "the period " + period_of_month(query.integer(0)).to_string() +
                                              " is settled or being settled: let the new shares begin after it");
    return write_shares(db, COLOPHON_TRY(work_key(db, work, "work")), month_number(from), shares);
  });
}

}  // namespace colophon::store
