// Settlements: a draft is frozen rows, its approval moves the balances and closes the period.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kSettlementColumns =
    "SELECT key, id, month, currency, rule, state, made_by, made_at, approved_by, approved_at, header, root, salt, pool_micro, payable_minor, "
    "carried_micro, statements, simulated FROM settlement ";

SettlementRow settlement_of(const Query& query) {
  SettlementRow row;
  row.id = query.id(1);
  row.period = period_of_month(query.integer(2));
  row.currency = query.text(3);
  row.rule = query.text(4);
  row.state = static_cast<SettlementState>(query.integer(5));
  row.made_by = query.text(6);
  row.made_at = query.integer(7);
  row.approved_by = query.text(8);
  row.approved_at = query.integer(9);
  row.header = query.text(10);
  row.root = query.hash(11);
  row.salt = query.hash(12);
  row.pool_micro = query.integer(13);
  row.payable_minor = query.integer(14);
  row.carried_micro = query.integer(15);
  row.statements = static_cast<std::uint64_t>(query.integer(16));
  row.simulated = query.integer(17) != 0;
  return row;
}

Result<std::int64_t> settlement_key(Db& db, const Id& id) {
  Query query(db, "SELECT key FROM settlement WHERE id = ?1");
  query.bind(id);
  if (COLOPHON_TRY(query.next())) return query.integer(0);
  return fail(Errc::not_found, "settlement", "no settlement has the id " + id.to_string());
}

}  // namespace

Result<void> SqliteStore::put_draft(const SettlementRow& row, std::span<const StatementRow> statements, std::span<const PoolTableRow> pools,
                                    std::span<const JournalRow> journal) {
  return write([&](Db& db) -> Result<void> {
    const auto month = month_number(row.period);
    if (COLOPHON_TRY(period_state(db, month)) != PeriodState::settling)
      return fail(Errc::conflict, "period", "the period " + row.period.to_string() + " is closed, or was not frozen before the draft was computed");
    COLOPHON_TRY(Query(db, "DELETE FROM settlement WHERE month = ?1 AND currency = ?2").bind(month, row.currency).run());
    COLOPHON_TRY(Query(db, "INSERT INTO settlement(id, month, currency, rule, state, made_by, made_at, header, root, salt, pool_micro, payable_minor, "
                           "carried_micro, statements, simulated) VALUES(?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")
                     .bind(row.id, month, row.currency, row.rule, row.made_by, row.made_at, row.header, row.root, row.salt, row.pool_micro,
                           row.payable_minor, row.carried_micro, statements.size(), row.simulated).run());
    const auto key = db.last_key();
    Query statement(db, "INSERT INTO statement(settlement, party, opening_micro, earned_micro, payable_minor, carried_micro, document) "
                        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    for (const auto& one : statements)
      COLOPHON_TRY(statement.bind(key, one.party, one.opening_micro, one.earned_micro, one.payable_minor, one.carried_micro,
                                  COLOPHON_TRY(compress(one.document))).run());
    Query pool(db, "INSERT INTO pool(settlement, id, rule, amount_micro, document) VALUES(?1, ?2, ?3, ?4, ?5)");
    for (const auto& one : pools) COLOPHON_TRY(pool.bind(key, one.pool, one.rule, one.amount_micro, COLOPHON_TRY(compress(one.document))).run());
    Query line(db, "INSERT INTO journal(settlement, line, from_account, to_account, amount_micro) VALUES(?1, ?2, ?3, ?4, ?5)");
    for (std::size_t i = 0; i < journal.size(); ++i) COLOPHON_TRY(line.bind(key, i, journal[i].from, journal[i].to, journal[i].amount_micro).run());
    return {};
  });
}

Result<SettlementRow> SqliteStore::approve(const Id& id, std::string_view approver) {
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(settlement_key(db, id));
    const auto row = COLOPHON_TRY(settlement(id));
    if (row.state == SettlementState::approved) return fail(Errc::conflict, "settlement", "it is approved already");
    if (row.made_by == approver)
      return fail(Errc::forbidden, "approver", "who made a settlement may not approve it: ask somebody else with the role approver");
    {
      // Both directions: a balance that moved, and one that came into being since the draft was made.
      Query moved(db, "SELECT 1 FROM statement s JOIN party p ON p.id = s.party LEFT JOIN balance b ON b.party = p.key AND b.currency = ?2 "
                      "WHERE s.settlement = ?1 AND coalesce(b.micros, 0) <> s.opening_micro UNION ALL "
                      "SELECT 1 FROM balance b JOIN party p ON p.key = b.party WHERE b.currency = ?2 AND b.micros <> 0 AND NOT EXISTS "
                      "(SELECT 1 FROM statement s WHERE s.settlement = ?1 AND s.party = p.id) LIMIT 1");
      moved.bind(key, row.currency);
      if (COLOPHON_TRY(moved.next()))
        return fail(Errc::conflict, "settlement", "another settlement has moved a balance since this draft was made: make the draft again");
    }
    COLOPHON_TRY(Query(db, "INSERT INTO balance(party, currency, micros) SELECT p.key, ?2, s.carried_micro FROM statement s JOIN party p ON "
                           "p.id = s.party WHERE s.settlement = ?1 ON CONFLICT(party, currency) DO UPDATE SET micros = excluded.micros")
                     .bind(key, row.currency).run());
    COLOPHON_TRY(Query(db, "UPDATE settlement SET state = 1, approved_by = ?2, approved_at = ?3 WHERE key = ?1").bind(key, approver, now()).run());
    COLOPHON_TRY(Query(db, "UPDATE period SET state = 2 WHERE month = ?1").bind(month_number(row.period)).run());
    // The key of the period's listener ids has done its work: without it nothing leads from a host's listener to an event.
    COLOPHON_TRY(Query(db, "DELETE FROM secret WHERE name = ?1").bind("listener-key/" + row.period.to_string()).run());
    return append_log_entry(db, {"settlement", id, row.salt, row.header}, id);
  }));
  return settlement(id);
}

