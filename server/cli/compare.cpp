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

struct Earned { Micros pro_rata = 0, user_centric = 0; };

}  // namespace

Result<int> compare_rules(store::Store& store, const Period& period, bool json) {
  const auto pro_rata = COLOPHON_TRY(jobs::compute_settlement(store, period, royalty::Rule::pro_rata));
  const auto user_centric = COLOPHON_TRY(jobs::compute_settlement(store, period, royalty::Rule::user_centric));
  // Pro-rata earnings are in the order of the plays.
  std::vector<Earned> parties;
  std::unordered_map<Id, std::size_t> place;
  for (const auto& party : pro_rata.result.parties) {
    place.emplace(party.party, parties.size());
    parties.push_back({party.earned_micro, 0});
  }
  for (const auto& party : user_centric.result.parties)
    if (const auto found = place.find(party.party); found != place.end()) parties[found->second].user_centric = party.earned_micro;
  std::ranges::sort(parties, std::greater{}, &Earned::pro_rata);

  const std::string currency(pro_rata.input.currency.name());
  std::vector<std::vector<std::string>> rows{{"rank by plays", "parties", "pro-rata", "user-centric", "change", "CNM-Deloitte 2021"}};
  JsonArray groups;
  for (const auto& group : kGroups) {
    if (group.begin >= parties.size()) break;
    const auto end = std::min(group.end, parties.size());
    int128 before = 0, after = 0;
    for (auto i = group.begin; i < end; ++i) before += parties[i].pro_rata, after += parties[i].user_centric;
    const double change = before > 0 ? static_cast<double>(after - before) / static_cast<double>(before) : 0;
    rows.push_back({std::string(group.name), std::to_string(end - group.begin), money_minor(static_cast<std::int64_t>(before / kMicrosPerMinor), currency),
                    money_minor(static_cast<std::int64_t>(after / kMicrosPerMinor), currency), percent(change), percent(group.published)});
    groups.push_back(JsonObject{{"ranks", group.name}, {"parties", static_cast<std::int64_t>(end - group.begin)}, {"pro_rata_micro", to_decimal(before)},
                                {"user_centric_micro", to_decimal(after)}, {"change", percent(change)}, {"cnm_deloitte_2021", percent(group.published)}});
  }
  if (json) {
    print_json(JsonObject{{"period", period.to_string()}, {"currency", currency}, {"groups", groups}});
    return kDone;
  }
  print_table(rows, {1, 2, 3, 4, 5});
  return kDone;
}

}  // namespace colophon::cli
