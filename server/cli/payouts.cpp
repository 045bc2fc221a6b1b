// colophon payouts: what is due, the file for the bank, and the bank's answer, of a store.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/payment_run.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

int wrong(const Options& options, std::string sentence) {
  print_error({Errc::invalid_argument, "", std::move(sentence)}, options.json());
  return kUsage;
}

Result<int> list(store::Store& store, const Options& options) {
  const auto rows = COLOPHON_TRY(store.payouts({}));
  if (options.json()) {
    JsonArray all;
    for (const auto& row : rows)
      all.push_back(JsonObject{{"reference", row.reference}, {"period", row.period.to_string()}, {"party", row.party.to_string()}, {"currency", row.currency}, {"net", money_minor(row.net_minor, row.currency)},
                               {"state", store::payout_state_name(row.state)}});
    print_json(all);
    return kDone;
  }
  if (rows.empty()) {
    print("no payout waits for the bank");
    return kDone;
  }
  std::vector<std::vector<std::string>> table{{"period", "payee", "gross", "tax", "net", "state", "reference"}};
  for (const auto& row : rows)
    table.push_back({row.period.to_string(), row.name.empty() ? row.party.to_string() : row.name, money_minor(row.gross_minor, row.currency), money_minor(row.tax_minor, row.currency),
                     money_minor(row.net_minor, row.currency), std::string(store::payout_state_name(row.state)), row.reference});
  print_table(table, {2, 3, 4});
  return kDone;
}

Result<int> payer(store::Store& store, const Options& options) {
  royalty::Payer payer = COLOPHON_TRY(jobs::payer_of(store));
  if (options.has("--name") || options.has("--iban")) {
    payer.name = options.value("--name", payer.name);
    payer.iban = options.value("--iban", payer.iban);
    payer.bic = options.value("--bic", payer.bic);
    COLOPHON_TRY(jobs::put_payer(store, payer));
    payer = COLOPHON_TRY(jobs::payer_of(store));
  }
  if (options.json()) print_json(JsonObject{{"name", payer.name}, {"iban", payer.iban}, {"bic", payer.bic}});
  else print(payer.iban.empty() ? "nobody pays yet: colophon payouts payer --store FILE --name NAME --iban IBAN" : payer.name + "  " + payer.iban + "  " + payer.bic);
  return kDone;
}

Result<int> send(store::Store& store, const Options& options) {
  if (!options.has("--out")) return wrong(options, "payouts send needs --out FILE: where the payment file goes");
  const auto run = COLOPHON_TRY(jobs::make_payment_file(store, options.value("--by", "command line")));
  if (!run.file.message.empty()) COLOPHON_TRY(write_file(options.value("--out"), run.file.document));
  if (options.json()) {
    print_json(jobs::payment_run_json(run));
    return kDone;
  }
  for (const auto& one : run.rewritten) print("written for the bank  " + one.end_to_end_id + "  " + one.field + ": " + one.given + " -> " + one.written);
  for (const auto& one : run.left_out) print("stays due  " + one.reference + ": " + one.reason);
  if (run.file.message.empty()) print("no payment file: none of the payouts that are due could be sent");
  else print(options.value("--out") + ": " + std::to_string(run.file.payments) + (run.file.payments == 1 ? " payment" : " payments") + ", message " + run.file.message);
  return kDone;
}

Result<int> bank(store::Store& store, const Options& options, const std::string& file) {
  const auto answer = COLOPHON_TRY(jobs::take_bank_report(store, COLOPHON_TRY(jobs::read_file(file, file, limits::kXmlBytesMax)), file));
  if (options.json()) {
    print_json(jobs::bank_answer_json(answer));
    return kDone;
  }
  print(answer.report.message + ": " + std::to_string(answer.changed) + " changed, " + std::to_string(answer.unchanged) + " as they were");
  for (const auto& one : answer.unknown) print("not one of our payouts: " + one);
  for (const auto& note : answer.report.notes) print("note: " + note);
  return kDone;
}

Result<int> run(const Options& options) {
  auto store = COLOPHON_TRY(open_store(options));
  const std::string verb = options.arguments().empty() ? "list" : options.arguments()[0];
  const bool has_argument = options.arguments().size() == 2;
  if (verb == "list") return list(*store, options);
  if (verb == "payer") return payer(*store, options);
  if (verb == "send") return send(*store, options);
  if (verb == "bank") return has_argument ? bank(*store, options, options.arguments()[1]) : wrong(options, "payouts bank needs the bank's FILE");
  if (verb == "withdraw") {
    if (!has_argument) return wrong(options, "payouts withdraw needs the MESSAGE id of the payment file");
    COLOPHON_TRY(store->withdraw_payment_file(options.arguments()[1]));
    print("withdrawn: its payouts are due again");
    return kDone;
  }
  return wrong(options, "payouts knows list, payer, send, bank and withdraw, not '" + verb + "'");
}

}  // namespace

const Command& payouts_command() {
  static const Command command{
      {"payouts", "[list | payer | send | bank FILE | withdraw MESSAGE]", "Payouts of a store: what is due, the payment file for the bank, and what the bank answers.",
       {kStoreOption,
        {"--out", "FILE", "send: where the payment file goes; its payouts count as sent."},
        {"--name", "NAME", "payer: who pays, as the bank knows you."},
        {"--iban", "IBAN", "payer: the account to pay from."},
        {"--bic", "BIC", "payer: its bank."},
        {"--by", "NAME", "send: who makes the file (default: command line)."}},
       0, 2},
      run};
  return command;
}

}  // namespace colophon::cli
