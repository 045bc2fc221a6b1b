// Verifying the journal of 100,000 transactions: every balance and the whole chain by ours; by the peers the balances alone, for they know no chain.
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "bench.hpp"
#include "colophon/royalty/journal.hpp"

using namespace colophon;
using bench::least_cpu_seconds;
using bench::print_line;

namespace {

constexpr int kTransactions = 100'000;

/// Divisions of works over two parties with a reserve, as settlements write them.
std::string journal_text() {
  royalty::Journal journal;
  journal.set_name("bench");
  const std::uint32_t eur = journal.currency(*Currency::parse("EUR"));
  for (int i = 0; i < kTransactions; ++i) {
    const Micros amount = 1'000'000 + (i * 7'919LL) % 900'000'007;
    const std::string party = std::to_string(i % 5'000);
    journal.begin(*Date::parse("2026-10-31"), "division | pool subscription, work work-" + std::to_string(i), uuid_from_name("bench", std::to_string(i)));
    journal.debit("liabilities:pool:subscription", eur, amount);
    journal.credit("liabilities:party:artist-" + party, eur, amount / 3);
    journal.credit("liabilities:reserve:artist-" + party + ":deal-" + party + ":2027-01", eur, amount / 7);
    journal.credit("liabilities:party:label-" + std::to_string(i % 50), eur, amount - amount / 3 - amount / 7);
    journal.finish();
  }
  std::string text;
  journal.write([&](std::string_view piece) { text += piece; });
  return text;
}

/// CPU seconds of a command and all that it starts; below 0 where it is not installed or fails.
double child_cpu_seconds(const std::string& command) {
  const auto used = [] {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  };
  const double before = used();
  return std::system((command + " >/dev/null 2>&1").c_str()) == 0 ? used() - before : -1;
}

}  // namespace

int main() {
  const std::string text = journal_text();
  const auto file = std::filesystem::temp_directory_path() / "colophon-bench.ledger";
  std::ofstream(file, std::ios::binary) << text;
  std::printf("# %d transactions, %.1f MiB\n", kTransactions, static_cast<double>(text.size()) / (1 << 20));
  bool holds = false;
  const double ours = least_cpu_seconds(3, [&] { holds = royalty::verify_journal(text)->holds(); });
  if (!holds) return 1;
  const std::string name = "verifying a journal of 100,000 transactions";
  for (const auto& [peer, command] : {std::pair{"ledger bal", "ledger --args-only -f "}, std::pair{"hledger bal", "hledger -f "}}) {
    const double theirs = child_cpu_seconds(command + file.string() + " balance --flat");
    if (theirs < 0) print_line(name, ours, "CPU-s (no " + std::string(peer) + ")");
    else print_line(name, ours, "CPU-s", peer, theirs);
  }
  std::filesystem::remove(file);
}
