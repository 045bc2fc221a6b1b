#include "colophon/value/explain.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace colophon::value {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr std::int64_t kLimitSearched = std::int64_t{1} << 61;
constexpr std::array<std::string_view, 6> kWhyNames{"shown", "too_dear", "better_elsewhere", "never_fits", "left_over", "capped"};

double in_units(std::int64_t price, int bits) { return std::ldexp(static_cast<double>(price), -bits); }

Result<void> check_fits(const Instance& in, const CellSet& shown, const Certificate& certificate) {
  if (shown.size() != in.cells()) return fail(Errc::invalid_argument, "plan", "This plan is of another instance: it has not one decision a cell.");
  if (certificate.price.size() != in.rows() || certificate.used.size() != in.rows()) {
    return fail(Errc::invalid_argument, "price", "This certificate is of another instance: it has not one price a limit.");
  }
  return {};
}

std::int64_t limit_of_row(const Instance& in, std::size_t row) {
  if (row < in.channels) return in.budget[row];
  return row < in.channels + in.groups() ? in.floor[row - in.channels] : in.cap[row - in.channels - in.groups()];
}

bool is_floor(const Instance& in, std::size_t row) { return row >= in.channels && row < in.channels + in.groups(); }

}  // namespace

std::string_view why_name(Why why) { return kWhyNames[static_cast<std::size_t>(why)]; }

Result<ItemReasons> explain_item(const Instance& in, const CellSet& shown, const Certificate& certificate, std::size_t item) {
  if (item >= in.items) return fail(Errc::invalid_argument, "item", "There are " + std::to_string(in.items) + " items.");
  if (auto fits = check_fits(in, shown, certificate); !fits) return std::unexpected(fits.error());
  const auto price = [&](std::size_t row) { return in_units(certificate.price[row], certificate.price_bits); };
  ItemReasons reasons;
  std::size_t on = 0;
  double least_shown = kInfinity;
  for (std::size_t k = in.cell_begin(item); k < in.cell_begin(item + 1); ++k) {
    CellReason cell;
    cell.channel = in.channel_of(k);
    cell.value = static_cast<double>(in.value.at(k));
    cell.paid = price(cell.channel) * static_cast<double>(in.cost.at(k));
    if (!in.floor.empty()) cell.bonus = price(in.floor_row(in.group[item]));
    if (!in.cap.empty()) cell.penalty = price(in.cap_row(in.category[item], cell.channel));
    cell.worth = cell.value - cell.paid + cell.bonus - cell.penalty;
    if (shown.test(k)) {
      cell.why = Why::shown;
      ++on;
      least_shown = std::min(least_shown, cell.worth);
    } else if (in.cost.at(k) > in.budget[cell.channel]) {
      cell.why = Why::never_fits;
    }
    reasons.cells.push_back(cell);
  }
  const std::size_t room = in.limit_of(item);
  // The best that the item does not take: what a shown cell is measured against.
  double best_left = 0;
  for (std::size_t j = 0; j < reasons.cells.size(); ++j) {
    const CellReason& cell = reasons.cells[j];
    if (cell.why == Why::never_fits) continue;
    if (cell.why != Why::shown && on >= room) best_left = std::max(best_left, cell.worth);
    if (!reasons.best || cell.worth > reasons.cells[*reasons.best].worth) {
      reasons.runner_up = reasons.best;
      reasons.best = j;
    } else if (!reasons.runner_up || cell.worth > reasons.cells[*reasons.runner_up].worth) {
      reasons.runner_up = j;
    }
  }
  for (CellReason& cell : reasons.cells) {
    if (cell.why == Why::never_fits) {
      cell.margin = kInfinity;
      continue;
    }
    if (cell.why == Why::shown) {
      cell.margin = std::max(0.0, cell.worth - best_left);
      continue;
    }
    const bool full = on >= room;
    const double needed = full ? std::max(least_shown, 0.0) : 0;
    const std::size_t cap = in.cap.empty() ? 0 : in.cap_row(in.category[item], cell.channel);
    if (room == 0) { cell.why = Why::better_elsewhere; cell.margin = kInfinity; continue; }
    cell.margin = std::max(0.0, needed - cell.worth);
    if (cell.worth <= 0) cell.why = Why::too_dear;
    else if (full && cell.worth <= least_shown) cell.why = Why::better_elsewhere;
    else if (!in.cap.empty() && certificate.used[cap] >= limit_of_row(in, cap)) cell.why = Why::capped;
    else cell.why = Why::left_over;
  }
  return reasons;
}

