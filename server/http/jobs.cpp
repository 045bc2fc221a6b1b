// Jobs: their state, their progress as server-sent events, and cancelling them.
#include <chrono>
#include <httplib.h>
#include <thread>

#include "http/api.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kPoll = std::chrono::milliseconds(100);
constexpr auto kHeartbeat = std::chrono::seconds(10);

bool has_ended(store::JobState state) { return state != store::JobState::queued && state != store::JobState::running; }

Json document_or_null(const std::string& text) { return text.empty() ? Json() : parse_json(text).value_or(Json()); }

Json job_json(const store::Job& job) {
  return JsonObject{{"job", job.id.to_string()}, {"kind", job.kind}, {"state", store::job_state_name(job.state)}, {"done", job.done}, {"total", job.total},
                    {"message", job.message}, {"created_at", rfc3339(job.created_at)},
                    {"finished_at", job.finished_at == 0 ? Json() : Json(rfc3339(job.finished_at))},
                    {"result", document_or_null(job.result)}, {"error", document_or_null(job.error)}};
}

Result<store::Job> visible_job(Call& call) {
  auto job = call.store().job(COLOPHON_TRY(call.id()));
  if (job && call.caller.who == Who::session && job->owner != call.caller.party) return fail(Errc::not_found, "id", "There is no such job of this party.");
  return job;
}

Result<Answer> get_jobs(Call& call) {
  JsonArray rows;
  for (const store::Job& job : COLOPHON_TRY(call.store().jobs(COLOPHON_TRY(call.limit())))) rows.push_back(job_json(job));
  return Answer::json(JsonObject{{"jobs", std::move(rows)}});
}

Result<Answer> get_job(Call& call) { return Answer::json(job_json(COLOPHON_TRY(visible_job(call)))); }

/// An operator ends any job; those who settle end the jobs that they ask for.
Result<Apply> post_cancel(Call& call) {
  const Id id = COLOPHON_TRY(call.id());
  const bool settles = call.at_desk() && call.caller.role != "operator";
  if (settles) {
    const std::string kind = COLOPHON_TRY(call.store().job(id)).kind;
    if (kind != "settle" && kind != "preview" && kind != "forecast") return fail(Errc::forbidden, "role", "The role " + call.caller.role + " may end jobs of settlements only.");
  }
  return Apply([id, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(store.cancel_job(id));
    return Answer::json(job_json(COLOPHON_TRY(store.job(id))), 202);
  });
}

/// Writes an event when the job has moved and a comment when it has not; ends with the job, the time limit, the client or the service.
bool stream_job(Services& services, const Id& id, httplib::DataSink& sink) {
  const auto until = Clock::now() + std::chrono::seconds(services.options.limits.stream_seconds_max);
  auto last_write = Clock::now();
  std::string last;
  const auto write = [&](const std::string& text) {
    last_write = Clock::now();
    return sink.write(text.data(), text.size());
  };
  while (!services.stop && Clock::now() < until) {
    auto job = services.store.job(id);
    if (!job) break;
    const bool ended = has_ended(job->state);
    const std::string data = canonical_json(job_json(*job));
    if (data != last || ended) {
      if (!write(std::string("event: ") + (ended ? "end" : "progress") + "\ndata: " + data + "\n\n")) return false;
      last = data;
    } else if (Clock::now() - last_write > kHeartbeat && !write(": still here\n\n")) {
      return false;
    }
    if (ended) break;
    if (!sink.is_writable()) return false;
    std::this_thread::sleep_for(kPoll);
  }
  sink.done();
  return true;
}

Result<Answer> get_job_events(Call& call) {
  const Id id = COLOPHON_TRY(visible_job(call)).id;
  Services& services = call.services;
  auto place = std::make_shared<StreamPlace>(services.streams);
  if (static_cast<std::size_t>(services.streams) > services.options.limits.streams_max) {
    return fail(Errc::too_many_requests, "", "Too many event streams are open: ask for GET /v1/jobs/" + id.to_string() + " instead.");
  }
  Answer answer;
  answer.content_type = "text/event-stream";
  answer.stream = [&services, id, place](httplib::DataSink& sink) { return stream_job(services, id, sink); };
  return answer;
}

}  // namespace

void add_job_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .session_scope = "works:read", .roles = kEveryRole};
  routes.add({{.method = "GET", .path = "/v1/jobs", .access = {.key_scope = "read", .roles = kEveryRole}, .read = get_jobs},
              {.method = "GET", .path = "/v1/jobs/{id}", .access = reads, .read = get_job},
              {.method = "GET", .path = "/v1/jobs/{id}/events", .access = reads, .read = get_job_events},
              {.method = "POST", .path = "/v1/jobs/{id}/cancel", .access = {.key_scope = "plan:write", .roles = kEveryRole}, .write = post_cancel}});
}

}  // namespace colophon::http
