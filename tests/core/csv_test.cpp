#include "colophon/base/csv.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace colophon;

namespace {
using Rows = std::vector<std::vector<std::string>>;

Result<Rows> read_all(std::string_view text, CsvOptions options = {}) {
  CsvReader reader("t.csv", text, options);
  Rows rows;
  std::vector<std::string_view> cells;
  for (;;) {
    const auto more = reader.next(cells);
    if (!more) return std::unexpected(more.error());
    if (!*more) return rows;
    rows.emplace_back(cells.begin(), cells.end());
  }
}
}  // namespace

TEST_CASE("CSV: rows are read as RFC 4180 writes them", "[csv]") {
  CHECK(*read_all("a,b\n1,2\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(*read_all("a,b\r\n1,2\r\n") == Rows{{"a", "b"}, {"1", "2"}});
  CHECK(*read_all("\xEF\xBB\xBF" "a\n\n\r\n1\n") == Rows{{"a"}, {"1"}});
  CHECK(*read_all("\"a,b\",\"say \"\"hi\"\"\",\"\"\n") == Rows{{"a,b", "say \"hi\"", ""}});
  CHECK(*read_all("\"two\nlines\"\r\n") == Rows{{"two\nlines"}});
  CHECK(*read_all(",\n") == Rows{{"", ""}});
  CHECK(*read_all("\"\"\"\",\"x\"\"y\"\"z\",\"\"\"q\"\"\"\n") == Rows{{"\"", "x\"y\"z", "\"q\""}});
  CHECK(*read_all("a\t5\" disc\n", {.separator = '\t', .quotes = false}) == Rows{{"a", "5\" disc"}});
  CHECK(read_all("")->empty());
}

TEST_CASE("CSV: what is broken is refused with its line", "[csv]") {
  const auto refused = [](std::string_view text, Errc code, std::string_view field) {
    const auto rows = read_all(text);
    REQUIRE_FALSE(rows);
    CHECK(rows.error().code == code);
    CHECK(rows.error().field == field);
  };
  refused("a,b\n1,2", Errc::invalid_argument, "t.csv:2");             // Cut in the middle of a line.
  refused("a,b\n1,\"2\n3,4\n", Errc::invalid_argument, "t.csv:2");    // A quotation mark that is never closed.
  refused("a,b\n1,2\"3\"\n", Errc::invalid_argument, "t.csv:2");
  refused("\"a\"b\n", Errc::invalid_argument, "t.csv:1");
  refused("a\n\xFF\n", Errc::invalid_encoding, "t.csv:2");
  refused(std::string(300, ',') + "\n", Errc::limit_exceeded, "t.csv:1");
  refused("\"" + std::string((1u << 20) + 1, 'x') + "\"\n", Errc::limit_exceeded, "t.csv:1");
}

TEST_CASE("CSV: a table's columns stand in any order and are checked by name", "[csv]") {
  constexpr CsvColumn columns[] = {{"id"}, {"amount"}, {"note", false}};
  auto table = *CsvTable::open("t.csv", "amount,id\n1.5,x\n\n2,\"a\nb\"\n3,y\n", columns);
  CHECK((*table.next() && table[0] == "x" && table[1] == "1.5" && table[2].empty() && !table.has(2) && table.line() == 2));
  CHECK((*table.next() && table[0] == "a\nb" && table.line() == 4));
  CHECK((*table.next() && table.line() == 6 && table.place(1) == "t.csv:6:amount"));
  CHECK_FALSE(*table.next());

  const auto refused = [&](std::string_view text, Errc code, std::string_view field) {
    const auto opened = CsvTable::open("t.csv", text, columns);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == code);
    CHECK(opened.error().field == field);
  };
  refused("id\n", Errc::missing_field, "t.csv:1:amount");
  refused("id,amount,colour\n", Errc::unknown_field, "t.csv:1:colour");
  refused("id,amount,id\n", Errc::invalid_argument, "t.csv:1:id");
  refused("", Errc::invalid_argument, "t.csv:1");
  auto ragged = *CsvTable::open("t.csv", "id,amount\n1\n", columns);
  CHECK(ragged.next().error().field == "t.csv:2");
}

TEST_CASE("CSV: a cell that is written is read back", "[csv]") {
  for (const std::string_view text : {"", "plain", "a,b", "say \"hi\"", "two\nlines", " space ", "\r", "大,小"}) {
    CHECK(*read_all(csv_cell(text) + ",end\n") == Rows{{std::string(text), "end"}});
  }
}
