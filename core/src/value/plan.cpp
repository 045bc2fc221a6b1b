#include "colophon/value/plan.hpp"

#include <algorithm>
#include <functional>

#include "colophon/base/limits.hpp"

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

/// The optimiser's name of an array as the document has it.
Error renamed(Error error) {
  for (const auto& [arrays, document] : {std::pair{"values", "value"}, {"costs", "cost"}, {"budgets", "budget"}, {"limits", "limit"}, {"groups", "group"},
                                         {"floors", "floor"}, {"categories", "category"}, {"caps", "cap"}}) {
    const std::string_view name = arrays;
    if (error.field.starts_with(name) && (error.field.size() == name.size() || error.field[name.size()] == '[')) {
      error.field = document + error.field.substr(name.size());
      break;
    }
  }
  return error;
}

}  // namespace

ProblemArrays::ProblemArrays(const Problem& problem) {
  const std::size_t works = problem.works.size(), channels = problem.channels.size();
  row_begin_.reserve(works + 1);
  row_begin_.push_back(0);
  for (std::size_t i = 0; i < works; ++i) {
    for (std::size_t c = 0; c < channels; ++c) {
      if (problem.value[i * channels + c] == 0) continue;
      value_.push_back(problem.value[i * channels + c]);
      cost_.push_back(problem.cost[i * channels + c]);
      cell_channel_.push_back(static_cast<std::uint32_t>(c));
    }
    row_begin_.push_back(static_cast<std::int64_t>(value_.size()));
  }
  instance_.items = works;
  instance_.channels = channels;
  instance_.row_begin = row_begin_;
  instance_.cell_channel = cell_channel_;
  instance_.value = Column(std::span<const std::int64_t>(value_));
  instance_.cost = Column(std::span<const std::int64_t>(cost_));
  instance_.budget = problem.budget;
  instance_.limit = problem.limit;
  instance_.limit_each = static_cast<std::uint32_t>(std::max<std::size_t>(channels, 1));
  instance_.floor = problem.floor;
  if (!problem.floor.empty()) instance_.group = Labels(std::span<const std::uint32_t>(problem.group));
  instance_.cap = problem.cap;
  if (!problem.cap.empty()) instance_.category = Labels(std::span<const std::uint32_t>(problem.category));
}

std::optional<std::size_t> ProblemArrays::cell(std::size_t work, std::size_t channel) const {
  const auto begin = cell_channel_.begin() + row_begin_[work], end = cell_channel_.begin() + row_begin_[work + 1];
  const auto found = std::lower_bound(begin, end, static_cast<std::uint32_t>(channel));
  if (found == end || *found != channel) return std::nullopt;
  return static_cast<std::size_t>(found - cell_channel_.begin());
}

Result<void> check_problem(const Problem& problem) {
  const std::size_t works = problem.works.size(), channels = problem.channels.size();
  if (works > limits::kPlanWorksMax) return fail(Errc::limit_exceeded, "works", "A plan has at most 10 million works.");
  if (channels > limits::kPlanChannelsMax) return fail(Errc::limit_exceeded, "channels", "A plan has at most 64 channels.");
  const std::size_t cells = works * channels;
  if (problem.value.size() != cells) return fail(Errc::invalid_argument, "value", "There must be one value a work and channel.");
  if (problem.cost.size() != cells) return fail(Errc::invalid_argument, "cost", "There must be one cost a work and channel.");
  if (problem.budget.size() != channels) return fail(Errc::invalid_argument, "budget", "There must be one budget a channel.");
  if (problem.floor.empty() && !problem.group.empty()) return fail(Errc::invalid_argument, "floor", "Groups need a floor each.");
  if (problem.cap.empty() && !problem.category.empty()) return fail(Errc::invalid_argument, "cap", "Categories need a cap for each channel.");
  if (auto distinct = check_distinct(problem.works, "works"); !distinct) return distinct;
  if (auto distinct = check_distinct(problem.channels, "channels"); !distinct) return distinct;
  if (auto checked = check_amounts(problem.value, "value", 0); !checked) return checked;
  if (auto checked = check_amounts(problem.cost, "cost", 1); !checked) return checked;
  SerialExecutor serial;
  const ProblemArrays arrays(problem);
  if (auto checked = check_instance(arrays.instance(), serial); !checked) return std::unexpected(renamed(checked.error()));
  return {};
}

Result<Plan> make_plan(const Problem& problem, const SolveOptions& options) {
  if (auto checked = check_problem(problem); !checked) return std::unexpected(std::move(checked.error()));
  const ProblemArrays arrays(problem);
  auto solution = solve(arrays.instance(), options);
  if (!solution) return std::unexpected(renamed(solution.error()));
  Plan plan;
  const std::size_t channels = problem.channels.size();
  plan.shown.resize(problem.works.size() * channels);
  for (std::size_t i = 0; i < problem.works.size(); ++i) {
    for (std::size_t k = arrays.instance().cell_begin(i); k < arrays.instance().cell_begin(i + 1); ++k) {
      if (solution->shown.test(k)) plan.shown[i * channels + arrays.instance().channel_of(k)] = 1;
    }
  }
  plan.certificate = std::move(solution->certificate);
  plan.problem = problem_hash(problem);
  return plan;
}

Hash problem_hash(const Problem& problem) {
  SerialExecutor serial;
  Sha256 sha;
  sha.update(as_bytes("colophon/problem/2\n")).update_u64(problem.works.size()).update_u64(problem.channels.size());
  for (const Id& work : problem.works) sha.update(work.bytes);
  for (const Id& channel : problem.channels) sha.update(channel.bytes);
  return sha.update(instance_hash(ProblemArrays(problem).instance(), serial)).finish();
}

}  // namespace colophon::value
