// The plan as it is served: pages of a channel, and what the channels brought.
#include <httplib.h>

#include "http/plan_view.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::uint32_t kPlacesDefault = 24, kPlacesMax = 200;

Result<Answer> get_page(Call& call) {
  const auto limit = COLOPHON_TRY(call.query_number("limit", kPlacesDefault, kPlacesMax));
  const auto page = COLOPHON_TRY(jobs::serve_page(call.store(), call.services.current_plan, COLOPHON_TRY(call.id()), static_cast<std::uint32_t>(limit)));
  std::vector<Id> creators;
  for (const auto& work : page.works) creators.push_back(jobs::creator_of(work));
  const auto parties = COLOPHON_TRY(call.store().parties(creators));
  JsonArray works;
  for (std::size_t i = 0; i < page.works.size(); ++i) {
    const auto& work = page.works[i];
    const auto published = COLOPHON_TRY(call.store().published_at(work.id));
    works.emplace_back(JsonObject{{"work", work.id.to_string()}, {"title", work.title}, {"kind", work.kind}, {"creator", parties[i].name},
                                  {"page_url", published ? Json("/w/" + work.id.to_string()) : Json()}});
  }
  return Answer::json(JsonObject{{"decision", page.decision.to_string()}, {"plan", page.plan.to_string()}, {"channel", page.channel.id.to_string()}, {"name", page.channel.name},
                                 {"works", std::move(works)}});
}

Result<Answer> get_report(Call& call) {
  const auto since = COLOPHON_TRY(call.query_number("since_ms", 0, std::uint64_t{1} << 53));
  const auto names = COLOPHON_TRY(channel_names(call.store()));
  JsonArray rows;
  for (const auto& report : COLOPHON_TRY(call.store().channel_reports(static_cast<store::UnixMs>(since)))) {
    JsonObject outcomes;
    for (std::size_t t = 0; t < report.outcomes.size(); ++t)
      outcomes.emplace_back(std::string(store::event_type_name(static_cast<store::EventType>(t))), static_cast<std::int64_t>(report.outcomes[t]));
    rows.emplace_back(JsonObject{{"channel", report.channel.to_string()}, {"name", name_in(names, report.channel)}, {"pages", static_cast<std::int64_t>(report.pages)},
                                 {"showings", static_cast<std::int64_t>(report.showings)}, {"explored", static_cast<std::int64_t>(report.explored)}, {"outcomes", std::move(outcomes)}});
  }
  return Answer::json(JsonObject{{"channels", std::move(rows)}});
}

}  // namespace

void add_channel_routes(Routes& routes) {
  routes.add({{.method = "GET", .path = "/v1/channels/{id}/works", .access = {.key_scope = "read", .session_scope = "events:write", .roles = kEveryRole}, .read = get_page},
              {.method = "GET", .path = "/v1/reports/channels", .access = {.key_scope = "read", .roles = kEveryRole}, .read = get_report}});
}

}  // namespace colophon::http
