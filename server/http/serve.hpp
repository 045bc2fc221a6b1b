#pragma once
// The HTTP service: everything of docs/formats/http-api.md over one store. `colophon serve` calls it.
#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "colophon/base/error.hpp"
#include "log/log.hpp"
#include "store/store.hpp"

namespace colophon::http {

/// Every limit on what a connection may cost. The defaults suit one machine of two cores and more.
struct Limits {
  std::size_t threads = 128;                    ///< One connection holds one thread while it is open; an idle thread costs a few pages.
  std::size_t connections_waiting_max = 256;    ///< Accepted but without a thread yet; above it they are closed.
  std::size_t streams_max = 12;                 ///< Server-sent event streams at once; below `threads`, so that they never take them all.
  int stream_seconds_max = 300;                 ///< Then the stream closes and the browser connects again.
  int keep_alive_seconds = 5;
  std::size_t keep_alive_requests_max = 10'000;
  int read_timeout_seconds = 10;
  int write_timeout_seconds = 10;
  std::size_t headers_max = 64;
  std::size_t header_bytes_max = 8'192;         ///< Of one name and value.
  std::size_t target_bytes_max = 2'048;
  std::size_t json_bytes_max = 1u << 20;        ///< A body of one object.
  std::size_t batch_bytes_max = 8u << 20;       ///< A body of events or revenue lines.
  std::size_t batch_rows_max = 10'000;
  std::size_t content_bytes_max = 64u << 20;    ///< A work's content.
  std::size_t draft_bytes_max = 64u << 20;      ///< A draft that is kept with the site.
  std::size_t drafts_max = 200;                 ///< Of one party.
  std::size_t party_drafts_bytes_max = 256u << 20;   ///< Of one party together.
  std::size_t sales_bytes_max = 64u << 20;      ///< A sales file in base64: 48 MB of it. Larger ones come by the command line.
  std::size_t page_rows_max = 500;
  int login_failures_max = 5;                   ///< Of one user or from one address in `login_window_seconds`.
  int login_window_seconds = 60;
  int logins_waiting_max = 8;                   ///< Passwords are hashed one at a time; who comes when so many wait is sent away.
};

struct Options {
  std::string host = "127.0.0.1";   ///< Only a loopback address belongs here: what faces a network is a reverse proxy (docs/how-to/operate.md).
  int port = 8080;                  ///< 0 takes a free one.
  std::string public_origin;        ///< "https://colophon.example" behind a proxy; empty: "http://" and the Host header.
  std::string web_dir;              ///< The built pages (web/dist); empty: no pages.
  std::string models_dir;           ///< Model files with their cards; empty: no models.
  bool sample = false;              ///< Public sample content, demo accounts, POST /v1/sample/session. Refused beyond loopback.
  std::vector<std::string> allow_origins;  ///< Sites that embed the widget, matched exactly: "https://art.example".
  bool log_requests = true;         ///< One JSON line a request on stderr, without personal data and without credentials.
  Limits limits;
};

/// Serves until `stop` is true; then finishes the requests that are running, ends the streams and returns. Blocks.
/// `log` sequences in a thread of its own while this runs. The job worker is the caller's: it runs beside (jobs/worker.hpp).
/// Prints on stdout: once for a new store the first API key and the desk's first passwords, and always the line
/// "colophon: listening on http://HOST:PORT". Errors: invalid_argument (options), unavailable (the port is taken).
Result<void> serve(const Options& options, store::Store& store, tlog::Log& log, const std::atomic<bool>& stop);

}  // namespace colophon::http
