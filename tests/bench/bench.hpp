#pragma once
// What every benchmark shares: CPU seconds and the line it prints. A figure is the least of several runs, since whatever else
// the machine does can only add to it.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>

namespace colophon::bench {

/// CPU time of this process: comparable on a machine that others use at the same time.
inline double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

template <class Work>
double least_cpu_seconds(int runs, Work&& work) {
  double least = 1e30;
  for (int i = 0; i < runs; ++i) {
    const double before = cpu_seconds();
    work();
    least = std::min(least, cpu_seconds() - before);
  }
  return least;
}

/// "NAME: OURS UNIT; PEER THEIRS UNIT; ratio R", where R is theirs / ours: above 1 is where ours takes less.
inline void print_line(const std::string& name, double ours, const std::string& unit, const std::string& peer, double theirs) {
  std::printf("%s: %.4g %s; %s %.4g %s; ratio %.3g\n", name.c_str(), ours, unit.c_str(), peer.c_str(), theirs, unit.c_str(),
              theirs / ours);
  std::fflush(stdout);   // A peer may take minutes.
}

/// A figure for which there is no peer in the same run.
inline void print_line(const std::string& name, double ours, const std::string& unit) {
  std::printf("%s: %.4g %s\n", name.c_str(), ours, unit.c_str());
  std::fflush(stdout);
}

/// "VmHWM" of /proc/self/status in MiB: the most memory that the process held; 0 where there is no such file.
inline double peak_memory_mib() {
  std::FILE* status = std::fopen("/proc/self/status", "r");
  if (status == nullptr) return 0;
  char line[256];
  long kib = 0;
  while (std::fgets(line, sizeof line, status) != nullptr) {
    if (std::sscanf(line, "VmHWM: %ld", &kib) == 1) break;
  }
  std::fclose(status);
  return static_cast<double>(kib) / 1024;
}

}  // namespace colophon::bench
