// No benchmark by itself: what a pass of the optimiser takes natively on raw arrays, for bench_plan_program.mjs. The hash is left out, as there.
#include <cstdio>
#include <string>

#include "bench.hpp"
#include "colophon/value/raw_instance.hpp"
#include "colophon/value/solve.hpp"
#include "shared.hpp"

using namespace colophon;

int main(int count, char** words) {
  if (count != 2) return 2;
  value::RawArrays arrays;
  std::vector<std::string> files;
  files.reserve(value::RawArrays::names().size());
  for (const auto name : value::RawArrays::names()) {
    const auto path = std::filesystem::path(words[1]) / name;
    if (!std::filesystem::exists(path)) continue;
    files.push_back(tests::read_file(path));
    if (!arrays.add(name, as_bytes(files.back()))) return 1;
  }
  const auto in = arrays.instance();
  if (!in) return 1;
  value::SolveOptions options;
  options.search_work = 1;
  double passes = 0;
  SerialExecutor serial;
  const double hashing = bench::least_cpu_seconds(3, [&] { value::instance_hash(*in, serial); });
  const double solving = bench::least_cpu_seconds(3, [&] {
    const auto solution = value::solve(*in, options);
    passes = solution->work.passes + solution->work.inner_passes;
  });
  std::printf("{\"seconds_a_pass\":%.6f}\n", (solving - hashing) / passes);
}
