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

Result<void> SqliteStore::cas_checkpoint(std::uint64_t old_size, std::span<const std::int64_t> sequences, const CheckpointRow& checkpoint) {
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
    return Query(db, "INSERT INTO checkpoint(size, root, note, made_at) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(size) DO UPDATE SET "
                     "root = excluded.root, note = excluded.note, made_at = excluded.made_at")
        .bind(checkpoint.size, checkpoint.root, checkpoint.note, checkpoint.made_at).run();
  });
}

Result<std::optional<CheckpointRow>> SqliteStore::latest_checkpoint() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT size, root, note, made_at FROM checkpoint ORDER BY size DESC LIMIT 1");
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return CheckpointRow{static_cast<std::uint64_t>(query.integer(0)), query.hash(1), query.text(2), query.integer(3)};
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
