#include "colophon/payment/pain001.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

#include "colophon/base/limits.hpp"
#include "colophon/payment/characters.hpp"

using namespace colophon;
using namespace colophon::payment;

namespace {

Payment paying(std::string id, std::int64_t minor, std::string_view currency = "EUR") {
  return {std::move(id), minor, *Currency::parse(currency), "2026-11-28", {"Ada Lovelace", "GB29NWBK60161331926819", "NWBKGB2L"}, "Royalties 2026-10"};
}

PaymentOrder order(std::vector<Payment> payments) {
  PaymentOrder order;
  order.message_id = "2026-10-A";
  order.created_unix_ms = 1'795'444'551'000;
  order.debtors = {{{"Colophon Platform", "DE89 3704 0044 0532 0130 00", "COBADEFFXXX"}, ""}};
  order.payments = std::move(payments);
  return order;
}

std::string written(const PaymentOrder& order) {
  const auto file = write_pain001(order);
  if (!file) FAIL(file.error().field << ": " << file.error().detail);
  return file->xml;
}

std::size_t count(std::string_view text, std::string_view piece) {
  std::size_t found = 0;
  for (auto at = text.find(piece); at != text.npos; at = text.find(piece, at + piece.size())) ++found;
  return found;
}

void refused(const PaymentOrder& order, Errc code, std::string_view field, std::string_view says) {
  const auto file = write_pain001(order);
  INFO(field);
  REQUIRE_FALSE(file);
  INFO(file.error().detail);
  CHECK(file.error().code == code);
  CHECK(file.error().field == field);
  CHECK(file.error().detail.find(says) != std::string::npos);
}

}  // namespace

TEST_CASE("pain.001: a file, byte by byte", "[payment]") {
  auto small = order({paying("b-2", 1050), paying("a-1", 63)});
  small.payments[1].creditor = {"Jos\xC3\xA9 M\xC3\xBCller & S\xC3\xB8n", "de37370502991325006652", ""};
  small.payments[1].remittance = "";
  const auto file = *write_pain001(small);
  CHECK(file.xml ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"><CstmrCdtTrfInitn>\n"
        "<GrpHdr><MsgId>2026-10-A</MsgId><CreDtTm>2026-11-23T14:35:51Z</CreDtTm><NbOfTxs>2</NbOfTxs><CtrlSum>11.13</CtrlSum>"
        "<InitgPty><Nm>Colophon Platform</Nm></InitgPty></GrpHdr>\n"
        "<PmtInf><PmtInfId>2026-10-A-1</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg><NbOfTxs>2</NbOfTxs><CtrlSum>11.13</CtrlSum>"
        "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>2026-11-28</Dt></ReqdExctnDt>"
        "<Dbtr><Nm>Colophon Platform</Nm></Dbtr><DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>"
        "<DbtrAgt><FinInstnId><BICFI>COBADEFF</BICFI></FinInstnId></DbtrAgt><ChrgBr>SLEV</ChrgBr>\n"
        "<CdtTrfTxInf><PmtId><EndToEndId>a-1</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"EUR\">0.63</InstdAmt></Amt>"
        "<Cdtr><Nm>Jose Muller + Son</Nm></Cdtr><CdtrAcct><Id><IBAN>DE37370502991325006652</IBAN></Id></CdtrAcct><Purp><Cd>ROYA</Cd></Purp></CdtTrfTxInf>\n"
        "<CdtTrfTxInf><PmtId><EndToEndId>b-2</EndToEndId></PmtId><Amt><InstdAmt Ccy=\"EUR\">10.50</InstdAmt></Amt>"
        "<CdtrAgt><FinInstnId><BICFI>NWBKGB2L</BICFI></FinInstnId></CdtrAgt><Cdtr><Nm>Ada Lovelace</Nm></Cdtr>"
        "<CdtrAcct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id></CdtrAcct><Purp><Cd>ROYA</Cd></Purp>"
        "<RmtInf><Ustrd>Royalties 2026-10</Ustrd></RmtInf></CdtTrfTxInf>\n"
        "</PmtInf>\n"
        "</CstmrCdtTrfInitn></Document>\n");
  REQUIRE(file.rewritten.size() == 1);
  CHECK(file.rewritten[0].end_to_end_id == "a-1");
  CHECK(file.rewritten[0].field == "name");
  CHECK(file.rewritten[0].written == "Jose Muller + Son");
  REQUIRE(file.totals.size() == 1);
  CHECK(file.totals[0].amount_minor == 1113);
  CHECK(file.totals[0].payments == 2);
}

