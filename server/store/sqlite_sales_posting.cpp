// What a settlement takes of the sales, and that it took it.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "store/sqlite_sales.hpp"

namespace colophon::store {
namespace {

/// What returns and sales are of: their work, or without one their key.
Id thing_of(const SalesLineRow& line) { return line.work.is_nil() ? uuid_from_name("colophon/sales-key/1", line.key) : line.work; }
bool through_suspense(const SalesLineRow& line) { return line.in_suspense || line.resolved || line.work.is_nil(); }

sales::SoldLine sold(const SalesLineRow& line) {
  return {line.id, thing_of(line), line.date, line.kind, line.side, line.source, line.use, line.territory, line.currency, line.original, line.amount, 0};
}

/// Rounded down to the grid: what lies in suspense of an amount.
Result<ExactAmount> on_grid(ExactAmount amount, const std::string& currency) {
  return amount - COLOPHON_TRY(to_micros(amount, COLOPHON_TRY(Currency::parse(currency)))).residue;
}

constexpr std::string_view kOnes = "FROM sales_line l JOIN sales_file f ON f.key = l.file JOIN sales_match m ON m.key = l.match";

/// Lines that are not posted, and posted ones that wait in suspense though their work is known now.
Result<std::vector<SalesLineRow>> to_post(Db& db, const PostingFilter& filter) {
  // From the keys that have something open: years of posted lines are not read again each month.
  constexpr std::string_view kTables[] = {
      "FROM (SELECT DISTINCT match FROM sales_open_sum) o CROSS JOIN sales_match m ON m.key = o.match AND m.state <> 2 CROSS JOIN sales_line l ON l.match = m.key AND l.posted IS NULL "
      "JOIN sales_file f ON f.key = l.file",
      "FROM sales_line l JOIN sales_match m ON m.key = l.match AND m.state = 1 AND l.posted IS NOT NULL AND l.posted_work IS NULL AND l.resolved IS NULL JOIN sales_file f ON f.key = l.file"};
  std::vector<SalesLineRow> rows;
  for (const auto tables : kTables) {
    std::string sql(kSalesLineColumns);
    sql.replace(sql.find(kOnes), kOnes.size(), tables);
    Query query(db, sql + "WHERE l.date <= ?1 AND (?2 = '' OR l.source = ?2)");
    query.bind(date_number({filter.until.year, filter.until.month, 31}), filter.source);
    while (COLOPHON_TRY(query.next())) rows.push_back(COLOPHON_TRY(sales_line_of(query)));
  }
  std::ranges::sort(rows, {}, &SalesLineRow::sequence);
  return rows;
}

Result<ExactAmount> taken_of(Db& db, const SalesLineRow& sale) {
  Query query(db, "SELECT amount FROM sales_reversal WHERE sale = ?1");
  query.bind(sale.sequence);
  ExactAmount sum = 0;
  while (COLOPHON_TRY(query.next())) sum += COLOPHON_TRY(parse_exact(query.text(0)));
  return sum;
}

/// Posted sales of these keys that are of these things: what there is to take back. A line that was posted to another work than its key has now cannot be taken back from this one.
Result<std::vector<SalesLineRow>> posted_sales(Db& db, const std::unordered_set<std::int64_t>& matches, const std::unordered_set<Id>& things) {
  std::vector<SalesLineRow> rows;
  Query query(db, std::string(kSalesLineColumns) + "WHERE l.match = ?1 AND l.posted IS NOT NULL");
  for (const auto match : matches) {
    query.bind(match);
    while (COLOPHON_TRY(query.next())) {
      auto row = COLOPHON_TRY(sales_line_of(query));
      if (row.amount > 0 && things.contains(thing_of(row))) rows.push_back(std::move(row));
    }
  }
  return rows;
}

/// Which sales the returns take back, and what the books say of it.
Result<void> plan_reversals(Db& db, const std::vector<SalesLineRow>& returns, SalesPosting& posting) {
  std::unordered_set<Id> things;
  std::unordered_set<std::int64_t> matches;
  std::vector<sales::SoldLine> back;
  std::unordered_map<Id, const SalesLineRow*> by_id;
  Query of_work(db, "SELECT m.key FROM sales_match m WHERE m.work = (SELECT key FROM work WHERE id = ?1)");
  Query of_key(db, "SELECT key FROM sales_match WHERE match_key = ?1");
  for (const auto& line : returns) {
    if (things.insert(thing_of(line)).second) {
      auto& query = line.work.is_nil() ? of_key.bind(line.key) : of_work.bind(line.work);
      while (COLOPHON_TRY(query.next())) matches.insert(query.integer(0));
    }
    back.push_back(sold(line));
    by_id.emplace(line.id, &line);
  }
  const std::vector<SalesLineRow> earlier = COLOPHON_TRY(posted_sales(db, matches, things));
  struct Taken { const SalesLineRow* sale; ExactAmount taken; };
  std::unordered_map<Id, Taken> sale_of;
  std::vector<sales::SoldLine> there;
  for (const std::vector<SalesLineRow>* list : {&earlier, &std::as_const(posting.sales), &std::as_const(posting.suspense)}) {
    for (const auto& sale : *list) {
      if (!things.contains(thing_of(sale))) continue;
      there.push_back(sold(sale));
      there.back().taken_back = COLOPHON_TRY(taken_of(db, sale));
      sale_of.emplace(sale.id, Taken{&sale, there.back().taken_back});
    }
  }
  const auto plan = sales::plan_returns(there, back);
  for (const auto& one : plan.taken) {
    const auto& by = *by_id.at(one.by);
    auto& [sale, taken] = sale_of.at(one.sale);
    // In suspense lie whole micros: what all its returns take together is rounded once, so that nothing of a sale that is taken back whole stays there.
    auto booked = one.amount;
    if (through_suspense(*sale)) booked = COLOPHON_TRY(on_grid(taken + one.amount, sale->currency)) - COLOPHON_TRY(on_grid(taken, sale->currency));
    taken += one.amount;
    posting.reversals.push_back({sales::reversal_id(sold(by), one.sale), by, *sale, one.amount, booked});
  }
  for (const auto& id : plan.waiting) posting.waiting.push_back(*by_id.at(id));
  return {};
}

/// Marks lines and keeps the sums of what no work got yet.
class Marker {
 public:
  explicit Marker(Db& db)
      : db_(db),
        find_(db, "SELECT l.match, l.currency, l.units, l.amount, l.file, m.work, l.posted, l.posted_work, l.resolved, w.id FROM sales_line l JOIN sales_match m ON m.key = l.match "
                  "LEFT JOIN work w ON w.key = m.work WHERE l.key = ?1"),
        period_(db, "SELECT period FROM revenue WHERE id = ?1"),
        mark_(db, "UPDATE sales_line SET posted = ?2, posted_work = ?3, resolved = ?4 WHERE key = ?1") {}

