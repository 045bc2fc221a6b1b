#include "jobs/invoices.hpp"

#include <array>
#include <limits>

#include "colophon/base/money.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

Date today(store::Store& store) { return Date::of_unix_ms(static_cast<std::uint64_t>(store.now())); }

Date after(Date day, std::int32_t days) {
  day.days += days;
  return day;
}

bool is_nothing(std::string_view amount) {
  const auto exact = parse_exact(amount, "amount");
  return !exact || *exact <= 0;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else out += c;
  }
  return out;
}

/// A party's name, or its id where it has none or was erased.
Result<std::string> name_of(store::Store& store, const Id& party) {
  const auto found = COLOPHON_TRY(store.parties(std::array{party}));
  return found.empty() || found[0].name.empty() ? party.to_string() : found[0].name;
}

Result<std::string> title_of(store::Store& store, const Id& work) {
  const auto titles = COLOPHON_TRY(store.titles(std::array{work}));
  return titles[0].empty() ? work.to_string() : titles[0];
}

Result<store::InvoiceRow> open_invoice(store::Store& store, std::int64_t number) {
  const store::InvoiceRow row = COLOPHON_TRY(store.invoice(number));
  if (row.state != store::InvoiceState::open) return fail(Errc::conflict, "invoice", "Invoice " + std::to_string(number) + " is " + std::string(store::invoice_state_name(row.state)) + " already.");
  return row;
}

}  // namespace

Result<std::uint64_t> issue_invoices(store::Store& store) {
  const Date day = today(store);
  std::vector<store::InvoiceRow> rows;
  for (const store::LicenceRow& licence : COLOPHON_TRY(store.licences({}, std::numeric_limits<std::int32_t>::max()))) {
    if (licence.kind != "licence" || is_nothing(licence.amount)) continue;
    store::InvoiceRow row;
    row.licence = licence.id;
    row.work = licence.work;
    row.licensor = licence.licensor;
    row.licensee = licence.licensee;
    row.amount = licence.amount;
    row.currency = licence.currency;
    row.issued = day;
    row.due = after(day, kInvoiceDays);
    rows.push_back(std::move(row));
  }
  return store.issue_invoices(rows);
}

Result<store::InvoiceRow> pay_invoice(store::Store& store, std::int64_t number, Date day, std::string_view reference) {
  COLOPHON_TRY(store.atomically([&]() -> Result<void> {
    const store::InvoiceRow row = COLOPHON_TRY(open_invoice(store, number));
    if (day < row.issued || today(store) < day) return fail(Errc::invalid_argument, "day", "It was paid between the day of the invoice, " + row.issued.to_string() + ", and today.");
    store::RevenueDraft line;
    line.id = row.licence;
    line.kind = store::RevenueKind::licence;
    line.amount = row.amount;
    line.currency = row.currency;
    line.work = row.work;
    line.day = day;
    COLOPHON_TRY(store.append_revenue(std::array{line}, store::Source::import));
    return store.close_invoice(number, store::InvoiceState::paid, day, reference);
  }));
  return store.invoice(number);
}

Result<store::InvoiceRow> cancel_invoice(store::Store& store, std::int64_t number, std::string_view reason) {
  COLOPHON_TRY(open_invoice(store, number));
  COLOPHON_TRY(store.close_invoice(number, store::InvoiceState::cancelled, today(store), reason));
  return store.invoice(number);
}

Result<JsonObject> invoice_json(store::Store& store, const store::InvoiceRow& row) {
  const bool open = row.state == store::InvoiceState::open;
  return JsonObject{{"invoice", row.number}, {"licence", row.licence.to_string()}, {"work", row.work.to_string()}, {"title", COLOPHON_TRY(title_of(store, row.work))},
                    {"licensor", row.licensor.to_string()}, {"licensee", row.licensee.to_string()}, {"licensee_name", COLOPHON_TRY(name_of(store, row.licensee))},
                    {"amount", row.amount}, {"currency", row.currency}, {"issued", row.issued.to_string()}, {"due", row.due.to_string()}, {"overdue", open && row.due < today(store)},
                    {"state", store::invoice_state_name(row.state)}, {"changed", row.changed.days == 0 ? Json() : Json(row.changed.to_string())}, {"reference", row.reference}};
}

Result<std::string> invoice_page(store::Store& store, const store::InvoiceRow& row, std::string_view locale) {
  const bool zh = locale.starts_with("zh");
  const auto say = [zh](const char* en, const char* chinese) { return std::string(zh ? chinese : en); };
  const std::string title = say("Invoice ", "发票 ") + std::to_string(row.number);
  const auto payer = COLOPHON_TRY(store.setting("payer"));
  std::string issuer;
  if (payer) {
    const Json json = COLOPHON_TRY(parse_json(*payer));
    for (const char* field : {"name", "iban", "bic"}) {
      const Json* text = json.find(field);
      if (text != nullptr && text->string() != nullptr && !text->string()->empty()) issuer += (issuer.empty() ? "" : " · ") + escaped(*text->string());
    }
  }
  const std::array<std::pair<std::string, std::string>, 7> rows{{
      {say("To", "付款方"), COLOPHON_TRY(name_of(store, row.licensee))},
      {say("For", "事由"), say("Licence of ", "作品许可：") + COLOPHON_TRY(title_of(store, row.work))},
      {say("Licence record", "许可记录"), row.licence.to_string()},
      {say("Amount", "金额"), row.amount + " " + row.currency},
      {say("Issued", "开具日期"), row.issued.to_string()},
      {say("Due", "到期日期"), row.due.to_string()},
      {say("State", "状态"), row.state == store::InvoiceState::open ? say("open", "待付") : row.state == store::InvoiceState::paid ? say("paid", "已付") + " " + row.changed.to_string() : say("cancelled", "已取消")}}};
  std::string html = "<!doctype html>\n<html lang=\"" + std::string(zh ? "zh-CN" : "en") + "\"><head><meta charset=\"utf-8\"><title>" + escaped(title) +
                     "</title><style>body{font:16px/1.5 serif;max-width:42rem;margin:3rem auto;padding:0 1rem}dl{display:grid;grid-template-columns:10rem 1fr;gap:.4rem 1rem}dd{margin:0}</style></head><body>\n<h1>" +
                     escaped(title) + "</h1>\n";
  if (!issuer.empty()) html += "<p>" + issuer + "</p>\n";
  html += "<dl>\n";
  for (const auto& [name, value] : rows) html += "<dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd>\n";
  return html + "</dl>\n</body></html>\n";
}

}  // namespace colophon::jobs
