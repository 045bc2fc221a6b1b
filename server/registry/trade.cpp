// Rights trading: an offer by one key, its acceptance by another, the licence record in the log; and the transfer of a share.
#include <algorithm>
#include <numeric>

#include "colophon/base/time.hpp"
#include "registry/acts.hpp"

namespace colophon::registry {
namespace {

store::UnixMs time_ms(const std::string& text) { return text.empty() ? 0 : static_cast<store::UnixMs>(parse_utc(text, "time").value_or(0)) * 1000; }

const royalty::PartyShare* share_of(const std::vector<royalty::PartyShare>& shares, const Id& party) {
  const auto found = std::ranges::find(shares, party, &royalty::PartyShare::party);
  return found == shares.end() ? nullptr : &*found;
}

/// a + sign * b, exactly. Error: invalid_shares where the denominator grows beyond what a share may have.
Result<Share> summed(const Share& a, const Share& b, int sign) {
  const std::int64_t numerator = std::int64_t{a.numerator} * b.denominator + sign * std::int64_t{b.numerator} * a.denominator;
  const std::int64_t denominator = std::int64_t{a.denominator} * b.denominator;
  if (numerator < 0) return fail(Errc::invalid_shares, "body.share", "The party has not so much of the work.");
  return Share::parse(std::to_string(numerator) + "/" + std::to_string(denominator), "body.share");
}

Result<void> make_offer(Applied& applied) {
  store::Store& store = applied.store;
  const Declaration& declaration = applied.declaration;
  const bool transfer = applied.text("kind") == "transfer";
  auto work = store.work(applied.id("work"));
  if (!work) return fail(Errc::unknown_work, "body.work", work.error().detail);
  const royalty::PartyShare* own = share_of(work->shares, declaration.party);
  if (transfer) {
    // A share can be given away by who has it; a licence of the whole only by who speaks for the work.
    if (!own) return fail(Errc::forbidden, "body.work", "The party has no share in this work that it could transfer.");
    if (applied.text("share").empty()) return fail(Errc::missing_field, "body.share", "A transfer says how much of the work's income goes over.");
    const Share share = COLOPHON_TRY(Share::parse(applied.text("share"), "body.share"));
    if (share.numerator == 0) return fail(Errc::invalid_shares, "body.share", "A transfer of nothing is none.");
    COLOPHON_TRY(summed(own->share, share, -1));
    const std::string ended = COLOPHON_TRY(ended_state(store, work->id));
    if (!ended.empty()) return fail(Errc::conflict, "body.work", "The work is " + ended + ": nothing of it can be transferred.");
  } else {
    COLOPHON_TRY(own_work(applied, applied.id("work")));
    if (!applied.text("share").empty()) return fail(Errc::invalid_argument, "body.share", "Only a transfer has a share.");
  }
  applied.work = work->id;
  applied.about = applied.id("offer");
  const Id to = applied.id("to");
  if (to == declaration.party) return fail(Errc::conflict, "body.to", "An offer to oneself is none.");
  if (!to.is_nil() && !store.party(to)) return fail(Errc::unknown_party, "body.to", "No party has this id.");
  if (COLOPHON_TRY(store.offer(applied.about))) return fail(Errc::conflict, "body.offer", "Another offer has this id: take a new one.");
  const store::UnixMs expires_at = time_ms(applied.text("expires_at"));
  if (expires_at <= store.now() || expires_at > store.now() + kOfferMs) return fail(Errc::invalid_argument, "body.expires_at", "An offer stands from now on for at most a year.");
  if (const auto until = time_ms(applied.text("until")); until != 0 && until <= time_ms(applied.text("from"))) {
    return fail(Errc::invalid_argument, "body.until", "What is offered ends after it begins.");
  }
  return store.put_offer({applied.about, work->id, declaration.party, to, applied.act, applied.hash, canonical_json(*declaration.body), store::OfferState::open, store.now(), expires_at});
}

/// The offer, where it can still be accepted or cancelled.
Result<store::OfferRow> open_offer(Applied& applied) {
  auto offer = COLOPHON_TRY(applied.store.offer(applied.id("offer")));
  if (!offer) return fail(Errc::not_found, "body.offer", "There is no such offer.");
  if (offer->state != store::OfferState::open) return fail(Errc::conflict, "body.offer", "The offer was " + std::string(store::offer_state_name(offer->state)) + " already.");
  applied.work = offer->work;
  applied.about = offer->id;
  return std::move(*offer);
}

/// An exclusive licence leaves no room for another of the same time.
Result<void> check_exclusive(store::Store& store, const store::LicenceRow& licence) {
  for (const auto& other : COLOPHON_TRY(store.licences({.work = licence.work, .party = {}, .made_from = 0, .made_until = 0}, 10'000))) {
    if (other.kind != "licence" || !(other.exclusive || licence.exclusive)) continue;
    const bool apart = (other.valid_until != 0 && other.valid_until <= licence.valid_from) || (licence.valid_until != 0 && licence.valid_until <= other.valid_from);
    if (!apart) return fail(Errc::conflict, "body.offer", "The work has a licence of this time already, and one of the two is exclusive.");
  }
  return {};
}

/// The shares after the transfer, from the next month on: what was earned before stays whose it was.
Result<void> transfer(store::Store& store, const store::OfferRow& offer, const store::LicenceRow& licence) {
  const store::Work work = COLOPHON_TRY(store.work(offer.work));
  const Share moved = COLOPHON_TRY(Share::parse(licence.share, "body.share"));
  std::vector<royalty::PartyShare> shares;
  bool joined = false;
  for (royalty::PartyShare one : work.shares) {
    if (one.party == offer.from) one.share = COLOPHON_TRY(summed(one.share, moved, -1));
    if (one.party == licence.licensee) {
      one.share = COLOPHON_TRY(summed(one.share, moved, 1));
      joined = true;
    }
    if (one.share.numerator > 0) shares.push_back(one);
  }
  if (!share_of(work.shares, offer.from)) return fail(Errc::conflict, "body.offer", "Who offered this has no share in the work any more.");
  if (!joined) shares.push_back({licence.licensee, moved});
  const auto from_ms = static_cast<std::uint64_t>(std::max(licence.valid_from, store.now()));
  COLOPHON_TRY(store.put_shares(work.id, Period::of_unix_ms(Period::of_unix_ms(from_ms).end_unix_ms()), shares));
  // Who gave away all of it speaks for the work no more.
  if (work.owner == offer.from && !share_of(shares, offer.from)) COLOPHON_TRY(store.set_owner(work.id, licence.licensee));
  return {};
}

Result<void> accept(Applied& applied) {
  store::Store& store = applied.store;
  const Id party = applied.declaration.party;
  store::OfferRow offer = COLOPHON_TRY(open_offer(applied));
  if (offer.expires_at <= store.now()) return fail(Errc::conflict, "body.offer", "The offer has expired.");
  if (offer.from == party) return fail(Errc::forbidden, "body.offer", "Nobody accepts their own offer.");
  if (!offer.to.is_nil() && offer.to != party) return fail(Errc::forbidden, "body.offer", "The offer was made to another party.");
  if (applied.body_hash("offer_sha256") != offer.hash) return fail(Errc::does_not_hold, "body.offer_sha256", "This is not the offer that was made: read it again before you accept it.");
  const std::string ended = COLOPHON_TRY(ended_state(store, offer.work));
  if (!ended.empty()) return fail(Errc::conflict, "body.offer", "The work is " + ended + ".");
  const Json terms = COLOPHON_TRY(parse_json(offer.terms));
  const auto text = [&](const char* name) { return *terms.find(name)->string(); };
  store::LicenceRow licence{store.new_id(), offer.id, offer.work, offer.from, party, text("kind"), *terms.find("exclusive")->boolean(), text("amount"), text("currency"),
                            text("share"), time_ms(text("from")), time_ms(text("until")), store.now()};
  if (licence.kind == "licence") COLOPHON_TRY(check_exclusive(store, licence));
  else COLOPHON_TRY(transfer(store, offer, licence));
  COLOPHON_TRY(store.insert_licence(licence));
  // What is offered to anyone, not exclusively, can be taken by others too.
  if (licence.kind == "transfer" || licence.exclusive || !offer.to.is_nil()) {
    offer.state = store::OfferState::accepted;
    COLOPHON_TRY(store.put_offer(offer));
  }
  const JsonObject payload{{"licence", licence.id.to_string()}, {"offer", offer.id.to_string()}, {"offer_sha256", to_hex(offer.hash)}, {"accept_sha256", to_hex(applied.hash)},
                           {"work", offer.work.to_string()}, {"licensor", offer.from.to_string()}, {"licensee", party.to_string()}, {"kind", licence.kind},
                           {"amount", licence.amount}, {"currency", licence.currency}, {"share", licence.share}, {"from", text("from")}, {"until", text("until")},
                           {"made_at", format_utc(static_cast<std::uint64_t>(licence.made_at / 1000))}};
  const std::string document = canonical_json(payload);
  const store::ActRow row{licence.id, "licence", licence.kind, sha256(document), party, offer.work, offer.id, store.now(), {}, {}};
  COLOPHON_TRY(store.insert_act(row, {"licence", licence.id, store.new_salt(), document}));
  applied.answer.emplace_back("licence", licence.id.to_string());
  return {};
}

}  // namespace

Result<void> apply_trade_act(Applied& applied) {
  switch (applied.declaration.act) {
    case Act::offer: return make_offer(applied);
    case Act::accept: return accept(applied);
    default: {
      store::OfferRow offer = COLOPHON_TRY(open_offer(applied));
      if (offer.from != applied.declaration.party) return fail(Errc::forbidden, "body.offer", "Only who made an offer takes it back.");
      offer.state = store::OfferState::cancelled;
      return applied.store.put_offer(offer);
    }
  }
}

}  // namespace colophon::registry
