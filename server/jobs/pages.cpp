#include "jobs/pages.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <unordered_map>

#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::uint32_t kPageMax = 200;
constexpr std::size_t kPagesMin = 30;       // Fewer say nothing that an interval could hold.
constexpr double kPriorShowings = 10;       // How much the mean of the channel weighs in the model of a work's reward.

std::vector<Id> shown_on(const Proposal& proposal, std::size_t channel) {
  const auto columns = proposal.problem.channels.size();
  std::vector<Id> works;
  for (std::size_t i = 0; i < proposal.problem.works.size(); ++i)
    if (proposal.plan.shown[i * columns + channel] != 0) works.push_back(proposal.problem.works[i]);
  return works;
}

value::PageRule rule_of(const PlanRequest& request, std::uint32_t limit) { return {limit, request.exploring == Exploring::none ? 0u : static_cast<std::uint32_t>(request.explore_ppm)}; }

std::int32_t ppm(double chance) { return static_cast<std::int32_t>(chance * 1'000'000 + 0.5); }

/// The reward that a work's showing is expected to bring, from the pages of one half: its mean, drawn to the channel's.
class Model {
 public:
  void learn(const store::DecisionRow& page) {
    for (std::size_t i = 0; i < page.places.size(); ++i) {
      auto& [reward, showings] = works_[page.places[i].work];
      const double r = page.outcomes[i] > 0 ? 1 : 0;
      reward += r;
      showings += 1;
      all_reward_ += r;
      all_showings_ += 1;
    }
  }
  double predict(const Id& work) const {
    const double mean = all_showings_ > 0 ? all_reward_ / all_showings_ : 0;
    const auto found = works_.find(work);
    if (found == works_.end()) return mean;
    return (found->second.first + kPriorShowings * mean) / (found->second.second + kPriorShowings);
  }

 private:
  std::unordered_map<Id, std::pair<double, double>> works_;
  double all_reward_ = 0, all_showings_ = 0;
};

Result<value::PolicyValue> evaluate_channel(const std::vector<store::DecisionRow>& pages, const std::vector<Id>& plan, const std::vector<Id>& pool, const PlanRequest& request) {
  // A page is judged by the model that learnt from the other half, so that no reward predicts itself.
  std::array<Model, 2> models;
  for (std::size_t d = 0; d < pages.size(); ++d) models[d % 2].learn(pages[d]);
  std::unordered_map<Id, bool> in_plan;
  for (const auto& work : plan) in_plan.emplace(work, true);
  for (const auto& work : pool) in_plan.emplace(work, false);
  std::vector<value::LoggedShowing> showings;
  std::vector<double> totals;
  double showings_a_page = 0;
  for (std::size_t d = 0; d < pages.size(); ++d) {
    const auto& page = pages[d];
    const Model& model = models[1 - d % 2];
    const auto chance = value::propensities(plan.size(), pool.size(), rule_of(request, static_cast<std::uint32_t>(page.places.size())));
    double total = 0;
    for (const auto& work : plan) total += chance.plan * model.predict(work);
    for (const auto& work : pool) total += chance.pool * model.predict(work);
    totals.push_back(total);
    showings_a_page += chance.plan * static_cast<double>(plan.size()) + chance.pool * static_cast<double>(pool.size());
    for (std::size_t i = 0; i < page.places.size(); ++i) {
      const auto found = in_plan.find(page.places[i].work);
      const double target = found == in_plan.end() ? 0 : found->second ? chance.plan : chance.pool;
      showings.push_back({static_cast<std::uint32_t>(d), std::max(1, page.places[i].propensity_ppm) / 1e6, target, page.outcomes[i] > 0 ? 1.0 : 0.0, model.predict(page.places[i].work)});
    }
  }
  return value::evaluate_policy(showings, pages.size(), showings_a_page / static_cast<double>(pages.size()), totals);
}

std::string number(double x) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6f", x);
  return text;
}

}  // namespace

Result<Proposal> stored_proposal(const store::PlanRow& row) {
  Proposal proposal;
  auto document = value::parse_plan_document(COLOPHON_TRY(parse_json(row.document)));
  if (!document) return fail(Errc::conflict, "plan", "the stored plan is of an earlier version: make a new one");
  proposal.problem = std::move(document->problem);
  proposal.plan = std::move(document->plan);
  proposal.request = COLOPHON_TRY(parse_plan_request(COLOPHON_TRY(parse_json(row.request))));
  proposal.pools.resize(proposal.problem.channels.size());
  const Json pools = COLOPHON_TRY(parse_json(row.pools));
  for (std::size_t c = 0; pools.array() != nullptr && c < std::min(pools.array()->size(), proposal.pools.size()); ++c) {
    const JsonArray* works = (*pools.array())[c].array();
    for (std::size_t k = 0; works != nullptr && k < works->size(); ++k)
      if (const auto* text = (*works)[k].string()) proposal.pools[c].push_back(COLOPHON_TRY(Id::parse(*text)));
  }
  return proposal;
}

