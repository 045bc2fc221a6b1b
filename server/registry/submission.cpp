// A signed declaration: what can be checked of it by itself, and how it is applied.
#include <algorithm>

#include "colophon/base/time.hpp"
#include "log/key.hpp"
#include "registry/acts.hpp"

namespace colophon::registry {
namespace {

std::int64_t distance(std::int64_t a, std::int64_t b) { return a > b ? a - b : b - a; }

/// The key signs for the party, or is the first that it ever had.
Result<void> check_key(store::Store& store, const Declaration& declaration) {
  const auto key = COLOPHON_TRY(store.party_key(declaration.key));
  if (key && key->party == declaration.party && key->state == store::PartyKeyState::active) return {};
  if (key && key->party == declaration.party) return fail(Errc::forbidden, "declaration.key", "This key signs no more for the party: use one that does.");
  if (key) return fail(Errc::forbidden, "declaration.key", "This key is another party's.");
  const bool adds_itself = declaration.act == Act::add_key && *declaration.body->find("new_key")->string() == to_hex(declaration.key);
  if (!adds_itself) return fail(Errc::forbidden, "declaration.key", "The party has no such key: add it first, by a declaration of a key that signs.");
  for (const auto& other : COLOPHON_TRY(store.party_keys(declaration.party)))
    if (other.state == store::PartyKeyState::active) return fail(Errc::forbidden, "declaration.key", "The party has a key that signs: let that one add the new one.");
  return {};
}

}  // namespace

Hash Applied::body_hash(std::string_view name) const {
  const Bytes bytes = from_hex(text(name), name).value_or(Bytes(32));
  Hash hash{};
  std::ranges::copy(bytes, hash.begin());
  return hash;
}

Result<Submission> check_submission(const Json& json, std::string_view platform, store::UnixMs now) {
  JsonFields fields(json, "");
  Submission submission{fields.required("declaration"), {}};
  const std::string_view signature = fields.string("signature");
  COLOPHON_TRY(fields.finish());
  const Declaration declaration = COLOPHON_TRY(parse_declaration(submission.declaration, "declaration"));
  submission.signature = COLOPHON_TRY(from_hex(signature, "signature"));
  if (declaration.platform != platform) {
    return fail(Errc::conflict, "declaration.platform", "The declaration is for " + declaration.platform + "; this is " + std::string(platform) + ".");
  }
  if (distance(static_cast<std::int64_t>(declaration.made_at) * 1000, now) > kClockSkewMs) {
    return fail(Errc::conflict, "declaration.made_at", "The declaration's time is more than ten minutes from the server's, " + format_utc(static_cast<std::uint64_t>(now / 1000)) + ": set the clock right.");
  }
  if (!tlog::signature_holds(declaration.key, declaration_message(submission.declaration), submission.signature)) {
    return fail(Errc::does_not_hold, "signature", "The signature is not by the key that the declaration names.");
  }
  return submission;
}

Result<JsonObject> apply_submission(store::Store& store, const Submission& submission, const Id& caller) {
  const Declaration declaration = COLOPHON_TRY(parse_declaration(submission.declaration, "declaration"));
  if (!caller.is_nil() && caller != declaration.party) return fail(Errc::forbidden, "declaration.party", "A session declares for its own party only.");
  if (auto party = store.party(declaration.party); !party) return fail(Errc::unknown_party, "declaration.party", party.error().detail);
  COLOPHON_TRY(check_key(store, declaration));
  Applied applied{store, declaration, submission, store.new_id(), declaration_hash(submission.declaration), {}, {}, {}};
  // The body's fields stand below the declaration in what the caller sent.
  const auto placed = [](Error error) {
    if (error.field.starts_with("body.")) error.field = "declaration." + error.field;
    return std::unexpected(std::move(error));
  };
  Result<void> done;
  switch (declaration.act) {
    case Act::add_key:
    case Act::revoke_key: done = apply_key_act(applied); break;
    case Act::register_work:
    case Act::terms:
    case Act::withdraw: done = apply_work_act(applied); break;
    case Act::offer:
    case Act::cancel_offer:
    case Act::accept: done = apply_trade_act(applied); break;
    case Act::claim:
    case Act::answer:
    case Act::retract:
    case Act::appeal: done = apply_claim_act(applied); break;
  }
  if (!done) return placed(done.error());
  const JsonObject payload{{"declaration", submission.declaration}, {"signature", to_hex(submission.signature)}};
  const store::ActRow row{applied.act, "declaration", std::string(act_name(declaration.act)), applied.hash, declaration.party, applied.work, applied.about, store.now(), {}, {}};
  COLOPHON_TRY(store.insert_act(row, {"declaration", applied.act, store.new_salt(), canonical_json(payload)}));
  JsonObject answer{{"act", applied.act.to_string()}, {"receipt_url", "/v1/acts/" + applied.act.to_string() + "/receipt"}};
  for (auto& member : applied.answer) answer.push_back(std::move(member));
  return answer;
}

bool speaks_for(const store::Work& work, const Id& party) {
  if (!work.owner.is_nil()) return work.owner == party;
  return std::ranges::any_of(work.shares, [&](const royalty::PartyShare& share) { return share.party == party && share.share.numerator > 0; });
}

Result<std::string> ended_state(store::Store& store, const Id& work) {
  const std::string end = COLOPHON_TRY(store.work_end(work));
  if (!end.empty()) return end;
  for (const auto& hold : COLOPHON_TRY(store.holds(work)))
    if (hold.kind == "takedown") return std::string("taken-down");
  return std::string();
}

Result<store::Work> own_work(Applied& applied, const Id& work) {
  auto found = applied.store.work(work);
  if (!found) return fail(Errc::unknown_work, "body.work", found.error().detail);
  if (!speaks_for(*found, applied.declaration.party)) return fail(Errc::forbidden, "body.work", "Only who registered the work may declare this of it.");
  const std::string ended = COLOPHON_TRY(ended_state(applied.store, work));
  if (!ended.empty()) return fail(Errc::conflict, "body.work", "The work is " + ended + ": nothing new can be declared of it.");
  applied.work = work;
  return found;
}

Result<Id> insert_decision(store::Store& store, const Decision& decision) {
  const Id id = store.new_id();
  const JsonObject payload{{"decision", id.to_string()}, {"what", decision.what}, {"about", decision.about.to_string()}, {"by", decision.by}, {"reason", decision.reason},
                           {"made_at", format_utc(static_cast<std::uint64_t>(store.now() / 1000))}};
  const std::string text = canonical_json(payload);
  const store::ActRow row{id, "decision", decision.what, sha256(text), {}, decision.work, decision.about, store.now(), {}, {}};
  COLOPHON_TRY(store.insert_act(row, {"decision", id, store.new_salt(), text}));
  return id;
}

}  // namespace colophon::registry
