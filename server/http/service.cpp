#include "http/service.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <httplib.h>

#include "http/credentials.hpp"
#include "http/encoding.hpp"
#include "http/guard.hpp"
#include "http/problem.hpp"
#include "http/request_log.hpp"

namespace colophon::http {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kGzipBytesMin = 1'024;
constexpr int kGzipLevel = 5;
constexpr std::size_t kIdempotencyKeyBytesMax = 128;

// What the thread of a connection knows of the request that it is at: the library calls us several times for one request.
struct Current {
  std::string id;
  std::string accept_encoding;
  const char* route = "none";
  std::string who;
  std::string code;
  std::uint64_t bytes_out = 0;
  Clock::time_point begin{};
};
thread_local Current current;

std::string new_request_id(const store::Store& store) {
  std::array<std::uint8_t, 8> bytes{};
  store.random(bytes);
  return to_hex(bytes);
}

/// Public and without credentials: any page may read it.
bool is_public(std::string_view path) {
  return path.starts_with("/sdk/") || path.starts_with("/words/") || path.starts_with("/v1/log/") || path.starts_with("/v1/models") || path.ends_with("/table") || path.starts_with("/w/") ||
         path.starts_with("/creators/") || path == "/feed.atom" || path == "/oembed";
}

const char* who_name(Who who) {
  switch (who) {
    case Who::anyone: return "anyone";
    case Who::key: return "key";
    case Who::session: return "session";
    case Who::desk: return "desk";
  }
  return "anyone";
}

constexpr const char* kPagePolicy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Pages about works: no script at all; pictures and styles are the site's own.
constexpr const char* kPublicPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self' https: http:";
constexpr const char* kDataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

bool valid_idempotency_key(std::string_view key) {
  return !key.empty() && key.size() <= kIdempotencyKeyBytesMax && std::ranges::all_of(key, [](char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

Service::Service(Services& services, const StaticFiles& files) : services_(services), files_(files), routes_(all_routes()) {}

bool Service::before_body(httplib::Request& request, httplib::Response& response) {
  current = Current{};
  current.begin = Clock::now();
  current.id = new_request_id(services_.store);
  current.accept_encoding = request.get_header_value("Accept-Encoding");
  // Ranges are not served, and codings are ours: the library would code a body a second time.
  request.ranges.clear();
  request.headers.erase("Accept-Encoding");
  common_headers(request, response);
  auto refused = guard(request, services_.options.limits);
  if (!refused) refused = guard_host(request, services_.options);
  if (refused) {
    refuse_and_close(refused->error, refused->status, response);
    return true;
  }
  if (request.method == "OPTIONS") return preflight(response);
  const auto match = routes_.find(request.method, request.path);
  const std::size_t body_max = match.route != nullptr ? services_.options.limits.*(match.route->body_max) : 0;
  if (declared_length(request) > body_max) {
    const std::string detail = match.route != nullptr ? "This takes at most " + std::to_string(body_max) + " bytes." : "There is nothing here that takes a body.";
    refuse_and_close({match.route != nullptr ? Errc::limit_exceeded : Errc::not_found, "body", detail}, match.route != nullptr ? 413 : 404, response);
    return true;
  }
  return false;
}

bool Service::preflight(httplib::Response& response) {
  current.route = "preflight";
  if (!response.has_header("Access-Control-Allow-Origin")) {
    refuse({Errc::forbidden, "Origin", "This origin may not call: it is not among those that the service was started with (--allow-origin)."}, 403, response);
    return true;
  }
  response.set_header("Access-Control-Allow-Methods", "GET, POST, PUT");
  response.set_header("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key");
  response.set_header("Access-Control-Max-Age", "600");
  response.status = 204;
  return true;
}

void Service::common_headers(const httplib::Request& request, httplib::Response& response) const {
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("X-Request-Id", current.id);
  response.set_header("Vary", "Origin, Accept-Encoding");
  if (!services_.options.public_origin.empty() && services_.options.public_origin.starts_with("https://")) {
    response.set_header("Strict-Transport-Security", "max-age=31536000");
  }
  const bool open = is_public(request.path) && request.method != "POST";
  response.set_header("Cross-Origin-Resource-Policy", open ? "cross-origin" : "same-origin");
  const std::string origin = request.get_header_value("Origin");
  const auto& allowed = services_.options.allow_origins;
  if (open) {
    response.set_header("Access-Control-Allow-Origin", "*");
  } else if (!origin.empty() && std::ranges::find(allowed, origin) != allowed.end()) {
    response.set_header("Access-Control-Allow-Origin", origin);
    response.set_header("Access-Control-Expose-Headers", "Idempotency-Replayed, Retry-After, X-Request-Id");
  }
}

void Service::handle(const httplib::Request& request, httplib::Response& response) {
  const auto match = routes_.find(request.method, request.path);
  if (match.route == nullptr) {
    if (!match.other_method && static_file(request, response)) return;
    if (match.other_method) return refuse({Errc::invalid_argument, "method", "There is such an address, but not for " + request.method + "."}, 405, response);
    return refuse({Errc::not_found, "", "There is nothing at this address."}, 404, response);
  }
  current.route = match.route->path;
  auto answer = run(request, match);
  if (!answer) return refuse(answer.error(), status_of(answer.error().code), response);
  send(std::move(*answer), response);
}

Result<Answer> Service::run(const httplib::Request& request, const Routes::Match& match) {
  const Route& route = *match.route;
  Call call{services_, request, {}, match.path};
  auto caller = authenticate(request, services_);
  // What is public stays so for a browser whose cookie has run out.
  if (!caller && !route.access.anyone) return std::unexpected(caller.error());
  if (caller) call.caller = std::move(*caller);
  current.who = who_name(call.caller.who);
  if (auto allowed = authorize(call.caller, route); !allowed) return std::unexpected(allowed.error());
  return route.write != nullptr ? write_once(call, route) : route.read(call);
}

Result<Answer> Service::write_once(Call& call, const Route& route) {
  const std::string key = call.request.get_header_value("Idempotency-Key");
  if (!valid_idempotency_key(key)) {
    return fail(Errc::missing_field, "Idempotency-Key", "A write needs this header: 1 to 128 visible ASCII characters, new for every write, the same for a repeat.");
  }
  auto apply = route.write(call);
  if (!apply) return std::unexpected(apply.error());
  Sha256 hasher;
  hasher.update(call.request.method).update(" ").update(call.request.path).update("\n").update(call.request.body);
  const Hash request_hash = hasher.finish();
  Answer answer;
  auto done = services_.store.atomically([&]() -> Result<void> {
    auto earlier = services_.store.idempotent_answer(call.caller.credential, key, request_hash);
    if (!earlier) return std::unexpected(earlier.error());
    if (*earlier) {
      answer = Answer::text(std::move((*earlier)->body), std::move((*earlier)->content_type));
      answer.status = (*earlier)->status;
      answer.headers.emplace_back("Idempotency-Replayed", "true");
      return {};
    }
    auto applied = (*apply)();
    if (!applied) return std::unexpected(applied.error());
    answer = std::move(*applied);
    return services_.store.remember_answer(call.caller.credential, key, request_hash, {answer.status, answer.content_type, answer.body});
  });
  if (!done) return std::unexpected(done.error());
  return answer;
}

bool Service::static_file(const httplib::Request& request, httplib::Response& response) {
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const StaticFile* file = reads ? files_.find(request.path) : nullptr;
  if (file == nullptr) return false;
  current.route = "static";
  response.set_header("ETag", file->etag);
  response.set_header("Cache-Control", file->immutable ? "public, max-age=31536000, immutable" : "public, no-cache");
  if (file->page) {
    response.set_header("Cross-Origin-Opener-Policy", "same-origin");
    response.set_header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  }
  // A worker takes its policy from its own script's headers. With both policies of isolation a page has threads for the score.
  if (file->page || file->content_type.starts_with("text/javascript")) {
    response.set_header("Content-Security-Policy", kPagePolicy);
    response.set_header("Cross-Origin-Embedder-Policy", "require-corp");
  }
  if (request.get_header_value("If-None-Match").contains(file->etag)) {
    response.status = 304;
    return true;
  }
  std::string coding;
  const std::string& bytes = file->coded(current.accept_encoding, coding);
  if (!coding.empty()) response.set_header("Content-Encoding", coding);
  response.status = 200;
  current.bytes_out = bytes.size();
  response.set_content(bytes, file->content_type);
  return true;
}

void Service::refuse(const Error& error, int status, httplib::Response& response) {
  current.code = errc_name(error.code);
  response.status = status;
  response.set_header("Cache-Control", "no-store");
  response.set_header("Content-Security-Policy", kDataPolicy);
  if (status == 401) response.set_header("WWW-Authenticate", "Bearer realm=\"colophon\"");
  if (status == 429) response.set_header("Retry-After", std::to_string(services_.options.limits.login_window_seconds));
  if (status == 503) response.set_header("Retry-After", "1");
  if (status == 404 && std::string_view(current.route).ends_with("/receipt")) response.set_header("Retry-After", "1");
  const std::string body = problem_json(error, status, current.id);
  current.bytes_out = body.size();
  response.set_content(body, "application/problem+json");
}

// The body of a refused request is still on its way; read as the next request it would be the sender's to forge. A body provider
// that ends with "false" is the library's one way to close the connection after an answer.
void Service::refuse_and_close(const Error& error, int status, httplib::Response& response) {
  refuse(error, status, response);
  auto body = std::make_shared<std::string>(std::move(response.body));
  response.body.clear();
  response.set_header("Connection", "close");
  response.set_content_provider(body->size(), "application/problem+json", [body](std::size_t, std::size_t, httplib::DataSink& sink) {
    sink.write(body->data(), body->size());
    return false;
  });
}

void Service::send(Answer answer, httplib::Response& response) {
  response.status = answer.status;
  bool has_cache = false;
  for (auto& [name, value] : answer.headers) {
    has_cache = has_cache || name == "Cache-Control";
    response.set_header(name, value);
  }
  if (!has_cache) response.set_header("Cache-Control", "no-store");
  response.set_header("Content-Security-Policy", answer.page ? kPublicPolicy : kDataPolicy);
  if (answer.stream) {
    response.set_chunked_content_provider(answer.content_type, [stream = std::move(answer.stream)](std::size_t, httplib::DataSink& sink) { return stream(sink); });
    return;
  }
  if (answer.body.size() >= kGzipBytesMin && is_compressible(answer.content_type) && accepts(current.accept_encoding, "gzip")) {
    if (auto coded = gzip(answer.body, kGzipLevel)) {
      response.set_header("Content-Encoding", "gzip");
      answer.body = std::move(*coded);
    }
  }
  current.bytes_out = answer.body.size();
  if (answer.status != 204 && answer.status != 304) response.set_content(std::move(answer.body), answer.content_type);
}

void Service::library_error(const httplib::Request& request, httplib::Response& response) {
  if (!response.body.empty() || response.content_provider_) return;
  if (current.id.empty()) {
    current.id = new_request_id(services_.store);
    current.begin = Clock::now();
    common_headers(request, response);
  }
  const int status = response.status;
  const Errc code = status == 413 || status == 414 || status == 431 ? Errc::limit_exceeded : status == 404 ? Errc::not_found
                    : status >= 500 ? Errc::internal : Errc::invalid_argument;
  refuse({code, "", status >= 500 ? "The service failed at this request; its log has the reason." : "The request is not well-formed HTTP."}, status, response);
}

void Service::exception(httplib::Response& response) {
  log_event("error", "exception", current.route);
  refuse({Errc::internal, "", "The service failed at this request; its log has the reason."}, 500, response);
}

void Service::finished(const httplib::Request& request, const httplib::Response& response) {
  const double seconds = std::chrono::duration<double>(Clock::now() - current.begin).count();
  services_.metrics.request(current.route, response.status, seconds);
  if (services_.options.log_requests) {
    log_request({current.id, request.method, current.route, current.who, response.status, seconds * 1000, request.body.size(), current.bytes_out, current.code});
  }
  current.id.clear();
}

}  // namespace colophon::http
