// Payouts and what the bank says of them.
#include "store/sqlite_store.hpp"

namespace colophon::store {

std::string_view payout_state_name(PayoutState state) {
  switch (state) {
    case PayoutState::due: return "due";
    case PayoutState::sent: return "sent";
    case PayoutState::paid: return "paid";
    case PayoutState::returned: return "returned";
    case PayoutState::rejected: return "rejected";
  }
  return "";
}

namespace {

constexpr std::string_view kPayoutColumns =
    "SELECT y.reference, s.id, y.party, s.month, coalesce(n.name, ''), y.currency, y.gross_minor, y.tax_minor, y.net_minor, y.state, y.reason, y.day, coalesce(y.message, '') FROM payout y "
    "JOIN settlement s ON s.key = y.settlement LEFT JOIN party p ON p.id = y.party LEFT JOIN person n ON n.party = p.key ";

Result<std::vector<PayoutRow>> payouts_by(Db& db, std::string_view condition, const auto& value) {
  Query query(db, std::string(kPayoutColumns) + std::string(condition));
  query.bind(value);
  std::vector<PayoutRow> rows;
  while (COLOPHON_TRY(query.next())) {
    rows.push_back({query.text(0), query.id(1), query.id(2), period_of_month(query.integer(3)), query.text(4), query.text(5), query.integer(6), query.integer(7), query.integer(8),
                    static_cast<PayoutState>(query.integer(9)), query.text(10), {static_cast<std::int32_t>(query.integer(11))}, query.text(12)});
  }
  return rows;
}

}  // namespace

Result<std::vector<PayoutRow>> SqliteStore::payouts(const Id& settlement) {
  auto reader = COLOPHON_TRY(read());
  // What waits for the bank is asked without a settlement: only approved ones make payouts due.
  return payouts_by(*reader, settlement.is_nil() ? "WHERE s.state = 1 AND y.booked = 0 AND ?1 IS NOT NULL ORDER BY s.month, y.party, y.currency" : "WHERE s.id = ?1 ORDER BY y.party, y.currency",
                    settlement);
}

Result<std::vector<PayoutRow>> SqliteStore::payouts_of(const Id& party) {
  auto reader = COLOPHON_TRY(read());
  return payouts_by(*reader, "WHERE s.state = 1 AND y.party = ?1 ORDER BY s.month DESC, y.currency", party);
}

Result<PayoutRow> SqliteStore::payout(std::string_view reference) {
  auto reader = COLOPHON_TRY(read());
  auto rows = COLOPHON_TRY(payouts_by(*reader, "WHERE s.state = 1 AND y.reference = ?1", reference));
  if (rows.empty()) return fail(Errc::not_found, "reference", "no approved settlement made a payout with the reference " + std::string(reference));
  return std::move(rows.front());
}

Result<std::uint64_t> SqliteStore::change_payouts(std::span<const PayoutChange> changes) {
  std::uint64_t changed = 0;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    Query find(db, "SELECT y.state, y.booked, s.state FROM payout y JOIN settlement s ON s.key = y.settlement WHERE y.reference = ?1");
    Query update(db, "UPDATE payout SET state = ?2, reason = ?3, day = ?4 WHERE reference = ?1");
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const PayoutChange& change = changes[i];
      const std::string field = "payouts[" + std::to_string(i) + "].reference";
      find.bind(change.reference);
      if (!COLOPHON_TRY(find.next()) || find.integer(2) != 1) return fail(Errc::not_found, field, "no approved settlement made a payout with the reference " + change.reference);
      const auto state = static_cast<PayoutState>(find.integer(0));
      if (state == change.state) continue;
      // The bank's word is final once the books have it; before that a later word may correct an earlier one.
      if (find.integer(1) != 0) return fail(Errc::conflict, field, "the payout " + change.reference + " is booked as " + std::string(payout_state_name(state)) + " already; a correction is a payment of its own");
      COLOPHON_TRY(update.bind(change.reference, static_cast<int>(change.state), change.reason, change.day.days).run());
      ++changed;
    }
    return {};
  }));
  return changed;
}

