#pragma once
// The part of an instance that prices within a box do not decide: the optimiser works on it instead of on all items.
//
// A price lambda_r for every limit r turns the problem into one of its items each: item i takes its k_i best cells of positive worth
// z = v - lambda_c a + mu_g - nu_hc. If prices are known to lie within a radius of a centre, most items take the same cells wherever in that
// box the prices are. What those use of the limits and bring in value is a constant; only the others, the open ones, need to be looked at again.
#include "value/row.hpp"

namespace colophon::value {

/// A radius that means "no idea".
inline constexpr double kRadiusUnknown = 1e30;

struct Box {
  std::vector<double> centre;   ///< A price a row, >= 0.
  std::vector<double> radius;
  bool inside(const std::vector<double>& price) const;
};

struct OpenCell {
  std::uint32_t channel, place;
  double value, cost;
};
struct OpenItem {
  std::uint32_t item;
  std::uint32_t cells;          ///< How many; they follow those of the item before.
  std::uint32_t room;           ///< At most so many of them, >= 1.
  std::uint32_t group, category;
};

struct OpenSet {
  std::vector<OpenItem> items;
  std::vector<OpenCell> cells;
  std::vector<double> rest;     ///< By row: what the decided items leave of the limit. A floor's is negative: that many are still needed.
  std::vector<double> spread;   ///< By row: the sum of coefficient^2 over what was decided. A sample's only; else empty.
  double value = 0;             ///< Of what was decided.
};

/// How rows follow from cells: filled in once for an instance.
struct RowMap {
  std::size_t channels = 0, groups = 0, categories = 0;
  explicit RowMap(const Instance& in) : channels(in.channels), groups(in.groups()), categories(in.categories()) {}
  std::size_t count() const { return channels + groups + categories * channels; }
  std::size_t floor(std::uint32_t group) const { return channels + group; }
  std::size_t cap(std::uint32_t category, std::uint32_t channel) const { return channels + groups + category * channels + channel; }
};

/// Which cells of one item are open in a box, and which are taken wherever in it the prices are.
class Decider {
 public:
  Decider(const RowMap& rows, const Box& box) : rows_(rows), box_(box) {}
  /// Appends the item to `open`, or what it takes to `open.rest` and `open.value`. `room` is at least 1.
  void decide(const OpenItem& item, std::span<const OpenCell> cells, OpenSet& open);

 private:
  void decide_one(const OpenItem& item, std::span<const OpenCell> cells, double bonus_radius, OpenSet& open) const;
  void take(const OpenItem& item, const OpenCell& cell, OpenSet& open) const;

  const RowMap& rows_;
  const Box& box_;
  std::vector<double> low_, high_;
  std::vector<std::uint8_t> state_;
};

/// The part of `open` that a smaller box leaves open.
OpenSet narrowed(const OpenSet& open, const RowMap& rows, const Box& box);

/// How far a double of that size may be off after the few operations that make a cell's worth.
inline double worth_error(double value, double price_times_cost) { return 0x1p-50 * (value + price_times_cost); }

}  // namespace colophon::value
