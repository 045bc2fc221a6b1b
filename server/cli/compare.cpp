#include "cli/compare.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "cli/options.hpp"
#include "cli/output.hpp"
#include "jobs/settle.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

struct Group { std::string_view name; std::size_t begin, end; double published; };
// CNM and Deloitte, "Etude relative a l'impact du passage a l'UCPS", 2021: the change per group of artists on Deezer and Spotify in France.
constexpr std::array<Group, 5> kGroups{{{"top 10", 0, 10, -0.172},
                                        {"11-100", 10, 100, 0.013},
                                        {"101-1,000", 100, 1'000, 0.022},
                                        {"1,001-10,000", 1'000, 10'000, 0.005},
                                        {"beyond", 10'000, SIZE_MAX, 0.052}}};

struct Earned { std::array<Micros, 3> by_rule{}; };
constexpr std::array<royalty::Rule, 3> kRules{royalty::Rule::pro_rata, royalty::Rule::user_centric, royalty::Rule::artist_centric};

}  // namespace

Result<int> compare_rules(store::Store& store, const Period& period, bool json) {
  std::vector<Earned> parties;
  std::unordered_map<Id, std::size_t> place;
  std::string currency = COLOPHON_TRY(store.currency());
  if (currency.empty()) currency = "EUR";
  for (std::size_t r = 0; r < kRules.size(); ++r) {
    const auto settled = COLOPHON_TRY(jobs::compute_settlement(store, period, {.rule = kRules[r], .book = {}}));
    for (const auto& party : settled.result.parties) {
      const auto [at, is_new] = place.try_emplace(settled.result.party_ids[party.party], parties.size());
      if (is_new) parties.emplace_back();
      for (const auto& account : party.accounts)
        if (settled.result.currencies[account.currency].name() == currency) parties[at->second].by_rule[r] += account.earned_micro;
    }
  }
  // Pro-rata earnings are in the order of the plays.
  std::ranges::sort(parties, std::greater{}, [](const Earned& party) { return party.by_rule[0]; });

  std::vector<std::vector<std::string>> rows{{"rank by plays", "parties", "pro-rata", "user-centric", "change", "artist-centric", "change", "CNM-Deloitte 2021, user-centric"}};
  JsonArray groups;
  for (const auto& group : kGroups) {
    if (group.begin >= parties.size()) break;
    const auto end = std::min(group.end, parties.size());
    std::array<int128, 3> sums{};
    for (auto i = group.begin; i < end; ++i)
      for (std::size_t r = 0; r < kRules.size(); ++r) sums[r] += parties[i].by_rule[r];
    const auto change = [&](std::size_t r) { return sums[0] > 0 ? static_cast<double>(sums[r] - sums[0]) / static_cast<double>(sums[0]) : 0; };
    const auto money = [&](std::size_t r) { return money_minor(static_cast<std::int64_t>(sums[r] / kMicrosPerMinor), currency); };
    rows.push_back({std::string(group.name), std::to_string(end - group.begin), money(0), money(1), percent(change(1)), money(2), percent(change(2)), percent(group.published)});
    groups.push_back(JsonObject{{"ranks", group.name}, {"parties", static_cast<std::int64_t>(end - group.begin)}, {"pro_rata_micro", to_decimal(sums[0])},
                                {"user_centric_micro", to_decimal(sums[1])}, {"user_centric_change", percent(change(1))}, {"artist_centric_micro", to_decimal(sums[2])},
                                {"artist_centric_change", percent(change(2))}, {"cnm_deloitte_2021", percent(group.published)}});
  }
  if (json) {
    print_json(JsonObject{{"period", period.to_string()}, {"currency", currency}, {"groups", groups}});
    return kDone;
  }
  print_table(rows, {1, 2, 3, 4, 5, 6, 7});
  return kDone;
}

}  // namespace colophon::cli
