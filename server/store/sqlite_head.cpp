#include "store/head.hpp"
#include "store/sqlite_db.hpp"

namespace colophon::store {
namespace {

Result<std::optional<CheckpointRow>> read_row(Db& db) {
  Query query(db, "SELECT size, root, note, made_at FROM head");
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return CheckpointRow{static_cast<std::uint64_t>(query.integer(0)), query.hash(1), query.text(2), query.integer(3)};
}

Result<void> swap_in_transaction(Db& db, std::uint64_t old_size, const CheckpointRow& next) {
  const auto head = COLOPHON_TRY(read_row(db));
  const std::uint64_t size = head ? head->size : 0;
  if (size != old_size) return fail(Errc::conflict, "old_size", "the log's head is of size " + std::to_string(size) + ", not " + std::to_string(old_size));
  return Query(db, "INSERT INTO head(id, size, root, note, made_at) VALUES(1, ?1, ?2, ?3, ?4) ON CONFLICT(id) DO UPDATE SET "
                   "size = excluded.size, root = excluded.root, note = excluded.note, made_at = excluded.made_at")
      .bind(next.size, next.root, next.note, next.made_at).run();
}

}  // namespace

LogHead::LogHead(std::unique_ptr<Db> db) : db_(std::move(db)) {}
LogHead::~LogHead() = default;

Result<std::unique_ptr<LogHead>> LogHead::open(const std::string& file) {
  auto db = COLOPHON_TRY(Db::open(file, Db::Mode::read_write));
  COLOPHON_TRY(db->script("CREATE TABLE IF NOT EXISTS head(id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL, root BLOB NOT NULL CHECK (length(root) = 32), "
                          "note TEXT NOT NULL, made_at INTEGER NOT NULL) STRICT"));
  return std::unique_ptr<LogHead>(new LogHead(std::move(db)));
}

Result<std::optional<CheckpointRow>> LogHead::read() {
  std::lock_guard lock(mutex_);
  return read_row(*db_);
}

Result<void> LogHead::swap(std::uint64_t old_size, const CheckpointRow& next) {
  std::lock_guard lock(mutex_);
  COLOPHON_TRY(db_->script("BEGIN IMMEDIATE"));
  auto swapped = swap_in_transaction(*db_, old_size, next);
  if (swapped) swapped = db_->script("COMMIT");
  if (!swapped) (void)db_->script("ROLLBACK");
  return swapped;
}

}  // namespace colophon::store
