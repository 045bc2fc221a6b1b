// Payees, rule books, rates, what works are to each other, holds.
#include <algorithm>

#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kPayeeColumns =
    "SELECT p.id, coalesce(y.pays_in, ''), coalesce(y.threshold_minor, 0), coalesce(y.withholding_numerator, 0), coalesce(y.withholding_denominator, 1), "
    "coalesce(y.payable, 1), coalesce(n.account_name, ''), coalesce(n.iban, ''), coalesce(n.bic, ''), coalesce(n.country, ''), coalesce(n.evm, '') FROM party p "
    "LEFT JOIN payee y ON y.party = p.key LEFT JOIN person n ON n.party = p.key ";

PayeeRow payee_of(const Query& query) {
  PayeeRow row;
  row.party = query.id(0);
  row.pays_in = query.text(1);
  row.threshold_minor = query.integer(2);
  row.withholding = {static_cast<std::uint32_t>(query.integer(3)), static_cast<std::uint32_t>(query.integer(4))};
  row.payable = query.integer(5) != 0;
  row.account_name = query.text(6);
  row.iban = query.text(7);
  row.bic = query.text(8);
  row.country = query.text(9);
  row.evm = query.text(10);
  return row;
}

RuleBookRow book_of(const Query& query) { return {query.integer(0), query.integer(1), query.text(2), query.text(3)}; }

enum PartKind { kTrack, kComposition, kAbsolute, kRelative };

std::optional<std::string> or_null(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }
std::optional<Id> or_null(const Id& id) { return id.is_nil() ? std::nullopt : std::optional(id); }

}  // namespace

// ---- Payees

Result<void> SqliteStore::put_payee(const PayeeRow& payee) {
  return write([&](Db& db) -> Result<void> {
    const auto party = COLOPHON_TRY(party_key(db, payee.party, "party"));
    COLOPHON_TRY(Query(db, "INSERT INTO payee(party, pays_in, threshold_minor, withholding_numerator, withholding_denominator, payable) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
                           "ON CONFLICT(party) DO UPDATE SET pays_in = excluded.pays_in, threshold_minor = excluded.threshold_minor, withholding_numerator = "
                           "excluded.withholding_numerator, withholding_denominator = excluded.withholding_denominator, payable = excluded.payable")
                     .bind(party, payee.pays_in, payee.threshold_minor, payee.withholding.numerator, payee.withholding.denominator, payee.payable).run());
    COLOPHON_TRY(Query(db, "UPDATE person SET account_name = ?2, iban = ?3, bic = ?4, country = ?5, evm = ?6 WHERE party = ?1").bind(party, payee.account_name, payee.iban, payee.bic, payee.country, payee.evm).run());
    const bool personal = !payee.account_name.empty() || !payee.iban.empty() || !payee.bic.empty() || !payee.country.empty() || !payee.evm.empty();
    if (db.changes() == 0 && personal) return fail(Errc::conflict, "party", "the personal data of this party were erased: make a new party for a new payee");
    return {};
  });
}

Result<PayeeRow> SqliteStore::payee(const Id& party) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kPayeeColumns) + "WHERE p.id = ?1");
  query.bind(party);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::unknown_party, "party", "no party has the id " + party.to_string());
  return payee_of(query);
}

Result<std::vector<PayeeRow>> SqliteStore::payees() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, kPayeeColumns);
  std::vector<PayeeRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back(payee_of(query));
  return rows;
}

// ---- Rule books and rates

Result<RuleBookRow> SqliteStore::put_rule_book(std::string_view document, std::string_view recorded_by) {
  RuleBookRow row{0, now(), std::string(recorded_by), std::string(document)};
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "INSERT INTO rule_book(recorded_at, recorded_by, document) VALUES(?1, ?2, ?3)").bind(row.recorded_at, row.recorded_by, row.document).run());
    row.key = db.last_key();
    return {};
  }));
  return row;
}

Result<std::optional<RuleBookRow>> SqliteStore::rule_book() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT key, recorded_at, recorded_by, document FROM rule_book ORDER BY key DESC LIMIT 1");
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return book_of(query);
}

Result<std::vector<RuleBookRow>> SqliteStore::rule_books() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT key, recorded_at, recorded_by, document FROM rule_book ORDER BY key DESC");
  std::vector<RuleBookRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back(book_of(query));
  return rows;
}

Result<void> SqliteStore::put_rates(std::span<const RateRow> rates) {
  return write([&](Db& db) -> Result<void> {
    Query insert(db, "INSERT OR REPLACE INTO rate(day, from_currency, to_currency, rate, source) VALUES(?1, ?2, ?3, ?4, ?5)");
    for (const RateRow& rate : rates) COLOPHON_TRY(insert.bind(rate.date.days, rate.from, rate.to, rate.rate, rate.source).run());
    return {};
  });
}

