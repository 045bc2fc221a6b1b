// The command line as a shell sees it: output, and exit status 0, 1, 2, 3.
#include <sqlite3.h>

#include "program.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

constexpr std::string_view kArtists = "id\tname\turl\tpictureURL\n1\tFirst\tu\tp\n2\tSecond\tu\tp\n3\tThird\tu\tp\n";
constexpr std::string_view kPlays = "userID\tartistID\tweight\n10\t1\t5\n10\t2\t5\n11\t3\t1\n";

/// A store with three artists and two listeners.
std::string small_store(const Scratch& scratch) {
  scratch.write("data/artists.dat", kArtists);
  scratch.write("data/user_artists.dat", kPlays);
  const auto store = scratch.path("small.db").string();
  const auto ran = colophon::tests::colophon(scratch, "import lastfm '" + scratch.path("data").string() + "' --store '" + store + "'");
  REQUIRE(ran.status == 0);
  return store;
}

Json json_of(const Ran& ran) {
  const auto end = ran.out.find_last_not_of('\n');
  return ok(parse_json(std::string_view(ran.out).substr(0, end + 1)));
}

std::string text_of(const Json& json, std::string_view name) {
  const auto* member = json.find(name);
  return member && member->string() ? *member->string() : "(none)";
}

}  // namespace

TEST_CASE("colophon: what is called wrongly ends with 2, what is read wrongly with 3") {
  Scratch scratch;
  const auto store = small_store(scratch);
  scratch.write("not.json", "{");
  scratch.write("other.json", "{\"format\":\"somebody/else/1\"}");
  struct Case { std::string arguments; int status; std::string_view says; };
  const Case cases[] = {
      {"", 2, "COMMAND"},
      {"dance", 2, "no command 'dance'"},
      {"settle", 2, "--store"},
      {"settle --store '" + store + "' --rule pro-rata --colour red", 2, "--colour"},
      {"settle --store '" + store + "' --rule pro-rata --rule pro-rata", 2, "twice"},
      {"settle --store '" + store + "' --rule", 2, "needs a value"},
      {"import tapes '" + scratch.path("data").string() + "' --store '" + store + "'", 2, "tapes"},
      {"verify", 2, "FILE"},
      {"score", 2, "--store"},
      {"settle --store '" + store + "' --rule fair", 3, "--rule"},
      {"settle --store '" + store + "' --rule direct", 3, "rule"},
      {"settle --store '" + store + "' --rule pro-rata --period 2011-13", 3, "--period"},
      {"settle --store '" + store + "' --rule pro-rata --period 2011-06", 3, "neither events nor revenue"},
      {"settle --store '" + scratch.path("absent.db").string() + "' --rule pro-rata", 3, "no store"},
      {"import lastfm '" + scratch.path("nowhere").string() + "' --store '" + scratch.path("new.db").string() + "'", 3, "artists.dat"},
      {"verify '" + scratch.path("absent.json").string() + "'", 3, "cannot read"},
      {"verify '" + scratch.path("not.json").string() + "'", 3, "invalid_json"},
      {"verify '" + scratch.path("other.json").string() + "'", 3, "unknown_format"},
      {"--help", 0, ""},
      {"settle --help", 0, ""},
  };
  for (const auto& one : cases) {
    INFO("colophon " << one.arguments);
    const auto ran = colophon::tests::colophon(scratch, one.arguments);
    INFO(ran.err);
    CHECK(ran.status == one.status);
    CHECK(ran.err.find(one.says) != std::string::npos);
    CHECK((one.status == 0) == ran.err.empty());
  }
}

TEST_CASE("colophon settle: the JSON of each rule, the store as it was") {
  Scratch scratch;
  const auto store = small_store(scratch);
  std::string roots[2];
  const char* const rules[] = {"pro-rata", "user-centric"};
  for (int i = 0; i < 2; ++i) {
    const auto ran = colophon::tests::colophon(scratch, "settle --json --rule " + std::string(rules[i]) + " --store '" + store + "'");
    REQUIRE(ran.status == 0);
    const auto json = json_of(ran);
    REQUIRE(json.object());
    const JsonArray& currencies = *json.find("currencies")->array();
    REQUIRE(currencies.size() == 1);
    CHECK(text_of(currencies[0], "currency") == "EUR");
    CHECK(text_of(currencies[0], "received") == "19.98");
    CHECK(text_of(currencies[0], "earned") == "19.98");
    CHECK(*json.find("statements")->integer() == 3);
    // 9.99 of listener 11 go to one artist, 4.995 each to two; or 19.98 over 5, 5 and 1 plays, whose fractions of a cent stay in the balances.
    CHECK(text_of(currencies[0], "gross") == "19.97");
    CHECK(text_of(currencies[0], "closing") == "0.01");
    roots[i] = text_of(json, "root");
    CHECK(roots[i].size() == 64);
  }
  CHECK(roots[0] != roots[1]);
  const auto again = colophon::tests::colophon(scratch, "settle --json --rule pro-rata --store '" + store + "'");
  CHECK(text_of(json_of(again), "root") == roots[0]);
}

