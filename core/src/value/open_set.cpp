#include "value/open_set.hpp"

#include <cmath>

namespace colophon::value {

bool Box::inside(const std::vector<double>& price) const {
  // A price that was clamped to the edge may lie a rounding inside it.
  for (std::size_t r = 0; r < price.size(); ++r) {
    if (!(std::abs(price[r] - centre[r]) < radius[r] * (1 - 1e-9)) && !(price[r] == 0 && centre[r] == 0)) return false;
  }
  return true;
}

void Decider::take(const OpenItem& item, const OpenCell& cell, OpenSet& open) const {
  const std::size_t floor = rows_.floor(item.group), cap = rows_.cap(item.category, cell.channel);
  open.value += cell.value;
  open.rest[cell.channel] -= cell.cost;
  if (rows_.groups > 0) open.rest[floor] += 1;
  if (rows_.categories > 0) open.rest[cap] -= 1;
  if (open.spread.empty()) return;
  open.spread[cell.channel] += cell.cost * cell.cost;
  if (rows_.groups > 0) open.spread[floor] += 1;
  if (rows_.categories > 0) open.spread[cap] += 1;
}

void Decider::decide_one(const OpenItem& item, std::span<const OpenCell> cells, double bonus_radius, OpenSet& open) const {
  const std::size_t count = cells.size();
  double best_low = -kRadiusUnknown * kRadiusUnknown;
  for (std::size_t j = 0; j < count; ++j) best_low = std::max(best_low, low_[j]);
  const auto stays = [&](std::size_t j) { return high_[j] + bonus_radius > 0 && high_[j] >= best_low; };
  std::size_t left = 0, last = 0;
  for (std::size_t j = 0; j < count; ++j) {
    if (stays(j)) { ++left; last = j; }
  }
  if (left == 0) return;
  if (left == 1 && low_[last] - bonus_radius > 0) return take(item, cells[last], open);
  open.items.push_back(item);
  open.items.back().cells = static_cast<std::uint32_t>(left);
  for (std::size_t j = 0; j < count; ++j) {
    if (stays(j)) open.cells.push_back(cells[j]);
  }
}

void Decider::decide(const OpenItem& item, std::span<const OpenCell> cells, OpenSet& open) {
  const std::size_t count = cells.size();
  if (low_.size() < count) {
    low_.resize(count);
    high_.resize(count);
  }
  // The price of a floor is the same for all cells of an item: it does not change which of them is better, only whether any is worth it.
  double bonus = 0, bonus_radius = 0;
  if (rows_.groups > 0) {
    bonus = box_.centre[rows_.floor(item.group)];
    bonus_radius = box_.radius[rows_.floor(item.group)];
  }
  for (std::size_t j = 0; j < count; ++j) {
    const OpenCell& cell = cells[j];
    double paid = box_.centre[cell.channel] * cell.cost, spread = box_.radius[cell.channel] * cell.cost;
    if (rows_.categories > 0) {
      const std::size_t cap = rows_.cap(item.category, cell.channel);
      paid += box_.centre[cap];
      spread += box_.radius[cap];
    }
    const double worth = cell.value - paid + bonus;
    spread += worth_error(cell.value + bonus, paid);
    low_[j] = worth - spread;
    high_[j] = worth + spread;
  }
  if (item.room == 1) return decide_one(item, cells, bonus_radius, open);
  // A cell is out where it is worth nothing, or where `room` others are surely better; it is in where it is surely worth something and
  // fewer than `room` others may be better.
  state_.assign(count, 0);
  std::size_t left = 0, taken = 0;
  for (std::size_t j = 0; j < count; ++j) {
    if (high_[j] + bonus_radius <= 0) continue;
    std::size_t better = 0;
    for (std::size_t l = 0; l < count; ++l) better += low_[l] > high_[j];
    if (better >= item.room) continue;
    state_[j] = 1;
    ++left;
  }
  if (left == 0) return;
  for (std::size_t j = 0; j < count; ++j) {
    if (state_[j] == 0 || !(low_[j] - bonus_radius > 0)) continue;
    std::size_t rivals = 0;
    if (left > item.room) {
      for (std::size_t l = 0; l < count; ++l) rivals += l != j && state_[l] != 0 && high_[l] >= low_[j];
    }
    if (rivals >= item.room && left > item.room) continue;
    state_[j] = 2;
    ++taken;
  }
  for (std::size_t j = 0; j < count; ++j) {
    if (state_[j] == 2) take(item, cells[j], open);
  }
  const std::size_t rest = left - taken;
  if (rest == 0 || taken >= item.room) return;
  OpenItem kept = item;
  kept.cells = static_cast<std::uint32_t>(rest);
  kept.room = item.room - static_cast<std::uint32_t>(taken);
  open.items.push_back(kept);
  for (std::size_t j = 0; j < count; ++j) {
    if (state_[j] == 1) open.cells.push_back(cells[j]);
  }
}

OpenSet narrowed(const OpenSet& open, const RowMap& rows, const Box& box) {
  OpenSet smaller;
  smaller.rest = open.rest;
  smaller.spread = open.spread;
  smaller.value = open.value;
  Decider decider(rows, box);
  const OpenCell* cells = open.cells.data();
  for (const OpenItem& item : open.items) {
    decider.decide(item, {cells, item.cells}, smaller);
    cells += item.cells;
  }
  return smaller;
}

}  // namespace colophon::value
