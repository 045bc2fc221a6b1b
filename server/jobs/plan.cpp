#include "jobs/plan.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::size_t kPageRows = 500;
constexpr std::int64_t kNeutralQualityMilli = 5'500;  // The middle of the scale, where no work has a quality at all.

Result<std::vector<store::Work>> all_works(store::Store& store) {
  std::vector<store::Work> works;
  std::string cursor;
  do {
    auto page = COLOPHON_TRY(store.works({}, cursor, kPageRows));
    std::ranges::move(page.rows, std::back_inserter(works));
    cursor = std::move(page.next);
  } while (!cursor.empty());
  return works;
}

/// What showing a work on a channel costs: between the channel's bounds, the same whenever it is asked.
std::int64_t showing_cost(const store::Channel& channel, const Id& work) {
  Sha256 hasher;
  hasher.update("colophon/showing-cost/1").update(channel.id.bytes).update(work.bytes);
  const Hash hash = hasher.finish();
  std::uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | hash[i];
  return channel.cost_min + static_cast<std::int64_t>(number % static_cast<std::uint64_t>(channel.cost_max - channel.cost_min + 1));
}

/// rate x units, exactly, then down to the grid of micros.
Result<Micros> expected_micros(ExactAmount rate, std::int64_t units, const Currency& currency) {
  ExactAmount product = 0;
  if (__builtin_mul_overflow(rate, static_cast<ExactAmount>(units), &product)) return fail(Errc::overflow, "rate", "the expected revenue does not fit");
  return COLOPHON_TRY(to_micros(product, currency)).micros;
}

}  // namespace

Result<Expectations> expectations(store::Store& store) {
  Expectations all;
  all.works = COLOPHON_TRY(all_works(store));
  all.channels = COLOPHON_TRY(store.channels());
  for (const auto& row : COLOPHON_TRY(store.periods()))
    if (row.events > 0) all.period = row.period;
  std::unordered_map<Id, std::int64_t> units;
  if (all.period) {
    for (const auto& [work, sum] : COLOPHON_TRY(store.units_by_work(*all.period))) units.emplace(work, sum);
    all.simulated = COLOPHON_TRY(store.has_simulated(*all.period));
  }
  const auto name = COLOPHON_TRY(store.currency());
  const auto currency = COLOPHON_TRY(Currency::parse(name.empty() ? "EUR" : name));
  std::vector<ExactAmount> rates;
  for (const auto& channel : all.channels) rates.push_back(COLOPHON_TRY(parse_exact(channel.rate, "rate")));
  for (const auto& work : all.works) {
    const auto found = units.find(work.id);
    all.exposure.push_back(found == units.end() ? 0 : found->second);
    for (const auto rate : rates) all.revenue_micro.push_back(COLOPHON_TRY(expected_micros(rate, all.exposure.back(), currency)));
  }
  return all;
}

Result<CatalogueValue> catalogue_value(store::Store& store) {
  CatalogueValue answer;
  answer.expectations = COLOPHON_TRY(expectations(store));
  const auto& all = answer.expectations;
  const auto columns = all.channels.size();
  answer.shown.assign(all.works.size() * columns, 0);
  if (const auto plan = COLOPHON_TRY(store.current_plan())) {
    // The plan's document is the truth about S: what it shows, by its own order of works and channels.
    const auto document = COLOPHON_TRY(parse_json(plan->document));
    const auto* problem = document.find("problem");
    const auto* rows = document.find("shown");
    if (!problem || !rows || !rows->array()) return fail(Errc::internal, "plan", "the stored plan is damaged");
    std::unordered_map<std::string, std::size_t> channel_at;
    for (std::size_t c = 0; c < columns; ++c) channel_at.emplace(all.channels[c].id.to_string(), c);
    std::unordered_map<std::string, std::size_t> work_at;
    for (std::size_t i = 0; i < all.works.size(); ++i) work_at.emplace(all.works[i].id.to_string(), i);
    const auto& works = *problem->find("works")->array();
    const auto& channels = *problem->find("channels")->array();
    for (std::size_t i = 0; i < works.size(); ++i) {
      const auto row = work_at.find(*works[i].string());
      if (row == work_at.end()) continue;
      for (std::size_t c = 0; c < channels.size(); ++c)
        if (const auto column = channel_at.find(*channels[c].string()); column != channel_at.end())
          answer.shown[row->second * columns + column->second] = (*rows->array())[i].string()->at(c) == '1';
    }
  }
  const auto name = COLOPHON_TRY(store.currency());
  const auto currency = COLOPHON_TRY(Currency::parse(name.empty() ? "EUR" : name));
  double micros_per_major = static_cast<double>(kMicrosPerMinor);
  for (int i = 0; i < currency.exponent; ++i) micros_per_major *= 10;
  std::vector<double> quality;
  std::vector<std::uint8_t> scored;
  for (const auto& work : all.works) {
    scored.push_back(work.quality.has_value());
    quality.push_back(work.quality ? work.quality->mean_milli / 1000.0 : 0.0);
  }
  for (const auto micros : all.revenue_micro) answer.revenue.push_back(static_cast<double>(micros) / micros_per_major);
  answer.value = COLOPHON_TRY(value::value({quality, scored, answer.shown, answer.revenue, columns}));
  return answer;
}

