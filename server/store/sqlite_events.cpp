// What the audience did and what it paid: appended whole, counted in the period that is open.
#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr UnixMs kAheadMax = 24 * 3600 * 1000;
// Views, plays and reads carry units; what a browser sent carries none, because no rule that would count it is declared.
constexpr std::string_view kCarriesUnits = "type <= 2 AND source <> 1";
static_assert(static_cast<int>(EventType::read) == 2 && static_cast<int>(Source::browser) == 1);

std::string at(const char* list, std::size_t index, const char* member) {
  return std::string(list) + "[" + std::to_string(index) + "]." + member;
}

}  // namespace

Result<PeriodState> SqliteStore::period_state(Db& db, std::int64_t month) {
  Query query(db, "SELECT state FROM period WHERE month = ?1");
  query.bind(month);
  return COLOPHON_TRY(query.next()) ? static_cast<PeriodState>(query.integer(0)) : PeriodState::open;
}

namespace {

/// What one batch looks up again and again.
class Batch {
 public:
  Batch(std::string list, Source source, UnixMs now) : list_(std::move(list)), source_(source), now_(now) {}

  /// The month of a UUIDv7. Events from the network may not lie far ahead: they would open a period nobody closes.
  Result<std::int64_t> month(const Id& id, std::size_t index) const {
    const auto time = uuid_v7_time_ms(id);
    if (!time || id.bytes[6] >> 4 != 7)
      return fail(Errc::invalid_id, at(list_.c_str(), index, "id"), "the id must be a UUIDv7, whose time gives the month");
    const bool from_network = source_ == Source::server_key || source_ == Source::browser;
    if (from_network && static_cast<UnixMs>(*time) > now_ + kAheadMax)
      return fail(Errc::invalid_id, at(list_.c_str(), index, "id"), "the id's time is more than a day ahead: check the clock that made it");
    return month_number(Period::of_unix_ms(*time));
  }

  std::unordered_map<std::int64_t, std::int64_t> open_month;       ///< By month: where its rows count.
  std::unordered_map<std::int64_t, Bytes> listener_keys;           ///< By period.
  std::unordered_map<Id, std::int64_t> works;
  std::unordered_map<Id, std::int64_t> channels;
  struct Tally { std::int64_t events = 0, lines = 0, placed = 0; };
  std::unordered_map<std::int64_t, Tally> tallies;

 private:
  std::string list_;
  Source source_;
  UnixMs now_;
};

/// The first month from `month` on that is open. Before the last one that was settled none is: no settlement would come for it.
Result<std::int64_t> open_month_from(Db& db, Batch& batch, std::int64_t month) {
  if (const auto found = batch.open_month.find(month); found != batch.open_month.end()) return found->second;
  auto open = month;
  {
    Query settled(db, "SELECT max(month) FROM settlement WHERE state = 1");
    if (COLOPHON_TRY(settled.next()) && !settled.null(0)) open = std::max(open, settled.integer(0) + 1);
  }
  Query query(db, "SELECT 1 FROM period WHERE month = ?1 AND state <> 0");
  for (;; ++open) {
    query.bind(open);
    if (!COLOPHON_TRY(query.next())) break;
  }
  batch.open_month.emplace(month, open);
  return open;
}

/// The listener as the store knows it in one period: no two periods' ids can be joined, and none leads back to the host's id.
std::optional<Id> keyed_listener(const Bytes& key, std::string_view listener) {
  if (listener.empty()) return std::nullopt;
  const Hash hash = hmac_sha256(key, as_bytes(listener));
  Id id;
  std::copy_n(hash.begin(), id.bytes.size(), id.bytes.begin());
  return id;
}

Result<void> write_tallies(Db& db, const Batch& batch, bool simulated) {
  Query query(db, "INSERT INTO tally(period, events, revenue_lines, simulated, placed) VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(period) DO UPDATE SET "
                  "events = events + excluded.events, revenue_lines = revenue_lines + excluded.revenue_lines, "
                  "simulated = max(simulated, excluded.simulated), placed = placed + excluded.placed");
  for (const auto& [period, tally] : batch.tallies) COLOPHON_TRY(query.bind(period, tally.events, tally.lines, simulated, tally.placed).run());
  return {};
}

std::optional<std::string> or_null(const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); }

