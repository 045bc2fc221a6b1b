#include "colophon/sales/table.hpp"

#include <algorithm>
#include <array>

#include "colophon/base/csv.hpp"
#include "colophon/base/limits.hpp"
#include "sales/row_reader.hpp"
#include "sales/words.hpp"

namespace colophon::sales {
namespace {

using Cells = std::vector<std::string_view>;

/// Where the text that is a table begins and ends: without the mapping's lines before and after it.
struct Body { std::string_view text; std::uint64_t first_line = 1; bool cut_end = false; };

Body body_of(std::string_view text, const Mapping& mapping) {
  Body body{text};
  if (body.text.starts_with("\xEF\xBB\xBF")) body.text.remove_prefix(3);
  for (int i = 0; i < mapping.skip_lines && !body.text.empty(); ++i) {
    body.text.remove_prefix(std::min(body.text.find('\n'), body.text.size() - 1) + 1);
    ++body.first_line;
  }
  for (int i = 0; i < mapping.footer_lines && !body.text.empty(); ++i) {
    const auto without_break = body.text.ends_with('\n') ? body.text.substr(0, body.text.size() - 1) : body.text;
    const auto end = without_break.rfind('\n');
    body.text = body.text.substr(0, end == body.text.npos ? 0 : end + 1);
  }
  return body;
}

/// The separator that the first line has most of, outside quotation marks.
char found_separator(std::string_view text) {
  constexpr std::string_view kOrder = "\t;,|";
  std::array<std::size_t, 4> counts{};
  bool quoted = false;
  for (const char c : text) {
    if (c == '\n' && !quoted) break;
    if (c == '"') quoted = !quoted;
    const auto at = kOrder.find(c);
    if (!quoted && at != kOrder.npos) ++counts[at];
  }
  const auto most = std::ranges::max_element(counts);
  return *most == 0 ? ',' : kOrder[static_cast<std::size_t>(most - counts.begin())];
}

class TableReader {
 public:
  TableReader(std::string_view file_name, std::string_view text, const Mapping& mapping, const Sink& sink)
      : mapping_(mapping), sink_(sink), own_text_(mapping.encoding == TextEncoding::utf8 ? std::string() : to_utf8(text, mapping.encoding)),
        body_(body_of(mapping.encoding == TextEncoding::utf8 ? text : std::string_view(own_text_), mapping)),
        reader_(std::string(file_name), body_.text,
                {mapping.separator == '\0' ? found_separator(body_.text) : mapping.separator, mapping.quotes, body_.first_line, mapping.unterminated}),
        rows_(mapping, tally_) {}

  Result<Reading> read() {
    if (mapping_.header && !take_header()) return tally_.finish();
    for (;;) {
      const auto more = reader_.next(cells_);
      if (!more) {
        tally_.refuse(more.error());  // What follows a broken row cannot be told apart from it.
        break;
      }
      if (!*more) break;
      ++tally_.reading().rows;
      const auto kept = take_row();
      if (!kept) return std::unexpected(kept.error());
      if (!*kept) break;
    }
    if (tally_.reading().errors.empty() && tally_.reading().lines == 0)
      tally_.find("no_lines", "", "", reader_.line());
    return tally_.finish();
  }

 private:
  bool take_header() {
    const auto row = reader_.next(cells_);
    if (!row) return tally_.refuse(row.error()), false;
    if (!*row) return tally_.refuse({Errc::invalid_argument, reader_.place(""), "The file has no table: not even a line with the names of its columns."}), false;
    for (const auto cell : cells_) names_.push_back(fold_case(cell));
    width_ = cells_.size();
    bool good = true;
    rows_.resolve([&](const ColumnRef& column) -> int { return place_of(column, good); });
    return good;
  }

