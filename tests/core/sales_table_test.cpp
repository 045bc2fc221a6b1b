#include <catch2/catch_test_macros.hpp>

#include "colophon/sales/table.hpp"

using namespace colophon;
using namespace colophon::sales;

namespace {

/// A mapping from its fields, and from other members.
Mapping mapping(std::string_view fields, std::string_view others = "") {
  const std::string text = R"({"format":"colophon/sales-mapping/1","source":"test","fields":)" + std::string(fields) + std::string(others) + "}";
  auto read = parse_mapping(std::string_view(text));
  if (!read) FAIL(read.error().field << ": " << read.error().detail);
  return std::move(*read);
}

const std::string kColumns = R"({"date":{"column":"Month","format":"YYYY-MM"},"kind":{"value":"subscription"},"units":"Streams","amount":"Net",
  "currency":{"value":"USD"},"territory":"Country","isrc":"ISRC","title":"Track","artist":"Artist","use":{"column":"Type","map":{"Premium Stream":"stream"}}})";
constexpr std::string_view kHeader = "Month,Country,Type,ISRC,Track,Artist,Streams,Net\n";

struct Read { Reading reading; std::vector<Json> lines; };
Read read(std::string_view text, const Mapping& mapping) {
  Read all;
  all.reading = *read_table("t.csv", text, mapping, [&](const Line& line) -> Result<void> {
    all.lines.push_back(line_json(line));
    return {};
  });
  return all;
}
std::string text(const Json& line, std::string_view name) { return *line.find(name)->string(); }

std::string first_error(std::string_view rows, const Mapping& mapping) {
  const auto reading = read(rows, mapping).reading;
  return reading.acceptable() ? "accepted" : std::string(errc_name(reading.errors[0].code)) + " " + reading.errors[0].field;
}
std::string rows(std::string_view text) { return std::string(kHeader) + std::string(text); }

}  // namespace

TEST_CASE("Sales: what could lose money refuses the file, with line and column", "[sales]") {
  const auto m = mapping(kColumns);
  CHECK(first_error(rows("2026-10,US,Premium Stream,USRC17607839,A,B,10,abc\n"), m) == "invalid_amount t.csv:2:Net");
  CHECK(first_error(rows("2026-10,US,Premium Stream,USRC17607839,A,B,10,\n"), m) == "invalid_amount t.csv:2:Net");
  CHECK(first_error(rows("2026-10,US,Premium Stream,USRC17607839,A,B,10,0.1234567890123\n"), m) == "invalid_amount t.csv:2:Net");   // 13 places
  CHECK(first_error(rows("2026-10,US,Premium Stream,USRC17607839,A,B,1.5,1\n"), m) == "invalid_amount t.csv:2:Streams");
  CHECK(first_error(rows("2026-10,US,Premium Stream,USRC17607839,A,B,ten,1\n"), m) == "invalid_amount t.csv:2:Streams");
  CHECK(first_error(rows("10/2026,US,Premium Stream,USRC17607839,A,B,10,1\n"), m) == "invalid_argument t.csv:2:Month");
  CHECK(first_error(rows("2026-10,US,Premium Stream,USRC17607839,A,B,10\n"), m) == "invalid_argument t.csv:2");                      // a cell short
  CHECK(first_error(rows("2026-10,US,Premium Stream,USRC17607839,A,B,10,1"), m) == "invalid_argument t.csv:2");                      // cut
  CHECK(first_error(rows("2026-10,US,Premium Stream,USRC17607839,A,B,10,1e20\n"), m) == "overflow t.csv:2:amount");
  CHECK(first_error("Month,Country,Type,ISRC,Track,Artist,Streams\n", m) == "missing_field t.csv:1:Net");
  CHECK(first_error("Month,Country,Type,ISRC,Track,Artist,Streams,Net,NET \n", m) == "invalid_argument t.csv:1:Net");                // twice
  CHECK(first_error("", m) == "invalid_argument t.csv:1");
  CHECK(first_error(rows("2026-10,US,\xFF,USRC17607839,A,B,10,1\n"), m) == "invalid_encoding t.csv:2");
  const auto by_currency = mapping(R"({"date":{"column":1,"format":"YYYY-MM"},"kind":2,"amount":3,"currency":4})");
  CHECK(first_error("d,k,a,c\n2026-10,ad,1,XYZ\n", by_currency) == "unknown_currency t.csv:2:column 4");
  CHECK(first_error("d,k,a,c\n2026-10,advert,1,USD\n", by_currency) == "invalid_argument t.csv:2:column 2");
}

