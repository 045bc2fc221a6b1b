// POST /v1/sessions: the host's backend, which knows its user, asks for a token that the user's browser may hold.
// POST /v1/sample/session: stands in for such a backend on the sample pages.
#include <algorithm>
#include <array>
#include <httplib.h>

#include "http/api.hpp"
#include "http/credentials.hpp"
#include "http/guard.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::array<const char*, 4> kSessionScopes{"works:write", "works:read", "events:write", "statements:read"};
constexpr std::int64_t kMinutesMax = 15;
constexpr std::size_t kNameBytesMax = 200;
constexpr std::size_t kSamplePartiesMax = 500;

Result<std::vector<std::string>> read_scopes(const Json* value) {
  if (value == nullptr) return std::vector<std::string>(kSessionScopes.begin(), kSessionScopes.end());
  if (value->array() == nullptr || value->array()->empty()) return fail(Errc::invalid_argument, "scopes", "It must be a list with at least one scope.");
  std::vector<std::string> scopes;
  for (const Json& item : *value->array()) {
    const std::string field = "scopes[" + std::to_string(scopes.size()) + "]";
    const bool known = item.string() != nullptr && std::ranges::any_of(kSessionScopes, [&](const char* scope) { return *item.string() == scope; });
    if (!known) return fail(Errc::invalid_argument, field, "A session's scopes are works:write, works:read, events:write and statements:read.");
    if (std::ranges::find(scopes, *item.string()) != scopes.end()) return fail(Errc::invalid_argument, field, "The scope stands twice.");
    scopes.push_back(*item.string());
  }
  return scopes;
}

Answer session_answer(const std::string& token, const store::Session& session) {
  JsonArray scopes(session.scopes.begin(), session.scopes.end());
  return Answer::json(JsonObject{{"token", token}, {"expires_at", rfc3339(session.expires_at)}, {"party", session.party.to_string()},
                                 {"scopes", std::move(scopes)}, {"origin", session.origin}}, 201);
}

Result<Answer> open_session(Services& services, const store::PartyDraft& person, store::Session session, std::int64_t minutes) {
  store::Store& store = services.store;
  const std::string token = new_secret(store, "cs_");
  COLOPHON_TRY(store.atomically([&]() -> Result<void> {
    session.party = COLOPHON_TRY(store.find_or_make_party(person)).id;
    session.expires_at = store.now() + minutes * 60'000;
    return store.insert_session(secret_hash(token), session);
  }));
  return session_answer(token, session);
}

Result<Answer> post_session(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  store::PartyDraft person;
  person.external_id = fields.string("external_id");
  person.name = fields.string_or("name", "");
  store::Session session;
  session.origin = fields.string("origin");
  const std::int64_t minutes = fields.integer_or("minutes", kMinutesMax);
  const Json* scopes = fields.any("scopes");
  COLOPHON_TRY(fields.finish());
  if (person.external_id.empty() || person.external_id.size() > kNameBytesMax) return fail(Errc::invalid_argument, "external_id", "It has 1 to 200 bytes.");
  if (person.name.size() > kNameBytesMax) return fail(Errc::limit_exceeded, "name", "At most 200 bytes.");
  if (minutes < 1 || minutes > kMinutesMax) return fail(Errc::invalid_argument, "minutes", "A session lasts 1 to 15 minutes; the widget renews it.");
  const auto& allowed = call.services.options.allow_origins;
  const bool known = session.origin == own_origin(call.request, call.services.options) || std::ranges::find(allowed, session.origin) != allowed.end();
  if (!known) return fail(Errc::invalid_argument, "origin", "This origin may not call the service: start it with --allow-origin and this origin.");
  session.scopes = COLOPHON_TRY(read_scopes(scopes));
  return open_session(call.services, person, std::move(session), minutes);
}

/// Of the visitor, or of somebody of the sample: {"party"}, so that a page can be looked at as that person sees it.
Result<Answer> post_sample_session(Call& call) {
  if (!call.services.options.sample) return fail(Errc::not_found, "", "There is nothing at this address.");
  if (!is_same_origin(call.request, call.services.options)) {
    return fail(Errc::forbidden, "Origin", "Only the sample's own pages get a session here.");
  }
  const std::vector<std::string> scopes(kSessionScopes.begin(), kSessionScopes.end());
  store::Session session{{}, own_origin(call.request, call.services.options), scopes, 0};
  const Json body = call.request.body.empty() ? Json(JsonObject{}) : COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  const std::string party(fields.string_or("party", ""));
  COLOPHON_TRY(fields.finish());
  if (party.empty()) return open_session(call.services, {{}, "sample-visitor", "Visitor"}, std::move(session), kMinutesMax);
  session.party = COLOPHON_TRY(call.store().party(COLOPHON_TRY(Id::parse(party, "party")))).id;
  const std::string token = new_secret(call.store(), "cs_");
  session.expires_at = call.store().now() + kMinutesMax * 60'000;
  COLOPHON_TRY(call.store().insert_session(secret_hash(token), session));
  return session_answer(token, session);
}

/// Whose page a visitor of the sample may look at.
Result<Answer> get_sample_parties(Call& call) {
  if (!call.services.options.sample) return fail(Errc::not_found, "", "There is nothing at this address.");
  std::vector<Id> ids;
  for (const store::PayeeRow& row : COLOPHON_TRY(call.store().payees())) if (ids.size() < kSamplePartiesMax) ids.push_back(row.party);
  JsonArray list;
  for (const store::Party& party : COLOPHON_TRY(call.store().parties(ids))) {
    if (!party.name.empty()) list.push_back(JsonObject{{"party", party.id.to_string()}, {"name", party.name}});
  }
  return Answer::json(JsonObject{{"parties", std::move(list)}});
}

/// Who the holder of a token is: a browser needs it to sign for its party.
Result<Answer> get_session(Call& call) {
  JsonArray scopes(call.caller.scopes.begin(), call.caller.scopes.end());
  return Answer::json(JsonObject{{"party", call.caller.party.to_string()}, {"origin", call.caller.origin}, {"platform", call.services.log.origin()}, {"scopes", std::move(scopes)}});
}

}  // namespace

void add_session_routes(Routes& routes) {
  routes.add({{.method = "POST", .path = "/v1/sessions", .access = {.key_scope = "sessions:write"}, .read = post_session},
              {.method = "GET", .path = "/v1/session", .access = {.session_scope = "works:read"}, .read = get_session},
              {.method = "POST", .path = "/v1/sample/session", .access = {.anyone = true}, .read = post_sample_session},
              {.method = "GET", .path = "/v1/sample/parties", .access = {.anyone = true}, .read = get_sample_parties}});
}

}  // namespace colophon::http
