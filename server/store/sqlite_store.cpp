// Opening, migration, and how writes come together.
#include <sodium.h>
#include <zlib.h>

#include <algorithm>
#include <chrono>
#include <exception>

#include "store/schema.hpp"
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::size_t kIdleReadersMax = 8;
constexpr std::uint64_t kDocumentBytesMax = 1u << 30;

/// Brings the file to the newest schema, one numbered step a transaction.
Result<void> migrate(Db& db) {
  const auto files = schema_files();
  std::int64_t version = 0;
  {
    Query query(db, "PRAGMA user_version");
    if (COLOPHON_TRY(query.next())) version = query.integer(0);
  }
  if (version > static_cast<std::int64_t>(files.size())) {
    return fail(Errc::conflict, "store", "the store has schema " + std::to_string(version) + ", this program knows up to " +
                                             std::to_string(files.size()) + ": use a newer program");
  }
  for (auto step = static_cast<std::size_t>(version); step < files.size(); ++step) {
    // Another process may be migrating the same file: the version is looked at again under the write lock.
    COLOPHON_TRY(db.script("BEGIN IMMEDIATE"));
    Result<void> done;
    std::int64_t now_at = 0;
    {
      Query query(db, "PRAGMA user_version");
      if (COLOPHON_TRY(query.next())) now_at = query.integer(0);
    }
    if (now_at == static_cast<std::int64_t>(step)) {
      done = db.script(files[step].sql);
      if (done) done = db.script("PRAGMA user_version=" + std::to_string(step + 1));
    }
    if (done) done = db.script("COMMIT");
    if (!done) {
      (void)db.script("ROLLBACK");
      return done;
    }
  }
  return {};
}

}  // namespace

std::string join_words(std::span<const std::string> words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Result<Bytes> compress(std::string_view text) {
  // The size stands before the compressed bytes, big-endian, so that reading needs one allocation.
  uLongf size = compressBound(text.size());
  Bytes bytes(8 + size);
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(std::uint64_t{text.size()} >> (56 - 8 * i));
  if (compress2(bytes.data() + 8, &size, reinterpret_cast<const Bytef*>(text.data()), text.size(), 1) != Z_OK)
    return fail(Errc::out_of_memory, "", "a document could not be compressed");
  bytes.resize(8 + size);
  return bytes;
}

Result<std::string> decompress(ByteView bytes) {
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < 8 && i < bytes.size(); ++i) size = size << 8 | bytes[i];
  if (bytes.size() < 8 || size > kDocumentBytesMax) return fail(Errc::internal, "store", "a stored document is damaged");
  std::string text(size, '\0');
  uLongf written = size;
  if (uncompress(reinterpret_cast<Bytef*>(text.data()), &written, bytes.data() + 8, bytes.size() - 8) != Z_OK || written != size)
    return fail(Errc::internal, "store", "a stored document is damaged");
  return text;
}

// ---- What every store has

Id Store::new_id() const {
  std::array<std::uint8_t, 10> bytes{};
  random(bytes);
  return uuid_v7(static_cast<std::uint64_t>(now()), bytes);
}

Hash Store::new_salt() const {
  Hash salt{};
  random(salt);
  return salt;
}

Result<std::string> Store::currency() { return setting("currency").transform([](auto value) { return value.value_or(""); }); }

Result<bool> Store::flag(std::string_view name) {
  return setting(name).transform([](const auto& value) { return value == "true"; });
}

Result<std::unique_ptr<Store>> open_sqlite(const std::string& file, Environment environment) {
  return SqliteStore::open(file, std::move(environment));
}

// ---- The SQLite store

SqliteStore::SqliteStore(std::string file, Environment environment, std::unique_ptr<Db> writer)
    : file_(std::move(file)), environment_(std::move(environment)), writer_(std::move(writer)) {}

