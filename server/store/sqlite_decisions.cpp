// Pages that channels were served, what came of them, and works that have a page of their own.
#include <unordered_map>

#include "colophon/base/json.hpp"
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::size_t kPlacesMax = 500;

/// [[work key, propensity, explored], ...] with the works' ids, which are looked up once each.
class Places {
 public:
  explicit Places(Db& db) : find_(db, "SELECT id FROM work WHERE key = ?1") {}
  struct Read { std::vector<PagePlace> places; std::vector<std::int64_t> keys; };
  Result<Read> read(const std::string& text) {
    const Json json = COLOPHON_TRY(parse_json(text));
    Read page;
    if (json.array() == nullptr) return fail(Errc::internal, "decision", "a stored page is damaged");
    for (const Json& place : *json.array()) {
      const JsonArray* cells = place.array();
      if (cells == nullptr || cells->size() != 3 || !(*cells)[0].integer() || !(*cells)[1].integer() || !(*cells)[2].integer())
        return fail(Errc::internal, "decision", "a stored page is damaged");
      const auto key = *(*cells)[0].integer();
      page.keys.push_back(key);
      page.places.push_back({COLOPHON_TRY(id_of(key)), static_cast<std::int32_t>(*(*cells)[1].integer()), *(*cells)[2].integer() != 0});
    }
    return page;
  }

 private:
  Result<Id> id_of(std::int64_t key) {
    if (const auto found = ids_.find(key); found != ids_.end()) return found->second;
    find_.bind(key);
    if (!COLOPHON_TRY(find_.next())) return fail(Errc::internal, "decision", "a stored page names a work that is gone");
    return ids_.emplace(key, find_.id(0)).first->second;
  }
  Query find_;
  std::unordered_map<std::int64_t, Id> ids_;
};

}  // namespace

Result<void> SqliteStore::insert_decision(const DecisionDraft& decision) {
  if (decision.places.size() > kPlacesMax) return fail(Errc::limit_exceeded, "places", "a page has at most 500 places");
  return write([&](Db& db) -> Result<void> {
    const auto key_of = [&](const char* sql, const Id& id, const char* field) -> Result<std::int64_t> {
      Query query(db, sql);
      query.bind(id);
      if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, field, "there is no such " + std::string(field));
      return query.integer(0);
    };
    const auto plan = COLOPHON_TRY(key_of("SELECT key FROM plan WHERE id = ?1", decision.plan, "plan"));
    const auto channel = COLOPHON_TRY(key_of("SELECT key FROM channel WHERE id = ?1", decision.channel, "channel"));
    JsonArray places;
    for (const PagePlace& place : decision.places)
      places.push_back(JsonArray{COLOPHON_TRY(work_key(db, place.work, "work")), std::int64_t{place.propensity_ppm}, place.explored ? 1 : 0});
    return Query(db, "INSERT INTO decision(id, made_at, plan, channel, places) VALUES(?1, ?2, ?3, ?4, ?5)")
        .bind(decision.id, now(), plan, channel, canonical_json(Json(std::move(places)))).run();
  });
}

