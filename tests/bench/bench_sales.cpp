// Sales reports: reading a million rows by a mapping, and suggesting works for unmatched lines by title and artist.
//
// Peers of the same run: the sqlite3 program's .import of the same CSV with a sum in floating point, and SQLite's FTS5 with its trigram
// tokenizer (bm25) over the same titles. Titles are made of the words of MovieLens' titles, names are Last.fm's artists.
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "bench/bench.hpp"
#include "colophon/sales/matching.hpp"
#include "colophon/sales/table.hpp"
#include "shared.hpp"
#ifdef COLOPHON_BENCH_SQLITE
#include <sqlite3.h>
#endif

using namespace colophon;
using bench::cpu_seconds;
using bench::least_cpu_seconds;
using bench::print_line;

namespace {

constexpr std::size_t kRows = 1'000'000, kWorks = 100'000, kQueries = 100'000, kPeerQueries = 2'000;

struct Random {
  std::uint64_t state = 1;
  std::uint64_t next() { return (state = state * 6364136223846793005u + 1442695040888963407u) >> 33; }
  std::size_t below(std::size_t n) { return next() % n; }
};

std::string report(Random& random) {
  constexpr const char* kCountries[] = {"US", "DE", "GB", "FR", "JP", "BR", "SE", "MX"};
  std::string text = "Month,Country,Type,ISRC,Track,Artist,Streams,Net,Currency\n";
  for (std::size_t i = 0; i < kRows; ++i) {
    char row[200];
    std::snprintf(row, sizeof row, "2026-10,%s,%s,USRC176%05zu,\"Track number %zu, live\",Artist %zu,%zu,0.%09zu,USD\n", kCountries[random.below(8)],
                  random.below(3) ? "Premium Stream" : "Free Stream", i % 100'000, i % 100'000, i % 5'000, random.below(1000), random.below(1'000'000'000));
    text += row;
  }
  return text;
}

void read_reports() {
  Random random;
  const auto text = report(random);
  const auto mapping = sales::parse_mapping(std::string_view(R"({"format":"colophon/sales-mapping/1","source":"s","fields":{"date":{"column":"Month","format":"YYYY-MM"},
    "kind":{"value":"subscription"},"use":{"column":"Type","map":{"Premium Stream":"stream","Free Stream":"stream"}},"territory":"Country","isrc":"ISRC","title":"Track",
    "artist":"Artist","units":"Streams","amount":"Net","currency":"Currency"}})"));
  std::string sum;
  const double ours = least_cpu_seconds(3, [&] {
    const auto reading = sales::read_table("t.csv", text, *mapping, [](const sales::Line&) { return Result<void>{}; });
    sum = format_exact(reading->sums[0].amount);
  });
  std::printf("%zu rows, %.0f MB, exact sum %s USD\n", kRows, static_cast<double>(text.size()) / 1e6, sum.c_str());
  const auto file = std::filesystem::temp_directory_path() / "colophon-bench-sales.csv";
  std::ofstream(file, std::ios::binary) << text;
  const auto children = [] {
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
  };
  const double before = children();
  const auto command = "sqlite3 :memory: '.import --csv " + file.string() + " t' 'SELECT sum(Net) FROM t' > /dev/null";
  if (std::system(command.c_str()) == 0) print_line("read 1M rows by a mapping, checked and summed exactly", ours, "CPU-s", "sqlite3 .import and a sum in doubles", children() - before);
  else print_line("read 1M rows by a mapping, checked and summed exactly", ours, "CPU-s");
  std::filesystem::remove(file);
}

std::vector<std::string> column(const std::filesystem::path& file, char separator, std::size_t place) {
  std::vector<std::string> values;
  std::istringstream lines(tests::read_file(file));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::string cell;
    for (std::size_t i = 0; i <= place; ++i) std::getline(cells, cell, separator);
    values.push_back(cell);
  }
  return values;
}

struct Query { std::string title, artist; std::size_t truth; };

/// As reports write it: another case, a letter too many or too few, an addition, the names in another order.
Query spoiled(const sales::TitledWork& work, std::size_t truth, Random& random) {
  Query query{work.title, work.artist, truth};
  const auto typo = [&](std::string& text) {
    if (text.size() < 4) return;
    const auto at = 1 + random.below(text.size() - 2);
    if (static_cast<unsigned char>(text[at]) >= 0x80 || static_cast<unsigned char>(text[at - 1]) >= 0x80 || static_cast<unsigned char>(text[at + 1]) >= 0x80) return;
    if (random.below(2)) std::swap(text[at], text[at + 1]);
    else text.erase(at, 1);
  };
  if (random.below(2)) typo(query.title);
  if (random.below(3) == 0) for (char& c : query.title) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  constexpr const char* kAdditions[] = {" (Live)", " - Remastered 2011", " [Radio Edit]", " (feat. Somebody)"};
  if (random.below(3) == 0) query.title += kAdditions[random.below(4)];
  if (random.below(4) == 0) typo(query.artist);
  if (random.below(6) == 0) query.artist += " & Friends";
  if (random.below(6) == 0) query.artist.clear();
  return query;
}

