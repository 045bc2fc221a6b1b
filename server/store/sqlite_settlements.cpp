// Settlements: a draft is frozen rows, its approval moves the balances and closes the period.
#include "colophon/royalty/bundle.hpp"
#include "store/sqlite_ledger.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kSettlementColumns =
    "SELECT key, id, month, rule, coalesce(book, 0), state, made_by, made_at, approved_by, approved_at, header, root, salt, statements, transactions, warnings, opening, simulated, earlier "
    "FROM settlement ";

SettlementRow settlement_of(const Query& query) {
  SettlementRow row;
  row.id = query.id(1);
  row.period = period_of_month(query.integer(2));
  row.rule = query.text(3);
  row.book = query.integer(4);
  row.state = static_cast<SettlementState>(query.integer(5));
  row.made_by = query.text(6);
  row.made_at = query.integer(7);
  row.approved_by = query.text(8);
  row.approved_at = query.integer(9);
  row.header = query.text(10);
  row.root = query.hash(11);
  row.salt = query.hash(12);
  row.statements = static_cast<std::uint64_t>(query.integer(13));
  row.transactions = static_cast<std::uint64_t>(query.integer(14));
  row.warnings = query.text(15);
  row.opening = query.hash(16);
  row.simulated = query.integer(17) != 0;
  row.earlier = query.text(18);
  return row;
}

Result<std::int64_t> settlement_key(Db& db, const Id& id) {
  Query query(db, "SELECT key FROM settlement WHERE id = ?1");
  query.bind(id);
  if (COLOPHON_TRY(query.next())) return query.integer(0);
  return fail(Errc::not_found, "settlement", "no settlement has the id " + id.to_string());
}

Result<std::int64_t> insert_settlement(Db& db, const SettlementRow& row, const royalty::SettlementInput& input) {
  std::string bank;
  for (const royalty::BankResult& result : input.bank) bank += (bank.empty() ? "" : " ") + result.reference;
  COLOPHON_TRY(Query(db, "INSERT INTO settlement(id, month, rule, book, state, made_by, made_at, header, root, salt, statements, transactions, warnings, opening, bank, simulated, earlier) "
                         "VALUES(?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)")
                   .bind(row.id, month_number(row.period), row.rule, row.book == 0 ? std::nullopt : std::optional(row.book), row.made_by, row.made_at, row.header, row.root, row.salt,
                         row.statements, row.transactions, row.warnings, openings_hash(input.openings), bank, row.simulated, row.earlier).run());
  return db.last_key();
}

Result<void> write_statements(Db& db, std::int64_t key, const SettlementDraft& draft) {
  const royalty::SettlementResult& result = *draft.result;
  Query statement(db, "INSERT INTO statement(settlement, party, document) VALUES(?1, ?2, ?3)");
  Query account(db, "INSERT INTO statement_account(settlement, party, currency, opening_micro, earned_micro, held_micro, reserved_micro, recouped_micro, paid_minor, closing_micro) "
                    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  for (std::size_t i = 0; i < result.parties.size(); ++i) {
    const Id party = result.party_ids[result.parties[i].party];
    COLOPHON_TRY(statement.bind(key, party, COLOPHON_TRY(compress(draft.statement(i)))).run());
    for (const royalty::AccountResult& a : result.parties[i].accounts) {
      COLOPHON_TRY(account.bind(key, party, result.currencies[a.currency].name(), a.opening_micro, a.earned_micro, a.held_micro, a.reserved_micro, a.recouped_micro, a.paid_minor,
                                a.closing_micro).run());
    }
    if (draft.written) COLOPHON_TRY(draft.written(i));
  }
  Query pool(db, "INSERT INTO pool(settlement, id, name, rule, currency, amount_micro, document) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  for (std::size_t i = 0; i < result.pools.size(); ++i) {
    const royalty::PoolResult& one = result.pools[i];
    COLOPHON_TRY(pool.bind(key, one.pool, one.name, royalty::rule_name(one.rule), result.currencies[one.currency].name(), one.received_micro, COLOPHON_TRY(compress(draft.pool_table(i)))).run());
  }
  return {};
}

/// Revenue and usage stay where they are: the period is frozen, and they would be many.
Result<void> write_input(Db& db, std::int64_t key, const royalty::SettlementInput& input) {
  Query file(db, "INSERT INTO settlement_input(settlement, name, document) VALUES(?1, ?2, ?3)");
  Result<void> written;
  royalty::write_bundle(
      input,
      [&](std::string_view name, std::string_view text) {
        if (written) written = compress(text).and_then([&](const Bytes& packed) { return file.bind(key, name, packed).run(); });
      },
      [](std::string_view name) { return name != "revenue.csv" && name != "usage.csv"; });
  return written;
}

Result<void> write_closing(Db& db, std::int64_t key, const royalty::SettlementResult& result) {
  Query line(db, "INSERT INTO closing(settlement, kind, party, agreement, name, due, currency, amount) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  for (const royalty::OpeningLine& one : result.closings) {
    COLOPHON_TRY(line.bind(key, static_cast<int>(one.kind), one.party, one.agreement, one.name, month_number(one.due), one.currency.name(), one.amount).run());
  }
  Query payout(db, "INSERT INTO payout(reference, settlement, party, currency, gross_minor, tax_minor, net_minor) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  for (const royalty::Payout& one : result.payouts) {
    COLOPHON_TRY(payout.bind(one.reference, key, result.party_ids[one.party], result.currencies[one.currency].name(), one.gross_minor, one.tax_minor, one.net_minor).run());
  }
  return {};
}

}  // namespace

