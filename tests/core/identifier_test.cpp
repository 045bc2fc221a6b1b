#include <catch2/catch_test_macros.hpp>

#include "colophon/identifier/bank.hpp"
#include "colophon/identifier/evm_address.hpp"
#include "colophon/identifier/industry.hpp"

using namespace colophon;
using namespace colophon::identifier;

namespace {

using Reader = Result<std::string> (*)(std::string_view, std::string_view);

/// What is refused says so with this in its detail, names the field, and never repeats the identifier: an account number is personal.
void refused(Reader reader, std::string_view text, std::string_view says, Errc code = Errc::invalid_argument) {
  const auto read = reader(text, "row.7");
  INFO(text);
  REQUIRE_FALSE(read);
  INFO(read.error().detail);
  CHECK(read.error().code == code);
  CHECK(read.error().field == "row.7");
  CHECK(read.error().detail.find(says) != std::string::npos);
  CHECK((text.size() < 5 || read.error().detail.find(text) == std::string::npos));
}

void accepted(Reader reader, std::string_view text, std::string_view normal) {
  const auto read = reader(text, "row.7");
  INFO(text);
  if (!read) FAIL(read.error().detail);
  CHECK(*read == normal);
  CHECK(*reader(*read, "") == normal);  // A normal form is its own.
}

// One account a country, from SWIFT's IBAN registry.
constexpr std::string_view kRegistryExamples =
    "AD1200012030200359100100 AE070331234567890123456 AL47212110090000000235698741 AT611904300234573201 AZ21NABZ00000000137010001944 "
    "BA391290079401028494 BE68539007547034 BG80BNBG96611020345678 BH67BMAG00001299123456 BR1800360305000010009795493C1 "
    "BY13NBRB3600900000002Z00AB00 CH9300762011623852957 CR05015202001026284066 CY17002001280000001200527600 CZ6508000000192000145399 "
    "DE89370400440532013000 DK5000400440116243 DO28BAGR00000001212453611324 EE382200221020145685 ES9121000418450200051332 "
    "FI2112345600000785 FO6264600001631634 FR1420041010050500013M02606 GB29NWBK60161331926819 GE29NB0000000101904917 "
    "GI75NWBK000000007099453 GL8964710001000206 GR1601101250000000012300695 GT82TRAJ01020000001210029690 HR1210010051863000160 "
    "HU42117730161111101800000000 IE29AIBK93115212345678 IL620108000000099999999 IQ98NBIQ850123456789012 IS140159260076545510730339 "
    "IT60X0542811101000000123456 JO94CBJO0010000000000131000302 KW81CBKU0000000000001234560101 KZ86125KZT5004100100 "
    "LB62099900000001001901229114 LC55HEMM000100010012001200023015 LI21088100002324013AA LT121000011101001000 LU280019400644750000 "
    "LV80BANK0000435195001 MC5811222000010123456789030 MD24AG000225100013104168 ME25505000012345678951 MK07250120000058984 "
    "MR1300020001010000123456753 MT84MALT011000012345MTLCAST001S MU17BOMM0101101030300200000MUR NL91ABNA0417164300 NO9386011117947 "
    "PK36SCBL0000001123456702 PL61109010140000071219812874 PS92PALS000000000400123456702 PT50000201231234567890154 "
    "QA58DOHB00001234567890ABCDEFG RO49AAAA1B31007593840000 RS35260005601001611379 SA0380000000608010167519 "
    "SC18SSCB11010000000000001497USD SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 SM86U0322509800000000270100 "
    "ST32000200010192194210112 SV62CENR00000000000000700025 TL380080012345678910157 TN5910006035183598478831 TR330006100519786457841326 "
    "UA213223130000026007233566001 VG96VPVG0000012345678901 XK051212012345678906";

}  // namespace

