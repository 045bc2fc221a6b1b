// Offers, licences and claims.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kOfferColumns =
    "SELECT o.id, w.id, f.id, t.id, o.act, o.hash, o.terms, o.state, o.made_at, o.expires_at FROM offer o JOIN work w ON w.key = o.work "
    "JOIN party f ON f.key = o.from_party LEFT JOIN party t ON t.key = o.to_party ";
constexpr std::string_view kLicenceColumns =
    "SELECT l.id, l.offer, w.id, r.id, e.id, l.kind, l.exclusive, l.amount, l.currency, l.share, l.valid_from, l.valid_until, l.made_at FROM licence_record l "
    "JOIN work w ON w.key = l.work JOIN party r ON r.key = l.licensor JOIN party e ON e.key = l.licensee ";
constexpr std::string_view kClaimColumns =
    "SELECT c.id, w.id, p.id, c.own_work, c.basis, c.amount, c.currency, c.made_at, c.answer_until, c.lapses_at, c.answers, c.state, c.decided_by, c.decided_at, c.appealed "
    "FROM claim c JOIN work w ON w.key = c.work JOIN party p ON p.key = c.claimant ";

OfferRow offer_of(const Query& query) {
  return {query.id(0), query.id(1), query.id(2), query.id(3), query.id(4), query.hash(5), query.text(6), static_cast<OfferState>(query.integer(7)), query.integer(8), query.integer(9)};
}

LicenceRow licence_of(const Query& query) {
  return {query.id(0), query.id(1), query.id(2), query.id(3), query.id(4), query.text(5), query.integer(6) != 0, query.text(7), query.text(8), query.text(9),
          query.integer(10), query.integer(11), query.integer(12)};
}

ClaimRow claim_of(const Query& query) {
  ClaimRow claim;
  claim.id = query.id(0);
  claim.work = query.id(1);
  claim.claimant = query.id(2);
  claim.own_work = query.id(3);
  claim.basis = query.text(4);
  claim.amount = query.text(5);
  claim.currency = query.text(6);
  claim.made_at = query.integer(7);
  claim.answer_until = query.integer(8);
  claim.lapses_at = query.integer(9);
  claim.answers = static_cast<int>(query.integer(10));
  claim.state = static_cast<ClaimState>(query.integer(11));
  claim.decided_by = query.text(12);
  claim.decided_at = query.integer(13);
  claim.appealed = query.integer(14) != 0;
  return claim;
}

}  // namespace

Result<std::optional<OfferRow>> SqliteStore::offer(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kOfferColumns) + "WHERE o.id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return offer_of(query);
}

Result<void> SqliteStore::put_offer(const OfferRow& offer) {
  return write([&](Db& db) -> Result<void> {
    const auto work = COLOPHON_TRY(work_key(db, offer.work, "work")), from = COLOPHON_TRY(party_key(db, offer.from, "party"));
    const auto to = COLOPHON_TRY(party_key_or_null(db, offer.to, "body.to"));
    COLOPHON_TRY(Query(db, "INSERT INTO offer(id, work, from_party, to_party, act, hash, terms, state, made_at, expires_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
                           "ON CONFLICT(id) DO UPDATE SET state = excluded.state WHERE act = excluded.act")
                     .bind(offer.id, work, from, to, offer.act, offer.hash, offer.terms, static_cast<int>(offer.state), offer.made_at, offer.expires_at).run());
    if (db.changes() == 0) return fail(Errc::conflict, "body.offer", "another offer has this id: take a new one");
    return {};
  });
}

Result<std::vector<OfferRow>> SqliteStore::offers(const OfferFilter& filter, std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kOfferColumns) + "WHERE (?1 IS NULL OR w.id = ?1) AND (?2 IS NULL OR f.id = ?2 OR t.id = ?2 OR o.to_party IS NULL) AND "
                                                    "(?3 = 0 OR (o.state = 0 AND o.expires_at > ?4)) ORDER BY o.made_at DESC, o.id LIMIT ?5");
  query.bind(null_if_nil(filter.work), null_if_nil(filter.party), filter.open_only, now(), limit);
  std::vector<OfferRow> offers;
  while (COLOPHON_TRY(query.next())) offers.push_back(offer_of(query));
  return offers;
}

