// Which work the lines of a key belong to: identifiers, people, suspense, suggestions.
#include <algorithm>
#include <array>

#include "store/sqlite_sales.hpp"

namespace colophon::store {
namespace {

constexpr std::array<std::string_view, 4> kStates{"open", "matched", "rejected", "postponed"};

Result<std::vector<Id>> works_with(Db& db, std::string_view kind, std::string_view value) {
  std::vector<Id> works;
  if (value.empty()) return works;
  Query query(db, "SELECT w.id FROM fingerprint f JOIN work w ON w.key = f.work WHERE f.kind = ?1 AND f.value = ?2 ORDER BY w.id");
  query.bind(kind, as_bytes(value));
  while (COLOPHON_TRY(query.next())) works.push_back(query.id(0));
  // A work's own code, as its rights have it, is one more.
  if (kind == "isrc" || kind == "iswc" || kind == "upc") {
    Query rights(db, "SELECT w.id FROM work_rights r JOIN work w ON w.key = r.work WHERE r." + std::string(kind) + " = ?1");
    rights.bind(value);
    while (COLOPHON_TRY(rights.next()))
      if (const Id id = rights.id(0); !std::ranges::contains(works, id)) works.push_back(id);
    std::ranges::sort(works);
  }
  return works;
}

Result<void> read_sums(Db& db, std::int64_t match, std::vector<OpenSum>& sums) {
  Query query(db, "SELECT currency, lines, units, amount FROM sales_open_sum WHERE match = ?1 ORDER BY currency");
  query.bind(match);
  while (COLOPHON_TRY(query.next())) sums.push_back({query.text(0), static_cast<std::uint64_t>(query.integer(1)), query.integer(2), COLOPHON_TRY(parse_exact(query.text(3)))});
  return {};
}

/// Names of who shares in a work, as one text.
Result<std::string> artists_of(Db& db, std::int64_t work) {
  Query query(db, "SELECT DISTINCT n.name FROM share s JOIN person n ON n.party = s.party WHERE s.work = ?1 AND n.name <> '' ORDER BY n.name");
  query.bind(work);
  std::string names;
  while (COLOPHON_TRY(query.next())) names += (names.empty() ? "" : ", ") + query.text(0);
  return names;
}

Result<void> read_suggestions(Db& db, std::int64_t match, std::vector<SuggestedWork>& suggestions) {
  Query query(db, "SELECT w.id, w.title, s.score_milli, s.reason, w.key FROM sales_suggestion s JOIN work w ON w.key = s.work WHERE s.match = ?1 ORDER BY s.rank");
  query.bind(match);
  while (COLOPHON_TRY(query.next()))
    suggestions.push_back({query.id(0), query.text(1), COLOPHON_TRY(artists_of(db, query.integer(4))), static_cast<int>(query.integer(2)), query.text(3)});
  return {};
}

constexpr std::string_view kMatchColumns =
    "SELECT m.key, m.match_key, m.state, w.id, coalesce(w.title, ''), m.how, m.decided_by, m.decided_at, i.isrc, i.iswc, i.upc, i.proprietary, i.title, i.artist FROM sales_match m "
    "LEFT JOIN work w ON w.key = m.work LEFT JOIN sales_item i ON i.key = (SELECT min(key) FROM sales_item WHERE match = m.key) ";

Result<SalesMatch> match_of(Db& db, const Query& query) {
  SalesMatch match{query.text(1), static_cast<MatchState>(query.integer(2)), query.id(3), query.text(4), query.text(5), query.text(6), query.integer(7),
                   query.text(8), query.text(9), query.text(10), query.text(11), query.text(12), query.text(13), {}, {}};
  COLOPHON_TRY(read_sums(db, query.integer(0), match.sums));
  if (match.state != MatchState::matched) COLOPHON_TRY(read_suggestions(db, query.integer(0), match.suggestions));
  return match;
}

Result<SalesMatch> match_in(Db& db, std::string_view key) {
  Query query(db, std::string(kMatchColumns) + "WHERE m.match_key = ?1");
  query.bind(key);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "key", "no sales line has the key '" + std::string(key.substr(0, 200)) + "'");
  return match_of(db, query);
}

Result<void> write_suggestion(Db& db, std::int64_t match, std::size_t rank, const Id& work, int score_milli, std::string_view reason) {
  return Query(db, "INSERT INTO sales_suggestion(match, rank, work, score_milli, reason) SELECT ?1, ?2, key, ?4, ?5 FROM work WHERE id = ?3")
      .bind(match, rank, work, score_milli, reason).run();
}

}  // namespace