Result<std::vector<DecisionRow>> SqliteStore::decisions(const Id& channel, UnixMs since, EventType outcome, std::size_t limit) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT * FROM (SELECT d.key, d.id, p.id, d.made_at, d.places FROM decision d JOIN channel c ON c.key = d.channel JOIN plan p ON p.key = d.plan "
                       "WHERE c.id = ?1 AND d.made_at >= ?2 ORDER BY d.key DESC LIMIT ?3) ORDER BY 1");
  query.bind(channel, since, limit);
  Query count(*reader, "SELECT work, count(*) FROM outcome WHERE decision = ?1 AND type = ?2 GROUP BY work");
  Places places(*reader);
  std::vector<DecisionRow> rows;
  while (COLOPHON_TRY(query.next())) {
    auto page = COLOPHON_TRY(places.read(query.text(4)));
    DecisionRow row{query.id(1), query.id(2), channel, query.integer(3), std::move(page.places), {}};
    row.outcomes.assign(row.places.size(), 0);
    count.bind(query.integer(0), static_cast<int>(outcome));
    while (COLOPHON_TRY(count.next()))
      for (std::size_t i = 0; i < page.keys.size(); ++i)
        if (page.keys[i] == count.integer(0)) row.outcomes[i] += count.integer(1);
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<std::vector<ChannelReport>> SqliteStore::channel_reports(UnixMs since) {
  auto reader = COLOPHON_TRY(read());
  std::vector<ChannelReport> reports;
  Query channels(*reader, "SELECT key, id FROM channel ORDER BY id");
  Query pages(*reader, "SELECT count(*), coalesce(sum(json_array_length(places)), 0), "
                       "coalesce(sum((SELECT count(*) FROM json_each(places) AS e WHERE json_extract(e.value, '$[2]') = 1)), 0) FROM decision WHERE channel = ?1 AND made_at >= ?2");
  Query outcomes(*reader, "SELECT o.type, count(*) FROM outcome o JOIN decision d ON d.key = o.decision WHERE d.channel = ?1 AND d.made_at >= ?2 GROUP BY o.type");
  while (COLOPHON_TRY(channels.next())) {
    ChannelReport report;
    report.channel = channels.id(1);
    const auto key = channels.integer(0);
    pages.bind(key, since);
    if (COLOPHON_TRY(pages.next())) {
      report.pages = static_cast<std::uint64_t>(pages.integer(0));
      report.showings = static_cast<std::uint64_t>(pages.integer(1));
      report.explored = static_cast<std::uint64_t>(pages.integer(2));
    }
    outcomes.bind(key, since);
    while (COLOPHON_TRY(outcomes.next()))
      if (const auto type = static_cast<std::size_t>(outcomes.integer(0)); type < report.outcomes.size()) report.outcomes[type] = static_cast<std::uint64_t>(outcomes.integer(1));
    reports.push_back(report);
  }
  return reports;
}

Result<void> SqliteStore::set_published(const Id& work, bool published) {
  return write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(work_key(db, work, "work"));
    // A second publication keeps the first time: feeds and pages do not jump.
    return Query(db, published ? "UPDATE work SET published_at = coalesce(published_at, ?2) WHERE key = ?1" : "UPDATE work SET published_at = NULL WHERE key = ?1 AND ?2 = ?2")
        .bind(key, now()).run();
  });
}

Result<std::optional<UnixMs>> SqliteStore::published_at(const Id& work) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT CASE WHEN key IN (" + std::string(kEndedWorks) + ") THEN NULL ELSE published_at END FROM work WHERE id = ?1");
  query.bind(work);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::unknown_work, "work", "no work has the id " + work.to_string());
  if (query.null(0)) return std::nullopt;
  return query.integer(0);
}

Result<std::vector<PublishedWork>> SqliteStore::published_works(const Id& party, std::size_t limit) {
  std::vector<std::pair<Id, UnixMs>> found;
  {
    auto reader = COLOPHON_TRY(read());
    Query query(*reader, "SELECT id, published_at FROM work WHERE published_at IS NOT NULL AND key NOT IN (" + std::string(kEndedWorks) + ") AND (?1 IS NULL OR EXISTS (SELECT 1 FROM share s JOIN party p ON p.key = s.party "
                         "WHERE s.work = work.key AND p.id = ?1 AND s.numerator > 0 AND s.from_month = (SELECT max(from_month) FROM share WHERE work = work.key))) "
                         "ORDER BY published_at DESC, key DESC LIMIT ?2");
    query.bind(null_if_nil(party), limit);
    while (COLOPHON_TRY(query.next())) found.emplace_back(query.id(0), query.integer(1));
  }
  std::vector<PublishedWork> works;
  for (const auto& [id, at] : found) works.push_back({COLOPHON_TRY(work(id)), at});
  return works;
}

Result<std::vector<Id>> SqliteStore::ended_works() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id FROM work WHERE key IN (" + std::string(kEndedWorks) + ") ORDER BY id");
  std::vector<Id> works;
  while (COLOPHON_TRY(query.next())) works.push_back(query.id(0));
  return works;
}

}  // namespace colophon::store
