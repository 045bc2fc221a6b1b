// The transparency log's rows: pending entries, positions, checkpoints.
#include "colophon/merkle/receipt.hpp"
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kEntryColumns = "SELECT sequence, position, kind, subject, salt, payload, entry FROM log_entry ";

LogEntry entry_of(const Query& query) {
  LogEntry entry;
  entry.sequence = query.integer(0);
  if (!query.null(1)) entry.index = static_cast<std::uint64_t>(query.integer(1));
  entry.kind = query.text(2);
  entry.subject = query.id(3);
  entry.salt = query.hash(4);
  entry.payload = query.text(5);
  entry.entry = query.hash(6);
  return entry;
}

constexpr std::string_view kCheckpointColumns = "SELECT size, root, note, made_at FROM checkpoint ";

CheckpointRow checkpoint_row_of(const Query& query) {
  return {static_cast<std::uint64_t>(query.integer(0)), query.hash(1), query.text(2), query.integer(3)};
}

}  // namespace

Result<void> SqliteStore::append_log_entry(Db& db, const LogEntryDraft& entry, const Id& subject) {
  const auto domain = merkle::payload_domain(entry.kind);
  if (!domain) return fail(Errc::invalid_argument, "kind", "the log holds no entries of the kind " + entry.kind);
  const Hash commitment = colophon::commitment(*domain, entry.salt, entry.payload);
  return Query(db, "INSERT INTO log_entry(kind, subject, salt, payload, entry) VALUES(?1, ?2, ?3, ?4, ?5)")
      .bind(entry.kind, entry.subject.is_nil() ? subject : entry.subject, entry.salt, entry.payload, commitment).run();
}

Result<std::vector<LogEntry>> SqliteStore::pending_entries(std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kEntryColumns) + "WHERE position IS NULL ORDER BY sequence LIMIT ?1");
  query.bind(limit);
  std::vector<LogEntry> entries;
  while (COLOPHON_TRY(query.next())) entries.push_back(entry_of(query));
  return entries;
}

Result<void> SqliteStore::cas_checkpoint(std::uint64_t old_size, std::span<const std::int64_t> sequences, const CheckpointRow& checkpoint,
                                         std::span<const LogTileRow> tiles) {
  return write([&](Db& db) -> Result<void> {
    {
      Query query(db, "SELECT coalesce(max(size), 0) FROM checkpoint");
      const auto size = COLOPHON_TRY(query.next()) ? static_cast<std::uint64_t>(query.integer(0)) : 0;
      if (size != old_size)
        return fail(Errc::conflict, "old_size", "the latest checkpoint is of size " + std::to_string(size) + ", not " + std::to_string(old_size));
    }
    if (checkpoint.size != old_size + sequences.size())
      return fail(Errc::invalid_argument, "size", "a checkpoint's size is the old size and the entries that it adds");
    Query place(db, "UPDATE log_entry SET position = ?2 WHERE sequence = ?1 AND position IS NULL");
    for (std::size_t i = 0; i < sequences.size(); ++i) {
      COLOPHON_TRY(place.bind(sequences[i], old_size + i).run());
      if (db.changes() != 1) return fail(Errc::conflict, "sequences", "entry " + std::to_string(sequences[i]) + " is not pending");
    }
    COLOPHON_TRY(write_log_tiles(db, tiles));
    return Query(db, "INSERT INTO checkpoint(size, root, note, made_at) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(size) DO UPDATE SET "
                     "root = excluded.root, note = excluded.note, made_at = excluded.made_at")
        .bind(checkpoint.size, checkpoint.root, checkpoint.note, checkpoint.made_at).run();
  });
}

Result<std::optional<CheckpointRow>> SqliteStore::latest_checkpoint() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kCheckpointColumns) + "ORDER BY size DESC LIMIT 1");
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return checkpoint_row_of(query);
}

Result<std::optional<CheckpointRow>> SqliteStore::checkpoint_of(std::uint64_t size) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kCheckpointColumns) + "WHERE size = ?1");
  query.bind(size);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return checkpoint_row_of(query);
}

Result<std::vector<CheckpointRow>> SqliteStore::checkpoints(std::uint64_t from_size, std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kCheckpointColumns) + "WHERE size >= ?1 ORDER BY size LIMIT ?2");
  query.bind(from_size, limit);
  std::vector<CheckpointRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back(checkpoint_row_of(query));
  return rows;
}

