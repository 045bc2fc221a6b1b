// Sales reports: mappings, files and their lines.
#include "store/sqlite_sales.hpp"

#include <algorithm>
#include <unordered_map>

#include "colophon/base/json.hpp"
#include "colophon/sales/dsr.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kFileColumns = "SELECT id, hash, name, source, format, mapping, coalesce(message, ''), reading, lines, posted_lines, first_date, last_date, imported_at, imported_by FROM sales_file ";
SalesFile file_of(const Query& query) {
  SalesFile file;
  file.id = query.id(0);
  file.hash = query.hash(1);
  file.name = query.text(2);
  file.source = query.text(3);
  file.format = query.text(4);
  file.mapping = query.text(5);
  file.message = query.text(6);
  file.reading = query.text(7);
  file.lines = static_cast<std::uint64_t>(query.integer(8));
  file.posted = static_cast<std::uint64_t>(query.integer(9));
  file.first = date_of_number(query.integer(10));
  file.last = date_of_number(query.integer(11));
  file.imported_at = query.integer(12);
  file.imported_by = query.text(13);
  return file;
}

/// Writes the lines of one file as they come.
class LineWriter {
 public:
  LineWriter(Db& db, std::int64_t file, const Hash& hash, UnixMs now)
      : db_(db), file_(file), hash_(hash), now_(now),
        insert_(db, "INSERT INTO sales_line(file, row, id, date, kind, side, source, use, territory, match, item, units, amount, currency, original) "
                    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)") {}

  Result<void> write(const sales::Line& line) {
    const auto thing = COLOPHON_TRY(thing_of(line));
    const std::string currency(line.currency.name());
    COLOPHON_TRY(sums_.add(thing.match, currency, 1, line.units, line.amount));
    return insert_.bind(file_, line.row, sales::line_id(hash_, line), date_number(line.date), static_cast<int>(line.kind), static_cast<int>(line.side), line.source, line.use,
                        line.territory, thing.match, thing.item, line.units, format_exact(line.amount), currency, line.original).run();
  }

  /// Sums, and the works of keys that are not decided. `answer` gets what was found.
  Result<void> finish(SalesImported& answer) {
    COLOPHON_TRY(sums_.write(db_));
    for (const auto& [match, reported] : undecided_) COLOPHON_TRY(match_by_identifier(db_, match, reported, now_));
    for (const auto& finding : contradictions_) answer.findings.push_back(finding);
    answer.new_keys = new_keys_;
    Query count(db_, "SELECT count(*) FROM sales_line l JOIN sales_match m ON m.key = l.match WHERE l.file = ?1 AND m.state = 1");
    count.bind(file_);
    if (COLOPHON_TRY(count.next())) answer.matched_lines = static_cast<std::uint64_t>(count.integer(0));
    return {};
  }

 private:
  struct Thing { std::int64_t item = 0, match = 0; };

