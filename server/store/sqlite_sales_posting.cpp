// What a settlement takes of the sales, and that it took it.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "store/sqlite_sales.hpp"

namespace colophon::store {
namespace {

sales::SoldLine sold(const SalesLineRow& line) {
  return {line.id, line.work, line.date, line.kind, line.side, line.source, line.use, line.territory, line.currency, line.original, line.amount, 0};
}

/// Posted sales of these works: what there is to take back.
Result<std::vector<sales::SoldLine>> posted_sales(Db& db, const std::unordered_set<Id>& works) {
  std::vector<sales::SoldLine> lines;
  Query matches(db, "SELECT m.key FROM sales_match m WHERE m.work = (SELECT key FROM work WHERE id = ?1)");
  Query query(db, std::string(kSalesLineColumns) + "WHERE l.match = ?1 AND l.posted IS NOT NULL");
  Query taken(db, "SELECT amount FROM sales_reversal WHERE sale = ?1");
  for (const auto& work : works) {
    matches.bind(work);
    while (COLOPHON_TRY(matches.next())) {
      query.bind(matches.integer(0));
      while (COLOPHON_TRY(query.next())) {
        const auto row = COLOPHON_TRY(sales_line_of(query));
        // A line that was posted to another work than its key has now cannot be taken back from this one.
        if (row.amount <= 0 || row.work != work) continue;
        auto line = sold(row);
        taken.bind(row.sequence);
        while (COLOPHON_TRY(taken.next())) line.taken_back += COLOPHON_TRY(parse_exact(taken.text(0)));
        lines.push_back(std::move(line));
      }
    }
  }
  return lines;
}

/// Marks lines and keeps the sums of what is unposted.
class Marker {
 public:
  Marker(Db& db, const Period& period)
      : db_(db), month_(month_number(period)),
        find_(db, "SELECT l.match, l.currency, l.units, l.amount, l.file, m.work, l.posted FROM sales_line l JOIN sales_match m ON m.key = l.match WHERE l.key = ?1"),
        mark_(db, "UPDATE sales_line SET posted = ?2, posted_work = ?3 WHERE key = ?1") {}

  Result<void> mark(std::int64_t sequence) {
    find_.bind(sequence);
    if (!COLOPHON_TRY(find_.next())) return fail(Errc::conflict, "sales", "the sales line " + std::to_string(sequence) + " is not there any more: read the posting again");
    if (!find_.null(6) || find_.null(5))
      return fail(Errc::conflict, "sales", "the sales line " + std::to_string(sequence) + (find_.null(5) ? " has no work" : " is posted already") + ": read the posting again");
    COLOPHON_TRY(sums_.add(find_.integer(0), find_.text(1), -1, -find_.integer(2), -COLOPHON_TRY(parse_exact(find_.text(3)))));
    ++by_file_[find_.integer(4)];
    return mark_.bind(sequence, month_, find_.integer(5)).run();
  }

  Result<void> finish() {
    for (const auto& [file, lines] : by_file_) COLOPHON_TRY(Query(db_, "UPDATE sales_file SET posted_lines = posted_lines + ?2 WHERE key = ?1").bind(file, lines).run());
    return sums_.write(db_);
  }

