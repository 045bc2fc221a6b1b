// The registry's rows: keys of parties, acts, terms, holds, the end of works.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kKeyColumns = "SELECT k.public_key, p.id, k.label, k.state, k.added_at, k.ended_at FROM party_key k JOIN party p ON p.key = k.party ";
// An act's own log entry is the one of its kind and id; its payload is gone once it was erased.
constexpr std::string_view kActColumns =
    "SELECT a.id, a.kind, a.name, a.hash, p.id, w.id, a.about, a.made_at, e.position, e.payload FROM act a LEFT JOIN party p ON p.key = a.party "
    "LEFT JOIN work w ON w.key = a.work LEFT JOIN log_entry e ON e.subject = a.id AND e.kind = a.kind ";
constexpr std::string_view kHoldColumns = "SELECT w.id, h.about, h.kind, h.detail, h.amount, h.currency, h.since, h.until FROM work_hold h JOIN work w ON w.key = h.work ";

PartyKeyRow key_of(const Query& query) {
  return {query.hash(0), query.id(1), query.text(2), static_cast<PartyKeyState>(query.integer(3)), query.integer(4), query.integer(5)};
}

ActRow act_of(const Query& query) {
  ActRow act{query.id(0), query.text(1), query.text(2), query.hash(3), query.id(4), query.id(5), query.id(6), query.integer(7), std::nullopt, query.text(9)};
  if (!query.null(8)) act.index = static_cast<std::uint64_t>(query.integer(8));
  return act;
}

Result<std::vector<ActRow>> all_acts(Query& query) {
  std::vector<ActRow> acts;
  while (COLOPHON_TRY(query.next())) acts.push_back(act_of(query));
  return acts;
}

}  // namespace

Result<std::optional<std::int64_t>> SqliteStore::party_key_or_null(Db& db, const Id& id, const std::string& field) {
  if (id.is_nil()) return std::nullopt;
  return COLOPHON_TRY(party_key(db, id, field));
}

Result<std::optional<std::int64_t>> SqliteStore::work_key_or_null(Db& db, const Id& id, const std::string& field) {
  if (id.is_nil()) return std::nullopt;
  return COLOPHON_TRY(work_key(db, id, field));
}

Result<std::vector<PartyKeyRow>> SqliteStore::party_keys(const Id& party) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kKeyColumns) + "WHERE p.id = ?1 ORDER BY k.added_at, k.public_key");
  query.bind(party);
  std::vector<PartyKeyRow> keys;
  while (COLOPHON_TRY(query.next())) keys.push_back(key_of(query));
  return keys;
}

Result<std::optional<PartyKeyRow>> SqliteStore::party_key(const Hash& public_key) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kKeyColumns) + "WHERE k.public_key = ?1");
  query.bind(public_key);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return key_of(query);
}

Result<void> SqliteStore::put_party_key(const PartyKeyRow& key) {
  return write([&](Db& db) -> Result<void> {
    return Query(db, "INSERT INTO party_key(public_key, party, label, state, added_at, ended_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(public_key) DO UPDATE SET "
                     "state = excluded.state, ended_at = excluded.ended_at")
        .bind(key.public_key, COLOPHON_TRY(party_key(db, key.party, "party")), key.label, static_cast<int>(key.state), key.added_at, key.ended_at).run();
  });
}

Result<void> SqliteStore::insert_act(const ActRow& act, const LogEntryDraft& entry) {
  return write([&](Db& db) -> Result<void> {
    const auto party = COLOPHON_TRY(party_key_or_null(db, act.party, "party"));
    const auto work = COLOPHON_TRY(work_key_or_null(db, act.work, "work"));
    COLOPHON_TRY(Query(db, "INSERT INTO act(id, kind, name, hash, party, work, about, made_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING")
                     .bind(act.id, act.kind, act.name, act.hash, party, work, null_if_nil(act.about), act.made_at).run());
    if (db.changes() == 0) return fail(Errc::conflict, "declaration", "this very declaration was made before");
    return append_log_entry(db, entry, act.id);
  });
}

Result<std::optional<ActRow>> SqliteStore::act(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kActColumns) + "WHERE a.id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return act_of(query);
}

Result<std::vector<ActRow>> SqliteStore::acts_of_work(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kActColumns) + "WHERE a.work = (SELECT key FROM work WHERE id = ?1) ORDER BY a.key");
  query.bind(work);
  return all_acts(query);
}

Result<std::vector<ActRow>> SqliteStore::acts_about(const Id& about) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kActColumns) + "WHERE a.about = ?1 ORDER BY a.key");
  query.bind(about);
  return all_acts(query);
}

