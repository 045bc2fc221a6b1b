#include "jobs/plan.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "jobs/threads.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::size_t kPageRows = 500;
constexpr std::int64_t kNeutralQualityMilli = 5'500;  // The middle of the scale, where no work has a quality at all.
constexpr std::int32_t kUnknownVarianceMilli = 6'750; // Of a quality that is anywhere from 1 to 10.
constexpr std::size_t kPoolWorksMax = 200;

/// Those that may be shown.
Result<std::vector<store::Work>> standing_works(store::Store& store) {
  std::vector<store::Work> works;
  std::string cursor;
  do {
    auto page = COLOPHON_TRY(store.works({.standing = true}, cursor, kPageRows));
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
  all.works = COLOPHON_TRY(standing_works(store));
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

Id creator_of(const store::Work& work) {
  if (work.shares.empty()) return work.owner;
  const auto smaller = [](const royalty::PartyShare& a, const royalty::PartyShare& b) {
    return std::uint64_t{a.share.numerator} * b.share.denominator < std::uint64_t{b.share.numerator} * a.share.denominator;
  };
  return std::ranges::max_element(work.shares, smaller)->party;
}

namespace {

/// What each work counts for, in thousandths. One without a quality counts as the mean of those that have one, as uncertain as if nothing were known.
std::vector<std::int64_t> qualities(const Expectations& all, const value::QualityRule& rule) {
  std::vector<value::QualityEstimate> scored;
  std::int64_t sum = 0;
  for (const auto& work : all.works) {
    if (!work.quality) continue;
    scored.push_back({work.quality->mean_milli, work.quality->variance_milli});
    sum += work.quality->mean_milli;
  }
  if (rule.shrink) scored = value::shrunk(scored);
  const auto mean = scored.empty() ? kNeutralQualityMilli : sum / static_cast<std::int64_t>(scored.size());
  std::vector<value::QualityEstimate> estimates;
  std::size_t next = 0;
  for (const auto& work : all.works)
    estimates.push_back(work.quality ? scored[next++] : value::QualityEstimate{static_cast<std::int32_t>(mean), kUnknownVarianceMilli});
  value::QualityRule shrunk_already = rule;
  shrunk_already.shrink = false;
  return value::quality_milli(estimates, shrunk_already);
}

/// On how many channels a work can be shown at all.
std::int64_t showable(const value::Problem& problem, std::size_t work) {
  const auto columns = problem.channels.size();
  std::int64_t count = 0;
  for (std::size_t c = 0; c < columns; ++c) count += problem.value[work * columns + c] > 0 && problem.cost[work * columns + c] <= problem.budget[c];
  return problem.limit.empty() ? count : std::min<std::int64_t>(count, problem.limit[work]);
}

Result<void> add_floors(const Expectations& all, const PlanRequest& request, value::Problem& problem) {
  if (request.each_creator == 0 && request.creators.empty()) return {};
  std::unordered_map<Id, std::uint32_t> group_of;
  std::vector<std::int64_t> possible;
  for (std::size_t i = 0; i < all.works.size(); ++i) {
    const auto group = group_of.emplace(creator_of(all.works[i]), static_cast<std::uint32_t>(group_of.size())).first->second;
    problem.group.push_back(group);
    if (group == possible.size()) possible.push_back(0);
    possible[group] += showable(problem, i);
  }
  for (const auto count : possible) problem.floor.push_back(std::min(request.each_creator, count));
  for (std::size_t k = 0; k < request.creators.size(); ++k) {
    const auto found = group_of.find(request.creators[k].creator);
    if (found == group_of.end()) return fail(Errc::unknown_party, "floors.creators[" + std::to_string(k) + "].party", "this party has the largest share of no work");
    problem.floor[found->second] = request.creators[k].at_least;
  }
  return {};
}

Result<void> add_caps(const Expectations& all, const PlanRequest& request, value::Problem& problem) {
  if (request.caps.empty()) return {};
  const auto columns = all.channels.size();
  std::unordered_map<std::string, std::uint32_t> kinds;
  for (const auto& work : all.works) problem.category.push_back(kinds.emplace(work.kind, static_cast<std::uint32_t>(kinds.size())).first->second);
  problem.cap.assign(kinds.size() * columns, static_cast<std::int64_t>(all.works.size()));
  for (std::size_t k = 0; k < request.caps.size(); ++k) {
    const auto& cap = request.caps[k];
    const auto at = "caps[" + std::to_string(k) + "]";
    const auto kind = kinds.find(cap.kind);
    if (kind == kinds.end()) return fail(Errc::invalid_argument, at + ".kind", "no work is of the kind '" + cap.kind + "'");
    bool known = cap.channel.is_nil();
    for (std::size_t c = 0; c < columns; ++c) {
      if (!cap.channel.is_nil() && all.channels[c].id != cap.channel) continue;
      problem.cap[kind->second * columns + c] = cap.at_most;
      known = true;
    }
    if (!known) return fail(Errc::not_found, at + ".channel", "no channel has this id: GET /v1/channels lists them");
  }
  return {};
}

/// The cells of the current plan in the new problem's arrays.
Result<value::CellSet> cells_of_current(store::Store& store, const value::Problem& problem, const value::ProblemArrays& arrays) {
  value::CellSet cells(arrays.instance().cells());
  const auto current = COLOPHON_TRY(store.current_plan());
  if (!current) return cells;
  const auto document = value::parse_plan_document(COLOPHON_TRY(parse_json(current->document)));
  if (!document) return cells;
  const auto& [old, plan] = *document;
  std::unordered_map<Id, std::size_t> works, channels;
  for (std::size_t i = 0; i < problem.works.size(); ++i) works.emplace(problem.works[i], i);
  for (std::size_t c = 0; c < problem.channels.size(); ++c) channels.emplace(problem.channels[c], c);
  for (std::size_t i = 0; i < old.works.size(); ++i) {
    for (std::size_t c = 0; c < old.channels.size(); ++c) {
      if (plan.shown[i * old.channels.size() + c] == 0) continue;
      const auto work = works.find(old.works[i]), channel = channels.find(old.channels[c]);
      if (work == works.end() || channel == channels.end()) continue;
      if (const auto cell = arrays.cell(work->second, channel->second)) cells.set(*cell, true);
    }
  }
  return cells;
}

/// By channel: the works of a plan with other qualities that the plan itself does not show there, the most valuable first.
Result<std::vector<std::vector<Id>>> pools_of(const Expectations& all, const PlanRequest& request, const value::Problem& problem, const value::Plan& plan, const value::SolveOptions& how) {
  std::vector<std::vector<Id>> pools(problem.channels.size());
  if (request.exploring == Exploring::none || request.explore_ppm == 0) return pools;
  PlanRequest other = request;
  other.quality.stance = request.exploring == Exploring::draw ? value::Stance::draw : value::Stance::optimistic;
  const auto tried = COLOPHON_TRY(plan_problem(all, other, true));
  auto options = how;
  options.keep = nullptr;
  const auto bold = COLOPHON_TRY(value::make_plan(tried, options));
  const auto columns = problem.channels.size();
  for (std::size_t c = 0; c < columns; ++c) {
    std::vector<std::size_t> works;
    for (std::size_t i = 0; i < problem.works.size(); ++i)
      if (bold.shown[i * columns + c] != 0 && plan.shown[i * columns + c] == 0) works.push_back(i);
    std::ranges::stable_sort(works, std::greater{}, [&](std::size_t i) { return tried.value[i * columns + c]; });
    if (works.size() > kPoolWorksMax) works.resize(kPoolWorksMax);
    for (const auto i : works) pools[c].push_back(problem.works[i]);
  }
  return pools;
}

}  // namespace

Error with_names(Error error, const std::map<std::uint32_t, Id>& creators, std::span<const std::string> channels) {
  if (error.code != Errc::infeasible) return error;
  const auto put = [&](const std::string& name, const std::string& person) {
    for (auto at = error.detail.find(name); at != std::string::npos; at = error.detail.find(name, at + person.size())) error.detail.replace(at, name.size(), person);
  };
  // The arrays and the document call them differently.
  for (const std::string floor : {"floors[", "floor["}) {
    for (const auto& [group, creator] : creators) {
      const auto name = floor + std::to_string(group) + "]";
      put(name, "the floor of creator " + creator.to_string());
      if (error.field == name) error.field = "floors";
    }
  }
  for (const std::string budget : {"budgets[", "budget["})
    for (std::size_t c = 0; c < channels.size(); ++c) put(budget + std::to_string(c) + "]", "the budget of " + channels[c]);
  return error;
}

Result<value::Problem> plan_problem(const Expectations& all, const PlanRequest& request, bool rank_by_quality) {
  if (all.works.empty()) return fail(Errc::not_found, "works", "there are no works to show: register some first");
  if (all.channels.empty()) return fail(Errc::not_found, "channels", "there are no channels to show works on: import a catalogue with channels");
  const auto quality = qualities(all, request.quality);
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
      if (rank_by_quality) worth = worth * quality[i] / 1000;
      if (worth > std::numeric_limits<std::int64_t>::max()) return fail(Errc::overflow, "value", "the expected revenue of a work does not fit");
      problem.value.push_back(static_cast<std::int64_t>(worth));
      problem.cost.push_back(showing_cost(all.channels[c], work.id));
    }
    if (request.channels_each > 0) problem.limit.push_back(static_cast<std::uint8_t>(request.channels_each));
  }
  COLOPHON_TRY(add_floors(all, request, problem));
  COLOPHON_TRY(add_caps(all, request, problem));
  return problem;
}

