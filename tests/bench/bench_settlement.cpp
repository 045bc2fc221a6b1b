// Settling a month of Last.fm (92,834 rows, 1,892 listeners, 17,632 works), and checking what comes out.
//
// Peers: a textbook settlement in doubles with std::map, and SQLite's GROUP BY where it is linked. Both give the amounts of the works
// and nothing else: no exact cents, no split, no statement, no proof. Ours gives all of it, so a ratio below 1 is the price of
// that, and the line "division alone" compares like with like.
#include <cinttypes>
#include <map>
#include <optional>
#include <sstream>

#include "bench/bench.hpp"
#include "colophon/base/id.hpp"
#include "colophon/royalty/settlement.hpp"
#include "colophon/royalty/statement.hpp"
#include "shared.hpp"
#ifdef COLOPHON_BENCH_SQLITE
#include <sqlite3.h>
#endif

using namespace colophon;
using namespace colophon::royalty;
using bench::least_cpu_seconds;
using bench::print_line;

namespace {

struct Row {
  std::uint32_t listener = 0, work = 0;
  std::int64_t units = 0;
};

std::optional<std::vector<Row>> lastfm() {
  const auto path = tests::shared("data/lastfm-hetrec2011-2k/user_artists.dat");
  if (!path) return std::nullopt;
  std::istringstream lines(tests::read_file(*path));
  std::string header;
  std::getline(lines, header);
  std::vector<Row> rows;
  for (Row row; lines >> row.listener >> row.work >> row.units;) rows.push_back(row);
  return rows;
}

Id named(const char* domain, std::uint32_t number) { return uuid_from_name(domain, std::to_string(number)); }
constexpr ExactAmount kFee = ExactAmount{999} * 10'000'000'000;  // 9.99 a listener

/// Both rules over the same rows: what a listener pays goes once to a pool of each. Two parties a work.
SettlementInput settlement_of(const std::vector<Row>& rows) {
  SettlementInput input;
  input.settlement = named("settlement", 1);
  input.name = "bench";
  input.period = {2026, 10};
  input.book.pools = default_pools();
  input.book.pools[1].rule = Rule::user_centric;
  std::map<std::uint32_t, std::uint32_t> listeners, works;
  for (const Row& row : rows) {
    listeners.try_emplace(row.listener, 0);
    works.try_emplace(row.work, 0);
  }
  UsageTable& usage = input.usage;
  for (auto& [number, place] : listeners) {
    place = static_cast<std::uint32_t>(usage.listeners.size());
    usage.listeners.push_back(named("listener", number));
  }
  std::map<Id, bool> parties;
  for (auto& [number, place] : works) {
    place = static_cast<std::uint32_t>(usage.works.size());
    usage.works.push_back(named("work", number));
    Work work;
    work.id = usage.works.back();
    work.name = work.id.to_string();
    work.shares = {{named("artist", number), {2, 3}}, {named("label", number % 500), {1, 3}}};
    for (const PartyShare& share : work.shares) parties.try_emplace(share.party);
    input.works.push_back(std::move(work));
  }
  for (const auto& [id, unused] : parties) {
    Party party;
    party.id = id;
    party.name = id.to_string();
    input.parties.push_back(std::move(party));
  }
  usage.kinds = {{}};
  for (const Row& row : rows) usage.rows.push_back({listeners[row.listener], works[row.work], row.units, 3, 0});
  for (const char* kind : {"subscription", "ad"}) {
    for (const auto& [number, place] : listeners) {
      RevenueLine line;
      line.id = named(kind, number);
      line.date = *Date::parse("2026-10-15");
      line.facts.kind = kind;
      line.listener = usage.listeners[place];
      line.amount = kFee;
      line.currency = *Currency::parse("EUR");
      input.revenue.push_back(std::move(line));
    }
  }
  return input;
}

/// As a textbook writes it: amounts are doubles, groups are maps.
struct Textbook {
  std::map<std::uint32_t, double> pro_rata, user_centric;
};
Textbook textbook(const std::vector<Row>& rows) {
  std::map<std::uint32_t, double> units, listener_units;
  double total = 0;
  for (const Row& row : rows) {
    units[row.work] += static_cast<double>(row.units);
    listener_units[row.listener] += static_cast<double>(row.units);
    total += static_cast<double>(row.units);
  }
  Textbook out;
  const double pool = 9.99 * static_cast<double>(listener_units.size());
  for (const auto& [work, sum] : units) out.pro_rata[work] = pool * sum / total;
  for (const Row& row : rows) out.user_centric[row.work] += 9.99 * static_cast<double>(row.units) / listener_units[row.listener];
  return out;
}

/// How far the textbook's amounts, rounded to cents as they would be paid, are from the pool.
double textbook_is_off_by(const std::map<std::uint32_t, double>& amounts, double pool) {
  std::int64_t cents = 0;
  for (const auto& [work, amount] : amounts) cents += static_cast<std::int64_t>(amount * 100 + 0.5);
  return static_cast<double>(cents) / 100 - pool;
}

#ifdef COLOPHON_BENCH_SQLITE
/// Both rules as SQL over a table in memory; loading it is not counted.
double sqlite_seconds(const std::vector<Row>& rows) {
  sqlite3* db = nullptr;
  sqlite3_open(":memory:", &db);
  sqlite3_exec(db, "CREATE TABLE usage(listener INTEGER, work INTEGER, units INTEGER); BEGIN", nullptr, nullptr, nullptr);
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO usage VALUES(?,?,?)", -1, &insert, nullptr);
  for (const Row& row : rows) {
    sqlite3_bind_int64(insert, 1, row.listener);
    sqlite3_bind_int64(insert, 2, row.work);
    sqlite3_bind_int64(insert, 3, row.units);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  const char* const queries =
      "CREATE TEMP TABLE pro_rata AS SELECT work, 9.99 * (SELECT count(DISTINCT listener) FROM usage) * sum(units) / "
      "(SELECT sum(units) FROM usage) AS amount FROM usage GROUP BY work;"
      "CREATE TEMP TABLE user_centric AS SELECT work, sum(9.99 * units / total) AS amount FROM usage "
      "JOIN (SELECT listener, sum(units) AS total FROM usage GROUP BY listener) USING (listener) GROUP BY work;";
  const double seconds = least_cpu_seconds(3, [&] {
    sqlite3_exec(db, "DROP TABLE IF EXISTS pro_rata; DROP TABLE IF EXISTS user_centric", nullptr, nullptr, nullptr);
    if (sqlite3_exec(db, queries, nullptr, nullptr, nullptr) != SQLITE_OK) std::fprintf(stderr, "%s\n", sqlite3_errmsg(db));
  });
  sqlite3_close(db);
  return seconds;
}
#endif

/// The division of the works' units alone, by core's `divide`: what the textbook's first map does.
double division_seconds(const std::vector<Row>& rows) {
  std::map<std::uint32_t, std::int64_t> units;
  for (const Row& row : rows) units[row.work] += row.units;
  std::vector<std::int64_t> weights;
  std::vector<Id> works;
  for (const auto& [work, sum] : units) {
    weights.push_back(sum);
    works.push_back(named("work", work));
  }
  return least_cpu_seconds(5, [&] { (void)*divide(1'890'108'000'000, weights, works, named("pool", 0)); });
}

void lastfm_figures(const std::vector<Row>& rows) {
  const SettlementInput input = settlement_of(rows);
  std::optional<SettlementResult> result;
  const double ours = least_cpu_seconds(5, [&] { result = *settle(input); });
  Textbook peer;
  const double theirs = least_cpu_seconds(5, [&] { peer = textbook(rows); });
  std::printf("# %zu rows, %zu listeners, %zu works, %zu parties, %zu table rows; root %s\n", rows.size(), input.usage.listeners.size(),
              input.works.size(), result->parties.size(), result->pools[0].rows.size() + result->pools[1].rows.size(),
              to_hex(result->root).c_str());
  const double pool = 9.99 * static_cast<double>(input.usage.listeners.size());
  std::printf("# the textbook's payouts in cents miss the pool by %.2f (pro-rata) and %.2f EUR (user-centric); ours by 0\n",
              textbook_is_off_by(peer.pro_rata, pool), textbook_is_off_by(peer.user_centric, pool));
  print_line("settlement of Last.fm, both rules, with tables, statements, journal and root", ours, "CPU-s", "std::map and double, amounts only",
             theirs);
#ifdef COLOPHON_BENCH_SQLITE
  print_line("settlement of Last.fm, both rules, with tables, statements, journal and root", ours, "CPU-s", "SQLite GROUP BY, amounts only",
             sqlite_seconds(rows));
#endif
  print_line("division of a pool over 17,632 works, exact", 1e3 * division_seconds(rows), "CPU-ms");

  const StatementWriter writer(input, *result);
  const Json table = writer.pool_table(0);
  const std::string text = canonical_json(table);
  print_line("verifying the pool table of Last.fm, from text", 1e3 * least_cpu_seconds(3, [&] { (void)*verify_pool_table(*parse_json(text)); }),
             "CPU-ms");
  const Json statement = writer.statement(0);
  const std::string statement_text = canonical_json(statement);
  print_line("verifying a statement of " + std::to_string(result->parties[0].parts.size()) + " lines, from text",
             1e3 * least_cpu_seconds(20, [&] { (void)*verify_statement(*parse_json(statement_text)); }), "CPU-ms");
}

/// A pool of `works` rows, eight rows of usage each, all of it made up by a fixed rule.
void large_pool(std::uint32_t works) {
  std::vector<Row> rows;
  for (std::uint32_t i = 0; i < 8 * works; ++i) {
    rows.push_back({(i * 2'654'435'761u) % 20'000, i % works, 1 + static_cast<std::int64_t>((i * 40'503u) % 997)});
  }
  const SettlementInput input = settlement_of(rows);
  std::optional<SettlementResult> result;
  print_line("settlement of " + std::to_string(rows.size()) + " rows over " + std::to_string(works) + " works, both rules",
             least_cpu_seconds(1, [&] { result = *settle(input); }), "CPU-s");
  const StatementWriter writer(input, *result);
  std::string text;
  print_line("writing its pool table", least_cpu_seconds(1, [&] { text = canonical_json(writer.pool_table(0)); }), "CPU-s");
  print_line("size of its pool table", static_cast<double>(text.size()) / (1 << 20), "MiB");
  print_line("verifying its pool table, from text", least_cpu_seconds(1, [&] { (void)*verify_pool_table(*parse_json(text)); }), "CPU-s");
  std::size_t written = 0;
  print_line("writing 10,000 of its statements", least_cpu_seconds(1, [&] {
               for (std::size_t i = 0; i < 10'000; ++i) written += canonical_json(writer.statement(i)).size();
             }), "CPU-s");
  print_line("peak memory of all of this", bench::peak_memory_mib(), "MiB");
}

}  // namespace

int main() {
  if (const auto rows = lastfm()) {
    lastfm_figures(*rows);
  } else {
    std::printf("# skipped: Last.fm needs ../shared/data/lastfm-hetrec2011-2k\n");
  }
  large_pool(100'000);
}