template <class Lookup>
Result<std::int64_t> cached(std::unordered_map<Id, std::int64_t>& cache, const Id& id, Lookup lookup) {
  if (const auto found = cache.find(id); found != cache.end()) return found->second;
  const std::int64_t key = COLOPHON_TRY(lookup());
  cache.emplace(id, key);
  return key;
}

Result<std::int64_t> channel_key(Db& db, const Id& id, const std::string& field) {
  Query query(db, "SELECT key FROM channel WHERE id = ?1");
  query.bind(id);
  if (COLOPHON_TRY(query.next())) return query.integer(0);
  return fail(Errc::not_found, field, "no channel has the id " + id.to_string() + ": GET /v1/channels lists them");
}

}  // namespace

Result<Appended> SqliteStore::append_events(std::span<const EventDraft> events, Source source) {
  Appended appended;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    Batch batch("events", source, now());
    Query insert(db, "INSERT INTO event(month, id, period, type, source, work, channel, listener, units, service, territory, active) "
                     "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON CONFLICT(month, id) DO NOTHING");
    for (std::size_t i = 0; i < events.size(); ++i) {
      const auto& event = events[i];
      if (event.units < 0)
        return fail(Errc::negative_amount, at("events", i, "units"), "units count what was used and cannot be below 0; a reversal is its own entry");
      const auto month = COLOPHON_TRY(batch.month(event.id, i));
      const auto work = COLOPHON_TRY(cached(batch.works, event.work, [&] { return work_key(db, event.work, at("events", i, "work")); }));
      std::optional<std::int64_t> channel;
      if (!event.channel.is_nil())
        channel = COLOPHON_TRY(cached(batch.channels, event.channel, [&] { return channel_key(db, event.channel, at("events", i, "channel")); }));
      const auto period = COLOPHON_TRY(open_month_from(db, batch, month));
      auto& key = batch.listener_keys[period];
      if (key.empty()) key = COLOPHON_TRY(secret_in(db, "listener-key/" + period_of_month(period).to_string(), new_salt()));
      COLOPHON_TRY(insert.bind(month, event.id, period, static_cast<int>(event.type), static_cast<int>(source), work, channel,
                               keyed_listener(key, event.listener), event.units, or_null(event.service), or_null(event.territory),
                               event.active ? std::optional<std::int64_t>(1) : std::nullopt).run());
      if (db.changes() == 0) {
        ++appended.duplicates;
        continue;
      }
      ++appended.accepted;
      appended.late += period != month;
      ++batch.tallies[period].events;
      batch.tallies[period].placed += !event.service.empty() || !event.territory.empty() || event.active;
    }
    return write_tallies(db, batch, source == Source::simulated);
  }));
  return appended;
}

