#pragma once
// Batches of rows whose fields are all strings: events and revenue lines. Read by simdjson, strictly. Private to server/http.
#include <functional>
#include <span>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::http {

struct BatchField { std::string_view name; bool required = false; };
struct BatchForm {
  std::string_view list;                   ///< "events": the one member of the document, an array of objects.
  std::span<const BatchField> fields;      ///< At most 32.
  std::size_t rows_max = 0;
};
/// The values of one row in the order of the form's fields; one that is absent has no data().
using BatchRow = std::span<const std::string_view>;

/// Calls `row(index, values)` for each row; the values are valid only during that call. Errors: invalid_json (with a repeated name
/// too), unknown_field, missing_field, invalid_argument (not a string), limit_exceeded (rows), and what `row` returns.
Result<void> read_batch(const std::string& body, const BatchForm& form, const std::function<Result<void>(std::size_t, BatchRow)>& row);

/// A name such as that of a service or a use: up to 128 bytes; absent is empty. Error: limit_exceeded.
Result<std::string> word(std::string_view text, const std::string& field);
/// An ISO 3166 code, or one of two capital letters; absent is empty. Error: invalid_argument.
Result<std::string> territory(std::string_view text, const std::string& field);

/// "events[3].work"
std::string row_field(std::string_view list, std::size_t index, std::string_view field);

}  // namespace colophon::http
