// colophon payments and colophon claims as a shell sees them, with xmllint as the judge of what leaves.
#include <algorithm>

#include "program.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::tests;

namespace {

constexpr std::string_view kPayouts =
    "end_to_end_id,amount,currency,name,iban,bic,remittance,execution_date\n"
    "P-1,100.00,EUR,\"Müller, Jürgen\",DE89 3704 0044 0532 0130 00,,Royalties 2026-10,\n"
    "P-2,0.01,EUR,Ada Lovelace,GB29NWBK60161331926819,NWBKGB2L,,\n"
    "P-3,12.5,EUR,Ἀνδρέας Παπάς,GR1601101250000000012300695,,Δικαιώματα & more,2026-12-01\n"
    "P-4,7.25,USD,Ahmed,AE070331234567890123456,BOMLAEAD,,\n";
constexpr std::string_view kFrom = " --message-id 2026-10-A --date 2026-11-28 --from-name 'Colophon Platform' --from-iban 'DE89 3704 0044 0532 0130 00' --from-bic COBADEFFXXX ";

Json json_of(const Ran& ran) { return ok(parse_json(std::string_view(ran.out).substr(0, ran.out.find_last_not_of('\n') + 1))); }

std::string quoted(const std::filesystem::path& path) { return "'" + path.string() + "'"; }

/// Empty where the schema accepts the file, else what xmllint says.
std::string xmllint(const Scratch& scratch, const std::filesystem::path& schema, const std::filesystem::path& file) {
  const auto log = scratch.path("xmllint.txt");
  const int status = std::system(("xmllint --noout --nonet --schema " + quoted(schema) + " " + quoted(file) + " 2>" + quoted(log)).c_str());
  return status == 0 ? "" : read_file(log);
}

}  // namespace

TEST_CASE("colophon payments make: xmllint and our own check accept the file") {
  Scratch scratch;
  scratch.write("payouts.csv", std::string(kPayouts).erase(kPayouts.find("Ἀ"), 3));  // Polytonic Greek has no conversion; see below.
  const auto made = colophon::tests::colophon(scratch, "payments make " + quoted(scratch.path("payouts.csv")) + " --out " + quoted(scratch.path("pain.001.xml")) + std::string(kFrom) + "--json");
  INFO(made.err);
  REQUIRE(made.status == 0);
  const auto json = json_of(made);
  CHECK(*json.find("groups")->integer() == 3);
  CHECK(*json.find("payments")->integer() == 4);
  CHECK(canonical_json(*json.find("totals")) == R"([{"amount":"112.51","currency":"EUR","payments":3},{"amount":"7.25","currency":"USD","payments":1}])");
  REQUIRE(json.find("rewritten")->array()->size() == 3);
  CHECK(canonical_json(json.find("rewritten")->array()->at(0)) == R"({"end_to_end_id":"P-1","field":"name","given":"Müller, Jürgen","written":"Muller, Jurgen"})");
  const auto checked = colophon::tests::colophon(scratch, "payments check " + quoted(scratch.path("pain.001.xml")));
  INFO(checked.out);
  CHECK(checked.status == 0);
  CHECK(colophon::tests::colophon(scratch, "verify " + quoted(scratch.path("pain.001.xml"))).status == 0);

  const auto schema = shared("conformance/iso20022/xsd/pain.001.001.09.xsd");
  if (!schema) SKIP("needs ../shared/conformance/iso20022 for the schema");
  CHECK(xmllint(scratch, *schema, scratch.path("pain.001.xml")) == "");
  // The judge does look: it refuses an amount with three decimals.
  auto text = read_file(scratch.path("pain.001.xml"));
  text.replace(text.find(">100.00<"), 8, ">100.001<");
  scratch.write("altered.xml", text);
  CHECK(xmllint(scratch, *schema, scratch.path("altered.xml")).find("fractional digits") != std::string::npos);
}