Result<value::Problem> plan_problem(const Expectations& all, bool rank_by_quality) {
  if (all.works.empty()) return fail(Errc::not_found, "works", "there are no works to show: register some first");
  if (all.channels.empty()) return fail(Errc::not_found, "channels", "there are no channels to show works on: import a catalogue with channels");
  std::int64_t sum = 0, count = 0;
  for (const auto& work : all.works)
    if (work.quality) sum += work.quality->mean_milli, ++count;
  const std::int64_t mean = count > 0 ? sum / count : kNeutralQualityMilli;

  value::Problem problem;
  for (const auto& channel : all.channels) {
    problem.channels.push_back(channel.id);
    problem.budget.push_back(channel.budget);
  }
  const auto columns = all.channels.size();
  for (std::size_t i = 0; i < all.works.size(); ++i) {
    const auto& work = all.works[i];
    problem.works.push_back(work.id);
    for (std::size_t c = 0; c < columns; ++c) {
      int128 worth = all.revenue_micro[i * columns + c];
      if (rank_by_quality) worth = worth * (work.quality ? work.quality->mean_milli : mean) / 1000;
      if (worth > std::numeric_limits<std::int64_t>::max()) return fail(Errc::overflow, "value", "the expected revenue of a work does not fit");
      problem.value.push_back(static_cast<std::int64_t>(worth));
      problem.cost.push_back(showing_cost(all.channels[c], work.id));
    }
  }
  return problem;
}

Result<store::PlanRow> make_plan(store::Store& store, bool rank_by_quality, std::string_view made_by, const Progress& progress) {
  COLOPHON_TRY(report(progress, 0, 3, "reading the catalogue"));
  const auto problem = COLOPHON_TRY(plan_problem(COLOPHON_TRY(expectations(store)), rank_by_quality));
  COLOPHON_TRY(report(progress, 1, 3, "planning"));
  const auto plan = COLOPHON_TRY(value::make_plan(problem));
  COLOPHON_TRY(value::verify_plan(problem, plan));
  store::PlanRow row;
  row.id = store.new_id();
  row.made_at = store.now();
  row.made_by = made_by;
  row.rank_by_quality = rank_by_quality;
  row.value = to_decimal(plan.certificate.value);
  row.bound = to_decimal(plan.certificate.bound);
  row.instance = plan.problem;
  row.document = canonical_json(value::plan_json(problem, plan));
  COLOPHON_TRY(report(progress, 2, 3, "storing the plan"));
  const Json payload = JsonObject{{"plan", row.id.to_string()}, {"instance", to_hex(row.instance)}, {"value", row.value}, {"bound", row.bound}};
  COLOPHON_TRY(store.insert_plan(row, {"plan", row.id, store.new_salt(), canonical_json(payload)}));
  COLOPHON_TRY(report(progress, 3, 3, "planned"));
  return row;
}

}  // namespace colophon::jobs
