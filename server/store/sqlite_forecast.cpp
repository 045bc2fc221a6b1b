// What parties would earn if the period ended now.
#include "store/sqlite_store.hpp"

namespace colophon::store {

Result<void> SqliteStore::put_forecast(const Forecast& forecast, std::span<const ForecastRow> rows) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "DELETE FROM forecast").run());
    Query insert(db, "INSERT INTO forecast(party, currency, earned_micro) VALUES(?1, ?2, ?3)");
    for (const ForecastRow& row : rows) COLOPHON_TRY(insert.bind(row.party, row.currency, row.earned_micro).run());
    const std::string value = forecast.period.to_string() + " " + std::to_string(forecast.through.days) + " " + std::to_string(forecast.made_at);
    return Query(db, "INSERT INTO setting(name, value) VALUES('forecast', ?1) ON CONFLICT(name) DO UPDATE SET value = excluded.value").bind(value).run();
  });
}

Result<std::optional<Forecast>> SqliteStore::forecast() {
  const auto value = COLOPHON_TRY(setting("forecast"));
  if (!value) return std::nullopt;
  const auto words = split_words(*value);
  if (words.size() != 3) return std::nullopt;
  Forecast forecast;
  forecast.period = COLOPHON_TRY(Period::parse(words[0], "forecast"));
  forecast.through.days = static_cast<std::int32_t>(COLOPHON_TRY(parse_int64(words[1], "forecast")));
  forecast.made_at = COLOPHON_TRY(parse_int64(words[2], "forecast"));
  return forecast;
}

Result<std::vector<ForecastRow>> SqliteStore::forecast_of(const Id& party) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT currency, earned_micro FROM forecast WHERE party = ?1 ORDER BY currency");
  query.bind(party);
  std::vector<ForecastRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back({party, query.text(0), query.integer(1)});
  return rows;
}

}  // namespace colophon::store