TEST_CASE("colophon payments make: three decimals and none are judged by the schema without the EPC's limit of two") {
  const auto schema = shared("conformance/iso20022/xsd/pain.001.001.09.xsd");
  if (!schema) SKIP("needs ../shared/conformance/iso20022 for the schema");
  Scratch scratch;
  // The schema in ../shared is the EPC's subset for SEPA; ISO's own allows five decimals in an amount and seventeen in a sum.
  auto text = read_file(*schema);
  for (auto at = text.find("<xs:fractionDigits value=\"2\"/>"); at != text.npos; at = text.find("<xs:fractionDigits value=\"2\"/>", at + 1)) text[at + 26] = '5';
  scratch.write("iso.xsd", text);
  scratch.write("payouts.csv", "end_to_end_id,amount,currency,name,iban,bic\nK,1.234,KWD,Ahmed,KW81CBKU0000000000001234560101,CBKUKWKW\nJ,500,JPY,Aiko,GB29NWBK60161331926819,NWBKGB2L\n");
  const auto made = colophon::tests::colophon(scratch, "payments make " + quoted(scratch.path("payouts.csv")) + " --out " + quoted(scratch.path("pain.001.xml")) + std::string(kFrom));
  INFO(made.err);
  REQUIRE(made.status == 0);
  CHECK(xmllint(scratch, scratch.path("iso.xsd"), scratch.path("pain.001.xml")) == "");
  CHECK(colophon::tests::colophon(scratch, "payments check " + quoted(scratch.path("pain.001.xml"))).status == 0);
}

TEST_CASE("colophon payments, colophon claims: what is wrong is said with its line, and nothing is written") {
  Scratch scratch;
  scratch.write("payouts.csv", kPayouts);
  scratch.write("sum.csv", "end_to_end_id,amount,currency,name,iban\nP-1,1.005,EUR,Ada,GB29NWBK60161331926819\n");
  scratch.write("zero.csv", "end_to_end_id,amount,currency,name,iban\nP-1,0,EUR,Ada,GB29NWBK60161331926819\n");
  scratch.write("coin.csv", "end_to_end_id,amount,currency,name,iban\nP-1,1,BTC,Ada,GB29NWBK60161331926819\n");
  scratch.write("head.csv", "end_to_end_id,amount,currency,name\n");
  scratch.write("cut.csv", "end_to_end_id,amount,currency,name,iban\nP-1,1,EUR,Ada,GB29");
  scratch.write("claims.csv", "address,amount\n0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed,1\n");
  scratch.write("entity.xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Document>&x;</Document>");
  scratch.write("other.xml", "<Document/>");
  const auto make = [&](const char* file) { return "payments make " + quoted(scratch.path(file)) + " --out " + quoted(scratch.path("out.xml")) + std::string(kFrom); };
  struct Case { std::string arguments; int status; std::string_view says; };
  const Case cases[] = {
      {"payments", 2, "make PAYOUTS.csv | check"},
      {"payments make", 2, "needs a FILE"},
      {"payments pay " + quoted(scratch.path("payouts.csv")), 2, "make, check and read"},
      {"payments make " + quoted(scratch.path("payouts.csv")), 2, "--out"},
      {make("payouts.csv"), 3, "payments[2].creditor.name: Character 1 (U+1F08)"},
      {make("sum.csv"), 3, "sum.csv:2:amount: EUR has 2 decimal places"},
      {make("zero.csv"), 3, "zero.csv:2:amount"},
      {make("coin.csv"), 3, "coin.csv:2:currency"},
      {make("head.csv"), 3, "head.csv:1:iban"},
      {make("cut.csv"), 3, "cut.csv:2"},
      {"payments check " + quoted(scratch.path("absent.xml")), 3, "cannot read"},
      {"payments check " + quoted(scratch.path("entity.xml")), 3, "document type declaration"},
      {"payments check " + quoted(scratch.path("other.xml")), 3, "unknown_format"},
      {"payments read " + quoted(scratch.path("entity.xml")), 3, "document type declaration"},
      {"payments read " + quoted(scratch.path("other.xml")), 3, "unknown_format"},
      {"claims", 2, "make PAYOUTS.csv | verify"},
      {"claims burn " + quoted(scratch.path("claims.csv")), 2, "make, verify and show"},
      {"claims make " + quoted(scratch.path("claims.csv")), 2, "--out"},
      {"claims make " + quoted(scratch.path("claims.csv")) + " --out " + quoted(scratch.path("out.xml")), 3, "claims.csv:2:address"},
      {"claims make " + quoted(scratch.path("claims.csv")) + " --decimals 99 --out " + quoted(scratch.path("out.xml")), 3, "--decimals"},
      {"claims verify " + quoted(scratch.path("claims.csv")), 3, "invalid_json"},
      {"payments --help", 0, ""},
      {"claims --help", 0, ""},
  };
  for (const auto& one : cases) {
    INFO("colophon " << one.arguments);
    const auto ran = colophon::tests::colophon(scratch, one.arguments);
    INFO(ran.err);
    CHECK(ran.status == one.status);
    CHECK(ran.err.find(one.says) != std::string::npos);
  }
  CHECK_FALSE(std::filesystem::exists(scratch.path("out.xml")));
}

