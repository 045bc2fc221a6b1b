#include "http/guard.hpp"

#include <algorithm>
#include <charconv>
#include <httplib.h>

namespace colophon::http {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Refusal refusal(int status, Errc code, const char* field, std::string detail) { return {status, {code, field, std::move(detail)}}; }

std::optional<Refusal> guard_headers(const httplib::Request& request, const Limits& limits) {
  if (request.headers.size() > limits.headers_max) {
    return refusal(431, Errc::limit_exceeded, "headers", "More than " + std::to_string(limits.headers_max) + " headers.");
  }
  for (const auto& [name, value] : request.headers) {
    if (name.size() + value.size() > limits.header_bytes_max) {
      return refusal(431, Errc::limit_exceeded, "headers", "A header is longer than " + std::to_string(limits.header_bytes_max) + " bytes.");
    }
  }
  for (const char* once : {"Authorization", "Host", "Origin", "Cookie", "Idempotency-Key", "Content-Type"}) {
    if (request.get_header_value_count(once) > 1) return refusal(400, Errc::invalid_argument, once, "The header stands more than once.");
  }
  return std::nullopt;
}

std::optional<Refusal> guard_framing(const httplib::Request& request) {
  if (request.has_header("Transfer-Encoding")) {
    return refusal(411, Errc::length_required, "Transfer-Encoding", "Bodies without a length are not taken: send Content-Length.");
  }
  if (request.has_header("Content-Encoding")) {
    return refusal(415, Errc::unsupported_media_type, "Content-Encoding", "Compressed bodies are not taken: send the body as it is.");
  }
  const std::size_t lengths = request.get_header_value_count("Content-Length");
  if (lengths > 1) return refusal(400, Errc::length_required, "Content-Length", "The header stands more than once.");
  const std::string length = request.get_header_value("Content-Length");
  if (lengths == 1 && (!all_digits(length) || length.size() > 15)) {
    return refusal(400, Errc::length_required, "Content-Length", "It is not a number of bytes.");
  }
  const bool takes_body = request.method == "POST" || request.method == "PUT";
  if (takes_body && lengths == 0) return refusal(411, Errc::length_required, "Content-Length", "Send Content-Length, 0 for an empty body.");
  if (!takes_body && lengths == 1 && length.find_first_not_of('0') != std::string::npos) {
    return refusal(400, Errc::invalid_argument, "Content-Length", "A " + request.method + " request has no body.");
  }
  return std::nullopt;
}

std::string host_name(std::string_view host) {
  if (host.starts_with('[')) return std::string(host.substr(1, host.find(']') - 1));
  return std::string(host.substr(0, host.find(':')));
}

}  // namespace

std::optional<Refusal> guard(const httplib::Request& request, const Limits& limits) {
  static constexpr std::array<std::string_view, 5> methods{"GET", "HEAD", "POST", "PUT", "OPTIONS"};
  if (request.target.size() > limits.target_bytes_max) {
    return refusal(414, Errc::limit_exceeded, "target", "The address is longer than " + std::to_string(limits.target_bytes_max) + " bytes.");
  }
  if (auto refused = guard_headers(request, limits)) return refused;
  if (auto refused = guard_framing(request)) return refused;
  if (std::ranges::find(methods, request.method) == methods.end()) {
    return refusal(405, Errc::invalid_argument, "method", "Only GET, HEAD, POST, PUT and OPTIONS are answered.");
  }
  const auto control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
  if (request.path.empty() || request.path[0] != '/' || std::ranges::any_of(request.path, control)) {
    return refusal(400, Errc::invalid_argument, "target", "The path is not one.");
  }
  for (auto it = request.params.begin(); it != request.params.end(); it = request.params.upper_bound(it->first)) {
    if (request.params.count(it->first) > 1) return refusal(400, Errc::invalid_argument, "query", "A parameter stands more than once.");
  }
  return std::nullopt;
}

std::optional<Refusal> guard_host(const httplib::Request& request, const Options& options) {
  const std::string host = request.get_header_value("Host");
  if (host.empty()) return refusal(400, Errc::invalid_argument, "Host", "The Host header is missing.");
  if (!is_loopback(options.host) || is_loopback(host_name(host))) return std::nullopt;
  if (!options.public_origin.empty() && options.public_origin.ends_with("://" + host)) return std::nullopt;
  return refusal(421, Errc::forbidden, "Host", "This service answers to its own name only: start it with --public-origin.");
}

std::uint64_t declared_length(const httplib::Request& request) {
  const std::string text = request.get_header_value("Content-Length");
  std::uint64_t length = 0;
  std::from_chars(text.data(), text.data() + text.size(), length);
  return length;
}

bool is_loopback(std::string_view host) { return host == "localhost" || host == "::1" || host == "127.0.0.1"; }

std::string own_origin(const httplib::Request& request, const Options& options) {
  return options.public_origin.empty() ? "http://" + request.get_header_value("Host") : options.public_origin;
}

bool is_origin(std::string_view text) {
  const std::size_t scheme = text.starts_with("https://") ? 8 : text.starts_with("http://") ? 7 : 0;
  if (scheme == 0 || text.size() == scheme || text.size() > 300) return false;
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']'; };
  return std::ranges::all_of(text.substr(scheme), allowed);
}

}  // namespace colophon::http