Result<std::unique_ptr<Store>> SqliteStore::open(const std::string& file, Environment environment) {
  if (sodium_init() < 0) return fail(Errc::internal, "", "the random generator could not be started");
  if (!environment.now) {
    environment.now = [] {
      return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    };
  }
  if (!environment.random) environment.random = [](std::span<std::uint8_t> bytes) { randombytes_buf(bytes.data(), bytes.size()); };
  auto writer = COLOPHON_TRY(Db::open(file, Db::Mode::read_write));
  if (auto migrated = migrate(*writer); !migrated) return std::unexpected(migrated.error());
  std::unique_ptr<Store> store(new SqliteStore(file, std::move(environment), std::move(writer)));
  // Made now, so that computing a settlement later writes nothing.
  COLOPHON_TRY(store->secret("settlement-seed", store->new_salt()));
  return store;
}

SqliteStore::Reader::~Reader() {
  if (!own_) return;
  std::lock_guard lock(store_.readers_mutex_);
  if (store_.idle_readers_.size() < kIdleReadersMax) store_.idle_readers_.push_back(std::move(own_));
}

Result<SqliteStore::Reader> SqliteStore::read() {
  if (writing_here()) return Reader(*this, nullptr);
  {
    std::lock_guard lock(readers_mutex_);
    if (!idle_readers_.empty()) {
      auto db = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return Reader(*this, std::move(db));
    }
  }
  return Reader(*this, COLOPHON_TRY(Db::open(file_, Db::Mode::read_only)));
}

Result<void> SqliteStore::atomically(const std::function<Result<void>()>& body) {
  return write([&](Db&) { return body(); });
}

/// The first thread that finds no leader becomes it and commits what all have queued: one sync for many writes.
Result<void> SqliteStore::write(const Body& body) {
  if (writing_here()) return in_savepoint(body);
  Waiting mine{&body, {}};
  std::unique_lock lock(queue_mutex_);
  queue_.push_back(&mine);
  queue_changed_.wait(lock, [&] { return mine.done || !has_leader_; });
  if (mine.done) return mine.result;
  has_leader_ = true;
  const auto batch = std::exchange(queue_, {});
  lock.unlock();
  commit_together(batch);
  lock.lock();
  has_leader_ = false;
  for (auto* waiting : batch) waiting->done = true;
  lock.unlock();
  queue_changed_.notify_all();
  return mine.result;
}

Result<void> SqliteStore::in_savepoint(const Body& body) {
  if (auto begun = writer_->script("SAVEPOINT step"); !begun) return begun;
  Result<void> result;
  try {
    result = body(*writer_);
  } catch (const std::exception& exception) {
    result = fail(Errc::internal, "", exception.what());
  }
  if (!writer_->in_transaction()) return result ? fail(Errc::storage_full, "store", "the store rolled back; nothing was changed") : result;
  if (result) return writer_->script("RELEASE step");
  (void)writer_->script("ROLLBACK TO step; RELEASE step");
  return result;
}

void SqliteStore::commit_together(std::span<Waiting* const> batch) {
  const auto fail_all = [&](const Error& error) {
    for (auto* waiting : batch)
      if (waiting->result) waiting->result = std::unexpected(error);
  };
  if (auto begun = writer_->script("BEGIN IMMEDIATE"); !begun) return fail_all(begun.error());
  writing_thread_.store(std::this_thread::get_id(), std::memory_order_release);
  bool any = false;
  for (auto* waiting : batch) {
    waiting->result = in_savepoint(*waiting->body);
    any |= waiting->result.has_value();
    // A full disk makes SQLite undo the whole transaction, also what other threads wrote in it before.
    if (!writer_->in_transaction()) break;
  }
  writing_thread_.store({}, std::memory_order_release);
  if (!writer_->in_transaction())
    return fail_all({Errc::storage_full, "store", "the disk of the store is full; nothing was changed. Free some space and send it again"});
  auto ended = writer_->script(any ? "COMMIT" : "ROLLBACK");
  if (ended) return;
  (void)writer_->script("ROLLBACK");
  fail_all(ended.error());
}

}  // namespace colophon::store
