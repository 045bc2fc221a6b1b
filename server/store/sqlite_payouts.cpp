// Payouts and what the bank says of them.
#include "store/sqlite_store.hpp"

namespace colophon::store {

std::string_view payout_state_name(PayoutState state) {
  switch (state) {
    case PayoutState::due: return "due";
    case PayoutState::sent: return "sent";
    case PayoutState::paid: return "paid";
    case PayoutState::returned: return "returned";
  }
  return "";
}

Result<std::vector<PayoutRow>> SqliteStore::payouts(const Id& settlement) {
  auto reader = COLOPHON_TRY(read());
  const std::string select = "SELECT y.reference, s.id, y.party, s.month, coalesce(n.name, ''), y.currency, y.gross_minor, y.tax_minor, y.net_minor, y.state, y.reason, y.day FROM payout y "
                             "JOIN settlement s ON s.key = y.settlement LEFT JOIN party p ON p.id = y.party LEFT JOIN person n ON n.party = p.key ";
  // What waits for the bank is asked without a settlement: only approved ones make payouts due.
  Query query(*reader, select + (settlement.is_nil() ? "WHERE s.state = 1 AND y.state <= 1 AND ?1 IS NOT NULL ORDER BY s.month, y.party, y.currency" : "WHERE s.id = ?1 ORDER BY y.party, y.currency"));
  query.bind(settlement);
  std::vector<PayoutRow> rows;
  while (COLOPHON_TRY(query.next())) {
    rows.push_back({query.text(0), query.id(1), query.id(2), period_of_month(query.integer(3)), query.text(4), query.text(5), query.integer(6), query.integer(7), query.integer(8),
                    static_cast<PayoutState>(query.integer(9)), query.text(10), {static_cast<std::int32_t>(query.integer(11))}});
  }
  return rows;
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
  while (COLOPHON_TRY(query.next())) results.push_back({query.text(0), query.integer(1) == static_cast<int>(PayoutState::returned), {static_cast<std::int32_t>(query.integer(2))}});
  return results;
}

}  // namespace colophon::store
