// Payouts: what is due, payment files for the bank, and what the bank answers.
#include <httplib.h>

#include "http/api.hpp"
#include "jobs/payment_run.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

Json payout_json(const store::PayoutRow& row) {
  const auto currency = Currency::parse(row.currency);
  const auto minor = [&](std::int64_t amount) { return currency ? format_minor(amount, *currency) : std::to_string(amount); };
  return JsonObject{{"reference", row.reference}, {"settlement", row.settlement.to_string()}, {"period", row.period.to_string()}, {"party", row.party.to_string()}, {"name", row.name},
                    {"currency", row.currency}, {"gross", minor(row.gross_minor)}, {"tax", minor(row.tax_minor)}, {"net", minor(row.net_minor)}, {"state", store::payout_state_name(row.state)},
                    {"reason", row.reason}, {"day", row.day.days == 0 ? Json() : Json(row.day.to_string())}, {"message", row.message.empty() ? Json() : Json(row.message)}};
}

/// With how each could be paid, and why it cannot be.
Result<Json> payouts_json(store::Store& store, const std::vector<store::PayoutRow>& rows) {
  const jobs::Printed printed = COLOPHON_TRY(jobs::printed_of(store));
  const auto payouts = COLOPHON_TRY(jobs::payouts_of(rows));
  JsonArray list;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Json json = payout_json(rows[i]);
    const jobs::PayoutWay way = jobs::way_of(payouts[i], printed);
    json.object()->emplace_back("way", way.way == jobs::PayoutWay::Way::bank ? Json("bank") : way.way == jobs::PayoutWay::Way::evm ? Json("evm") : Json());
    json.object()->emplace_back("problem", way.problem);
    list.push_back(std::move(json));
  }
  return Json(std::move(list));
}

Answer as_file(std::string body, std::string content_type, const std::string& name) {
  Answer answer = Answer::text(std::move(body), std::move(content_type));
  answer.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return answer;
}

/// Of one settlement, with how each could be paid; ?format=csv gives the table with accounts in it.
Result<Answer> get_payouts_of(Call& call) {
  const store::SettlementRow settlement = COLOPHON_TRY(call.store().settlement(COLOPHON_TRY(call.id())));
  const auto rows = COLOPHON_TRY(call.store().payouts(settlement.id));
  if (call.query("format") == "csv") {
    std::unordered_map<Id, std::string> names;
    for (const store::PayoutRow& row : rows) names.emplace(row.party, row.party.to_string());
    const std::string table = jobs::payouts_csv(COLOPHON_TRY(jobs::payouts_of(rows)), COLOPHON_TRY(jobs::printed_of(call.store())), names);
    return as_file(table, "text/csv; charset=utf-8", "payouts-" + settlement.period.to_string() + ".csv");
  }
  return Answer::json(JsonObject{{"payouts", COLOPHON_TRY(payouts_json(call.store(), rows))}});
}

/// What waits for the bank, of all settlements.
Result<Answer> get_payouts(Call& call) {
  return Answer::json(JsonObject{{"payouts", COLOPHON_TRY(payouts_json(call.store(), COLOPHON_TRY(call.store().payouts({}))))}});
}

/// Claims on an EVM contract, for the payouts that are paid that way.
Result<Answer> get_claims(Call& call) {
  const store::SettlementRow settlement = COLOPHON_TRY(call.store().settlement(COLOPHON_TRY(call.id())));
  const auto payouts = COLOPHON_TRY(jobs::payouts_of(COLOPHON_TRY(call.store().payouts(settlement.id))));
  JsonObject files;
  for (auto& [name, text] : COLOPHON_TRY(jobs::claim_files(payouts, COLOPHON_TRY(jobs::printed_of(call.store()))))) files.emplace_back(name, COLOPHON_TRY(parse_json(text)));
  if (files.empty()) return fail(Errc::not_found, "id", "No payout of this settlement goes to an EVM address.");
  return Answer::json(files.size() == 1 ? files.front().second : Json(JsonObject{{"files", std::move(files)}}));
}

// ---- Payment files

Json file_json(const store::PaymentFileRow& row) {
  return JsonObject{{"message", row.message}, {"made_at", rfc3339(row.made_at)}, {"made_by", row.made_by}, {"payments", static_cast<std::int64_t>(row.payments)},
                    {"totals", parse_json(row.totals).value_or(Json(JsonArray{}))}, {"withdrawn", row.withdrawn}};
}

Result<Answer> get_payment_files(Call& call) {
  JsonArray list;
  for (const store::PaymentFileRow& row : COLOPHON_TRY(call.store().payment_files())) list.push_back(file_json(row));
  return Answer::json(JsonObject{{"payment_files", std::move(list)}});
}

Result<Apply> post_payment_file(Call& call) {
  return Apply([actor = call.caller.actor(), &store = call.store()]() -> Result<Answer> {
    const auto run = COLOPHON_TRY(jobs::make_payment_file(store, actor));
    return Answer::json(jobs::payment_run_json(run), run.file.message.empty() ? 200 : 201);
  });
}

Result<Answer> get_payment_file(Call& call) {
  const store::PaymentFileRow row = COLOPHON_TRY(call.store().payment_file(call.path.find("message")->second));
  return as_file(row.document, "application/xml", "pain.001-" + row.message + ".xml");
}

Result<Apply> post_withdraw(Call& call) {
  return Apply([message = call.path.find("message")->second, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(store.withdraw_payment_file(message));
    return Answer::json(file_json(COLOPHON_TRY(store.payment_file(message))));
  });
}

/// The body is the bank's file, as it is.
Result<Apply> post_bank_report(Call& call) {
  const std::string type = call.request.get_header_value("Content-Type");
  if (!type.empty() && !type.starts_with("application/xml") && !type.starts_with("text/xml")) return fail(Errc::unsupported_media_type, "Content-Type", "This takes application/xml.");
  COLOPHON_TRY(bank::read_bank_report(call.request.body, "body"));
  return Apply([xml = call.request.body, &store = call.store()]() -> Result<Answer> { return Answer::json(jobs::bank_answer_json(COLOPHON_TRY(jobs::take_bank_report(store, xml, "body")))); });
}

}  // namespace

void add_payout_routes(Routes& routes) {
  // Names, accounts and amounts of people: only who pays sees them.
  const Access sees{.key_scope = "settle:write", .roles = kFinance | kApprover, .confidential = true};
  const Access pays{.key_scope = "settle:write", .roles = kFinance};
  routes.add({{.method = "GET", .path = "/v1/settlements/{id}/payouts", .access = sees, .read = get_payouts_of},
              {.method = "GET", .path = "/v1/settlements/{id}/claims", .access = sees, .read = get_claims},
              {.method = "GET", .path = "/v1/payouts", .access = sees, .read = get_payouts},
              {.method = "GET", .path = "/v1/payment-files", .access = sees, .read = get_payment_files},
              {.method = "POST", .path = "/v1/payment-files", .access = pays, .write = post_payment_file},
              {.method = "GET", .path = "/v1/payment-files/{message}", .access = sees, .read = get_payment_file},
              {.method = "POST", .path = "/v1/payment-files/{message}/withdraw", .access = pays, .write = post_withdraw},
              {.method = "POST", .path = "/v1/bank-reports", .access = pays, .write = post_bank_report, .body_max = &Limits::content_bytes_max}});
}

}  // namespace colophon::http
