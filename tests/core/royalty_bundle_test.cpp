// The bundle: written and read without loss, and every bad input refused by file, line and column, with nothing settled.
#include "core/royalty_month.hpp"
#include "core/royalty_rule_book.hpp"

using namespace colophon;
using namespace colophon::royalty;
using namespace colophon::tests;

namespace {

#if defined(__EMSCRIPTEN__) || defined(__SANITIZE_ADDRESS__)
constexpr std::uint64_t kCases = 100;
#else
constexpr std::uint64_t kCases = 1'500;
#endif

/// A month that settles, with a row in every table; the bad ones differ from it in one place.
Files whole() {
  return tables(R"(
    == settlement.json
    {"format":"colophon/settlement-bundle/2","name":"test","period":"2026-10","payer":{"name":"Listen","iban":"DE75512108001245126199"}}
    == parties.csv
    party,currency,threshold,withholding,payable
    ada,EUR,10.00,10%,true
    bob,EUR,,,
    == works.csv
    work,type,isrc,iswc,upc,shares,tracks,compositions,derives,artist,noise
    song,recording,DEA622600001,,,ada,,tune,,ada,
    tune,composition,,T0345246801,,bob,,,,,
    album,release,,,4006381333931,,song,,,,
    remix,recording,,,,bob,,,song:10%:absolute,,false
    == agreements.json
    {"format":"colophon/agreements/1","agreements":[{"agreement":"deal","from":"2026-01-01","currency":"EUR","works":["song"],"shares":{"ada":"1/2","bob":"1/2"}}]}
    == revenue.csv
    revenue,date,kind,source,use,territory,side,work,listener,units,amount,currency,reverses,resolves
    r1,2026-10-05,sale,shop,stream,DE,recording,isrc:DE-A62-26-00001,,12,10.00,EUR,,
    s1,2026-10-05,subscription,,,,,,L,,9.99,EUR,,
    == events.csv
    event,date,type,work,listener,source,territory,active,units
    e1,2026-10-05,play,song,L,,,true,3
    e2,2026-10-06,play,album,L,,,,
    == rates.csv
    date,from,to,rate,source
    2026-10-01,USD,EUR,0.92,ECB
    == opening.csv
    kind,party,agreement,name,due,currency,amount
    closed,,,,2026-09,,
    balance,ada,,,,EUR,1.00
    units,,deal,rate,,,40
    == holds.csv
    hold,party,work,limit,currency,from,until,state,pay_to
    claim,bob,song,5.00,EUR,2026-10-01,,open,
    == bank.csv
    reference,status,date
    == recorded.csv
    row,pool,currency,amount,kind,party,agreement,name,due,posting_currency,posting_amount,exchanged
    11111111-1111-8111-8111-111111111111,,EUR,2.00,balance,ada,,,,EUR,2.00,false
    == settled.csv
    revenue,row
    old,11111111-1111-8111-8111-111111111111
  )");
}

/// The whole month with one line of one file replaced; line 1 is the header.
Files with_line(const std::string& file, std::size_t number, const std::string& text) {
  Files files = whole();
  std::istringstream in(files.at(file));
  std::string out;
  std::size_t at = 0;
  for (std::string line; std::getline(in, line);) out += (++at == number ? text : line) + "\n";
  if (number > at) out += text + "\n";
  files[file] = out;
  return files;
}

struct Case {
  const char* file;
  std::size_t line;
  const char* text;
  const char* refused;   ///< "code field"
};

}  // namespace

// ---- Round trips

TEST_CASE("a bundle written and read again is the same bundle and settles to the same root", "[royalty][bundle]") {
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    const SettlementInput input = random_bundle(seed);
    const auto first = settle(input);
    INFO("seed " << seed << (first ? "" : " " + first.error().field + ": " + first.error().detail));
    REQUIRE(first.has_value());
    const Files files = files_of(input);
    const Bundle read = read_files(files);
    REQUIRE(files_of(read.input) == files);
    const auto again = settle(read.input);
    REQUIRE(again.has_value());
    REQUIRE(again->root == first->root);
    REQUIRE(again->journal.head() == first->journal.head());
  }
}

