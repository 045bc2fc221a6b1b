#pragma once
// What the verbs of sales reports share. Private to the store.
#include <map>
#include <utility>

#include "store/sqlite_store.hpp"

namespace colophon::store {

inline std::int64_t date_number(const sales::Date& date) { return std::int64_t{date.year} * 10'000 + date.month * 100 + date.day; }
inline sales::Date date_of_number(std::int64_t number) { return {static_cast<int>(number / 10'000), static_cast<int>(number / 100 % 100), static_cast<int>(number % 100)}; }

/// One line as it is read; a query begins with these columns.
inline constexpr std::string_view kSalesLineColumns =
    "SELECT l.key, l.id, f.id, coalesce(pw.id, mw.id), l.row, l.date, l.kind, l.side, l.source, l.use, l.territory, l.units, l.amount, l.currency, m.match_key, i.isrc, "
    "i.iswc, i.upc, i.proprietary, i.title, i.artist, l.original, m.state, l.posted, l.resolved, l.posted_work FROM sales_line l JOIN sales_file f ON f.key = l.file JOIN sales_match m ON m.key = l.match "
    "JOIN sales_item i ON i.key = l.item LEFT JOIN work mw ON mw.key = m.work LEFT JOIN work pw ON pw.key = l.posted_work ";
Result<SalesLineRow> sales_line_of(const Query& query);

/// Changes to the sums of lines that no work got yet, gathered and then written once.
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
