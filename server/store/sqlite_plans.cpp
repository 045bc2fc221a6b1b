// Channels and plans.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kPlanColumns = "SELECT id, made_at, made_by, rank_by_quality, value, bound, instance, document, request, pools FROM plan ";

Result<PlanRow> plan_of(const Query& query) {
  PlanRow plan{query.id(0), query.integer(1), query.text(2), query.integer(3) != 0, query.text(4), query.text(5), query.hash(6), {}, {}, {}};
  plan.document = COLOPHON_TRY(decompress(query.blob(7)));
  plan.request = query.text(8);
  plan.pools = query.text(9);
  return plan;
}

}  // namespace

Result<void> SqliteStore::put_channel(const Channel& channel) {
  return write([&](Db& db) {
    return Query(db, "INSERT INTO channel(id, external_id, name, name_zh, budget, cost_min, cost_max, rate) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
                     "ON CONFLICT(external_id) DO UPDATE SET name = excluded.name, name_zh = excluded.name_zh, budget = excluded.budget, "
                     "cost_min = excluded.cost_min, cost_max = excluded.cost_max, rate = excluded.rate")
        .bind(channel.id, channel.external_id, channel.name, channel.name_zh, channel.budget, channel.cost_min, channel.cost_max, channel.rate).run();
  });
}

Result<std::vector<Channel>> SqliteStore::channels() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id, external_id, name, name_zh, budget, cost_min, cost_max, rate FROM channel ORDER BY id");
  std::vector<Channel> channels;
  while (COLOPHON_TRY(query.next()))
    channels.push_back({query.id(0), query.text(1), query.text(2), query.text(3), query.integer(4), query.integer(5), query.integer(6), query.text(7)});
  return channels;
}

Result<void> SqliteStore::insert_plan(const PlanRow& plan, const LogEntryDraft& entry) {
  const auto document = COLOPHON_TRY(compress(plan.document));
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(Query(db, "INSERT INTO plan(id, made_at, made_by, rank_by_quality, value, bound, instance, document, request, pools) "
                           "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")
                     .bind(plan.id, plan.made_at, plan.made_by, plan.rank_by_quality, plan.value, plan.bound, plan.instance, document, plan.request, plan.pools).run());
    return append_log_entry(db, entry, plan.id);
  });
}

Result<std::optional<PlanRow>> SqliteStore::current_plan() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kPlanColumns) + "ORDER BY key DESC LIMIT 1");
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return COLOPHON_TRY(plan_of(query));
}

Result<std::optional<Id>> SqliteStore::current_plan_id() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id FROM plan ORDER BY key DESC LIMIT 1");
  if (!COLOPHON_TRY(query.next())) return std::nullopt;
  return query.id(0);
}

Result<PlanRow> SqliteStore::plan(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kPlanColumns) + "WHERE id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "plan", "no plan has the id " + id.to_string());
  return plan_of(query);
}

}  // namespace colophon::store
