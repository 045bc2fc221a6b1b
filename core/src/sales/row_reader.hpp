#pragma once
// One row of a table as a revenue line. Private to sales.
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "colophon/sales/line.hpp"
#include "colophon/sales/mapping.hpp"

namespace colophon::sales {

enum class RowKind : std::uint8_t { line, skipped, total, refused };

class RowReader {
 public:
  RowReader(const Mapping& mapping, Tally& tally) : mapping_(mapping), tally_(tally) {}

  /// Gives every column that the mapping names its place in the table; `place` says it, -1 where there is none.
  void resolve(const std::function<int(const ColumnRef&)>& place);

  using Place = std::function<std::string(std::string_view column)>;
  /// Fills the line; its texts are valid until the next call. What is wrong goes to the tally.
  RowKind read(const std::vector<std::string_view>& cells, const Place& place, Line& line);
  /// Counts a line towards the totals that follow it.
  void added(const Line& line);

 private:
  /// What a text means in a field whose texts repeat: worked out once.
  struct Meaning {
    std::string text;
    int code = 0;
    Currency currency;
    Date date;
    std::string error;                ///< Why the text has no meaning there.
    bool odd = false;                 ///< It has one, but a person should look at it.
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Meanings = std::unordered_map<std::string, Meaning, TextHash, std::equal_to<>>;
  struct RunningSum { Currency currency; ExactAmount all = 0, since_total = 0; };
  using Cells = std::vector<std::string_view>;

  std::string_view cell(const Cells& cells, int place) const { return cells[static_cast<std::size_t>(place)]; }
  bool holds(const Condition& condition, int place, const Cells& cells) const;
  bool any_holds(const std::vector<Condition>& conditions, const std::vector<int>& places, const Cells& cells) const;
  std::string column_of(Field field) const;
  /// The cell of a field's only column, or the constant.
  std::string_view raw(Field field, const Cells& cells) const;
  const Meaning& meaning(Field field, std::string_view raw);
  Meaning work_out(Field field, std::string_view raw) const;
  /// The meaning of a field that must have one; null where it has none, which is then in the tally.
  const Meaning* required(Field field, const Cells& cells, const Place& place, const Line& line);
  const Meaning& optional(Field field, const Cells& cells, const Line& line);
  bool read_amount(const Cells& cells, const Place& place, Line& line);
  bool read_units(const Cells& cells, const Place& place, Line& line);
  bool read_total(const Cells& cells, const Place& place, Line& line);
  void read_reported(const Cells& cells, Line& line);
  bool refuse(Errc code, std::string field, std::string detail);

  const Mapping& mapping_;
  Tally& tally_;
  std::array<std::vector<int>, kFields> places_;
  std::vector<int> skip_, totals_, returns_;
  std::array<Meanings, kFields> meanings_;
  std::vector<RunningSum> running_;
  std::string isrc_, iswc_, upc_;
};

}  // namespace colophon::sales
