// Ten million codes: a search within distance 8 beside looking at every code, the exact way that needs no index. Wall time too, since somebody waits.
#include <algorithm>
#include <chrono>
#include <vector>

#include "bench/bench.hpp"
#include "colophon/iscc/code_index.hpp"

using namespace colophon;

namespace {

constexpr std::size_t kCodes = 10'000'000;
constexpr int kQueries = 400;
constexpr std::uint32_t kDistance = 8;

std::uint64_t state = 1;
std::uint64_t next() {
  std::uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

std::size_t looked_through(const std::vector<std::uint64_t>& codes, std::uint64_t query) {
  std::size_t found = 0;
  for (const std::uint64_t code : codes) found += __builtin_popcountll(code ^ query) <= static_cast<int>(kDistance);
  return found;
}

}  // namespace

int main() {
  std::vector<std::uint64_t> codes(kCodes), queries(kQueries);
  for (auto& code : codes) code = next();
  for (auto& query : queries) {
    query = codes[next() % kCodes];
    for (std::uint64_t flips = next() % 9; flips > 0; --flips) query ^= std::uint64_t{1} << (next() & 63);
  }
  iscc::CodeIndex index;
  const double made = bench::least_cpu_seconds(1, [&] { index.add(codes); });
  std::vector<double> waited, used;
  std::size_t found = 0;
  double cpu = bench::cpu_seconds();
  for (const std::uint64_t query : queries) {
    const auto begin = std::chrono::steady_clock::now();
    const double before = bench::cpu_seconds();
    found += index.search(query, kDistance, 1'000).size();
    used.push_back((bench::cpu_seconds() - before) * 1e3);
    waited.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
  }
  cpu = (bench::cpu_seconds() - cpu) / kQueries * 1e3;
  std::size_t judged = 0;
  for (int i = 0; i < 20; ++i) judged += looked_through(codes, queries[static_cast<std::size_t>(i)]);
  std::size_t ours = 0;
  for (int i = 0; i < 20; ++i) ours += index.search(queries[static_cast<std::size_t>(i)], kDistance, 1'000).size();
  if (ours != judged || found < kQueries) { std::fprintf(stderr, "the two disagree: %zu and %zu\n", ours, judged); return 1; }
  const double scan = bench::least_cpu_seconds(5, [&] { judged += looked_through(codes, next()); }) * 1e3;
  if (judged == 1) std::printf(" \n");   // Used, so that it is not left out.
  std::sort(waited.begin(), waited.end());
  bench::print_line("similarity_10m_distance_8", cpu, "CPU-ms", "PEER looking at every code", scan);
  std::sort(used.begin(), used.end());
  std::printf("similarity_10m_each: CPU %.3g ms median, %.3g ms worst of %d, 5 wanted; on the clock %.3g ms median, %.3g ms worst\n", used[kQueries / 2], used.back(), kQueries,
              waited[kQueries / 2], waited.back());
  std::printf("similarity_10m_memory: %.4g bytes a code; 24 wanted; made in %.3g CPU-s\n", static_cast<double>(index.memory_bytes()) / kCodes, made);
}