TEST_CASE("pain.001: a group for each day, currency, and what is SEPA; each with its count and sum", "[payment]") {
  auto mixed = order({paying("1", 100), paying("2", 205, "USD"), paying("3", 1234, "KWD"), paying("4", 500, "JPY"), paying("5", 7)});
  mixed.payments[4].execution_date = "2026-12-01";
  mixed.payments.push_back(paying("6", 9));
  mixed.payments[5].creditor = {"Ahmed", "AE070331234567890123456", "BOMLAEAD"};  // Euro, but not to SEPA.
  const auto file = *write_pain001(mixed);
  CHECK(file.groups == 6);
  CHECK(count(file.xml, "<PmtInf>") == 6);
  CHECK(count(file.xml, "<Cd>SEPA</Cd>") == 2);
  CHECK(count(file.xml, "<ChrgBr>") == 2);
  // 1.00 + 2.05 + 1.234 + 500 + 0.07 + 0.09: a control sum adds numbers, whatever their currency.
  CHECK(count(file.xml, "<NbOfTxs>6</NbOfTxs><CtrlSum>504.444</CtrlSum>") == 1);
  CHECK(count(file.xml, "<NbOfTxs>1</NbOfTxs><CtrlSum>1.00</CtrlSum>") == 1);
  CHECK(count(file.xml, "<NbOfTxs>1</NbOfTxs><CtrlSum>0.09</CtrlSum>") == 1);
  CHECK(count(file.xml, "<CtrlSum>1.234</CtrlSum>") == 1);
  CHECK(count(file.xml, "<CtrlSum>500</CtrlSum>") == 1);
  CHECK(count(file.xml, "Ccy=\"JPY\">500<") == 1);
  CHECK(count(file.xml, "Ccy=\"KWD\">1.234<") == 1);
  REQUIRE(file.totals.size() == 4);
  CHECK(file.totals[0].currency.name() == "EUR");
  CHECK(file.totals[0].amount_minor == 116);

  // Dollars from the account in dollars, whichever is named first.
  mixed.debtors.push_back({{"Colophon Dollars", "GB29NWBK60161331926819", ""}, "USD"});
  const std::string two_accounts = written(mixed);
  CHECK(count(two_accounts, "Colophon Dollars") == 1);
  CHECK(count(two_accounts, "NOTPROVIDED") == 1);
  for (int i = 0; i < 5; ++i) {
    std::ranges::rotate(mixed.payments, mixed.payments.begin() + 1 + i);
    std::ranges::reverse(mixed.debtors);
    CHECK(written(mixed) == two_accounts);
  }
}

