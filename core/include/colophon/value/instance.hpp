#pragma once
// What the optimiser solves, as arrays: which items may be shown on which channels, what that is worth and costs, and all limits.
//   max sum v_ic s_ic over s_ic in {0, 1}, subject to
//   budgets     sum over i of a_ic s_ic <= b_c             for every channel c
//   limits      sum over c of s_ic <= k_i                  for every item i
//   floors      sum over i in group g, all c, of s_ic >= e_g
//   caps        sum over i in category h of s_ic <= d_hc   for every category h and channel c
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "colophon/base/executor.hpp"
#include "colophon/hash/sha256.hpp"

namespace colophon::value {

/// Numbers, one a cell; a view of memory that the caller owns. u16 and i64 are the number itself. An f32 x stands for the whole number
/// nearest to x * 2^16 (halves to the even one): what is computed from such a column is in units of 2^-16.
class Column {
 public:
  static constexpr int kFractionBits = 16;
  static constexpr float kFloatMax = 1e9f;

  Column() = default;
  Column(std::span<const std::uint16_t> view) : view_(view) {}
  Column(std::span<const float> view) : view_(view) {}
  Column(std::span<const std::int64_t> view) : view_(view) {}

  std::size_t size() const { return std::visit([](const auto& view) { return view.size(); }, view_); }
  std::int64_t at(std::size_t cell) const {
    if (const auto* view = u16()) return (*view)[cell];
    if (const auto* view = f32()) return whole((*view)[cell]);
    return (*i64())[cell];
  }
  const std::span<const std::uint16_t>* u16() const { return std::get_if<std::span<const std::uint16_t>>(&view_); }
  const std::span<const float>* f32() const { return std::get_if<std::span<const float>>(&view_); }
  const std::span<const std::int64_t>* i64() const { return std::get_if<std::span<const std::int64_t>>(&view_); }
  /// For 0 <= x <= kFloatMax.
  static std::int64_t whole(float x);

 private:
  std::variant<std::span<const std::uint16_t>, std::span<const float>, std::span<const std::int64_t>> view_;
};

/// Which group an item belongs to: u8 or u32, one an item.
class Labels {
 public:
  Labels() = default;
  Labels(std::span<const std::uint8_t> view) : view_(view) {}
  Labels(std::span<const std::uint32_t> view) : view_(view) {}
  std::size_t size() const { return std::visit([](const auto& view) { return view.size(); }, view_); }
  bool empty() const { return size() == 0; }
  std::uint32_t operator[](std::size_t item) const {
    if (const auto* view = u8()) return (*view)[item];
    return (*u32())[item];
  }
  const std::span<const std::uint32_t>* u32() const { return std::get_if<std::span<const std::uint32_t>>(&view_); }
  const std::span<const std::uint8_t>* u8() const { return std::get_if<std::span<const std::uint8_t>>(&view_); }

 private:
  std::variant<std::span<const std::uint8_t>, std::span<const std::uint32_t>> view_;
};

/// All arrays are views. A cell is a pair of an item and a channel on which it may be shown; cells lie in the order of the items.
struct Instance {
  std::size_t items = 0;
  std::size_t channels = 0;
  std::span<const std::int64_t> row_begin;     ///< Sparse: items + 1 numbers, the cells of item i are row_begin[i] to row_begin[i + 1]. Empty:
                                               ///< dense, every item has a cell for every channel.
  std::span<const std::uint32_t> cell_channel; ///< Sparse: the channel of each cell, ascending within an item.
  Column value;                                ///< v >= 0.
  Column cost;                                 ///< a >= 0.
  std::span<const std::int64_t> budget;        ///< b_c >= 0, in the units of cost.
  std::span<const std::uint8_t> limit;         ///< k_i; empty: `limit_each` for all.
  std::uint32_t limit_each = 1;
  Labels group;                                ///< Below floor.size(); empty where there are no floors.
  std::span<const std::int64_t> floor;         ///< e_g >= 0.
  Labels category;                             ///< Below categories(); empty where there are no caps.
  std::span<const std::int64_t> cap;           ///< d_hc >= 0, row-major categories x channels.

  bool sparse() const { return !row_begin.empty(); }
  std::size_t cells() const { return value.size(); }
  std::size_t cell_begin(std::size_t item) const { return sparse() ? static_cast<std::size_t>(row_begin[item]) : item * channels; }
  std::uint32_t channel_of(std::size_t cell) const { return sparse() ? cell_channel[cell] : static_cast<std::uint32_t>(cell % channels); }
  std::uint32_t limit_of(std::size_t item) const { return limit.empty() ? limit_each : limit[item]; }
  std::size_t groups() const { return floor.size(); }
  std::size_t categories() const { return channels == 0 ? 0 : cap.size() / channels; }
  /// One row a limit that has a price: the budgets, then the floors, then the caps.
  std::size_t rows() const { return channels + groups() + cap.size(); }
  std::size_t floor_row(std::size_t group) const { return channels + group; }
  std::size_t cap_row(std::size_t category, std::size_t channel) const { return channels + groups() + category * channels + channel; }
};

/// Reads every number once. Errors: invalid_argument (sizes that do not fit together, a label or channel out of range, channels that do
/// not ascend, what is not finite), negative_amount, overflow (sums that would not fit 63 bits), limit_exceeded. The field is the array's name with the index.
Result<void> check_instance(const Instance& instance, Executor& executor);

/// What stands for the arrays in a certificate: docs/formats/plan-certificate.md. Pieces of 1 MiB are hashed by themselves, so that it can be
/// computed in parallel. `passed` is told which items' values and costs were read (SolveOptions).
Hash instance_hash(const Instance& instance, Executor& executor, const std::function<void(std::size_t, std::size_t)>& passed = {});

}  // namespace colophon::value
