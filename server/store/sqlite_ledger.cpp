// The ledger: transactions with their postings, balances of accounts, what one settlement leaves to the next.
#include <algorithm>

#include "store/sqlite_ledger.hpp"

#include "colophon/base/json.hpp"

namespace colophon::store {
namespace {

void put_varint(Bytes& bytes, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<std::uint8_t>(value | 0x80));
  bytes.push_back(static_cast<std::uint8_t>(value));
}
void put_signed(Bytes& bytes, std::int64_t value) { put_varint(bytes, static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63)); }

struct VarintReader {
  const Bytes& bytes;
  std::size_t at = 0;
  bool more() const { return at < bytes.size(); }
  std::uint64_t next() {
    std::uint64_t value = 0;
    for (int shift = 0; at < bytes.size() && shift < 64; shift += 7) {
      const std::uint8_t byte = bytes[at++];
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) break;
    }
    return value;
  }
  std::int64_t next_signed() {
    const std::uint64_t value = next();
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
  }
};

/// The store's account for each of a journal's (account, currency) pairs that occur.
Result<std::vector<std::vector<std::int64_t>>> account_keys(Db& db, const royalty::Journal& journal) {
  std::vector<std::vector<std::int64_t>> keys(journal.accounts().size(), std::vector<std::int64_t>(journal.currencies().size(), 0));
  Query insert(db, "INSERT INTO account(name, currency) VALUES(?1, ?2) ON CONFLICT(name, currency) DO NOTHING");
  Query find(db, "SELECT key FROM account WHERE name = ?1 AND currency = ?2");
  for (const royalty::Posting& posting : journal.postings()) {
    std::int64_t& key = keys[posting.account][posting.currency];
    if (key != 0) continue;
    const auto currency = journal.currencies()[posting.currency].name();
    COLOPHON_TRY(insert.bind(journal.accounts()[posting.account], currency).run());
    find.bind(journal.accounts()[posting.account], currency);
    if (!COLOPHON_TRY(find.next())) return fail(Errc::internal, "store", "an account could not be made");
    key = find.integer(0);
  }
  return keys;
}

std::optional<Id> or_null(const Id& id) { return id.is_nil() ? std::nullopt : std::optional(id); }

}  // namespace

