#include "store/checkpoint_register.hpp"
#include "store/sqlite_db.hpp"

namespace colophon::store {
namespace {

Result<std::optional<CheckpointRow>> read_row(Db& db, std::string_view origin) {
  Query query(db, "SELECT size, root, note, made_at FROM head WHERE origin = ?1");
  query.bind(origin);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return CheckpointRow{static_cast<std::uint64_t>(query.integer(0)), query.hash(1), query.text(2), query.integer(3)};
}

Result<void> swap_in_transaction(Db& db, std::string_view origin, std::uint64_t old_size, const CheckpointRow& next) {
  const auto head = COLOPHON_TRY(read_row(db, origin));
  const std::uint64_t size = head ? head->size : 0;
  if (size != old_size) return fail(Errc::conflict, "old_size", "the latest checkpoint is of size " + std::to_string(size) + ", not " + std::to_string(old_size));
  return Query(db, "INSERT INTO head(origin, size, root, note, made_at) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(origin) DO UPDATE SET "
                   "size = excluded.size, root = excluded.root, note = excluded.note, made_at = excluded.made_at")
      .bind(origin, next.size, next.root, next.note, next.made_at).run();
}

}  // namespace

CheckpointRegister::CheckpointRegister(std::unique_ptr<Db> db) : db_(std::move(db)) {}
CheckpointRegister::~CheckpointRegister() = default;

Result<std::unique_ptr<CheckpointRegister>> CheckpointRegister::open(const std::string& file) {
  auto db = COLOPHON_TRY(Db::open(file, Db::Mode::read_write));
  COLOPHON_TRY(db->script("CREATE TABLE IF NOT EXISTS head(origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL CHECK (length(root) = 32), "
                          "note TEXT NOT NULL, made_at INTEGER NOT NULL) STRICT, WITHOUT ROWID"));
  return std::unique_ptr<CheckpointRegister>(new CheckpointRegister(std::move(db)));
}

Result<std::optional<CheckpointRow>> CheckpointRegister::read(std::string_view origin) {
  std::lock_guard lock(mutex_);
  return read_row(*db_, origin);
}

Result<void> CheckpointRegister::swap(std::string_view origin, std::uint64_t old_size, const CheckpointRow& next) {
  std::lock_guard lock(mutex_);
  COLOPHON_TRY(db_->script("BEGIN IMMEDIATE"));
  auto swapped = swap_in_transaction(*db_, origin, old_size, next);
  if (swapped) swapped = db_->script("COMMIT");
  if (!swapped) (void)db_->script("ROLLBACK");
  return swapped;
}

}  // namespace colophon::store
