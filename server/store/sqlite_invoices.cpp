// Invoices for licences of the registry.
#include "store/sqlite_store.hpp"

namespace colophon::store {
namespace {

constexpr std::string_view kColumns = "SELECT number, licence, work, licensor, licensee, amount, currency, issued_day, due_day, state, changed_day, reference FROM invoice ";

Date day_of(std::int64_t days) {
  Date date;
  date.days = static_cast<std::int32_t>(days);
  return date;
}

InvoiceRow row_of(const Query& query) {
  return {query.integer(0), query.id(1), query.id(2), query.id(3), query.id(4), query.text(5), query.text(6), day_of(query.integer(7)), day_of(query.integer(8)),
          static_cast<InvoiceState>(query.integer(9)), day_of(query.integer(10)), query.text(11)};
}

}  // namespace

std::string_view invoice_state_name(InvoiceState state) {
  switch (state) {
    case InvoiceState::open: return "open";
    case InvoiceState::paid: return "paid";
    case InvoiceState::cancelled: return "cancelled";
  }
  return "open";
}

Result<std::uint64_t> SqliteStore::issue_invoices(std::span<const InvoiceRow> invoices) {
  std::uint64_t issued = 0;
  COLOPHON_TRY(write([&](Db& db) -> Result<void> {
    issued = 0;
    // The next number is taken in the same transaction: none is left out and none is there twice.
    Query insert(db, "INSERT INTO invoice(number, licence, work, licensor, licensee, amount, currency, issued_day, due_day) "
                     "VALUES((SELECT coalesce(max(number), 0) + 1 FROM invoice), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT(licence) DO NOTHING");
    for (const InvoiceRow& row : invoices) {
      COLOPHON_TRY(insert.bind(row.licence, row.work, row.licensor, row.licensee, row.amount, row.currency, row.issued.days, row.due.days).run());
      issued += static_cast<std::uint64_t>(db.changes());
    }
    return {};
  }));
  return issued;
}

Result<std::vector<InvoiceRow>> SqliteStore::invoices(std::optional<InvoiceState> state) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kColumns) + "WHERE ?1 < 0 OR state = ?1 ORDER BY number DESC");
  query.bind(state ? static_cast<int>(*state) : -1);
  std::vector<InvoiceRow> rows;
  while (COLOPHON_TRY(query.next())) rows.push_back(row_of(query));
  return rows;
}

Result<InvoiceRow> SqliteStore::invoice(std::int64_t number) {
  auto reader = COLOPHON_TRY(read());
  Query query(*reader, std::string(kColumns) + "WHERE number = ?1");
  query.bind(number);
  if (!COLOPHON_TRY(query.next())) return fail(Errc::not_found, "invoice", "there is no invoice " + std::to_string(number));
  return row_of(query);
}

Result<void> SqliteStore::close_invoice(std::int64_t number, InvoiceState state, Date day, std::string_view reference) {
  return write([&](Db& db) -> Result<void> {
    COLOPHON_TRY(invoice(number));
    COLOPHON_TRY(Query(db, "UPDATE invoice SET state = ?2, changed_day = ?3, reference = ?4 WHERE number = ?1 AND state = 0")
                     .bind(number, static_cast<int>(state), day.days, reference).run());
    if (db.changes() == 0) return fail(Errc::conflict, "invoice", "invoice " + std::to_string(number) + " is paid or cancelled already");
    return {};
  });
}

}  // namespace colophon::store
