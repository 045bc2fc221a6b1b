#pragma once
// A store in a folder of its own that is gone when the test ends, with a clock that the test turns.
#include <unistd.h>

#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "colophon/base/json.hpp"
#include "store/store.hpp"

namespace colophon::tests {

/// 2026-10-15T12:00:00Z.
inline constexpr store::UnixMs kNoon = 1'792'065'600'000;

class Scratch {
 public:
  Scratch() {
    static std::atomic<int> count{0};
    folder_ = std::filesystem::temp_directory_path() / ("colophon-test-" + std::to_string(getpid()) + "-" + std::to_string(count++));
    std::filesystem::create_directories(folder_);
  }
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove_all(folder_, error);
  }
  std::filesystem::path path(const std::string& name) const { return folder_ / name; }
  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }

 private:
  std::filesystem::path folder_;
};

/// Takes the value or fails the test with the error's words.
template <class T>
T ok(Result<T> result) {
  if (!result) FAIL(errc_name(result.error().code) << " " << result.error().field << ": " << result.error().detail);
  return std::move(*result);
}
inline void ok(Result<void> result) {
  if (!result) FAIL(errc_name(result.error().code) << " " << result.error().field << ": " << result.error().detail);
}

struct TestStore {
  Scratch scratch;
  std::atomic<store::UnixMs> now{kNoon};
  std::unique_ptr<store::Store> store;
  TestStore() { reopen(); }
  void reopen() {
    store.reset();
    store = ok(store::open_sqlite(scratch.path("store.db").string(), {[this] { return now.load(); }, {}}));
  }
  store::Store* operator->() { return store.get(); }
  store::Store& operator*() { return *store; }

  Id party(const std::string& external_id, const std::string& name = "A Name") { return ok(store->find_or_make_party({{}, external_id, name})).id; }
  /// A text of `party` alone.
  Id work(const Id& party, const std::string& title = "A Work") {
    store::WorkDraft draft;
    draft.title = title;
    draft.kind = "text";
    draft.media_type = "text/plain";
    draft.sha256 = sha256(title);
    draft.content_bytes = title.size();
    draft.shares = {{party, {1, 1}}};
    return ok(store->insert_work(draft, nullptr)).id;
  }
  /// A UUIDv7 of the store's time.
  Id id() const { return store->new_id(); }
  store::EventDraft play(const Id& work, const std::string& listener = "u1", std::int64_t units = 1) {
    return {id(), store::EventType::play, work, listener, {}, units};
  }
  store::RevenueDraft fee(const std::string& amount, const std::string& listener = "u1") {
    return {id(), store::RevenueKind::subscription, amount, "EUR", listener, {}};
  }
};

}  // namespace colophon::tests