TEST_CASE("Sales: every error of a file is told, up to a hundred", "[sales]") {
  const auto m = mapping(kColumns);
  const auto some = read(rows("2026-10,US,x,,A,B,10,abc\n2026-10,US,x,,A,B,10,1\nbad,US,x,,A,B,10,2\n"), m);
  REQUIRE(some.reading.errors.size() == 2);
  CHECK(some.reading.errors[1].field == "t.csv:4:Month");
  CHECK(some.lines.size() == 1);                              // Good lines come all the same; who stores them takes them back.
  CHECK(some.reading.refusal().detail.ends_with("(and 1 more errors)"));
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += "2026-10,US,x,,A,B,10,abc\n";
  const auto all = read(rows(many), m);
  CHECK(all.reading.errors.size() == 100);
  CHECK(all.reading.more_errors);
  CHECK(all.reading.rows == 100);
}

TEST_CASE("Sales: a line has every field, exact sums, and its row", "[sales]") {
  const auto all = read(rows("2026-10,us,Premium Stream,US-RC1-76-07839,A Song,\"B, C\",1036181,0.003271845\n"
                             "2026-11,Narnia,Free Stream,bad,,,3,-1\n"), mapping(kColumns));
  REQUIRE(all.reading.acceptable());
  REQUIRE(all.lines.size() == 2);
  CHECK(text(all.lines[0], "date") == "2026-10-31");
  CHECK(text(all.lines[0], "territory") == "US");
  CHECK(text(all.lines[0], "use") == "stream");
  CHECK(text(all.lines[0], "isrc") == "USRC17607839");
  CHECK(text(all.lines[0], "artist") == "B, C");
  CHECK(text(all.lines[0], "source") == "test");
  CHECK(text(all.lines[0], "units") == "1036181");
  CHECK(text(all.lines[0], "amount") == "0.003271845");
  CHECK(*all.lines[1].find("row")->integer() == 3);
  CHECK(text(all.lines[1], "territory") == "ZZ");
  CHECK(text(all.lines[1], "use") == "free-stream");
  CHECK(text(all.lines[1], "isrc").empty());
  const auto& reading = all.reading;
  REQUIRE(reading.sums.size() == 1);
  CHECK(format_exact(reading.sums[0].amount) == "-0.996728155");
  CHECK(format_exact(reading.sums[0].returned) == "-1");
  CHECK(reading.sums[0].returns == 1);
  CHECK(reading.first == Date{2026, 10, 31});
  CHECK(reading.last == Date{2026, 11, 30});
  std::string found;
  for (const auto& finding : reading.findings) found += finding.code + ":" + finding.column + ":" + finding.sample + " ";
  CHECK(found == "use:Type:Free Stream territory:Country:Narnia isrc:ISRC:bad sign:Net:3 units, -1 ");
}

TEST_CASE("Sales: tables of many kinds are read by their mapping", "[sales]") {
  const std::string by_name = R"({"date":{"column":"Date","format":["DD.MM.YYYY","YYYY-MM-DD*"]},"kind":{"value":"sale"},"amount":"Betrag","currency":{"column":"W","empty":"EUR"},"units":"Stk"})";
  const auto german = mapping(by_name, R"(,"table":{"separator":";","skip_lines":2,"footer_lines":1},"numbers":{"decimal":",","group":"."})");
  auto all = read("Abrechnung\n\nDate;W;Stk;Betrag\n31.12.2026;;1.000;1.234,5\n2026-12-30T10:00;CHF;1;0,1\nEnde;;\n", german);
  REQUIRE(all.reading.acceptable());
  CHECK(text(all.lines[0], "amount") == "1234.5");
  CHECK(text(all.lines[0], "units") == "1000");
  CHECK(text(all.lines[0], "currency") == "EUR");
  CHECK(*all.lines[0].find("row")->integer() == 4);
  CHECK(text(all.lines[1], "currency") == "CHF");
  CHECK(all.reading.sums.size() == 2);

  // Without a header, a product of units and price, cents, a separator that is found out, UTF-16.
  const auto bare = mapping(R"({"date":{"value":"2026-10-31"},"kind":{"value":"sale"},"amount":{"product":[1,2],"scale":"0.01"},"currency":{"value":"USD"},"units":1,"title":3})",
                            R"(,"table":{"header":false,"separator":"auto","encoding":"utf-16","unterminated":true})");
  const std::string wide = [] {
    std::string bytes = "\xFF\xFE";
    for (const char16_t c : std::u16string(u"3\t99\tL\u00EBt\n2\t125\tM")) bytes += {static_cast<char>(c & 0xFF), static_cast<char>(c >> 8)};
    return bytes;
  }();
  all = read(wide, bare);
  REQUIRE(all.reading.acceptable());
  CHECK(text(all.lines[0], "amount") == "2.97");
  CHECK(text(all.lines[0], "title") == "L\xC3\xABt");
  CHECK(text(all.lines[1], "amount") == "2.5");

  const auto latin = mapping(R"({"date":{"value":"2026-10-31"},"kind":{"value":"sale"},"amount":"a","currency":{"value":"USD"},"title":"t"})", R"(,"table":{"encoding":"windows-1252"})");
  all = read("t,a\nna\xEFve \x80,1\n", latin);
  CHECK(text(all.lines[0], "title") == "na\xC3\xAFve \xE2\x82\xAC");
}