Result<Appended> SqliteStore::append_revenue(std::span<const RevenueDraft> lines, Source source) {
  Appended appended;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    Batch batch("lines", source, now());
    std::string currency = COLOPHON_TRY(this->currency());
    Query insert(db, "INSERT INTO revenue(month, id, period, kind, source, amount, currency, listener, work, day, service, usage, territory, side, units, reverses, resolves, unmatched) "
                     "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) ON CONFLICT(month, id) DO NOTHING");
    Query known(db, "SELECT 1 FROM revenue WHERE id = ?1");
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto& line = lines[i];
      const auto month = COLOPHON_TRY(batch.month(line.id, i));
      COLOPHON_TRY(Currency::parse(line.currency, at("lines", i, "currency")));
      // The store's own currency is that of its first line; lines in others are settled in theirs.
      if (currency.empty()) COLOPHON_TRY(put_setting("currency", currency = line.currency));
      const auto amount = COLOPHON_TRY(parse_exact(line.amount, at("lines", i, "amount")));
      if (amount < 0)
        return fail(Errc::negative_amount, at("lines", i, "amount"), "revenue cannot be below 0: to take money back, send a line with \"reverses\"");
      if (line.units < 0) return fail(Errc::negative_amount, at("lines", i, "units"), "units are not below 0");
      if (line.day.days != 0 && month_number(line.day.period()) > month)
        return fail(Errc::invalid_argument, at("lines", i, "day"), "the day of the use is later than the line itself");
      if (!line.reverses.is_nil()) {
        known.bind(line.reverses);
        const bool in_batch = std::ranges::any_of(lines.first(i), [&](const RevenueDraft& other) { return other.id == line.reverses; });
        if (!in_batch && !COLOPHON_TRY(known.next())) return fail(Errc::not_found, at("lines", i, "reverses"), "no line has the id " + line.reverses.to_string());
      }
      std::optional<std::int64_t> work;
      if (!line.work.is_nil()) work = COLOPHON_TRY(cached(batch.works, line.work, [&] { return work_key(db, line.work, at("lines", i, "work")); }));
      const auto period = COLOPHON_TRY(open_month_from(db, batch, month));
      auto& key = batch.listener_keys[period];
      if (key.empty()) key = COLOPHON_TRY(secret_in(db, "listener-key/" + period_of_month(period).to_string(), new_salt()));
      COLOPHON_TRY(insert.bind(month, line.id, period, static_cast<int>(line.kind), static_cast<int>(source), line.amount, line.currency,
                               keyed_listener(key, line.listener), work, line.day.days == 0 ? std::nullopt : std::optional<std::int64_t>(line.day.days), or_null(line.service),
                               or_null(line.use), or_null(line.territory), or_null(line.side), line.units == 0 ? std::nullopt : std::optional(line.units),
                               line.reverses.is_nil() ? std::nullopt : std::optional(line.reverses), or_null(line.resolves),
                               line.unmatched ? std::optional<std::int64_t>(1) : std::nullopt).run());
      if (db.changes() == 0) {
        ++appended.duplicates;
        continue;
      }
      ++appended.accepted;
      appended.late += period != month;
      ++batch.tallies[period].lines;
    }
    return write_tallies(db, batch, source == Source::simulated);
  }));
  return appended;
}

// ---- Reading a period

Result<void> SqliteStore::freeze_period(const Period& period) {
  return write([&](Db& db) -> Result<void> {
    if (COLOPHON_TRY(period_state(db, month_number(period))) == PeriodState::closed)
      return fail(Errc::conflict, "period", "the period " + period.to_string() + " is closed: its settlement was approved");
    return Query(db, "INSERT INTO period(month, state) VALUES(?1, 1) ON CONFLICT(month) DO NOTHING").bind(month_number(period)).run();
  });
}

Result<void> SqliteStore::thaw_period(const Period& period) {
  return write([&](Db& db) {
    return Query(db, "DELETE FROM period WHERE month = ?1 AND state = 1 AND NOT EXISTS (SELECT 1 FROM settlement WHERE month = ?1)")
        .bind(month_number(period)).run();
  });
}

Result<std::vector<PeriodRow>> SqliteStore::periods() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT m.month, coalesce(p.state, 0), coalesce(t.events, 0), coalesce(t.revenue_lines, 0) FROM "
                       "(SELECT month FROM period UNION SELECT period FROM tally) m LEFT JOIN period p ON p.month = m.month "
                       "LEFT JOIN tally t ON t.period = m.month ORDER BY m.month");
  std::vector<PeriodRow> rows;
  while (COLOPHON_TRY(query.next()))
    rows.push_back({period_of_month(query.integer(0)), static_cast<PeriodState>(query.integer(1)), static_cast<std::uint64_t>(query.integer(2)),
                    static_cast<std::uint64_t>(query.integer(3))});
  return rows;
}

namespace {

/// Row number to id, for the joins that a scan does itself.
Result<std::vector<Id>> work_ids(Db& db) {
  std::vector<Id> ids;
  Query query(db, "SELECT key, id FROM work ORDER BY key");
  while (COLOPHON_TRY(query.next())) {
    const auto key = static_cast<std::size_t>(query.integer(0));
    if (key >= ids.size()) ids.resize(key + 1);
    ids[key] = query.id(1);
  }
  return ids;
}

/// The listeners of a scan by number. The 16 bytes are hashes already: the first eight are as good as any hash of them.
struct ListenerIndex {
  std::vector<Id> ids;
  std::vector<std::uint32_t> slots = std::vector<std::uint32_t>(1024, UINT32_MAX);

  std::uint32_t intern(ByteView bytes) {
    Id id;
    if (bytes.size() == id.bytes.size()) std::memcpy(id.bytes.data(), bytes.data(), id.bytes.size());
    if (2 * (ids.size() + 1) > slots.size()) grow();
    std::size_t at = hash(id) & (slots.size() - 1);
    for (; slots[at] != UINT32_MAX; at = (at + 1) & (slots.size() - 1)) {
      if (ids[slots[at]] == id) return slots[at];
    }
    slots[at] = static_cast<std::uint32_t>(ids.size());
    ids.push_back(id);
    return slots[at];
  }

