// What parties are paid by, who pays, what works are to each other, and holds.
#include <algorithm>
#include <httplib.h>

#include "http/api.hpp"
#include "jobs/earn_documents.hpp"
#include "jobs/payout_files.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

/// Every party with what it is paid by: who pays looks here for what is missing.
Result<Answer> get_payees(Call& call) {
  const auto rows = COLOPHON_TRY(call.store().payees());
  std::vector<Id> ids;
  for (const store::PayeeRow& row : rows) ids.push_back(row.party);
  const auto parties = COLOPHON_TRY(call.store().parties(ids));
  JsonArray list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    JsonObject one = jobs::payee_json(rows[i]);
    one.emplace_back("name", parties[i].name);
    one.emplace_back("external_id", parties[i].external_id);
    list.push_back(std::move(one));
  }
  return Answer::json(JsonObject{{"payees", std::move(list)}});
}

Result<Answer> get_payee(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  if (call.caller.who == Who::session && call.caller.party != id) return fail(Errc::forbidden, "id", "A session sees its own party only.");
  auto payee = call.store().payee(id);
  if (!payee) return std::unexpected(not_there(payee.error()));
  return Answer::json(jobs::payee_json(*payee));
}

Result<Apply> put_payee(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  const store::PayeeRow row = COLOPHON_TRY(jobs::read_payee(COLOPHON_TRY(call.json()), id));
  return Apply([row, &store = call.store()]() -> Result<Answer> {
    if (auto put = store.put_payee(row); !put) return std::unexpected(not_there(put.error()));
    return Answer::json(jobs::payee_json(COLOPHON_TRY(store.payee(row.party))));
  });
}

JsonObject payer_json(const royalty::Payer& payer) { return {{"name", payer.name}, {"iban", payer.iban}, {"bic", payer.bic}, {"token_decimals", payer.token_decimals}}; }

Result<Answer> get_payer(Call& call) { return Answer::json(payer_json(COLOPHON_TRY(jobs::payer_of(call.store())))); }

Result<Apply> put_payer(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  royalty::Payer payer;
  payer.name = fields.string_or("name", "");
  payer.iban = fields.string_or("iban", "");
  payer.bic = fields.string_or("bic", "");
  const std::int64_t decimals = fields.integer_or("token_decimals", 6);
  COLOPHON_TRY(fields.finish());
  payer.token_decimals = static_cast<int>(std::clamp<std::int64_t>(decimals, -1, 37));
  return Apply([payer, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(jobs::put_payer(store, payer));
    return Answer::json(payer_json(COLOPHON_TRY(jobs::payer_of(store))));
  });
}

Result<Answer> get_rights(Call& call) {
  auto work = call.store().work(COLOPHON_TRY(call.id()));
  if (!work) return std::unexpected(not_there(work.error()));
  return Answer::json(jobs::work_rights_json(COLOPHON_TRY(call.store().work_rights(work->id))));
}

Result<Apply> put_rights(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  const store::WorkRights rights = COLOPHON_TRY(jobs::read_work_rights(COLOPHON_TRY(call.json())));
  return Apply([id, rights, &store = call.store()]() -> Result<Answer> {
    auto work = store.work(id);
    if (!work) return std::unexpected(not_there(work.error()));
    COLOPHON_TRY(store.put_work_rights(id, rights));
    return Answer::json(jobs::work_rights_json(COLOPHON_TRY(store.work_rights(id))));
  });
}

Result<Answer> get_holds(Call& call) {
  JsonArray list;
  for (const store::EarningsHoldRow& hold : COLOPHON_TRY(call.store().earnings_holds())) list.push_back(jobs::hold_json(hold));
  return Answer::json(JsonObject{{"holds", std::move(list)}});
}

Result<Apply> put_hold(Call& call) {
  const store::EarningsHoldRow row = COLOPHON_TRY(jobs::read_hold(COLOPHON_TRY(call.json()), call.path.find("hold")->second));
  return Apply([row, &store = call.store()]() -> Result<Answer> {
    if (!row.hold.party.is_nil()) COLOPHON_TRY(store.party(row.hold.party));
    if (!row.hold.work.is_nil()) COLOPHON_TRY(store.work(row.hold.work));
    if (!row.hold.pay_to.id.is_nil()) COLOPHON_TRY(store.party(row.hold.pay_to.id));
    COLOPHON_TRY(store.put_earnings_hold(row));
    return Answer::json(jobs::hold_json(row));
  });
}

}  // namespace

void add_payee_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  const Access writes{.key_scope = "settle:write", .roles = kFinance};
  // Accounts are personal: only who pays sees them, and whose they are.
  const Access sees_accounts{.key_scope = "settle:write", .session_scope = "statements:read", .roles = kFinance, .confidential = true};
  routes.add({{.method = "GET", .path = "/v1/payees", .access = {.key_scope = "settle:write", .roles = kFinance, .confidential = true}, .read = get_payees},
              {.method = "GET", .path = "/v1/parties/{id}/payee", .access = sees_accounts, .read = get_payee},
              {.method = "PUT", .path = "/v1/parties/{id}/payee", .access = writes, .write = put_payee},
              {.method = "GET", .path = "/v1/payer", .access = {.key_scope = "settle:write", .roles = kFinance, .confidential = true}, .read = get_payer},
              {.method = "PUT", .path = "/v1/payer", .access = writes, .write = put_payer},
              {.method = "GET", .path = "/v1/works/{id}/rights", .access = reads, .read = get_rights},
              {.method = "PUT", .path = "/v1/works/{id}/rights", .access = {.key_scope = "works:write", .roles = kFinance}, .write = put_rights},
              {.method = "GET", .path = "/v1/earnings-holds", .access = reads, .read = get_holds},
              {.method = "PUT", .path = "/v1/earnings-holds/{hold}", .access = writes, .write = put_hold}});
}

}  // namespace colophon::http