Result<void> SqliteStore::put_draft(const SettlementDraft& draft) {
  return write([&](Db& db) -> Result<void> {
    const auto month = month_number(draft.row.period);
    if (COLOPHON_TRY(period_state(db, month)) != PeriodState::settling)
      return fail(Errc::conflict, "period", "the period " + draft.row.period.to_string() + " is closed, or was not frozen before the draft was computed");
    COLOPHON_TRY(Query(db, "DELETE FROM settlement WHERE month = ?1").bind(month).run());
    const auto key = COLOPHON_TRY(insert_settlement(db, draft.row, *draft.input));
    COLOPHON_TRY(write_statements(db, key, draft));
    COLOPHON_TRY(write_input(db, key, *draft.input));
    COLOPHON_TRY(write_closing(db, key, *draft.result));
    COLOPHON_TRY(write_recorded(db, key, *draft.input, *draft.result));
    return write_journal(db, key, draft.result->journal);
  });
}

Result<SettlementRow> SqliteStore::approve(const Id& id, std::string_view approver) {
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    const auto key = COLOPHON_TRY(settlement_key(db, id));
    const auto row = COLOPHON_TRY(settlement(id));
    if (row.state == SettlementState::approved) return fail(Errc::conflict, "settlement", "it is approved already");
    if (row.made_by == approver)
      return fail(Errc::forbidden, "approver", "who made a settlement may not approve it: ask somebody else with the role approver");
    // Any other approval in between has left other openings than those that the draft began with.
    if (openings_hash(COLOPHON_TRY(openings_in(db))) != row.opening)
      return fail(Errc::conflict, "settlement", "another settlement has moved the books since this draft was made: make the draft again");
    COLOPHON_TRY(move_balances(db, key));
    COLOPHON_TRY(Query(db, "UPDATE settlement SET state = 1, approved_by = ?2, approved_at = ?3 WHERE key = ?1").bind(key, approver, now()).run());
    COLOPHON_TRY(Query(db, "UPDATE period SET state = 2 WHERE month = ?1").bind(month_number(row.period)).run());
    Query bank(db, "SELECT bank FROM settlement WHERE key = ?1");
    bank.bind(key);
    if (COLOPHON_TRY(bank.next())) {
      Query booked(db, "UPDATE payout SET booked = 1 WHERE reference = ?1");
      for (const std::string& reference : split_words(bank.text(0))) COLOPHON_TRY(booked.bind(reference).run());
    }
    // The key of the period's listener ids has done its work: without it nothing leads from a host's listener to an event.
    COLOPHON_TRY(Query(db, "DELETE FROM secret WHERE name = ?1").bind("listener-key/" + row.period.to_string()).run());
    return append_log_entry(db, {"settlement", id, row.salt, row.header}, id);
  }));
  return settlement(id);
}

Result<void> SqliteStore::drop_draft(const Id& id) {
  return write([&](Db& db) -> Result<void> {
    const auto row = COLOPHON_TRY(settlement(id));
    if (row.state == SettlementState::approved) return fail(Errc::conflict, "settlement", "it is approved: corrections go forward, as reversals in a later period");
    COLOPHON_TRY(Query(db, "DELETE FROM settlement WHERE id = ?1").bind(id).run());
    return Query(db, "DELETE FROM period WHERE month = ?1 AND state = 1").bind(month_number(row.period)).run();
  });
}

Result<std::optional<Period>> SqliteStore::closed_through() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT max(month) FROM settlement WHERE state = 1");
  if (!COLOPHON_TRY(query.next()) || query.null(0)) return std::nullopt;
  return period_of_month(query.integer(0));
}

Result<std::vector<SettlementRow>> SqliteStore::settlements() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kSettlementColumns) + "ORDER BY month DESC");
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

