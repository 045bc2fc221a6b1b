// Works, their content and quality.
#include "colophon/base/json.hpp"
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kWorkColumns =
    "SELECT w.key, w.id, coalesce(w.external_id, ''), w.title, w.kind, w.media_type, w.sha256, w.content_bytes, w.ai, p.id, w.licence, "
    "w.features, w.sample, w.has_content, w.registered_at, w.quality_mean_milli, w.quality_variance_milli, w.quality_ppm, w.quality_model, "
    "w.scored_at FROM work w LEFT JOIN party p ON p.key = w.owner ";

Work work_of(const Query& query) {
  Work work;
  work.id = query.id(1);
  work.external_id = query.text(2);
  work.title = query.text(3);
  work.kind = query.text(4);
  work.media_type = query.text(5);
  work.sha256 = query.hash(6);
  work.content_bytes = static_cast<std::uint64_t>(query.integer(7));
  work.ai = query.text(8);
  work.owner = query.id(9);
  work.licence = query.text(10);
  work.features_json = query.text(11);
  work.sample = query.integer(12) != 0;
  work.has_content = query.integer(13) != 0;
  work.registered_at = query.integer(14);
  if (query.null(15)) return work;
  WorkQuality quality;
  quality.mean_milli = static_cast<std::int32_t>(query.integer(15));
  quality.variance_milli = static_cast<std::int32_t>(query.integer(16));
  const auto words = split_words(query.text(17));
  for (std::size_t i = 0; i < quality.probability_ppm.size() && i < words.size(); ++i)
    quality.probability_ppm[i] = static_cast<std::int32_t>(std::strtol(words[i].c_str(), nullptr, 10));
  quality.model = query.text(18);
  quality.scored_at = query.integer(19);
  work.quality = quality;
  return work;
}

std::string filter_sql(const WorkFilter& filter) {
  std::string sql = filter.owner.is_nil() ? "?1 IS NULL" : "w.owner = (SELECT key FROM party WHERE id = ?1)";
  if (filter.unscored_photos) sql += " AND w.kind = 'photo' AND w.has_content = 1 AND w.quality_mean_milli IS NULL";
  return sql;
}

}  // namespace

Result<std::int64_t> SqliteStore::work_key(Db& db, const Id& id, const std::string& field) {
  Query query(db, "SELECT key FROM work WHERE id = ?1");
  query.bind(id);
  if (COLOPHON_TRY(query.next())) return query.integer(0);
  return fail(Errc::unknown_work, field, "no work has the id " + id.to_string() + ": register it first with POST /v1/works");
}

Result<void> SqliteStore::insert_work_row(Db& db, const WorkDraft& draft, const Id& id, const LogEntryDraft* entry) {
  std::optional<std::int64_t> owner;
  if (!draft.owner.is_nil()) owner = COLOPHON_TRY(party_key(db, draft.owner, "owner"));
  Query insert(db, "INSERT INTO work(id, external_id, title, kind, media_type, sha256, content_bytes, ai, owner, licence, features, sample, "
                   "registered_at) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT DO NOTHING");
  COLOPHON_TRY(insert.bind(id, draft.external_id.empty() ? std::nullopt : std::optional(draft.external_id), draft.title, draft.kind,
                           draft.media_type, draft.sha256, draft.content_bytes, draft.ai, owner, draft.licence, draft.features_json,
                           draft.sample, now()).run());
  if (db.changes() == 0) return fail(Errc::conflict, draft.external_id.empty() ? "id" : "external_id", "another work has this id");
  const auto key = db.last_key();
  COLOPHON_TRY(write_shares(db, key, month_number(draft.shares_from), draft.shares));
  Query fingerprint(db, "INSERT INTO fingerprint(kind, value, work) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING");
  if (draft.content_bytes > 0) COLOPHON_TRY(fingerprint.bind("sha256", draft.sha256, key).run());
  for (const auto& one : draft.fingerprints) COLOPHON_TRY(fingerprint.bind(one.kind, one.value, key).run());
  if (entry) COLOPHON_TRY(append_log_entry(db, *entry, id));
  return {};
}

Result<Work> SqliteStore::insert_work(const WorkDraft& draft, const LogEntryDraft* entry) {
  const Id id = draft.id.is_nil() ? new_id() : draft.id;
  // A work that an agreement names needs no shares of its own.
  if (!draft.shares.empty()) COLOPHON_TRY(royalty::validate_shares(draft.shares, "shares"));
  COLOPHON_TRY(write([&](Db& db) { return insert_work_row(db, draft, id, entry); }));
  return work(id);
}

Result<void> SqliteStore::insert_works(std::span<const WorkDraft> drafts, std::span<const LogEntryDraft> entries) {
  const auto placed = [](std::size_t i, Error error) {
    error.field = "works[" + std::to_string(i) + "]." + error.field;
    return std::unexpected(std::move(error));
  };
  for (std::size_t i = 0; i < drafts.size(); ++i)
    if (auto valid = royalty::validate_shares(drafts[i].shares, "shares"); !valid) return placed(i, valid.error());
  return write([&](Db& db) -> Result<void> {
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      const Id id = drafts[i].id.is_nil() ? new_id() : drafts[i].id;
      if (auto inserted = insert_work_row(db, drafts[i], id, &entries[i]); !inserted) return placed(i, inserted.error());
    }
    return {};
  });
}

