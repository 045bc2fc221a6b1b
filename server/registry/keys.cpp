// A party's keys: a second device, a key that ends, a key that was lost.
#include <algorithm>

#include "registry/acts.hpp"

namespace colophon::registry {

Result<void> apply_key_act(Applied& applied) {
  store::Store& store = applied.store;
  const Declaration& declaration = applied.declaration;
  const auto keys = COLOPHON_TRY(store.party_keys(declaration.party));
  const auto active = static_cast<std::size_t>(std::ranges::count(keys, store::PartyKeyState::active, &store::PartyKeyRow::state));
  applied.about = declaration.party;
  if (declaration.act == Act::add_key) {
    const Hash key = applied.body_hash("new_key");
    if (COLOPHON_TRY(store.party_key(key))) return fail(Errc::conflict, "body.new_key", "This key was used before: make a new one.");
    if (active >= kKeysPerPartyMax) return fail(Errc::limit_exceeded, "body.new_key", "A party has at most 10 keys that sign: revoke one first.");
    return store.put_party_key({key, declaration.party, applied.text("label"), store::PartyKeyState::active, store.now(), 0});
  }
  const Hash key = applied.body_hash("old_key");
  const auto old = std::ranges::find(keys, key, &store::PartyKeyRow::public_key);
  if (old == keys.end() || old->state != store::PartyKeyState::active) return fail(Errc::not_found, "body.old_key", "The party has no such key that signs.");
  if (active == 1) return fail(Errc::conflict, "body.old_key", "This is the party's only key: add another first, or ask the platform to reset a key that was lost.");
  store::PartyKeyRow row = *old;
  row.state = store::PartyKeyState::revoked;
  row.ended_at = store.now();
  return store.put_party_key(row);
}

Result<Id> reset_keys(store::Store& store, const Id& party, const std::string& by, const std::string& reason) {
  bool any = false;
  for (store::PartyKeyRow key : COLOPHON_TRY(store.party_keys(party))) {
    if (key.state != store::PartyKeyState::active) continue;
    key.state = store::PartyKeyState::reset;
    key.ended_at = store.now();
    COLOPHON_TRY(store.put_party_key(key));
    any = true;
  }
  if (!any) return fail(Errc::conflict, "party", "The party has no key that signs: it can add its first one.");
  return insert_decision(store, {"reset-key", by, reason, party, {}});
}

}  // namespace colophon::registry