Result<std::vector<royalty::ExchangeRate>> SqliteStore::rates(Date until) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT from_currency, to_currency, day, rate, source FROM rate r WHERE day = (SELECT max(day) FROM rate WHERE from_currency = r.from_currency "
                       "AND to_currency = r.to_currency AND day <= ?1)");
  query.bind(until.days);
  std::vector<royalty::ExchangeRate> rates;
  while (COLOPHON_TRY(query.next())) {
    rates.push_back({COLOPHON_TRY(Currency::parse(query.text(0))), COLOPHON_TRY(Currency::parse(query.text(1))), {static_cast<std::int32_t>(query.integer(2))},
                     COLOPHON_TRY(parse_exact(query.text(3))), query.text(4)});
  }
  return rates;
}

// ---- Works

Result<void> SqliteStore::put_work_rights(const Id& work, const WorkRights& rights) {
  return write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(work_key(db, work, "work"));
    std::optional<std::int64_t> artist;
    if (!rights.artist.is_nil()) artist = COLOPHON_TRY(party_key(db, rights.artist, "artist"));
    for (const auto& [column, code] : {std::pair("isrc", &rights.isrc), std::pair("iswc", &rights.iswc), std::pair("upc", &rights.upc)}) {
      Query taken(db, "SELECT 1 FROM work_rights WHERE " + std::string(column) + " = ?1 AND work <> ?2");
      taken.bind(or_null(*code), key);
      if (COLOPHON_TRY(taken.next())) return fail(Errc::conflict, column, "another work has this code already");
    }
    COLOPHON_TRY(Query(db, "INSERT OR REPLACE INTO work_rights(work, type, artist, isrc, iswc, upc, noise) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
                     .bind(key, static_cast<int>(rights.type), artist, or_null(rights.isrc), or_null(rights.iswc), or_null(rights.upc), rights.noise).run());
    COLOPHON_TRY(Query(db, "DELETE FROM work_part WHERE work = ?1").bind(key).run());
    Query insert(db, "INSERT INTO work_part(work, kind, part, numerator, denominator) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");
    const auto put = [&](int kind, const Id& part, const Share& share, const char* field) -> Result<void> {
      COLOPHON_TRY(insert.bind(key, kind, COLOPHON_TRY(work_key(db, part, field)), share.numerator, share.denominator).run());
      if (db.changes() == 0) return fail(Errc::invalid_shares, field, "a work is named twice; give it one share, the sum of both");
      return {};
    };
    for (const auto& part : rights.tracks) COLOPHON_TRY(put(kTrack, part.work, part.share, "tracks"));
    for (const auto& part : rights.compositions) COLOPHON_TRY(put(kComposition, part.work, part.share, "compositions"));
    for (const auto& from : rights.derives) COLOPHON_TRY(put(from.relative ? kRelative : kAbsolute, from.from, from.share, "derives"));
    return {};
  });
}

Result<WorkRights> SqliteStore::work_rights(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  WorkRights rights;
  Query query(*reader, "SELECT r.type, p.id, coalesce(r.isrc, ''), coalesce(r.iswc, ''), coalesce(r.upc, ''), r.noise FROM work_rights r JOIN work w ON w.key = r.work "
                       "LEFT JOIN party p ON p.key = r.artist WHERE w.id = ?1");
  query.bind(work);
  if (COLOPHON_TRY(query.next())) {
    rights.type = static_cast<royalty::WorkType>(query.integer(0));
    rights.artist = query.id(1);
    rights.isrc = query.text(2);
    rights.iswc = query.text(3);
    rights.upc = query.text(4);
    rights.noise = query.integer(5) != 0;
  }
  Query parts(*reader, "SELECT m.kind, o.id, m.numerator, m.denominator FROM work_part m JOIN work w ON w.key = m.work JOIN work o ON o.key = m.part WHERE w.id = ?1 ORDER BY m.kind, o.id");
  parts.bind(work);
  while (COLOPHON_TRY(parts.next())) {
    const Share share{static_cast<std::uint32_t>(parts.integer(2)), static_cast<std::uint32_t>(parts.integer(3))};
    if (parts.integer(0) == kTrack) rights.tracks.push_back({parts.id(1), share});
    else if (parts.integer(0) == kComposition) rights.compositions.push_back({parts.id(1), share});
    else rights.derives.push_back({parts.id(1), share, parts.integer(0) == kRelative});
  }
  return rights;
}

