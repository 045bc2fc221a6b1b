#include "witness/witness_server.hpp"

#include <chrono>
#include <cstdio>
#include <httplib.h>
#include <thread>

#include "colophon/base/limits.hpp"
#include "http/guard.hpp"

namespace colophon::witness {
namespace {

constexpr std::size_t kThreads = 16, kWaitingMax = 64;
constexpr std::size_t kBodyBytesMax = limits::kNoteBytesMax + 4'096;
constexpr auto kStopPoll = std::chrono::milliseconds(20);

void give(httplib::Response& response, const Answer& answer) {
  response.status = answer.status;
  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_content(answer.body, answer.content_type);
}

void configure(httplib::Server& server, Witness& witness) {
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads, kWaitingMax); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(10'000);
  server.set_read_timeout(10);
  server.set_write_timeout(10);
  server.set_payload_max_length(kBodyBytesMax);
  server.set_socket_options([](socket_t socket) {
    const int yes = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  server.set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
    auto refused = http::guard(request, {});
    if (!refused && http::declared_length(request) > kBodyBytesMax) refused = http::Refusal{413, {Errc::limit_exceeded, "body", "The request is too long."}};
    if (!refused) return httplib::Server::HandlerResponse::Unhandled;
    // The body was not read: what follows on this connection would be taken for a request.
    response.set_header("Connection", "close");
    give(response, {refused->status, "text/plain; charset=utf-8", refused->error.detail + "\n"});
    return httplib::Server::HandlerResponse::Handled;
  });
  server.Post("/add-checkpoint", [&witness](const httplib::Request& request, httplib::Response& response) { give(response, witness.add_checkpoint(request.body)); });
  server.Get(R"(/([0-9a-f]{64})/checkpoint)", [&witness](const httplib::Request& request, httplib::Response& response) { give(response, witness.checkpoint(request.matches[1].str())); });
  server.Get("/", [&witness](const httplib::Request&, httplib::Response& response) {
    give(response, {200, "text/plain; charset=utf-8", "A witness of transparency logs (C2SP tlog-witness).\nIts key: " + witness.verifier_key() + "\n"});
  });
}

}  // namespace

Result<void> serve_witness(Witness& witness, const std::string& host, int port, const std::atomic<bool>& stop) {
  httplib::Server server;
  configure(server, witness);
  const int bound = port == 0 ? server.bind_to_any_port(host) : server.bind_to_port(host, port) ? port : -1;
  if (bound <= 0) return fail(Errc::unavailable, "port", "Port " + std::to_string(port) + " of " + host + " cannot be taken: is another server running?");
  std::printf("colophon witness: key %s\ncolophon witness: listening on http://%s:%d\n", witness.verifier_key().c_str(), host.c_str(), bound);
  std::fflush(stdout);
  std::atomic<bool> ended{false};
  std::thread beside([&] {
    while (!stop && !ended) std::this_thread::sleep_for(kStopPoll);
    while (!server.is_running() && !ended) std::this_thread::sleep_for(kStopPoll);
    server.stop();
  });
  const bool served = server.listen_after_bind();
  ended = true;
  beside.join();
  if (!served && !stop) return fail(Errc::unavailable, "port", "The witness stopped listening.");
  return {};
}

}  // namespace colophon::witness
