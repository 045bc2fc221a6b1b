// Near matches: two works that are alike hold the later registration, and nothing else.
#include <algorithm>

#include "registry/acts.hpp"

namespace colophon::registry {
namespace {

/// The log's order decides where the clock does not.
bool is_before(const store::Work& a, const store::Work& b) { return std::pair(a.registered_at, a.id) < std::pair(b.registered_at, b.id); }

/// Whose a work is: its owner, or those who share in it.
bool same_people(const store::Work& a, const store::Work& b) {
  if (!a.owner.is_nil() && !b.owner.is_nil()) return a.owner == b.owner;
  return std::ranges::any_of(a.shares, [&](const royalty::PartyShare& one) {
    return one.party == b.owner || std::ranges::any_of(b.shares, [&](const royalty::PartyShare& other) { return other.party == one.party || other.party == a.owner; });
  });
}

/// Whether a key of those whose work it is has declared it elsewhere. One that was lost may be anybody's.
Result<bool> is_own_key(store::Store& store, const store::Work& work, const Hash& public_key) {
  if (public_key == Hash{}) return false;
  const auto key = COLOPHON_TRY(store.party_key(public_key));
  return key && key->state != store::PartyKeyState::reset && speaks_for(work, key->party);
}

Result<bool> hold(store::Store& store, const Id& work, const Id& about, const std::string& detail) {
  for (const auto& hold : COLOPHON_TRY(store.holds(work)))
    if (hold.about == about) return false;
  // One that was released stays so: the same likeness is no news.
  for (const auto& act : COLOPHON_TRY(store.acts_of_work(work)))
    if (act.name == "release" && act.about == about) return false;
  COLOPHON_TRY(store.put_hold({work, about, "near-match", detail, "", "", store.now(), 0}));
  COLOPHON_TRY(insert_decision(store, {"hold", "system", detail, about, work}));
  return true;
}

}  // namespace

Result<bool> hold_later(store::Store& store, const Id& one, const Id& other, const std::string& detail) {
  store::Work earlier = COLOPHON_TRY(store.work(one)), later = COLOPHON_TRY(store.work(other));
  if (is_before(later, earlier)) std::swap(earlier, later);
  if (earlier.id == later.id || same_people(earlier, later)) return false;
  if (!COLOPHON_TRY(store.work_end(earlier.id)).empty()) return false;
  return hold(store, later.id, earlier.id, detail);
}

Result<bool> hold_if_same_bytes(store::Store& store, const Id& work, const Hash& sha256) {
  const auto others = COLOPHON_TRY(store.works_with_fingerprint("sha256", sha256));
  const auto foreign = COLOPHON_TRY(store.foreign_works(sha256));
  if (others.size() < 2 && foreign.empty()) return false;
  const store::Work registered = COLOPHON_TRY(store.work(work));
  for (const Id& other : others) {
    if (other == work || !is_before(COLOPHON_TRY(store.work(other)), registered)) continue;
    if (COLOPHON_TRY(hold_later(store, other, work, "same bytes"))) return true;
  }
  for (const store::ForeignWorkRow& other : foreign) {
    // What another platform says of its own time is its word; that it was seen here before is ours.
    if (other.state != "registered" || other.seen_at > registered.registered_at || COLOPHON_TRY(is_own_key(store, registered, other.public_key))) continue;
    if (COLOPHON_TRY(hold(store, work, other.id, "same bytes, on " + other.platform))) return true;
  }
  return false;
}

Result<std::size_t> hold_near_works(store::Store& store, const Id& work) {
  const auto is_same = [](const store::NearWork& near) { return near.relation <= iscc::Relation::same_content; };
  const auto is_checked = [&](const Id& one) -> Result<bool> {
    const auto identity = COLOPHON_TRY(store.identity(one));
    return identity && identity->checked;
  };
  const auto is_held = [&](const Id& one) -> Result<bool> {
    return std::ranges::contains(COLOPHON_TRY(store.holds(one)), "near-match", &store::HoldRow::kind);
  };
  const auto detail = [](const store::NearWork& near) {
    return near.relation == iscc::Relation::same_bytes ? std::string("same bytes")
                                                       : std::string(iscc::unit_kind_name(near.unit)) + " at distance " + std::to_string(near.distance) + " of 64";
  };
  std::size_t held = 0;
  for (const store::NearWork& near : COLOPHON_TRY(store.near_works(work))) {
    if (!is_same(near) || !COLOPHON_TRY(is_checked(near.work))) continue;
    if (COLOPHON_TRY(is_held(work))) break;   // One is enough: the nearest.
    held += COLOPHON_TRY(hold_later(store, near.work, work, detail(near))) ? 1 : 0;
  }
  if (!COLOPHON_TRY(is_checked(work))) return held;
  for (const store::NearWork& near : COLOPHON_TRY(store.later_near_works(work))) {
    if (!is_same(near) || COLOPHON_TRY(is_held(near.work))) continue;
    held += COLOPHON_TRY(hold_later(store, work, near.work, detail(near))) ? 1 : 0;
  }
  return held;
}

Result<Id> release_hold(store::Store& store, const Id& work, const Id& about, const std::string& by, const std::string& reason) {
  const auto holds = COLOPHON_TRY(store.holds(work));
  if (std::ranges::find(holds, about, &store::HoldRow::about) == holds.end()) return fail(Errc::not_found, "about", "The work is not held for this reason.");
  COLOPHON_TRY(store.erase_hold(work, about));
  return insert_decision(store, {"release", by, reason, about, work});
}

}  // namespace colophon::registry
