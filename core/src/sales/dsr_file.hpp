#pragma once
// A DSR file as records and blocks: structure, counts and cells, whatever the profile. Private to sales.
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/sales/dsr.hpp"
#include "colophon/sales/mapping.hpp"
#include "sales/dsr_records.hpp"

namespace colophon::sales::dsr {

/// One line. Cells are views of the file's text, as they stand there.
struct Record {
  const RecordSpec* spec = nullptr;
  std::uint64_t line = 0;
  std::vector<std::string_view> cells;           ///< As many as the specification has; those left out at the end are empty.
  std::string_view raw(std::string_view name) const;
  bool is(std::string_view type) const { return spec->type == type; }
};
using Block = std::vector<Record>;

/// Where errors and findings go; without a tally (the second pass) they are dropped.
struct Report {
  std::string_view file_name;
  Tally* tally = nullptr;
  std::string place(const Record& record, std::string_view cell) const;
  /// Always false, so that `return report.refuse(...)` reads well.
  bool refuse(Errc code, const Record& record, std::string_view cell, std::string detail) const;
  void find(std::string_view code, const Record& record, std::string_view cell, std::string_view sample) const;
};

/// Texts with escapes taken out, kept for as long as a block is.
class Texts {
 public:
  /// The cell's text: "\|" is a bar, "\\" a backslash.
  std::string_view text(std::string_view raw);
  /// The values of a cell that has several; empty ones are dropped.
  std::vector<std::string_view> values(std::string_view raw);
  void clear() { own_.clear(); }

 private:
  std::deque<std::string> own_;
};

/// Calls for what a file has, in its order. Each returns an error only to end the reading with it.
struct Visitor {
  std::function<Result<void>(const Record&)> summary;
  std::function<Result<void>(const Block&)> block;
};
/// Reads the file. With a tally in the report every cell is checked; without, the file must have been read with one before. The head is set as far as it
/// could be read. False: it is refused.
Result<bool> read_file(std::string_view text, const Report& report, DsrHead& head, const Profile*& profile, const Visitor& visitor, ExcessPlaces excess);

// Cells as values. A cell that could not be read has refused the file in the first pass.
std::int64_t integer_of(const Record& record, std::string_view cell);
/// Zero where it is empty.
ExactAmount decimal_of(const Record& record, std::string_view cell, ExcessPlaces excess);
std::optional<Date> date_of(std::string_view text);    ///< YYYY, YYYY-MM, YYYY-MM-DD, YYYYMMDD; the last day of what is named.
bool boolean_of(const Record& record, std::string_view cell, bool fallback);

}  // namespace colophon::sales::dsr
