// What a page has to know before anything else, and what an operator watches.
#include <httplib.h>

#include "http/api.hpp"
#include "http/credentials.hpp"
#include "http/guard.hpp"
#include "http/openapi.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr const char* kVersion = "0.1.0";

/// Whether the audience of the newest period that has events was simulated.
Result<bool> simulated_audience(store::Store& store) {
  const auto periods = COLOPHON_TRY(store.periods());
  for (auto it = periods.rbegin(); it != periods.rend(); ++it) {
    if (it->events > 0) return store.has_simulated(it->period);
  }
  return false;
}

/// What this service vouches for: the keys that sign and those that were retired in good order.
JsonArray trusted_keys(const tlog::Log& log) {
  JsonArray keys;
  for (const store::LogKeyRow& key : log.keys())
    if (key.state != store::LogKeyState::compromised) keys.emplace_back(key.verifier_key);
  return keys;
}

Result<Answer> get_site(Call& call) {
  const Options& options = call.services.options;
  JsonObject site{{"sample", options.sample}, {"simulated_audience", COLOPHON_TRY(simulated_audience(call.store()))},
                  {"rank_by_quality", COLOPHON_TRY(call.store().flag("rank_by_quality"))}, {"log_key", call.services.log.log_key()},
                  {"log_keys", trusted_keys(call.services.log)}, {"version", kVersion}, {"locales", JsonArray{"en", "zh"}}};
  if (options.sample) {
    JsonArray accounts;
    for (const DemoAccount& account : demo_accounts()) {
      accounts.emplace_back(JsonObject{{"user", account.name}, {"role", account.role}, {"password", account.password}});
    }
    site.emplace_back("demo_accounts", std::move(accounts));
  }
  return Answer::json(site);
}

Result<Answer> get_health(Call& call) {
  // One read of the store: a service that cannot reach it is not healthy.
  COLOPHON_TRY(call.store().latest_checkpoint());
  if (call.services.stop) return fail(Errc::unavailable, "", "The service is stopping.");
  return Answer::json(JsonObject{{"status", "ok"}});
}

Result<Answer> get_metrics(Call& call) {
  const auto& request = call.request;
  const bool forwarded = request.has_header("Forwarded") || request.has_header("X-Forwarded-For") || request.has_header("Via");
  if (!is_loopback(request.remote_addr) || forwarded) return fail(Errc::forbidden, "", "Metrics are for this machine only.");
  std::map<std::string_view, std::uint64_t> states{{"queued", 0}, {"running", 0}, {"done", 0}, {"failed", 0}, {"cancelled", 0}};
  for (const store::Job& job : COLOPHON_TRY(call.store().jobs(1'000))) ++states[store::job_state_name(job.state)];
  std::string text = call.services.metrics.text();
  text += "# HELP colophon_jobs Of the newest 1000 jobs.\n# TYPE colophon_jobs gauge\n";
  for (const auto& [state, count] : states) text += "colophon_jobs{state=\"" + std::string(state) + "\"} " + std::to_string(count) + "\n";
  text += metric_line("colophon_log_size", "gauge", call.services.log.size());
  text += metric_line("colophon_log_pending", "gauge", COLOPHON_TRY(call.store().pending_entries(100'000)).size());
  text += metric_line("colophon_event_streams", "gauge", static_cast<std::uint64_t>(call.services.streams.load()));
  return Answer::text(std::move(text), "text/plain; version=0.0.4; charset=utf-8");
}

Result<Answer> get_openapi(Call&) { return Answer::text(std::string(openapi_document()), "application/json"); }

}  // namespace

void add_site_routes(Routes& routes) {
  const Access anyone{.anyone = true};
  routes.add({{.method = "GET", .path = "/v1/site", .access = anyone, .read = get_site},
              {.method = "GET", .path = "/healthz", .access = anyone, .read = get_health},
              {.method = "GET", .path = "/metrics", .access = anyone, .read = get_metrics},
              {.method = "GET", .path = "/openapi.json", .access = anyone, .read = get_openapi}});
}

}  // namespace colophon::http