std::string_view match_state_name(MatchState state) { return kStates[static_cast<std::size_t>(state)]; }
Result<MatchState> parse_match_state(std::string_view text, std::string_view field) {
  const auto found = std::ranges::find(kStates, text);
  if (found == kStates.end()) return fail(Errc::invalid_argument, std::string(field), "a state is open, matched, rejected or postponed");
  return static_cast<MatchState>(found - kStates.begin());
}

// ---- Steps that import and matching share

Result<void> SumChanges::add(std::int64_t match, const std::string& currency, std::int64_t lines, std::int64_t units, ExactAmount amount) {
  auto& change = changes_[{match, currency}];
  change.lines += lines;
  if (__builtin_add_overflow(change.units, units, &change.units) || __builtin_add_overflow(change.amount, amount, &change.amount))
    return fail(Errc::overflow, "units", "the sums of one work's lines are too large");
  return {};
}

Result<void> SumChanges::write(Db& db) const {
  Query find(db, "SELECT lines, units, amount FROM sales_open_sum WHERE match = ?1 AND currency = ?2");
  Query put(db, "INSERT INTO sales_open_sum(match, currency, lines, units, amount) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(match, currency) DO UPDATE SET lines = excluded.lines, "
                "units = excluded.units, amount = excluded.amount");
  Query drop(db, "DELETE FROM sales_open_sum WHERE match = ?1 AND currency = ?2");
  for (const auto& [at, change] : changes_) {
    auto sum = change;
    find.bind(at.first, at.second);
    if (COLOPHON_TRY(find.next())) {
      sum.lines += find.integer(0);
      if (__builtin_add_overflow(sum.units, find.integer(1), &sum.units) || __builtin_add_overflow(sum.amount, COLOPHON_TRY(parse_exact(find.text(2))), &sum.amount))
        return fail(Errc::overflow, "units", "the sums of one work's lines are too large");
    }
    if (sum.lines == 0) COLOPHON_TRY(drop.bind(at.first, at.second).run());
    else COLOPHON_TRY(put.bind(at.first, at.second, sum.lines, sum.units, format_exact(sum.amount)).run());
  }
  return {};
}

Result<Identified> identify(Db& db, const Reported& reported) {
  struct Try { std::string_view how; std::string kind; std::string_view value; };
  std::vector<Try> tries{{"isrc", "isrc", reported.isrc}, {"iswc", "iswc", reported.iswc}, {"id", "id:" + reported.source, reported.proprietary}};
  if (reported.key.starts_with("iswc:")) std::swap(tries[0], tries[1]);
  // A release has many works: its code names one only where the line is of the release itself.
  if (reported.key.starts_with("upc:")) tries.push_back({"upc", "upc", reported.upc});
  for (const auto& [how, kind, value] : tries)
    if (auto works = COLOPHON_TRY(works_with(db, kind, value)); !works.empty()) return Identified{std::move(works), std::string(how)};
  return Identified{};
}

Result<bool> match_by_identifier(Db& db, std::int64_t match, const Reported& reported, UnixMs now) {
  const auto identified = COLOPHON_TRY(identify(db, reported));
  if (identified.works.empty()) return false;
  COLOPHON_TRY(Query(db, "DELETE FROM sales_suggestion WHERE match = ?1").bind(match).run());
  if (identified.works.size() > 1) {
    for (std::size_t i = 0; i < identified.works.size() && i < 20; ++i) COLOPHON_TRY(write_suggestion(db, match, i, identified.works[i], 1'000, identified.how));
    return false;
  }
  COLOPHON_TRY(Query(db, "UPDATE sales_match SET state = 1, work = (SELECT key FROM work WHERE id = ?2), how = ?3, decided_by = '', decided_at = ?4 WHERE key = ?1")
                   .bind(match, identified.works.front(), identified.how, now).run());
  return true;
}

// ---- The verbs

Result<std::uint64_t> SqliteStore::put_work_identifiers(std::span<const WorkIdentifier> identifiers) {
  std::uint64_t written = 0;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    Query insert(db, "INSERT INTO fingerprint(kind, value, work) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING");
    for (std::size_t i = 0; i < identifiers.size(); ++i) {
      const auto& one = identifiers[i];
      const auto key = COLOPHON_TRY(work_key(db, one.work, "[" + std::to_string(i) + "].work"));
      COLOPHON_TRY(insert.bind(one.kind, as_bytes(one.value), key).run());
      written += static_cast<std::uint64_t>(db.changes());
    }
    return {};
  }));
  return written;
}

