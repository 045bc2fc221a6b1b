// Parties: who can hold rights and be paid.
#include <httplib.h>

#include "http/api.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kNameBytesMax = 200;

Result<Apply> post_party(Call& call) {
  const Json body = COLOPHON_TRY(call.json());
  JsonFields fields(body, "");
  store::PartyDraft draft;
  draft.external_id = fields.string_or("external_id", "");
  draft.name = fields.string("name");
  COLOPHON_TRY(fields.finish());
  if (draft.name.empty() || draft.name.size() > kNameBytesMax) return fail(Errc::invalid_argument, "name", "It has 1 to 200 bytes.");
  if (draft.external_id.size() > kNameBytesMax) return fail(Errc::limit_exceeded, "external_id", "At most 200 bytes.");
  return Apply([draft, &store = call.store()]() -> Result<Answer> {
    const store::Party party = COLOPHON_TRY(store.find_or_make_party(draft));
    return Answer::json(JsonObject{{"party", party.id.to_string()}, {"name", party.name}}, 201);
  });
}

Result<Answer> get_party(Call& call) {
  const Id id = COLOPHON_TRY(call.party_id());
  if (call.caller.who == Who::session && call.caller.party != id) return fail(Errc::forbidden, "id", "A session sees its own party only.");
  auto party = call.store().party(id);
  if (!party) return std::unexpected(not_there(party.error()));
  const std::string currency = COLOPHON_TRY(call.store().currency());
  const std::uint64_t works = COLOPHON_TRY(call.store().count_works({.owner = id}));
  JsonArray balances;
  for (const store::BalanceRow& row : COLOPHON_TRY(call.store().balances_of(id))) {
    balances.push_back(JsonObject{{"kind", row.account}, {"currency", row.currency}, {"micros", std::to_string(row.balance_micro)}});
  }
  return Answer::json(JsonObject{{"party", id.to_string()}, {"name", party->name}, {"works", static_cast<std::int64_t>(works)},
                                 {"balances", std::move(balances)}, {"currency", currency.empty() ? Json() : Json(currency)}});
}

}  // namespace

void add_party_routes(Routes& routes) {
  routes.add({{.method = "POST", .path = "/v1/parties", .access = {.key_scope = "works:write"}, .write = post_party},
              {.method = "GET", .path = "/v1/parties/{id}", .access = {.key_scope = "read", .session_scope = "statements:read", .roles = kEveryRole},
               .read = get_party}});
}

}  // namespace colophon::http
