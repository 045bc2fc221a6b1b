// The ISCC beside its peers: b3sum and libxxhash in this run, iscc-lib (Rust) by the figures that it publishes of its own machine
// (its docs/benchmarks.md; the inputs are the ones described there).
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <vector>

#include "bench/bench.hpp"
#include "colophon/hash/blake3.hpp"
#include "colophon/hash/xxh32.hpp"
#include "colophon/iscc/units.hpp"
#include "shared.hpp"
#if __has_include(<xxhash.h>)
#define XXH_INLINE_ALL
#include <xxhash.h>
#define COLOPHON_BENCH_XXHASH
#endif

using namespace colophon;
using bench::least_cpu_seconds;
using bench::print_line;

namespace {

constexpr std::size_t kFileBytes = 256u << 20;
constexpr int kRuns = 7;

std::string made(std::size_t bytes) {
  std::string data(bytes, '\0');
  std::uint64_t state = 88172645463325252u;
  for (std::size_t i = 0; i + 8 <= bytes; i += 8) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    std::memcpy(data.data() + i, &state, 8);
  }
  return data;
}

double children_cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec); };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// b3sum's processor time, its start and its reading included; ours has both too. Nothing where it is not installed.
double b3sum_seconds(const std::string& file) {
  double least = 1e30;
  for (int i = 0; i < kRuns; ++i) {
    const double before = children_cpu_seconds();
    if (std::system(("b3sum --num-threads 1 '" + file + "' > /dev/null 2>&1").c_str()) != 0) return 0;
    least = std::min(least, children_cpu_seconds() - before);
  }
  return least;
}

// The file as `colophon iscc` reads it, in pieces.
template <class Hasher, class Finish>
double read_seconds(const std::string& file, Finish&& finish) {
  std::vector<std::uint8_t> piece(256u << 10);
  return least_cpu_seconds(kRuns, [&] {
    const int descriptor = open(file.c_str(), O_RDONLY);
    Hasher hasher;
    for (ssize_t count; (count = read(descriptor, piece.data(), piece.size())) > 0;) hasher.update(ByteView(piece).first(static_cast<std::size_t>(count)));
    finish(hasher);
    close(descriptor);
  });
}

volatile std::uint64_t kept = 0;

// Microseconds of one call, of many.
template <class Work>
double microseconds(int calls, Work&& work) {
  return least_cpu_seconds(kRuns, [&] { for (int i = 0; i < calls; ++i) kept = kept + work(); }) / calls * 1e6;
}

void print_throughput(const std::string& name, double ours, const std::string& peer, double theirs) {
  const double gib = static_cast<double>(kFileBytes) / (1u << 30);
  // A rate: above 1 is where ours is higher.
  std::printf("%s: %.3g GiB/s; %s %.3g GiB/s; ratio %.3g\n", name.c_str(), gib / ours, peer.c_str(), gib / theirs, theirs / ours);
}

}  // namespace

int main() {
  const std::string file = (std::filesystem::temp_directory_path() / ("bench-iscc-" + std::to_string(getpid()))).string();
  std::ofstream(file, std::ios::binary) << made(kFileBytes);
  const double b3sum = b3sum_seconds(file);
  const double ours = read_seconds<Blake3>(file, [](const Blake3& hasher) { kept = kept + hasher.finish()[0]; });
  const double data = read_seconds<iscc::DataHasher>(file, [](const iscc::DataHasher& hasher) { kept = kept + hasher.digest()[0]; });
  const double sum = read_seconds<iscc::SumHasher>(file, [](const iscc::SumHasher& hasher) { kept = kept + hasher.finish().bytes; });
  std::filesystem::remove(file);
  if (b3sum > 0) {
    print_throughput("blake3", ours, "PEER b3sum --num-threads 1", b3sum);
    print_throughput("iscc_data_code", data, "a third of b3sum's is wanted; b3sum", b3sum);
  } else {
    std::printf("blake3: %.3g GiB/s (b3sum is not installed)\n", static_cast<double>(kFileBytes) / (1u << 30) / ours);
  }
  print_throughput("iscc_sum", sum, "Data and Instance one after the other", ours + data);

  const std::string memory = made(16u << 20);
#ifdef COLOPHON_BENCH_XXHASH
  // Pieces of a chunk's size, as the Data-Code has them.
  const auto each_kilobyte = [&](auto&& hash) {
    return least_cpu_seconds(kRuns, [&] { for (std::size_t at = 0; at < memory.size(); at += 1024) kept = kept + hash(memory.data() + at, std::size_t{1024}); });
  };
  const double xx_ours = each_kilobyte([](const char* at, std::size_t size) { return xxh32(as_bytes({at, size})); });
  const double xx_theirs = each_kilobyte([](const char* at, std::size_t size) { return XXH32(at, size, 0); });
  print_line("xxh32_1_kib", xx_ours / 16'384 * 1e9, "ns", "PEER libxxhash", xx_theirs / 16'384 * 1e9);
#endif

  std::string text;
  while (text.size() < 1'000) text += "The quick brown fox jumps over the lazy dog, " + std::to_string(text.size()) + " times. ";
  text.resize(1'000);
  std::string pixels(1024, '\0');
  for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<char>(i / 4);
  std::vector<std::int32_t> features(300);
  for (std::size_t i = 0; i < features.size(); ++i) features[i] = static_cast<std::int32_t>(i * 2654435761u);
  std::vector<iscc::FrameSignature> frames(10);
  for (std::size_t f = 0; f < frames.size(); ++f) for (std::size_t i = 0; i < frames[f].size(); ++i) frames[f][i] = static_cast<std::int32_t>((f * 7 + i * 3) % 3);
  const std::vector<std::string> codes = {"AAAYPXW445FTYNJ3", "EAARMJLTQCUWAND2", "GABVVC5DMJJGYKZ4ZBYVNYABFFYXG", "IADWIK7A7JTUAQ2D6QARX7OBEIK3OOUAM42LOBLCZ4ZOGDLRHMDL6TQ"};
  const std::vector<std::string> parts = {"EUA6GIKXN42IQV3S", "EIAUKMOUIOYZCKA5"};
  const char* peer = "PEER iscc-lib as published";
  print_line("iscc_meta_code", microseconds(2'000, [] { return iscc::meta_code({"Die Unendliche Geschichte", "Von Michael Ende"}).value().iscc.size(); }), "us", peer, 38.5);
  print_line("iscc_text_code_1000", microseconds(500, [&] { return iscc::text_code(text).value().iscc.size(); }), "us", peer, 148.8);
  print_line("iscc_image_code", microseconds(2'000, [&] { return iscc::image_code(as_bytes(pixels)).value().size(); }), "us", peer, 323.1);
  print_line("iscc_audio_code_300", microseconds(2'000, [&] { return iscc::audio_code(features).value().size(); }), "us", peer, 48.1);
  print_line("iscc_video_code_10", microseconds(2'000, [&] { return iscc::video_code(frames).value().size(); }), "us", peer, 2.0);
  print_line("iscc_mixed_code_2", microseconds(5'000, [&] { return iscc::mixed_code(parts).value().size(); }), "us", peer, 1.8);
  print_line("iscc_code_4", microseconds(5'000, [&] { return iscc::iscc_code(codes).value().size(); }), "us", peer, 3.1);
}
