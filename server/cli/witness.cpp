// colophon witness: an independent cosigner of other people's logs.
#include <csignal>

#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/trust.hpp"
#include "store/try.hpp"
#include "witness/witness_server.hpp"

namespace colophon::cli {
namespace {

std::atomic<bool> stop_wanted{false};

Result<int> run(const Options& options) {
  const auto logs = COLOPHON_TRY(trusted_policy(options));
  witness::Settings settings;
  settings.name = options.value("--name");
  settings.store_file = options.value("--store");
  if (logs) settings.logs = *logs;
  auto opened = COLOPHON_TRY(witness::Witness::open(std::move(settings)));
  if (options.has("--show-key")) {
    if (options.json()) print_json(JsonObject{{"witness_key", opened->verifier_key()}}); else print(opened->verifier_key());
    return kDone;
  }
  if (!logs || logs->logs.empty()) return fail(Errc::missing_field, "--log-key", "A witness needs at least one log whose checkpoints it cosigns.");
  std::signal(SIGINT, [](int) { stop_wanted = true; });
  std::signal(SIGTERM, [](int) { stop_wanted = true; });
  std::signal(SIGPIPE, SIG_IGN);
  const auto port = static_cast<int>(COLOPHON_TRY(integer_option(options, "--port", 8090, 0, 65'535)));
  COLOPHON_TRY(witness::serve_witness(*opened, options.value("--host", "127.0.0.1"), port, stop_wanted));
  return kDone;
}

}  // namespace

const Command& witness_command() {
  static const Command command{
      {"witness", "", "Cosigns checkpoints of logs that only grow, with a key and a store of its own (C2SP tlog-witness). Run it on another machine than the log, by other people.",
       {{"--store", "FILE", "What it has cosigned; its key lies beside it. Both are made where there are none.", true},
        {"--name", "NAME", "How it is known, a name like an address without a scheme: witness.example/w1.", true},
        kLogKeyOption, kPolicyOption,
        {"--port", "N", "The port (default 8090; 0 takes a free one, which is printed)."},
        {"--host", "ADDRESS", "The address to listen on (default 127.0.0.1; what faces a network is a reverse proxy)."},
        {"--show-key", "", "Prints the key that logs and readers need, and ends."}},
       0, 0},
      run};
  return command;
}

}  // namespace colophon::cli
