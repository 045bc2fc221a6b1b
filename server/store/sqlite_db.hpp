#pragma once
// One SQLite connection with its prepared statements, and a query as a value. Private to the store.
#include <sqlite3.h>

#include <concepts>
#include <optional>
#include <string>
#include <unordered_map>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/base/id.hpp"
#include "colophon/hash/sha256.hpp"
#include "store/try.hpp"

namespace colophon::store {

class Db {
 public:
  enum class Mode { read_only, read_write };
  static Result<std::unique_ptr<Db>> open(const std::string& file, Mode mode);
  ~Db();
  Db(const Db&) = delete;
  Db& operator=(const Db&) = delete;

  /// Several statements without parameters or rows.
  Result<void> script(std::string_view sql);
  std::int64_t changes() const { return sqlite3_changes64(handle_); }
  std::int64_t last_key() const { return sqlite3_last_insert_rowid(handle_); }
  /// False where SQLite has rolled the transaction back by itself (a full disk, an I/O error).
  bool in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }
  Error error(int code) const;

 private:
  friend class Query;
  explicit Db(sqlite3* handle) : handle_(handle) {}
  sqlite3* handle_;
  std::unordered_map<std::string, sqlite3_stmt*> statements_;
};

/// A statement with its parameters. The first error wins and comes out of next() or run().
/// Use: `Query q(db, "SELECT name FROM t WHERE id = ?1"); q.bind(id); while (COLOPHON_TRY(q.next())) ... q.text(0) ...`
class Query {
 public:
  Query(Db& db, std::string_view sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  /// Gives all parameters from ?1 on and makes the statement ready to run (again).
  template <class... Values>
  Query& bind(const Values&... values) {
    rewind();
    int position = 0;
    (put(++position, values), ...);
    return *this;
  }
  Result<bool> next();               ///< True: there is a row to read.
  Result<void> run();                ///< To the end.

  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  bool null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::string text(int column) const;
  Bytes blob(int column) const;
  ByteView view(int column) const {    ///< The bytes of a blob until the next call of next(); none where it is null.
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return {data, data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  Id id(int column) const;           ///< Nil where it is null.
  Hash hash(int column) const;

 private:
  Db& db_;
  sqlite3_stmt* statement_ = nullptr;
  bool cached_ = true;
  int code_ = SQLITE_OK;

  void rewind();
  void put(int position, std::integral auto value) { note(sqlite3_bind_int64(statement_, position, static_cast<std::int64_t>(value))); }
  void put(int position, std::string_view value);
  void put(int position, const std::string& value) { put(position, std::string_view(value)); }
  void put(int position, const char* value) { put(position, std::string_view(value)); }
  void put(int position, ByteView value);
  void put(int position, const Bytes& value) { put(position, ByteView(value)); }
  void put(int position, const Id& value) { put(position, ByteView(value.bytes)); }
  void put(int position, const Hash& value) { put(position, ByteView(value)); }
  void put(int position, std::nullopt_t) { note(sqlite3_bind_null(statement_, position)); }
  template <class T>
  void put(int position, const std::optional<T>& value) {
    if (value) put(position, *value); else put(position, std::nullopt);
  }
  void note(int code) { if (code_ == SQLITE_OK && code != SQLITE_OK) code_ = code; }
};

}  // namespace colophon::store