Result<ChangedInstance> ChangedInstance::make(const Instance& in, std::span<const LimitChange> changes) {
  ChangedInstance changed;
  changed.base_ = in;
  changed.budget_.assign(in.budget.begin(), in.budget.end());
  changed.floor_.assign(in.floor.begin(), in.floor.end());
  changed.cap_.assign(in.cap.begin(), in.cap.end());
  for (const LimitChange& change : changes) {
    if (change.row >= in.rows()) return fail(Errc::invalid_argument, "row", "There are " + std::to_string(in.rows()) + " limits.");
    if (change.limit < 0) return fail(Errc::negative_amount, "limit", "A limit must not be negative.");
    if (change.row < in.channels) changed.budget_[change.row] = change.limit;
    else if (is_floor(in, change.row)) changed.floor_[change.row - in.channels] = change.limit;
    else changed.cap_[change.row - in.channels - in.groups()] = change.limit;
  }
  return changed;
}

Instance ChangedInstance::view() const {
  Instance in = base_;
  in.budget = budget_;
  in.floor = floor_;
  in.cap = cap_;
  return in;
}

namespace {

std::vector<double> prices_of(const Certificate& certificate) {
  std::vector<double> prices;
  prices.reserve(certificate.price.size());
  for (const std::int64_t price : certificate.price) prices.push_back(in_units(price, certificate.price_bits));
  return prices;
}

}  // namespace

Result<WhatIf> what_if(const Instance& in, const Certificate& certificate, std::span<const LimitChange> changes, const SolveOptions& options) {
  const auto changed = ChangedInstance::make(in, changes);
  if (!changed) return std::unexpected(changed.error());
  SerialExecutor serial;
  Executor& executor = options.executor != nullptr ? *options.executor : serial;
  WhatIf answer;
  if (auto checked = check_instance(changed->view(), executor); !checked) return std::unexpected(checked.error());
  const auto bound = bound_at(changed->view(), certificate.price, certificate.price_bits, executor);
  if (!bound) return std::unexpected(bound.error());
  answer.bound_at_once = *bound;
  const std::vector<double> warm = prices_of(certificate);
  SolveOptions again = options;
  again.warm_price = warm;
  auto solution = solve(changed->view(), again);
  if (!solution) return std::unexpected(solution.error());
  answer.solution = std::move(*solution);
  return answer;
}