TEST_CASE("ISRC: the forms that people write are one", "[identifier]") {
  for (const auto* text : {"GBAYE6800023", "GB-AYE-68-00023", "gb aye 68 00023", "ISRC GB-AYE-68-00023", "ISRC: GBAYE6800023"}) {
    accepted(isrc, text, "GBAYE6800023");
  }
  accepted(isrc, "US-S1Z-99-00001", "USS1Z9900001");
  accepted(isrc, "IS-RC1-23-00001", "ISRC12300001");  // Iceland's, not a label.
  refused(isrc, "GBAYE680002", "this has 11");
  refused(isrc, "GBAYE680002X", "seven digits");
  refused(isrc, "G1AYE6800023", "two letters");
  refused(isrc, "GBAYE68/00023", "byte 8 (hexadecimal 2F)");
  refused(isrc, "", "empty", Errc::missing_field);
  refused(isrc, " - ", "empty", Errc::missing_field);
  refused(isrc, std::string(101, 'A'), "longer");
}

// The first is CISAC's example, the others stand in DDEX's sample sales reports.
TEST_CASE("ISWC: nine digits and their check digit", "[identifier]") {
  accepted(iswc, "T-034.524.680-1", "T0345246801");
  accepted(iswc, "t9109247316", "T9109247316");
  accepted(iswc, "ISWC T-070.247.279-4", "T0702472794");
  refused(iswc, "T-034.524.680-2", "is 2 where 1 would be right");
  refused(iswc, "T-034.524.608-1", "is 1 where 3 would be right");  // Two digits exchanged.
  refused(iswc, "0345246801", "letter T");
  refused(iswc, "T034524680", "ten digits");
}

TEST_CASE("IPI name number: eleven digits, leading zeros or not", "[identifier]") {
  accepted(ipi_name_number, "00017798450", "00017798450");  // John Winston Lennon, as MusicBrainz has it.
  accepted(ipi_name_number, "17798450", "00017798450");
  accepted(ipi_name_number, "00273545259", "00273545259");
  accepted(ipi_name_number, "IPI 00017798450", "00017798450");
  refused(ipi_name_number, "00017798451", "are 51 where 50 would be right");
  refused(ipi_name_number, "I-000000229-7", "11 digits");  // A base number, which is another thing.
  refused(ipi_name_number, "000177984500", "11 digits");
  refused(ipi_name_number, "0", "names nobody");
  // 3 * 10 + 8 * 8 + 1 * 7 = 101: the formula gives 01, societies' software 00.
  accepted(ipi_name_number, "30810000001", "30810000001");
  accepted(ipi_name_number, "30810000000", "30810000000");
}

TEST_CASE("ISNI: a check character that may be X", "[identifier]") {
  accepted(isni, "0000 0001 2281 955X", "000000012281955X");
  accepted(isni, "0000-0002-1825-0097", "0000000218250097");  // ORCID's example.
  refused(isni, "0000 0001 2281 9551", "is 1 where X would be right");
  refused(isni, "X000 0001 2281 9551", "15 digits");
  refused(isni, "1000 0001 2281 95", "15 digits");
}

TEST_CASE("UPC and EAN: one form of 13 digits", "[identifier]") {
  accepted(upc_or_ean, "036000291452", "0036000291452");
  accepted(upc_or_ean, "0036000291452", "0036000291452");
  accepted(upc_or_ean, "00036000291452", "0036000291452");
  accepted(upc_or_ean, "4006381333931", "4006381333931");
  accepted(upc_or_ean, "EAN 4-006381-333931", "4006381333931");
  refused(upc_or_ean, "4006381333932", "is 2 where 1 would be right");
  refused(upc_or_ean, "36000291452", "leading zeros");
  refused(upc_or_ean, "14006381333938", "not a release");
  refused(upc_or_ean, "400638133393X", "12 digits");
}

