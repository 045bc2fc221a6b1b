// events.csv, events.ndjson and usage.csv.
#include <algorithm>
#include <limits>

#include "colophon/base/json.hpp"
#include "colophon/base/limits.hpp"
#include "royalty/bundle/cells.hpp"
#include "royalty/bundle/tables.hpp"

namespace colophon::royalty {
namespace {

constexpr std::string_view kTypes[] = {"view", "play", "read", "like", "comment", "share", "complete"};

/// Rows of use as they come, ids as numbers.
class UsageBuilder {
 public:
  UsageBuilder(BundleReader& reader, std::string_view file) : reader_(reader), table_(reader.bundle.input.usage), file_(file) {
    for (const Id& id : table_.listeners) listeners_.intern(id);
    for (const Id& id : table_.works) works_.intern(id);
  }
  ~UsageBuilder() {
    table_.listeners = listeners_.ids();
    table_.works = works_.ids();
  }

  struct Row {
    std::string_view event, date, type, work, listener, source, territory;
    bool active = false;
    std::int64_t units = 1;
  };

  /// `place(column)` names a cell for an error.
  template <class Place>
  Result<void> add(const Row& row, Place place) {
    if (!row.event.empty()) {
      auto id = named_id("event", row.event, place("event"));
      if (!id) return std::unexpected(id.error());
      const std::size_t before = events_.size();
      if (events_.intern(*id) != before) return fail(Errc::invalid_argument, place("event"), "Another event has this id already: it would count twice.");
    }
    auto date = event_date(row.date, row.event, place("date"));
    if (!date) return std::unexpected(date.error());
    const auto work = find_work(reader_, row.work);
    if (!work) return fail(Errc::unknown_work, place("work"), "There is no work \"" + std::string(row.work.substr(0, limits::kNameBytesMax)) + "\": add it to works.csv, or leave the event out.");
    if (row.units < 0) return fail(Errc::negative_amount, place("units"), "Units count what was used and are not below zero.");
    if (std::ranges::find(kTypes, row.type) == std::end(kTypes)) return fail(Errc::invalid_argument, place("type"), "An event is a view, play, read, like, comment, share or complete.");
    UsageRow out;
    Id listener;
    if (!row.listener.empty()) {
      auto id = named_id("listener", row.listener, place("listener"));
      if (!id) return std::unexpected(id.error());
      listener = *id;
    }
    out.listener = listeners_.intern(listener);
    out.work = works_.intern(*work);
    out.units = row.units;
    const int day = date->days - first_day(reader_.bundle.input.period).days;
    if (*date > last_day(reader_.bundle.input.period)) return fail(Errc::invalid_argument, place("date"), "The event is of a later period than " + reader_.bundle.input.period.to_string() + ".");
    if (day < std::numeric_limits<std::int16_t>::min()) return fail(Errc::invalid_argument, place("date"), "The event is older than 89 years.");
    out.day = static_cast<std::int16_t>(day);
    UsageKind kind{std::string(row.type), std::string(row.source), std::string(row.territory), row.active};
    const auto known = std::ranges::find(table_.kinds, kind);
    out.kind = static_cast<std::uint16_t>(known - table_.kinds.begin());
    if (known == table_.kinds.end()) {
      if (table_.kinds.size() == std::numeric_limits<std::uint16_t>::max()) return fail(Errc::limit_exceeded, place("source"), "There are more than 65535 combinations of type, source, territory and choice.");
      table_.kinds.push_back(std::move(kind));
    }
    table_.rows.push_back(out);
    return {};
  }

  std::string place(std::uint64_t line, std::string_view column) const { return std::string(file_) + ":" + std::to_string(line) + ":" + std::string(column); }

 private:
  BundleReader& reader_;
  UsageTable& table_;
  std::string_view file_;
  IdIndex listeners_, works_, events_;
};

Result<void> read_table(BundleReader& reader, std::string_view name, std::string_view text, bool aggregated) {
  enum { event, date, type, work, listener, source, territory, active, units };
  const CsvColumn columns[] = {{"event", !aggregated}, {"date", aggregated}, {"type"}, {"work"}, {"listener", false}, {"source", false}, {"territory", false}, {"active", false}, {"units", aggregated}};
  auto table = CsvTable::open(std::string(name), text, columns);
  if (!table) return std::unexpected(table.error());
  UsageBuilder builder(reader, name);
  for (;;) {
    const auto more = table->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    const CsvTable& t = *table;
    Cells cells(t);
    UsageBuilder::Row row{t[event], t[date], t[type], t[work], t[listener], t[source], t[territory], cells.flag(active, false), cells.empty(units) ? 1 : cells.integer(units)};
    if (auto done = cells.finish(); !done) return done;
    if (!aggregated && row.event.empty()) return fail(Errc::missing_field, t.place(event), "An event has an id, by which one that comes twice counts once.");
    if (auto done = builder.add(row, [&](std::string_view column) { return builder.place(t.line(), column); }); !done) return done;
  }
}

}  // namespace

Result<Date> event_date(std::string_view date, std::string_view id, const std::string& field) {
  if (!date.empty()) return Date::parse(date, field);
  const auto uuid = Id::parse(id);
  const auto time = uuid ? uuid_v7_time_ms(*uuid) : std::unexpected(uuid.error());
  if (!time) return fail(Errc::missing_field, field, "An event has a date, or an id that is a UUIDv7, whose time is the date.");
  return Date::of_unix_ms(*time);
}

Result<void> BundleReader::events_csv(std::string_view text) { return read_table(*this, "events.csv", text, false); }

Result<void> BundleReader::usage(std::string_view text) { return read_table(*this, "usage.csv", text, true); }

Result<void> BundleReader::events_ndjson(std::string_view text) {
  UsageBuilder builder(*this, "events.ndjson");
  std::uint64_t line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = text.find('\n');
    const auto at = [&](std::string_view column) { return builder.place(line, column); };
    if (end == text.npos) return fail(Errc::invalid_argument, "events.ndjson:" + std::to_string(line), "The file ends in the middle of this line (no line break at its end): it was cut. Send it whole.");
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (one.empty() || one == "\r") continue;
    if (one.size() > limits::kCsvRowBytesMax) return fail(Errc::limit_exceeded, "events.ndjson:" + std::to_string(line), "A line has at most 1 MiB.");
    const auto json = parse_json(one);
    if (!json) return fail(json.error().code, "events.ndjson:" + std::to_string(line), json.error().detail);
    JsonFields f(*json, "events.ndjson:" + std::to_string(line));
    UsageBuilder::Row row;
    row.event = f.string("event");
    row.date = f.string_or("date", "");
    row.type = f.string("type");
    row.work = f.string("work");
    row.listener = f.string_or("listener", "");
    row.source = f.string_or("source", "");
    row.territory = f.string_or("territory", "");
    row.active = f.boolean_or("active", false);
    // Units beyond 2^53 are a string, like every large number here.
    if (const Json* units = f.any("units")) {
      if (units->integer() != nullptr) row.units = *units->integer();
      else if (units->string() != nullptr) {
        auto read = parse_int64(*units->string(), at("units"));
        if (!read) return std::unexpected(read.error());
        row.units = *read;
      } else {
        return fail(Errc::invalid_amount, at("units"), "Units are a whole number.");
      }
    }
    if (auto done = f.finish(); !done) return done;
    if (auto done = builder.add(row, at); !done) return done;
  }
  return {};
}

}  // namespace colophon::royalty