  /// A sale, or a line without money: to its work, or into suspense.
  Result<void> sale(const SalesLineRow& line, PostedSum::Group PostedSum::* group) {
    COLOPHON_TRY(find(line, false));
    const auto month = COLOPHON_TRY(counted(line.id));
    count(month, group, line.currency, line.amount);
    if (find_.null(5)) return mark_.bind(line.sequence, month, std::nullopt, std::nullopt).run();
    COLOPHON_TRY(sums_.add(find_.integer(0), line.currency, -1, -line.units, -line.amount));
    return mark_.bind(line.sequence, month, find_.integer(5), std::nullopt).run();
  }

  Result<void> resolved(const SalesPosting::Resolution& one, ExactAmount taken) {
    COLOPHON_TRY(find(one.line, true));
    if (find_.null(5)) return stale(one.line, "has no work");
    const auto month = COLOPHON_TRY(counted(one.amount > 0 ? one.id : one.line.id));
    count(month, &PostedSum::resolved, one.line.currency, one.amount);
    COLOPHON_TRY(sums_.add(find_.integer(0), one.line.currency, -1, -one.line.units, taken - one.line.amount));
    return mark_.bind(one.line.sequence, find_.integer(6), find_.integer(5), month).run();
  }

  Result<void> reversal(const SalesPosting::Reversal& one) {
    const auto month = COLOPHON_TRY(counted(one.booked > 0 ? one.id : one.sale.id));
    if (marked_.insert(one.by.sequence).second) {
      COLOPHON_TRY(find(one.by, false));
      count(month, &PostedSum::reversed, one.by.currency, 0);
      // Without a work the sale keeps its place in the sums with less money, and the return loses its own.
      const bool has_work = !find_.null(5);
      COLOPHON_TRY(sums_.add(find_.integer(0), one.by.currency, -1, -one.by.units, has_work ? -one.by.amount : 0));
      COLOPHON_TRY(mark_.bind(one.by.sequence, month, has_work ? std::optional(find_.integer(5)) : std::nullopt, has_work ? std::nullopt : std::optional(month)).run());
    }
    of(month, one.by.currency).reversed.amount += one.booked;
    return Query(db_, "INSERT INTO sales_reversal(sale, by, amount) VALUES(?1, ?2, ?3)").bind(one.sale.sequence, one.by.sequence, format_exact(one.amount)).run();
  }