Result<Work> SqliteStore::work(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kWorkColumns) + "WHERE w.id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::unknown_work, "work", "no work has the id " + id.to_string());
  Work work = work_of(query);
  work.shares = COLOPHON_TRY(read_shares(*reader, query.integer(0)));
  return work;
}

Result<std::vector<std::string>> SqliteStore::titles(std::span<const Id> works) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT title FROM work WHERE id = ?1");
  std::vector<std::string> titles;
  for (const Id& id : works) {
    query.bind(id);
    titles.push_back(COLOPHON_TRY(query.next()) ? query.text(0) : std::string());
  }
  return titles;
}

Result<std::optional<Id>> SqliteStore::work_by_external_id(std::string_view external_id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id FROM work WHERE external_id = ?1");
  query.bind(external_id);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return query.id(0);
}

Result<Page<Work>> SqliteStore::works(const WorkFilter& filter, std::string_view cursor, std::size_t limit) {
  const Id after = cursor.empty() ? Id{} : COLOPHON_TRY(Id::parse(cursor, "cursor"));
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kWorkColumns) + "WHERE " + filter_sql(filter) + " AND w.id > ?2 ORDER BY w.id LIMIT ?3");
  query.bind(null_if_nil(filter.owner), after, limit + 1);
  Page<Work> page;
  while (COLOPHON_TRY(query.next())) {
    if (page.rows.size() == limit) {
      if (!page.rows.empty()) page.next = page.rows.back().id.to_string();
      break;
    }
    page.rows.push_back(work_of(query));
    page.rows.back().shares = COLOPHON_TRY(read_shares(*reader, query.integer(0)));
  }
  return page;
}

Result<std::uint64_t> SqliteStore::count_works(const WorkFilter& filter) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT count(*) FROM work w WHERE " + filter_sql(filter));
  query.bind(null_if_nil(filter.owner));
  return COLOPHON_TRY(query.next()) ? static_cast<std::uint64_t>(query.integer(0)) : 0;
}

Result<std::vector<Id>> SqliteStore::works_with_fingerprint(std::string_view kind, ByteView value) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT w.id FROM fingerprint f JOIN work w ON w.key = f.work WHERE f.kind = ?1 AND f.value = ?2 ORDER BY w.id LIMIT 1000");
  query.bind(kind, value);
  std::vector<Id> works;
  while (COLOPHON_TRY(query.next())) works.push_back(query.id(0));
  return works;
}

Result<void> SqliteStore::put_content(const Id& work, ByteView content) {
  const Hash hash = sha256(content);
  return write([&](Db& db) -> Result<void> {
    Query query(db, "SELECT key, sha256, content_bytes FROM work WHERE id = ?1");
    query.bind(work);
    if (!COLOPHON_TRY(query.next())) return fail(Errc::unknown_work, "work", "no work has the id " + work.to_string());
    const auto key = query.integer(0);
    if (static_cast<std::uint64_t>(query.integer(2)) != content.size())
      return fail(Errc::does_not_hold, "content", "the content has " + std::to_string(content.size()) + " bytes, registered were " +
                                                      std::to_string(query.integer(2)) + ": send the file that was registered");
    if (query.hash(1) != hash)
      return fail(Errc::does_not_hold, "content", "the content's SHA-256 is not the one registered: send the file that was registered");
    COLOPHON_TRY(Query(db, "INSERT INTO content(work, data) VALUES(?1, ?2) ON CONFLICT(work) DO NOTHING").bind(key, content).run());
    return Query(db, "UPDATE work SET has_content = 1 WHERE key = ?1").bind(key).run();
  });
}

Result<Bytes> SqliteStore::content(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT w.has_content, c.data FROM work w LEFT JOIN content c ON c.work = w.key WHERE w.id = ?1");
  query.bind(work);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::unknown_work, "work", "no work has the id " + work.to_string());
  if (query.integer(0) == 0) return fail(Errc::not_found, "content", "the work's content was not sent yet: PUT /v1/works/" + work.to_string() + "/content");
  return query.blob(1);
}

Result<void> SqliteStore::set_quality(const Id& work, const WorkQuality& quality, std::string_view features_json) {
  std::vector<std::string> ppm;
  for (const auto value : quality.probability_ppm) ppm.push_back(std::to_string(value));
  return write([&](Db& db) -> Result<void> {
    Query query(db, "UPDATE work SET quality_mean_milli = ?2, quality_variance_milli = ?3, quality_ppm = ?4, quality_model = ?5, scored_at = ?6, "
                    "features = CASE WHEN ?7 = '' THEN features ELSE ?7 END WHERE id = ?1");
    COLOPHON_TRY(query.bind(work, quality.mean_milli, quality.variance_milli, join_words(ppm), quality.model, quality.scored_at, features_json).run());
    if (db.changes() == 0) return fail(Errc::unknown_work, "work", "no work has the id " + work.to_string());
    return {};
  });
}

Result<void> SqliteStore::set_features(const Id& work, std::string_view features_json) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "UPDATE work SET features = ?2 WHERE id = ?1").bind(work, features_json).run());
    if (db.changes() == 0) return fail(Errc::unknown_work, "work", "no work has the id " + work.to_string());
    return {};
  });
}

}  // namespace colophon::store
