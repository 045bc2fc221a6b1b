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

TEST_CASE("the command line posts sales, settles them, and compares the result with a former system") {
  Scratch scratch;
  scratch.write("map.json", kMap);
  scratch.write("july.csv", "Month,Country,ISRC,Title,Artist,Units,Net\n2026-07,DE,GBAYE6800023,One,Ada,10,7.25\n2026-07,FR,USRC17607839,Other,Bob,1,0.5\n");
  const auto path = [&](const char* name) { return "'" + scratch.path(name).string() + "'"; };
  const auto store = " --store " + path("s.db");
  std::filesystem::create_directory(scratch.path("bundle"));
  scratch.write("bundle/settlement.json", R"({"format": "colophon/settlement-bundle/2", "period": "2026-07"})");
  scratch.write("bundle/parties.csv", "party,name\nada,Ada Lovelace\nbob,Bob Builder\n");
  scratch.write("bundle/works.csv", "work,title,shares,isrc\none,One,ada:3/5;bob:2/5,GBAYE6800023\n");
  auto ran = run(scratch, "import bundle " + path("bundle") + store);
  REQUIRE(ran.status == 0);
  // The bundle's codes are its works', so that the line finds its work.
  ran = run(scratch, "import sales " + path("july.csv") + " --map " + path("map.json") + " --json" + store);
  CHECK(ran.out.contains(R"("matched_lines":1)"));
  ran = run(scratch, "sales post --preview" + store);
  CHECK(ran.status == 0);
  CHECK(ran.out.contains("(a preview: nothing was changed)"));
  ran = run(scratch, "sales post --json --period 2026-07" + store);
  CHECK(ran.out.contains(R"("revenue_lines":2)"));
  CHECK(run(scratch, "sales post" + store).out == "nothing is left to post\n");
  ran = run(scratch, "settle --period 2026-07 --out " + path("out") + store);
  REQUIRE(ran.status == 0);
  CHECK(run(scratch, "settle --period 2026-07 --commit --by ada" + store).status == 0);

  // Ada got the same there, Bob ten percent more; Eve is not here.
  // (One percentage is no reason where it fits one party alone.)
  scratch.write("old.csv", "party,amount\nAda Lovelace,4.35\n\"Builder, Bob\",3.19\nEve,1.00\n");
  for (const auto& where : {"--store " + path("s.db") + " --period 2026-07", "--out-of " + path("out")}) {
    INFO(where);
    ran = run(scratch, "settle compare " + path("old.csv") + " --currency EUR --json " + where);
    CHECK(ran.status == 0);
    const auto json = json_of(ran);
    const auto& total = json.find("totals")->array()->at(0);
    CHECK(*total.find("former")->string() == "8.54");
    CHECK(*total.find("now")->string() == "7.25");
    CHECK(*total.find("accounts")->integer() == 3);
    CHECK(*total.find("equal")->integer() == 1);
    CHECK(*total.find("explained")->integer() == 1);
    CHECK(ran.out.contains(R"({"amount":"1.00","code":"not-here"})"));
    CHECK(run(scratch, "settle compare " + path("old.csv") + " --currency EUR --strict " + where).status == 1);
  }
  ran = run(scratch, "settle compare " + path("old.csv") + " --currency EUR --out " + path("diff.csv") + store);
  CHECK(ran.status == 0);
  CHECK(read_file(scratch.path("diff.csv")).contains(",not-here 1.00,"));
  CHECK(run(scratch, "settle compare " + path("old.csv") + store).err.contains("old.csv:2:currency"));
  CHECK(run(scratch, "settle compare " + path("old.csv") + " --currency EUR").status == 2);
  CHECK(run(scratch, "settle compare " + path("old.csv") + " --currency EUR --period 2026-08" + store).err.contains("no settlement of 2026-08"));
  CHECK(run(scratch, "settle compare " + path("old.csv") + " --currency EUR --out-of " + path("bundle")).status == 3);
  CHECK(run(scratch, "settle compare --help").out.contains("--out-of"));
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
