#pragma once
// What the verbs of sales reports share. Private to the store.
#include <map>
#include <utility>

#include "store/sqlite_store.hpp"

namespace colophon::store {

inline std::int64_t date_number(const sales::Date& date) { return std::int64_t{date.year} * 10'000 + date.month * 100 + date.day; }
inline sales::Date date_of_number(std::int64_t number) { return {static_cast<int>(number / 10'000), static_cast<int>(number / 100 % 100), static_cast<int>(number % 100)}; }

/// Changes to the sums of unposted lines, gathered and then written once.
class SumChanges {
 public:
  /// Error: overflow.
  Result<void> add(std::int64_t match, const std::string& currency, std::int64_t lines, std::int64_t units, ExactAmount amount);
  Result<void> write(Db& db) const;

 private:
  struct Change { std::int64_t lines = 0, units = 0; ExactAmount amount = 0; };
  std::map<std::pair<std::int64_t, std::string>, Change> changes_;
};

/// What a match is known by, and which works have that.
struct Reported { std::string key, isrc, iswc, upc, proprietary, source; };
struct Identified { std::vector<Id> works; std::string how; };
/// The works of the first identifier that any work has: none, one, or several (then a person must choose).
Result<Identified> identify(Db& db, const Reported& reported);
/// Matches an open or postponed key where exactly one work has its identifier; writes suggestions where several have. True: it is matched now.
Result<bool> match_by_identifier(Db& db, std::int64_t match, const Reported& reported, UnixMs now);

}  // namespace colophon::store
