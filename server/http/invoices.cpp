// Invoices for licences of the registry: issued, paid, cancelled; once paid they are revenue of the work.
#include <httplib.h>

#include "http/api.hpp"
#include "jobs/invoices.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kReferenceBytesMax = 200;

Result<std::int64_t> number_of(Call& call) {
  auto number = parse_int64(call.path.find("number")->second, "number");
  if (!number) return fail(Errc::not_found, "number", "There is no such invoice.");
  return number;
}

bool concerns(const Call& call, const store::InvoiceRow& row) {
  return call.caller.who != Who::session || call.caller.party == row.licensee || call.caller.party == row.licensor;
}

/// A session sees what it owes and what is owed for its works.
Result<Answer> get_invoices(Call& call) {
  std::optional<store::InvoiceState> state;
  if (const std::string text = call.query("state"); !text.empty()) {
    for (const auto one : {store::InvoiceState::open, store::InvoiceState::paid, store::InvoiceState::cancelled})
      if (text == store::invoice_state_name(one)) state = one;
    if (!state) return fail(Errc::invalid_argument, "state", "An invoice is open, paid or cancelled.");
  }
  JsonArray list;
  for (const store::InvoiceRow& row : COLOPHON_TRY(call.store().invoices(state)))
    if (concerns(call, row)) list.push_back(COLOPHON_TRY(jobs::invoice_json(call.store(), row)));
  return Answer::json(JsonObject{{"invoices", std::move(list)}});
}

Result<Answer> get_invoice(Call& call) {
  const store::InvoiceRow row = COLOPHON_TRY(call.store().invoice(COLOPHON_TRY(number_of(call))));
  if (!concerns(call, row)) return fail(Errc::not_found, "number", "There is no such invoice.");
  if (call.query("format") == "html") return Answer::text(COLOPHON_TRY(jobs::invoice_page(call.store(), row, call.query("locale"))), "text/html; charset=utf-8");
  return Answer::json(COLOPHON_TRY(jobs::invoice_json(call.store(), row)));
}

Result<Apply> post_invoices(Call& call) {
  return Apply([&store = call.store()]() -> Result<Answer> {
    return Answer::json(JsonObject{{"issued", static_cast<std::int64_t>(COLOPHON_TRY(jobs::issue_invoices(store)))}});
  });
}

Result<Apply> post_pay(Call& call) {
  const std::int64_t number = COLOPHON_TRY(number_of(call));
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const std::string day_text(fields.string("day")), reference(fields.string_or("reference", ""));
  COLOPHON_TRY(fields.finish());
  const Date day = COLOPHON_TRY(Date::parse(day_text, "day"));
  if (reference.size() > kReferenceBytesMax) return fail(Errc::limit_exceeded, "reference", "At most 200 bytes.");
  return Apply([=, &store = call.store()]() -> Result<Answer> {
    return Answer::json(COLOPHON_TRY(jobs::invoice_json(store, COLOPHON_TRY(jobs::pay_invoice(store, number, day, reference)))));
  });
}

Result<Apply> post_cancel(Call& call) {
  const std::int64_t number = COLOPHON_TRY(number_of(call));
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const std::string reason(fields.string("reason"));
  COLOPHON_TRY(fields.finish());
  if (reason.empty() || reason.size() > kReferenceBytesMax) return fail(Errc::invalid_argument, "reason", "Say why, in at most 200 bytes.");
  return Apply([=, &store = call.store()]() -> Result<Answer> {
    return Answer::json(COLOPHON_TRY(jobs::invoice_json(store, COLOPHON_TRY(jobs::cancel_invoice(store, number, reason)))));
  });
}

}  // namespace

void add_invoice_routes(Routes& routes) {
  const Access sees{.key_scope = "settle:write", .session_scope = "statements:read", .roles = kFinance | kApprover, .confidential = true};
  const Access writes{.key_scope = "settle:write", .roles = kFinance};
  routes.add({{.method = "GET", .path = "/v1/invoices", .access = sees, .read = get_invoices},
              {.method = "POST", .path = "/v1/invoices", .access = writes, .write = post_invoices},
              {.method = "GET", .path = "/v1/invoices/{number}", .access = sees, .read = get_invoice},
              {.method = "POST", .path = "/v1/invoices/{number}/pay", .access = writes, .write = post_pay},
              {.method = "POST", .path = "/v1/invoices/{number}/cancel", .access = writes, .write = post_cancel}});
}

}  // namespace colophon::http