  Result<Thing> thing_of(const sales::Line& line) {
    said_.clear();
    for (const auto text : {line.isrc, line.iswc, line.upc, line.proprietary, line.title, line.artist, line.source, sales::side_name(line.side)}) (said_ += text) += '\x1F';
    if (const auto found = things_.find(said_); found != things_.end()) return found->second;
    if (things_.size() >= kThingsMax) things_.clear();
    Thing thing;
    // A line with nothing to know it by is a key of its own: what it is worth must not go to whatever comes next without a name.
    auto key = sales::match_key(line);
    if (key.empty()) key = "line:" + sales::line_id(hash_, line).to_string();
    thing.match = COLOPHON_TRY(match_of(key, line));
    Sha256 hasher;
    hasher.update(key);
    for (const auto text : {line.isrc, line.iswc, line.upc, line.proprietary, line.title, line.artist}) hasher.update_u64(text.size()).update(text);
    const Hash hash = hasher.finish();
    Query find(db_, "SELECT key FROM sales_item WHERE hash = ?1");
    find.bind(hash);
    if (COLOPHON_TRY(find.next())) {
      thing.item = find.integer(0);
    } else {
      COLOPHON_TRY(Query(db_, "INSERT INTO sales_item(hash, match, isrc, iswc, upc, proprietary, title, artist) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
                       .bind(hash, thing.match, line.isrc, line.iswc, line.upc, line.proprietary, line.title, line.artist).run());
      thing.item = db_.last_key();
    }
    if (!key.starts_with("line:")) things_.emplace(said_, thing);
    return thing;
  }

  Result<std::int64_t> match_of(const std::string& key, const sales::Line& line) {
    const Reported reported{key, std::string(line.isrc), std::string(line.iswc), std::string(line.upc), std::string(line.proprietary), std::string(line.source)};
    Query find(db_, "SELECT m.key, m.state, m.how, w.id FROM sales_match m LEFT JOIN work w ON w.key = m.work WHERE m.match_key = ?1");
    find.bind(key);
    if (COLOPHON_TRY(find.next())) {
      const auto match = find.integer(0);
      const auto state = static_cast<MatchState>(find.integer(1));
      if (state == MatchState::open || state == MatchState::postponed) {
        undecided_.emplace(match, reported);
      } else if (state == MatchState::matched && find.text(2) == "person") {
        COLOPHON_TRY(compare_with_identifiers(find.id(3), reported, line));
      }
      return match;
    }
    COLOPHON_TRY(Query(db_, "INSERT INTO sales_match(match_key, state) VALUES(?1, 0)").bind(key).run());
    ++new_keys_;
    undecided_.emplace(db_.last_key(), reported);
    return db_.last_key();
  }

  /// A person's word stands; where an identifier says otherwise, somebody should look.
  Result<void> compare_with_identifiers(const Id& work, const Reported& reported, const sales::Line& line) {
    const auto identified = COLOPHON_TRY(identify(db_, reported));
    if (identified.works.empty() || std::ranges::contains(identified.works, work)) return {};
    for (auto& finding : contradictions_)
      if (finding.sample == reported.key) return ++finding.count, Result<void>{};
    if (contradictions_.size() < kContradictionsMax) contradictions_.push_back({"alias", identified.how, reported.key, 1, line.row});
    return {};
  }

  static constexpr std::size_t kThingsMax = 1u << 20, kContradictionsMax = 100;
  Db& db_;
  std::int64_t file_;
  Hash hash_;
  UnixMs now_;
  Query insert_;
  std::string said_;
  std::unordered_map<std::string, Thing> things_;
  std::map<std::int64_t, Reported> undecided_;
  std::vector<sales::Finding> contradictions_;
  std::uint64_t new_keys_ = 0;
  SumChanges sums_;
};

/// A message that came before under the same id must say the same.
Result<void> check_message(Db& db, const SalesFileDraft& draft) {
  if (draft.message.empty()) return {};
  Query query(db, "SELECT data, name FROM sales_file WHERE message = ?1");
  query.bind(draft.message);
  if (!COLOPHON_TRY(query.next())) return {};
  const auto before = COLOPHON_TRY(decompress(query.blob(0)));
  return std::unexpected(sales::message_differs(draft.name, draft.data, before));
}

Result<void> check_content(Db& db, std::int64_t file, const Hash& content) {
  Query query(db, "SELECT name FROM sales_file WHERE content_hash = ?1 AND key <> ?2");
  query.bind(content, file);
  if (!COLOPHON_TRY(query.next())) return {};
  return fail(Errc::conflict, "file", "its lines are those of '" + query.text(0) + "', which was imported before in another form or order: importing them again would count the money twice. "
                                      "If it really is the same money twice, say so (--allow-same-content)");
}

}  // namespace

// ---- Mappings

Result<void> SqliteStore::put_sales_mapping(std::string_view name, std::string_view document, std::string_view by) {
  return write([&](Db& db) {
    return Query(db, "INSERT INTO sales_mapping(name, document, updated_at, updated_by) VALUES(?1, ?2, ?3, ?4) ON CONFLICT(name) DO UPDATE SET document = excluded.document, "
                     "updated_at = excluded.updated_at, updated_by = excluded.updated_by")
        .bind(name, document, now(), by).run();
  });
}

Result<std::optional<SalesMapping>> SqliteStore::sales_mapping(std::string_view name) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT name, document, updated_at, updated_by FROM sales_mapping WHERE name = ?1");
  query.bind(name);
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return SalesMapping{query.text(0), query.text(1), query.integer(2), query.text(3)};
}

Result<std::vector<SalesMapping>> SqliteStore::sales_mappings() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT name, document, updated_at, updated_by FROM sales_mapping ORDER BY name");
  query.bind();
  std::vector<SalesMapping> mappings;
  while (COLOPHON_TRY(query.next())) mappings.push_back({query.text(0), query.text(1), query.integer(2), query.text(3)});
  return mappings;
}

// ---- Files

