#pragma once
// The JSON of Colophon's documents: a strict reader and the canonical writer (JCS, RFC 8785).
// Numbers are integers of at most 2^53 - 1 in magnitude; amounts and larger counts are strings.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <variant>

#include "colophon/base/error.hpp"

namespace colophon {

class Json;
using JsonArray = std::vector<Json>;
/// Members in the order in which they were written; JCS sorts them when it writes.
using JsonObject = std::vector<std::pair<std::string, Json>>;

class Json {
 public:
  Json() = default;  ///< null
  Json(bool value) : value_(value) {}
  Json(std::int64_t value) : value_(value) {}
  Json(int value) : value_(static_cast<std::int64_t>(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(JsonArray value) : value_(std::move(value)) {}
  Json(JsonObject value) : value_(std::move(value)) {}

  bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  const bool* boolean() const { return std::get_if<bool>(&value_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
  /// A number that is no integer of ours: only parse_json(..., JsonNumbers::any) makes one.
  const double* fraction() const { return std::get_if<double>(&value_); }
  static Json of_fraction(double value) { Json json; json.value_ = value; return json; }
  const std::string* string() const { return std::get_if<std::string>(&value_); }
  const JsonArray* array() const { return std::get_if<JsonArray>(&value_); }
  const JsonObject* object() const { return std::get_if<JsonObject>(&value_); }
  JsonArray* array() { return std::get_if<JsonArray>(&value_); }
  JsonObject* object() { return std::get_if<JsonObject>(&value_); }
  /// The member of that name, or null where this is no object or has none.
  const Json* find(std::string_view name) const;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, JsonArray, JsonObject, double> value_;
};

/// Reads one document. Refused: anything after it, repeated keys, depth or size over limits.hpp, fractions and
/// exponents, integers beyond 2^53 - 1, lone surrogates, text that is not UTF-8. Errors: invalid_json with the byte offset;
/// limit_exceeded for the size.
Result<Json> parse_json(std::string_view text);
/// `any` also takes fractions, exponents and large integers, as the nearest binary64: for foreign documents that are only hashed (an ISCC's
/// metadata). Nothing that is paid or proven is read so.
enum class JsonNumbers { integers, any };
Result<Json> parse_json(std::string_view text, JsonNumbers numbers);
/// The canonical form of RFC 8785: members sorted by UTF-16 code units, shortest escapes, no white space.
std::string canonical_json(const Json& value);

/// Reads the fields of an object and names what is missing, of the wrong type, or not known.
/// Use: `JsonFields f(json, "lines[3]"); auto id = f.string("id"); ...; if (auto e = f.finish(); !e) return ...;`
/// The first error wins; after it every read returns a default.
class JsonFields {
 public:
  JsonFields(const Json& value, std::string path);
  std::string_view string(std::string_view name);
  std::string_view string_or(std::string_view name, std::string_view fallback);
  std::int64_t integer(std::string_view name);
  std::int64_t integer_or(std::string_view name, std::int64_t fallback);
  bool boolean_or(std::string_view name, bool fallback);
  const JsonArray& array(std::string_view name);
  const Json* any(std::string_view name);            ///< Optional: null where absent.
  const Json& required(std::string_view name);
  /// Records an error of a nested read.
  void note(Error error);
  bool ok() const { return !error_; }
  std::string path(std::string_view name) const;     ///< "lines[3].amount"
  /// unknown_field for a member that was not read; else the first error.
  Result<void> finish();

 private:
  const JsonObject* object_ = nullptr;
  std::string path_;
  std::vector<bool> read_;
  bool error_ = false;
  Error first_;
  const Json* take(std::string_view name, bool required);
};

}  // namespace colophon
