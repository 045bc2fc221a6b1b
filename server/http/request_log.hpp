#pragma once
// Structured log lines: one JSON object a line on stderr. They hold routes, never paths, addresses, names or credentials
// (OWASP ASVS 5.0, V16): an id of a request joins a line to the problem document that its caller saw.
#include <cstdint>
#include <string>
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::http {

struct RequestLine {
  std::string_view request_id, method, route, who;
  int status = 0;
  double milliseconds = 0;
  std::uint64_t bytes_in = 0, bytes_out = 0;
  std::string_view code;                 ///< Of the problem, or empty.
};
void log_request(const RequestLine& line);
/// Something that the operator should know: "error" or "info".
void log_event(std::string_view level, std::string_view event, std::string_view detail);

}  // namespace colophon::http