Result<std::shared_ptr<const CurrentPlan::Read>> CurrentPlan::get(store::Store& store) {
  const auto id = COLOPHON_TRY(store.current_plan_id());
  if (!id) return fail(Errc::not_found, "plan", "there is no plan yet: make one with POST /v1/plans");
  const std::lock_guard lock(mutex_);
  if (!read_ || read_->id != *id) read_ = std::make_shared<const Read>(Read{*id, COLOPHON_TRY(stored_proposal(COLOPHON_TRY(store.plan(*id))))});
  return read_;
}

Result<ServedPage> serve_page(store::Store& store, CurrentPlan& current, const Id& channel, std::uint32_t limit) {
  if (limit < 1 || limit > kPageMax) return fail(Errc::limit_exceeded, "limit", "a page has 1 to 200 places");
  ServedPage page;
  const auto channels = COLOPHON_TRY(store.channels());
  const auto found = std::ranges::find(channels, channel, &store::Channel::id);
  if (found == channels.end()) return fail(Errc::not_found, "id", "no channel has the id " + channel.to_string() + ": GET /v1/channels lists them");
  page.channel = *found;
  const auto plan = COLOPHON_TRY(current.get(store));
  page.plan = plan->id;
  const Proposal& proposal = plan->proposal;
  const auto column = std::ranges::find(proposal.problem.channels, channel);
  if (column == proposal.problem.channels.end()) return fail(Errc::not_found, "id", "the current plan was made before this channel: make a new one");
  const auto c = static_cast<std::size_t>(column - proposal.problem.channels.begin());
  auto shown = shown_on(proposal, c);
  auto pool = proposal.pools[c];
  // What was withdrawn, erased or taken down since the plan was made leaves it before anything is drawn: the chances are those of the rest.
  const auto ended = COLOPHON_TRY(store.ended_works());
  for (auto* works : {&shown, &pool}) std::erase_if(*works, [&](const Id& work) { return std::ranges::binary_search(ended, work); });
  const auto rule = rule_of(proposal.request, limit);
  std::array<std::uint8_t, 8> bytes{};
  store.random(bytes);
  std::uint64_t seed = 0;
  for (const auto byte : bytes) seed = seed << 8 | byte;
  const auto chance = value::propensities(shown.size(), pool.size(), rule);
  store::DecisionDraft decision{store.new_id(), page.plan, channel, {}};
  for (const auto& place : value::draw_page(shown.size(), pool.size(), rule, seed)) {
    const auto& work = place.explored ? pool[place.index] : shown[place.index];
    decision.places.push_back({work, ppm(place.explored ? chance.pool : chance.plan), place.explored});
    page.works.push_back(COLOPHON_TRY(store.work(work)));
  }
  COLOPHON_TRY(store.insert_decision(decision));
  page.decision = decision.id;
  return page;
}

Result<std::vector<ChannelEvaluation>> evaluate_proposal(store::Store& store, const Proposal& proposal, store::EventType reward, store::UnixMs since, std::size_t pages_max) {
  std::vector<ChannelEvaluation> evaluations;
  for (const auto& channel : COLOPHON_TRY(store.channels())) {
    const auto column = std::ranges::find(proposal.problem.channels, channel.id);
    if (column == proposal.problem.channels.end()) continue;
    const auto c = static_cast<std::size_t>(column - proposal.problem.channels.begin());
    const auto pages = COLOPHON_TRY(store.decisions(channel.id, since, reward, pages_max));
    ChannelEvaluation one{channel, pages.size(), 0, std::nullopt};
    for (const auto& page : pages)
      for (const auto count : page.outcomes) one.now += count > 0 ? 1.0 / static_cast<double>(pages.size()) : 0;
    if (pages.size() >= kPagesMin) one.proposed = COLOPHON_TRY(evaluate_channel(pages, shown_on(proposal, c), proposal.pools[c], proposal.request));
    evaluations.push_back(std::move(one));
  }
  return evaluations;
}

JsonArray evaluation_json(const std::vector<ChannelEvaluation>& evaluations) {
  const auto estimate = [](const value::Estimate& e) { return JsonObject{{"estimate", number(e.value)}, {"low", number(e.low)}, {"high", number(e.high)}}; };
  JsonArray rows;
  for (const auto& one : evaluations) {
    JsonObject row{{"channel", one.channel.id.to_string()}, {"name", one.channel.name}, {"pages", static_cast<std::int64_t>(one.pages)}, {"now", number(one.now)}};
    if (one.proposed) {
      row.emplace_back("ips", estimate(one.proposed->ips));
      row.emplace_back("snips", estimate(one.proposed->snips));
      row.emplace_back("dr", estimate(one.proposed->dr));
      row.emplace_back("effective_pages", number(one.proposed->effective_pages));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace colophon::jobs