void suggest_works() {
  const auto movies = tests::shared("data/ml-latest-small/movies.csv"), artists = tests::shared("data/lastfm-hetrec2011-2k/artists.dat");
  if (!movies || !artists) {
    std::puts("suggestions: needs ../shared (MovieLens and Last.fm)");
    return;
  }
  std::vector<std::string> words;
  for (const auto& title : column(*movies, ',', 1)) {
    std::istringstream text(title);
    for (std::string word; text >> word;)
      if (std::ranges::none_of(word, [](char c) { return c == '(' || c == ')' || c == '"' || (c >= '0' && c <= '9'); })) words.push_back(word);
  }
  const auto names = column(*artists, '\t', 1);
  Random random;
  std::vector<sales::TitledWork> works;
  for (std::size_t i = 0; i < kWorks; ++i) {
    std::string title = words[random.below(words.size())];
    for (std::size_t n = random.below(4); n-- > 0;) title += " " + words[random.below(words.size())];
    works.push_back({uuid_from_name("bench", std::to_string(i)), title, names[random.below(names.size())]});
  }
  std::vector<Query> queries;
  for (std::size_t i = 0; i < kQueries; ++i) {
    const auto truth = random.below(kWorks);
    queries.push_back(spoiled(works[truth], truth, random));
  }
  double before = cpu_seconds();
  const sales::SimilarityIndex index(works);
  const double built = cpu_seconds() - before;
  sales::SimilarityIndex::Scratch scratch;
  std::size_t first = 0, among = 0;
  before = cpu_seconds();
  for (const auto& query : queries) {
    const auto found = index.find(query.title, query.artist, 5, 500, scratch);
    const auto at = std::ranges::find(found, works[query.truth].work, &sales::Suggestion::work);
    first += at == found.begin() && at != found.end();
    among += at != found.end();
  }
  const double ours = cpu_seconds() - before;
  std::printf("index of %zu works: %.2f CPU-s; %zu queries: the right work is first for %.1f%%, among five for %.1f%%\n", kWorks, built, kQueries,
              100.0 * static_cast<double>(first) / kQueries, 100.0 * static_cast<double>(among) / kQueries);
#ifdef COLOPHON_BENCH_SQLITE
  sqlite3* db = nullptr;
  sqlite3_open(":memory:", &db);
  sqlite3_exec(db, "CREATE VIRTUAL TABLE t USING fts5(title, artist, tokenize='trigram'); BEGIN", nullptr, nullptr, nullptr);
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(db, "INSERT INTO t(rowid, title, artist) VALUES(?1, ?2, ?3)", -1, &insert, nullptr);
  for (std::size_t i = 0; i < kWorks; ++i) {
    sqlite3_bind_int64(insert, 1, static_cast<sqlite3_int64>(i));
    sqlite3_bind_text(insert, 2, works[i].title.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(insert, 3, works[i].artist.c_str(), -1, SQLITE_TRANSIENT);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  sqlite3_exec(db, "COMMIT", nullptr, nullptr, nullptr);
  sqlite3_stmt* select = nullptr;
  sqlite3_prepare_v2(db, "SELECT rowid FROM t WHERE t MATCH ?1 ORDER BY bm25(t) LIMIT 5", -1, &select, nullptr);
  const auto terms = [](const std::string& column, const std::string& text, std::string& match) {
    std::string plain;
    for (const char c : text) plain += c == '"' ? ' ' : c;
    for (std::size_t i = 0; i + 3 <= plain.size(); ++i)
      if (static_cast<unsigned char>(plain[i]) < 0x80 && static_cast<unsigned char>(plain[i + 1]) < 0x80 && static_cast<unsigned char>(plain[i + 2]) < 0x80)
        match += (match.empty() ? "" : " OR ") + column + " : \"" + plain.substr(i, 3) + "\"";
  };
  std::size_t peer_first = 0, peer_among = 0;
  before = cpu_seconds();
  for (std::size_t i = 0; i < kPeerQueries; ++i) {
    std::string match;
    terms("title", queries[i].title, match);
    terms("artist", queries[i].artist, match);
    sqlite3_bind_text(select, 1, match.c_str(), -1, SQLITE_TRANSIENT);
    for (std::size_t rank = 0; sqlite3_step(select) == SQLITE_ROW; ++rank) {
      const bool right = static_cast<std::size_t>(sqlite3_column_int64(select, 0)) == queries[i].truth;
      peer_among += right;
      peer_first += right && rank == 0;
    }
    sqlite3_reset(select);
  }
  const double theirs = cpu_seconds() - before;
  sqlite3_finalize(select);
  sqlite3_close(db);
  std::printf("FTS5 trigram, %zu of the queries: first for %.1f%%, among five for %.1f%%\n", kPeerQueries, 100.0 * static_cast<double>(peer_first) / kPeerQueries,
              100.0 * static_cast<double>(peer_among) / kPeerQueries);
  print_line("suggest five works of 100,000 for a line", 1e6 * ours / kQueries, "CPU-us", "FTS5 trigram", 1e6 * theirs / kPeerQueries);
#else
  print_line("suggest five works of 100,000 for a line", 1e6 * ours / kQueries, "CPU-us");
#endif
}

}  // namespace

int main() {
  read_reports();
  suggest_works();
}
