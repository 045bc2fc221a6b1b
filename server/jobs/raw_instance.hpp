#pragma once
// An instance as raw little-endian arrays in a folder: docs/formats/raw-instance.md.
#include <filesystem>

#include "colophon/value/cell_set.hpp"
#include "colophon/value/instance.hpp"
#include "jobs/mapped_file.hpp"

namespace colophon::jobs {

/// The arrays stay in their files; `instance` looks into them.
class RawInstance {
 public:
  /// Errors: not_found, invalid_argument (a file of the wrong size; the field is its name), those of check_instance().
  static Result<RawInstance> open(const std::filesystem::path& folder);
  const value::Instance& instance() const { return instance_; }
  /// Lets go of the pages of these items.
  void release(std::size_t begin, std::size_t end) const;

 private:
  MappedFile values_, costs_, budgets_, groups_, floors_, limits_, categories_, caps_, indptr_, indices_;
  std::vector<std::int64_t> scaled_budgets_;   ///< In units of 2^-16, where costs are float32.
  std::size_t number_bytes_ = 2;
  value::Instance instance_;
};

/// The shown cells as in `assignment.u8` (dense, one channel an item, fewer than 255 channels: a byte an item, 255 for none), or `plan.u32`
/// (pairs of item and channel). Errors of reading: not_found, invalid_argument.
bool fits_assignment(const value::Instance& instance);
std::vector<std::uint8_t> assignment_of(const value::Instance& instance, const value::CellSet& shown);
std::vector<std::uint32_t> pairs_of(const value::Instance& instance, const value::CellSet& shown);
Result<value::CellSet> read_plan(const value::Instance& instance, const std::filesystem::path& file);

}  // namespace colophon::jobs
