// API keys, sessions, people at the desk, and the answers to repeated requests. Hashes only.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

/// How long a repeated request still gets its first answer.
constexpr UnixMs kAnswersKeptMs = UnixMs{7} * 24 * 3600 * 1000;

ApiKey api_key_of(const Query& query) {
  return {query.id(0), query.text(1), split_words(query.text(2)), query.integer(3), query.integer(4) != 0};
}

}  // namespace

Result<ApiKey> SqliteStore::insert_api_key(std::string_view name, const Hash& key_hash, std::span<const std::string> scopes) {
  ApiKey key{new_id(), std::string(name), {scopes.begin(), scopes.end()}, now(), false};
  COLOPHON_TRY(write([&](Db& db) {
    return Query(db, "INSERT INTO api_key(id, key_hash, name, scopes, made_at) VALUES(?1, ?2, ?3, ?4, ?5)")
        .bind(key.id, key_hash, name, join_words(scopes), key.made_at).run();
  }));
  return key;
}

Result<std::optional<ApiKey>> SqliteStore::api_key(const Hash& key_hash) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id, name, scopes, made_at, revoked FROM api_key WHERE key_hash = ?1 AND revoked = 0");
  query.bind(key_hash);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return api_key_of(query);
}

Result<std::vector<ApiKey>> SqliteStore::api_keys() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id, name, scopes, made_at, revoked FROM api_key ORDER BY id");
  std::vector<ApiKey> keys;
  while (COLOPHON_TRY(query.next())) keys.push_back(api_key_of(query));
  return keys;
}

Result<void> SqliteStore::revoke_api_key(const Id& id) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "UPDATE api_key SET revoked = 1 WHERE id = ?1").bind(id).run());
    if (db.changes() == 0) return fail(Errc::not_found, "id", "no key has the id " + id.to_string());
    return {};
  });
}

Result<void> SqliteStore::insert_session(const Hash& token_hash, const Session& session) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "DELETE FROM session WHERE expires_at <= ?1").bind(now()).run());
    return Query(db, "INSERT INTO session(token_hash, party, origin, scopes, expires_at) VALUES(?1, ?2, ?3, ?4, ?5)")
        .bind(token_hash, COLOPHON_TRY(party_key(db, session.party, "party")), session.origin, join_words(session.scopes), session.expires_at).run();
  });
}

Result<std::optional<Session>> SqliteStore::session(const Hash& token_hash) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT p.id, s.origin, s.scopes, s.expires_at FROM session s JOIN party p ON p.key = s.party "
                       "WHERE s.token_hash = ?1 AND s.expires_at > ?2");
  query.bind(token_hash, now());
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return Session{query.id(0), query.text(1), split_words(query.text(2)), query.integer(3)};
}

Result<void> SqliteStore::put_desk_user(const DeskUser& user) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "INSERT INTO desk_user(name, role, password_hash) VALUES(?1, ?2, ?3) ON CONFLICT(name) DO UPDATE SET "
                           "role = excluded.role, password_hash = excluded.password_hash").bind(user.name, user.role, user.password_hash).run());
    // A new password ends what the old one had opened.
    return Query(db, "DELETE FROM desk_session WHERE user = ?1").bind(user.name).run();
  });
}

Result<std::optional<DeskUser>> SqliteStore::desk_user(std::string_view name) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT name, role, password_hash FROM desk_user WHERE name = ?1");
  query.bind(name);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return DeskUser{query.text(0), query.text(1), query.text(2)};
}

Result<void> SqliteStore::insert_desk_session(const Hash& token_hash, const DeskSession& session) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "DELETE FROM desk_session WHERE expires_at <= ?1").bind(now()).run());
    return Query(db, "INSERT INTO desk_session(token_hash, user, expires_at) VALUES(?1, ?2, ?3)").bind(token_hash, session.user, session.expires_at).run();
  });
}

Result<std::optional<DeskSession>> SqliteStore::desk_session(const Hash& token_hash) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT s.user, u.role, s.expires_at FROM desk_session s JOIN desk_user u ON u.name = s.user "
                       "WHERE s.token_hash = ?1 AND s.expires_at > ?2");
  query.bind(token_hash, now());
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return DeskSession{query.text(0), query.text(1), query.integer(2)};
}

Result<void> SqliteStore::erase_desk_session(const Hash& token_hash) {
  return write([&](Db& db) { return Query(db, "DELETE FROM desk_session WHERE token_hash = ?1").bind(token_hash).run(); });
}

Result<std::optional<IdempotentAnswer>> SqliteStore::idempotent_answer(std::string_view credential, std::string_view key, const Hash& request_hash) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT request_hash, status, content_type, body FROM idempotency WHERE credential = ?1 AND key = ?2");
  query.bind(credential, key);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  if (query.hash(0) != request_hash)
    return fail(Errc::idempotency_conflict, "Idempotency-Key", "this key came with another request before: take a new key for a new request");
  return IdempotentAnswer{static_cast<int>(query.integer(1)), query.text(2), query.text(3)};
}

Result<void> SqliteStore::remember_answer(std::string_view credential, std::string_view key, const Hash& request_hash,
                                          const IdempotentAnswer& answer) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "DELETE FROM idempotency WHERE made_at < ?1").bind(now() - kAnswersKeptMs).run());
    return Query(db, "INSERT INTO idempotency(credential, key, request_hash, status, content_type, body, made_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(credential, key, request_hash, answer.status, answer.content_type, as_bytes(answer.body), now()).run();
  });
}

}  // namespace colophon::store
