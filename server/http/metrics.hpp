#pragma once
// Counters in the text format that Prometheus reads.
#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace colophon::http {

class Metrics {
 public:
  void request(const char* route, int status, double seconds);
  void events_accepted(std::uint64_t count);
  void revenue_accepted(std::uint64_t count);
  /// The counters of this process; the caller appends what comes from the store.
  std::string text() const;

 private:
  static constexpr std::array<double, 12> kBoundsSeconds{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10};
  struct Latency {
    std::array<std::uint64_t, kBoundsSeconds.size() + 1> buckets{};
    std::uint64_t count = 0;
    double seconds = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> requests_;
  std::map<std::string, Latency> latency_;
  std::uint64_t events_ = 0, revenue_ = 0;
};

/// One sample line of a gauge or counter without labels, with its TYPE line.
std::string metric_line(const char* name, const char* type, std::uint64_t value);

}  // namespace colophon::http