TEST_CASE("what a month leaves, written and read, opens the next one to the same bytes", "[royalty][bundle]") {
  for (std::uint64_t seed = 0; seed < kCases; ++seed) {
    const SettlementInput first = random_bundle(seed);
    const auto result = settle(first);
    INFO("seed " << seed);
    REQUIRE(result.has_value());
    SettlementInput next = first;
    next.settlement = test_id(0x5e, 2);
    next.period = {2026, 11};
    next.openings = result->closings;
    next.recorded = result->recorded;
    next.settled = result->settled;
    next.closed_through = first.period;
    next.usage = {};
    next.revenue.clear();
    TestRandom random(seed);
    // New money, a part of some of the old taken back, and the bank's word on half of the payouts.
    for (const RevenueLine& line : first.revenue) {
      if (!line.reverses.is_nil()) continue;
      RevenueLine more = line;
      more.id.bytes[1] = 9;
      more.date = *Date::parse("2026-11-07");
      next.revenue.push_back(more);
      const auto where = std::ranges::find(result->settled, line.id, &SettledRevenue::revenue);
      const auto row = where == result->settled.end() ? result->recorded.end() : std::ranges::find(result->recorded, where->row, &RecordedRow::row);
      if (row == result->recorded.end() || row->amount < 5 || std::ranges::any_of(next.revenue, [&](const RevenueLine& each) { return !each.reverses.is_nil() && each.units == 7; })) continue;
      RevenueLine back = more;
      back.id.bytes[1] = 10;
      back.reverses = line.id;
      back.units = 7;
      ExactAmount scale = 1;
      for (int k = line.currency.exponent + 6; k < 12; ++k) scale *= 10;
      back.amount = static_cast<ExactAmount>(1 + random.below(static_cast<std::uint64_t>(row->amount))) * scale;
      next.revenue.push_back(back);
    }
    for (const Payout& payout : result->payouts) {
      if (payout.net_minor > 0 && random.below(2) == 0) next.bank.push_back({payout.reference, random.below(2) == 0, *Date::parse("2026-11-03")});
    }
    const auto direct = settle(next);
    INFO((direct ? "" : direct.error().field + ": " + direct.error().detail));
    REQUIRE(direct.has_value());

    Files files = files_of(next);
    write_closing(first, *result, [&](std::string_view name, std::string_view text) { files[std::string(name)] = text; });
    const auto from_files = settle(read_files(files).input);
    REQUIRE(from_files.has_value());
    REQUIRE(from_files->root == direct->root);

    // The order of what a row was posted to has no meaning either.
    for (RecordedRow& row : next.recorded) random.shuffle(row.postings);
    random.shuffle(next.bank);
    REQUIRE(settle(next)->root == direct->root);
  }
}

TEST_CASE("names that are also signs of the tables survive being written", "[royalty][bundle]") {
  // A list of shares, a nested agreement, and a code are told by ; : @ and "isrc:" in a cell.
  const Files files = tables(R"(
    == settlement.json
    {"format":"colophon/settlement-bundle/2","name":"odd names","period":"2026-10"}
    == parties.csv
    party
    "a;b"
    "c:1/2"
    "d ""quoted"", and more"
    作者
    == works.csv
    work,shares
    "isrc:NOCODE","c:1/2:1/2;作者:1/2"
    "x;y",作者
    "?unmatched",作者
    == revenue.csv
    revenue,date,kind,work,amount,currency
    r1,2026-10-05,sale,?unmatched,1.00,EUR
    r2,2026-10-05,sale,gone,2.00,EUR
    r3,2026-10-05,sale,"x;y",4.00,EUR
  )");
  const Settled month(files);   // Reads, writes and reads again; roots must agree.
  CHECK(month.earned("作者") == "5.00");
  CHECK(month.warnings() == std::vector<std::string>{"unmatched-work revenue.csv:3 2.00 EUR"});
  Files at = files;
  at["parties.csv"] += "@ada\n";
  CHECK(refusal(at) == "invalid_id parties.csv:6:party");   // "@" begins the name of an agreement.
}

// ---- Bad input

TEST_CASE("the month from which the bad ones differ settles", "[royalty][bundle]") { CHECK(refusal(whole()) == "settled"); }