Result<Proposal> propose_plan(store::Store& store, const PlanRequest& request, const Progress& progress) {
  COLOPHON_TRY(report(progress, 0, 4, "reading the catalogue"));
  Proposal proposal;
  proposal.request = request;
  proposal.request.rank_by_quality = request.rank_by_quality ? *request.rank_by_quality : COLOPHON_TRY(store.flag("rank_by_quality"));
  const bool rank = *proposal.request.rank_by_quality;
  const auto all = COLOPHON_TRY(expectations(store));
  proposal.problem = COLOPHON_TRY(plan_problem(all, request, rank));
  COLOPHON_TRY(report(progress, 1, 4, "planning"));
  Threads threads(Threads::all());
  value::SolveOptions how;
  how.executor = &threads;
  Result<void> stopped;
  how.progress = [&](double) { return (stopped = report(progress, 1, 4, "planning")).has_value(); };
  const value::ProblemArrays arrays(proposal.problem);
  const auto kept = COLOPHON_TRY(cells_of_current(store, proposal.problem, arrays));
  if (request.keep_bonus > 0) {
    how.keep = &kept;
    how.keep_bonus = static_cast<double>(request.keep_bonus);
  }
  auto plan = value::make_plan(proposal.problem, how);
  if (!stopped) return std::unexpected(stopped.error());
  if (!plan) {
    std::map<std::uint32_t, Id> creators;
    for (std::size_t i = 0; i < proposal.problem.group.size(); ++i) creators.emplace(proposal.problem.group[i], creator_of(all.works[i]));
    std::vector<std::string> channels;
    for (const auto& channel : all.channels) channels.push_back(channel.name);
    return std::unexpected(with_names(plan.error(), creators, channels));
  }
  proposal.plan = std::move(*plan);
  COLOPHON_TRY(value::verify_plan(proposal.problem, proposal.plan));
  COLOPHON_TRY(report(progress, 2, 4, "works to try"));
  proposal.pools = COLOPHON_TRY(pools_of(all, request, proposal.problem, proposal.plan, how));
  for (std::size_t k = 0; k < proposal.plan.shown.size(); ++k) {
    const auto cell = arrays.cell(k / all.channels.size(), k % all.channels.size());
    proposal.changes += cell && kept.test(*cell) != (proposal.plan.shown[k] != 0);
  }
  return proposal;
}

