#pragma once
// The cells of one row as typed values. The first error wins; after it every read gives a default.
#include <optional>
#include <vector>

#include "colophon/base/csv.hpp"
#include "colophon/royalty/agreement.hpp"

namespace colophon::royalty {

class Cells {
 public:
  explicit Cells(const CsvTable& table) : table_(table) {}
  bool empty(std::size_t column) const { return table_[column].empty(); }
  Id named(std::string_view kind, std::size_t column) { return keep(named_id(kind, table_[column], table_.place(column))); }
  /// A party, or, with "@" before it, an agreement.
  Id recipient(std::size_t column) {
    const bool nested = table_[column].starts_with('@');
    return keep(named_id(nested ? "agreement" : "party", table_[column].substr(nested), table_.place(column)));
  }
  Id id(std::size_t column) { return empty(column) ? Id{} : keep(Id::parse(table_[column], table_.place(column))); }
  Date date(std::size_t column) { return keep(Date::parse(table_[column], table_.place(column))); }
  Period period(std::size_t column) { return empty(column) ? Period{} : keep(Period::parse(table_[column], table_.place(column))); }
  Currency currency(std::size_t column) { return keep(Currency::parse(table_[column], table_.place(column))); }
  Share share(std::size_t column) { return keep(Share::parse(table_[column], table_.place(column))); }
  std::int64_t integer(std::size_t column) { return keep(parse_int64(table_[column], table_.place(column))); }
  ExactAmount exact(std::size_t column) { return keep(parse_exact(table_[column], table_.place(column))); }
  /// An amount that is whole in minor units, >= 0.
  std::int64_t minor(std::size_t column, const Currency& currency);
  /// An amount on the grid of micros.
  Micros micros(std::size_t column, const Currency& currency);
  /// "true" or "yes", "false" or "no"; empty: the default.
  bool flag(std::size_t column, bool fallback);
  void note(Errc code, std::size_t column, std::string detail) {
    if (!error_) error_ = Error{code, table_.place(column), std::move(detail)};
  }
  Result<void> finish() const {
    if (error_) return std::unexpected(*error_);
    return {};
  }

 private:
  template <class T>
  T keep(Result<T> result) {
    if (result) return std::move(*result);
    if (!error_) error_ = std::move(result.error());
    return T{};
  }
  const CsvTable& table_;
  std::optional<Error> error_;
};

/// The parts of "a; b;c" without white space around them; an empty cell has none.
std::vector<std::string_view> split_list(std::string_view cell);

}  // namespace colophon::royalty