TEST_CASE("bad rows are refused by file, line and column", "[royalty][bundle]") {
  const Case cases[] = {
      // parties.csv
      {"parties.csv", 1, "party,currency,salary", "unknown_field parties.csv:1:salary"},
      {"parties.csv", 1, "currency,threshold,withholding,payable", "missing_field parties.csv:1:party"},
      {"parties.csv", 3, "ada,EUR,,,", "invalid_argument parties[ada]"},
      {"parties.csv", 2, ",EUR,,,", "invalid_id parties.csv:2:party"},
      {"parties.csv", 2, "ada,XXX,,,", "unknown_currency parties.csv:2:currency"},
      {"parties.csv", 2, "ada,,10.00,,", "missing_field parties.csv:2:currency"},
      {"parties.csv", 2, "ada,EUR,10.001,,", "invalid_amount parties.csv:2:threshold"},
      {"parties.csv", 2, "ada,EUR,-1.00,,", "negative_amount parties.csv:2:threshold"},
      {"parties.csv", 2, "ada,EUR,,110%,", "invalid_shares parties.csv:2:withholding"},
      {"parties.csv", 2, "ada,EUR,,,maybe", "invalid_argument parties.csv:2:payable"},
      {"parties.csv", 2, "ada,EUR,,", "invalid_argument parties.csv:2"},
      // works.csv
      {"works.csv", 3, "song,composition,,T0345246801,,bob,,,,,", "invalid_argument works.csv:3:work"},
      {"works.csv", 2, "song,track,DEA622600001,,,ada,,tune,,ada,", "invalid_argument works.csv:2:type"},
      {"works.csv", 2, "song,recording,DEA6226,,,ada,,tune,,ada,", "invalid_argument works.csv:2:isrc"},
      {"works.csv", 3, "tune,composition,DEA622600001,T0345246801,,bob,,,,,", "conflict works.csv:3:isrc"},
      {"works.csv", 3, "tune,composition,,T0345246802,,bob,,,,,", "invalid_argument works.csv:3:iswc"},
      {"works.csv", 4, "album,release,,,4006381333932,,song,,,,", "invalid_argument works.csv:4:upc"},
      {"works.csv", 2, "song,recording,DEA622600001,,,ada:1/2;bob:1/3,,tune,,ada,", "invalid_shares works[song].shares"},
      {"works.csv", 2, "song,recording,DEA622600001,,,ada:2/3;bob:2/3,,tune,,ada,", "invalid_shares works[song].shares"},
      {"works.csv", 2, "song,recording,DEA622600001,,,ada:1/2;bob,,tune,,ada,", "invalid_shares works.csv:2:shares"},
      {"works.csv", 2, "song,recording,DEA622600001,,,ada:1/2;ada:1/2,,tune,,ada,", "invalid_shares works[song].shares[1].party"},
      {"works.csv", 2, "song,recording,DEA622600001,,,nobody,,tune,,ada,", "unknown_party works[song].shares"},
      {"works.csv", 4, "album,release,,,4006381333931,,gone,,,,", "unknown_work works.csv:4:tracks"},
      {"works.csv", 4, "album,release,,,4006381333931,,song:1/2;tune:1/3,,,,", "invalid_shares works[album].tracks"},
      {"works.csv", 2, "song,recording,DEA622600001,,,ada,,gone,,ada,", "unknown_work works.csv:2:compositions"},
      {"works.csv", 5, "remix,recording,,,,bob,,,gone:10%:absolute,,false", "unknown_work works.csv:5:derives"},
      {"works.csv", 5, "remix,recording,,,,bob,,,song:10%,,false", "invalid_shares works.csv:5:derives"},
      {"works.csv", 5, "remix,recording,,,,bob,,,song:2:absolute,,false", "invalid_shares works.csv:5:derives"},
      {"works.csv", 5, "remix,recording,,,,bob,,,song:10%:absolute,,perhaps", "invalid_argument works.csv:5:noise"},
      // revenue.csv
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,,0.0000000000001,EUR,,", "invalid_amount revenue.csv:2:amount"},   // 13 decimals
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,,ten,EUR,,", "invalid_amount revenue.csv:2:amount"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,,1e3,EUR,,", "invalid_amount revenue.csv:2:amount"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,,,EUR,,", "invalid_amount revenue.csv:2:amount"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,,-0.01,EUR,,", "negative_amount revenue.csv:2:amount"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,-12,1.00,EUR,,", "negative_amount revenue.csv:2:units"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,1.5,1.00,EUR,,", "invalid_amount revenue.csv:2:units"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,,1.00,EURO,,", "unknown_currency revenue.csv:2:currency"},
      {"revenue.csv", 2, "r1,2026-02-30,sale,,,,,song,,,1.00,EUR,,", "invalid_argument revenue.csv:2:date"},
      {"revenue.csv", 2, "r1,2026-11-01,sale,,,,,song,,,1.00,EUR,,", "invalid_argument revenue.csv:2:date"},
      {"revenue.csv", 2, "r1,2026-10-05,gift,,,,,song,,,1.00,EUR,,", "invalid_argument revenue.csv:2:kind"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,both,song,,,1.00,EUR,,", "invalid_argument revenue.csv:2:side"},
      {"revenue.csv", 2, "s1,2026-10-05,sale,,,,,song,,,1.00,EUR,,", "invalid_argument revenue.csv:3:revenue"},
      {"revenue.csv", 2, "old,2026-10-05,sale,,,,,song,,,1.00,EUR,,", "conflict revenue.csv:2:revenue"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,,1.00,USD,,nothing", "not_found revenue.csv:2:resolves"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,,92233720369,EUR,,", "overflow revenue.csv:2:amount"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,song,,,50000000000,EUR,,", "overflow revenue"},
      // events.csv
      {"events.csv", 3, "e1,2026-10-06,play,song,L,,,,", "invalid_argument events.csv:3:event"},
      {"events.csv", 3, ",2026-10-06,play,song,L,,,,", "missing_field events.csv:3:event"},
      {"events.csv", 3, "e2,,play,song,L,,,,", "missing_field events.csv:3:date"},
      {"events.csv", 3, "e2,2026-11-01,play,song,L,,,,", "invalid_argument events.csv:3:date"},
      {"events.csv", 3, "e2,1900-01-01,play,song,L,,,,", "invalid_argument events.csv:3:date"},
      {"events.csv", 3, "e2,2026-10-06,listen,song,L,,,,", "invalid_argument events.csv:3:type"},
      {"events.csv", 3, "e2,2026-10-06,play,gone,L,,,,", "unknown_work events.csv:3:work"},
      {"events.csv", 3, "e2,2026-10-06,play,song,L,,,,-3", "negative_amount events.csv:3:units"},
      {"events.csv", 3, "e2,2026-10-06,play,song,L,,,,9223372036854775808", "overflow events.csv:3:units"},
      {"events.csv", 3, "e2,2026-10-06,play,song,L,,,,9223372036854775807", "overflow pools["},
      // the rest
      {"rates.csv", 2, "2026-10-01,USD,EUR,0,ECB", "invalid_amount rates.csv:2:rate"},
      {"rates.csv", 2, "2026-10-01,USD,EUR,-1,ECB", "invalid_amount rates.csv:2:rate"},
      {"rates.csv", 2, "2026-10-01,EUR,EUR,1,ECB", "invalid_argument rates[0].to"},
      {"rates.csv", 3, "2026-10-01,USD,EUR,0.93,ECB", "conflict rates[1]"},
      {"opening.csv", 3, "debt,ada,,,,EUR,1.00", "invalid_argument opening.csv:3:kind"},
      {"opening.csv", 3, "balance,ada,,,,,1.00", "missing_field opening.csv:3:currency"},
      {"opening.csv", 3, "balance,ada,,,,EUR,0.000000001", "invalid_amount opening.csv:3:amount"},
      {"opening.csv", 3, "closed,,,,,,", "missing_field opening.csv:3:due"},
      {"opening.csv", 3, "closed,,,,2026-10,,", "conflict period"},
      {"opening.csv", 3, "units,,deal,rate,,,many", "invalid_amount opening.csv:3:amount"},
      {"holds.csv", 2, ",bob,song,,,2026-10-01,,open,", "missing_field holds.csv:2:hold"},
      {"holds.csv", 2, "claim,,,,,2026-10-01,,open,", "missing_field holds.csv:2:party"},
      {"holds.csv", 2, "claim,bob,gone,,,2026-10-01,,open,", "unknown_work holds.csv:2:work"},
      {"holds.csv", 2, "claim,bob,song,5.00,,2026-10-01,,open,", "missing_field holds.csv:2:currency"},
      {"holds.csv", 2, "claim,bob,song,,,2026-10-01,,decided,", "invalid_argument holds.csv:2:state"},
      {"holds.csv", 2, "claim,bob,song,,,2026-10-01,,upheld,", "missing_field holds.csv:2:pay_to"},
      {"holds.csv", 3, "claim,ada,,,,2026-10-01,,open,", "invalid_argument holds.csv:3:hold"},
      {"bank.csv", 2, "abc,cleared,2026-10-03", "invalid_argument bank.csv:2:status"},
      {"bank.csv", 2, "abc,paid,2026-10-03", "not_found bank[abc]"},
      {"recorded.csv", 2, "x,,EUR,2.00,balance,ada,,,,EUR,2.00,false", "invalid_id recorded.csv:2:row"},
      {"recorded.csv", 2, "11111111-1111-8111-8111-111111111111,,EUR,2.00,gift,ada,,,,EUR,2.00,false", "invalid_argument recorded.csv:2:kind"},
      {"recorded.csv", 2, "11111111-1111-8111-8111-111111111111,,EUR,2.00,balance,ada,,,,EUR,3.00,false", "conflict recorded[11111111-1111-8111-8111-111111111111]"},
      {"recorded.csv", 2, "11111111-1111-8111-8111-111111111111,,EUR,2.00,balance,ada,,,,USD,1.00,false", "currency_mismatch recorded[11111111-1111-8111-8111-111111111111]"},
      {"settled.csv", 2, "old,row", "invalid_id settled.csv:2:row"},
      // a table that is none
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,\"song,,,1.00,EUR,,", "invalid_argument revenue.csv:2"},
      {"revenue.csv", 2, "r1,2026-10-05,sale,,,,,so\"ng,,,1.00,EUR,,", "invalid_argument revenue.csv:2"},
      {"works.csv", 2, "song\xFF,recording,,,,ada,,,,,", "invalid_encoding works.csv:2"},
  };
  for (const Case& each : cases) {
    INFO(each.file << ":" << each.line << " " << each.text);
    std::string detail;
    const std::string refused = refusal(with_line(each.file, each.line, each.text), &detail);
    if (std::string_view(each.refused).ends_with('[')) CHECK(refused.starts_with(each.refused));
    else CHECK(refused == each.refused);
    CHECK(detail.size() > 15);
  }
}

TEST_CASE("a file that was cut in the middle of a line, came twice, or belongs to no bundle is refused", "[royalty][bundle]") {
  for (const char* name : {"parties.csv", "works.csv", "revenue.csv", "events.csv", "rates.csv", "opening.csv", "holds.csv", "recorded.csv", "settled.csv"}) {
    INFO(name);
    Files files = whole();
    files[name].pop_back();
    CHECK(refusal(files).starts_with("invalid_argument " + std::string(name) + ":"));
    files[name] += "\n";
    files[name].erase(files[name].size() - 3);
    CHECK(refusal(files).starts_with("invalid_argument " + std::string(name) + ":"));
    files[name] = "";
    CHECK(refusal(files) == "invalid_argument " + std::string(name) + ":1");
  }
  Files files = whole();
  files["events.ndjson"] = R"({"event":"e9","date":"2026-10-05","type":"play","work":"song"})";
  CHECK(refusal(files) == "invalid_argument events.ndjson:1");
  files.erase("events.ndjson");
  files["notes.txt"] = "hello\n";
  CHECK(refusal(files) == "unknown_field notes.txt");
  files.erase("notes.txt");
  files.erase("works.csv");
  CHECK(refusal(files) == "missing_field works.csv");
  const BundleFile twice[] = {{"parties.csv", "party\n"}, {"works.csv", "work\n"}, {"parties.csv", "party\n"}};
  CHECK(parse_bundle(twice).error().field == "parties.csv");
}

TEST_CASE("events as lines of JSON say the same as the table, and are refused the same", "[royalty][bundle]") {
  Files files = whole();
  const std::string root = Settled(files).root();
  files.erase("events.csv");
  files["events.ndjson"] = "{\"event\":\"e1\",\"date\":\"2026-10-05\",\"type\":\"play\",\"work\":\"song\",\"listener\":\"L\",\"active\":true,\"units\":\"3\"}\n\n"
                           "{\"event\":\"e2\",\"date\":\"2026-10-06\",\"type\":\"play\",\"work\":\"album\",\"listener\":\"L\"}\n";
  CHECK(Settled(files).root() == root);
  const auto line = [&](const std::string& text) {
    files["events.ndjson"] = text + "\n";
    return refusal(files);
  };
  CHECK(line("{") == "invalid_json events.ndjson:1");
  CHECK(line(R"({"event":"e","date":"2026-10-05","type":"play"})") == "missing_field events.ndjson:1.work");
  CHECK(line(R"({"event":"e","date":"2026-10-05","type":"play","work":"song","more":1})") == "unknown_field events.ndjson:1.more");
  CHECK(line(R"({"event":"e","date":"2026-10-05","type":"play","work":"song","units":-1})") == "negative_amount events.ndjson:1:units");
  CHECK(line(R"({"event":"e","date":"2026-10-05","type":"play","work":"song","units":true})") == "invalid_amount events.ndjson:1:units");
  // The date is in the id where that is a UUIDv7: 2026-10-15T12:00:00Z.
  CHECK(line(R"({"event":"01a13fa1-f600-7000-8000-000000000001","type":"play","work":"song"})") == "settled");
}

TEST_CASE("the head of a bundle", "[royalty][bundle]") {
  const auto head = [](const std::string& text) {
    Files files = whole();
    files["settlement.json"] = text;
    return refusal(files);
  };
  CHECK(head(R"({"format":"colophon/settlement-bundle/1"})") == "unknown_format settlement.json.format");
  CHECK(head(R"({"format":"colophon/settlement-bundle/2","period":"2026-13"})") == "invalid_argument settlement.json.period");
  CHECK(head(R"({"format":"colophon/settlement-bundle/2","seed":"00"})") == "invalid_encoding settlement.json.seed");
  CHECK(head(R"({"format":"colophon/settlement-bundle/2","settlement":"x"})") == "invalid_id settlement.json.settlement");
  CHECK(head(R"({"format":"colophon/settlement-bundle/2","as_of":"yesterday"})") == "invalid_argument settlement.json.as_of");
  CHECK(head(R"({"format":"colophon/settlement-bundle/2","payer":{"name":"x"}})") == "missing_field settlement.json.payer.iban");
  CHECK(head(R"({"format":"colophon/settlement-bundle/2","colour":"red"})") == "unknown_field settlement.json.colour");
  CHECK(head("not json") == "invalid_json settlement.json");
  // The only month of the tables is the period; of two, one must be named.
  CHECK(head(R"({"format":"colophon/settlement-bundle/2"})") == "settled");
  Files two = with_line("events.csv", 3, "e2,2026-09-30,play,song,L,,,,");
  two["settlement.json"] = R"({"format":"colophon/settlement-bundle/2"})";
  CHECK(refusal(two) == "missing_field period");
  // A name stands in every line of the journal: what would break a line there is no name.
  for (const char* name : {"a)b", "a(b", "a\\nb", "\\u0000"}) {
    INFO(name);
    CHECK(head(R"({"format":"colophon/settlement-bundle/2","name":")" + std::string(name) + "\"}").starts_with("invalid_argument settlement.json.name"));
  }
  CHECK(head(R"({"format":"colophon/settlement-bundle/2","name":")" + std::string(129, 'x') + "\"}") == "invalid_argument settlement.json.name");
  CHECK(head(R"({"format":"colophon/settlement-bundle/2","name":"October 2026, 终版"})") == "settled");
}