namespace {

AccountRow account_of(const Query& query) {
  return {query.text(0), query.integer(1), query.integer(2), query.integer(3), query.integer(4), query.integer(5), query.integer(6), query.integer(7)};
}

Result<std::vector<AccountRow>> accounts_of(Db& db, std::int64_t settlement, const Id& party) {
  Query query(db, "SELECT currency, opening_micro, earned_micro, held_micro, reserved_micro, recouped_micro, closing_micro, paid_minor FROM statement_account "
                  "WHERE settlement = ?1 AND party = ?2 ORDER BY currency");
  query.bind(settlement, party);
  std::vector<AccountRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back(account_of(query));
  return rows;
}

}  // namespace

Result<Page<StatementRow>> SqliteStore::statements(const Id& settlement, std::string_view cursor, std::size_t limit) {
  const Id after = cursor.empty() ? Id{} : COLOPHON_TRY(Id::parse(cursor, "cursor"));
  auto reader = COLOPHON_TRY(read());
  const auto key = COLOPHON_TRY(settlement_key(*reader, settlement));
  Query query(*reader, "SELECT s.party, coalesce(n.name, '') FROM statement s LEFT JOIN party p ON p.id = s.party LEFT JOIN person n ON n.party = p.key "
                       "WHERE s.settlement = ?1 AND s.party > ?2 ORDER BY s.party LIMIT ?3");
  query.bind(key, after, limit + 1);
  Page<StatementRow> page;
  while (COLOPHON_TRY(query.next())) {
    if (page.rows.size() == limit) {
      if (!page.rows.empty()) page.next = page.rows.back().party.to_string();
      break;
    }
    page.rows.push_back({query.id(0), query.text(1), {}, {}});
  }
  for (StatementRow& row : page.rows) row.accounts = COLOPHON_TRY(accounts_of(*reader, key, row.party));
  return page;
}

Result<StatementRow> SqliteStore::statement(const Id& settlement, const Id& party) {
  auto reader = COLOPHON_TRY(read());
  const auto key = COLOPHON_TRY(settlement_key(*reader, settlement));
  Query query(*reader, "SELECT s.party, coalesce(n.name, ''), s.document FROM statement s LEFT JOIN party p ON p.id = s.party LEFT JOIN person n ON n.party = p.key "
                       "WHERE s.settlement = ?1 AND s.party = ?2");
  query.bind(key, party);
  if (!COLOPHON_TRY(query.next()))
    return fail(Errc::not_found, "party", "the party " + party.to_string() + " has no statement in this settlement");
  return StatementRow{query.id(0), query.text(1), COLOPHON_TRY(accounts_of(*reader, key, party)), COLOPHON_TRY(decompress(query.blob(2)))};
}

Result<std::vector<PartyAccountRow>> SqliteStore::accounts(const Id& settlement) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT currency, opening_micro, earned_micro, held_micro, reserved_micro, recouped_micro, closing_micro, paid_minor, party FROM statement_account "
                       "WHERE settlement = ?1 ORDER BY party, currency");
  query.bind(COLOPHON_TRY(settlement_key(*reader, settlement)));
  std::vector<PartyAccountRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back({query.id(8), account_of(query)});
  return rows;
}

Result<std::vector<std::pair<std::string, std::string>>> SqliteStore::settlement_input(const Id& settlement) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT name, document FROM settlement_input WHERE settlement = ?1 ORDER BY name");
  query.bind(COLOPHON_TRY(settlement_key(*reader, settlement)));
  std::vector<std::pair<std::string, std::string>> files;
  while (COLOPHON_TRY(query.next())) files.emplace_back(query.text(0), COLOPHON_TRY(decompress(query.blob(1))));
  return files;
}

Result<std::vector<PoolTableRow>> SqliteStore::pools(const Id& settlement) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id, name, rule, currency, amount_micro FROM pool WHERE settlement = ?1 ORDER BY id");
  query.bind(COLOPHON_TRY(settlement_key(*reader, settlement)));
  std::vector<PoolTableRow> pools;
  while (COLOPHON_TRY(query.next())) pools.push_back({query.id(0), query.text(1), query.text(2), query.text(3), query.integer(4), {}});
  return pools;
}

Result<PoolTableRow> SqliteStore::pool_table(const Id& settlement, const Id& pool) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT id, name, rule, currency, amount_micro, document FROM pool WHERE settlement = ?1 AND id = ?2");
  query.bind(COLOPHON_TRY(settlement_key(*reader, settlement)), pool);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "pool", "the settlement has no pool with the id " + pool.to_string());
  return PoolTableRow{query.id(0), query.text(1), query.text(2), query.text(3), query.integer(4), COLOPHON_TRY(decompress(query.blob(5)))};
}

Result<royalty::Journal> SqliteStore::journal(const Id& settlement) {
  auto reader = COLOPHON_TRY(read());
  const auto row = COLOPHON_TRY(this->settlement(settlement));
  return read_journal(*reader, COLOPHON_TRY(settlement_key(*reader, settlement)), row.period.to_string());
}

}  // namespace colophon::store