Result<void> write_journal(Db& db, std::int64_t settlement, const royalty::Journal& journal) {
  const auto keys = COLOPHON_TRY(account_keys(db, journal));
  std::unordered_map<std::int64_t, std::int64_t> deltas;
  Query insert(db, "INSERT INTO ledger_transaction(settlement, number, day, text, ref, reverses, postings) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  Bytes bytes;
  std::int64_t number = 0;
  for (const royalty::Transaction& transaction : journal.transactions()) {
    bytes.clear();
    for (std::uint32_t i = transaction.begin; i < transaction.end; ++i) {
      const royalty::Posting& posting = journal.postings()[i];
      const std::int64_t key = keys[posting.account][posting.currency];
      put_varint(bytes, static_cast<std::uint64_t>(key));
      put_signed(bytes, posting.amount_micro);
      put_signed(bytes, posting.residue);
      deltas[key] += posting.amount_micro;
    }
    COLOPHON_TRY(insert.bind(settlement, ++number, transaction.date.days, transaction.text, or_null(transaction.ref), or_null(transaction.reverses), bytes).run());
  }
  Query delta(db, "INSERT INTO account_delta(settlement, account, amount_micro) VALUES(?1, ?2, ?3)");
  for (const auto& [account, amount] : deltas) if (amount != 0) COLOPHON_TRY(delta.bind(settlement, account, amount).run());
  return {};
}

Result<void> move_balances(Db& db, std::int64_t settlement) {
  return Query(db, "UPDATE account SET balance_micro = balance_micro + d.amount_micro FROM account_delta d WHERE d.settlement = ?1 AND d.account = account.key").bind(settlement).run();
}

Result<royalty::Journal> read_journal(Db& db, std::int64_t settlement, std::string_view name) {
  struct Account { std::uint32_t account = 0, currency = 0; };
  royalty::Journal journal;
  journal.set_name(std::string(name));
  std::vector<Account> accounts;
  Query all(db, "SELECT key, name, currency FROM account");
  while (COLOPHON_TRY(all.next())) {
    const auto key = static_cast<std::size_t>(all.integer(0));
    if (key >= accounts.size()) accounts.resize(key + 1);
    accounts[key] = {journal.account(all.text(1)), journal.currency(COLOPHON_TRY(Currency::parse(all.text(2))))};
  }
  Query query(db, "SELECT day, text, ref, reverses, postings FROM ledger_transaction WHERE settlement = ?1 ORDER BY number");
  query.bind(settlement);
  while (COLOPHON_TRY(query.next())) {
    journal.begin({static_cast<std::int32_t>(query.integer(0))}, query.text(1), query.id(2), query.id(3));
    const Bytes bytes = query.blob(4);
    for (VarintReader reader{bytes}; reader.more();) {
      const Account account = accounts.at(reader.next());
      const std::int64_t amount = reader.next_signed();
      journal.post(account.account, account.currency, amount, reader.next_signed());
    }
    journal.finish();
  }
  return journal;
}

// ---- Closings

namespace {

constexpr std::string_view kLineColumns = "kind, party, agreement, name, due, currency, amount";

Result<std::vector<royalty::OpeningLine>> read_lines(Query& query) {
  std::vector<royalty::OpeningLine> lines;
  while (COLOPHON_TRY(query.next())) {
    royalty::OpeningLine line;
    line.kind = static_cast<royalty::OpeningLine::Kind>(query.integer(0));
    line.party = query.id(1);
    line.agreement = query.id(2);
    line.name = query.text(3);
    line.due = period_of_month(query.integer(4));
    if (!query.text(5).empty()) line.currency = COLOPHON_TRY(Currency::parse(query.text(5)));
    line.amount = query.integer(6);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

Result<std::vector<royalty::OpeningLine>> openings_in(Db& db) {
  Query last(db, "SELECT key FROM settlement WHERE state = 1 ORDER BY month DESC LIMIT 1");
  if (COLOPHON_TRY(last.next())) {
    Query query(db, "SELECT " + std::string(kLineColumns) + " FROM closing WHERE settlement = ?1 ORDER BY kind, party, agreement, name, due, currency");
    query.bind(last.integer(0));
    return read_lines(query);
  }
  Query query(db, "SELECT " + std::string(kLineColumns) + " FROM first_opening ORDER BY kind, party, agreement, name, due, currency");
  return read_lines(query);
}

Hash openings_hash(std::span<const royalty::OpeningLine> lines) {
  // The order of the rows is that of the table; the hash is only compared with itself.
  Sha256 hash;
  for (const royalty::OpeningLine& line : lines) {
    hash.update_u8(static_cast<std::uint8_t>(line.kind)).update(line.party.bytes).update(line.agreement.bytes).update(line.name).update_u8(0);
    hash.update(line.due.to_string()).update(line.currency.name()).update_u8(0).update_u64(static_cast<std::uint64_t>(line.amount));
  }
  return hash.finish();
}

Result<std::vector<royalty::OpeningLine>> SqliteStore::openings() {
  auto reader = COLOPHON_TRY(read());
  return openings_in(*reader);
}

Result<void> SqliteStore::put_openings(std::span<const royalty::OpeningLine> lines) {
  return write([&](Db& db) -> Result<void> {
    Query approved(db, "SELECT 1 FROM settlement WHERE state = 1");
    if (COLOPHON_TRY(approved.next())) return fail(Errc::conflict, "opening", "a settlement was approved already: its closing is the opening of the next one");
    COLOPHON_TRY(db.script("DELETE FROM first_opening"));
    Query insert(db, "INSERT INTO first_opening(kind, party, agreement, name, due, currency, amount) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    for (const royalty::OpeningLine& line : lines) {
      COLOPHON_TRY(insert.bind(static_cast<int>(line.kind), line.party, line.agreement, line.name, month_number(line.due), line.currency.name(), line.amount).run());
    }
    return {};
  });
}

Result<std::vector<BalanceRow>> SqliteStore::account_balances() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT name, currency, balance_micro FROM account WHERE balance_micro <> 0 ORDER BY name, currency");
  std::vector<BalanceRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back({query.text(0), query.text(1), query.integer(2)});
  return rows;
}

Result<std::vector<BalanceRow>> SqliteStore::balances_of(const Id& party) {
  std::vector<BalanceRow> rows;
  for (const royalty::OpeningLine& line : COLOPHON_TRY(openings())) {
    if (line.party == party) rows.push_back({std::string(royalty::opening_kind_name(line.kind)), std::string(line.currency.name()), line.amount});
  }
  return rows;
}

// ---- What reversals need

namespace {

std::string postings_json(const royalty::RecordedRow& row) {
  JsonArray list;
  for (const royalty::RecordedPosting& posting : row.postings) {
    if (posting.amount == 0) continue;
    JsonObject one{{"kind", royalty::posting_kind_name(posting.kind)}, {"currency", posting.currency.name()}, {"amount", std::to_string(posting.amount)}};
    if (!posting.party.is_nil()) one.emplace_back("party", posting.party.to_string());
    if (!posting.agreement.is_nil()) one.emplace_back("agreement", posting.agreement.to_string());
    if (!posting.name.empty()) one.emplace_back("name", posting.name);
    if (posting.kind == royalty::RecordedPosting::Kind::reserve) one.emplace_back("due", posting.due.to_string());
    if (posting.exchanged) one.emplace_back("exchanged", true);
    list.push_back(std::move(one));
  }
  return canonical_json(list);
}

Result<std::vector<royalty::RecordedPosting>> postings_of(std::string_view text) {
  const Json json = COLOPHON_TRY(parse_json(text));
  std::vector<royalty::RecordedPosting> postings;
  if (json.array() == nullptr) return fail(Errc::internal, "store", "a recorded row is damaged");
  for (const Json& one : *json.array()) {
    JsonFields f(one, "recorded");
    royalty::RecordedPosting posting;
    const std::string_view kind = f.string("kind");
    for (int i = 0; i <= static_cast<int>(royalty::RecordedPosting::Kind::units); ++i) {
      if (kind == royalty::posting_kind_name(static_cast<royalty::RecordedPosting::Kind>(i))) posting.kind = static_cast<royalty::RecordedPosting::Kind>(i);
    }
    if (const auto currency = f.string("currency"); !currency.empty()) posting.currency = COLOPHON_TRY(Currency::parse(currency));
    posting.amount = COLOPHON_TRY(parse_int64(f.string("amount"), "amount"));
    if (const auto party = f.string_or("party", ""); !party.empty()) posting.party = COLOPHON_TRY(Id::parse(party));
    if (const auto agreement = f.string_or("agreement", ""); !agreement.empty()) posting.agreement = COLOPHON_TRY(Id::parse(agreement));
    posting.name = f.string_or("name", "");
    if (const auto due = f.string_or("due", ""); !due.empty()) posting.due = COLOPHON_TRY(Period::parse(due));
    posting.exchanged = f.boolean_or("exchanged", false);
    COLOPHON_TRY(f.finish());
    postings.push_back(std::move(posting));
  }
  return postings;
}

}  // namespace

Result<void> write_recorded(Db& db, std::int64_t settlement, const royalty::SettlementInput& input, const royalty::SettlementResult& result) {
  Query insert(db, "INSERT INTO recorded_row(settlement, row, pool, currency, amount_micro, postings) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
  for (const royalty::RecordedRow& row : result.recorded) {
    COLOPHON_TRY(insert.bind(settlement, row.row, row.pool, row.currency.name(), row.amount, postings_json(row)).run());
  }
  // A row that was taken back whole is not in the result: it is remembered as having nothing left.
  for (const royalty::RecordedRow& row : input.recorded) {
    if (std::ranges::binary_search(result.recorded, row.row, {}, &royalty::RecordedRow::row)) continue;
    COLOPHON_TRY(insert.bind(settlement, row.row, row.pool, row.currency.name(), 0, "[]").run());
  }
  Query settled(db, "INSERT INTO settled_revenue(settlement, revenue, row) VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING");
  for (const royalty::SettledRevenue& each : result.settled) COLOPHON_TRY(settled.bind(settlement, each.revenue, each.row).run());
  return {};
}

Result<Store::Recorded> SqliteStore::recorded_for(std::span<const Id> revenue) {
  auto reader = COLOPHON_TRY(read());
  Recorded recorded;
  std::vector<Id> wanted;
  Query where(*reader, "SELECT r.row FROM settled_revenue r JOIN settlement s ON s.key = r.settlement WHERE r.revenue = ?1 AND s.state = 1 ORDER BY s.month LIMIT 1");
  for (const Id& id : revenue) {
    where.bind(id);
    if (!COLOPHON_TRY(where.next())) continue;
    recorded.settled.push_back({id, where.id(0)});
    wanted.push_back(where.id(0));
  }
  std::ranges::sort(wanted);
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  // Of each row the newest state counts: every settlement that touched it wrote what it left.
  Query rows(*reader, "SELECT r.row, r.pool, r.currency, r.amount_micro, r.postings, s.month FROM recorded_row r JOIN settlement s ON s.key = r.settlement "
                      "WHERE (r.row = ?1 OR r.pool = ?1) AND s.state = 1 ORDER BY r.row, s.month DESC");
  for (const Id& id : wanted) {
    rows.bind(id);
    Id last;
    while (COLOPHON_TRY(rows.next())) {
      if (rows.id(0) == last) continue;
      last = rows.id(0);
      if (rows.integer(3) == 0) continue;
      recorded.rows.push_back({last, rows.id(1), COLOPHON_TRY(Currency::parse(rows.text(2))), rows.integer(3), COLOPHON_TRY(postings_of(rows.text(4)))});
    }
  }
  std::ranges::sort(recorded.rows, {}, &royalty::RecordedRow::row);
  const auto twice = std::ranges::unique(recorded.rows, {}, &royalty::RecordedRow::row);
  recorded.rows.erase(twice.begin(), twice.end());
  return recorded;
}

}  // namespace colophon::store