Result<std::vector<sales::TitledWork>> SqliteStore::titled_works() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT w.id, w.title, n.name FROM work w LEFT JOIN share s ON s.work = w.key LEFT JOIN person n ON n.party = s.party ORDER BY w.key");
  query.bind();
  std::vector<sales::TitledWork> works;
  while (COLOPHON_TRY(query.next())) {
    if (works.empty() || works.back().work != query.id(0)) works.push_back({query.id(0), query.text(1), ""});
    auto& artist = works.back().artist;
    const auto name = query.text(2);
    if (!name.empty() && !artist.contains(name)) artist += (artist.empty() ? "" : ", ") + name;
  }
  return works;
}

Result<KnownMatch> SqliteStore::known_match(const sales::Line& line) {
  auto reader = COLOPHON_TRY(read());
  const auto key = sales::match_key(line);
  KnownMatch known;
  {
    Query query(*reader, "SELECT m.state, m.how, w.id, coalesce(w.title, '') FROM sales_match m LEFT JOIN work w ON w.key = m.work WHERE m.match_key = ?1");
    query.bind(key);
    if (COLOPHON_TRY(query.next())) known = {query.id(2), query.text(3), static_cast<MatchState>(query.integer(0)), query.text(1)};
  }
  if (known.state == MatchState::matched || known.state == MatchState::rejected) return known;
  const auto identified = COLOPHON_TRY(identify(*reader, {key, std::string(line.isrc), std::string(line.iswc), std::string(line.upc), std::string(line.proprietary), std::string(line.source)}));
  if (identified.works.size() != 1) return known;
  Query title(*reader, "SELECT title FROM work WHERE id = ?1");
  title.bind(identified.works.front());
  if (COLOPHON_TRY(title.next())) known = {identified.works.front(), title.text(0), MatchState::matched, identified.how};
  return known;
}

Result<std::vector<UnmatchedTitle>> SqliteStore::unmatched_titles() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT m.match_key, i.title, i.artist FROM sales_match m JOIN sales_item i ON i.key = (SELECT min(key) FROM sales_item WHERE match = m.key) "
                       "WHERE m.state <> 1 AND m.state <> 2 AND i.title <> ''");
  query.bind();
  std::vector<UnmatchedTitle> titles;
  while (COLOPHON_TRY(query.next())) titles.push_back({query.text(0), query.text(1), query.text(2)});
  return titles;
}

Result<std::vector<SuspenseSum>> SqliteStore::sales_suspense() {
  auto reader = COLOPHON_TRY(read());
  std::map<std::pair<std::int64_t, std::string>, SuspenseSum> sums;
  Query query(*reader, "SELECT m.state, s.currency, s.lines, s.units, s.amount FROM sales_match m JOIN sales_open_sum s ON s.match = m.key WHERE m.state <> 1");
  query.bind();
  while (COLOPHON_TRY(query.next())) {
    auto& sum = sums[{query.integer(0), query.text(1)}];
    sum.state = static_cast<MatchState>(query.integer(0));
    ++sum.keys;
    sum.sum.currency = query.text(1);
    sum.sum.lines += static_cast<std::uint64_t>(query.integer(2));
    if (__builtin_add_overflow(sum.sum.units, query.integer(3), &sum.sum.units) || __builtin_add_overflow(sum.sum.amount, COLOPHON_TRY(parse_exact(query.text(4))), &sum.sum.amount))
      return fail(Errc::overflow, "suspense", "the sum of the suspense is too large");
  }
  std::vector<SuspenseSum> rows;
  for (auto& [at, sum] : sums) rows.push_back(std::move(sum));
  return rows;
}