Result<std::vector<SettlementRow>> SqliteStore::settlements() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kSettlementColumns) + "ORDER BY month DESC, currency");
  std::vector<SettlementRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back(settlement_of(query));
  return rows;
}

Result<SettlementRow> SqliteStore::settlement(const Id& id) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kSettlementColumns) + "WHERE id = ?1");
  query.bind(id);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "settlement", "no settlement has the id " + id.to_string());
  return settlement_of(query);
}

Result<Page<StatementRow>> SqliteStore::statements(const Id& settlement, std::string_view cursor, std::size_t limit) {
  const Id after = cursor.empty() ? Id{} : COLOPHON_TRY(Id::parse(cursor, "cursor"));
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT s.party, coalesce(n.name, ''), s.opening_micro, s.earned_micro, s.carried_micro, s.payable_minor FROM statement s "
                       "LEFT JOIN party p ON p.id = s.party LEFT JOIN person n ON n.party = p.key "
                       "WHERE s.settlement = ?1 AND s.party > ?2 ORDER BY s.party LIMIT ?3");
  query.bind(COLOPHON_TRY(settlement_key(*reader, settlement)), after, limit + 1);
  Page<StatementRow> page;
  while (COLOPHON_TRY(query.next())) {
    if (page.rows.size() == limit) {
      if (!page.rows.empty()) page.next = page.rows.back().party.to_string();
      break;
    }
    page.rows.push_back({query.id(0), query.text(1), query.integer(2), query.integer(3), query.integer(4), query.integer(5), {}});
  }
  return page;
}

Result<StatementRow> SqliteStore::statement(const Id& settlement, const Id& party) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT s.party, coalesce(n.name, ''), s.opening_micro, s.earned_micro, s.carried_micro, s.payable_minor, s.document "
                       "FROM statement s LEFT JOIN party p ON p.id = s.party LEFT JOIN person n ON n.party = p.key "
                       "WHERE s.settlement = ?1 AND s.party = ?2");
  query.bind(COLOPHON_TRY(settlement_key(*reader, settlement)), party);
  if (!COLOPHON_TRY(query.next()))
    return fail(Errc::not_found, "party", "the party " + party.to_string() + " has no statement in this settlement");
  return StatementRow{query.id(0), query.text(1), query.integer(2), query.integer(3), query.integer(4), query.integer(5),
                      COLOPHON_TRY(decompress(query.blob(6)))};
}

Result<std::vector<PoolTableRow>> SqliteStore::pools(const Id& settlement) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id, rule, amount_micro FROM pool WHERE settlement = ?1 ORDER BY id");
  query.bind(COLOPHON_TRY(settlement_key(*reader, settlement)));
  std::vector<PoolTableRow> pools;
  while (COLOPHON_TRY(query.next())) pools.push_back({query.id(0), query.text(1), query.integer(2), {}});
  return pools;
}

Result<PoolTableRow> SqliteStore::pool_table(const Id& settlement, const Id& pool) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id, rule, amount_micro, document FROM pool WHERE settlement = ?1 AND id = ?2");
  query.bind(COLOPHON_TRY(settlement_key(*reader, settlement)), pool);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "pool", "the settlement has no pool with the id " + pool.to_string());
  return PoolTableRow{query.id(0), query.text(1), query.integer(2), COLOPHON_TRY(decompress(query.blob(3)))};
}

Result<std::vector<JournalRow>> SqliteStore::journal(const Id& settlement) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT from_account, to_account, amount_micro FROM journal WHERE settlement = ?1 ORDER BY line");
  query.bind(COLOPHON_TRY(settlement_key(*reader, settlement)));
  std::vector<JournalRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back({query.text(0), query.text(1), query.integer(2)});
  return rows;
}

}  // namespace colophon::store
