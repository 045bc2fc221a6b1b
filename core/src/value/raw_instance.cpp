#include "colophon/value/raw_instance.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

namespace colophon::value {
namespace {

enum Array { kValuesU16, kValuesF32, kCostsU16, kCostsF32, kBudgets, kIndptr, kIndices, kLimits, kGroups, kFloors, kCategories, kCaps, kArrays };
constexpr std::array<std::string_view, kArrays> kNames{"values.u16", "values.f32", "costs.u16", "costs.f32",  "budgets.i64",   "indptr.i64",
                                                       "indices.u32", "limits.u8", "groups.u8", "floors.i64", "categories.u8", "caps.i64"};

std::size_t number_bytes(std::string_view name) {
  if (name.ends_with("8")) return 1;
  return name.ends_with("16") ? 2 : name.ends_with("32") ? 4 : 8;
}

std::string at(const char* name, std::size_t index) { return std::string(name) + "[" + std::to_string(index) + "]"; }

}  // namespace

std::span<const std::string_view> RawArrays::names() { return kNames; }

Result<void> RawArrays::add(std::string_view name, ByteView bytes) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return fail(Errc::unknown_field, std::string(name), "An instance has no array of this name.");
  if (bytes.size() % number_bytes(name) != 0) {
    return fail(Errc::invalid_argument, std::string(name), std::to_string(bytes.size()) + " bytes are no whole number of numbers of " + std::to_string(number_bytes(name)) + " bytes.");
  }
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) return fail(Errc::invalid_argument, std::string(name), "The bytes must begin at a multiple of eight.");
  const auto index = static_cast<std::size_t>(found - kNames.begin());
  bytes_[index] = bytes;
  there_[index] = true;
  return {};
}

bool RawArrays::has(std::string_view name) const {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  return found != kNames.end() && there_[found - kNames.begin()];
}

template <class T>
std::span<const T> RawArrays::array(std::string_view name) const {
  const auto index = static_cast<std::size_t>(std::find(kNames.begin(), kNames.end(), name) - kNames.begin());
  return {reinterpret_cast<const T*>(bytes_[index].data()), bytes_[index].size() / sizeof(T)};
}

Result<Instance> RawArrays::instance() {
  Instance in;
  const bool floats = there_[kValuesF32];
  if (floats && there_[kValuesU16]) return fail(Errc::invalid_argument, "values.f32", "There are values.u16 too: give one of them.");
  for (const Array needed : {floats ? kValuesF32 : kValuesU16, floats ? kCostsF32 : kCostsU16, kBudgets}) {
    if (!there_[needed]) return fail(Errc::missing_field, std::string(kNames[needed]), "This array has to be there; values and costs are both uint16 or both float32.");
  }
  in.budget = array<std::int64_t>("budgets.i64");
  in.channels = in.budget.size();
  if (floats) {
    in.value = Column(array<float>("values.f32"));
    in.cost = Column(array<float>("costs.f32"));
    scaled_budgets_.clear();
    for (std::size_t c = 0; c < in.channels; ++c) {
      std::int64_t scaled = 0;
      if (__builtin_mul_overflow(in.budget[c], std::int64_t{1} << Column::kFractionBits, &scaled)) {
        return fail(Errc::overflow, at("budgets", c), "With float32 costs a budget is below 2^46.");
      }
      scaled_budgets_.push_back(scaled);
    }
    in.budget = scaled_budgets_;
  } else {
    in.value = Column(array<std::uint16_t>("values.u16"));
    in.cost = Column(array<std::uint16_t>("costs.u16"));
  }
  if (there_[kIndptr] || there_[kIndices]) {
    for (const Array needed : {kIndptr, kIndices}) {
      if (!there_[needed]) return fail(Errc::missing_field, std::string(kNames[needed]), "A sparse instance has indptr.i64 and indices.u32.");
    }
    in.row_begin = array<std::int64_t>("indptr.i64");
    in.cell_channel = array<std::uint32_t>("indices.u32");
    if (in.row_begin.empty()) return fail(Errc::invalid_argument, "indptr.i64", "It has one number more than there are items: at least the 0 that the first begins at.");
    in.items = in.row_begin.size() - 1;
  } else if (in.channels > 0) {
    if (in.value.size() % in.channels != 0) {
      return fail(Errc::invalid_argument, std::string(kNames[floats ? kValuesF32 : kValuesU16]),
                  std::to_string(in.value.size()) + " values are no whole number of items of " + std::to_string(in.channels) + " channels (budgets.i64).");
    }
    in.items = in.value.size() / in.channels;
  }
  if (there_[kLimits]) in.limit = array<std::uint8_t>("limits.u8");
  if (there_[kLimits] && in.limit.size() != in.items) return fail(Errc::invalid_argument, "limits.u8", "There must be one limit an item.");
  const Labels groups(array<std::uint8_t>("groups.u8"));
  in.floor = array<std::int64_t>("floors.i64");
  if (!in.floor.empty()) in.group = groups;
  in.cap = array<std::int64_t>("caps.i64");
  // Where there are no categories of their own, caps are on the groups.
  if (!in.cap.empty()) in.category = there_[kCategories] ? Labels(array<std::uint8_t>("categories.u8")) : groups;
  return in;
}