Result<std::vector<SalesMatch>> SqliteStore::sales_matches(const MatchFilter& filter, std::size_t skip, std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  std::string sql = "SELECT m.key, s.amount FROM sales_match m JOIN sales_open_sum s ON s.match = m.key WHERE m.state = ?1 AND (?2 = '' OR s.currency = ?2)";
  sql += filter.contains.empty() ? " AND ?3 = ''"
                                 : " AND EXISTS (SELECT 1 FROM sales_item i WHERE i.match = m.key AND instr(lower(i.title || char(10) || i.artist || char(10) || i.isrc || char(10) || i.iswc || char(10) "
                                   "|| i.upc || char(10) || i.proprietary), lower(?3)) > 0)";
  Query query(*reader, sql);
  query.bind(static_cast<int>(filter.state), filter.currency, filter.contains);
  struct Weighed { std::int64_t match; ExactAmount amount; };
  std::vector<Weighed> all;
  while (COLOPHON_TRY(query.next())) {
    auto amount = COLOPHON_TRY(parse_exact(query.text(1)));
    amount = amount < 0 ? -amount : amount;
    if (!all.empty() && all.back().match == query.integer(0)) all.back().amount = std::max(all.back().amount, amount);  // Rows of one match follow one another.
    else all.push_back({query.integer(0), amount});
  }
  std::ranges::sort(all, [](const Weighed& a, const Weighed& b) { return a.amount != b.amount ? a.amount > b.amount : a.match < b.match; });
  std::vector<SalesMatch> matches;
  Query read_one(*reader, std::string(kMatchColumns) + "WHERE m.key = ?1");
  for (auto i = skip; i < all.size() && matches.size() < limit; ++i) {
    read_one.bind(all[i].match);
    if (COLOPHON_TRY(read_one.next())) matches.push_back(COLOPHON_TRY(match_of(*reader, read_one)));
  }
  return matches;
}

Result<SalesMatch> SqliteStore::sales_match(std::string_view key) {
  auto reader = COLOPHON_TRY(read());
  return match_in(*reader, key);
}

Result<SalesMatch> SqliteStore::match_sales(std::string_view key, const Id& work, std::string_view by) {
  SalesMatch match;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    const auto work_number = COLOPHON_TRY(work_key(db, work, "work"));
    COLOPHON_TRY(Query(db, "UPDATE sales_match SET state = 1, work = ?2, how = 'person', decided_by = ?3, decided_at = ?4 WHERE match_key = ?1").bind(key, work_number, by, now()).run());
    if (db.changes() > 0) COLOPHON_TRY(Query(db, "DELETE FROM sales_suggestion WHERE match = (SELECT key FROM sales_match WHERE match_key = ?1)").bind(key).run());
    match = COLOPHON_TRY(match_in(db, key));
    return {};
  }));
  return match;
}

Result<SalesMatch> SqliteStore::set_match_state(std::string_view key, MatchState state, std::string_view by) {
  if (state == MatchState::matched) return fail(Errc::invalid_argument, "state", "a match needs a work: name it");
  SalesMatch match;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "UPDATE sales_match SET state = ?2, work = NULL, how = '', decided_by = ?3, decided_at = ?4 WHERE match_key = ?1")
                     .bind(key, static_cast<int>(state), by, now()).run());
    match = COLOPHON_TRY(match_in(db, key));
    return {};
  }));
  return match;
}

Result<std::uint64_t> SqliteStore::rematch_sales() {
  std::uint64_t matched = 0;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    struct Open { std::int64_t match; Reported reported; };
    std::vector<Open> all;
    {
      Query query(db, "SELECT m.key, m.match_key, i.isrc, i.iswc, i.upc, i.proprietary, coalesce((SELECT source FROM sales_line WHERE match = m.key LIMIT 1), '') "
                      "FROM sales_match m JOIN sales_item i ON i.key = (SELECT min(key) FROM sales_item WHERE match = m.key) WHERE m.state IN (0, 3)");
      query.bind();
      while (COLOPHON_TRY(query.next()))
        all.push_back({query.integer(0), {query.text(1), query.text(2), query.text(3), query.text(4), query.text(5), query.text(6)}});
    }
    for (const auto& open : all) matched += COLOPHON_TRY(match_by_identifier(db, open.match, open.reported, now()));
    return {};
  }));
  return matched;
}

Result<void> SqliteStore::put_suggestions(std::span<const Suggestions> suggestions) {
  return write([&](Db& db) -> Result<void> {
    Query find(db, "SELECT key FROM sales_match m WHERE match_key = ?1 AND state IN (0, 3) AND NOT EXISTS (SELECT 1 FROM sales_suggestion s WHERE s.match = m.key AND s.reason <> 'title')");
    for (const auto& [key, works] : suggestions) {
      find.bind(key);
      if (!COLOPHON_TRY(find.next())) continue;  // Decided meanwhile, or several works have its identifier.
      const auto match = find.integer(0);
      COLOPHON_TRY(Query(db, "DELETE FROM sales_suggestion WHERE match = ?1").bind(match).run());
      for (std::size_t i = 0; i < works.size(); ++i) COLOPHON_TRY(write_suggestion(db, match, i, works[i].work, works[i].score_milli, "title"));
    }
    return {};
  });
}

}  // namespace colophon::store
