#include <map>

#include "targets.hpp"

#include "colophon/sales/compare.hpp"

/// A former system's table, beside a settlement that paid every party but the last a little less.
void colophon::fuzz::run_compare(ByteView input) {
  const auto former = sales::read_former("t", as_text(input), "EUR");
  if (!former) {
    expect(!former.error().detail.empty(), "a refusal says why");
    return;
  }
  std::map<std::pair<std::string, std::string>, sales::SettledAccount> accounts;
  for (const auto& row : *former) {
    auto& account = accounts[{row.party, std::string(row.currency.name())}];
    account.party = account.name = row.party;
    account.currency = row.currency;
    const auto micros = to_micros(row.amount, row.currency);
    if (!micros || micros->micros < 0) continue;
    account.net_minor = micros->micros / kMicrosPerMinor * 9 / 10;
    account.earned_micro = micros->micros;
    account.recouped_micro = account.earned_micro - account.net_minor * kMicrosPerMinor;
  }
  std::vector<sales::SettledAccount> now;
  for (auto& [at, account] : accounts) now.push_back(std::move(account));
  if (now.size() > 1) now.pop_back();
  const auto comparison = sales::compare_settlements(*former, now, {2026, 7});
  if (!comparison) return;
  for (const auto& one : comparison->differences) {
    ExactAmount sum = 0;
    for (const auto& part : one.parts) sum += part.amount;
    expect(sum == one.former - one.now, "the parts of a difference add up to it");
  }
  for (const auto& total : comparison->totals) expect(total.equal + total.explained <= total.accounts, "accounts are counted once");
  expect(parse_json(canonical_json(sales::comparison_json(*comparison))).has_value(), "a comparison is JSON");
  (void)sales::comparison_csv(*comparison);
}
