#include "value/dual.hpp"

#include <cmath>

#include "value/shares.hpp"

namespace colophon::value {
namespace {

constexpr std::size_t kTaskItems = 2'048;
constexpr std::size_t kTasksFew = 32;
/// Below this a second thread costs more than it brings.
constexpr std::size_t kParallelCells = 1u << 15;
/// How far a row's step alone may move a cell's worth, in gammas. With many rows each has few split items, and one bad step spoils all.
constexpr std::size_t kRowsFew = 160;
constexpr double kReachOfFew = 32, kReachOfMany = 2;
constexpr double kRounding = 1e-12;
constexpr int kStepsMax = 60;
constexpr int kShorterMax = 24;

}  // namespace

Dual::Dual(const OpenSet& open, const RowMap& rows, const std::vector<double>& price_max, Executor& executor, DualWork& work)
    : open_(open), rows_(rows), price_max_(price_max), executor_(executor), work_(work) {
  // Tasks are cut by the size of the set alone: sums of doubles depend on where they are cut.
  const std::size_t each = rows.count() > 1'024 ? std::max(kTaskItems, (open.items.size() + kTasksFew - 1) / kTasksFew) : kTaskItems;
  std::size_t cell = 0;
  for (std::size_t i = 0; i < open.items.size(); ++i) {
    if (i % each == 0) { task_item_.push_back(i); task_cell_.push_back(cell); }
    cell += open.items[i].cells;
  }
  task_item_.push_back(open.items.size());
  task_cell_.push_back(cell);
  tasks_.resize(task_item_.size() - 1);
  splits_.resize(tasks_.size());
  share_.resize(open.cells.size());
  std::vector<double> squares(rows.count()), count(rows.count());
  for (const OpenCell& c : open.cells) { squares[c.channel] += c.cost * c.cost; count[c.channel] += 1; }
  unit_.assign(rows.count(), 1);
  for (std::size_t r = 0; r < rows.channels; ++r) {
    if (squares[r] > 0) unit_[r] = std::sqrt(squares[r] / count[r]);
  }
}

/// What one task needs to look at its items, and where it adds to.
class Dual::Items {
 public:
  Items(const Dual& dual, const DualPoint& point, Task& task, Splits& splits)
      : rows_(dual.rows_), price_(point.price.data()), gamma_(point.gamma), per_gamma_(1 / point.gamma), task_(task), splits_(splits) {}

  /// `anchor` is null before there is one; `kept` gets the shares.
  void add(const OpenItem& item, const OpenCell* cells, const double* anchor, double* kept) {
    const std::size_t count = item.cells;
    if (count > task_.worth.size()) grow(count);
    double* worth = task_.worth.data();
    const double bonus = rows_.groups > 0 ? price_[rows_.floor(item.group)] : 0;
    double best = 0, second = 0;    // Of the cells and of taking none.
    std::size_t at = count;
    for (std::size_t j = 0; j < count; ++j) {
      double w = cells[j].value - price_[cells[j].channel] * cells[j].cost + bonus;
      if (rows_.categories > 0) w -= price_[rows_.cap(item.category, cells[j].channel)];
      worth[j] = w;
      // Without a branch, which nobody could foretell.
      const double lesser = w < best ? w : best;
      second = lesser > second ? lesser : second;
      at = w > best ? j : at;
      best = w > best ? w : best;
    }
    if (item.room == 1) {
      task_.bound += best;
      // Most items have a clear favourite: it gets all, or none gets anything. No projection is needed to see it.
      if (anchor == nullptr && (at == count || best - second >= gamma_)) {
        for (std::size_t j = 0; j < count; ++j) kept[j] = 0;
        const double share = at == count ? 0 : 1;
        at = at == count ? 0 : at;
        kept[at] = share;
        task_.smooth += best - 0.5 * gamma_ * share;
        use(item, cells[at], share);
        return;
      }
    }
    share(item, cells, anchor, kept);
    if (item.room > 1) add_best(count, item.room);
  }

 private:
  void grow(std::size_t count) {
    task_.worth.resize(count);
    task_.wish.resize(count);
  }

  void use(const OpenItem& item, const OpenCell& cell, double share) {
    task_.value += cell.value * share;
    task_.slack[cell.channel] -= cell.cost * share;
    task_.spread[cell.channel] += cell.cost * cell.cost * share;
    if (rows_.groups > 0) {
      task_.slack[rows_.floor(item.group)] += share;
      task_.spread[rows_.floor(item.group)] += share;
    }
    if (rows_.categories > 0) {
      task_.slack[rows_.cap(item.category, cell.channel)] -= share;
      task_.spread[rows_.cap(item.category, cell.channel)] += share;
    }
  }

