#include "colophon/value/plan.hpp"

#include <algorithm>
#include <functional>

#include "colophon/base/limits.hpp"
#include "value/certificate.hpp"
#include "value/channel.hpp"

namespace colophon::value {
namespace {

std::string at(const char* field, std::size_t index) { return std::string(field) + "[" + std::to_string(index) + "]"; }

Result<void> check_distinct(const std::vector<Id>& ids, const char* field) {
  // Callers hold their ids in order as a rule: then no copy is made.
  if (std::ranges::adjacent_find(ids, std::ranges::greater_equal{}) == ids.end()) return {};
  std::vector<Id> sorted = ids;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice == sorted.end()) return {};
  return fail(Errc::invalid_argument, field, "The id " + twice->to_string() + " is named twice.");
}

Result<void> check_amounts(const std::vector<std::int64_t>& amounts, const char* field, std::int64_t min) {
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    if (amounts[i] < 0) return fail(Errc::negative_amount, at(field, i), "This must not be negative.");
    if (amounts[i] < min) return fail(Errc::invalid_argument, at(field, i), "Showing a work must cost at least 1.");
  }
  return {};
}

}  // namespace

Result<void> check_problem(const Problem& problem) {
  const std::size_t works = problem.works.size(), channels = problem.channels.size();
  if (works > limits::kPlanWorksMax) return fail(Errc::limit_exceeded, "works", "A plan has at most 10 million works.");
  if (channels > limits::kPlanChannelsMax) return fail(Errc::limit_exceeded, "channels", "A plan has at most 64 channels.");
  const std::size_t cells = works * channels;
  if (problem.value.size() != cells) return fail(Errc::invalid_argument, "value", "There must be one value a work and channel.");
  if (problem.cost.size() != cells) return fail(Errc::invalid_argument, "cost", "There must be one cost a work and channel.");
  if (problem.budget.size() != channels) return fail(Errc::invalid_argument, "budget", "There must be one budget a channel.");
  if (auto distinct = check_distinct(problem.works, "works"); !distinct) return distinct;
  if (auto distinct = check_distinct(problem.channels, "channels"); !distinct) return distinct;
  if (auto checked = check_amounts(problem.value, "value", 0); !checked) return checked;
  if (auto checked = check_amounts(problem.cost, "cost", 1); !checked) return checked;
  return check_amounts(problem.budget, "budget", 0);
}

Result<Plan> make_plan(const Problem& problem) {
  if (auto checked = check_problem(problem); !checked) return std::unexpected(std::move(checked.error()));
  const std::size_t channels = problem.channels.size();
  Plan plan;
  plan.shown.resize(problem.works.size() * channels);
  Certificate& certificate = plan.certificate;
  certificate.instance = instance_hash(problem);
  for (std::size_t c = 0; c < channels; ++c) {
    std::vector<Item> items = items_by_ratio(problem, c);
    const auto price = best_price_q32(problem, c, items);
    if (!price) return std::unexpected(price.error());
    certificate.price_q32.push_back(*price);
    // A work that costs more than the whole budget counts in the bound, which may show a part of it, but in no plan.
    std::erase_if(items, [&](const Item& item) { return item.cost > problem.budget[c]; });
    const std::vector<std::uint8_t> chosen = choose(items, problem.budget[c]);
    std::int64_t spent = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (chosen[i] == 0) continue;
      plan.shown[items[i].work * channels + c] = 1;
      spent += items[i].cost;
      certificate.value += items[i].value;
    }
    certificate.spent.push_back(spent);
  }
  const auto bound = bound_of(problem, certificate.price_q32);
  if (!bound) return std::unexpected(bound.error());
  certificate.bound = *bound;
  return plan;
}

Hash instance_hash(const Problem& problem) {
  Sha256 sha;
  sha.update(as_bytes("colophon/instance/1\n")).update_u64(problem.works.size()).update_u64(problem.channels.size());
  for (const Id& work : problem.works) sha.update(work.bytes);
  for (const Id& channel : problem.channels) sha.update(channel.bytes);
  for (const auto* numbers : {&problem.value, &problem.cost, &problem.budget}) {
    for (const std::int64_t number : *numbers) sha.update_u64(static_cast<std::uint64_t>(number));
  }
  return sha.finish();
}

}  // namespace colophon::value