Result<std::vector<royalty::BankResult>> SqliteStore::bank_results() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT reference, state, day FROM payout WHERE state >= 2 AND booked = 0 ORDER BY reference");
  std::vector<royalty::BankResult> results;
  while (COLOPHON_TRY(query.next())) results.push_back({query.text(0), query.integer(1) != static_cast<int>(PayoutState::paid), {static_cast<std::int32_t>(query.integer(2))}});
  return results;
}

// ---- Payment files

Result<void> SqliteStore::put_payment_file(const PaymentFileRow& file, std::span<const std::string> references) {
  return write([&](Db& db) -> Result<void> {
    Query known(db, "SELECT 1 FROM payment_file WHERE message = ?1");
    known.bind(file.message);
    if (COLOPHON_TRY(known.next())) return fail(Errc::conflict, "message", "a payment file with the message id " + file.message + " was made before; a bank takes an id once");
    COLOPHON_TRY(Query(db, "INSERT INTO payment_file(message, made_at, made_by, payments, totals, document) VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
                     .bind(file.message, file.made_at, file.made_by, file.payments, file.totals, COLOPHON_TRY(compress(file.document))).run());
    Query find(db, "SELECT y.state FROM payout y JOIN settlement s ON s.key = y.settlement WHERE y.reference = ?1 AND s.state = 1");
    Query update(db, "UPDATE payout SET state = 1, message = ?2 WHERE reference = ?1");
    for (const std::string& reference : references) {
      find.bind(reference);
      if (!COLOPHON_TRY(find.next())) return fail(Errc::not_found, "references", "no approved settlement made a payout with the reference " + reference);
      if (find.integer(0) != 0) return fail(Errc::conflict, "references", "the payout " + reference + " is " + std::string(payout_state_name(static_cast<PayoutState>(find.integer(0)))) + " already");
      COLOPHON_TRY(update.bind(reference, file.message).run());
    }
    return {};
  });
}

namespace {

PaymentFileRow file_of(const Query& query) {
  return {query.text(0), query.integer(1), query.text(2), static_cast<std::uint64_t>(query.integer(3)), query.text(4), query.integer(5) != 0, {}};
}

}  // namespace

Result<std::vector<PaymentFileRow>> SqliteStore::payment_files() {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT message, made_at, made_by, payments, totals, withdrawn FROM payment_file ORDER BY made_at DESC, message");
  std::vector<PaymentFileRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back(file_of(query));
  return rows;
}

Result<PaymentFileRow> SqliteStore::payment_file(std::string_view message) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, "SELECT message, made_at, made_by, payments, totals, withdrawn, document FROM payment_file WHERE message = ?1");
  query.bind(message);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "message", "no payment file has the message id " + std::string(message));
  PaymentFileRow row = file_of(query);
  row.document = COLOPHON_TRY(decompress(query.blob(6)));
  return row;
}

Result<void> SqliteStore::withdraw_payment_file(std::string_view message) {
  return write([&](Db& db) -> Result<void> {
    Query known(db, "SELECT withdrawn FROM payment_file WHERE message = ?1");
    known.bind(message);
    if (!COLOPHON_TRY(known.next())) return fail(Errc::not_found, "message", "no payment file has the message id " + std::string(message));
    Query decided(db, "SELECT reference FROM payout WHERE message = ?1 AND state > 1 LIMIT 1");
    decided.bind(message);
    if (COLOPHON_TRY(decided.next())) return fail(Errc::conflict, "message", "the bank has answered: the payout " + decided.text(0) + " is decided, so the file was sent");
    COLOPHON_TRY(Query(db, "UPDATE payout SET state = 0, message = NULL WHERE message = ?1 AND state = 1").bind(message).run());
    return Query(db, "UPDATE payment_file SET withdrawn = 1 WHERE message = ?1").bind(message).run();
  });
}

}  // namespace colophon::store