Result<PriceRange> price_range(const Instance& in, const Certificate& certificate, std::size_t row, double tolerance, const SolveOptions& options) {
  if (row >= in.rows()) return fail(Errc::invalid_argument, "row", "There are " + std::to_string(in.rows()) + " limits.");
  if (certificate.price.size() != in.rows()) return fail(Errc::invalid_argument, "price", "This certificate is of another instance: it has not one price a limit.");
  const std::vector<double> warm = prices_of(certificate);
  const std::int64_t limit = limit_of_row(in, row);
  PriceRange range{row, limit, certificate.used[row], warm[row], limit, limit};
  const double allowed = tolerance * std::max(warm[row], 0.0);
  // The price at another limit; nothing where no plan keeps that one.
  const auto holds_at = [&](std::int64_t moved) -> Result<bool> {
    const LimitChange change{row, moved};
    const auto changed = ChangedInstance::make(in, {&change, 1});
    if (!changed) return std::unexpected(changed.error());
    SolveOptions again = options;
    again.warm_price = warm;
    const auto price = solve_prices(changed->view(), again);
    if (!price) {
      if (price.error().code == Errc::infeasible) return false;
      return std::unexpected(price.error());
    }
    return std::abs((*price)[row] - warm[row]) <= allowed + 1e-9 * warm[row];
  };
  // Away from the limit in growing steps, then closing in between the last that held and the first that did not.
  const auto side = [&](bool up) -> Result<std::int64_t> {
    std::int64_t held = limit, step = std::max<std::int64_t>(1, limit / 64), broken = 0;
    for (bool found = false; !found;) {
      if (!up && held == 0) return std::int64_t{0};
      std::int64_t next = 0;
      if (up && __builtin_add_overflow(held, step, &next)) return std::numeric_limits<std::int64_t>::max();
      if (!up) next = std::max<std::int64_t>(0, held - step);
      if (up && (next > kLimitSearched || static_cast<double>(next) > 64.0 * (static_cast<double>(limit) + 1))) return std::numeric_limits<std::int64_t>::max();
      const auto holds = holds_at(next);
      if (!holds) return std::unexpected(holds.error());
      if (*holds) { held = next; step *= 2; }
      else { broken = next; found = true; }
    }
    while (std::abs(broken - held) > std::max<std::int64_t>(1, limit / 1'024)) {
      const std::int64_t middle = held + (broken - held) / 2;
      const auto holds = holds_at(middle);
      if (!holds) return std::unexpected(holds.error());
      (*holds ? held : broken) = middle;
    }
    return held;
  };
  if (warm[row] == 0) {
    // No price: it stays so above what is used (below what is shown, for a floor).
    range.low = is_floor(in, row) ? 0 : certificate.used[row];
    range.high = is_floor(in, row) ? certificate.used[row] : std::numeric_limits<std::int64_t>::max();
    return range;
  }
  const auto low = side(false);
  if (!low) return std::unexpected(low.error());
  const auto high = side(true);
  if (!high) return std::unexpected(high.error());
  range.low = *low;
  range.high = *high;
  return range;
}

Result<std::vector<FrontierPoint>> fairness_frontier(const Instance& in, std::span<const std::size_t> groups, double most, int steps, const SolveOptions& options) {
  if (steps < 1 || !(most > 0)) return fail(Errc::invalid_argument, "steps", "There must be at least one step, and a highest level above 0.");
  for (const std::size_t group : groups) {
    if (group >= in.groups()) return fail(Errc::invalid_argument, "group", "There are " + std::to_string(in.groups()) + " floors.");
  }
  std::vector<FrontierPoint> points;
  std::vector<double> warm(options.warm_price.begin(), options.warm_price.end());
  for (int step = 0; step <= steps; ++step) {
    std::vector<LimitChange> changes;
    FrontierPoint point;
    for (std::size_t k = 0; k < groups.size(); ++k) {
      // Rounded one group after the other, so that floors of one showing each rise one by one and none ever falls.
      const double late = (static_cast<double>(k) + 0.5) / static_cast<double>(groups.size());
      const auto level = static_cast<std::int64_t>(static_cast<double>(in.floor[groups[k]]) * most * step / steps + 1 - late);
      changes.push_back({in.floor_row(groups[k]), level});
      point.floor += level;
    }
    const auto changed = ChangedInstance::make(in, changes);
    if (!changed) return std::unexpected(changed.error());
    SolveOptions again = options;
    again.warm_price = warm;
    const auto solution = solve(changed->view(), again);
    if (!solution && solution.error().code != Errc::infeasible) return std::unexpected(solution.error());
    if (solution) {
      point.feasible = true;
      point.value = solution->certificate.value;
      point.bound = solution->certificate.bound;
      double sum = 0;
      for (const std::size_t group : groups) sum += solution->price[in.floor_row(group)];
      point.price = groups.empty() ? 0 : sum / static_cast<double>(groups.size());
      warm = solution->price;
    }
    points.push_back(point);
    if (!solution) break;   // higher floors only ask for more
  }
  return points;
}

std::size_t changes_between(const CellSet& a, const CellSet& b) {
  std::size_t count = 0;
  for (std::size_t w = 0; w < std::min(a.words().size(), b.words().size()); ++w) count += static_cast<std::size_t>(__builtin_popcountll(a.words()[w] ^ b.words()[w]));
  return count;
}

}  // namespace colophon::value
