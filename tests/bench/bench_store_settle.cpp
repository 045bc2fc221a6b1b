// Settling millions of events that lie in a SQLite store: ours, with tables, statements' leaves, journal and root, beside SQLite's own
// GROUP BY over the same rows, amounts only. `bench_store_settle [EVENTS...]`, in millions; default 5.
#include <sqlite3.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "bench.hpp"
#include "jobs/settle.hpp"
#include "store/store.hpp"

using namespace colophon;
using bench::least_cpu_seconds;
using bench::print_line;

namespace {

constexpr std::uint32_t kWorks = 50'000, kListeners = 200'000;
constexpr Period kMonth{2026, 10};

struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    std::uint64_t z = state += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
};

void check(const auto& result) {
  if (result) return;
  std::fprintf(stderr, "%s: %s\n", result.error().field.c_str(), result.error().detail.c_str());
  std::exit(1);
}

/// A store with a catalogue, a fee of every listener, and this many plays, by a fixed rule: works by Zipf's law, listeners evenly.
std::string make_store(const std::filesystem::path& folder, std::uint64_t events) {
  const std::string file = (folder / ("events-" + std::to_string(events) + ".db")).string();
  auto store = *store::open_sqlite(file);
  std::vector<Id> works;
  check(store->atomically([&]() -> Result<void> {
    for (std::uint32_t w = 0; w < kWorks; ++w) {
      const auto party = store->find_or_make_party({{}, "party-" + std::to_string(w), "Party"});
      if (!party) return std::unexpected(party.error());
      store::WorkDraft draft;
      draft.title = "Work " + std::to_string(w);
      draft.kind = "recording";
      draft.media_type = "audio/flac";
      draft.sha256 = sha256("");
      draft.shares = {{party->id, {1, 1}}};
      const auto work = store->insert_work(draft, nullptr);
      if (!work) return std::unexpected(work.error());
      works.push_back(work->id);
    }
    return {};
  }));
  std::vector<double> cumulative(kWorks);
  double sum = 0;
  for (std::uint32_t w = 0; w < kWorks; ++w) cumulative[w] = sum += 1.0 / (w + 1);
  Random random{42};
  const std::uint64_t begin = kMonth.begin_unix_ms(), span = kMonth.end_unix_ms() - begin;
  const auto id_at = [&](std::uint64_t number, std::uint64_t of) {
    std::array<std::uint8_t, 10> bytes;
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    return uuid_v7(begin + static_cast<std::uint64_t>(static_cast<double>(number) / static_cast<double>(of) * static_cast<double>(span - 1)), bytes);
  };
  std::vector<store::EventDraft> batch;
  for (std::uint64_t i = 0; i < events; ++i) {
    const auto at = std::lower_bound(cumulative.begin(), cumulative.end(), random.uniform() * sum) - cumulative.begin();
    batch.push_back({id_at(i, events), store::EventType::play, works[static_cast<std::size_t>(std::min<std::ptrdiff_t>(at, kWorks - 1))], "user-" + std::to_string(random.next() % kListeners), {}, 1});
    if (batch.size() == 50'000 || i + 1 == events) {
      check(store->append_events(batch, store::Source::import));
      batch.clear();
    }
  }
  std::vector<store::RevenueDraft> fees;
  for (std::uint32_t u = 0; u < kListeners; ++u) fees.push_back({id_at(u, kListeners), store::RevenueKind::subscription, "9.99", "EUR", "user-" + std::to_string(u), {}});
  check(store->append_revenue(fees, store::Source::import));
  return file;
}

double sqlite_seconds(const std::string& file, const char* sql) {
  sqlite3* db = nullptr;
  sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READONLY, nullptr);
  const double seconds = least_cpu_seconds(1, [&] { sqlite3_exec(db, sql, [](void*, int, char**, char**) { return 0; }, nullptr, nullptr); });
  sqlite3_close(db);
  return seconds;
}

void settle(const std::string& file, std::uint64_t events, bool with_peer) {
  const std::string name = std::to_string(events / 1'000'000) + "M events";
  for (const auto& [rule, sql] : {std::pair{royalty::Rule::pro_rata, "SELECT work, sum(units) FROM event GROUP BY work"},
                                  std::pair{royalty::Rule::user_centric, "SELECT listener, work, sum(units) FROM event GROUP BY listener, work"},
                                  std::pair{royalty::Rule::artist_centric, static_cast<const char*>(nullptr)}}) {
    const double ours = least_cpu_seconds(2, [&] {
      auto store = *store::open_sqlite(file);
      check(jobs::compute_settlement(*store, kMonth, {.rule = rule, .book = {}}));
    });
    const std::string line = "settle " + name + " in the store, " + std::string(royalty::rule_name(rule));
    if (sql != nullptr && with_peer) print_line(line, ours, "CPU-s", "SQLite GROUP BY, units only", sqlite_seconds(file, sql));
    else print_line(line, ours, "CPU-s");
    if (rule == royalty::Rule::user_centric) print_line("peak memory so far", bench::peak_memory_mib(), "MiB");
  }
}

}  // namespace

int main(int count, char** words) {
  std::vector<std::uint64_t> sizes;
  for (int i = 1; i < count; ++i) sizes.push_back(std::strtoull(words[i], nullptr, 10) * 1'000'000);
  if (sizes.empty()) sizes = {5'000'000};
  const auto folder = std::filesystem::temp_directory_path() / "colophon-bench-store";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  for (const std::uint64_t events : sizes) {
    const double made = bench::cpu_seconds();
    const std::string file = make_store(folder, events);
    std::printf("# %llu events written in %.1f CPU-s\n", static_cast<unsigned long long>(events), bench::cpu_seconds() - made);
    settle(file, events, events <= 5'000'000);
    std::filesystem::remove(file);
  }
  std::filesystem::remove_all(folder);
}
