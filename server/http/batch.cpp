#include "http/batch.hpp"

#include <algorithm>
#include <array>
#include <simdjson.h>
#include <string>

#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kWordBytesMax = 128;
constexpr std::size_t kFieldsMax = 32;
constexpr std::size_t kDepthMax = 8;

std::unexpected<Error> not_a_string(std::string field) {
  return fail(Errc::invalid_argument, std::move(field), "It must be a string: amounts and units are written as strings too.");
}

/// Fills `values`; the strings lie in the parser's memory.
Result<void> read_row(const simdjson::dom::element& element, const BatchForm& form, std::size_t index, std::span<std::string_view> values) {
  simdjson::dom::object object;
  if (element.get_object().get(object)) return fail(Errc::invalid_argument, row_field(form.list, index, ""), "A row is an object.");
  for (const auto& [name, value] : object) {
    const auto field = std::ranges::find(form.fields, name, &BatchField::name);
    if (field == form.fields.end()) {
      return fail(Errc::unknown_field, row_field(form.list, index, std::string(name).substr(0, 64)), "There is no such field: see /openapi.json.");
    }
    std::string_view& place = values[static_cast<std::size_t>(field - form.fields.begin())];
    if (place.data() != nullptr) return fail(Errc::invalid_json, row_field(form.list, index, name), "The name stands twice.");
    if (value.get_string().get(place)) return not_a_string(row_field(form.list, index, name));
  }
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    if (form.fields[i].required && values[i].data() == nullptr) {
      return fail(Errc::missing_field, row_field(form.list, index, form.fields[i].name), "The field is required.");
    }
  }
  return {};
}

}  // namespace

std::string row_field(std::string_view list, std::size_t index, std::string_view field) {
  std::string text = std::string(list) + "[" + std::to_string(index) + "]";
  if (!field.empty()) text.append(".").append(field);
  return text;
}

Result<void> read_batch(const std::string& body, const BatchForm& form, const std::function<Result<void>(std::size_t, BatchRow)>& row) {
  simdjson::dom::parser parser;
  if (parser.allocate(body.size(), kDepthMax)) return fail(Errc::out_of_memory, "", "There is no memory for a batch of this size.");
  parser.set_max_capacity(std::max<std::size_t>(body.size(), 32));
  simdjson::dom::element document;
  if (const auto error = parser.parse(body).get(document)) {
    return fail(Errc::invalid_json, "", std::string("The body is not JSON that this takes: ") + simdjson::error_message(error));
  }
  simdjson::dom::object object;
  if (document.get_object().get(object)) return fail(Errc::invalid_argument, "", "The body must be an object.");
  for (const auto& [name, value] : object) {
    if (name != form.list) return fail(Errc::unknown_field, std::string(name).substr(0, 64), "There is no such field: see /openapi.json.");
  }
  if (object.size() > 1) return fail(Errc::invalid_json, std::string(form.list), "The name stands twice.");
  simdjson::dom::array rows;
  if (object.size() == 0) return fail(Errc::missing_field, std::string(form.list), "The field is required.");
  if (object.at_key(form.list).get_array().get(rows)) return fail(Errc::invalid_argument, std::string(form.list), "It must be an array.");
  std::size_t index = 0;
  std::array<std::string_view, kFieldsMax> values;
  for (const auto& element : rows) {
    if (index == form.rows_max) {
      return fail(Errc::limit_exceeded, std::string(form.list), "At most " + std::to_string(form.rows_max) + " rows in one request.");
    }
    values.fill({});
    COLOPHON_TRY(read_row(element, form, index, values));
    COLOPHON_TRY(row(index, BatchRow(values).first(form.fields.size())));
    ++index;
  }
  return {};
}

Result<std::string> word(std::string_view text, const std::string& field) {
  if (text.size() > kWordBytesMax) return fail(Errc::limit_exceeded, field, "At most " + std::to_string(kWordBytesMax) + " bytes.");
  return std::string(text);
}

Result<std::string> territory(std::string_view text, const std::string& field) {
  const bool two_capitals = text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!text.empty() && !two_capitals) return fail(Errc::invalid_argument, field, "A territory is two capital letters, as in ISO 3166: \"DE\".");
  return std::string(text);
}

}  // namespace colophon::http
