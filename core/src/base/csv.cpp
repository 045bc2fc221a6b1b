#include "colophon/base/csv.hpp"

#include <algorithm>

#include "colophon/base/encoding.hpp"
#include "colophon/base/limits.hpp"

namespace colophon {

CsvReader::CsvReader(std::string name, std::string_view text, CsvOptions options)
    : name_(std::move(name)), text_(text), options_(options), line_(options.first_line) {
  if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
}

std::string CsvReader::place(std::string_view column) const {
  std::string text = name_ + ":" + std::to_string(std::max<std::uint64_t>(row_line_, 1));   // A file without a line lacks its first.
  return column.empty() ? text : text + ":" + std::string(column);
}

Result<std::string_view> CsvReader::bare_cell() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && text_[at_] != options_.separator && text_[at_] != '\n') {
    if (options_.quotes && text_[at_] == '"') {
      return fail(Errc::invalid_argument, place(""), "A quotation mark stands inside a cell that does not begin with one: quote the whole cell and double the mark.");
    }
    ++at_;
  }
  std::string_view cell = text_.substr(begin, at_ - begin);
  if (at_ < text_.size() && text_[at_] == '\n' && cell.ends_with('\r')) cell.remove_suffix(1);
  return cell;
}

Result<std::string_view> CsvReader::quoted_cell() {
  const std::size_t begin = ++at_;
  std::string* own = nullptr;
  std::size_t piece = begin;
  for (;; ++at_) {
    if (at_ >= text_.size()) return fail(Errc::invalid_argument, place(""), "A quoted cell is not closed before the end of the file: the file was cut, or a quotation mark is missing.");
    if (text_[at_] == '\n') ++line_;
    if (text_[at_] != '"') continue;
    if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
      if (own == nullptr) own = &unescaped_.emplace_back();
      own->append(text_.substr(piece, at_ + 1 - piece));
      piece = ++at_ + 1;
      continue;
    }
    break;
  }
  std::string_view cell = text_.substr(begin, at_ - begin);
  if (own != nullptr) cell = own->append(text_.substr(piece, at_ - piece));
  ++at_;
  if (at_ + 1 < text_.size() && text_[at_] == '\r' && text_[at_ + 1] == '\n') ++at_;
  if (at_ < text_.size() && text_[at_] != options_.separator && text_[at_] != '\n') {
    return fail(Errc::invalid_argument, place(""), "A quoted cell is followed by something that is no separator.");
  }
  return cell;
}

Result<bool> CsvReader::next(std::vector<std::string_view>& cells) {
  cells.clear();
  unescaped_.clear();
  while (at_ < text_.size() && (text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n")) {
    at_ += text_[at_] == '\n' ? 1 : 2;
    ++line_;
  }
  if (at_ >= text_.size()) return false;
  row_line_ = line_;
  // Growing this list would move short strings, and with them what cells point to.
  if (unescaped_.capacity() < limits::kCsvColumnsMax) unescaped_.reserve(limits::kCsvColumnsMax);
  const std::size_t begin = at_;
  for (;;) {
    if (cells.size() == limits::kCsvColumnsMax) {
      return fail(Errc::limit_exceeded, place(""), "A row has more than " + std::to_string(limits::kCsvColumnsMax) + " cells.");
    }
    const auto cell = options_.quotes && at_ < text_.size() && text_[at_] == '"' ? quoted_cell() : bare_cell();
    if (!cell) return std::unexpected(cell.error());
    cells.push_back(*cell);
    if (at_ - begin > limits::kCsvRowBytesMax) {
      return fail(Errc::limit_exceeded, place(""), "A row has more than " + std::to_string(limits::kCsvRowBytesMax) + " bytes.");
    }
    if (at_ >= text_.size()) {
      if (options_.unterminated) break;
      return fail(Errc::invalid_argument, place(""), "The file ends in the middle of this line (no line break at its end): it was cut. Send it whole.");
    }
    if (text_[at_++] == '\n') break;
  }
  ++line_;
  if (!is_utf8(text_.substr(begin, at_ - begin))) return fail(Errc::invalid_encoding, place(""), "The line is not UTF-8: save the file as UTF-8.");
  return true;
}

Result<CsvTable> CsvTable::open(std::string name, std::string_view text, std::span<const CsvColumn> columns, CsvOptions options) {
  CsvTable table(CsvReader(std::move(name), text, options));
  const auto row = table.reader_.next(table.cells_);
  if (!row) return std::unexpected(row.error());
  if (!*row) return fail(Errc::invalid_argument, table.reader_.place(""), "The file is empty; its first line has the names of the columns.");
  table.width_ = table.cells_.size();
  table.where_.assign(columns.size(), -1);
  for (const CsvColumn& column : columns) table.columns_.emplace_back(column.name);
  for (std::size_t i = 0; i < table.cells_.size(); ++i) {
    const auto found = std::ranges::find(columns, table.cells_[i], &CsvColumn::name);
    if (found == columns.end()) {
      std::string known;
      for (const CsvColumn& column : columns) known += (known.empty() ? "" : ", ") + std::string(column.name);
      return fail(Errc::unknown_field, table.reader_.place(table.cells_[i]), "There is no such column here; there are: " + known + ".");
    }
    int& where = table.where_[static_cast<std::size_t>(found - columns.begin())];
    if (where >= 0) return fail(Errc::invalid_argument, table.reader_.place(table.cells_[i]), "The column stands in the header twice.");
    where = static_cast<int>(i);
  }
  for (std::size_t k = 0; k < columns.size(); ++k) {
    if (columns[k].required && table.where_[k] < 0) {
      return fail(Errc::missing_field, table.reader_.place(columns[k].name), "The table needs this column.");
    }
  }
  return table;
}

Result<bool> CsvTable::next() {
  const auto row = reader_.next(cells_);
  if (!row || !*row) return row;
  if (cells_.size() != width_) {
    return fail(Errc::invalid_argument, reader_.place(""), "The line has " + std::to_string(cells_.size()) + " cells where the header has " + std::to_string(width_) + ".");
  }
  return true;
}

std::string csv_cell(std::string_view text, char separator) {
  const auto special = [&](char c) { return c == separator || c == '"' || c == '\n' || c == '\r'; };
  const bool ends = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!ends && std::ranges::none_of(text, special)) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell += '"';
}

}  // namespace colophon
