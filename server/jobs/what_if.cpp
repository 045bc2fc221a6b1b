#include "jobs/what_if.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace colophon::jobs {

std::vector<Change> compare_settlements(const royalty::SettlementInput& input, const royalty::SettlementResult& before, const royalty::SettlementResult& after) {
  std::map<std::pair<Id, std::string>, Change> all;
  for (const auto* result : {&before, &after}) {
    for (const royalty::PartyResult& party : result->parties) {
      const Id& id = result->party_ids[party.party];
      for (const royalty::AccountResult& account : party.accounts) {
        Change& change = all[{id, std::string(result->currencies[account.currency].name())}];
        (result == &before ? change.earned_before : change.earned_after) = account.earned_micro;
        (result == &before ? change.paid_before : change.paid_after) = account.paid_minor;
      }
    }
  }
  std::vector<Change> changes;
  for (auto& [key, change] : all) {
    if (change.earned_before == change.earned_after && change.paid_before == change.paid_after) continue;
    change.party = key.first;
    change.currency = key.second;
    const auto party = std::ranges::find(input.parties, key.first, &royalty::Party::id);
    change.name = party == input.parties.end() ? key.first.to_string() : party->name;
    changes.push_back(std::move(change));
  }
  const auto size = [](const Change& change) { return change.earned_after > change.earned_before ? change.earned_after - change.earned_before : change.earned_before - change.earned_after; };
  std::ranges::stable_sort(changes, std::greater{}, size);
  return changes;
}

JsonObject what_if_json(const royalty::SettlementInput& input, const royalty::SettlementResult& before, const royalty::SettlementResult& after) {
  JsonArray list;
  std::map<std::string, int128> moved;
  const auto changes = compare_settlements(input, before, after);
  for (const Change& change : changes) {
    const auto currency = Currency::parse(change.currency);
    const auto micros = [&](Micros amount) { return currency ? format_micros(amount, *currency) : std::to_string(amount); };
    const auto minor = [&](std::int64_t amount) { return currency ? format_minor(amount, *currency) : std::to_string(amount); };
    if (change.earned_after > change.earned_before) moved[change.currency] += change.earned_after - change.earned_before;
    list.push_back(JsonObject{{"party", change.party.to_string()}, {"name", change.name}, {"currency", change.currency}, {"earned_before", micros(change.earned_before)},
                              {"earned_after", micros(change.earned_after)}, {"change", micros(change.earned_after - change.earned_before)}, {"paid_before", minor(change.paid_before)},
                              {"paid_after", minor(change.paid_after)}});
  }
  JsonObject sums;
  for (const auto& [code, amount] : moved) {
    const auto currency = Currency::parse(code);
    sums.emplace_back(code, currency ? format_micros(static_cast<Micros>(amount), *currency) : to_decimal(amount));
  }
  std::set<std::pair<std::string, std::string>> known;
  for (const royalty::Warning& warning : before.warnings) known.emplace(warning.code, warning.place);
  JsonArray warnings;
  for (const royalty::Warning& warning : after.warnings) {
    if (!known.contains({warning.code, warning.place})) warnings.push_back(JsonObject{{"code", warning.code}, {"place", warning.place}, {"detail", warning.detail}});
  }
  return {{"changes", std::move(list)}, {"moved", std::move(sums)}, {"parties", static_cast<std::int64_t>(std::max(before.parties.size(), after.parties.size()))}, {"warnings_new", std::move(warnings)}};
}

}  // namespace colophon::jobs