Result<void> SqliteStore::write_log_tiles(Db& db, std::span<const LogTileRow> tiles) {
  Query insert(db, "INSERT INTO log_tile(level, position, hashes) VALUES(?1, ?2, ?3) ON CONFLICT(level, position) DO UPDATE SET hashes = excluded.hashes");
  for (const LogTileRow& tile : tiles) COLOPHON_TRY(insert.bind(tile.level, tile.index, tile.hashes).run());
  return {};
}

Result<void> SqliteStore::put_log_tiles(std::span<const LogTileRow> tiles) {
  return write([&](Db& db) { return write_log_tiles(db, tiles); });
}

Result<std::optional<Bytes>> SqliteStore::log_tile(std::uint32_t level, std::uint64_t index) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT hashes FROM log_tile WHERE level = ?1 AND position = ?2");
  query.bind(level, index);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return query.blob(0);
}

Result<void> SqliteStore::append_log_entry(const LogEntryDraft& entry) {
  return write([&](Db& db) { return append_log_entry(db, entry, entry.subject); });
}

Result<void> SqliteStore::put_cosignature(const CosignatureRow& row) {
  return write([&](Db& db) {
    return Query(db, "INSERT INTO cosignature(size, witness, line, made_at) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(size, witness) DO UPDATE SET "
                     "line = excluded.line, made_at = excluded.made_at")
        .bind(row.size, row.witness, row.line, row.made_at).run();
  });
}

Result<std::vector<CosignatureRow>> SqliteStore::cosignatures(std::uint64_t size) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT size, witness, line, made_at FROM cosignature WHERE size = ?1 ORDER BY witness");
  query.bind(size);
  std::vector<CosignatureRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back({static_cast<std::uint64_t>(query.integer(0)), query.text(1), query.text(2), query.integer(3)});
  return rows;
}

Result<std::optional<std::uint64_t>> SqliteStore::latest_cosigned_size(std::uint64_t at_most) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT max(size) FROM cosignature WHERE size <= ?1");
  query.bind(at_most);
  if (!COLOPHON_TRY(query.next()) || query.null(0)) return std::nullopt;
  return static_cast<std::uint64_t>(query.integer(0));
}

Result<std::vector<LogKeyRow>> SqliteStore::log_keys() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT number, verifier_key, state, added_at, retired_at FROM log_key ORDER BY number");
  std::vector<LogKeyRow> rows;
  while (COLOPHON_TRY(query.next()))
    rows.push_back({query.integer(0), query.text(1), static_cast<LogKeyState>(query.integer(2)), query.integer(3), query.integer(4)});
  return rows;
}

Result<void> SqliteStore::put_log_key(const LogKeyRow& key) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "INSERT INTO log_key(number, verifier_key, state, added_at, retired_at) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(number) DO UPDATE SET "
                           "state = excluded.state, retired_at = excluded.retired_at WHERE verifier_key = excluded.verifier_key")
                     .bind(key.number, key.verifier_key, static_cast<int>(key.state), key.added_at, key.retired_at).run());
    if (db.changes() == 0) return fail(Errc::conflict, "log_key", "another key of the log has this number");
    return {};
  });
}

Result<std::vector<Hash>> SqliteStore::log_entries(std::uint64_t from, std::uint64_t to) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT entry FROM log_entry WHERE position >= ?1 AND position < ?2 ORDER BY position");
  query.bind(from, to);
  std::vector<Hash> entries;
  while (COLOPHON_TRY(query.next())) entries.push_back(query.hash(0));
  return entries;
}

Result<std::optional<LogEntry>> SqliteStore::log_entry_of(std::string_view kind, const Id& subject) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kEntryColumns) + "WHERE subject = ?1 AND kind = ?2 ORDER BY sequence DESC LIMIT 1");
  query.bind(subject, kind);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return entry_of(query);
}

Result<void> SqliteStore::erase_payload(std::string_view kind, const Id& subject) {
  return write([&](Db& db) {
    // The salt goes too: without it nobody can show, by guessing the payload, that it was this one.
    return Query(db, "UPDATE log_entry SET payload = '', salt = x'' WHERE subject = ?1 AND kind = ?2").bind(subject, kind).run();
  });
}

}  // namespace colophon::store
