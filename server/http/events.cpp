// POST /v1/events: what the audience did. A batch is read and checked whole; an error changes nothing.
#include <array>
#include <httplib.h>

#include "http/api.hpp"
#include "http/batch.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kListenerBytesMax = 200;
constexpr std::array<BatchField, 9> kFields{{{"id", true}, {"type", true}, {"work", true}, {"listener"}, {"channel"}, {"units"}, {"service"}, {"territory"}, {"active"}}};

Result<store::EventDraft> read_event(std::size_t index, BatchRow row) {
  const auto field = [&](std::string_view name) { return row_field("events", index, name); };
  store::EventDraft event;
  event.id = COLOPHON_TRY(Id::parse(row[0], field("id")));
  event.type = COLOPHON_TRY(store::parse_event_type(row[1], field("type")));
  event.work = COLOPHON_TRY(Id::parse(row[2], field("work")));
  if (row[3].size() > kListenerBytesMax) return fail(Errc::limit_exceeded, field("listener"), "At most 200 bytes.");
  event.listener = row[3];
  if (row[4].data() != nullptr) event.channel = COLOPHON_TRY(Id::parse(row[4], field("channel")));
  if (row[5].data() != nullptr) event.units = COLOPHON_TRY(parse_int64(row[5], field("units")));
  if (event.units < 0) return fail(Errc::negative_amount, field("units"), "Units are 0 or more.");
  event.service = COLOPHON_TRY(word(row[6], field("service")));
  event.territory = COLOPHON_TRY(territory(row[7], field("territory")));
  if (row[8].data() != nullptr && row[8] != "true" && row[8] != "false") return fail(Errc::invalid_argument, field("active"), "It is \"true\" where the listener chose the work, or \"false\".");
  event.active = row[8] == "true";
  return event;
}

Result<Apply> post_events(Call& call) {
  auto events = std::make_shared<std::vector<store::EventDraft>>();
  const BatchForm form{"events", kFields, call.services.options.limits.batch_rows_max};
  COLOPHON_TRY(read_batch(call.request.body, form, [&](std::size_t index, BatchRow row) -> Result<void> {
    events->push_back(COLOPHON_TRY(read_event(index, row)));
    return {};
  }));
  const auto source = call.caller.who == Who::session ? store::Source::browser : store::Source::server_key;
  Services& services = call.services;
  return Apply([events, source, &services]() -> Result<Answer> {
    const store::Appended appended = COLOPHON_TRY(services.store.append_events(*events, source));
    services.metrics.events_accepted(appended.accepted);
    return Answer::json(JsonObject{{"accepted", static_cast<std::int64_t>(appended.accepted)}, {"duplicates", static_cast<std::int64_t>(appended.duplicates)}});
  });
}

}  // namespace

void add_event_routes(Routes& routes) {
  routes.add({{.method = "POST", .path = "/v1/events", .access = {.key_scope = "events:write", .session_scope = "events:write"},
               .write = post_events, .body_max = &Limits::batch_bytes_max}});
}

}  // namespace colophon::http