Result<SalesImported> SqliteStore::import_sales(const SalesFileDraft& draft, std::string_view by, const ReadSales& read) {
  const Hash hash = sha256(draft.data);
  const auto data = COLOPHON_TRY(compress(draft.data));
  SalesImported answer;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    {
      Query query(db, std::string(kFileColumns) + "WHERE hash = ?1");
      query.bind(hash);
      if (COLOPHON_TRY(query.next())) {
        answer.file = file_of(query);
        answer.again = true;
        Query count(db, "SELECT count(*) FROM sales_line l JOIN sales_match m ON m.key = l.match WHERE l.file = (SELECT key FROM sales_file WHERE hash = ?1) AND m.state = 1");
        count.bind(hash);
        if (COLOPHON_TRY(count.next())) answer.matched_lines = static_cast<std::uint64_t>(count.integer(0));
        return {};
      }
    }
    COLOPHON_TRY(check_message(db, draft));
    answer.file.id = new_id();
    COLOPHON_TRY(Query(db, "INSERT INTO sales_file(id, hash, content_hash, name, source, format, mapping, message, reading, lines, first_date, last_date, imported_at, imported_by, data) "
                           "VALUES(?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, '', 0, 0, 0, ?8, ?9, ?10)")
                     .bind(answer.file.id, hash, draft.name, draft.source, draft.format, draft.mapping, draft.message.empty() ? std::nullopt : std::optional(draft.message), now(), by, data).run());
    const auto file = db.last_key();
    LineWriter writer(db, file, hash, now());
    const auto reading = COLOPHON_TRY(read([&](const sales::Line& line) { return writer.write(line); }));
    if (!reading.acceptable()) return std::unexpected(reading.refusal());
    if (!draft.allow_same_content && reading.lines > 0) COLOPHON_TRY(check_content(db, file, reading.content));
    COLOPHON_TRY(writer.finish(answer));
    COLOPHON_TRY(Query(db, "UPDATE sales_file SET content_hash = ?2, reading = ?3, lines = ?4, first_date = ?5, last_date = ?6 WHERE key = ?1")
                     .bind(file, reading.content, canonical_json(sales::reading_json(reading)), reading.lines, date_number(reading.first), date_number(reading.last)).run());
    Query query(db, std::string(kFileColumns) + "WHERE key = ?1");
    query.bind(file);
    if (COLOPHON_TRY(query.next())) answer.file = file_of(query);
    return {};
  }));
  return answer;
}

Result<std::vector<SalesFile>> SqliteStore::sales_files() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kFileColumns) + "ORDER BY key DESC");
  query.bind();
  std::vector<SalesFile> files;
  while (COLOPHON_TRY(query.next())) files.push_back(file_of(query));
  return files;
}

Result<SalesFile> SqliteStore::sales_file(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kFileColumns) + "WHERE id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "file", "no sales file has the id " + id.to_string());
  return file_of(query);
}

Result<std::string> SqliteStore::sales_file_data(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT data FROM sales_file WHERE id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "file", "no sales file has the id " + id.to_string());
  return decompress(query.blob(0));
}

Result<void> SqliteStore::withdraw_sales_file(const Id& id) {
  return write([&](Db& db) -> Result<void> {
    Query find(db, "SELECT key, posted_lines FROM sales_file WHERE id = ?1");
    find.bind(id);
    if (!COLOPHON_TRY(find.next())) return fail(Errc::not_found, "file", "no sales file has the id " + id.to_string());
    const auto file = find.integer(0);
    if (find.integer(1) > 0)
      return fail(Errc::conflict, "file", std::to_string(find.integer(1)) + " of its lines are in a settlement: what is settled is corrected forward, by a file with returns");
    SumChanges sums;
    Query lines(db, "SELECT match, currency, units, amount FROM sales_line WHERE file = ?1");
    lines.bind(file);
    while (COLOPHON_TRY(lines.next())) COLOPHON_TRY(sums.add(lines.integer(0), lines.text(1), -1, -lines.integer(2), -COLOPHON_TRY(parse_exact(lines.text(3)))));
    COLOPHON_TRY(sums.write(db));
    COLOPHON_TRY(Query(db, "DELETE FROM sales_line WHERE file = ?1").bind(file).run());
    return Query(db, "DELETE FROM sales_file WHERE key = ?1").bind(file).run();
  });
}

Result<Page<SalesLineRow>> SqliteStore::sales_lines(const LineFilter& filter, std::string_view cursor, std::size_t limit) {
  const std::int64_t after = cursor.empty() ? 0 : COLOPHON_TRY(parse_int64(cursor, "cursor"));
  std::string sql = std::string(kSalesLineColumns) + "WHERE l.key > ?1";
  if (!filter.file.is_nil()) sql += " AND l.file = (SELECT key FROM sales_file WHERE id = ?3)";
  if (!filter.key.empty()) sql += " AND l.match = (SELECT key FROM sales_match WHERE match_key = ?4)";
  if (filter.period) sql += " AND l.date BETWEEN ?5 AND ?6";
  if (!filter.source.empty()) sql += " AND l.source = ?7";
  sql += " AND ?3 IS ?3 AND ?4 IS ?4 AND ?5 IS ?5 AND ?6 IS ?6 AND ?7 IS ?7 ORDER BY l.key LIMIT ?2";
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, sql);
  const std::int64_t first = filter.period ? date_number({filter.period->year, filter.period->month, 1}) : 0;
  query.bind(after, limit + 1, filter.file, filter.key, first, first + 30, filter.source);
  Page<SalesLineRow> page;
  while (COLOPHON_TRY(query.next())) {
    if (page.rows.size() == limit) {
      if (!page.rows.empty()) page.next = std::to_string(page.rows.back().sequence);
      break;
    }
    page.rows.push_back(COLOPHON_TRY(sales_line_of(query)));
  }
  return page;
}

}  // namespace colophon::store