TEST_CASE("Sales: rows can be passed over, be returns, or be totals that are checked", "[sales]") {
  const std::string fields = R"({"date":{"value":"2026-10-31"},"kind":{"value":"sale"},"amount":"a","currency":"c","units":"u"})";
  const auto m = mapping(fields, R"(,"rows":{"skip":[{"column":"t","is":["note",""]}],"totals":[{"column":"t","is":"total"}],"returns":[{"column":"t","is":["R","refund"]}]})");
  auto all = read("t,u,a,c\nS,2,3.00,USD\nnote,x,y,z\n,,,\nr,1,1.50,USD\nTotal,,1.5,USD\nS,1,1,USD\nTOTAL,,1.00,\nTotal,,2.5,USD\n", m);
  REQUIRE(all.reading.acceptable());
  CHECK(all.reading.skipped == 2);
  CHECK(all.reading.totals == 3);                       // Since the total before it, or of all.
  CHECK(text(all.lines[1], "units") == "-1");
  CHECK(text(all.lines[1], "amount") == "-1.5");
  CHECK(*all.lines[1].find("return")->boolean());
  CHECK(first_error("t,u,a,c\nS,2,3.00,USD\nTotal,,3.01,USD\n", m) == "does_not_hold t.csv:3:a");
  CHECK(first_error("t,u,a,c\nS,2,3.00,USD\nS,2,3.00,EUR\nTotal,,3.00,\n", m) == "missing_field t.csv:4:c");
  const auto only = mapping(fields, R"(,"rows":{"skip":[{"column":"t","not":["S"]}]})");
  CHECK(read("t,u,a,c\nS,2,3.00,USD\nx,y,z,\n", only).reading.lines == 1);
}

TEST_CASE("Sales: a line's id comes of the file and the row, a file's content of its lines in any order", "[sales]") {
  const Hash file = sha256("file");
  Line line;
  line.row = 17;
  line.date = {2026, 10, 31};
  const Id id = line_id(file, line);
  CHECK(id == line_id(file, line));
  CHECK(Period::of_unix_ms(*uuid_v7_time_ms(id)) == Period{2026, 10});
  line.row = 18;
  CHECK(id != line_id(file, line));
  const auto m = mapping(kColumns);
  const std::string a = "2026-10,US,stream,,A,B,10,1\n", b = "2026-10,DE,stream,,A,B,10,2\n";
  CHECK(read(rows(a + b), m).reading.content == read(rows(b + "\n" + a), m).reading.content);
  CHECK(read(rows(a + b), m).reading.content != read(rows(a + b + b), m).reading.content);
  CHECK(read(rows(a + a), m).reading.content != read(rows(""), m).reading.content);
}

