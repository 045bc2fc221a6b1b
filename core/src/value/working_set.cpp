#include "value/working_set.hpp"

namespace colophon::value {

WorkingSet::WorkingSet(const Instance& in, const RowMap& rows, const std::vector<double>& price, const Reading& reading, std::span<const std::uint32_t> near,
                       const CellSet& shown, std::span<const std::int64_t> used)
    : of_channel(in.channels), rows_(rows), price_(price), slack_(rows.count()) {
  for (std::size_t c = 0; c < in.channels; ++c) slack_[c] = in.budget[c] - used[c];
  for (std::size_t g = 0; g < in.groups(); ++g) slack_[in.floor_row(g)] = used[in.floor_row(g)] - in.floor[g];
  for (std::size_t k = 0; k < in.cap.size(); ++k) slack_[in.channels + in.groups() + k] = in.cap[k] - used[in.channels + in.groups() + k];
  Row row;
  items.reserve(near.size());
  std::size_t block = 0;
  for (const std::uint32_t item : near) {
    if (item / kPassItems != block) {
      reading.has_passed(block * kPassItems, (block + 1) * kPassItems);
      block = item / kPassItems;
    }
    row.read(in, item);
    WorkingItem head{item, static_cast<std::uint32_t>(cells.size()), static_cast<std::uint32_t>(row.cells.size()), in.limit_of(item),
                     in.floor.empty() ? 0 : in.group[item], in.cap.empty() ? 0 : in.category[item]};
    const auto index = static_cast<std::uint32_t>(items.size());
    for (const Row::Cell& cell : row.cells) {
      const std::size_t at = in.cell_begin(item) + cell.place;
      const bool on = shown.test(at);
      double worth = static_cast<double>(cell.value) - price[cell.channel] * static_cast<double>(cell.cost);
      if (rows.groups > 0) worth += price[rows.floor(head.group)];
      if (rows.categories > 0) worth -= price[rows.cap(head.category, cell.channel)];
      if (reading.bonus != 0) {
        bonus_.push_back(reading.shown->test(at) ? static_cast<float>(reading.bonus) : 0.0f);
        worth += bonus_.back();
      }
      of_channel[cell.channel].push_back(static_cast<std::uint32_t>(cells.size()));
      cells.push_back({index, cell.channel, cell.place, on, cell.value, cell.cost, worth});
      if (on) --head.room;
    }
    items.push_back(head);
  }
}

void WorkingSet::flip(std::uint32_t at) {
  WorkingCell& cell = cells[at];
  WorkingItem& item = items[cell.item];
  history_.push_back(at);
  cell.shown = !cell.shown;
  const std::int64_t sign = cell.shown ? 1 : -1;
  slack_[cell.channel] -= sign * cell.cost;
  if (rows_.groups > 0) slack_[rows_.floor(item.group)] += sign;
  if (rows_.categories > 0) slack_[rows_.cap(item.category, cell.channel)] -= sign;
  item.room = static_cast<std::uint32_t>(item.room - sign);
  gain_ += sign * cell.value;
  bonus_gain_ += static_cast<double>(sign) * (static_cast<double>(cell.value) + (bonus_.empty() ? 0 : static_cast<double>(bonus_[at])));
}

void WorkingSet::undo(std::size_t mark) {
  while (history_.size() > mark) {
    flip(history_.back());
    history_.resize(history_.size() - 2);
  }
}

bool WorkingSet::can_show(std::uint32_t at, bool budget) const {
  const WorkingCell& cell = cells[at];
  if (cell.shown || items[cell.item].room == 0) return false;
  if (budget && cell.cost > slack_[cell.channel]) return false;
  return rows_.categories == 0 || slack_[cap_row(cell)] > 0;
}

bool WorkingSet::can_hide(std::uint32_t at) const {
  const WorkingCell& cell = cells[at];
  return cell.shown && (rows_.groups == 0 || slack_[floor_row(cell)] > 0);
}

bool WorkingSet::feasible() const {
  return std::ranges::all_of(slack_, [](std::int64_t left) { return left >= 0; });
}

void WorkingSet::write(const Instance& in, CellSet& shown) const {
  for (const WorkingCell& cell : cells) shown.set(in.cell_begin(items[cell.item].item) + cell.place, cell.shown);
}

}  // namespace colophon::value
