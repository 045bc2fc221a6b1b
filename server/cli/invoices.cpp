// colophon invoices: what licensees owe for licences of the registry.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "jobs/invoices.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

int wrong(const Options& options, std::string sentence) {
  print_error({Errc::invalid_argument, "", std::move(sentence)}, options.json());
  return kUsage;
}

Result<int> list(store::Store& store, const Options& options) {
  JsonArray all;
  std::vector<std::vector<std::string>> table{{"invoice", "licensee", "work", "amount", "", "issued", "due", "state"}};
  for (const auto& row : COLOPHON_TRY(store.invoices({}))) {
    JsonObject json = COLOPHON_TRY(jobs::invoice_json(store, row));
    const Json one(json);
    table.push_back({std::to_string(row.number), *one.find("licensee_name")->string(), *one.find("title")->string(), row.amount, row.currency, row.issued.to_string(), row.due.to_string(),
                     std::string(store::invoice_state_name(row.state)) + (one.find("overdue")->boolean() && *one.find("overdue")->boolean() ? ", overdue" : "")});
    all.push_back(std::move(json));
  }
  if (options.json()) print_json(all);
  else if (all.empty()) print("no invoice: colophon invoices issue --store FILE makes one for each licence that has an amount");
  else print_table(table, {0, 3});
  return kDone;
}

Result<int> closed(store::Store& store, const Options& options, const store::InvoiceRow& row) {
  if (options.json()) print_json(COLOPHON_TRY(jobs::invoice_json(store, row)));
  else print("invoice " + std::to_string(row.number) + ": " + std::string(store::invoice_state_name(row.state)) + " on " + row.changed.to_string());
  return kDone;
}

Result<int> run(const Options& options) {
  auto store = COLOPHON_TRY(open_store(options));
  const std::string verb = options.arguments().empty() ? "list" : options.arguments()[0];
  if (verb == "list") return list(*store, options);
  if (verb == "issue") {
    const auto issued = COLOPHON_TRY(jobs::issue_invoices(*store));
    if (options.json()) print_json(JsonObject{{"issued", static_cast<std::int64_t>(issued)}});
    else print(std::to_string(issued) + (issued == 1 ? " invoice" : " invoices") + " issued");
    return kDone;
  }
  if (verb != "pay" && verb != "cancel") return wrong(options, "invoices knows list, issue, pay and cancel, not '" + verb + "'");
  if (options.arguments().size() != 2) return wrong(options, "invoices " + verb + " needs the NUMBER of the invoice");
  const auto number = COLOPHON_TRY(parse_int64(options.arguments()[1], "NUMBER"));
  if (verb == "cancel") {
    if (!options.has("--reason")) return wrong(options, "invoices cancel needs --reason TEXT");
    return closed(*store, options, COLOPHON_TRY(jobs::cancel_invoice(*store, number, options.value("--reason"))));
  }
  Date day = Date::of_unix_ms(static_cast<std::uint64_t>(store->now()));
  if (options.has("--day")) day = COLOPHON_TRY(Date::parse(options.value("--day"), "--day"));
  return closed(*store, options, COLOPHON_TRY(jobs::pay_invoice(*store, number, day, options.value("--reference", ""))));
}

}  // namespace

const Command& invoices_command() {
  static const Command command{
      {"invoices", "[list | issue | pay NUMBER | cancel NUMBER]", "Invoices for licences that were offered and accepted: once paid, they are revenue of the work.",
       {kStoreOption,
        {"--day", "DATE", "pay: the day of the payment (default: today)."},
        {"--reference", "TEXT", "pay: the payment's reference."},
        {"--reason", "TEXT", "cancel: why nobody will pay it."}},
       0, 2},
      run};
  return command;
}

}  // namespace colophon::cli
