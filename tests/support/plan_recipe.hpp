#pragma once
// Instances for tests and benchmarks, the same on every machine: a counter-based recipe of products, sums and casts.
#include <cmath>
#include <cstdint>
#include <vector>

#include "colophon/value/instance.hpp"

namespace colophon::tests {

/// Owns the arrays that an Instance looks into.
struct PlanArrays {
  std::vector<std::uint16_t> value, cost;
  std::vector<std::int64_t> budget, floor, cap, row_begin;
  std::vector<std::uint32_t> cell_channel;
  std::vector<std::uint8_t> group, category, limit;
  std::size_t items = 0, channels = 0;

  value::Instance view() const {
    value::Instance in;
    in.items = items;
    in.channels = channels;
    in.value = value::Column(std::span<const std::uint16_t>(value));
    in.cost = value::Column(std::span<const std::uint16_t>(cost));
    in.budget = budget;
    in.row_begin = row_begin;
    in.cell_channel = cell_channel;
    in.limit = limit;
    in.floor = floor;
    if (!floor.empty()) in.group = value::Labels(std::span<const std::uint8_t>(group));
    in.cap = cap;
    if (!cap.empty()) in.category = value::Labels(std::span<const std::uint8_t>(category));
    return in;
  }
};

/// A number in [0, 1) for a seed, an item and a use.
inline double recipe_number(std::uint64_t seed, std::uint64_t item, std::uint64_t use) {
  std::uint64_t z = seed * 0xD1342543DE82EF95ull + item * 128u + use + 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1p-53;
}

inline double recipe_quality(std::uint64_t seed, std::uint64_t item) {
  const double mean = 0.2 + 0.7 * recipe_number(seed, item, 100), deviation = 0.02 + 0.25 * recipe_number(seed, item, 101);
  const double careful = mean - 0.5 * deviation;
  return careful > 0 ? careful : 0;
}

/// The instances of the facts: `items` x 10; with floors, 20 groups of which the even ones want three quarters shown and the odd ones a tenth.
inline PlanArrays plan_recipe(std::size_t items, std::uint64_t seed, bool floors) {
  constexpr std::size_t kChannels = 10, kGroups = 20;
  PlanArrays made;
  made.items = items;
  made.channels = kChannels;
  made.value.reserve(items * kChannels);
  made.cost.reserve(items * kChannels);
  std::vector<std::int64_t> size(kGroups);
  for (std::size_t i = 0; i < items; ++i) {
    const double quality = recipe_quality(seed, i);
    for (std::size_t c = 0; c < kChannels; ++c) {
      const double x = recipe_number(seed, i, c), revenue = 0.5 + 1.5 * (static_cast<double>(c) + 0.5) / kChannels;
      made.value.push_back(static_cast<std::uint16_t>(10000.0 * quality * revenue * (0.2 + 1.8 * x * x) + 0.5));
      made.cost.push_back(static_cast<std::uint16_t>(500 + static_cast<int>(1000.0 * recipe_number(seed, i, 64 + c))));
    }
    const double u = recipe_number(seed, i, 110);
    made.group.push_back(static_cast<std::uint8_t>(u * u * 20));
    ++size[made.group.back()];
  }
  for (std::size_t c = 0; c < kChannels; ++c) {
    const double width = 0.4 + 1.2 * (static_cast<double>((c * 7) % kChannels) + 0.5) / kChannels;
    made.budget.push_back(static_cast<std::int64_t>(0.5 * static_cast<double>(items) / kChannels * 1000.0 * width));
  }
  if (floors) {
    for (std::size_t g = 0; g < kGroups; ++g) made.floor.push_back(static_cast<std::int64_t>((g % 2 != 0 ? 0.10 : 0.75) * static_cast<double>(size[g])));
  }
  return made;
}

/// Many channels, of which every item fits about one in a hundred (ten): budgets for half of the items.
inline PlanArrays sparse_recipe(std::size_t items, std::size_t channels, std::uint64_t seed) {
  PlanArrays made;
  made.items = items;
  made.channels = channels;
  made.row_begin.push_back(0);
  std::vector<double> wanted(channels);
  for (std::size_t i = 0; i < items; ++i) {
    const double quality = recipe_quality(seed, i);
    // Steps of 1 to twice the mean: about channels / 100 cells, ascending.
    const double step = static_cast<double>(channels) / std::max(1.0, static_cast<double>(channels) / 100);
    std::size_t c = static_cast<std::size_t>(recipe_number(seed, i, 0) * step);
    for (std::uint64_t use = 1; c < channels; use += 3) {
      const double x = recipe_number(seed, i * 4096 + use, 1), y = recipe_number(seed, i * 4096 + use, 2), z = recipe_number(seed, i * 4096 + use, 3);
      made.cell_channel.push_back(static_cast<std::uint32_t>(c));
      made.value.push_back(static_cast<std::uint16_t>(10000.0 * quality * (0.2 + 1.8 * x * x) + 0.5));
      made.cost.push_back(static_cast<std::uint16_t>(500 + static_cast<int>(1000.0 * y)));
      wanted[c] += made.cost.back();
      c += 1 + static_cast<std::size_t>(z * (2 * step - 1));
    }
    made.row_begin.push_back(static_cast<std::int64_t>(made.cell_channel.size()));
  }
  const double cells = static_cast<double>(made.cell_channel.size()), each = 0.5 * static_cast<double>(items) / cells;
  for (std::size_t c = 0; c < channels; ++c) made.budget.push_back(static_cast<std::int64_t>(wanted[c] * each * (0.4 + 1.2 * recipe_number(seed, c, 120))));
  return made;
}

}  // namespace colophon::tests