 private:
  static std::size_t hash(const Id& id) {
    std::uint64_t first = 0;
    std::memcpy(&first, id.bytes.data(), sizeof first);
    return first;
  }
  void grow() {
    slots.assign(2 * slots.size(), UINT32_MAX);
    for (std::uint32_t i = 0; i < ids.size(); ++i) {
      std::size_t at = hash(ids[i]) & (slots.size() - 1);
      while (slots[at] != UINT32_MAX) at = (at + 1) & (slots.size() - 1);
      slots[at] = i;
    }
  }
};

/// Rows without a listener, added up by work, kind and day: there are as many as works, not as events.
class UsageSums {
 public:
  explicit UsageSums(royalty::UsageTable& table) : table_(table) {}
  bool add(const royalty::UsageRow& row) {
    // Most works have one kind and day; the others are found by a key.
    const std::uint64_t key = static_cast<std::uint64_t>(row.work) << 32 | static_cast<std::uint64_t>(row.kind) << 16 | static_cast<std::uint16_t>(row.day);
    if (row.work >= last_.size()) last_.resize(std::max<std::size_t>(2 * last_.size(), row.work + 1), {~std::uint64_t{0}, 0});
    auto& [last_key, place] = last_[row.work];
    if (last_key != key) {
      const auto [at, is_new] = places_.try_emplace(key, static_cast<std::uint32_t>(table_.rows.size()));
      if (is_new) {
        table_.rows.push_back(row);
        table_.rows.back().units = 0;
      }
      last_key = key;
      place = at->second;
    }
    auto& units = table_.rows[place].units;
    return !__builtin_add_overflow(units, row.units, &units);
  }

 private:
  royalty::UsageTable& table_;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> last_;
  std::unordered_map<std::uint64_t, std::uint32_t> places_;
};

std::uint16_t kind_number(std::vector<royalty::UsageKind>& kinds, const royalty::UsageKind& kind) {
  for (std::size_t i = 0; i < kinds.size(); ++i) if (kinds[i] == kind) return static_cast<std::uint16_t>(i);
  kinds.push_back(kind);
  return static_cast<std::uint16_t>(kinds.size() - 1);
}
/// The kind of a row that says nothing but its type: no text is made for it.
std::uint16_t kind_number(std::vector<royalty::UsageKind>& kinds, EventType type) {
  const std::string_view name = event_type_name(type);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i].type == name && kinds[i].source.empty() && kinds[i].territory.empty() && !kinds[i].active) return static_cast<std::uint16_t>(i);
  }
  return kind_number(kinds, royalty::UsageKind{std::string(name), "", "", false});
}

std::string scan_sql(std::string_view columns, std::string_view table, std::string_view condition) {
  const std::string select = "SELECT " + std::string(columns) + " FROM " + std::string(table);
  // What came in time is one range of the key; what came late has its own small index.
  return select + " WHERE month = ?1 AND period = ?1 AND " + std::string(condition) + " UNION ALL " + select +
         " WHERE period = ?1 AND period <> month AND " + std::string(condition);
}

}  // namespace