TEST_CASE("pain.001: what a bank would refuse is refused here, with its place", "[payment]") {
  const auto changed = [](auto&& change) {
    auto one = order({paying("1", 100), paying("2", 200)});
    change(one);
    return one;
  };
  using Order = PaymentOrder&;
  refused(changed([](Order o) { o.payments.clear(); }), Errc::missing_field, "payments", "nothing to pay");
  refused(changed([](Order o) { o.debtors.clear(); }), Errc::missing_field, "debtors", "account to pay from");
  refused(changed([](Order o) { o.message_id = ""; }), Errc::missing_field, "message_id", "missing");
  refused(changed([](Order o) { o.message_id = std::string(31, 'x'); }), Errc::invalid_argument, "message_id", "at most 30");
  refused(changed([](Order o) { o.message_id = "10/2026/"; }), Errc::invalid_argument, "message_id", "ends with /");
  refused(changed([](Order o) { o.purpose = "roya"; }), Errc::invalid_argument, "purpose", "capital");
  refused(changed([](Order o) { o.initiator = "\xE6\x9D\x8E"; }), Errc::invalid_argument, "initiator", "U+674E");
  refused(changed([](Order o) { o.debtors[0].account.iban = "DE88370400440532013000"; }), Errc::invalid_argument, "debtors[0].iban", "89 would be right");
  refused(changed([](Order o) { o.debtors[0].account.name = " "; }), Errc::missing_field, "debtors[0].name", "owner");
  refused(changed([](Order o) { o.debtors[0].currency = "EURO"; }), Errc::unknown_currency, "debtors[0].currency", "ISO 4217");
  refused(changed([](Order o) { o.debtors.push_back(o.debtors[0]); }), Errc::conflict, "debtors[1].currency", "same currency");
  refused(changed([](Order o) { o.debtors[0].currency = "USD"; }), Errc::currency_mismatch, "payments[0].currency", "EUR");
  refused(changed([](Order o) { o.payments[1].end_to_end_id = "1"; }), Errc::invalid_argument, "payments[1].end_to_end_id", "payments[0]");
  refused(changed([](Order o) { o.payments[1].end_to_end_id = "NOTPROVIDED"; }), Errc::invalid_argument, "payments[1].end_to_end_id", "no reference");
  refused(changed([](Order o) { o.payments[1].end_to_end_id = "caf\xC3\xA9"; }), Errc::invalid_argument, "payments[1].end_to_end_id", "not converted");
  refused(changed([](Order o) { o.payments[1].end_to_end_id = "0190d6f0-7a11-7000-8000-0000000000ff"; }), Errc::invalid_argument, "payments[1].end_to_end_id", "at most 35");
  refused(changed([](Order o) { o.payments[1].amount_minor = 0; }), Errc::negative_amount, "payments[1].amount", "minor unit");
  refused(changed([](Order o) { o.payments[1].amount_minor = -5; }), Errc::negative_amount, "payments[1].amount", "minor unit");
  refused(changed([](Order o) { o.payments[1].amount_minor = 100'000'000'000; }), Errc::limit_exceeded, "payments[1].amount", "999,999,999.99");
  refused(changed([](Order o) { o.payments[1].execution_date = "2026-02-29"; }), Errc::invalid_argument, "payments[1].execution_date", "2026-11-28");
  refused(changed([](Order o) { o.payments[1].creditor.iban = "GB29NWBK60161331926818"; }), Errc::invalid_argument, "payments[1].creditor.iban", "56 would be right");
  refused(changed([](Order o) { o.payments[1].creditor.iban = ""; }), Errc::missing_field, "payments[1].creditor.iban", "empty");
  refused(changed([](Order o) { o.payments[1].creditor.bic = "NWBKXX2L"; }), Errc::invalid_argument, "payments[1].creditor.bic", "no country");
  refused(changed([](Order o) { o.payments[1].creditor.name = "\xE6\x9D\x8E\xE7\x99\xBD"; }), Errc::invalid_argument, "payments[1].creditor.name", "Character 1 (U+674E)");
  refused(changed([](Order o) { o.payments[1].creditor.name = "A\xFF"; }), Errc::invalid_encoding, "payments[1].creditor.name", "UTF-8");
  refused(changed([](Order o) { o.payments[1].creditor.name = std::string(71, 'A'); }), Errc::invalid_argument, "payments[1].creditor.name", "71 characters");
  refused(changed([](Order o) { o.payments[1].remittance = std::string(141, 'A'); }), Errc::invalid_argument, "payments[1].remittance", "141 characters");
  refused(changed([](Order o) {
            o.payments[1] = paying("2", 1, "USD");
            o.payments[1].creditor.bic = "";
          }),
          Errc::missing_field, "payments[1].creditor.bic", "BIC only");
  refused(changed([](Order o) {
            for (auto& one : o.payments) {
              one.currency = *Currency::parse("USD");
              one.amount_minor = 9'000'000'000'000'000'000;
            }
          }),
          Errc::overflow, "payments", "split");
  refused(changed([](Order o) {
            for (auto& one : o.payments) {
              one.currency = *Currency::parse("JPY");
              one.amount_minor = 600'000'000'000'000'000;
            }
          }),
          Errc::overflow, "payments", "more digits");
  refused(changed([](Order o) { o.payments = std::vector<Payment>(limits::kPaymentsMax + 1, paying("1", 100)); }), Errc::limit_exceeded, "payments", "100000");
}

TEST_CASE("pain.001: outside SEPA a bank may take names as they are", "[payment]") {
  auto abroad = order({paying("1", 100, "CNY")});
  abroad.payments[0].creditor = {"\xE6\x9D\x8E\xE7\x99\xBD <1>", "AE070331234567890123456", "BOMLAEAD"};
  refused(abroad, Errc::invalid_argument, "payments[0].creditor.name", "U+674E");
  abroad.elsewhere = Characters::unicode;
  CHECK(count(written(abroad), "<Nm>\xE6\x9D\x8E\xE7\x99\xBD &lt;1&gt;</Nm>") == 1);
  abroad.payments[0].remittance = "a\nb";
  refused(abroad, Errc::invalid_argument, "payments[0].remittance", "control");
  abroad.payments[0].remittance = "";
  abroad.payments[0].currency = *Currency::parse("EUR");
  abroad.payments[0].creditor.iban = "DE37370502991325006652";  // Now it is SEPA's, whatever the option says.
  refused(abroad, Errc::invalid_argument, "payments[0].creditor.name", "U+674E");
}

TEST_CASE("pain.001: one payment can be checked alone", "[payment]") {
  const auto all = order({});
  auto one = paying("1", 100);
  one.creditor.name = "  Zo\xC3\xAB   \xC5\x81uk ";
  const auto fit = *prepared(one, all);
  CHECK(fit.creditor.name == "Zoe Luk");
  CHECK(prepared(fit, all)->creditor.name == fit.creditor.name);
  one.creditor.iban = "GB29NWBK6016133192681";
  CHECK(prepared(one, all).error().field == "creditor.iban");
}

TEST_CASE("pain.001: an id becomes a reference and comes back", "[payment]") {
  const auto id = *Id::parse("0190d6f0-7a11-7000-8000-0000000000ff");
  CHECK(reference(id) == "0190d6f07a1170008000" "0000000000ff");
  CHECK(*id_of_reference(reference(id)) == id);
  CHECK(id_of_reference("0190D6F07A11700080000000000000FF").error().code == Errc::invalid_id);
  CHECK(id_of_reference("JAGD-2026-0001").error().field == "end_to_end_id");
}

TEST_CASE("payment characters: what banks agree on how to write", "[payment]") {
  struct Row { std::string_view given, written; };
  constexpr Row rows[] = {
      {"Plain text 123 / - ? : ( ) . , ' +", "Plain text 123 / - ? : ( ) . , ' +"},
      {"Müller Straße Æther Øre Þór", "Muller Strase Ather Ore Tor"},
      {"Łódź Čapek Őr İstanbul ğ ș Ț", "Lodz Capek Or Istanbul g s T"},
      {"Nguyễn Thị Hồng Đào", "Nguyen Thi Hong Dao"},
      {"Nguye\xCC\x82\xCC\x83n", "Nguyen"},  // The same letter as a base and two marks.
      {"Αθήνα Ψυχή Χρήστος", "Athina Psychi Christos"},
      {"Щукин Юлия Жанна", "Shtukin Yuliya Zhanna"},
      {"Љубав Ђорђе Єва", "Ljubav Dorde Eva"},
      {"“Smith” & Søn – Co.", "'Smith' + Son - Co."},
      {"a_b@c [d] {e} f;g 100% #1", "a-b.c (d) (e) f,g 100. .1"},
      {"ＡＢＣ　１２３（株）", ""},  // Full-width letters would do, the last character has no Latin form.
      {"ＡＢＣ　１２３", "ABC 123"},
      {"  two\t words \n", "two words"},
      {"5 €…", "5 EUR..."},
      {"", ""},
  };
  for (const auto& [given, written] : rows) {
    INFO(given);
    const auto text = to_sepa_text(given, "name");
    if (written.empty() && !given.empty()) {
      CHECK(text.error().detail.find("Character 9 (U+682A)") != std::string::npos);
      continue;
    }
    REQUIRE(text);
    CHECK(*text == written);
    CHECK(is_sepa_text(*text));
    CHECK(*to_sepa_text(*text, "name") == written);
  }
  CHECK(to_sepa_text("\xF0\x9F\x98\x80", "name").error().detail.find("U+1F600") != std::string::npos);
  CHECK(to_sepa_text("م", "name").error().detail.find("U+0645") != std::string::npos);
  CHECK(to_sepa_text("a\x01", "name").error().detail.find("U+0001") != std::string::npos);
  CHECK(to_sepa_text("\xC3", "name").error().code == Errc::invalid_encoding);
}
