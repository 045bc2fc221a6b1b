// colophon value: what the catalogue is worth, by the founding document's formula, with its factors.
#include <algorithm>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "jobs/plan.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

Result<int> run(const Options& options) {
  auto store = COLOPHON_TRY(open_store(options));
  const auto catalogue = COLOPHON_TRY(jobs::catalogue_value(*store));
  const auto& all = catalogue.expectations;
  const auto columns = all.channels.size();
  const auto currency = COLOPHON_TRY(store->currency());
  if (options.json()) {
    JsonArray works;
    for (std::size_t i = 0; i < all.works.size(); ++i) {
      JsonArray channels;
      for (std::size_t c = 0; c < columns; ++c)
        channels.push_back(JsonObject{{"channel", all.channels[c].id.to_string()}, {"S", static_cast<int>(catalogue.shown[i * columns + c])},
                                      {"R_micro", to_decimal(int128{all.revenue_micro[i * columns + c]})}});
      works.push_back(JsonObject{{"work", all.works[i].id.to_string()}, {"title", all.works[i].title}, {"Q", all.works[i].quality ? Json(fixed(all.works[i].quality->mean_milli / 1000.0, 3)) : Json()},
                                 {"V", fixed(catalogue.value.by_work[i], 9)}, {"channels", channels}});
    }
    print_json(JsonObject{{"V", fixed(catalogue.value.total, 9)}, {"N", static_cast<std::int64_t>(catalogue.value.works_scored)},
                          {"not_scored", static_cast<std::int64_t>(catalogue.value.works_not_scored)}, {"currency", currency}, {"simulated_audience", all.simulated}, {"works", works}});
    return kDone;
  }
  std::vector<std::size_t> order(all.works.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return catalogue.value.by_work[i]; });
  std::vector<std::vector<std::string>> rows{{"work", "Q", "variance", "S", "R " + currency, "V"}};
  for (const auto i : order) {
    const auto& work = all.works[i];
    int shown = 0;
    double revenue = 0;
    for (std::size_t c = 0; c < columns; ++c) {
      shown += catalogue.shown[i * columns + c];
      revenue += catalogue.shown[i * columns + c] ? catalogue.revenue[i * columns + c] : 0;
    }
    rows.push_back({work.title, work.quality ? fixed(work.quality->mean_milli / 1000.0, 2) : "not scored", work.quality ? fixed(work.quality->variance_milli / 1000.0, 2) : "",
                    std::to_string(shown) + "/" + std::to_string(columns), fixed(revenue, 4), work.quality ? fixed(catalogue.value.by_work[i], 6) : ""});
  }
  print_table(rows, {1, 2, 3, 4, 5});
  print("V = " + fixed(catalogue.value.total, 6) + " over " + std::to_string(catalogue.value.works_scored) + " works; " +
        std::to_string(catalogue.value.works_not_scored) + " not scored" + (all.simulated ? "; the audience is simulated" : ""));
  return kDone;
}

}  // namespace

const Command& value_command() {
  static const Command command{
      {"value", "", "Shows V = (1/N) sum max(Q S R, 0): quality, coverage by the current plan, expected revenue. It is never paid.", {kStoreOption}, 0, 0}, run};
  return command;
}

}  // namespace colophon::cli
