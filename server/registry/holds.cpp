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

}  // namespace

Result<bool> hold_later(store::Store& store, const Id& one, const Id& other, const std::string& detail) {
  store::Work earlier = COLOPHON_TRY(store.work(one)), later = COLOPHON_TRY(store.work(other));
  if (is_before(later, earlier)) std::swap(earlier, later);
  if (earlier.id == later.id || same_people(earlier, later)) return false;
  if (!COLOPHON_TRY(store.work_end(earlier.id)).empty()) return false;
  for (const auto& hold : COLOPHON_TRY(store.holds(later.id)))
    if (hold.about == earlier.id) return false;
  // One that was released stays so: the same likeness is no news.
  for (const auto& act : COLOPHON_TRY(store.acts_of_work(later.id)))
    if (act.name == "release" && act.about == earlier.id) return false;
  COLOPHON_TRY(store.put_hold({later.id, earlier.id, "near-match", detail, "", "", store.now(), 0}));
  COLOPHON_TRY(insert_decision(store, {"hold", "system", detail, earlier.id, later.id}));
  return true;
}

Result<bool> hold_if_same_bytes(store::Store& store, const Id& work) {
  const store::Work registered = COLOPHON_TRY(store.work(work));
  if (registered.content_bytes == 0) return false;
  for (const Id& other : COLOPHON_TRY(store.works_with_fingerprint("sha256", registered.sha256))) {
    if (other == work || !is_before(COLOPHON_TRY(store.work(other)), registered)) continue;
    if (COLOPHON_TRY(hold_later(store, other, work, "same bytes"))) return true;
  }
  return false;
}

Result<Id> release_hold(store::Store& store, const Id& work, const Id& about, const std::string& by, const std::string& reason) {
  const auto holds = COLOPHON_TRY(store.holds(work));
  if (std::ranges::find(holds, about, &store::HoldRow::about) == holds.end()) return fail(Errc::not_found, "about", "The work is not held for this reason.");
  COLOPHON_TRY(store.erase_hold(work, about));
  return insert_decision(store, {"release", by, reason, about, work});
}

}  // namespace colophon::registry
