// Settings, secrets, parties.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kPartyColumns =
    "SELECT p.id, coalesce(n.external_id, ''), coalesce(n.name, ''), p.made_at FROM party p LEFT JOIN person n ON n.party = p.key ";

Party party_of(const Query& query) { return {query.id(0), query.text(1), query.text(2), query.integer(3)}; }

}  // namespace

Result<std::optional<std::string>> SqliteStore::setting(std::string_view name) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT value FROM setting WHERE name = ?1");
  query.bind(name);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return query.text(0);
}

Result<void> SqliteStore::put_setting(std::string_view name, std::string_view value) {
  return write([&](Db& db) {
    return Query(db, "INSERT INTO setting(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = excluded.value").bind(name, value).run();
  });
}

Result<Bytes> SqliteStore::secret_in(Db& db, const std::string& name, ByteView proposed) {
  Query query(db, "SELECT value FROM secret WHERE name = ?1");
  query.bind(name);
  if (COLOPHON_TRY(query.next())) return query.blob(0);
  COLOPHON_TRY(Query(db, "INSERT INTO secret(name, value) VALUES(?1, ?2)").bind(name, proposed).run());
  return Bytes(proposed.begin(), proposed.end());
}

Result<Bytes> SqliteStore::secret(std::string_view name, ByteView proposed) {
  {
    auto reader = COLOPHON_TRY(read());
    Query query(*reader, "SELECT value FROM secret WHERE name = ?1");
    query.bind(name);
    if (COLOPHON_TRY(query.next())) return query.blob(0);
  }
  Bytes value;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    value = COLOPHON_TRY(secret_in(db, std::string(name), proposed));
    return {};
  }));
  return value;
}

Result<std::int64_t> SqliteStore::party_key(Db& db, const Id& id, const std::string& field) {
  Query query(db, "SELECT key FROM party WHERE id = ?1");
  query.bind(id);
  if (COLOPHON_TRY(query.next())) return query.integer(0);
  return fail(Errc::unknown_party, field, "no party has the id " + id.to_string() + ": make it first with POST /v1/parties");
}

Result<Party> SqliteStore::find_or_make_party(const PartyDraft& draft) {
  Party party{draft.id, draft.external_id, draft.name, now()};
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    if (!draft.external_id.empty()) {
      Query query(db, std::string(kPartyColumns) + "WHERE n.external_id = ?1");
      query.bind(draft.external_id);
      if (COLOPHON_TRY(query.next())) {
        party = party_of(query);
        return {};
      }
    }
    if (party.id.is_nil()) party.id = new_id();
    Query insert(db, "INSERT INTO party(id, made_at) VALUES(?1, ?2) ON CONFLICT(id) DO NOTHING");
    COLOPHON_TRY(insert.bind(party.id, party.made_at).run());
    if (db.changes() == 0) return fail(Errc::conflict, "id", "another party has the id " + party.id.to_string());
    const auto external_id = draft.external_id.empty() ? std::nullopt : std::optional(draft.external_id);
    return Query(db, "INSERT INTO person(party, external_id, name) VALUES(?1, ?2, ?3)").bind(db.last_key(), external_id, draft.name).run();
  }));
  return party;
}

Result<Party> SqliteStore::party(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kPartyColumns) + "WHERE p.id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::unknown_party, "party", "no party has the id " + id.to_string());
  return party_of(query);
}

Result<std::optional<Party>> SqliteStore::party_by_external_id(std::string_view external_id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kPartyColumns) + "WHERE n.external_id = ?1");
  query.bind(external_id);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return party_of(query);
}

Result<std::vector<Party>> SqliteStore::parties(std::span<const Id> ids) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kPartyColumns) + "WHERE p.id = ?1");
  std::vector<Party> found;
  found.reserve(ids.size());
  for (const auto& id : ids) {
    query.bind(id);
    found.push_back(COLOPHON_TRY(query.next()) ? party_of(query) : Party{id, "", "", 0});
  }
  return found;
}

Result<void> SqliteStore::erase_person(const Id& party) {
  return write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(party_key(db, party, "party"));
    COLOPHON_TRY(Query(db, "DELETE FROM work_draft WHERE party = ?1").bind(key).run());
    return Query(db, "DELETE FROM person WHERE party = ?1").bind(key).run();
  });
}

}  // namespace colophon::store