Result<std::vector<royalty::Work>> SqliteStore::works_to_settle(const Period& period) {
  auto reader = COLOPHON_TRY(read());
  // Joins of many rows are done here by the dense row numbers: SQLite would look each one up in a tree.
  std::vector<royalty::Work> by_key;
  Query works(*reader, "SELECT key, id FROM work ORDER BY key");
  while (COLOPHON_TRY(works.next())) {
    const auto key = static_cast<std::size_t>(works.integer(0));
    if (key >= by_key.size()) by_key.resize(key + 1);
    by_key[key].id = works.id(1);
    by_key[key].name = by_key[key].id.to_string();
  }
  std::vector<Id> parties;
  Query ids(*reader, "SELECT key, id FROM party ORDER BY key");
  while (COLOPHON_TRY(ids.next())) {
    const auto key = static_cast<std::size_t>(ids.integer(0));
    if (key >= parties.size()) parties.resize(key + 1);
    parties[key] = ids.id(1);
  }
  Query shares(*reader, "SELECT work, from_month, party, numerator, denominator FROM share WHERE from_month <= ?1 ORDER BY work, from_month, party");
  shares.bind(month_number(period));
  std::int64_t work = -1, from_month = -1;
  while (COLOPHON_TRY(shares.next())) {
    auto& list = by_key.at(static_cast<std::size_t>(shares.integer(0))).shares;
    if (shares.integer(0) == work && shares.integer(1) != from_month) list.clear();   // Later shares of the same work replace earlier ones.
    work = shares.integer(0);
    from_month = shares.integer(1);
    list.push_back({parties.at(static_cast<std::size_t>(shares.integer(2))), {static_cast<std::uint32_t>(shares.integer(3)), static_cast<std::uint32_t>(shares.integer(4))}});
  }
  Query rights(*reader, "SELECT work, type, artist, noise FROM work_rights");
  while (COLOPHON_TRY(rights.next())) {
    royalty::Work& row = by_key.at(static_cast<std::size_t>(rights.integer(0)));
    row.type = static_cast<royalty::WorkType>(rights.integer(1));
    if (!rights.null(2)) row.artist = parties.at(static_cast<std::size_t>(rights.integer(2)));
    row.noise = rights.integer(3) != 0;
  }
  Query parts(*reader, "SELECT work, kind, part, numerator, denominator FROM work_part");
  while (COLOPHON_TRY(parts.next())) {
    royalty::Work& row = by_key.at(static_cast<std::size_t>(parts.integer(0)));
    const Id part = by_key.at(static_cast<std::size_t>(parts.integer(2))).id;
    const Share share{static_cast<std::uint32_t>(parts.integer(3)), static_cast<std::uint32_t>(parts.integer(4))};
    if (parts.integer(1) == kTrack) row.tracks.push_back({part, share});
    else if (parts.integer(1) == kComposition) row.compositions.push_back({part, share});
    else row.derives.push_back({part, share, parts.integer(1) == kRelative});
  }
  std::erase_if(by_key, [](const royalty::Work& row) { return row.id.is_nil(); });
  return by_key;
}

// ---- Holds

Result<void> SqliteStore::put_earnings_hold(const EarningsHoldRow& row) {
  const royalty::Hold& hold = row.hold;
  return write([&](Db& db) {
    return Query(db, "INSERT INTO hold(name, party, work, limit_micro, currency, from_day, until_day, state, pay_to, reason) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
                     "ON CONFLICT(name) DO UPDATE SET party = excluded.party, work = excluded.work, limit_micro = excluded.limit_micro, currency = excluded.currency, "
                     "from_day = excluded.from_day, until_day = excluded.until_day, state = excluded.state, pay_to = excluded.pay_to, reason = excluded.reason")
        .bind(hold.name, or_null(hold.party), or_null(hold.work), hold.limit, hold.currency.name(), hold.from.days, hold.until.days, static_cast<int>(hold.state),
              or_null(hold.pay_to.id), row.reason).run();
  });
}

Result<std::vector<EarningsHoldRow>> SqliteStore::earnings_holds() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT name, party, work, limit_micro, currency, from_day, until_day, state, pay_to, reason FROM hold ORDER BY name");
  std::vector<EarningsHoldRow> rows;
  while (COLOPHON_TRY(query.next())) {
    EarningsHoldRow row;
    row.hold.name = query.text(0);
    row.hold.party = query.id(1);
    row.hold.work = query.id(2);
    if (!query.null(3)) row.hold.limit = query.integer(3);
    if (!query.text(4).empty()) row.hold.currency = COLOPHON_TRY(Currency::parse(query.text(4)));
    row.hold.from.days = static_cast<std::int32_t>(query.integer(5));
    row.hold.until.days = static_cast<std::int32_t>(query.integer(6));
    row.hold.state = static_cast<royalty::Hold::State>(query.integer(7));
    row.hold.pay_to.id = query.id(8);
    row.reason = query.text(9);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace colophon::store