TEST_CASE("Sales: a mapping that is wrong is refused with the field", "[sales]") {
  const auto refused = [](std::string_view text) -> std::string {
    const auto read = parse_mapping(text);
    return read ? "accepted" : std::string(errc_name(read.error().code)) + " " + read.error().field;
  };
  const auto with = [&](std::string_view field) {
    return refused(R"({"format":"colophon/sales-mapping/1","source":"s","fields":{"date":{"value":"2026-10-31"},"kind":{"value":"ad"},"amount":1,"currency":{"value":"USD"},)" + std::string(field) + "}}");
  };
  CHECK(refused("{") == "invalid_json ");
  CHECK(refused("{}") == "missing_field format");
  CHECK(refused(R"({"format":"colophon/sales-mapping/2","source":"s","fields":{}})") == "unknown_format format");
  CHECK(refused(R"({"format":"colophon/sales-mapping/1","source":"S","fields":{}})") == "invalid_argument source");
  CHECK(refused(R"({"format":"colophon/sales-mapping/1","source":"s","fields":{}})") == "missing_field fields.date");
  CHECK(with(R"("colour":1)") == "unknown_field fields.colour");
  CHECK(with(R"("title":0)") == "invalid_argument fields.title");
  CHECK(with(R"("title":257)") == "invalid_argument fields.title");
  CHECK(with(R"("title":"")") == "invalid_argument fields.title");
  CHECK(with(R"("title":{})") == "invalid_argument fields.title");
  CHECK(with(R"("title":{"column":1,"value":"x"})") == "invalid_argument fields.title");
  CHECK(with(R"("title":{"product":[1,2]})") == "invalid_argument fields.title.product");
  CHECK(with(R"("title":{"column":1,"scale":"2"})") == "invalid_argument fields.title.scale");
  CHECK(with(R"("title":{"column":1,"otherwise":"x"})") == "invalid_argument fields.title.otherwise");
  CHECK(with(R"("title":{"column":1,"colour":"x"})") == "unknown_field fields.title.colour");
  CHECK(with(R"("side":{"column":1,"map":{"a":"both"}})") == "invalid_argument fields.side.map.a");
  CHECK(with(R"("side":{"column":1,"map":{"a":"recording","A":"recording"}})") == "invalid_argument fields.side.map.A");
  CHECK(with(R"("units":{"column":1,"scale":"0"})") == "invalid_argument fields.units.scale");
  CHECK(with(R"("units":{"value":"1.5"})") == "invalid_amount fields.units.value");
  const auto whole = [&](std::string_view members) {
    return refused(R"({"format":"colophon/sales-mapping/1","source":"s","fields":{"date":{"column":1},"kind":{"value":"ad"},"amount":1,"currency":{"value":"USD"}})" + std::string(members) + "}");
  };
  CHECK(whole("") == "missing_field fields.date.format");
  const auto table = [&](std::string_view members) {
    return refused(R"({"format":"colophon/sales-mapping/1","source":"s","fields":{"date":{"value":"2026-10-31"},"kind":{"value":"ad"},"amount":1,"currency":{"value":"USD"}},)" + std::string(members) + "}");
  };
  CHECK(table(R"("table":{"separator":":"})") == "invalid_argument table.separator");
  CHECK(table(R"("table":{"skip_lines":-1})") == "invalid_argument table.skip_lines");
  CHECK(table(R"("table":{"encoding":"ebcdic"})") == "invalid_argument table.encoding");
  CHECK(table(R"("numbers":{"decimal":",","group":","})") == "invalid_argument numbers.group");
  CHECK(table(R"("numbers":{"strip":["-"]})") == "invalid_argument numbers.strip");
  CHECK(table(R"("rows":{"skip":[{"column":1}]})") == "invalid_argument rows.skip[0]");
  CHECK(table(R"("rows":{"skip":[{"column":1,"is":[]}]})") == "invalid_argument rows.skip[0].is");
  CHECK(table(R"("rows":{"totals":[{"column":1,"is":[1]}]})") == "invalid_argument rows.totals[0].is");
  CHECK(table(R"("name":"x")") == "accepted");
}

TEST_CASE("Sales: a preview shows the mapped lines beside the table's own", "[sales]") {
  const auto preview = preview_table("t.csv", rows("2026-10,US,Premium Stream,,A,B,10,1\n2026-10,US,Premium Stream,,A,B,10,2\n"), mapping(kColumns), 1);
  CHECK(preview.find("lines")->array()->size() == 1);
  CHECK(preview.find("rows")->array()->size() == 2);        // The header and one row.
  CHECK(*preview.find("reading")->find("lines")->integer() == 2);
}

TEST_CASE("Sales: a first mapping is guessed from the header, and says no more than that", "[sales]") {
  CHECK(canonical_json(guess_mapping("Sales Month\tStore\tCountry of Sale\tISRC\tQuantity\tEarnings (USD)\tSong\n2026-09\tX\tUS\t\t1\t1.50\tA\n")) ==
        R"x({"fields":{"amount":"Earnings (USD)","currency":{"value":"USD"},"date":{"column":"Sales Month","format":"YYYY-MM"},"isrc":"ISRC","source":"Store","territory":"Country of Sale","title":"Song","units":"Quantity"},"format":"colophon/sales-mapping/1","source":"","table":{"separator":"\t"}})x");
  // Lines before the header, a decimal comma.
  CHECK(canonical_json(guess_mapping("Report;\nof;2026\nDate;Units;Net Revenue;Currency\n31.12.2026;1;1.234,50;EUR\n")) ==
        R"({"fields":{"amount":"Net Revenue","currency":"Currency","date":{"column":"Date","format":"DD.MM.YYYY"},"units":"Units"},"format":"colophon/sales-mapping/1","numbers":{"decimal":",","group":"."},"source":"","table":{"separator":";","skip_lines":2}})");
  // The third of April or the fourth of March: it is not for us to say.
  CHECK(guess_mapping("date,amount\n3/4/2026,1\n").find("fields")->find("date")->find("format") == nullptr);
  CHECK(*guess_mapping("date,amount\n3/4/2026,1\n3/14/2026,1\n").find("fields")->find("date")->find("format")->string() == "M/D/YYYY");
  CHECK(*guess_mapping("date,amount\n13/4/2026,1\n").find("fields")->find("date")->find("format")->string() == "D/M/YYYY");
  CHECK(guess_mapping("").find("fields")->object()->empty());
  CHECK(guess_mapping("nothing,here\n1,2\n").find("fields")->object()->empty());
}
