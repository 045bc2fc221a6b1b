#pragma once
// Reads one object of a document whose values have forms: ids, hashes, amounts, times. Each helper notes the error of a value that has not the
// form that its name says; the first one wins.
#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "colophon/base/encoding.hpp"
#include "colophon/base/id.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "colophon/base/time.hpp"

namespace colophon {

class PayloadFields {
 public:
  PayloadFields(const Json& payload, std::string path) : fields_(payload, std::move(path)) {}

  void id(std::string_view name) { keep(Id::parse(fields_.string(name), fields_.path(name))); }
  void hash(std::string_view name) { keep_hash(fields_.string(name), name); }
  void count(std::string_view name) { keep(parse_uint128(fields_.string(name), fields_.path(name))); }
  void amount(std::string_view name) { keep(parse_int64(fields_.string(name), fields_.path(name))); }
  void period(std::string_view name) { keep(Period::parse(fields_.string(name), fields_.path(name))); }
  void currency(std::string_view name) { keep(Currency::parse(fields_.string(name), fields_.path(name))); }
  void share(std::string_view name) { keep(Share::parse(fields_.string(name), fields_.path(name))); }
  void utc_time(std::string_view name) { keep(parse_utc(fields_.string(name), fields_.path(name))); }

  void id_or_empty(std::string_view name) {
    if (const auto text = fields_.string(name); !text.empty()) keep(Id::parse(text, fields_.path(name)));
  }
  void share_or_empty(std::string_view name) {
    if (const auto text = fields_.string(name); !text.empty()) keep(Share::parse(text, fields_.path(name)));
  }
  void utc_time_or_empty(std::string_view name) {
    if (const auto text = fields_.string(name); !text.empty()) keep(parse_utc(text, fields_.path(name)));
  }
  /// An exact decimal of the major unit, not negative.
  void money(std::string_view name) {
    const auto amount = parse_exact(fields_.string(name), fields_.path(name));
    keep(amount);
    if (amount && *amount < 0) fields_.note({Errc::negative_amount, fields_.path(name), "This must be at least 0."});
  }
  /// Any text; with a limit, of at most so many bytes.
  std::string_view text(std::string_view name) { return fields_.string(name); }
  std::string_view text(std::string_view name, std::size_t bytes_max) {
    const std::string_view text = fields_.string(name);
    if (text.size() > bytes_max) fields_.note({Errc::limit_exceeded, fields_.path(name), "This has at most " + std::to_string(bytes_max) + " bytes."});
    return text;
  }
  void word(std::string_view name, std::size_t bytes_max = 1'000) {
    if (text(name, bytes_max).empty()) note(name, "This must not be empty.");
  }
  /// An https address without white space, control characters or quotes: it will stand in pages and headers.
  static bool is_address(std::string_view text) {
    return text.size() > 8 && text.starts_with("https://") && std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c != 0x7f && c != '"' && c != '<' && c != '>' && c != '\\'; });
  }
  void address_or_empty(std::string_view name, std::size_t bytes_max) {
    if (const auto text = this->text(name, bytes_max); !text.empty() && !is_address(text)) note(name, "Write an address that begins with https://, or nothing.");
  }
  void natural(std::string_view name) {
    if (fields_.integer(name) < 0) note(name, "This must be at least 0.");
  }
  void between(std::string_view name, std::int64_t low, std::int64_t high) {
    const std::int64_t value = fields_.integer(name);
    if (value < low || value > high) fields_.note({Errc::invalid_argument, fields_.path(name), "This must be from " + std::to_string(low) + " to " + std::to_string(high) + "."});
  }
  void yes_or_no(std::string_view name) {
    if (fields_.required(name).boolean() == nullptr) note(name, "This is true or false.");
  }
  void one_of(std::string_view name, std::initializer_list<std::string_view> words) {
    if (std::ranges::find(words, fields_.string(name)) == words.end()) note(name, "This is none of the words that may stand here.");
  }
  bool has(std::string_view name) { return fields_.any(name) != nullptr; }
  const JsonArray& array(std::string_view name) { return fields_.array(name); }
  const Json& required(std::string_view name) { return fields_.required(name); }
  bool ok() const { return fields_.ok(); }
  std::string path(std::string_view name) const { return fields_.path(name); }
  void note(std::string_view name, const char* detail) { fields_.note({Errc::invalid_argument, fields_.path(name), detail}); }
  void note(Error error) { fields_.note(std::move(error)); }
  Result<void> finish() { return fields_.finish(); }
  // After a first error every read gives a default, whose own error would be dropped by note() anyway.
  template <class T>
  void keep(const Result<T>& result) {
    if (!result) fields_.note(result.error());
  }

 private:
  void keep_hash(std::string_view text, std::string_view name) {
    const auto bytes = from_hex(text, fields_.path(name));
    if (!bytes || bytes->size() != 32) fields_.note({Errc::invalid_encoding, fields_.path(name), "Write a hash as 64 lower-case hexadecimal digits."});
  }

  JsonFields fields_;
};

}  // namespace colophon
