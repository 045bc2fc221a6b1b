#include "http/metrics.hpp"

#include <charconv>

namespace colophon::http {
namespace {

std::string number(double value) {
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

}  // namespace

void Metrics::request(const char* route, int status, double seconds) {
  std::lock_guard lock(mutex_);
  ++requests_[{route, status}];
  Latency& latency = latency_[route];
  std::size_t bucket = 0;
  while (bucket < kBoundsSeconds.size() && seconds > kBoundsSeconds[bucket]) ++bucket;
  ++latency.buckets[bucket];
  ++latency.count;
  latency.seconds += seconds;
}

void Metrics::events_accepted(std::uint64_t count) {
  std::lock_guard lock(mutex_);
  events_ += count;
}

void Metrics::revenue_accepted(std::uint64_t count) {
  std::lock_guard lock(mutex_);
  revenue_ += count;
}

std::string metric_line(const char* name, const char* type, std::uint64_t value) {
  return std::string("# TYPE ") + name + " " + type + "\n" + name + " " + std::to_string(value) + "\n";
}

std::string Metrics::text() const {
  std::lock_guard lock(mutex_);
  std::string out = "# TYPE colophon_http_requests_total counter\n";
  for (const auto& [key, count] : requests_) {
    out += "colophon_http_requests_total{route=\"" + key.first + "\",status=\"" + std::to_string(key.second) + "\"} " + std::to_string(count) + "\n";
  }
  out += "# TYPE colophon_http_request_seconds histogram\n";
  for (const auto& [route, latency] : latency_) {
    const std::string labels = "{route=\"" + route + "\"";
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i <= kBoundsSeconds.size(); ++i) {
      cumulative += latency.buckets[i];
      const std::string bound = i < kBoundsSeconds.size() ? number(kBoundsSeconds[i]) : "+Inf";
      out += "colophon_http_request_seconds_bucket" + labels + ",le=\"" + bound + "\"} " + std::to_string(cumulative) + "\n";
    }
    out += "colophon_http_request_seconds_sum" + labels + "} " + number(latency.seconds) + "\n";
    out += "colophon_http_request_seconds_count" + labels + "} " + std::to_string(latency.count) + "\n";
  }
  out += metric_line("colophon_events_accepted_total", "counter", events_);
  out += metric_line("colophon_revenue_lines_accepted_total", "counter", revenue_);
  return out;
}

}  // namespace colophon::http
