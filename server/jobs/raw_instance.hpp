#pragma once
// The raw arrays of an instance as files of a folder: docs/formats/raw-instance.md.
#include <filesystem>

#include "colophon/value/raw_instance.hpp"
#include "jobs/mapped_file.hpp"

namespace colophon::jobs {

/// The arrays stay in their files; `instance` looks into them.
class RawInstance {
 public:
  /// Errors: not_found, those of value::RawArrays.
  static Result<RawInstance> open(const std::filesystem::path& folder);
  const value::Instance& instance() const { return instance_; }
  /// Lets go of the pages of these items.
  void release(std::size_t begin, std::size_t end) const;

 private:
  std::vector<MappedFile> files_;
  value::RawArrays arrays_;
  value::Instance instance_;
};

/// A file named assignment.u8 or with pairs. Errors: not_found, invalid_argument.
Result<value::CellSet> read_plan(const value::Instance& instance, const std::filesystem::path& file);

}  // namespace colophon::jobs