 private:
  Db& db_;
  std::int64_t month_;
  Query find_, mark_;
  SumChanges sums_;
  std::map<std::int64_t, std::int64_t> by_file_;
};

}  // namespace

Result<SalesLineRow> sales_line_of(const Query& query) {
  SalesLineRow row;
  row.sequence = query.integer(0);
  row.id = query.id(1);
  row.file = query.id(2);
  row.work = query.id(3);
  row.row = static_cast<std::uint64_t>(query.integer(4));
  row.date = date_of_number(query.integer(5));
  row.kind = static_cast<sales::Kind>(query.integer(6));
  row.side = static_cast<sales::Side>(query.integer(7));
  row.source = query.text(8);
  row.use = query.text(9);
  row.territory = query.text(10);
  row.units = query.integer(11);
  row.amount = COLOPHON_TRY(parse_exact(query.text(12)));
  row.currency = query.text(13);
  row.key = query.text(14);
  row.isrc = query.text(15);
  row.iswc = query.text(16);
  row.upc = query.text(17);
  row.proprietary = query.text(18);
  row.title = query.text(19);
  row.artist = query.text(20);
  row.original = query.text(21);
  row.state = static_cast<MatchState>(query.integer(22));
  if (!query.null(23)) row.posted = period_of_month(query.integer(23));
  return row;
}

Result<std::vector<SalesLineRow>> SqliteStore::unposted_sales(const Period& until) {
  auto reader = COLOPHON_TRY(read());
  // From the keys that have something unposted: years of posted lines are not read again each month.
  std::string columns(kSalesLineColumns);
  const std::string_view tables = "FROM sales_line l JOIN sales_file f ON f.key = l.file JOIN sales_match m ON m.key = l.match";
  columns.replace(columns.find(tables), tables.size(), "FROM (SELECT DISTINCT match FROM sales_open_sum) o CROSS JOIN sales_match m ON m.key = o.match AND m.state = 1 "
                                                       "CROSS JOIN sales_line l ON l.match = m.key AND l.posted IS NULL JOIN sales_file f ON f.key = l.file");
  Query query(*reader, columns + "WHERE l.date <= ?1");
  query.bind(date_number({until.year, until.month, 31}));
  std::vector<SalesLineRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back(COLOPHON_TRY(sales_line_of(query)));
  std::ranges::sort(rows, {}, &SalesLineRow::sequence);
  return rows;
}

Result<SalesPosting> SqliteStore::sales_posting(const Period& until) {
  SalesPosting posting;
  std::vector<SalesLineRow> returns;
  for (auto& line : COLOPHON_TRY(unposted_sales(until))) (line.amount > 0 ? posting.sales : line.amount == 0 ? posting.without_money : returns).push_back(std::move(line));
  if (returns.empty()) return posting;
  std::unordered_set<Id> works;
  std::vector<sales::SoldLine> back;
  std::unordered_map<Id, const SalesLineRow*> by_id;
  for (const auto& line : returns) {
    works.insert(line.work);
    back.push_back(sold(line));
    by_id.emplace(line.id, &line);
  }
  auto reader = COLOPHON_TRY(read());
  auto there = COLOPHON_TRY(posted_sales(*reader, works));
  for (const auto& line : posting.sales)
    if (works.contains(line.work)) there.push_back(sold(line));
  const auto plan = sales::plan_returns(there, back);
  for (const auto& one : plan.taken) {
    const auto& by = *by_id.at(one.by);
    posting.reversals.push_back({sales::reversal_id(sold(by), one.sale), by, one.sale, one.amount});
  }
  for (const auto& id : plan.waiting) posting.waiting.push_back(*by_id.at(id));
  return posting;
}

Result<void> SqliteStore::mark_sales_posted(const SalesPosting& posting, const Period& period) {
  return write([&](Db& db) -> Result<void> {
    Marker marker(db, period);
    for (const auto& line : posting.sales) COLOPHON_TRY(marker.mark(line.sequence));
    for (const auto& line : posting.without_money) COLOPHON_TRY(marker.mark(line.sequence));
    std::unordered_set<std::int64_t> marked;
    Query insert(db, "INSERT INTO sales_reversal(sale, by, amount) SELECT l.key, ?2, ?3 FROM sales_line l WHERE l.id = ?1 AND l.match IN (SELECT key FROM sales_match WHERE work = "
                     "(SELECT key FROM work WHERE id = ?4)) AND l.posted IS NOT NULL");
    for (const auto& reversal : posting.reversals) {
      if (marked.insert(reversal.by.sequence).second) COLOPHON_TRY(marker.mark(reversal.by.sequence));
      COLOPHON_TRY(insert.bind(reversal.sale, reversal.by.sequence, format_exact(reversal.amount), reversal.by.work).run());
      if (db.changes() != 1) return fail(Errc::conflict, "sales", "a sale that a return takes back is not there any more: read the posting again");
    }
    return marker.finish();
  });
}

}  // namespace colophon::store
