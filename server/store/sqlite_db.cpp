#include <cerrno>
#include <cstring>
#include <memory>

#include "store/sqlite_db.hpp"

namespace colophon::store {
namespace {

// How long a connection waits for another process that holds the file (a backup, the command line beside the server).
constexpr int kBusyTimeoutMs = 10'000;
constexpr std::size_t kStatementsMax = 256;

}  // namespace

Result<std::unique_ptr<Db>> Db::open(const std::string& file, Mode mode) {
  sqlite3* handle = nullptr;
  const int flags = (mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  std::unique_ptr<Db> db(new Db(handle));
  if (code != SQLITE_OK) {
    return fail(Errc::unavailable, "store", "cannot open the store '" + file + "': " + (handle ? sqlite3_errmsg(handle) : "out of memory") +
                                                "; name a file in a folder that exists and may be written");
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  // FULL: a commit that was acknowledged survives a power cut. Write-ahead: readers never wait for the writer.
  const char* settings = mode == Mode::read_only
      ? "PRAGMA query_only=1; PRAGMA foreign_keys=1; PRAGMA mmap_size=268435456;"
      : "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=1; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;";
  COLOPHON_TRY(db->script(settings));
  return db;
}

Db::~Db() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

Result<void> Db::script(std::string_view sql) {
  const int code = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return std::unexpected(error(code));
  return {};
}

Error Db::error(int code) const {
  const char* message = handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  const bool no_space = (code & 0xff) == SQLITE_IOERR && handle_ && sqlite3_system_errno(handle_) == ENOSPC;
  if (no_space) code = SQLITE_FULL;
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {Errc::storage_full, "store", "the disk of the store is full; nothing was changed. Free some space and send it again"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {Errc::unavailable, "store", "the store is busy: another process holds it. Try again"};
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return {Errc::unavailable, "store", std::string("the store cannot be written: ") + message};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {Errc::unavailable, "store", std::string("the file is no store of Colophon's, or it is damaged: ") + message};
    default:
      return {Errc::internal, "store", std::string("the store failed: ") + message};
  }
}

Query::Query(Db& db, std::string_view sql) : db_(db) {
  auto found = db.statements_.find(std::string(sql));
  if (found != db.statements_.end() && !sqlite3_stmt_busy(found->second)) {
    statement_ = found->second;
    return;
  }
  // A statement that is being read further up the stack must not be reset under it: this one is prepared for itself.
  cached_ = found == db.statements_.end() && db.statements_.size() < kStatementsMax;
  code_ = sqlite3_prepare_v3(db.handle_, sql.data(), static_cast<int>(sql.size()), cached_ ? SQLITE_PREPARE_PERSISTENT : 0, &statement_, nullptr);
  if (cached_ && statement_) db.statements_.emplace(sql, statement_);
}

Query::~Query() {
  if (!statement_) return;
  if (!cached_) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Query::rewind() {
  if (statement_) sqlite3_reset(statement_);
}

void Query::put(int position, std::string_view value) {
  note(sqlite3_bind_text64(statement_, position, value.data() ? value.data() : "", value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Query::put(int position, ByteView value) {
  note(sqlite3_bind_blob64(statement_, position, value.data() ? static_cast<const void*>(value.data()) : "", value.size(), SQLITE_TRANSIENT));
}

Result<bool> Query::next() {
  if (code_ != SQLITE_OK) return std::unexpected(db_.error(code_));
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_);
    return false;
  }
  Error error = db_.error(code);
  sqlite3_reset(statement_);
  return std::unexpected(std::move(error));
}

Result<void> Query::run() {
  while (COLOPHON_TRY(next())) {}
  return {};
}

std::string Query::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return data ? std::string(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string();
}

Bytes Query::blob(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return data ? Bytes(data, data + size) : Bytes();
}

Id Query::id(int column) const {
  Id id;
  const void* data = sqlite3_column_blob(statement_, column);
  if (data && sqlite3_column_bytes(statement_, column) == 16) std::memcpy(id.bytes.data(), data, 16);
  return id;
}

Hash Query::hash(int column) const {
  Hash hash{};
  const void* data = sqlite3_column_blob(statement_, column);
  if (data && sqlite3_column_bytes(statement_, column) == 32) std::memcpy(hash.data(), data, 32);
  return hash;
}

}  // namespace colophon::store
