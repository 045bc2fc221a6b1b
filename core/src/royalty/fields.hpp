#pragma once
// JsonFields with the types that royalty documents are made of. Every reader notes the first error and then returns defaults.
#include <utility>
#include <vector>

#include "colophon/base/date.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "merkle/payload.hpp"

namespace colophon::royalty {

inline std::string indexed(std::string_view list, std::size_t index) {
  return std::string(list) + "[" + std::to_string(index) + "]";
}

class Fields : public JsonFields {
 public:
  using JsonFields::JsonFields;

  Hash hash(std::string_view name) { return keep(merkle::parse_hash(string(name), path(name))); }
  Id id(std::string_view name) { return keep(Id::parse(string(name), path(name))); }
  Period period(std::string_view name) { return keep(Period::parse(string(name), path(name))); }
  Date date(std::string_view name) { return keep(Date::parse(string(name), path(name))); }
  Currency currency(std::string_view name) { return keep(Currency::parse(string(name), path(name))); }
  std::int64_t amount_signed(std::string_view name) { return keep(parse_int64(string(name), path(name))); }
  std::int64_t amount(std::string_view name) {
    const std::int64_t value = amount_signed(name);
    if (value < 0) note({Errc::negative_amount, path(name), "This amount is never below zero."});
    return value;
  }
  uint128 count(std::string_view name) { return keep(parse_uint128(string(name), path(name))); }
  std::uint64_t index(std::string_view name) {
    const std::int64_t value = integer(name);
    if (value < 0) note({Errc::negative_amount, path(name), "This number is never below zero."});
    return value < 0 ? 0 : static_cast<std::uint64_t>(value);
  }
  Share share(std::string_view name) { return keep(Share::parse(string(name), path(name))); }
  /// Only as it is written out: lowest terms, "n/d".
  Share share_canonical(std::string_view name) {
    const std::string_view text = string(name);
    const Share share = keep(Share::parse(text, path(name)));
    if (ok() && share.to_string() != text) {
      note({Errc::invalid_shares, path(name), "A share in a document is written n/d in lowest terms."});
    }
    return share;
  }
  void expect_format(std::string_view format) {
    if (string("format") != format && ok()) {
      note({Errc::unknown_format, path("format"), "This must be \"" + std::string(format) + "\"."});
    }
  }
  /// Reads each item of a list with `read(item, path)`.
  template <class T, class Read>
  std::vector<T> list(std::string_view name, Read&& read) { return items<T>(array(name), path(name), read); }
  /// The same for a list that may be left out.
  template <class T, class Read>
  std::vector<T> list_or_none(std::string_view name, Read&& read) {
    const Json* value = any(name);
    if (value == nullptr) return {};
    if (const JsonArray* list = value->array()) return items<T>(*list, path(name), read);
    note({Errc::invalid_argument, path(name), "This must be a list, or be left out."});
    return {};
  }

  template <class T>
  T keep(Result<T> result) {
    if (result) return std::move(*result);
    note(std::move(result.error()));
    return T{};
  }

 private:
  template <class T, class Read>
  std::vector<T> items(const JsonArray& list, const std::string& place, Read&& read) {
    std::vector<T> out;
    out.reserve(list.size());
    for (std::size_t i = 0; i < list.size() && ok(); ++i) out.push_back(keep(read(list[i], indexed(place, i))));
    return out;
  }
};

template <class T>
Result<T> finished(Fields& fields, T value) {
  if (auto done = fields.finish(); !done) return std::unexpected(done.error());
  return value;
}

}  // namespace colophon::royalty
