// Works that are near to given content: before a registration, and of a registered work.
#include <httplib.h>

#include "http/api.hpp"
#include "jobs/similarity.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::uint64_t kDistanceMax = 32, kLimitMax = 100;

/// Whose titles a caller may read: a session's own works and the sample's; a key and the desk read all.
bool reads_title(const Call& call, const store::Work& work) {
  if (call.caller.who == Who::key || call.at_desk() || work.sample) return true;
  return call.caller.who == Who::session && call.caller.party == work.owner;
}

Result<Json> match_json(const Call& call, const jobs::SimilarWork& similar) {
  const store::Work work = COLOPHON_TRY(call.store().work(similar.work));
  JsonArray units;
  for (const store::NearWork& unit : similar.units) {
    units.emplace_back(JsonObject{{"distance", static_cast<std::int64_t>(unit.distance)}, {"unit", iscc::unit_kind_name(unit.unit)}});
  }
  const bool own = call.caller.who == Who::session && call.caller.party == work.owner;
  return Json(JsonObject{{"kind", work.kind}, {"own", own}, {"registered_at", rfc3339(work.registered_at)}, {"relation", iscc::relation_name(similar.relation)},
                         {"title", reads_title(call, work) ? Json(work.title) : Json()}, {"units", std::move(units)}, {"work", work.id.to_string()}});
}

Result<Answer> get_similar(Call& call) {
  const std::string iscc = call.query("iscc"), of = call.query("work");
  if (iscc.empty() == of.empty()) return fail(Errc::missing_field, "iscc", "Say which content: either iscc=ISCC:... or work=ID.");
  jobs::SimilarityOptions options;
  options.distance_max = static_cast<std::uint32_t>(COLOPHON_TRY(call.query_number("distance", iscc::kEditedDistance, kDistanceMax)));
  options.limit = static_cast<std::size_t>(COLOPHON_TRY(call.query_number("limit", 20, kLimitMax)));
  store::ContentIdentity identity;
  if (!iscc.empty()) {
    identity = COLOPHON_TRY(store::read_identity(iscc));
  } else {
    options.except = COLOPHON_TRY(Id::parse(of, "work"));
    const store::Work work = COLOPHON_TRY(call.store().work(options.except));
    if (!reads_title(call, work)) return fail(Errc::not_found, "work", "There is no such work, or it is not this caller's.");
    auto known = COLOPHON_TRY(call.store().identity(options.except));
    if (!known) return fail(Errc::not_found, "work", "The work has no ISCC yet: it gets one with its content.");
    identity = std::move(*known);
  }
  JsonArray matches;
  for (const jobs::SimilarWork& similar : COLOPHON_TRY(call.services.similarity.find(identity, options))) {
    matches.push_back(COLOPHON_TRY(match_json(call, similar)));
  }
  return Answer::json(JsonObject{{"iscc", identity.iscc}, {"matches", std::move(matches)}});
}

}  // namespace

void add_similar_routes(Routes& routes) {
  const Access reads{.key_scope = "works:read", .session_scope = "works:read", .roles = kEveryRole};
  routes.add({{.method = "GET", .path = "/v1/works/similar", .access = reads, .read = get_similar}});
}

}  // namespace colophon::http
