#pragma once
// An instance as named raw arrays, little-endian: docs/formats/raw-instance.md. Files of a folder, or buffers of a page.
#include <string_view>

#include "colophon/value/cell_set.hpp"
#include "colophon/value/instance.hpp"

namespace colophon::value {

/// Collects arrays by their names ("values.u16", "budgets.i64", ...) and makes an Instance of them. The bytes stay the caller's and must outlive this.
class RawArrays {
 public:
  /// All names that there are; those that a folder lacks are left out.
  static std::span<const std::string_view> names();
  /// Errors: unknown_field (no such array), invalid_argument (a size that is no whole number of numbers, bytes that do not begin at a multiple of eight).
  Result<void> add(std::string_view name, ByteView bytes);
  /// Errors: missing_field (an array that has to be there), invalid_argument (sizes that do not fit together), overflow. check_instance() is the caller's.
  Result<Instance> instance();
  bool has(std::string_view name) const;

 private:
  template <class T>
  std::span<const T> array(std::string_view name) const;
  static constexpr std::size_t kArraysMax = 16;
  ByteView bytes_[kArraysMax];
  bool there_[kArraysMax] = {};
  std::vector<std::int64_t> scaled_budgets_;   ///< In units of 2^-16, where costs are float32.
};

/// A plan as bytes. True: "assignment.u8" (dense, one channel an item, fewer than 255 channels: a byte an item, 255 for none). False: "plan.u32",
/// pairs of item and channel.
bool is_assignment(const Instance& instance);
std::vector<std::uint8_t> assignment_of(const Instance& instance, const CellSet& shown);
std::vector<std::uint32_t> pairs_of(const Instance& instance, const CellSet& shown);
/// Error: invalid_argument, the field being "assignment.u8[i]" or "plan.u32[i]".
Result<CellSet> read_assignment(const Instance& instance, ByteView bytes);
Result<CellSet> read_pairs(const Instance& instance, ByteView bytes);

}  // namespace colophon::value