TEST_CASE("colophon payments read: a bank's answer as a table and as JSON, named by the file that was sent") {
  Scratch scratch;
  scratch.write("payouts.csv", "end_to_end_id,amount,currency,name,iban\nP-1,100.00,EUR,Ada,GB29NWBK60161331926819\nP-2,2.50,EUR,Bob,GB29NWBK60161331926819\n");
  REQUIRE(colophon::tests::colophon(scratch, "payments make " + quoted(scratch.path("payouts.csv")) + " --out " + quoted(scratch.path("sent.xml")) + std::string(kFrom)).status == 0);
  scratch.write("answer.xml",
                "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt><GrpHdr><MsgId>B</MsgId><CreDtTm>2026-11-28T09:00:00</CreDtTm></GrpHdr>"
                "<OrgnlGrpInfAndSts><OrgnlMsgId>2026-10-A</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts>"
                "<OrgnlPmtInfAndSts><OrgnlPmtInfId>2026-10-A-1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>P-2</OrgnlEndToEndId><TxSts>RJCT</TxSts>"
                "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>");
  const auto read = "payments read " + quoted(scratch.path("answer.xml"));
  const auto table = colophon::tests::colophon(scratch, read);
  CHECK(table.status == 0);
  CHECK(table.out.find("P-2") != std::string::npos);
  CHECK(table.out.find("AC04 the account is closed") != std::string::npos);
  CHECK(table.out.find("all of 2026-10-A") != std::string::npos);
  const auto json = json_of(colophon::tests::colophon(scratch, read + " --json --sent " + quoted(scratch.path("sent.xml"))));
  REQUIRE(json.find("payments")->array()->size() == 2);
  CHECK(*json.find("payments")->array()->at(0).find("status")->string() == "rejected");
  CHECK(*json.find("payments")->array()->at(1).find("end_to_end_id")->string() == "P-1");
  CHECK(*json.find("payments")->array()->at(1).find("status")->string() == "accepted");
  CHECK(*json.find("payments")->array()->at(1).find("amount")->string() == "100.00");
  CHECK(json.find("groups")->array()->empty());
}

TEST_CASE("colophon claims: made from a table, verified, shown, and not verified when altered") {
  Scratch scratch;
  scratch.write("payouts.csv", "address,amount\n0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,12.5\n0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359,0.000001\n0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,3\n");
  const auto claims = quoted(scratch.path("claims.json"));
  const auto made = colophon::tests::colophon(scratch, "claims make " + quoted(scratch.path("payouts.csv")) + " --decimals 6 --json --out " + claims);
  INFO(made.err);
  REQUIRE(made.status == 0);
  CHECK(*json_of(made).find("total")->string() == "15500001");
  CHECK(colophon::tests::colophon(scratch, "claims verify " + claims).status == 0);
  CHECK(colophon::tests::colophon(scratch, "verify " + claims).status == 0);
  const auto shown = colophon::tests::colophon(scratch, "claims show " + claims + " --address 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
  CHECK(std::ranges::count(shown.out, '\n') == 2);
  REQUIRE(colophon::tests::colophon(scratch, "claims show " + claims + " --index 1 --out " + quoted(scratch.path("one.json"))).status == 0);
  CHECK(colophon::tests::colophon(scratch, "claims verify " + quoted(scratch.path("one.json"))).status == 0);
  CHECK(colophon::tests::colophon(scratch, "claims show " + claims + " --index 7").status == 3);
  CHECK(colophon::tests::colophon(scratch, "claims show " + claims).status == 2);
  auto text = read_file(scratch.path("claims.json"));
  text.replace(text.find("\"12500000\""), 10, "\"12500001\"");
  scratch.write("altered.json", text);
  const auto altered = colophon::tests::colophon(scratch, "claims verify " + quoted(scratch.path("altered.json")));
  CHECK(altered.status == 1);
  CHECK(altered.out.find("DOES NOT HOLD  tree") != std::string::npos);
}
