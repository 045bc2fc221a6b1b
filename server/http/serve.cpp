#include "http/serve.hpp"

#include <cstdio>
#include <httplib.h>
#include <sys/socket.h>
#include <thread>

#include "http/credentials.hpp"
#include "http/guard.hpp"
#include "http/models.hpp"
#include "http/request_log.hpp"
#include "http/service.hpp"
#include "jobs/pages.hpp"
#include "jobs/similarity.hpp"
#include "registry/registry.hpp"

namespace colophon::http {
namespace {

constexpr int kBacklog = 512;
constexpr auto kStopPoll = std::chrono::milliseconds(20);
constexpr auto kSequencePause = std::chrono::milliseconds(200);
constexpr auto kNearWorksPause = std::chrono::seconds(1);
constexpr auto kLapsePause = std::chrono::seconds(10);

/// The library listens with a backlog of five; a socket that listens already may be given another.
class Listener : public httplib::Server {
 public:
  void raise_backlog() { ::listen(svr_sock_, kBacklog); }
};

Result<void> check_options(const Options& options) {
  if (options.sample && !is_loopback(options.host)) {
    return fail(Errc::invalid_argument, "sample", "The sample has public passwords: it is served on a loopback address only, not on " + options.host + ".");
  }
  if (options.port < 0 || options.port > 65'535) return fail(Errc::invalid_argument, "port", "A port is 0 to 65535.");
  if (!options.public_origin.empty() && !is_origin(options.public_origin)) {
    return fail(Errc::invalid_argument, "public_origin", "It is a scheme and a host, such as https://colophon.example.");
  }
  for (const std::string& origin : options.allow_origins) {
    if (!is_origin(origin)) return fail(Errc::invalid_argument, "allow_origins", "\"" + origin + "\" is not an origin such as https://art.example.");
  }
  if (options.limits.streams_max >= options.limits.threads) {
    return fail(Errc::invalid_argument, "limits.streams_max", "It must be below the number of threads.");
  }
  return {};
}

void configure(httplib::Server& server, const Options& options, Service& service) {
  const Limits& limits = options.limits;
  server.new_task_queue = [&limits] { return new httplib::ThreadPool(limits.threads, limits.connections_waiting_max); };
  // Without it every answer waits for the client's delayed acknowledgement: 160 requests a second instead of tens of thousands.
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(limits.keep_alive_requests_max);
  server.set_keep_alive_timeout(limits.keep_alive_seconds);
  server.set_read_timeout(limits.read_timeout_seconds);
  server.set_write_timeout(limits.write_timeout_seconds);
  server.set_payload_max_length(limits.content_bytes_max);
  // The library's own options let two servers share one port (SO_REUSEPORT); a second one must fail instead.
  server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  server.set_pre_routing_handler([&service](const httplib::Request& request, httplib::Response& response) {
    // The library makes the request a mutable object of its own and hands it out as const; see Service::before_body.
    const bool answered = service.before_body(const_cast<httplib::Request&>(request), response);
    return answered ? httplib::Server::HandlerResponse::Handled : httplib::Server::HandlerResponse::Unhandled;
  });
  const auto handler = [&service](const httplib::Request& request, httplib::Response& response) { service.handle(request, response); };
  server.Get(".*", handler);
  server.Post(".*", handler);
  server.Put(".*", handler);
  server.set_error_handler([&service](const httplib::Request& request, httplib::Response& response) {
    service.library_error(request, response);
    return httplib::Server::HandlerResponse::Handled;
  });
  server.set_exception_handler([&service](const httplib::Request&, httplib::Response& response, std::exception_ptr) { service.exception(response); });
  server.set_logger([&service](const httplib::Request& request, const httplib::Response& response) { service.finished(request, response); });
}

/// Sequences what is pending, lets claims lapse, and stops the server when the process is to end.
void run_beside(httplib::Server& server, store::Store& store, tlog::Log& log, const std::atomic<bool>& stop, const std::atomic<bool>& ended) {
  auto next = std::chrono::steady_clock::now(), next_lapse = next;
  std::string last_error;
  while (!stop && !ended) {
    if (std::chrono::steady_clock::now() >= next) {
      auto sequenced = log.sequence_now();
      const std::string error = sequenced ? "" : sequenced.error().detail;
      if (!error.empty() && error != last_error) log_event("error", "log", error);
      last_error = error;
      next = std::chrono::steady_clock::now() + kSequencePause;
    }
    if (std::chrono::steady_clock::now() >= next_lapse) {
      const auto lapsed = store.atomically([&]() -> Result<void> {
        const auto count = registry::lapse_claims(store);
        return count ? Result<void>() : std::unexpected(count.error());
      });
      if (!lapsed) log_event("error", "claims", lapsed.error().detail);
      next_lapse = std::chrono::steady_clock::now() + kLapsePause;
    }
    std::this_thread::sleep_for(kStopPoll);
  }
  // The library forgets a stop() that comes before its loop has begun: a signal in the first moments would be lost.
  while (!server.is_running() && !ended) std::this_thread::sleep_for(kStopPoll);
  server.stop();
}

/// Reads the codes into memory, then looks at what is registered: near works of a batch are written down within seconds.
void run_near_works(store::Store& store, jobs::Similarity& similarity, const std::atomic<bool>& stop, const std::atomic<bool>& ended) {
  const auto over = [&](std::int64_t, std::int64_t, std::string_view) -> Result<void> {
    if (stop || ended) return fail(Errc::cancelled, "", "the server stops");
    return {};
  };
  auto next = std::chrono::steady_clock::now();
  std::string last_error;
  while (!stop && !ended) {
    if (std::chrono::steady_clock::now() >= next) {
      const auto found = jobs::find_near_works(store, similarity, over);
      const std::string error = found || found.error().code == Errc::cancelled ? "" : found.error().detail;
      if (!error.empty() && error != last_error) log_event("error", "near works", error);
      last_error = error;
      next = std::chrono::steady_clock::now() + kNearWorksPause;
    }
    std::this_thread::sleep_for(kStopPoll);
  }
}

}  // namespace

Result<void> serve(const Options& options, store::Store& store, tlog::Log& log, const std::atomic<bool>& stop) {
  if (auto checked = check_options(options); !checked) return checked;
  auto files = StaticFiles::read(options.web_dir);
  if (!files) return std::unexpected(files.error());
  auto models = read_models(options.models_dir);
  if (!models) return std::unexpected(models.error());
  if (auto logged = log_models(store, *models); !logged) return logged;
  auto shown = first_start(store, options);
  if (!shown) return std::unexpected(shown.error());

  Metrics metrics;
  LoginLimiter logins(options.limits);
  jobs::Similarity similarity(store);
  jobs::CurrentPlan current_plan;
  Services services{options, store, log, metrics, logins, *models, stop, similarity, current_plan};
  Service service(services, *files);
  Listener server;
  configure(server, options, service);
  const int port = options.port == 0 ? server.bind_to_any_port(options.host) : server.bind_to_port(options.host, options.port) ? options.port : -1;
  if (port <= 0) {
    return fail(Errc::unavailable, "port", "Port " + std::to_string(options.port) + " of " + options.host + " cannot be taken: is another server running?");
  }
  server.raise_backlog();
  const std::string host = options.host.contains(':') ? "[" + options.host + "]" : options.host;
  std::printf("%scolophon: listening on http://%s:%d\n", shown->c_str(), host.c_str(), port);
  std::fflush(stdout);
  std::atomic<bool> ended{false};
  std::thread beside(run_beside, std::ref(server), std::ref(store), std::ref(log), std::cref(stop), std::cref(ended));
  std::thread near(run_near_works, std::ref(store), std::ref(similarity), std::cref(stop), std::cref(ended));
  const bool served = server.listen_after_bind();
  ended = true;
  beside.join();
  near.join();
  // What was accepted in the last moments is under a checkpoint before the store closes.
  if (auto last = log.sequence_now(); !last) log_event("error", "log", last.error().detail);
  if (!served && !stop) return fail(Errc::unavailable, "port", "The server stopped listening.");
  return {};
}

}  // namespace colophon::http
