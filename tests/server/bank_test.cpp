// What banks send: payment files checked, answers read.
#include <catch2/catch_test_macros.hpp>

#include "bank/report.hpp"
#include "bank/xml.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::bank;
using payment::PayoutStatus;

namespace {

std::string changed(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != text.npos);
  return text.replace(at, from.size(), to);
}

payment::PaymentOrder order() {
  payment::PaymentOrder order;
  order.message_id = "2026-10-A";
  order.created_unix_ms = 1'795'444'551'000;
  order.debtors = {{{"Colophon Platform", "DE89370400440532013000", "COBADEFF"}, ""}};
  const auto add = [&](std::string id, std::int64_t minor, std::string_view currency, std::string_view date) {
    order.payments.push_back({std::move(id), minor, *Currency::parse(currency), std::string(date), {"Ada Lovelace", "GB29NWBK60161331926819", "NWBKGB2L"}, "Royalties"});
  };
  add("A1", 10'000, "EUR", "2026-11-28");
  add("A2", 2'550, "EUR", "2026-11-28");
  add("B1", 700, "USD", "2026-11-28");
  add("B2", 1'234, "KWD", "2026-12-01");
  return order;
}

std::string file() { return payment::write_pain001(order())->xml; }

Pain001 read(std::string_view xml) {
  auto read = read_pain001(xml, "p.xml");
  if (!read) FAIL(read.error().field << ": " << read.error().detail);
  return *read;
}

/// The one problem of a file: its check, place and a piece of its detail.
void has_problem(std::string_view xml, std::string_view check, std::string_view place, std::string_view says) {
  const auto problems = read(xml).problems;
  bool found = false;
  for (const auto& problem : problems) {
    INFO(problem.check << " " << problem.place << " " << problem.detail);
    found = found || (problem.check == check && problem.place.ends_with(place) && problem.detail.find(says) != std::string::npos);
  }
  INFO(check << " " << place << " " << says);
  for (const auto& problem : problems) UNSCOPED_INFO(problem.check << " " << problem.place << " " << problem.detail);
  CHECK(found);
}

BankReport report(std::string_view xml) {
  auto read = read_bank_report(xml, "b.xml");
  if (!read) FAIL(read.error().field << ": " << read.error().detail);
  return *read;
}

std::string pain002(std::string_view original, std::string_view groups = "", std::string_view version = "10") {
  return "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001." + std::string(version) +
         "\"><CstmrPmtStsRpt><GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>2026-11-28T09:00:00+01:00</CreDtTm></GrpHdr>\n"
         "<OrgnlGrpInfAndSts><OrgnlMsgId>2026-10-A</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>" +
         std::string(original) + "</OrgnlGrpInfAndSts>\n" + std::string(groups) + "</CstmrPmtStsRpt></Document>\n";
}

std::string camt054(std::string_view entries, std::string_view version = "08") {
  return "<?xml version=\"1.0\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001." + std::string(version) +
         "\"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>BANK-2</MsgId><CreDtTm>2026-11-29T06:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>\n" + std::string(entries) +
         "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n";
}

constexpr std::string_view kPaid =
    "<Ntry><Amt Ccy=\"EUR\">100.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-28</Dt></BookgDt>"
    "<NtryDtls><TxDtls><Refs><MsgId>2026-10-A</MsgId><PmtInfId>2026-10-A-1</PmtInfId><EndToEndId>A1</EndToEndId></Refs><Amt Ccy=\"EUR\">100.00</Amt></TxDtls></NtryDtls></Ntry>\n";
constexpr std::string_view kReturned =
    "<Ntry><Amt Ccy=\"EUR\">25.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2026-12-01T08:00:00</DtTm></BookgDt>"
    "<NtryDtls><TxDtls><Refs><EndToEndId>A2</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy=\"EUR\">25.50</Amt></TxAmt></AmtDtls>"
    "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>account</AddtlInf><AddtlInf>closed</AddtlInf></RtrInf></TxDtls></NtryDtls></Ntry>\n";

}  // namespace

TEST_CASE("bank XML: what could reach outside of the file or grow is refused", "[bank]") {
  const auto refused = [](std::string_view xml, Errc code, std::string_view says) {
    const auto read = XmlDocument::parse(xml, "f.xml");
    INFO(xml.substr(0, 100));
    REQUIRE_FALSE(read);
    INFO(read.error().detail);
    CHECK(read.error().code == code);
    CHECK(read.error().field.starts_with("f.xml"));
    CHECK(read.error().detail.find(says) != std::string::npos);
  };
  refused("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>", Errc::invalid_argument, "document type declaration");
  refused("<!DOCTYPE a [<!ENTITY b \"lol\"><!ENTITY c \"&b;&b;\">]><a>&c;</a>", Errc::invalid_argument, "document type declaration");
  refused("<!DOCTYPE a SYSTEM \"http://example.com/a.dtd\"><a/>", Errc::invalid_argument, "document type declaration");
  refused("<a>&b;</a>", Errc::invalid_argument, "well-formed");
  refused("<a><b></a></b>", Errc::invalid_argument, "well-formed");
  refused("<a>", Errc::invalid_argument, "cut");
  refused("", Errc::invalid_argument, "cut");
  refused("<a>text<b/></a>", Errc::invalid_argument, "text between elements");
  refused("<a><b/>text</a>", Errc::invalid_argument, "text between elements");
  refused("<a>\xFF</a>", Errc::invalid_argument, "well-formed");
  refused("<?xml version=\"1.0\" encoding=\"windows-1252\"?><a/>", Errc::invalid_argument, "UTF-8");
  refused("<a/><b/>", Errc::invalid_argument, "well-formed");
  std::string deep;
  for (int i = 0; i < 65; ++i) deep += "<a>";
  refused(deep, Errc::limit_exceeded, "64");
}

TEST_CASE("bank XML: a tree of elements, with their lines", "[bank]") {
  const auto document = *XmlDocument::parse("<?xml version=\"1.0\"?>\n<x:a xmlns:x=\"urn:x\" xmlns:y=\"urn:y\">\n <x:b> one &amp; two </x:b>\n <y:b>other</y:b><x:b Ccy=\"EUR\" z=\"1\">3</x:b>\n</x:a>", "f.xml");
  const auto root = document.root();
  CHECK(root.name() == "a");
  CHECK(root.name_space() == "urn:x");
  CHECK(root.line() == 2);
  CHECK(root.text().empty());
  CHECK(root.child("b").text() == " one & two ");
  CHECK(root.child("b").line() == 3);
  const auto third = root.first().next().next();
  CHECK(third.text() == "3");
  CHECK(third.currency() == "EUR");
  CHECK(third.path() == "b[3]");
  CHECK(third.parent().name() == "a");
  CHECK_FALSE(third.next());
  CHECK_FALSE(root.child("c"));
  CHECK(root.at("c/d/e").text().empty());
  CHECK(document.find("b", "urn:y").text() == "other");
  // UTF-16, as some banks' programs write it.
  std::string wide = "\xFE\xFF";
  for (const char c : std::string_view("<a>\xE9</a>")) (wide += '\0') += c;
  CHECK(XmlDocument::parse(wide, "f.xml")->root().text() == "\xC3\xA9");
}

TEST_CASE("payment file check: what we write is what we read", "[bank]") {
  const auto sent = read(file());
  CHECK(sent.problems.empty());
  CHECK(pain001_report(sent).holds());
  CHECK(sent.message_id == "2026-10-A");
  REQUIRE(sent.payments.size() == 4);
  CHECK(sent.payments[0].end_to_end_id == "A1");
  CHECK(sent.payments[0].payment_information_id == "2026-10-A-1");
  CHECK(sent.payments[0].amount_minor == 10'000);
  REQUIRE(sent.totals.size() == 3);
  CHECK(sent.totals[0].amount_minor == 12'550);
  CHECK(sent.totals[1].amount_minor == 1'234);
  CHECK(sent.totals[1].currency.name() == "KWD");
}

TEST_CASE("payment file check: every rule, with the place", "[bank]") {
  const std::string good = file();
  has_problem(changed(good, "GB29NWBK60161331926819", "GB28NWBK60161331926819"), "identifiers", "PmtInf[1]/CdtTrfTxInf[1]/CdtrAcct/Id/IBAN", "28 where 29");
  has_problem(changed(good, "DE89370400440532013000", "DE89 3704 0044 0532 0130 00"), "identifiers", "PmtInf[1]/DbtrAcct/Id/IBAN", "without spaces");
  has_problem(changed(good, "DE89370400440532013000", "DE89370400440532013000 "), "identifiers", "PmtInf[1]/DbtrAcct/Id/IBAN", "without spaces");
  has_problem(changed(good, "<BICFI>NWBKGB2L", "<BICFI>NWBKGB2"), "identifiers", "PmtInf[1]/CdtTrfTxInf[1]/CdtrAgt/FinInstnId/BICFI", "this has 7");
  has_problem(changed(good, "<BICFI>NWBKGB2L</BICFI>", "<LEI>5493001KJTIIGC8Y1R13</LEI>"), "identifiers", "CdtrAgt/FinInstnId/LEI", "12 would be right");
  has_problem(changed(good, "<Nm>Ada Lovelace</Nm>", "<Nm>Ada</Nm><PstlAdr><Ctry>UK</Ctry></PstlAdr>"), "identifiers", "Cdtr/PstlAdr/Ctry", "GB");
  has_problem(changed(good, "<NbOfTxs>4", "<NbOfTxs>5"), "counts", "GrpHdr/NbOfTxs", "there are 4");
  has_problem(changed(good, "<NbOfTxs>2", "<NbOfTxs>2.0"), "counts", "PmtInf[1]/NbOfTxs", "there are 2");
  has_problem(changed(good, "<NbOfTxs>2", "<NbOfTxs>two"), "counts", "PmtInf[1]/NbOfTxs", "there are 2");
  has_problem(changed(good, "<CtrlSum>133.734", "<CtrlSum>133.73"), "sums", "GrpHdr/CtrlSum", "sum to 133.734");
  has_problem(changed(good, "<CtrlSum>125.50", "<CtrlSum>125.49"), "sums", "PmtInf[1]/CtrlSum", "sum to 125.5");
  has_problem(changed(good, "<CtrlSum>125.50", "<CtrlSum>1e2"), "sums", "PmtInf[1]/CtrlSum", "no decimal");
  has_problem(changed(good, ">100.00<", ">100.001<"), "amounts", "PmtInf[1]/CdtTrfTxInf[1]/Amt/InstdAmt", "more places than EUR");
  has_problem(changed(good, ">100.00<", ">0.00<"), "amounts", "InstdAmt", "at least one minor unit");
  has_problem(changed(good, ">100.00<", ">-100.00<"), "amounts", "InstdAmt", "negative");
  has_problem(changed(good, ">100.00<", ">1,00<"), "amounts", "InstdAmt", "no decimal");
  has_problem(changed(good, ">100.00<", ">1000000000.00<"), "amounts", "InstdAmt", "at most 999999999.99");
  has_problem(changed(good, "Ccy=\"EUR\">100.00", "Ccy=\"USD\">100.00"), "amounts", "InstdAmt", "in EUR");
  has_problem(changed(good, "Ccy=\"EUR\">100.00", "Ccy=\"EURO\">100.00"), "amounts", "InstdAmt", "none of ISO 4217");
  has_problem(changed(good, " Ccy=\"EUR\">100.00", ">100.00"), "amounts", "InstdAmt", "no currency");
  has_problem(changed(good, "<Dt>2026-11-28", "<Dt>2026-11-31"), "dates", "PmtInf[1]/ReqdExctnDt/Dt", "no day");
  has_problem(changed(good, "2026-11-23T14:35:51Z", "23.11.2026"), "dates", "GrpHdr/CreDtTm", "no moment");
  has_problem(changed(good, "<MsgId>2026-10-A", "<MsgId>" + std::string(36, 'x')), "references", "GrpHdr/MsgId", "this has 36");
  has_problem(changed(good, "<EndToEndId>A1", "<EndToEndId>"), "references", "PmtInf[1]/CdtTrfTxInf[1]/PmtId/EndToEndId", "this has 0");
  has_problem(changed(good, "2026-10-A-2", "2026-10-A-1"), "references", "PmtInf[2]/PmtInfId", "Another PmtInf");
  has_problem(changed(good, "<PmtMtd>TRF", "<PmtMtd>TRX"), "structure", "PmtInf[1]/PmtMtd", "TRF, TRA or CHK");
  has_problem(changed(good, "<PmtMtd>TRF</PmtMtd>", ""), "structure", "PmtInf[1]", "PmtMtd is missing");
  has_problem(changed(good, "<EndToEndId>A1</EndToEndId>", ""), "structure", "PmtInf[1]/CdtTrfTxInf[1]/PmtId", "EndToEndId is missing");
  has_problem(changed(good, "<IBAN>GB29NWBK60161331926819</IBAN>", "<Othr><Id>1</Id></Othr><IBAN>GB29NWBK60161331926819</IBAN>"), "structure", "CdtrAcct/Id/IBAN", "more than once");
  has_problem(changed(good, "<PmtMtd>TRF</PmtMtd>", "<PmtMtd>TRF</PmtMtd><Memo>x</Memo>"), "structure", "PmtInf[1]/Memo", "no element Memo in PmtInf");
  has_problem(changed(good, "<CtrlSum>133.734</CtrlSum>", "<InitgPty/><CtrlSum>133.734</CtrlSum>"), "structure", "GrpHdr/CtrlSum", "before InitgPty");
}

TEST_CASE("payment file check: decimals as XML Schema writes them, and both ways to say an amount", "[bank]") {
  const std::string good = file();
  for (const auto* amount : {"100", "100.0", "100.000", "+100.00", "0100.00", "100."}) {
    INFO(amount);
    CHECK(read(changed(good, ">100.00<", ">" + std::string(amount) + "<")).problems.empty());
  }
  CHECK(read(changed(good, "<InstdAmt Ccy=\"EUR\">100.00</InstdAmt>", "<EqvtAmt><Amt Ccy=\"EUR\">100.00</Amt><CcyOfTrf>USD</CcyOfTrf></EqvtAmt>")).problems.empty());
  CHECK(read(changed(good, "<CtrlSum>133.734</CtrlSum>", "")).problems.empty());  // The standard does not require it.
  CHECK(read(changed(good, "<Dt>2026-11-28</Dt>", "<DtTm>2026-11-28T10:00:00Z</DtTm>")).problems.empty());
}

TEST_CASE("payment file check: no more problems than anybody reads", "[bank]") {
  auto many = order();
  for (int i = 0; i < 300; ++i) {
    many.payments.push_back(many.payments[0]);
    many.payments.back().end_to_end_id = "C" + std::to_string(i);
  }
  std::string xml = payment::write_pain001(many)->xml;
  for (auto at = xml.find("GB29"); at != xml.npos; at = xml.find("GB29", at)) xml.replace(at, 4, "GB28");
  const auto sent = read(xml);
  CHECK(sent.problems.size() == kProblemsMax);
  CHECK_FALSE(pain001_report(sent).holds());
}

TEST_CASE("payment file check: another format is refused", "[bank]") {
  CHECK(read_pain001("<a/>", "f").error().code == Errc::unknown_format);
  CHECK(read_pain001(changed(file(), "pain.001.001.09", "pain.001.001.03"), "f").error().code == Errc::unknown_format);
  CHECK(read_pain001("nothing", "f").error().code == Errc::invalid_argument);
  CHECK(read_bank_report(file(), "f").error().code == Errc::unknown_format);
}

TEST_CASE("payment file check: the conformance files", "[bank]") {
  const auto folder = tests::shared("conformance/iso20022");
  if (!folder) SKIP("needs ../shared/conformance/iso20022");
  struct Row { const char* file; std::string_view check; std::string_view place; std::string_view says; };
  constexpr Row rows[] = {
      {"bad_amount.xml", "amounts", "PmtInf/CdtTrfTxInf[1]/Amt/InstdAmt", "24.001 has more places than EUR"},
      {"bad_ctrlsum.xml", "sums", "GrpHdr/CtrlSum", "is 1 where the payments sum to 180.33"},
      {"bad_iban_checksum.xml", "identifiers", "PmtInf/CdtTrfTxInf[1]/CdtrAcct/Id/IBAN", "38 where 37"},
      {"sample_invalid_purp_order.xml", "structure", "PmtInf/CdtTrfTxInf[2]/CdtrAgt", "before Purp"},
  };
  std::size_t bad = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) bad += entry.path().filename().string().starts_with("bad_");
  CHECK(bad == 3);
  for (const Row& row : rows) has_problem(tests::read_file(*folder / row.file), row.check, row.place, row.says);
  CHECK(pain001_report(read(tests::read_file(*folder / "sample_pain001_sct.xml"))).holds());
}

TEST_CASE("bank answers: pain.002 says of each payment, of groups, or of the whole file", "[bank]") {
  const auto one = report(pain002("<GrpSts>PART</GrpSts>",
                                  "<OrgnlPmtInfAndSts><OrgnlPmtInfId>2026-10-A-1</OrgnlPmtInfId><PmtInfSts>PART</PmtInfSts>"
                                  "<TxInfAndSts><OrgnlEndToEndId>A1</OrgnlEndToEndId><TxSts>ACSP</TxSts></TxInfAndSts>\n"
                                  "<TxInfAndSts><OrgnlEndToEndId>A2</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC01</Cd></Rsn><AddtlInf>no such account</AddtlInf></StsRsnInf>"
                                  "<OrgnlTxRef><Amt><InstdAmt Ccy=\"EUR\">25.50</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts></OrgnlPmtInfAndSts>"
                                  "<OrgnlPmtInfAndSts><OrgnlPmtInfId>2026-10-A-2</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>B1</OrgnlEndToEndId><TxSts>PDNG</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>"));
  CHECK(one.message == "pain.002.001.10");
  CHECK(one.id == "BANK-1");
  REQUIRE(one.payments.size() == 2);
  CHECK(one.payments[0].status == PayoutStatus::accepted);
  CHECK(one.payments[0].date == "2026-11-28");
  CHECK(one.payments[0].message_id == "2026-10-A");
  CHECK(one.payments[1].status == PayoutStatus::rejected);
  CHECK(one.payments[1].reason == "AC01");
  CHECK(one.payments[1].reason_text == "no such account");
  CHECK(one.payments[1].amount_minor == 2'550);
  CHECK(one.groups.empty());
  CHECK(one.pending == 1);

  const auto all = report(pain002("<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Prtry>XYZ</Prtry></Rsn></StsRsnInf>", "", "03"));
  CHECK(all.payments.empty());
  REQUIRE(all.groups.size() == 1);
  CHECK(all.groups[0].message_id == "2026-10-A");
  CHECK(all.groups[0].reason == "XYZ");
  const auto named = expand(all, read(file()));
  REQUIRE(named.payments.size() == 4);
  CHECK(named.groups.empty());
  for (const auto& payment : named.payments) CHECK(payment.status == PayoutStatus::rejected);
  CHECK(named.payments[3].amount_minor == 1'234);
}

TEST_CASE("bank answers: the meaning of each status of pain.002", "[bank]") {
  struct Row { std::string_view code; const char* meaning; };
  constexpr Row rows[] = {{"ACTC", "accepted"}, {"ACCP", "accepted"}, {"ACSP", "accepted"}, {"ACWC", "accepted"}, {"ACFC", "accepted"},
                          {"ACSC", "accepted"},  // Not for financial information: the account says what was booked.
                          {"ACCC", "paid"}, {"RJCT", "rejected"}, {"CANC", "rejected"}, {"RCVD", "pending"}, {"PDNG", "pending"}, {"BLCK", "note"}, {"ZZZZ", "note"}};
  for (const Row& row : rows) {
    INFO(row.code);
    const auto one = report(pain002("", "<OrgnlPmtInfAndSts><OrgnlPmtInfId>1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>A1</OrgnlEndToEndId><TxSts>" + std::string(row.code) +
                                            "</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>"));
    const std::string meaning = !one.payments.empty() ? std::string(payment::status_name(one.payments[0].status)) : one.pending > 0 ? "pending" : one.notes.size() == 1 ? "note" : "nothing";
    CHECK(meaning == row.meaning);
  }
}

TEST_CASE("bank answers: paid is what is booked, returned what is booked back", "[bank]") {
  const auto one = report(camt054(std::string(kPaid) + std::string(kReturned)));
  REQUIRE(one.payments.size() == 2);
  CHECK(one.payments[0].end_to_end_id == "A1");
  CHECK(one.payments[0].status == PayoutStatus::paid);
  CHECK(one.payments[0].amount_minor == 10'000);
  CHECK(one.payments[0].currency == "EUR");
  CHECK(one.payments[0].date == "2026-11-28");
  CHECK(one.payments[0].payment_information_id == "2026-10-A-1");
  CHECK(one.payments[1].status == PayoutStatus::returned);
  CHECK(one.payments[1].reason == "AC04");
  CHECK(one.payments[1].reason_text == "account closed");
  CHECK(one.payments[1].amount_minor == 2'550);
  CHECK(one.payments[1].date == "2026-12-01");
  CHECK(one.notes.empty());

  const std::string paid(kPaid), returned(kReturned);
  const auto status = [](std::string_view entry) {
    const auto read = report(camt054(entry));
    return read.payments.empty() ? std::string("nothing") : std::string(payment::status_name(read.payments[0].status));
  };
  CHECK(status(changed(paid, "BOOK", "PDNG")) == "accepted");
  CHECK(status(changed(paid, "BOOK", "INFO")) == "nothing");
  CHECK(status(changed(returned, "BOOK", "PDNG")) == "nothing");
  // A credit with our reference is a return only where the bank says so, in one of three ways.
  const std::string credit = changed(returned, "<RtrInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>account</AddtlInf><AddtlInf>closed</AddtlInf></RtrInf>", "");
  CHECK(status(credit) == "nothing");
  CHECK(report(camt054(credit)).notes.at(0).find("not marked as a return") != std::string::npos);
  CHECK(status(changed(credit, "<Sts>", "<RvslInd>true</RvslInd><Sts>")) == "returned");
  CHECK(status(changed(credit, "<NtryDtls>", "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>")) == "returned");
  // A debit that undoes something, and a detail against its entry, decide nothing.
  CHECK(status(changed(paid, "<Sts>", "<RvslInd>true</RvslInd><Sts>")) == "nothing");
  CHECK(status(changed(paid, "<Amt Ccy=\"EUR\">100.00</Amt></TxDtls>", "<Amt Ccy=\"EUR\">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>")) == "nothing");
  // Other money on the account is not ours to speak of; a debit without a reference is worth a look.
  CHECK(report(camt054(changed(credit, "<EndToEndId>A2</EndToEndId>", "<EndToEndId>NOTPROVIDED</EndToEndId>"))).notes.empty());
  CHECK(report(camt054(changed(paid, "<EndToEndId>A1</EndToEndId>", ""))).notes.size() == 1);
  // The same entries in a statement of the account, in an envelope.
  std::string statement = camt054(paid);
  for (const auto& [from, to] : {std::pair{"camt.054.001.08", "camt.053.001.02"}, {"<BkToCstmrDbtCdtNtfctn>", "<BkToCstmrStmt>"}, {"</BkToCstmrDbtCdtNtfctn>", "</BkToCstmrStmt>"}, {"<Ntfctn>", "<Stmt>"}, {"</Ntfctn>", "</Stmt>"},
                                 {"<?xml version=\"1.0\"?>\n", "<env:Envelope xmlns:env=\"urn:envelope\"><env:Header/>"}})
    statement = changed(statement, from, to);
  CHECK(report(statement + "</env:Envelope>").payments.at(0).status == PayoutStatus::paid);
}

TEST_CASE("bank answers: one booking for a group names its payments by the file that was sent", "[bank]") {
  const std::string batch =
      "<Ntry><Amt Ccy=\"EUR\">125.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-28</Dt></BookgDt>"
      "<NtryDtls><Btch><MsgId>2026-10-A</MsgId><PmtInfId>2026-10-A-1</PmtInfId><NbOfTxs>2</NbOfTxs></Btch></NtryDtls></Ntry>\n";
  const auto sent = read(file());
  const auto one = report(camt054(batch));
  CHECK(one.payments.empty());
  REQUIRE(one.groups.size() == 1);
  CHECK(one.groups[0].amount == "125.50");
  const auto named = expand(one, sent);
  REQUIRE(named.payments.size() == 2);
  CHECK(named.payments[1].end_to_end_id == "A2");
  CHECK(named.payments[1].status == PayoutStatus::paid);
  CHECK(named.payments[1].amount_minor == 2'550);
  CHECK(named.groups.empty());

  const auto left = [&](std::string_view from, std::string_view to, std::string_view says) {
    const auto other = expand(report(camt054(changed(batch, from, to))), sent);
    CHECK(other.payments.empty());
    CHECK(other.groups.size() == 1);
    REQUIRE(other.notes.size() == 1);
    INFO(other.notes[0]);
    CHECK(other.notes[0].find(says) != std::string::npos);
  };
  left("<NbOfTxs>2", "<NbOfTxs>3", "3 payments at the bank, and 2 were sent");
  left(">125.50<", ">125.49<", "125.49 at the bank, and 125.5 were sent");
  left("Ccy=\"EUR\"", "Ccy=\"USD\"", "booked in USD");
  left("2026-10-A-1<", "2026-10-A-9<", "not one of those that were sent");
  left("<MsgId>2026-10-A<", "<MsgId>2026-09-A<", "not one of those that were sent");
}

TEST_CASE("bank answers: a payment's own word goes before its group's, and a group's before the file's", "[bank]") {
  const auto named = expand(report(pain002("<GrpSts>ACCP</GrpSts>",
                                           "<OrgnlPmtInfAndSts><OrgnlPmtInfId>2026-10-A-1</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>"
                                           "<TxInfAndSts><OrgnlEndToEndId>A2</OrgnlEndToEndId><TxSts>ACSP</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>")),
                            read(file()));
  REQUIRE(named.payments.size() == 4);
  const auto status = [&](std::string_view id) {
    for (const auto& payment : named.payments)
      if (payment.end_to_end_id == id) return payment.status;
    FAIL("no " << id);
    return PayoutStatus::sent;
  };
  CHECK(status("A1") == PayoutStatus::rejected);
  CHECK(status("A2") == PayoutStatus::accepted);
  CHECK(status("B1") == PayoutStatus::accepted);
  CHECK(status("B2") == PayoutStatus::accepted);
}

TEST_CASE("bank answers: another amount than was sent, and a payment that was not, are noted", "[bank]") {
  const auto sent = read(file());
  const auto less = expand(report(camt054(changed(std::string(kReturned), "<Amt Ccy=\"EUR\">25.50</Amt></TxAmt>", "<Amt Ccy=\"EUR\">20.50</Amt></TxAmt>"))), sent);
  REQUIRE(less.payments.size() == 1);
  CHECK(less.payments[0].amount_minor == 2'050);  // What came back, not what was sent.
  REQUIRE(less.notes.size() == 1);
  CHECK(less.notes[0] == "the bank names 20.50 EUR for A2, and 25.50 EUR was sent");
  CHECK(expand(report(camt054(changed(std::string(kPaid), ">A1<", ">Z9<"))), sent).notes.at(0) == "the payment Z9 is not in the file that was sent");
}

TEST_CASE("bank answers: what cannot be read refuses the file, with its place", "[bank]") {
  const auto refused = [](std::string_view xml, Errc code, std::string_view field, std::string_view says) {
    const auto read = read_bank_report(xml, "b.xml");
    REQUIRE_FALSE(read);
    INFO(read.error().field << ": " << read.error().detail);
    CHECK(read.error().code == code);
    CHECK(read.error().field == field);
    CHECK(read.error().detail.find(says) != std::string::npos);
  };
  const std::string paid(kPaid);
  const std::string below = "b.xml:3:BkToCstmrDbtCdtNtfctn/Ntfctn/Ntry";
  refused(camt054(changed(paid, "DBIT", "DEBT")), Errc::invalid_argument, below + "/CdtDbtInd", "CRDT or DBIT");
  refused(camt054(changed(paid, "<CdtDbtInd>DBIT</CdtDbtInd>", "")), Errc::missing_field, below, "come or go");
  refused(camt054(changed(paid, "<Sts><Cd>BOOK</Cd></Sts>", "")), Errc::missing_field, below, "booked");
  refused(camt054(changed(paid, "<Amt Ccy=\"EUR\">100.00</Amt><CdtDbtInd>", "<CdtDbtInd>")), Errc::missing_field, below, "Amt");
  refused(camt054(changed(paid, "<Amt Ccy=\"EUR\">100.00</Amt></TxDtls>", "<Amt Ccy=\"EUR\">100.001</Amt></TxDtls>")), Errc::invalid_amount, below + "/NtryDtls/TxDtls/Amt", "more places");
  refused(camt054(changed(paid, "Ccy=\"EUR\"", "Ccy=\"EU\"")), Errc::unknown_currency, below + "/Amt", "ISO 4217");
  refused(camt054(changed(paid, "2026-11-28", "2026-11-38")), Errc::invalid_argument, below + "/BookgDt/Dt", "no day");
  refused(changed(camt054(paid), "<MsgId>BANK-2</MsgId>", ""), Errc::missing_field, "b.xml:2:BkToCstmrDbtCdtNtfctn", "MsgId");
  refused(changed(pain002(""), "<OrgnlGrpInfAndSts><OrgnlMsgId>2026-10-A</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>", ""), Errc::missing_field, "b.xml:1:CstmrPmtStsRpt",
          "OrgnlGrpInfAndSts");
  refused(pain002("", "<OrgnlPmtInfAndSts><PmtInfSts>RJCT</PmtInfSts></OrgnlPmtInfAndSts>"), Errc::missing_field, "b.xml:3:CstmrPmtStsRpt/OrgnlPmtInfAndSts", "which group");
  const std::string whole = camt054(paid);
  for (std::size_t bytes = 0; bytes + 1 < whole.size(); bytes += 7) CHECK_FALSE(read_bank_report(whole.substr(0, bytes), "b.xml"));
  refused(whole.substr(0, whole.find("</TxDtls>") + 3), Errc::invalid_argument, "b.xml:3", "cut");
  // A report on direct debits is none of ours, and nothing in it is read as a payout.
  const auto other = report(changed(pain002("<GrpSts>RJCT</GrpSts>"), "pain.001.001.09</Orgnl", "pain.008.001.08</Orgnl"));
  CHECK(other.groups.empty());
  CHECK(other.notes.size() == 1);
}

TEST_CASE("bank answers: as JSON", "[bank]") {
  const auto json = bank_report_json(report(camt054(std::string(kReturned))));
  CHECK(canonical_json(json) ==
        R"({"created":"2026-11-29T06:00:00","format":"colophon/bank-report/1","groups":[],"id":"BANK-2","message":"camt.054.001.08","notes":[],"payments":[)"
        R"({"amount":"25.50","bank_status":"BOOK","currency":"EUR","date":"2026-12-01","end_to_end_id":"A2","message_id":null,"payment_information_id":null,)"
        R"("reason":"AC04","reason_text":"account closed","reason_words":"the account is closed","status":"returned"}],"pending":0})");
}
