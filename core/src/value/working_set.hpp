#pragma once
// The items whose choice is cheap to change, with all their cells, and what every limit has left: a plan that is being made whole.
#include "value/exact.hpp"
#include "value/prices.hpp"

namespace colophon::value {

struct WorkingItem {
  std::uint32_t item, first_cell, cells;
  std::uint32_t room;                   ///< How many more cells may be shown.
  std::uint32_t group, category;
};
struct WorkingCell {
  std::uint32_t item;                   ///< Into WorkingSet::items.
  std::uint32_t channel, place;
  bool shown;
  std::int64_t value, cost;             ///< The value without the bonus of a kept plan.
  double worth;                         ///< At the prices, with the bonus: what it brings beyond what it uses.
};

class WorkingSet {
 public:
  /// `near`: items, ascending. `shown` and `used`: the plan so far, over all items.
  WorkingSet(const Instance& instance, const RowMap& rows, const std::vector<double>& price, const Reading& reading, std::span<const std::uint32_t> near,
             const CellSet& shown, std::span<const std::int64_t> used);

  std::vector<WorkingItem> items;
  std::vector<WorkingCell> cells;
  std::vector<std::vector<std::uint32_t>> of_channel;   ///< Cells, by channel.

  /// What is left of a row: of a floor, how many more are shown than must be.
  std::int64_t slack(std::size_t row) const { return slack_[row]; }
  double price(std::size_t row) const { return price_[row]; }
  void flip(std::uint32_t cell);
  /// Where undo() goes back to.
  std::size_t mark() const { return history_.size(); }
  void undo(std::size_t mark);
  /// A cell that is not shown and breaks no limit that holds now. A budget is looked at only if `budget`.
  bool can_show(std::uint32_t cell, bool budget = true) const;
  /// A cell that is shown and no floor needs.
  bool can_hide(std::uint32_t cell) const;
  std::size_t floor_row(const WorkingCell& cell) const { return rows_.floor(items[cell.item].group); }
  std::size_t cap_row(const WorkingCell& cell) const { return rows_.cap(items[cell.item].category, cell.channel); }
  bool has_floors() const { return rows_.groups > 0; }
  bool has_caps() const { return rows_.categories > 0; }
  std::size_t channels() const { return rows_.channels; }
  std::size_t groups() const { return rows_.groups; }
  /// True where no limit is broken.
  bool feasible() const;
  /// What all flips together brought.
  std::int64_t gain() const { return gain_; }
  double gain_with_bonus() const { return bonus_gain_; }
  void write(const Instance& instance, CellSet& shown) const;

 private:
  const RowMap& rows_;
  const std::vector<double>& price_;
  std::vector<std::int64_t> slack_;
  std::vector<float> bonus_;            ///< By cell; empty where no plan is kept.
  std::vector<std::uint32_t> history_;  ///< Every flip.
  std::int64_t gain_ = 0;
  double bonus_gain_ = 0;
};

}  // namespace colophon::value