  void share(const OpenItem& item, const OpenCell* cells, const double* anchor, double* kept) {
    const std::size_t count = item.cells;
    double* wish = task_.wish.data();
    for (std::size_t j = 0; j < count; ++j) wish[j] = task_.worth[j] * per_gamma_ + (anchor != nullptr ? anchor[j] : 0);
    const bool tight = project({wish, count}, item.room, {kept, count});
    std::size_t moving = 0;
    for (std::size_t j = 0; j < count; ++j) {
      const double share = kept[j], move = share - (anchor != nullptr ? anchor[j] : 0);
      task_.smooth += task_.worth[j] * share - 0.5 * gamma_ * move * move;
      if (share == 0) continue;
      use(item, cells[j], share);
      moving += item.room == 1 || share < 1;
    }
    if (moving <= (tight ? 1u : 0u)) return;
    splits_.items.push_back({static_cast<std::uint32_t>(splits_.cost.size()), static_cast<std::uint32_t>(moving),
                             rows_.groups > 0 ? static_cast<std::uint32_t>(rows_.floor(item.group)) : kNoRow, tight});
    for (std::size_t j = 0; j < count; ++j) {
      if (kept[j] == 0 || (item.room > 1 && kept[j] == 1)) continue;
      splits_.budget_row.push_back(cells[j].channel);
      splits_.cost.push_back(cells[j].cost);
      if (rows_.categories > 0) splits_.cap_row.push_back(static_cast<std::uint32_t>(rows_.cap(item.category, cells[j].channel)));
    }
  }

  /// D_0's part of an item that may have several cells: the best of them whole.
  void add_best(std::size_t count, std::size_t room) {
    const auto end = task_.worth.begin() + static_cast<std::ptrdiff_t>(count);
    std::make_heap(task_.worth.begin(), end);
    auto last = end;
    for (std::size_t j = 0; j < std::min(count, room) && task_.worth.front() > 0; ++j) {
      task_.bound += task_.worth.front();
      std::pop_heap(task_.worth.begin(), last--);
    }
  }

