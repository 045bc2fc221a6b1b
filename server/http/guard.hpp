#pragma once
// What is refused before a route is looked for and before a byte of the body is read (OWASP ASVS 5.0, V4.2.1 message framing).
#include <optional>

#include "http/serve.hpp"

namespace httplib { struct Request; }

namespace colophon::http {

struct Refusal { int status = 400; Error error; };

/// Checks method, target, headers and framing. A refused request's connection is closed, since its body was not read.
std::optional<Refusal> guard(const httplib::Request& request, const Limits& limits);
/// Where the service is reached by a loopback address only, the Host header must name one (or the public origin): otherwise a page of
/// another site that points its own name at 127.0.0.1 would count as the same origin.
std::optional<Refusal> guard_host(const httplib::Request& request, const Options& options);
/// The body's length that the request declares; guard() has checked it.
std::uint64_t declared_length(const httplib::Request& request);

/// "127.0.0.1", "::1", "localhost"
bool is_loopback(std::string_view host);
/// The origin of this service as the request sees it.
std::string own_origin(const httplib::Request& request, const Options& options);
/// A scheme, a host and perhaps a port, in lower case, and nothing after them.
bool is_origin(std::string_view text);

}  // namespace colophon::http
