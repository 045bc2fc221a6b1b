#pragma once
// A mapping: how the columns of one service's sales report become revenue lines. "colophon/sales-mapping/1" (docs/formats/sales-mapping.md).
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/json.hpp"
#include "colophon/sales/date.hpp"
#include "colophon/sales/number.hpp"

namespace colophon::sales {

/// A column by the name in the header (compared without regard to case and to white space at its ends), or by its number from 1.
struct ColumnRef {
  std::string name;
  int number = 0;                     ///< 0: by name.
  friend bool operator==(const ColumnRef&, const ColumnRef&) = default;
  std::string to_string() const { return number > 0 ? "column " + std::to_string(number) : name; }
};

/// The fields of a line that a mapping can fill.
enum class Field : std::uint8_t { date, kind, source, use, territory, side, units, amount, currency, isrc, iswc, upc, proprietary, title, artist, original };
inline constexpr std::size_t kFields = 16;
std::string_view field_name(Field field);

/// Where a field's text comes from, and what it is turned into.
struct FieldRule {
  std::vector<ColumnRef> columns;     ///< One; for the amount several make a product. Empty: `value` for every line.
  std::string value;                  ///< Without columns: the constant. With one: the text that an empty cell stands for.
  std::map<std::string, std::string> map;   ///< From the cell's text, folded (see fold_case), to the field's.
  std::optional<std::string> otherwise;     ///< For a text that the map lacks.
  std::vector<DateFormat> formats;    ///< Of the date; the first that fits counts.
  std::optional<ExactDecimal> scale;  ///< Of amount and units: multiplied.
  std::string scale_text;             ///< As it was written.
  bool is_set() const { return !columns.empty() || !value.empty(); }
};

/// A row of which this cell is one of these texts (folded); `negated`: none of them.
struct Condition {
  ColumnRef column;
  std::vector<std::string> is;        ///< "" stands for an empty cell.
  bool negated = false;
};

enum class TextEncoding : std::uint8_t { utf8, windows_1252, utf16 };

struct Mapping {
  std::string name;                   ///< May be empty.
  std::string source;                 ///< Of lines whose field `source` is not mapped, and of the file.
  // The table
  char separator = ',';               ///< NUL: found out from the header.
  bool quotes = true;
  bool header = true;                 ///< False: columns are named by number only.
  bool ragged = false;                ///< Rows may lack cells at their end.
  bool unterminated = false;
  TextEncoding encoding = TextEncoding::utf8;
  int skip_lines = 0;                 ///< Before the header.
  int footer_lines = 0;               ///< At the end.
  // The cells
  NumberFormat numbers;
  ExcessPlaces excess = ExcessPlaces::refuse;
  bool fraction_down = false;         ///< Units in parts are rounded down; otherwise refused.
  std::array<FieldRule, kFields> fields;
  const FieldRule& rule(Field field) const { return fields[static_cast<std::size_t>(field)]; }
  // The rows. A row of any condition is passed over, or is a total, or a return.
  std::vector<Condition> skip;
  std::vector<Condition> totals;      ///< Its amount must be the sum of the lines before it since the last total of its kind.
  std::vector<Condition> returns;     ///< Units and amount are written without a sign and count below 0.
};

/// ASCII letters in lower case, white space at the ends dropped: how texts of reports are compared.
std::string fold_case(std::string_view text);

/// Errors name the field ("fields.amount.columns[1]"): unknown_format, missing_field (date, kind, amount and currency must be mapped),
/// unknown_field, invalid_argument, limit_exceeded.
Result<Mapping> parse_mapping(const Json& document);
/// The same from text. Errors: those of parse_json too, limit_exceeded (limits::kSalesMappingBytesMax).
Result<Mapping> parse_mapping(std::string_view text);

/// A first mapping for a table that nobody has mapped yet, from its header: names of columns that many services use. What it could
/// not guess is absent, so it may lack required fields; the document says nothing that the header does not.
Json guess_mapping(std::string_view text);

}  // namespace colophon::sales