Result<std::optional<TermsRow>> SqliteStore::terms(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT t.licence, t.tdm, t.tdm_policy, t.ai, t.made_at FROM work_terms t JOIN work w ON w.key = t.work WHERE w.id = ?1");
  query.bind(work);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return TermsRow{query.text(0), query.text(1), query.text(2), query.text(3), query.integer(4)};
}

Result<void> SqliteStore::put_terms(const Id& work, const TermsRow& terms) {
  return write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(work_key(db, work, "work"));
    COLOPHON_TRY(Query(db, "INSERT INTO work_terms(work, licence, tdm, tdm_policy, ai, made_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(work) DO UPDATE SET "
                           "licence = excluded.licence, tdm = excluded.tdm, tdm_policy = excluded.tdm_policy, ai = excluded.ai, made_at = excluded.made_at")
                     .bind(key, terms.licence, terms.tdm, terms.tdm_policy, terms.ai, terms.made_at).run());
    return Query(db, "UPDATE work SET licence = ?2, ai = ?3 WHERE key = ?1").bind(key, terms.licence, terms.ai).run();
  });
}

Result<std::vector<HoldRow>> SqliteStore::holds(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kHoldColumns) + "WHERE ?1 IS NULL OR w.id = ?1 ORDER BY h.since, w.id");
  query.bind(null_if_nil(work));
  std::vector<HoldRow> holds;
  while (COLOPHON_TRY(query.next()))
    holds.push_back({query.id(0), query.id(1), query.text(2), query.text(3), query.text(4), query.text(5), query.integer(6), query.integer(7)});
  return holds;
}

Result<void> SqliteStore::put_hold(const HoldRow& hold) {
  return write([&](Db& db) -> Result<void> {
    return Query(db, "INSERT INTO work_hold(work, about, kind, detail, amount, currency, since, until) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(work, about) DO UPDATE SET "
                     "kind = excluded.kind, detail = excluded.detail, amount = excluded.amount, currency = excluded.currency, until = excluded.until")
        .bind(COLOPHON_TRY(work_key(db, hold.work, "work")), hold.about, hold.kind, hold.detail, hold.amount, hold.currency, hold.since, hold.until).run();
  });
}

Result<void> SqliteStore::erase_hold(const Id& work, const Id& about) {
  return write([&](Db& db) -> Result<void> {
    return Query(db, "DELETE FROM work_hold WHERE work = ?1 AND about = ?2").bind(COLOPHON_TRY(work_key(db, work, "work")), about).run();
  });
}

Result<std::string> SqliteStore::work_end(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT e.state FROM work_end e JOIN work w ON w.key = e.work WHERE w.id = ?1");
  query.bind(work);
  return COLOPHON_TRY(query.next()) ? query.text(0) : std::string();
}

Result<void> SqliteStore::end_work(const Id& work, std::string_view state) {
  return write([&](Db& db) -> Result<void> {
    return Query(db, "INSERT INTO work_end(work, state, ended_at) VALUES(?1, ?2, ?3) ON CONFLICT(work) DO UPDATE SET state = excluded.state, ended_at = excluded.ended_at")
        .bind(COLOPHON_TRY(work_key(db, work, "work")), state, now()).run();
  });
}

Result<void> SqliteStore::erase_work(const Id& work) {
  return write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(work_key(db, work, "work"));
    for (const char* sql : {"DELETE FROM content WHERE work = ?1", "DELETE FROM fingerprint WHERE work = ?1", "DELETE FROM work_terms WHERE work = ?1",
                            "DELETE FROM identity WHERE work = ?1", "UPDATE code SET work = NULL WHERE work = ?1", "DELETE FROM near WHERE work = ?1 OR other = ?1",
                            "DELETE FROM declared WHERE work = ?1",
                            "UPDATE work SET title = '', external_id = NULL, features = '', has_content = 0, sha256 = zeroblob(32), licence = '', published_at = NULL WHERE key = ?1",
                            "UPDATE log_entry SET payload = '', salt = x'' WHERE kind = 'declaration' AND subject IN (SELECT id FROM act WHERE work = ?1 AND kind = 'declaration' AND "
                            "name IN ('register', 'terms', 'withdraw'))"})
      COLOPHON_TRY(Query(db, sql).bind(key).run());
    return erase_payload("work", work);
  });
}

Result<void> SqliteStore::set_owner(const Id& work, const Id& owner) {
  return write([&](Db& db) -> Result<void> {
    return Query(db, "UPDATE work SET owner = ?2 WHERE key = ?1").bind(COLOPHON_TRY(work_key(db, work, "work")), COLOPHON_TRY(party_key(db, owner, "owner"))).run();
  });
}

}  // namespace colophon::store
