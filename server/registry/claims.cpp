// Claims: one side says that a work is not the other's to earn with; both are heard; a person at the desk decides, or time does.
#include <algorithm>

#include "registry/acts.hpp"

namespace colophon::registry {
namespace {

bool waits(const store::ClaimRow& claim) { return claim.state == store::ClaimState::open || claim.state == store::ClaimState::appealed; }

Result<void> make_claim(Applied& applied) {
  store::Store& store = applied.store;
  const Declaration& declaration = applied.declaration;
  const Json& body = *declaration.body;
  auto work = store.work(applied.id("work"));
  if (!work) return fail(Errc::unknown_work, "body.work", work.error().detail);
  if (speaks_for(*work, declaration.party)) return fail(Errc::conflict, "body.work", "The work is the party's own.");
  const std::string ended = COLOPHON_TRY(ended_state(store, work->id));
  if (!ended.empty()) return fail(Errc::conflict, "body.work", "The work is " + ended + " already.");
  if (const Id own = applied.id("own_work"); !own.is_nil() && !store.work(own)) return fail(Errc::unknown_work, "body.own_work", "No work has this id.");
  applied.work = work->id;
  applied.about = applied.id("claim");
  if (COLOPHON_TRY(store.claim(applied.about))) return fail(Errc::conflict, "body.claim", "Another claim has this id: take a new one.");
  std::size_t open = 0;
  for (const auto& other : COLOPHON_TRY(store.claims({.work = {}, .party = declaration.party, .waiting_only = true}, 10'000))) {
    if (other.claimant != declaration.party) continue;
    ++open;
    if (other.work == work->id) return fail(Errc::conflict, "body.work", "The party has a claim on this work that waits for a decision.");
  }
  if (open >= kOpenClaimsPerPartyMax) return fail(Errc::too_many_requests, "body.claim", "The party has 20 claims that wait for a decision: let some be decided first.");
  const store::UnixMs days = *body.find("days")->integer() * kDayMs, now = store.now();
  const store::ClaimRow claim{applied.about, work->id, declaration.party, applied.id("own_work"), applied.text("basis"), applied.text("amount_max"), applied.text("currency"),
                              now, now + std::min(kAnswerMs, days / 2), now + days, 0, store::ClaimState::open, {}, 0, false};
  COLOPHON_TRY(store.put_claim(claim));
  return store.put_hold({work->id, claim.id, "claim", claim.basis, claim.amount, claim.currency, now, claim.lapses_at});
}

Result<void> appeal(Applied& applied, store::ClaimRow claim, bool is_other_side) {
  const bool lost = (claim.state == store::ClaimState::confirmed && is_other_side) || (claim.state == store::ClaimState::rejected && applied.declaration.party == claim.claimant);
  if (!lost) return fail(Errc::forbidden, "body.claim", "Only who lost a decision appeals against it.");
  if (claim.appealed) return fail(Errc::conflict, "body.claim", "The claim was decided on appeal: that was the last word here.");
  if (applied.store.now() > claim.decided_at + kAppealMs) return fail(Errc::conflict, "body.claim", "An appeal comes within 14 days of the decision.");
  claim.state = store::ClaimState::appealed;
  claim.appealed = true;
  return applied.store.put_claim(claim);
}

}  // namespace

Result<void> apply_claim_act(Applied& applied) {
  if (applied.declaration.act == Act::claim) return make_claim(applied);
  store::Store& store = applied.store;
  auto claim = COLOPHON_TRY(store.claim(applied.id("claim")));
  if (!claim) return fail(Errc::not_found, "body.claim", "There is no such claim.");
  const store::Work work = COLOPHON_TRY(store.work(claim->work));
  const bool is_other_side = speaks_for(work, applied.declaration.party), is_claimant = claim->claimant == applied.declaration.party;
  if (!is_other_side && !is_claimant) return fail(Errc::forbidden, "body.claim", "The party is on neither side of this claim.");
  applied.work = claim->work;
  applied.about = claim->id;
  if (applied.declaration.act == Act::appeal) return appeal(applied, std::move(*claim), is_other_side);
  if (!waits(*claim)) return fail(Errc::conflict, "body.claim", "The claim is " + std::string(store::claim_state_name(claim->state)) + ".");
  if (applied.declaration.act == Act::answer) {
    if (!is_other_side) return fail(Errc::forbidden, "body.claim", "The answer is the other side's.");
    if (claim->answers >= kAnswersPerClaimMax) return fail(Errc::limit_exceeded, "body.claim", "At most five answers to a claim.");
    ++claim->answers;
    return store.put_claim(*claim);
  }
  if (!is_claimant) return fail(Errc::forbidden, "body.claim", "Only who made a claim takes it back.");
  claim->state = store::ClaimState::retracted;
  COLOPHON_TRY(store.put_claim(*claim));
  return store.erase_hold(claim->work, claim->id);
}

Result<Id> decide_claim(store::Store& store, const Id& id, bool confirm, const std::string& by, const std::string& reason) {
  auto claim = COLOPHON_TRY(store.claim(id));
  if (!claim) return fail(Errc::not_found, "claim", "There is no such claim.");
  if (!waits(*claim)) return fail(Errc::conflict, "claim", "The claim is " + std::string(store::claim_state_name(claim->state)) + " already.");
  if (claim->state == store::ClaimState::appealed && claim->decided_by == by) return fail(Errc::conflict, "claim", "An appeal is decided by another person than the first time.");
  if (confirm && claim->answers == 0 && store.now() < claim->answer_until) {
    return fail(Errc::conflict, "claim", "The other side has not answered and still has time to: it is heard before a work is taken down.");
  }
  claim->state = confirm ? store::ClaimState::confirmed : store::ClaimState::rejected;
  claim->decided_by = by;
  claim->decided_at = store.now();
  COLOPHON_TRY(store.put_claim(*claim));
  if (confirm) COLOPHON_TRY(store.put_hold({claim->work, claim->id, "takedown", reason, "", "", store.now(), 0}));
  else COLOPHON_TRY(store.erase_hold(claim->work, claim->id));
  return insert_decision(store, {confirm ? "confirm" : "reject", by, reason, claim->id, claim->work});
}

Result<std::size_t> lapse_claims(store::Store& store) {
  std::size_t lapsed = 0;
  for (store::ClaimRow claim : COLOPHON_TRY(store.lapsed_claims(store.now(), 1'000))) {
    claim.state = store::ClaimState::lapsed;
    claim.decided_at = store.now();
    COLOPHON_TRY(store.put_claim(claim));
    COLOPHON_TRY(store.erase_hold(claim.work, claim.id));
    COLOPHON_TRY(insert_decision(store, {"lapse", "system", "Nobody confirmed it in its time.", claim.id, claim.work}));
    ++lapsed;
  }
  return lapsed;
}

}  // namespace colophon::registry
