// colophon serve: HTTP, the log and the worker over one store.
#include "http/serve.hpp"

#include <csignal>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "colophon/base/limits.hpp"
#include "http/request_log.hpp"
#include "jobs/read_file.hpp"
#include "jobs/worker.hpp"
#include "store/try.hpp"
#include "witness/cosigner.hpp"

namespace colophon::cli {
namespace {

// The only thing that a signal handler may touch.
std::atomic<bool> stop_wanted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

Result<int> run(const Options& options) {
  http::Options settings;
  settings.host = options.value("--host", settings.host);
  settings.port = static_cast<int>(COLOPHON_TRY(integer_option(options, "--port", settings.port, 0, 65'535)));
  settings.public_origin = options.value("--public-origin");
  settings.web_dir = options.has("--web") ? options.value("--web") : folder_beside_program("web/dist", "web").string();
  settings.models_dir = models_folder(options).string();
  settings.sample = options.has("--sample");
  settings.allow_origins = options.values("--allow-origin");
  settings.log_requests = !options.has("--quiet");

  auto store = COLOPHON_TRY(open_store(options, false));
  merkle::Policy witnesses;
  if (options.has("--witnesses")) {
    const std::string file = options.value("--witnesses");
    witnesses = COLOPHON_TRY(merkle::parse_policy(COLOPHON_TRY(jobs::read_file(file, file, limits::kPolicyBytesMax)), file));
  }
  auto log = COLOPHON_TRY(tlog::Log::open(*store, tlog::key_file_of(options.value("--store")), options.value("--log-origin", "localhost/colophon"), witnesses));
  // What an earlier run left unfinished begins again.
  COLOPHON_TRY(store->requeue_running_jobs());
  jobs::Worker worker(*store, {.threads = static_cast<int>(COLOPHON_TRY(integer_option(options, "--workers", 1, 0, 64))),
                               .models_dir = settings.models_dir});
  worker.start();
  std::signal(SIGINT, [](int) { stop_wanted = true; });
  std::signal(SIGTERM, [](int) { stop_wanted = true; });
  std::signal(SIGPIPE, SIG_IGN);
  witness::Cosigner cosigner(*log, witnesses, [](const std::string& name, const std::string& detail) {
    http::log_event(detail.empty() ? "info" : "error", "witness", name + ": " + (detail.empty() ? "it cosigns" : detail));
  });
  cosigner.start();
  COLOPHON_TRY(http::serve(settings, *store, *log, stop_wanted));
  cosigner.stop();
  worker.stop();
  return kDone;
}

}  // namespace

const Command& serve_command() {
  static const Command command{
      {"serve", "", "Serves the HTTP interface, the pages and the log over one store, and runs its jobs.",
       {{"--store", "FILE", "The store; it is made where there is none.", true},
        {"--port", "N", "The port (default 8080; 0 takes a free one, which is printed)."},
        {"--host", "ADDRESS", "The address to listen on (default 127.0.0.1; what faces a network is a reverse proxy)."},
        {"--public-origin", "ORIGIN", "How the world calls this server, as https://colophon.example."},
        {"--web", "DIR", "The built pages (default: beside the program)."},
        kModelsOption,
        {"--sample", "", "Shows the sample: public content, demo accounts, a session for every visitor. Only on loopback."},
        {"--log-origin", "NAME", "The name of the log, set at the first start (default localhost/colophon)."},
        {"--witnesses", "FILE", "Witnesses that cosign the log's checkpoints, with their addresses and a quorum (C2SP tlog-policy)."},
        {"--allow-origin", "ORIGIN", "A site that embeds the widget, matched exactly.", false, true},
        {"--workers", "N", "Threads that run jobs (default 1)."},
        {"--quiet", "", "Writes no line a request."}},
       0, 0},
      run};
  return command;
}

}  // namespace colophon::cli