TEST_CASE("IBAN: an account of every country of the registry's examples", "[identifier]") {
  std::size_t countries = 0;
  for (std::size_t at = 0; at < kRegistryExamples.size(); ++countries) {
    const auto end = std::min(kRegistryExamples.find(' ', at), kRegistryExamples.size());
    const std::string text(kRegistryExamples.substr(at, end - at));
    at = end + 1;
    accepted(iban, text, text);
    // Any other check digits are wrong, and the right ones are named.
    for (int digits = 0; digits < 100; digits += 7) {
      std::string other = text;
      other[2] = static_cast<char>('0' + digits / 10);
      other[3] = static_cast<char>('0' + digits % 10);
      if (other != text) refused(iban, other, "where " + text.substr(2, 2) + " would be right");
    }
  }
  CHECK(countries == 75);
}

TEST_CASE("IBAN: spaces and small letters are taken, what is mistyped is not", "[identifier]") {
  accepted(iban, "DE89 3704 0044 0532 0130 00", "DE89370400440532013000");
  accepted(iban, "IBAN: gb29 nwbk 6016 1331 9268 19", "GB29NWBK60161331926819");
  refused(iban, "DE8937040044053201300", "22 characters, this has 21");
  refused(iban, "DE89370400440532O13000", "Character 17 of an IBAN of DE is a digit");  // A letter O.
  refused(iban, "GB29NW1K60161331926819", "Character 7 of an IBAN of GB is a letter");
  refused(iban, "US64SVBKUS6S3300958879", "country that has IBANs");
  refused(iban, "DEX9370400440532013000", "not digits");
  refused(iban, "DE8937040044053201300\xC3\xA9", "byte 22 (hexadecimal C3)");
  // 00 is the same remainder as 97: ISO 7064 allows 02 to 98 only. The account's right digits are 97.
  std::string text = "DE00370400440532013000";
  for (int i = 0; i < 97 && mod_97(text.substr(4) + "DE97") != 1; ++i) {
    for (std::size_t digit = text.size(); ++text[--digit] > '9';) text[digit] = '0';
  }
  refused(iban, text, "are 00 where 97 would be right");
  CHECK(in_sepa("DE"));
  CHECK_FALSE(in_sepa("US"));
  CHECK_FALSE(in_sepa("DE AL"));
}

TEST_CASE("BIC, LEI and countries", "[identifier]") {
  accepted(bic, "COBADEFFXXX", "COBADEFF");
  accepted(bic, "cobadeff", "COBADEFF");
  accepted(bic, "COBADEFF060", "COBADEFF060");
  accepted(bic, "BIC: COBADEFF", "COBADEFF");
  accepted(bic, "BICICIAB", "BICICIAB");  // A bank of Abidjan, not a label.
  accepted(bic, "NCBVXKPR", "NCBVXKPR");  // Kosovo, which ISO 3166 has not assigned.
  refused(bic, "COBADEF", "this has 7");
  refused(bic, "COBAD3FF", "two letters of a country");
  refused(bic, "COBAXXFF", "XX, are no country");
  accepted(lei, "5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12");
  accepted(lei, "LEI: 5493 001K JTII GC8Y 1R12", "5493001KJTIIGC8Y1R12");
  refused(lei, "5493001KJTIIGC8Y1R13", "are 13 where 12 would be right");
  refused(lei, "5493001KJTIIGC8Y1R1", "this has 19");
  accepted(country, "de", "DE");
  refused(country, "UK", "GB");
  refused(country, "XX", "3166");
  refused(country, "DEU", "3166");
  refused(country, "D ", "3166");
}

// The addresses are those of EIP-55.
TEST_CASE("EVM addresses: the checksum in their capitals", "[identifier]") {
  for (const std::string address : {"0x52908400098527886E0F7030069857D2E4169EE7", "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                                    "0xde709f2102306220921060314715629080e2fb77", "0x27b1fdb04752bbc536007a920d24acb045561c26",
                                    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                                    "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"}) {
    accepted(evm_address, address, address);
    std::string small = address;
    for (char& c : small) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    accepted(evm_address, small, address);
  }
  refused(evm_address, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed", "first at character 40");
  refused(evm_address, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "40 hexadecimal");
  refused(evm_address, "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00", "0x");
  refused(evm_address, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", "character 42 is none");
  refused(evm_address, "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x");
}
