#pragma once
// Reads a CSV or TSV sales report by a mapping. One pass, no memory beyond the row; the lines come in the order of the file.
#include <string>
#include <string_view>

#include "colophon/sales/line.hpp"
#include "colophon/sales/mapping.hpp"

namespace colophon::sales {

/// Reads all rows. What refuses the file is in Reading::errors, each with its place ("july.csv:17:Net Revenue"); good lines are given to the sink
/// all the same, so that whoever stores them must undo it where the reading is not acceptable. What refuses a file is what could lose or
/// change money: a table that is cut or ragged, a column that is missing, an amount, units, date, currency or kind that cannot be read,
/// a total that its lines do not come to. Anything else is a finding. Error: only what the sink returns.
Result<Reading> read_table(std::string_view file_name, std::string_view text, const Mapping& mapping, const Sink& sink);

/// The text in UTF-8. Windows-1252 bytes without a meaning, and UTF-16 that is cut or has lone surrogates, become U+FFFD.
std::string to_utf8(std::string_view bytes, TextEncoding encoding);

/// The table's own lines, the header first, each {"row", "cells"}: at most `rows_max` after it.
JsonArray table_rows(std::string_view text, const Mapping& mapping, std::size_t rows_max);

/// What a mapping makes of a table, for who writes it: {"reading": ..., "lines": [revenue lines], "rows": [{"row", "cells"}: the table's own
/// lines, the header first]}. The whole text is read; at most `lines_max` of its lines are shown.
Json preview_table(std::string_view file_name, std::string_view text, const Mapping& mapping, std::size_t lines_max);

}  // namespace colophon::sales