  Result<std::vector<PostedSum>> finish() {
    for (const auto& [file, lines] : by_file_) COLOPHON_TRY(Query(db_, "UPDATE sales_file SET posted_lines = posted_lines + ?2 WHERE key = ?1").bind(file, lines).run());
    COLOPHON_TRY(sums_.write(db_));
    std::vector<PostedSum> rows;
    for (auto& [at, sum] : posted_) rows.push_back(std::move(sum));
    return rows;
  }

 private:
  static std::unexpected<Error> stale(const SalesLineRow& line, std::string_view what) {
    return fail(Errc::conflict, "sales", "the sales line " + line.id.to_string() + " " + std::string(what) + ": read the posting again");
  }
  Result<void> find(const SalesLineRow& line, bool posted) {
    find_.bind(line.sequence);
    if (!COLOPHON_TRY(find_.next())) return stale(line, "is not there any more");
    if (posted ? find_.null(6) || !find_.null(7) || !find_.null(8) : !find_.null(6)) return stale(line, posted ? "does not wait in suspense" : "is posted already");
    if (find_.id(9) != line.work) return stale(line, find_.null(5) ? "has no work" : "has another work");
    if (!posted) ++by_file_[find_.integer(4)];
    return {};
  }
  Result<std::int64_t> counted(const Id& revenue) {
    period_.bind(revenue);
    if (!COLOPHON_TRY(period_.next())) return fail(Errc::conflict, "sales", "no line of revenue has the id " + revenue.to_string() + ": append what is posted first");
    return period_.integer(0);
  }
  PostedSum& of(std::int64_t month, const std::string& currency) {
    auto& sum = posted_[{month, currency}];
    sum.period = period_of_month(month);
    sum.currency = currency;
    return sum;
  }
  void count(std::int64_t month, PostedSum::Group PostedSum::* group, const std::string& currency, ExactAmount amount) {
    auto& one = of(month, currency).*group;
    ++one.lines;
    one.amount += amount;
  }

  Db& db_;
  Query find_, period_, mark_;
  SumChanges sums_;
  std::map<std::int64_t, std::int64_t> by_file_;
  std::unordered_set<std::int64_t> marked_;
  std::map<std::pair<std::int64_t, std::string>, PostedSum> posted_;
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
  if (!query.null(24)) row.resolved = period_of_month(query.integer(24));
  row.in_suspense = row.posted && !row.resolved && query.null(25);
  return row;
}

Result<SalesPosting> SqliteStore::sales_posting(const PostingFilter& filter) {
  auto reader = COLOPHON_TRY(read());
  SalesPosting posting;
  std::vector<SalesLineRow> returns;
  for (auto& line : COLOPHON_TRY(to_post(*reader, filter))) {
    if (line.in_suspense) {
      const auto amount = COLOPHON_TRY(on_grid(line.amount, line.currency)) - COLOPHON_TRY(on_grid(COLOPHON_TRY(taken_of(*reader, line)), line.currency));
      const Id id = sales::resolution_id(line.id, line.date);
      posting.resolved.push_back({id, std::move(line), amount});
    } else if (line.amount < 0) {
      returns.push_back(std::move(line));
    } else if (!line.work.is_nil()) {
      (line.amount > 0 ? posting.sales : posting.without_money).push_back(std::move(line));
    } else if (line.amount > 0) {   // Without money there is nothing to wait for: such a line is posted when it has a work.
      posting.suspense.push_back(std::move(line));
    }
  }
  if (!returns.empty()) COLOPHON_TRY(plan_reversals(*reader, returns, posting));
  return posting;
}

Result<std::vector<PostedSum>> SqliteStore::mark_sales_posted(const SalesPosting& posting) {
  std::vector<PostedSum> posted;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    Marker marker(db);
    for (const auto& line : posting.sales) COLOPHON_TRY(marker.sale(line, &PostedSum::sales));
    for (const auto& line : posting.without_money) COLOPHON_TRY(marker.sale(line, &PostedSum::sales));
    for (const auto& line : posting.suspense) COLOPHON_TRY(marker.sale(line, &PostedSum::suspense));
    for (const auto& one : posting.resolved) COLOPHON_TRY(marker.resolved(one, COLOPHON_TRY(taken_of(db, one.line))));
    for (const auto& one : posting.reversals) COLOPHON_TRY(marker.reversal(one));
    posted = COLOPHON_TRY(marker.finish());
    return {};
  }));
  return posted;
}

}  // namespace colophon::store