  const RowMap& rows_;
  const double* price_;
  double gamma_, per_gamma_;
  Task& task_;
  Splits& splits_;
};

void Dual::evaluate(DualPoint& point) {
  const std::vector<double>& price = point.price;
  const auto run = [&](std::size_t t) {
    Task& task = tasks_[t];
    task.smooth = task.bound = task.value = 0;
    task.slack.assign(rows_.count(), 0);
    task.spread.assign(rows_.count(), 0);
    splits_[t].clear();
    Items items(*this, point, task, splits_[t]);
    std::size_t cell = task_cell_[t];
    for (std::size_t i = task_item_[t]; i < task_item_[t + 1]; ++i) {
      items.add(open_.items[i], &open_.cells[cell], anchor_.empty() ? nullptr : &anchor_[cell], &share_[cell]);
      cell += open_.items[i].cells;
    }
  };
  if (open_.cells.size() < kParallelCells) {
    for (std::size_t t = 0; t < tasks_.size(); ++t) run(t);
  } else {
    executor_.run(tasks_.size(), run);
  }
  point.smooth = point.bound = point.value = 0;
  point.slack = open_.rest;
  point.spread = open_.spread;
  point.spread.resize(rows_.count());
  point.split = 0;
  for (std::size_t r = 0; r < rows_.count(); ++r) {
    point.smooth += price[r] * open_.rest[r];
    point.bound += price[r] * open_.rest[r];
  }
  for (std::size_t t = 0; t < tasks_.size(); ++t) {
    point.smooth += tasks_[t].smooth;
    point.bound += tasks_[t].bound;
    point.value += tasks_[t].value;
    point.split += splits_[t].items.size();
    for (std::size_t r = 0; r < rows_.count(); ++r) {
      point.slack[r] += tasks_[t].slack[r];
      point.spread[r] += tasks_[t].spread[r];
    }
  }
  work_.cells += open_.cells.size();
  ++work_.evaluations;
}

DualPoint Dual::at(const std::vector<double>& price, double gamma) {
  DualPoint point;
  point.price = price;
  point.gamma = gamma;
  evaluate(point);
  return point;
}

Curvature Dual::curvature(const DualPoint& point, double reach) const {
  // A row that few split items use has little curvature or none, and its step would be as long as its slack is large. It is given so much that its
  // step alone moves the worth of a cell by a few gammas, which is as far as the split items of this point say anything about.
  std::vector<double> diagonal(unit_.size());
  for (std::size_t r = 0; r < unit_.size(); ++r) {
    diagonal[r] = (1e-3 * unit_[r] * unit_[r] + std::abs(point.slack[r]) * unit_[r] / reach) / point.gamma;
  }
  return {splits_, point.gamma, std::move(diagonal)};
}

DualPoint Dual::minimise(std::vector<double> price, double gamma, double accuracy, const Box* box) {
  const std::size_t rows = rows_.count();
  std::vector<double> low(rows), high = price_max_;
  if (box != nullptr) {
    for (std::size_t r = 0; r < rows; ++r) {
      low[r] = std::max(0.0, box->centre[r] - box->radius[r]);
      high[r] = std::min(high[r], box->centre[r] + box->radius[r]);
    }
  }
  for (std::size_t r = 0; r < rows; ++r) price[r] = std::clamp(price[r], low[r], high[r]);
  DualPoint here = at(price, gamma), next;
  std::vector<std::uint8_t> free(rows);
  std::vector<double> downhill(rows);
  const double reach_first = unit_.size() <= kRowsFew ? kReachOfFew : kReachOfMany;
  double reach = reach_first;
  for (int step = 0; step < kStepsMax; ++step) {
    double left = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      const double slack = here.slack[r];
      free[r] = !(here.price[r] <= low[r] && slack >= 0) && !(here.price[r] >= high[r] && slack <= 0);
      downhill[r] = free[r] != 0 ? -slack : 0;
      if (free[r] != 0) left = std::max(left, std::abs(slack) / (std::sqrt(here.spread[r]) + 1e-6 * unit_[r]));
    }
    if (left < accuracy) break;
    const std::vector<double> move = curvature(here, reach).solve(downhill, free, 0.05);
    double slope = 0;
    for (std::size_t r = 0; r < rows; ++r) slope += move[r] * here.slack[r];
    if (!(slope < 0)) break;
    bool lower = false;
    double part = 1;
    for (int shorter = 0; shorter < kShorterMax; ++shorter) {
      next.price = here.price;
      next.gamma = gamma;
      double promised = 0;
      bool moved = false;
      for (std::size_t r = 0; r < rows; ++r) {
        next.price[r] = std::clamp(here.price[r] + part * move[r], low[r], high[r]);
        promised += here.slack[r] * (next.price[r] - here.price[r]);
        moved |= next.price[r] != here.price[r];
      }
      if (!moved) break;
      evaluate(next);
      if (next.smooth <= here.smooth + 1e-4 * promised) { lower = true; break; }
      double slope_there = 0;
      for (std::size_t r = 0; r < rows; ++r) slope_there += (next.price[r] - here.price[r]) / part * next.slack[r];
      // Where the promise is lost in rounding the gradient decides: it has more digits.
      if (-promised < kRounding * std::abs(here.smooth)) {
        if (std::abs(slope_there) <= 0.9 * std::abs(slope)) { lower = true; break; }
        if (-slope < kRounding * kRounding * std::abs(here.smooth)) break;
      }
      // Along the step the derivative rises from `slope` to `slope_there`: where a straight line between them is 0.
      part *= slope_there > 0 ? std::clamp(slope / (slope - slope_there), 0.02, 0.7) : 0.5;
    }
    ++work_.steps;
    // Not lower by any step: what is left is rounding. The last evaluation must be that of the point that is given back.
    if (!lower) { evaluate(here); break; }
    // Whole steps may grow: a price that no split item holds is found far away.
    reach = part == 1 ? 4 * reach : std::max(reach_first, 0.25 * reach);
    std::swap(here, next);
  }
  return here;
}

std::vector<double> Dual::price_deviations(const DualPoint& point) const {
  const std::size_t rows = rows_.count();
  const Curvature curve = curvature(point, kReachOfFew);
  std::vector<double> variance(rows);
  std::vector<std::uint8_t> free(rows);
  for (std::size_t r = 0; r < rows; ++r) free[r] = point.price[r] > 0;
  for (std::size_t r = 0; r < rows; ++r) {
    if (free[r] == 0) continue;
    std::vector<double> right(rows);
    right[r] = std::sqrt(point.spread[r]);
    const std::vector<double> column = curve.solve(right, free, 0.05);
    for (std::size_t k = 0; k < rows; ++k) variance[k] += column[k] * column[k];
  }
  for (double& v : variance) v = std::sqrt(v);
  return variance;
}

}  // namespace colophon::value