Result<royalty::UsageTable> SqliteStore::usage(const Period& period, UsageDetail detail) {
  auto reader = COLOPHON_TRY(read());
  royalty::UsageTable table;
  bool places = true;
  {
    Query tally(*reader, "SELECT events, placed FROM tally WHERE period = ?1");
    tally.bind(month_number(period));
    if (COLOPHON_TRY(tally.next())) {
      if (detail.listeners) table.rows.reserve(static_cast<std::size_t>(tally.integer(0)));
      places = tally.integer(1) != 0;
    }
  }
  const auto works = COLOPHON_TRY(work_ids(*reader));
  std::vector<std::uint32_t> work_number(works.size(), UINT32_MAX);
  ListenerIndex listeners;
  UsageSums sums(table);
  if (!detail.listeners) listeners.intern({});
  const Date first = first_day(period);
  // Columns that nobody needs are not read: decoding rows is most of what this costs.
  std::string columns = "work, units, type, ";
  columns += detail.listeners ? "listener, " : "NULL, ";
  columns += detail.days ? "id" : "NULL";
  if (places) columns += ", service, territory, active";
  Query query(*reader, scan_sql(columns, "event", kCarriesUnits));
  query.bind(month_number(period));
  while (COLOPHON_TRY(query.next())) {
    const auto key = static_cast<std::size_t>(query.integer(0));
    std::uint32_t& work = work_number.at(key);
    if (work == UINT32_MAX) {
      work = static_cast<std::uint32_t>(table.works.size());
      table.works.push_back(works[key]);
    }
    royalty::UsageRow row{detail.listeners ? listeners.intern(query.view(3)) : 0, work, query.integer(1), 0, 0};
    if (detail.days) row.day = static_cast<std::int16_t>(Date::of_unix_ms(COLOPHON_TRY(uuid_v7_time_ms(query.id(4)))).days - first.days);
    const auto type = static_cast<EventType>(query.integer(2));
    const bool plain = !places || (query.null(5) && query.null(6) && query.null(7));
    row.kind = plain ? kind_number(table.kinds, type) : kind_number(table.kinds, {std::string(event_type_name(type)), query.text(5), query.text(6), query.integer(7) != 0});
    if (detail.listeners) table.rows.push_back(row);
    else if (!sums.add(row)) return fail(Errc::overflow, "units", "the units of one work add up to 2^63 or more");
  }
  table.listeners = std::move(listeners.ids);
  return table;
}

Result<std::vector<royalty::RevenueLine>> SqliteStore::revenue(const Period& period) {
  auto reader = COLOPHON_TRY(read());
  const auto works = COLOPHON_TRY(work_ids(*reader));
  std::vector<royalty::RevenueLine> lines;
  Query query(*reader, scan_sql("id, kind, amount, currency, listener, work, day, service, usage, territory, side, units, reverses, resolves, unmatched", "revenue", "1"));
  query.bind(month_number(period));
  while (COLOPHON_TRY(query.next())) {
    royalty::RevenueLine line;
    line.id = query.id(0);
    line.place = "revenue " + line.id.to_string();
    line.facts.kind = revenue_kind_name(static_cast<RevenueKind>(query.integer(1)));
    line.amount = COLOPHON_TRY(parse_exact(query.text(2)));
    line.currency = COLOPHON_TRY(Currency::parse(query.text(3)));
    line.listener = query.id(4);
    if (!query.null(5)) line.work = works.at(static_cast<std::size_t>(query.integer(5)));
    // Money that came late may be of an earlier day; its agreement is that of the day.
    line.date = query.null(6) ? Date::of_unix_ms(COLOPHON_TRY(uuid_v7_time_ms(line.id))) : Date{static_cast<std::int32_t>(query.integer(6))};
    line.facts.source = query.text(7);
    line.facts.use = query.text(8);
    line.facts.territory = query.text(9);
    line.facts.side = query.text(10);
    line.units = query.integer(11);
    line.reverses = query.id(12);
    line.resolves = query.text(13);
    line.unmatched = query.integer(14) != 0;
    lines.push_back(std::move(line));
  }
  return lines;
}

Result<std::vector<std::pair<Id, std::int64_t>>> SqliteStore::units_by_work(const Period& period) {
  auto reader = COLOPHON_TRY(read());
  const auto works = COLOPHON_TRY(work_ids(*reader));
  std::vector<std::int64_t> units(works.size());
  Query query(*reader, scan_sql("work, units", "event", kCarriesUnits));
  query.bind(month_number(period));
  while (COLOPHON_TRY(query.next())) {
    auto& sum = units.at(static_cast<std::size_t>(query.integer(0)));
    if (__builtin_add_overflow(sum, query.integer(1), &sum)) return fail(Errc::overflow, "units", "the units of one work do not fit 63 bits");
  }
  std::vector<std::pair<Id, std::int64_t>> rows;
  for (std::size_t key = 0; key < works.size(); ++key)
    if (units[key] > 0) rows.emplace_back(works[key], units[key]);
  return rows;
}

Result<bool> SqliteStore::has_simulated(const Period& period) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT simulated FROM tally WHERE period = ?1");
  query.bind(month_number(period));
  return COLOPHON_TRY(query.next()) && query.integer(0) != 0;
}

}  // namespace colophon::store