bool is_assignment(const Instance& in) { return !in.sparse() && in.channels < 255 && in.limit.empty() && in.limit_each == 1; }

std::vector<std::uint8_t> assignment_of(const Instance& in, const CellSet& shown) {
  std::vector<std::uint8_t> assignment(in.items, 255);
  for (std::size_t word = 0; word < shown.words().size(); ++word) {
    for (std::uint64_t bits = shown.words()[word]; bits != 0; bits &= bits - 1) {
      const std::size_t cell = word * 64 + static_cast<std::size_t>(__builtin_ctzll(bits));
      assignment[cell / in.channels] = static_cast<std::uint8_t>(cell % in.channels);
    }
  }
  return assignment;
}

std::vector<std::uint32_t> pairs_of(const Instance& in, const CellSet& shown) {
  std::vector<std::uint32_t> pairs;
  for (std::size_t i = 0; i < in.items; ++i) {
    for (std::size_t k = in.cell_begin(i); k < in.cell_begin(i + 1); ++k) {
      if (!shown.test(k)) continue;
      pairs.push_back(static_cast<std::uint32_t>(i));
      pairs.push_back(in.channel_of(k));
    }
  }
  return pairs;
}

Result<CellSet> read_assignment(const Instance& in, ByteView bytes) {
  if (in.sparse() || bytes.size() != in.items) {
    return fail(Errc::invalid_argument, "assignment.u8", "It has one byte an item of a dense instance: " + std::to_string(in.items) + ", not " + std::to_string(bytes.size()) + ".");
  }
  CellSet shown(in.cells());
  for (std::size_t i = 0; i < in.items; ++i) {
    if (bytes[i] == 255) continue;
    if (bytes[i] >= in.channels) return fail(Errc::invalid_argument, at("assignment.u8", i), "There are " + std::to_string(in.channels) + " channels; 255 means not shown.");
    shown.set(i * in.channels + bytes[i], true);
  }
  return shown;
}

Result<CellSet> read_pairs(const Instance& in, ByteView bytes) {
  if (bytes.size() % 8 != 0) return fail(Errc::invalid_argument, "plan.u32", "It has pairs of two numbers of four bytes.");
  CellSet shown(in.cells());
  for (std::size_t k = 0; k < bytes.size() / 4; k += 2) {
    std::uint32_t pair[2];
    std::memcpy(pair, bytes.data() + 4 * k, sizeof pair);
    const std::size_t item = pair[0];
    if (item >= in.items) return fail(Errc::invalid_argument, at("plan.u32", k), "There are " + std::to_string(in.items) + " items.");
    std::size_t cell = in.cell_begin(item);
    const std::size_t end = in.cell_begin(item + 1);
    while (cell < end && in.channel_of(cell) != pair[1]) ++cell;
    if (cell == end) return fail(Errc::invalid_argument, at("plan.u32", k + 1), "Item " + std::to_string(item) + " has no cell for channel " + std::to_string(pair[1]) + ".");
    if (shown.test(cell)) return fail(Errc::invalid_argument, at("plan.u32", k), "Item " + std::to_string(item) + " is shown twice on channel " + std::to_string(pair[1]) + ".");
    shown.set(cell, true);
  }
  return shown;
}

}  // namespace colophon::value