TEST_CASE("colophon settle --compare: each rule divides the same money, and the table says who gets it") {
  Scratch scratch;
  const auto store = small_store(scratch);
  const auto json = json_of(colophon::tests::colophon(scratch, "settle --compare --json --store '" + store + "'"));
  CHECK(text_of(json, "period") == "2011-05");
  const JsonArray& groups = *json.find("groups")->array();
  REQUIRE(groups.size() == 1);   // Three artists are all of the top ten.
  CHECK(*groups[0].find("parties")->integer() == 3);
  for (const char* rule : {"pro_rata_micro", "user_centric_micro", "artist_centric_micro"}) CHECK(text_of(groups[0], rule) == "1998000000");
}

TEST_CASE("colophon verify: what settle wrote holds, what was altered does not") {
  Scratch scratch;
  const auto store = small_store(scratch);
  const auto out = scratch.path("out");
  REQUIRE(colophon::tests::colophon(scratch, "settle --rule pro-rata --store '" + store + "' --out '" + out.string() + "'").status == 0);
  std::filesystem::path statement, table;
  std::size_t statements = 0;
  for (const auto& entry : std::filesystem::directory_iterator(out / "statements")) {
    ++statements;
    if (entry.path().extension() == ".json") statement = entry.path();
  }
  for (const auto& entry : std::filesystem::directory_iterator(out / "pools")) table = entry.path();
  CHECK(statements == 9);   // Of each of three parties: JSON, a table, a page.
  const auto verify = [&](const std::filesystem::path& file, const std::string& more = "") {
    return colophon::tests::colophon(scratch, "verify '" + file.string() + "' " + more);
  };
  CHECK(verify(statement).status == 0);
  CHECK(verify(table).status == 0);
  CHECK(verify(statement, "--table '" + table.string() + "'").status == 0);

  auto text = read_file(statement);
  const auto at = text.find("\"earned_micro\":\"");
  REQUIRE(at != text.npos);
  auto& digit = text[at + 16];
  digit = digit == '9' ? '8' : '9';
  scratch.write("altered.json", text);
  const auto altered = verify(scratch.path("altered.json"));
  CHECK(altered.status == 1);
  CHECK(altered.out.find("DOES NOT HOLD") != std::string::npos);
  const auto altered_json = json_of(verify(scratch.path("altered.json"), "--json"));
  CHECK_FALSE(*altered_json.find("holds")->boolean());
}

TEST_CASE("colophon keys: made once in the clear, listed without the secret, revoked") {
  Scratch scratch;
  const auto store = "--store '" + scratch.path("keys.db").string() + "'";
  const auto made = json_of(colophon::tests::colophon(scratch, "keys make --json --name host --scope events:write " + store));
  CHECK(text_of(made, "key").starts_with("ck_"));
  CHECK(text_of(made, "scopes") == "events:write");
  CHECK(colophon::tests::colophon(scratch, "keys make --scope everything " + store).status == 3);
  const auto listed = colophon::tests::colophon(scratch, "keys list --json " + store);
  CHECK(listed.out.find(text_of(made, "key")) == std::string::npos);
  CHECK(listed.out.find(text_of(made, "id")) != std::string::npos);
  CHECK(colophon::tests::colophon(scratch, "keys revoke " + store + " --id " + text_of(made, "id")).status == 0);
  CHECK(colophon::tests::colophon(scratch, "keys revoke " + store).status == 2);
}

TEST_CASE("colophon settle --approve: somebody else's act, and a period closes once") {
  Scratch scratch;
  const auto store = "--store '" + small_store(scratch) + "'";
  const auto draft = json_of(colophon::tests::colophon(scratch, "settle --json --commit --by fin --rule pro-rata " + store));
  const auto id = text_of(draft, "settlement");
  CHECK(colophon::tests::colophon(scratch, "settle --approve " + id + " --by fin " + store).status == 3);
  CHECK(colophon::tests::colophon(scratch, "settle --approve " + id + " --by app " + store).status == 0);
  const auto again = colophon::tests::colophon(scratch, "settle --approve " + id + " --by app " + store);
  CHECK(again.status == 3);
  CHECK(again.err.find("conflict") != std::string::npos);
}

TEST_CASE("colophon loop: closes once, is the same when it is called again, and finds a forged log") {
  Scratch scratch;
  const auto file = scratch.path("loop.db").string();
  const auto arguments = "loop --json --catalogue '" + (source_dir() / "examples/catalogue").string() + "' --store '" + file + "'";
  const auto first = colophon::tests::colophon(scratch, arguments);
  INFO(first.err);
  REQUIRE(first.status == 0);
  const auto json = json_of(first);
  CHECK(*json.find("works")->integer() == 52);
  CHECK(*json.find("scored")->integer() == 13);
  CHECK(*json.find("simulated_audience")->boolean());
  CHECK(*json.find("failures")->integer() == 0);
  REQUIRE(json.find("settlements")->array()->size() == 2);
  std::int64_t statements = 0;
  for (const auto& settlement : *json.find("settlements")->array()) {
    statements += *settlement.find("statements")->integer();
    REQUIRE(settlement.find("currencies")->array() != nullptr);
    CHECK(ok(parse_int64(text_of(settlement.find("currencies")->array()->at(0), "received_micro"), "")) > 0);
  }
  CHECK(*json.find("statements_verified")->integer() == statements);
  CHECK(colophon::tests::colophon(scratch, arguments).out == first.out);

  sqlite3* db = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &db) == SQLITE_OK);
  REQUIRE(sqlite3_exec(db, "UPDATE log_entry SET entry = zeroblob(32) WHERE position = 3", nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(db);
  CHECK(colophon::tests::colophon(scratch, arguments).status == 1);
}
