// colophon settle compare: what a former system paid beside a settlement, and why they differ.
#include "cli/commands.hpp"
#include "cli/import_sales.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "jobs/compare_settlement.hpp"
#include "jobs/read_file.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

int wrong(const Options& options, std::string field, std::string sentence) {
  print_error({Errc::invalid_argument, std::move(field), std::move(sentence)}, options.json());
  return kUsage;
}

Result<jobs::SettledAccounts> settled(const Options& options) {
  if (options.has("--out-of")) return jobs::accounts_of_folder(options.value("--out-of"));
  auto store = COLOPHON_TRY(open_store(options));
  if (options.has("--period")) return jobs::accounts_of_store(*store, COLOPHON_TRY(Period::parse(options.value("--period"), "--period")));
  const auto all = COLOPHON_TRY(store->settlements());
  if (all.empty()) return fail(Errc::not_found, "--store", "it keeps no settlement: colophon settle --commit makes a draft");
  return jobs::accounts_of_store(*store, all.front().period);
}

std::string because_of(const sales::Difference& one) {
  std::string text;
  for (const auto& part : one.parts) text += (text.empty() ? "" : ", ") + std::string(sales::because_name(part.because)) + " " + money_exact(part.amount, std::string(one.currency.name()));
  if (one.ways > 1) text += " (or otherwise: " + std::to_string(one.ways) + " ways)";
  if (!one.hint.empty()) text += (text.empty() ? "" : "; ") + one.hint;
  return text;
}

Result<int> run(const Options& options) {
  if (options.has("--store") == options.has("--out-of")) return wrong(options, "--store", "settle compare needs --store FILE or --out-of DIR, one of them");
  if (options.has("--out-of") && options.has("--period")) return wrong(options, "--period", "a folder has one period: leave --period out");
  const auto lines = COLOPHON_TRY(integer_option(options, "--lines", 50, 0, 1'000'000));
  const std::string file = options.arguments()[0];
  const auto former = COLOPHON_TRY(sales::read_former(file, COLOPHON_TRY(jobs::read_file(file, file, limits::kJsonBytesMax)), options.value("--currency")));
  const auto now = COLOPHON_TRY(settled(options));
  const auto comparison = COLOPHON_TRY(sales::compare_settlements(former, now.accounts, now.period));
  if (options.has("--out")) COLOPHON_TRY(write_file(options.value("--out"), sales::comparison_csv(comparison)));
  bool all = true;
  for (const auto& total : comparison.totals) all = all && total.equal + total.explained == total.accounts;
  const int status = options.has("--strict") && !all ? kDoesNotHold : kDone;
  if (options.json()) {
    print_json(sales::comparison_json(comparison));
    return status;
  }
  for (const auto& total : comparison.totals) {
    const std::string code(total.currency.name());
    print(now.period.to_string() + " " + code + ": " + money_exact(total.former, code) + " before, " + money_exact(total.now, code) + " now; of " + std::to_string(total.accounts) + " accounts " +
          std::to_string(total.equal) + " are equal, " + std::to_string(total.explained) + " explained, " + std::to_string(total.accounts - total.equal - total.explained) + " not");
  }
  std::vector<std::vector<std::string>> rows{{"party", "before", "now", "more before", "because"}};
  for (const auto& one : comparison.differences) {
    if (one.former == one.now || rows.size() > static_cast<std::size_t>(lines)) continue;
    const std::string code(one.currency.name());
    rows.push_back({one.name.empty() ? one.former_name.empty() ? one.party : one.former_name : one.name, money_exact(one.former, code), money_exact(one.now, code), money_exact(one.former - one.now, code), because_of(one)});
  }
  if (rows.size() > 1) print_table(rows, {1, 2, 3});
  return status;
}

}  // namespace

const Command& settle_compare_command() {
  static const Command command{
      {"settle compare", "OLD.csv", "Explains how a settlement differs from what a former system paid: a table of party, amount and, where it has them, currency and date.",
       {{"--store", "FILE", "The store that keeps the settlement."},
        {"--period", "YYYY-MM", "Its month (default: the newest that is kept)."},
        {"--out-of", "DIR", "Instead of a store: the folder that settle --out or settle run --out wrote."},
        {"--currency", "CODE", "The currency of rows that name none."},
        {"--out", "FILE", "Write every difference with its reasons there, as CSV."},
        {"--lines", "N", "How many differences are shown, those that are not explained first (default 50)."},
        {"--strict", "", "Exit with status 1 where a difference is not explained."}},
       1, 1},
      run};
  return command;
}

}  // namespace colophon::cli