Result<store::PlanRow> make_plan(store::Store& store, const PlanRequest& request, std::string_view made_by, const Progress& progress) {
  const auto proposal = COLOPHON_TRY(propose_plan(store, request, progress));
  store::PlanRow row;
  row.id = store.new_id();
  row.made_at = store.now();
  row.made_by = made_by;
  row.rank_by_quality = *proposal.request.rank_by_quality;
  row.value = to_decimal(proposal.plan.certificate.value);
  row.bound = to_decimal(proposal.plan.certificate.bound);
  row.instance = proposal.plan.problem;
  row.document = canonical_json(value::plan_json(proposal.problem, proposal.plan));
  row.request = canonical_json(plan_request_json(proposal.request));
  JsonArray pools;
  for (const auto& pool : proposal.pools) {
    JsonArray works;
    for (const auto& work : pool) works.push_back(work.to_string());
    pools.push_back(std::move(works));
  }
  row.pools = canonical_json(Json(std::move(pools)));
  COLOPHON_TRY(report(progress, 3, 4, "storing the plan"));
  const Json payload = JsonObject{{"plan", row.id.to_string()}, {"instance", to_hex(row.instance)}, {"value", row.value}, {"bound", row.bound}};
  COLOPHON_TRY(store.insert_plan(row, {"plan", row.id, store.new_salt(), canonical_json(payload)}));
  COLOPHON_TRY(report(progress, 4, 4, "planned"));
  return row;
}

}  // namespace colophon::jobs
