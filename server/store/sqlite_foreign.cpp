// What other platforms have registered.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kColumns = "SELECT id, platform, sha256, iscc, title, public_key, state, registered_at, seen_at";

ForeignWorkRow foreign_of(const Query& query) {
  return {query.id(0), query.text(1), query.hash(2), query.text(3), query.text(4), query.null(5) ? Hash{} : query.hash(5), query.text(6), query.integer(7), query.integer(8), {}};
}

}  // namespace

Result<void> SqliteStore::put_foreign_work(const ForeignWorkRow& work) {
  return write([&](Db& db) -> Result<void> {
    const std::optional<Hash> key = work.public_key == Hash{} ? std::nullopt : std::optional(work.public_key);
    const Bytes document = work.document.empty() ? Bytes() : COLOPHON_TRY(compress(work.document));
    COLOPHON_TRY(Query(db, "INSERT INTO foreign_work(id, platform, sha256, iscc, title, public_key, state, registered_at, seen_at, document) "
                           "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT(id) DO UPDATE SET sha256 = excluded.sha256, iscc = excluded.iscc, title = excluded.title, "
                           "public_key = excluded.public_key, state = excluded.state, document = excluded.document WHERE platform = excluded.platform")
                     .bind(work.id, work.platform, work.sha256, work.iscc, work.title, key, work.state, work.registered_at, work.seen_at, document).run());
    if (db.changes() == 0) return fail(Errc::conflict, "@id", "another platform has a work of this id");
    return {};
  });
}

Result<std::optional<ForeignWorkRow>> SqliteStore::foreign_work(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kColumns) + ", document FROM foreign_work WHERE id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  ForeignWorkRow work = foreign_of(query);
  if (const Bytes document = query.blob(9); !document.empty()) work.document = COLOPHON_TRY(decompress(document));
  return work;
}

Result<std::vector<ForeignWorkRow>> SqliteStore::foreign_works(const Hash& sha256) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kColumns) + " FROM foreign_work WHERE sha256 = ?1 ORDER BY seen_at, id LIMIT 100");
  query.bind(sha256);
  std::vector<ForeignWorkRow> works;
  while (COLOPHON_TRY(query.next())) works.push_back(foreign_of(query));
  return works;
}

}  // namespace colophon::store