TEST_CASE("an agreement's errors name the file and the field", "[royalty][bundle]") {
  Files files = whole();
  const auto document = [&](const std::string& agreements) {
    files["agreements.json"] = R"({"format":"colophon/agreements/1","agreements":[)" + agreements + "]}";
    return refusal(files);
  };
  CHECK(document(R"({"agreement":"a","from":"2026-01-01","works":["song"],"shares":{"ada":"2/3","bob":"2/3"}})") == "invalid_shares agreements.json:agreements[0].shares");
  CHECK(document(R"({"agreement":"a","from":"2026-01-01","works":["song"],"shares":{"nobody":"1"}})") == "unknown_party agreements.json:agreements[0].terms[0].tiers[0].to.nobody");
  CHECK(document(R"({"agreement":"a","from":"2026-01-01","works":["gone"],"shares":{"ada":"1"}})") == "unknown_work agreements.json:agreements[0].works");
  CHECK(document(R"({"agreement":"a","from":"2026-01-01","works":["song"],"shares":{"@b":"1"}},{"agreement":"b","from":"2026-01-01","shares":{"@a":"1"}})").starts_with(
      "conflict agreements.json:agreements["));
  files["agreements.json"] = "[";
  CHECK(refusal(files) == "invalid_json agreements.json");
}