Result<void> SqliteStore::insert_licence(const LicenceRow& licence) {
  return write([&](Db& db) -> Result<void> {
    return Query(db, "INSERT INTO licence_record(id, offer, work, licensor, licensee, kind, exclusive, amount, currency, share, valid_from, valid_until, made_at) "
                     "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")
        .bind(licence.id, licence.offer, COLOPHON_TRY(work_key(db, licence.work, "work")), COLOPHON_TRY(party_key(db, licence.licensor, "licensor")),
              COLOPHON_TRY(party_key(db, licence.licensee, "licensee")), licence.kind, licence.exclusive, licence.amount, licence.currency, licence.share,
              licence.valid_from, licence.valid_until, licence.made_at).run();
  });
}

Result<std::vector<LicenceRow>> SqliteStore::licences(const LicenceFilter& filter, std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kLicenceColumns) + "WHERE (?1 IS NULL OR w.id = ?1) AND (?2 IS NULL OR r.id = ?2 OR e.id = ?2) AND l.made_at >= ?3 AND "
                                                      "(?4 = 0 OR l.made_at < ?4) ORDER BY l.key LIMIT ?5");
  query.bind(null_if_nil(filter.work), null_if_nil(filter.party), filter.made_from, filter.made_until, limit);
  std::vector<LicenceRow> licences;
  while (COLOPHON_TRY(query.next())) licences.push_back(licence_of(query));
  return licences;
}

Result<std::optional<ClaimRow>> SqliteStore::claim(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kClaimColumns) + "WHERE c.id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return claim_of(query);
}

Result<void> SqliteStore::put_claim(const ClaimRow& claim) {
  return write([&](Db& db) -> Result<void> {
    return Query(db, "INSERT INTO claim(id, work, claimant, own_work, basis, amount, currency, made_at, answer_until, lapses_at, answers, state, decided_by, decided_at, appealed) "
                     "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT(id) DO UPDATE SET answers = excluded.answers, state = excluded.state, "
                     "decided_by = excluded.decided_by, decided_at = excluded.decided_at, appealed = excluded.appealed")
        .bind(claim.id, COLOPHON_TRY(work_key(db, claim.work, "body.work")), COLOPHON_TRY(party_key(db, claim.claimant, "party")), null_if_nil(claim.own_work), claim.basis,
              claim.amount, claim.currency, claim.made_at, claim.answer_until, claim.lapses_at, claim.answers, static_cast<int>(claim.state), claim.decided_by,
              claim.decided_at, claim.appealed).run();
  });
}

Result<std::vector<ClaimRow>> SqliteStore::claims(const ClaimFilter& filter, std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kClaimColumns) +
                           "WHERE (?1 IS NULL OR w.id = ?1) AND (?2 IS NULL OR p.id = ?2 OR w.owner = (SELECT key FROM party WHERE id = ?2) OR EXISTS (SELECT 1 FROM share s "
                           "WHERE s.work = w.key AND s.party = (SELECT key FROM party WHERE id = ?2))) AND (?3 = 0 OR c.state IN (0, 5)) ORDER BY c.key LIMIT ?4");
  query.bind(null_if_nil(filter.work), null_if_nil(filter.party), filter.waiting_only, limit);
  std::vector<ClaimRow> claims;
  while (COLOPHON_TRY(query.next())) claims.push_back(claim_of(query));
  return claims;
}

Result<std::vector<ClaimRow>> SqliteStore::lapsed_claims(UnixMs at, std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kClaimColumns) + "WHERE c.state = 0 AND c.lapses_at <= ?1 ORDER BY c.lapses_at LIMIT ?2");
  query.bind(at, limit);
  std::vector<ClaimRow> claims;
  while (COLOPHON_TRY(query.next())) claims.push_back(claim_of(query));
  return claims;
}

}  // namespace colophon::store
