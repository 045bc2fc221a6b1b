#include "http/request_log.hpp"

#include <chrono>
#include <cstdio>

#include "colophon/base/json.hpp"
#include "http/api.hpp"

namespace colophon::http {
namespace {

std::string time_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return rfc3339(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

// One write a line, so that lines of several threads do not mix.
void write_line(JsonObject line) {
  const std::string text = canonical_json(std::move(line)) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

void log_request(const RequestLine& line) {
  JsonObject object{{"time", time_now()}, {"level", line.status >= 500 ? "error" : "info"}, {"event", "request"}, {"request", line.request_id},
                    {"method", line.method}, {"route", line.route}, {"who", line.who}, {"status", line.status},
                    {"us", static_cast<std::int64_t>(line.milliseconds * 1000)},
                    {"bytes_in", static_cast<std::int64_t>(line.bytes_in)}, {"bytes_out", static_cast<std::int64_t>(line.bytes_out)}};
  if (!line.code.empty()) object.emplace_back("code", line.code);
  write_line(std::move(object));
}

void log_event(std::string_view level, std::string_view event, std::string_view detail) {
  write_line({{"time", time_now()}, {"level", level}, {"event", event}, {"detail", detail}});
}

}  // namespace colophon::http
