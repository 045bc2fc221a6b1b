#pragma once
// Tables as text: comma- or tab-separated, RFC 4180 quoting, UTF-8, first line the names of the columns.
// Rows are numbered as an editor numbers lines: the header is 1. An error's field is "revenue.csv:17:amount".
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon {

struct CsvOptions {
  char separator = ',';
  bool quotes = true;   ///< False: a quotation mark is a character like any other (DDEX flat files).
  std::uint64_t first_line = 1;   ///< The number of the text's first line: more than 1 where lines before it were passed over.
  bool unterminated = false;      ///< True: the last line may lack its line break.
};

/// Reads rows one at a time from text that must outlive it; nothing is copied but cells with doubled quotation marks.
/// The text must end with a line break: one that does not was cut somewhere, and half a row could pass for a whole one.
/// LF and CRLF end a row; a byte order mark is passed over, empty lines too.
class CsvReader {
 public:
  CsvReader(std::string name, std::string_view text, CsvOptions options = {});
  /// The next row into `cells`, valid until the next call; false at the end. Errors: invalid_argument (a quotation mark that is
  /// not closed or not alone, a file that is cut), invalid_encoding, limit_exceeded (limits::kCsvRowBytesMax, kCsvColumnsMax).
  Result<bool> next(std::vector<std::string_view>& cells);
  std::uint64_t line() const { return row_line_; }   ///< The line on which the last row began.
  std::string place(std::string_view column) const;  ///< "revenue.csv:17:amount", or "revenue.csv:17" without a column.

 private:
  Result<std::string_view> quoted_cell();
  Result<std::string_view> bare_cell();

  std::string name_;
  std::string_view text_;
  CsvOptions options_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1, row_line_ = 0;
  std::vector<std::string> unescaped_;   ///< Cells of this row that had doubled quotation marks.
};

/// A column that a table may have.
struct CsvColumn {
  std::string_view name;
  bool required = true;
};

/// A table with named columns in any order. Cells are asked for by the column's place in the list given to open().
class CsvTable {
 public:
  /// Reads the header. Errors: missing_field and unknown_field with the column's name, invalid_argument (a column twice, no header).
  static Result<CsvTable> open(std::string name, std::string_view text, std::span<const CsvColumn> columns, CsvOptions options = {});
  /// Error: invalid_argument where a row has more or fewer cells than the header; others as CsvReader's.
  Result<bool> next();
  /// Empty where the table lacks the column.
  std::string_view operator[](std::size_t column) const { return where_[column] < 0 ? std::string_view() : cells_[static_cast<std::size_t>(where_[column])]; }
  bool has(std::size_t column) const { return where_[column] >= 0; }
  std::uint64_t line() const { return reader_.line(); }
  std::string place(std::size_t column) const { return reader_.place(columns_[column]); }

 private:
  explicit CsvTable(CsvReader reader) : reader_(std::move(reader)) {}
  CsvReader reader_;
  std::vector<std::string> columns_;
  std::vector<int> where_;               ///< By asked column: its place in the file, or -1.
  std::size_t width_ = 0;
  std::vector<std::string_view> cells_;
};

/// A cell as it must be written: quoted where it has a separator, a quotation mark, a line break, or white space at an end.
std::string csv_cell(std::string_view text, char separator = ',');

}  // namespace colophon
