// Payment files of 10,000 and 100,000 payments: writing, checking, and reading the bank's answer; the schema check of xmllint beside.
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "bank/report.hpp"
#include "bench.hpp"
#include "colophon/identifier/bank.hpp"
#include "shared.hpp"

using namespace colophon;
using namespace colophon::bench;

namespace {

payment::PaymentOrder made_order(std::size_t count) {
  payment::PaymentOrder order;
  order.message_id = "BENCH";
  order.created_unix_ms = 1'795'444'551'000;
  order.debtors = {{{"Colophon Platform", "DE89370400440532013000", "COBADEFF"}, ""}};
  for (std::size_t i = 0; i < count; ++i) {
    std::string account = std::to_string(i);
    account.insert(0, 10 - account.size(), '0');
    const std::string body = "37040044" + account;
    const auto check = 98 - identifier::mod_97(body + "DE00");
    const std::string iban = "DE" + std::string(check < 10 ? "0" : "") + std::to_string(check) + body;
    order.payments.push_back({"P" + std::to_string(i), static_cast<std::int64_t>(100 + i * 7 % 99'999), *Currency::parse("EUR"), "2026-11-28",
                              {"Zo\xC3\xAB M\xC3\xBCller " + std::to_string(i), iban, ""}, "Royalties 2026-10"});
  }
  return order;
}

/// One booking a payment, as a camt.054 has it.
std::string made_answer(const payment::PaymentOrder& order) {
  std::string xml = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>B</MsgId><CreDtTm>2026-11-29T06:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>\n";
  for (const auto& one : order.payments) {
    const std::string amount = "<Amt Ccy=\"EUR\">" + format_minor(one.amount_minor, one.currency) + "</Amt>";
    xml += "<Ntry>" + amount + "<CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-11-28</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>" + one.end_to_end_id +
           "</EndToEndId></Refs>" + amount + "</TxDtls></NtryDtls></Ntry>\n";
  }
  return xml + "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n";
}

/// CPU seconds of the children that have ended.
double children_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/// What xmllint takes to judge the file by the schema; 0 where either is not there.
double xmllint_seconds(const std::string& xml) {
  const auto schema = tests::shared("conformance/iso20022/xsd/pain.001.001.09.xsd");
  if (!schema) return 0;
  const auto file = std::filesystem::temp_directory_path() / ("bench-" + std::to_string(getpid()) + ".xml");
  std::ofstream(file, std::ios::binary) << xml;
  double least = 1e30;
  for (int i = 0; i < 3; ++i) {
    const double before = children_seconds();
    if (std::system(("xmllint --noout --schema '" + schema->string() + "' '" + file.string() + "' 2>/dev/null").c_str()) != 0) least = 0;
    least = std::min(least, children_seconds() - before);
  }
  std::filesystem::remove(file);
  return least;
}

void figures(std::size_t count, int runs) {
  const auto order = made_order(count);
  const std::string of = " of " + std::to_string(count) + " payments";
  std::string xml;
  print_line("writing a payment file" + of, 1e3 * least_cpu_seconds(runs, [&] { xml = payment::write_pain001(order)->xml; }), "CPU-ms");
  print_line("its size", static_cast<double>(xml.size()) / (1 << 20), "MiB");
  const double ours = least_cpu_seconds(runs, [&] {
    if (!bank::pain001_report(*bank::read_pain001(xml, "bench")).holds()) std::abort();
  });
  const double theirs = xmllint_seconds(xml);
  const std::string check = "checking a payment file" + of;
  if (theirs > 0) print_line(check, 1e3 * ours, "CPU-ms", "xmllint --schema, which checks no sum and no IBAN,", 1e3 * theirs);
  else print_line(check, 1e3 * ours, "CPU-ms");
  const std::string answer = made_answer(order);
  const auto sent = *bank::read_pain001(xml, "bench");
  print_line("reading the bank's answer" + of + ", matched to what was sent", 1e3 * least_cpu_seconds(runs, [&] {
               if (bank::expand(*bank::read_bank_report(answer, "bench"), sent).notes.size() != 0) std::abort();
             }), "CPU-ms");
}

}  // namespace

int main() {
  figures(10'000, 5);
  figures(100'000, 2);
  print_line("peak memory of all of this", peak_memory_mib(), "MiB");
}
