// colophon import sales | dsr and colophon sales, as a shell sees them.
#include "program.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

constexpr std::string_view kMap = R"({"format":"colophon/sales-mapping/1","source":"shop","fields":{"date":{"column":"Month","format":"YYYY-MM"},"kind":{"value":"sale"},"use":{"value":"download"},
  "units":"Units","amount":"Net","currency":{"value":"EUR"},"territory":"Country","isrc":"ISRC","title":"Title","artist":"Artist"}})";
constexpr std::string_view kJuly = "Month,Country,ISRC,Title,Artist,Units,Net\n2026-07,DE,,Alpine Landscape,Ada,10,7.25\n2026-07,FR,USRC17607839,Other,Bob,1,0.003271845\n";

Ran run(const Scratch& scratch, const std::string& arguments) { return colophon::tests::colophon(scratch, arguments); }
Json json_of(const Ran& ran) { return ok(parse_json(ran.out.substr(0, ran.out.find('\n')))); }

}  // namespace

TEST_CASE("the command line takes a sales file from its preview to a report") {
  Scratch scratch;
  scratch.write("map.json", kMap);
  scratch.write("july.csv", kJuly);
  const auto path = [&](const char* name) { return "'" + scratch.path(name).string() + "'"; };
  const auto store = " --store " + path("s.db"), july = "sales " + path("july.csv");

  auto ran = run(scratch, "import " + july + " --map " + path("map.json") + " --preview --json" + store);
  CHECK(ran.status == 0);
  CHECK(*json_of(ran).find("reading")->find("lines")->integer() == 2);
  CHECK(run(scratch, "sales list --json" + store).out == "{\"files\":[]}\n");
  ran = run(scratch, "import " + july + " --map " + path("map.json") + " --save shop --json" + store);
  CHECK(ran.status == 0);
  CHECK(ran.out.contains(R"("amount":"7.253271845")"));
  CHECK(run(scratch, "import " + july + " --map @shop --json" + store).out.contains(R"("again":true)"));
  CHECK(run(scratch, "sales mapping" + store).out.contains("@shop"));

  // A work of the catalogue, found by its title, confirmed by a person.
  CHECK(run(scratch, "import catalogue '" + (source_dir() / "examples" / "catalogue").string() + "'" + store).status == 0);
  const auto works = ok(store::open_sqlite(scratch.path("s.db").string()));
  const auto first = ok(works->works({}, "", 1)).rows.at(0);
  scratch.write("ids.csv", "work,isrc\n" + first.id.to_string() + ",US-RC1-76-07839\n");
  ran = run(scratch, "sales identify --json --in " + path("ids.csv") + store);
  CHECK(ran.out == "{\"identifiers\":1,\"matched_keys\":1,\"new\":1}\n");
  scratch.write("ids.csv", "work,isrc\n" + first.id.to_string() + ",US-RC1-76-0783\n");
  ran = run(scratch, "sales identify --in " + path("ids.csv") + store);
  CHECK(ran.status == 3);
  CHECK(ran.err.contains("ids.csv:2:isrc"));
  CHECK(run(scratch, "sales suggest --json" + store).status == 0);
  ran = run(scratch, "sales suspense --json" + store);
  CHECK(ran.out.contains(R"("key":"title:alpine landscape|ada")"));
  CHECK(ran.out.contains("\"amount\":\"7.25\""));
  CHECK(run(scratch, "sales match --key 'title:alpine landscape|ada' --work " + first.external_id + " --by ada" + store).status == 0);
  CHECK(run(scratch, "sales suspense" + store).out == "nothing is in suspense: every line has a work\n");

  ran = run(scratch, "sales report --period 2026-07 --format dsr --sender-id PADPIDA2026000001A --sender-name Us --recipient-name 'A Label' --out " + path("out.tsv") + store);
  CHECK(ran.status == 0);
  ran = run(scratch, "import dsr " + path("out.tsv") + " --preview --json" + store);
  CHECK(ran.status == 0);
  CHECK(ran.out.contains(R"("amount":"7.253271845")"));
  ran = run(scratch, "sales report --period 2026-07" + store);
  CHECK(ran.out.contains("2026-07-31,sale,shop,download,DE,," + first.id.to_string() + ",10,7.25,EUR,,,,,Alpine Landscape,Ada,,matched"));
}

TEST_CASE("the command line refuses what is wrong with its sales, and says where") {
  Scratch scratch;
  scratch.write("map.json", kMap);
  scratch.write("july.csv", std::string(kJuly) + "2026-07,DE,,A,B,1,abc\n");
  const auto path = [&](const char* name) { return "'" + scratch.path(name).string() + "'"; };
  const auto store = " --store " + path("s.db");
  auto ran = run(scratch, "import sales " + path("july.csv") + " --map " + path("map.json") + store);
  CHECK(ran.status == 3);
  CHECK(ran.err.starts_with("colophon: july.csv:4:Net: 'abc' is no number"));
  CHECK(run(scratch, "sales list --json" + store).out == "{\"files\":[]}\n");
  CHECK(run(scratch, "import sales " + path("july.csv") + store).status == 2);                              // no mapping
  CHECK(run(scratch, "import sales " + path("july.csv") + " --map @none" + store).err.contains("no mapping 'none'"));
  CHECK(run(scratch, "import sales " + path("none.csv") + " --map " + path("map.json") + store).status == 3);
  CHECK(run(scratch, "import tapes " + path("july.csv") + store).status == 2);
  CHECK(run(scratch, "sales dance" + store).status == 2);
  CHECK(run(scratch, "sales match" + store).err.contains("--key"));
  CHECK(run(scratch, "sales match --key x --work y" + store).status == 3);
  CHECK(run(scratch, "sales report" + store).status == 2);
  CHECK(run(scratch, "sales report --period 2026-07 --format dsr" + store).err.contains("sender_id"));

  const auto dsr = [&](const char* name) { return "import dsr '" + (fixtures() / "dsr" / name).string() + "'" + store; };
  CHECK(run(scratch, dsr("passing.tsv")).status == 0);
  ran = run(scratch, dsr("negative.tsv"));
  CHECK(ran.status == 3);
  CHECK(ran.err.contains("negative.tsv:10:SY02.01.Usages"));
}
