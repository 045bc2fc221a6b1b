#include "cli/settlement_print.hpp"

#include "cli/output.hpp"

namespace colophon::cli {

void print_settlement(const royalty::SettlementInput& input, const royalty::SettlementResult& result) {
  print(input.name + ", period " + input.period.to_string());
  std::vector<std::vector<std::string>> pools{{"  pool", "rule", "received", "fees", "rows"}};
  for (const royalty::PoolResult& pool : result.pools) {
    const std::string code(result.currencies[pool.currency].name());
    pools.push_back({"  " + pool.name, std::string(royalty::rule_name(pool.rule)), money_micros(pool.received_micro, code), money_micros(pool.fees_micro, code), std::to_string(pool.rows.size())});
  }
  print_table(pools, {2, 3, 4});
  for (std::size_t c = 0; c < result.currencies.size(); ++c) {
    const std::string code(result.currencies[c].name());
    const royalty::CurrencyTotals& t = result.totals[c];
    std::vector<std::vector<std::string>> rows{{"  " + code + ":", ""}};
    const auto line = [&](const char* name, Micros amount) { if (amount != 0) rows.push_back({std::string("    ") + name, money_micros(amount, code)}); };
    line("received", t.received_micro);
    line("taken back", t.reversed_micro);
    line("earned", t.earned_micro);
    line("in suspense", t.suspense_micro);
    line("recouped", t.recouped_micro);
    line("reserved", t.reserved_micro);
    line("held", t.held_micro);
    if (t.gross_minor != 0) rows.push_back({"    paid out", money_minor(t.gross_minor, code) + " (tax " + money_minor(t.tax_minor, code) + ", net " + money_minor(t.net_minor, code) + ")"});
    line("carried on", t.closing_micro);
    if (rows.size() > 1) print_table(rows, {1});
  }
  print_table({{"  statements", std::to_string(result.parties.size())}, {"  payouts", std::to_string(result.payouts.size())},
               {"  journal", std::to_string(result.journal.transactions().size()) + " transactions, head " + to_hex(result.journal.head()).substr(0, 16) + "..."},
               {"  root", to_hex(result.root)}}, {});
  for (const royalty::Warning& warning : result.warnings) {
    print("  warning: " + warning.code + " " + warning.place + (warning.count > 1 ? " (" + std::to_string(warning.count) + " times)" : "") +
          (warning.currency.empty() ? "" : " " + money_micros(warning.amount_micro, warning.currency)) + ": " + warning.detail);
  }
}

}  // namespace colophon::cli
