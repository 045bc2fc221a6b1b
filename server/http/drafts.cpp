// Drafts that their makers chose to keep with the site, so that another device of theirs has them. Their content is opaque here: it is
// kept, given to its own party, and deleted with the party's name.
#include <httplib.h>

#include "http/api.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kNameBytesMax = 300;

Json draft_json(const store::WorkDraftRow& draft) {
  return JsonObject{{"id", draft.id.to_string()}, {"revision", static_cast<std::int64_t>(draft.revision)}, {"name", draft.name},
                    {"bytes", static_cast<std::int64_t>(draft.bytes)}, {"updated_at", rfc3339(draft.updated_at)}};
}

Result<Answer> list_drafts(Call& call) {
  const Limits& limits = call.services.options.limits;
  JsonArray list;
  for (const store::WorkDraftRow& draft : COLOPHON_TRY(call.store().work_drafts(call.caller.party))) list.push_back(draft_json(draft));
  return Answer::json(JsonObject{{"drafts", std::move(list)},
                                 {"limits", JsonObject{{"drafts", static_cast<std::int64_t>(limits.drafts_max)}, {"draft_bytes", static_cast<std::int64_t>(limits.draft_bytes_max)},
                                                       {"bytes", static_cast<std::int64_t>(limits.party_drafts_bytes_max)}}}});
}

Result<Answer> get_draft(Call& call) {
  const Bytes content = COLOPHON_TRY(call.store().work_draft(call.caller.party, COLOPHON_TRY(call.id())));
  Answer answer = Answer::text(std::string(content.begin(), content.end()), "application/octet-stream");
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

Result<Apply> put_draft(Call& call) {
  const Id draft = COLOPHON_TRY(call.id());
  if (!call.request.has_param("revision")) return fail(Errc::missing_field, "revision", "Say which revision this replaces: 0 for a new draft.");
  const std::uint64_t seen = COLOPHON_TRY(call.query_number("revision", 0, std::uint64_t{1} << 53));
  const std::string name = call.query("name");
  if (name.empty() || name.size() > kNameBytesMax) return fail(Errc::invalid_argument, "name", "It has 1 to 300 bytes.");
  if (call.request.body.empty()) return fail(Errc::missing_field, "body", "The draft's file is the body.");
  auto content = std::make_shared<const std::string>(call.request.body);
  const Limits& limits = call.services.options.limits;
  const store::WorkDraftLimits kept{limits.drafts_max, limits.party_drafts_bytes_max};
  return Apply([draft, seen, name, content, kept, party = call.caller.party, &store = call.store()]() -> Result<Answer> {
    const store::WorkDraftRow row = COLOPHON_TRY(store.put_work_draft(party, draft, seen, name, as_bytes(*content), kept));
    // Without the name: answers are remembered for their keys, and a name is erased with its person.
    return Answer::json(JsonObject{{"id", row.id.to_string()}, {"revision", static_cast<std::int64_t>(row.revision)}, {"updated_at", rfc3339(row.updated_at)}});
  });
}

Result<Apply> delete_draft(Call& call) {
  const Id draft = COLOPHON_TRY(call.id());
  return Apply([draft, party = call.caller.party, &store = call.store()]() -> Result<Answer> {
    COLOPHON_TRY(store.remove_work_draft(party, draft));
    return Answer::json(JsonObject{{"id", draft.to_string()}});
  });
}

}  // namespace

void add_draft_routes(Routes& routes) {
  // A draft is its maker's alone: no key and nobody at the desk reads it.
  const Access own{.session_scope = "works:write"};
  routes.add({{.method = "GET", .path = "/v1/drafts", .access = own, .read = list_drafts},
              {.method = "GET", .path = "/v1/drafts/{id}", .access = own, .read = get_draft},
              {.method = "PUT", .path = "/v1/drafts/{id}", .access = own, .write = put_draft, .body_max = &Limits::draft_bytes_max},
              {.method = "POST", .path = "/v1/drafts/{id}/delete", .access = own, .write = delete_draft}});
}

}  // namespace colophon::http
