#include "jobs/changes.hpp"

#include <algorithm>

#include "store/try.hpp"

namespace colophon::jobs {

Totals totals_of(const royalty::SettlementResult& result) {
  Totals totals;
  for (const royalty::PartyResult& party : result.parties) {
    for (const royalty::AccountResult& account : party.accounts) {
      totals[{result.party_ids[party.party], std::string(result.currencies[account.currency].name())}] = {account.earned_micro, account.paid_minor};
    }
  }
  return totals;
}

Totals totals_of(const std::vector<store::PartyAccountRow>& rows) {
  Totals totals;
  for (const store::PartyAccountRow& row : rows) totals[{row.party, row.account.currency}] = {row.account.earned_micro, row.account.paid_minor};
  return totals;
}

std::vector<Change> changes_between(const Totals& before, const Totals& after) {
  std::map<std::pair<Id, std::string>, Change> all;
  for (const auto& [key, total] : before) all[key].before = total;
  for (const auto& [key, total] : after) all[key].after = total;
  std::vector<Change> changes;
  for (auto& [key, change] : all) {
    if (change.before.earned_micro == change.after.earned_micro && change.before.paid_minor == change.after.paid_minor) continue;
    change.party = key.first;
    change.currency = key.second;
    changes.push_back(std::move(change));
  }
  const auto size = [](const Change& change) {
    const auto difference = static_cast<int128>(change.after.earned_micro) - change.before.earned_micro;
    return difference < 0 ? -difference : difference;
  };
  std::ranges::stable_sort(changes, std::greater{}, size);
  return changes;
}

Names names_of(const royalty::SettlementInput& input) {
  Names names;
  for (const royalty::Party& party : input.parties) names.emplace(party.id, party.name);
  return names;
}

Result<Names> names_of(store::Store& store, const std::vector<Change>& changes) {
  std::vector<Id> ids;
  for (const Change& change : changes) ids.push_back(change.party);
  Names names;
  for (const store::Party& party : COLOPHON_TRY(store.parties(ids))) names.emplace(party.id, party.name);
  return names;
}

JsonObject changes_json(const std::vector<Change>& changes, const Totals& after, const Names& names, std::size_t limit) {
  JsonArray list;
  std::map<std::string, int128> moved;
  for (const Change& change : changes) {
    const auto currency = Currency::parse(change.currency);
    const auto micros = [&](int128 amount) { return currency ? format_micros(static_cast<Micros>(amount), *currency) : to_decimal(amount); };
    const auto minor = [&](std::int64_t amount) { return currency ? format_minor(amount, *currency) : std::to_string(amount); };
    const int128 difference = static_cast<int128>(change.after.earned_micro) - change.before.earned_micro;
    if (difference > 0) moved[change.currency] += difference;
    if (list.size() >= limit) continue;
    const auto name = names.find(change.party);
    list.push_back(JsonObject{{"party", change.party.to_string()}, {"name", name == names.end() ? std::string() : name->second}, {"currency", change.currency},
                              {"earned_before", micros(change.before.earned_micro)}, {"earned_after", micros(change.after.earned_micro)}, {"change", micros(difference)},
                              {"paid_before", minor(change.before.paid_minor)}, {"paid_after", minor(change.after.paid_minor)}});
  }
  JsonObject sums;
  for (const auto& [code, amount] : moved) {
    const auto currency = Currency::parse(code);
    sums.emplace_back(code, currency ? format_micros(static_cast<Micros>(amount), *currency) : to_decimal(amount));
  }
  return {{"changed", static_cast<std::int64_t>(changes.size())}, {"changes", std::move(list)}, {"moved", std::move(sums)}, {"parties", static_cast<std::int64_t>(after.size())}};
}

}  // namespace colophon::jobs
