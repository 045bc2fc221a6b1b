// Drafts that their makers keep with the site.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::size_t kDraftsReadMax = 10'000;

}  // namespace

Result<std::vector<WorkDraftRow>> SqliteStore::work_drafts(const Id& party) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id, revision, name, updated_at, bytes FROM work_draft WHERE party = ?1 ORDER BY updated_at DESC, id LIMIT ?2");
  query.bind(COLOPHON_TRY(party_key(*reader, party, "party")), kDraftsReadMax);
  std::vector<WorkDraftRow> rows;
  while (COLOPHON_TRY(query.next())) {
    rows.push_back({query.id(0), static_cast<std::uint64_t>(query.integer(1)), query.text(2), query.integer(3), static_cast<std::uint64_t>(query.integer(4))});
  }
  return rows;
}

Result<Bytes> SqliteStore::work_draft(const Id& party, const Id& draft) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT content FROM work_draft WHERE party = ?1 AND id = ?2");
  query.bind(COLOPHON_TRY(party_key(*reader, party, "party")), draft);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "id", "There is no such draft here: it was deleted, or kept on another device only.");
  return query.blob(0);
}

Result<WorkDraftRow> SqliteStore::put_work_draft(const Id& party, const Id& draft, std::uint64_t seen, std::string_view name, ByteView content, const WorkDraftLimits& limits) {
  WorkDraftRow row{draft, seen + 1, std::string(name), now(), content.size()};
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(party_key(db, party, "party"));
    Query there(db, "SELECT revision FROM work_draft WHERE party = ?1 AND id = ?2");
    there.bind(key, draft);
    const auto revision = COLOPHON_TRY(there.next()) ? static_cast<std::uint64_t>(there.integer(0)) : 0;
    if (revision != seen) {
      return fail(Errc::conflict, "revision", revision == 0 ? std::string("This draft was deleted meanwhile: keep it as a new one, revision 0.")
                                                            : "The draft is at revision " + std::to_string(revision) + ", not " + std::to_string(seen) + ": another device changed it. Keep yours as a draft of its own.");
    }
    Query kept(db, "SELECT count(*), coalesce(sum(bytes), 0) FROM work_draft WHERE party = ?1 AND id <> ?2");
    kept.bind(key, draft);
    COLOPHON_TRY(kept.next());
    if (static_cast<std::uint64_t>(kept.integer(0)) >= limits.count_max) {
      return fail(Errc::limit_exceeded, "drafts", "At most " + std::to_string(limits.count_max) + " drafts are kept for one person: delete some.");
    }
    if (static_cast<std::uint64_t>(kept.integer(1)) + content.size() > limits.bytes_max) {
      return fail(Errc::limit_exceeded, "drafts", "At most " + std::to_string(limits.bytes_max) + " bytes of drafts are kept for one person: delete some.");
    }
    return Query(db, "INSERT INTO work_draft(party, id, revision, name, updated_at, bytes, content) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) "
                     "ON CONFLICT(party, id) DO UPDATE SET revision = excluded.revision, name = excluded.name, updated_at = excluded.updated_at, "
                     "bytes = excluded.bytes, content = excluded.content")
        .bind(key, draft, row.revision, name, row.updated_at, content.size(), content).run();
  }));
  return row;
}

Result<void> SqliteStore::remove_work_draft(const Id& party, const Id& draft) {
  return write([&](Db& db) -> Result<void> {
    return Query(db, "DELETE FROM work_draft WHERE party = ?1 AND id = ?2").bind(COLOPHON_TRY(party_key(db, party, "party")), draft).run();
  });
}

}  // namespace colophon::store
