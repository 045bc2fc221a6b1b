#pragma once
// Licences as money: a licence of the registry -> an invoice to who took it -> its payment -> a line of revenue of the work.
#include "colophon/base/json.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

inline constexpr std::int32_t kInvoiceDays = 30;   ///< Until an invoice is due.

/// An invoice for each licence record that has an amount and none yet. A transfer of shares is no licence: its price goes from hand to hand. Returns how many.
Result<std::uint64_t> issue_invoices(store::Store& store);

/// The licensee has paid: the invoice is closed and the work has a line of revenue of that day, of the kind licence, with the licence's id. All or nothing.
/// Errors: not_found; conflict (paid or cancelled already); invalid_argument (a day before the invoice was issued, or one to come).
Result<store::InvoiceRow> pay_invoice(store::Store& store, std::int64_t number, Date day, std::string_view reference);
/// Nobody will pay it. Errors: not_found, conflict.
Result<store::InvoiceRow> cancel_invoice(store::Store& store, std::int64_t number, std::string_view reason);

/// {"invoice", "licence", "work", "title", "licensor", "licensee", "licensee_name", "amount", "currency", "issued", "due", "overdue", "state", "changed", "reference"}
Result<JsonObject> invoice_json(store::Store& store, const store::InvoiceRow& invoice);

/// A page for paper or e-mail. `payer` is who issues it.
Result<std::string> invoice_page(store::Store& store, const store::InvoiceRow& invoice, std::string_view locale);

}  // namespace colophon::jobs