  int place_of(const ColumnRef& column, bool& good) {
    if (column.number > 0) {
      if (static_cast<std::size_t>(column.number) <= width_) return column.number - 1;
    } else {
      const auto name = fold_case(column.name);
      const auto found = std::ranges::find(names_, name);
      if (found != names_.end() && std::find(found + 1, names_.end(), name) != names_.end()) {
        good = tally_.refuse({Errc::invalid_argument, reader_.place(column.name), "The header has this name twice: name the column by its number in the mapping."}) && false;
        return -1;
      }
      if (found != names_.end()) return static_cast<int>(found - names_.begin());
    }
    good = tally_.refuse({Errc::missing_field, reader_.place(column.to_string()), "The table has no such column. " + columns_there()}) && false;
    return -1;
  }

  std::string columns_there() const {
    std::string text = "There are:";
    for (std::size_t i = 0; i < names_.size() && text.size() < 400; ++i) text += (i == 0 ? " " : ", ") + std::string(cut(names_[i], 64));
    return names_.empty() ? "It has " + std::to_string(width_) + " columns." : text + ".";
  }

  /// False where the reading should end.
  Result<bool> take_row() {
    if (width_ == 0) {  // No header: the first row says how wide the table is.
      width_ = cells_.size();
      bool good = true;
      rows_.resolve([&](const ColumnRef& column) -> int { return place_of(column, good); });
      if (!good) return false;
    }
    if (cells_.size() != width_ && !(mapping_.ragged && cells_.size() < width_)) {
      return tally_.refuse({Errc::invalid_argument, reader_.place(""), "The line has " + std::to_string(cells_.size()) + " cells where there should be " + std::to_string(width_) + "."});
    }
    cells_.resize(width_);
    Line line;
    line.row = reader_.line();
    switch (rows_.read(cells_, [&](std::string_view column) { return reader_.place(column); }, line)) {
      case RowKind::skipped: ++tally_.reading().skipped; return true;
      case RowKind::total: ++tally_.reading().totals; return !tally_.reading().more_errors;
      case RowKind::refused: return !tally_.reading().more_errors;
      case RowKind::line: break;
    }
    if (auto added = tally_.add(line); !added) return tally_.refuse({added.error().code, reader_.place(added.error().field), added.error().detail});
    rows_.added(line);
    if (auto taken = sink_(line); !taken) return std::unexpected(taken.error());
    return true;
  }

  const Mapping& mapping_;
  const Sink& sink_;
  std::string own_text_;
  Body body_;
  CsvReader reader_;
  Tally tally_;
  RowReader rows_;
  Cells cells_;
  std::vector<std::string> names_;
  std::size_t width_ = 0;
};

}  // namespace

Result<Reading> read_table(std::string_view file_name, std::string_view text, const Mapping& mapping, const Sink& sink) {
  return TableReader(file_name, text, mapping, sink).read();
}

JsonArray table_rows(std::string_view text, const Mapping& mapping, std::size_t rows_max) {
  const std::string own = mapping.encoding == TextEncoding::utf8 ? std::string() : to_utf8(text, mapping.encoding);
  const Body body = body_of(mapping.encoding == TextEncoding::utf8 ? text : std::string_view(own), mapping);
  const char separator = mapping.separator == '\0' ? found_separator(body.text) : mapping.separator;
  CsvReader reader("", body.text, {separator, mapping.quotes, body.first_line, true});
  JsonArray rows;
  Cells cells;
  while (rows.size() <= rows_max) {
    const auto more = reader.next(cells);
    if (!more || !*more) break;
    JsonArray row;
    for (const auto cell : cells) row.emplace_back(cut(cell, 200));
    rows.push_back(JsonObject{{"row", static_cast<std::int64_t>(reader.line())}, {"cells", std::move(row)}});
  }
  return rows;
}

Json preview_table(std::string_view file_name, std::string_view text, const Mapping& mapping, std::size_t lines_max) {
  JsonArray lines;
  const auto reading = read_table(file_name, text, mapping, [&](const Line& line) -> Result<void> {
    if (lines.size() < lines_max) lines.push_back(line_json(line));
    return {};
  });
  return JsonObject{{"reading", reading_json(*reading)}, {"lines", std::move(lines)}, {"rows", table_rows(text, mapping, lines_max)}};
}

}  // namespace colophon::sales
