// The registry's rules: keys, terms, trade, claims, holds, erasure. Every party signs with a key of its own, as its browser would.
#include <catch2/catch_test_macros.hpp>

#include <sodium.h>

#include "colophon/base/time.hpp"
#include "colophon/merkle/receipt.hpp"
#include "log/key.hpp"
#include "log/log.hpp"
#include "registry/registry.hpp"
#include "server/scratch.hpp"

using namespace colophon;
using namespace colophon::registry;
using colophon::tests::ok;
using colophon::tests::TestStore;
using store::ClaimState;

namespace {

constexpr const char* kPlatform = "localhost/colophon";

struct Key {
  Hash public_key{};
  std::array<std::uint8_t, 64> secret{};
  explicit Key(std::uint8_t seed) {
    REQUIRE(sodium_init() >= 0);
    const std::array<std::uint8_t, 32> bytes = sha256(std::to_string(seed));
    crypto_sign_seed_keypair(public_key.data(), secret.data(), bytes.data());
  }
  std::string hex() const { return to_hex(public_key); }
};

struct Registry {
  TestStore store;
  Id ada, bob, eve;
  Key ada_key{1}, bob_key{2}, eve_key{3};
  Id work;

  Registry() {
    ada = store.party("ada");
    bob = store.party("bob");
    eve = store.party("eve");
    work = registered(ada, "A Work");
    for (const auto& [party, key] : {std::pair{&ada, &ada_key}, {&bob, &bob_key}, {&eve, &eve_key}}) declare(*party, *key, "add-key", {{"new_key", key->hex()}, {"label", "laptop"}});
  }

  Id registered(const Id& owner, const std::string& title) {
    store::WorkDraft draft;
    draft.id = store->new_id();
    draft.title = title;
    draft.kind = "text";
    draft.media_type = "text/plain";
    draft.sha256 = sha256(title);
    draft.content_bytes = title.size();
    draft.owner = owner;
    draft.shares = {{owner, {1, 1}}};
    const auto entry = tlog::work_entry(*store, draft, store->now());
    store.now += 1;
    return ok(store->insert_work(draft, &entry)).id;
  }

  Json declaration(const Id& party, const Key& key, const char* act, JsonObject body) {
    return JsonObject{{"format", "colophon/declaration/1"}, {"act", act}, {"party", party.to_string()}, {"key", key.hex()},
                      {"made_at", format_utc(static_cast<std::uint64_t>(store->now() / 1000))}, {"platform", kPlatform}, {"body", std::move(body)}};
  }
  Json signed_by(const Key& key, Json declaration) {
    const std::string message = declaration_message(declaration);
    Bytes signature(64);
    crypto_sign_detached(signature.data(), nullptr, reinterpret_cast<const unsigned char*>(message.data()), message.size(), key.secret.data());
    return JsonObject{{"declaration", std::move(declaration)}, {"signature", to_hex(signature)}};
  }
  Result<JsonObject> submit(const Json& json, const Id& caller) {
    auto submission = check_submission(json, kPlatform, store->now());
    if (!submission) return std::unexpected(submission.error());
    JsonObject answer;
    const auto done = store->atomically([&]() -> Result<void> {
      auto applied = apply_submission(*store, *submission, caller);
      if (!applied) return std::unexpected(applied.error());
      answer = std::move(*applied);
      return {};
    });
    if (!done) return std::unexpected(done.error());
    return answer;
  }
  Result<JsonObject> try_declare(const Id& party, const Key& key, const char* act, JsonObject body) {
    store.now += 1'000;  // The same words a second later are another declaration.
    return submit(signed_by(key, declaration(party, key, act, std::move(body))), party);
  }
  JsonObject declare(const Id& party, const Key& key, const char* act, JsonObject body) { return ok(try_declare(party, key, act, std::move(body))); }
  Errc refused(const Id& party, const Key& key, const char* act, JsonObject body, const std::string& field) {
    const auto answer = try_declare(party, key, act, std::move(body));
    REQUIRE_FALSE(answer);
    CHECK(answer.error().field == "declaration." + field);
    return answer.error().code;
  }
  template <class Decide>
  auto decided(Decide decide) -> Result<Id> {
    Result<Id> id = Id{};
    const auto done = store->atomically([&]() -> Result<void> {
      id = decide();
      if (!id) return std::unexpected(id.error());
      return {};
    });
    if (!done) return std::unexpected(done.error());
    return id;
  }
  std::string later(store::UnixMs ms) { return format_utc(static_cast<std::uint64_t>((store->now() + ms) / 1000)); }

  JsonObject offer_body(const Id& offer, const Id& to, const char* kind = "licence") {
    return {{"offer", offer.to_string()}, {"work", work.to_string()}, {"to", to.is_nil() ? "" : to.to_string()}, {"kind", kind}, {"use", "a poster"}, {"territory", "world"},
            {"exclusive", false}, {"from", later(0)}, {"until", ""}, {"amount", "120.00"}, {"currency", "EUR"}, {"share", ""}, {"expires_at", later(30 * kDayMs)}};
  }
  JsonObject claim_body(const Id& claim, int days = 30) {
    return {{"claim", claim.to_string()}, {"work", work.to_string()}, {"own_work", ""}, {"basis", "copy"}, {"statement", "It is mine."},
            {"evidence", JsonArray{JsonObject{{"kind", "url"}, {"value", "https://art.example/1"}}}}, {"amount_max", "50"}, {"currency", "EUR"}, {"days", days}};
  }
};

JsonObject with(JsonObject object, std::string_view name, Json value) {
  for (auto& [key, old] : object)
    if (key == name) old = value;
  return object;
}
std::string text(const JsonObject& object, std::string_view name) { return *Json(object).find(name)->string(); }

}  // namespace

TEST_CASE("a declaration is taken as it was signed, once, and the log holds it") {
  Registry r;
  const Json good = r.signed_by(r.ada_key, r.declaration(r.ada, r.ada_key, "terms", {{"work", r.work.to_string()}, {"licence", "CC-BY-4.0"}, {"tdm", "reserved"}, {"tdm_policy", ""}, {"ai", "assisted"}}));
  // Bad first: each is refused and changes nothing.
  const auto changed = [&](const char* name, Json value) {
    Json json = good;
    json.object()->front().second = with(*good.find("declaration")->object(), name, std::move(value));
    return json;
  };
  CHECK(r.submit(changed("body", with(*good.find("declaration")->find("body")->object(), "licence", "CC0-1.0")), r.ada).error().field == "signature");
  CHECK(r.submit(changed("platform", "example.com/other"), r.ada).error().field == "declaration.platform");
  CHECK(r.submit(changed("made_at", "2026-10-15T11:00:00Z"), r.ada).error().field == "declaration.made_at");
  CHECK(r.submit(changed("key", r.bob_key.hex()), r.ada).error().code == Errc::does_not_hold);
  CHECK(r.submit(r.signed_by(r.bob_key, r.declaration(r.ada, r.bob_key, "withdraw", {{"work", r.work.to_string()}, {"reason", ""}})), r.ada).error().field == "declaration.key");
  CHECK(r.submit(good, r.bob).error().field == "declaration.party");
  CHECK_FALSE(ok(r.store->terms(r.work)));

  const JsonObject answer = ok(r.submit(good, r.ada));
  CHECK(ok(r.store->terms(r.work))->licence == "CC-BY-4.0");
  CHECK(ok(r.store->work(r.work)).ai == "assisted");
  CHECK(r.submit(good, r.ada).error().code == Errc::conflict);
  // The receipt of the act opens the declaration, with the signature for a stranger to check.
  auto log = ok(tlog::Log::open(*r.store, tlog::key_file_of(r.store.scratch.path("store.db").string())));
  ok(log->sequence_now());
  const auto report = ok(merkle::verify_receipt(ok(log->receipt_for("declaration", ok(Id::parse(text(answer, "act")))))));
  CHECK(report.holds());
  REQUIRE(report.declared.size() == 1);
  CHECK(tlog::signature_holds(report.declared[0].public_key, report.declared[0].message, report.declared[0].signature));
}

TEST_CASE("keys: a second device, a key that ends, and one that was lost") {
  Registry r;
  const Key phone(10), thief(11);
  // Only a key that signs adds another; a first key adds itself once.
  CHECK(r.refused(r.ada, thief, "add-key", {{"new_key", thief.hex()}, {"label", ""}}, "key") == Errc::forbidden);
  r.declare(r.ada, r.ada_key, "add-key", {{"new_key", phone.hex()}, {"label", "phone"}});
  CHECK(r.refused(r.bob, r.bob_key, "add-key", {{"new_key", phone.hex()}, {"label", ""}}, "body.new_key") == Errc::conflict);
  r.declare(r.ada, phone, "revoke-key", {{"old_key", r.ada_key.hex()}, {"reason", "sold the laptop"}});
  CHECK(r.refused(r.ada, r.ada_key, "withdraw", {{"work", r.work.to_string()}, {"reason", ""}}, "key") == Errc::forbidden);
  CHECK(r.refused(r.ada, phone, "revoke-key", {{"old_key", phone.hex()}, {"reason", ""}}, "body.old_key") == Errc::conflict);
  CHECK(r.refused(r.ada, phone, "revoke-key", {{"old_key", r.bob_key.hex()}, {"reason", ""}}, "body.old_key") == Errc::not_found);
  // The phone is lost: the platform lets the party begin anew, and says so in the log.
  const Id decision = ok(r.decided([&] { return reset_keys(*r.store, r.ada, "operator", "identity checked by video"); }));
  CHECK(ok(r.store->act(decision))->name == "reset-key");
  CHECK(r.refused(r.ada, phone, "withdraw", {{"work", r.work.to_string()}, {"reason", ""}}, "key") == Errc::forbidden);
  CHECK(r.refused(r.ada, phone, "add-key", {{"new_key", phone.hex()}, {"label", ""}}, "key") == Errc::forbidden);
  const Key next(12);
  r.declare(r.ada, next, "add-key", {{"new_key", next.hex()}, {"label", "new"}});
  CHECK(ok(r.store->party_keys(r.ada)).size() == 3);
  CHECK(r.decided([&] { return reset_keys(*r.store, r.store.party("nobody"), "operator", ""); }).error().code == Errc::conflict);
  for (std::uint8_t i = 20; i < 29; ++i) r.declare(r.ada, next, "add-key", {{"new_key", Key(i).hex()}, {"label", ""}});
  CHECK(r.refused(r.ada, next, "add-key", {{"new_key", Key(40).hex()}, {"label", ""}}, "body.new_key") == Errc::limit_exceeded);
}

TEST_CASE("a work is declared by its owner, as it was registered") {
  Registry r;
  const JsonObject body{{"work", r.work.to_string()}, {"sha256", to_hex(sha256("A Work"))}, {"bytes", "6"}, {"title", "A Work"}};
  CHECK(r.refused(r.bob, r.bob_key, "register", body, "body.work") == Errc::forbidden);
  CHECK(r.refused(r.ada, r.ada_key, "register", with(body, "sha256", std::string(64, '0')), "body.sha256") == Errc::does_not_hold);
  CHECK(r.refused(r.ada, r.ada_key, "register", with(body, "bytes", "7"), "body.bytes") == Errc::does_not_hold);
  CHECK(r.refused(r.ada, r.ada_key, "register", with(body, "title", "Another"), "body.title") == Errc::does_not_hold);
  CHECK(r.refused(r.ada, r.ada_key, "register", with(body, "work", r.ada.to_string()), "body.work") == Errc::unknown_work);
  r.declare(r.ada, r.ada_key, "register", body);
  r.declare(r.ada, r.ada_key, "withdraw", {{"work", r.work.to_string()}, {"reason", "mine no more"}});
  CHECK(ok(ended_state(*r.store, r.work)) == "withdrawn");
  CHECK(r.refused(r.ada, r.ada_key, "register", body, "body.work") == Errc::conflict);
  std::vector<std::string> history;
  for (const auto& act : ok(r.store->acts_of_work(r.work))) history.push_back(act.name);
  CHECK(history == std::vector<std::string>{"register", "withdraw"});
}

TEST_CASE("erasure: content and words go, the log stays, and it is said") {
  Registry r;
  r.declare(r.ada, r.ada_key, "register", {{"work", r.work.to_string()}, {"sha256", to_hex(sha256("A Work"))}, {"bytes", "6"}, {"title", "A Work"}});
  auto log = ok(tlog::Log::open(*r.store, tlog::key_file_of(r.store.scratch.path("store.db").string())));
  ok(log->sequence_now());
  const std::uint64_t size = log->size();
  ok(log->receipt_for("work", r.work));
  ok(r.decided([&] { return erase_work(*r.store, r.work, "operator", "asked for by the maker"); }));
  CHECK(log->receipt_for("work", r.work).error().detail.contains("erased"));
  CHECK(ok(r.store->work(r.work)).title.empty());
  for (const auto& act : ok(r.store->acts_of_work(r.work))) CHECK(act.payload.empty() == (act.name == "register"));
  ok(log->sequence_now());
  CHECK(log->size() == size + 1);
  CHECK(ok(r.store->works_with_fingerprint("sha256", sha256("A Work"))).empty());
  CHECK(r.decided([&] { return erase_work(*r.store, r.work, "operator", ""); }).error().code == Errc::conflict);
}

TEST_CASE("an offer becomes a licence by the other's key, and Earn finds it") {
  Registry r;
  const Id offer = r.store->new_id();
  CHECK(r.refused(r.bob, r.bob_key, "offer", r.offer_body(offer, r.ada), "body.work") == Errc::forbidden);
  CHECK(r.refused(r.ada, r.ada_key, "offer", r.offer_body(offer, r.ada), "body.to") == Errc::conflict);
  CHECK(r.refused(r.ada, r.ada_key, "offer", with(r.offer_body(offer, r.bob), "expires_at", r.later(-1'000)), "body.expires_at") == Errc::invalid_argument);
  CHECK(r.refused(r.ada, r.ada_key, "offer", with(r.offer_body(offer, r.bob), "until", "2020-01-01T00:00:00Z"), "body.until") == Errc::invalid_argument);
  CHECK(r.refused(r.ada, r.ada_key, "offer", with(r.offer_body(offer, r.bob), "share", "1/2"), "body.share") == Errc::invalid_argument);
  r.declare(r.ada, r.ada_key, "offer", r.offer_body(offer, r.bob));
  CHECK(r.refused(r.ada, r.ada_key, "offer", r.offer_body(offer, r.bob), "body.offer") == Errc::conflict);

  const std::string hash = to_hex(ok(r.store->offer(offer))->hash);
  const JsonObject accept{{"offer", offer.to_string()}, {"offer_sha256", hash}};
  CHECK(r.refused(r.ada, r.ada_key, "accept", accept, "body.offer") == Errc::forbidden);
  CHECK(r.refused(r.eve, r.eve_key, "accept", accept, "body.offer") == Errc::forbidden);
  CHECK(r.refused(r.bob, r.bob_key, "accept", with(accept, "offer_sha256", std::string(64, '0')), "body.offer_sha256") == Errc::does_not_hold);
  CHECK(r.refused(r.bob, r.bob_key, "accept", with(accept, "offer", r.ada.to_string()), "body.offer") == Errc::not_found);
  const auto answer = r.declare(r.bob, r.bob_key, "accept", accept);
  CHECK(r.refused(r.bob, r.bob_key, "accept", accept, "body.offer") == Errc::conflict);
  CHECK(r.refused(r.ada, r.ada_key, "cancel-offer", {{"offer", offer.to_string()}}, "body.offer") == Errc::conflict);

  const auto licences = ok(r.store->licences({.work = {}, .party = r.bob, .made_from = 0, .made_until = 0}, 10));
  REQUIRE(licences.size() == 1);
  CHECK(licences[0].id.to_string() == text(answer, "licence"));
  CHECK(licences[0].licensor == r.ada);
  CHECK(licences[0].amount == "120.00");
  CHECK(licences[0].currency == "EUR");
  CHECK(licences[0].work == r.work);
  CHECK(ok(r.store->licences({.work = {}, .party = {}, .made_from = licences[0].made_at + 1, .made_until = 0}, 10)).empty());
  auto log = ok(tlog::Log::open(*r.store, tlog::key_file_of(r.store.scratch.path("store.db").string())));
  ok(log->sequence_now());
  CHECK(ok(merkle::verify_receipt(ok(log->receipt_for("licence", licences[0].id)))).holds());

  // Exclusive and any other licence of the same time exclude each other.
  const Id exclusive = r.store->new_id(), later = r.store->new_id();
  r.declare(r.ada, r.ada_key, "offer", with(r.offer_body(exclusive, r.eve), "exclusive", true));
  CHECK(r.refused(r.eve, r.eve_key, "accept", {{"offer", exclusive.to_string()}, {"offer_sha256", to_hex(ok(r.store->offer(exclusive))->hash)}}, "body.offer") == Errc::conflict);
  r.declare(r.ada, r.ada_key, "cancel-offer", {{"offer", exclusive.to_string()}});
  // What is offered to anyone, not exclusively, is taken by several.
  r.declare(r.ada, r.ada_key, "offer", r.offer_body(later, {}));
  const JsonObject take{{"offer", later.to_string()}, {"offer_sha256", to_hex(ok(r.store->offer(later))->hash)}};
  r.declare(r.bob, r.bob_key, "accept", take);
  r.declare(r.eve, r.eve_key, "accept", take);
  r.store.now += 31 * kDayMs;
  CHECK(r.refused(r.eve, r.eve_key, "accept", take, "body.offer") == Errc::conflict);   // It has expired.
}

TEST_CASE("a transfer moves a share from the next month on, and the whole takes the work along") {
  Registry r;
  const auto transferred = [&](const char* share, const Id& from, const Key& from_key, const Id& to, const Key& to_key) {
    const Id offer = r.store->new_id();
    r.declare(from, from_key, "offer", with(r.offer_body(offer, to, "transfer"), "share", share));
    return r.try_declare(to, to_key, "accept", {{"offer", offer.to_string()}, {"offer_sha256", to_hex(ok(r.store->offer(offer))->hash)}});
  };
  CHECK(r.refused(r.bob, r.bob_key, "offer", with(r.offer_body(r.store->new_id(), r.ada, "transfer"), "share", "1/2"), "body.work") == Errc::forbidden);
  CHECK(r.refused(r.ada, r.ada_key, "offer", r.offer_body(r.store->new_id(), r.bob, "transfer"), "body.share") == Errc::missing_field);
  CHECK(r.refused(r.ada, r.ada_key, "offer", with(r.offer_body(r.store->new_id(), r.bob, "transfer"), "share", "0"), "body.share") == Errc::invalid_shares);
  ok(transferred("1/3", r.ada, r.ada_key, r.bob, r.bob_key));
  const auto shares_in = [&](const Period& period) {
    for (const royalty::Work& work : ok(r.store->works_to_settle(period)))
      if (work.id == r.work) return work.shares;
    return std::vector<royalty::PartyShare>();
  };
  CHECK(shares_in({2026, 10}).size() == 1);
  REQUIRE(shares_in({2026, 11}).size() == 2);
  CHECK(ok(r.store->work(r.work)).owner == r.ada);
  CHECK(r.refused(r.bob, r.bob_key, "offer", with(r.offer_body(r.store->new_id(), r.ada, "transfer"), "share", "1/2"), "body.share") == Errc::invalid_shares);
  ok(transferred("2/3", r.ada, r.ada_key, r.bob, r.bob_key));
  REQUIRE(shares_in({2026, 11}).size() == 1);
  CHECK(shares_in({2026, 11})[0].share == Share{1, 1});
  CHECK(ok(r.store->work(r.work)).owner == r.bob);
  CHECK(r.refused(r.ada, r.ada_key, "withdraw", {{"work", r.work.to_string()}, {"reason", ""}}, "body.work") == Errc::forbidden);
  r.declare(r.bob, r.bob_key, "withdraw", {{"work", r.work.to_string()}, {"reason", ""}});
}

TEST_CASE("a near match holds the later registration and nothing else") {
  Registry r;
  const Id copy = r.registered(r.bob, "A Work"), own_copy = r.registered(r.ada, "A Work");
  const auto held = [&](const Id& work) { return ok(r.store->holds(work)).size(); };
  const auto look = [&](const Id& work) {
    bool result = false;
    ok(r.store->atomically([&]() -> Result<void> {
      const auto found = hold_if_same_bytes(*r.store, work, sha256("A Work"));
      if (!found) return std::unexpected(found.error());
      result = *found;
      return {};
    }));
    return result;
  };
  CHECK(look(copy));
  CHECK(held(copy) == 1);
  CHECK(held(r.work) == 0);
  CHECK_FALSE(look(r.work));         // The earlier one is never held for the later one.
  CHECK_FALSE(look(copy));           // Held for this already.
  CHECK(look(own_copy));             // Ada's second copy is later than Bob's, whose it is not.
  CHECK(ok(r.store->holds(own_copy))[0].about == copy);
  ok(r.decided([&] { return release_hold(*r.store, copy, r.work, "operator", "a licence exists"); }));
  CHECK(held(copy) == 0);
  CHECK_FALSE(look(copy));           // What was released stays so.
  CHECK(r.decided([&] { return release_hold(*r.store, copy, r.work, "operator", ""); }).error().code == Errc::not_found);
}

TEST_CASE("a claim is limited, hears both sides, and lapses unless somebody confirms it") {
  Registry r;
  const Id claim = r.store->new_id();
  CHECK(r.refused(r.ada, r.ada_key, "claim", r.claim_body(claim), "body.work") == Errc::conflict);       // One's own work.
  CHECK(r.refused(r.bob, r.bob_key, "claim", r.claim_body(claim, 91), "body.days") == Errc::invalid_argument);
  r.declare(r.bob, r.bob_key, "claim", r.claim_body(claim));
  CHECK(r.refused(r.bob, r.bob_key, "claim", r.claim_body(r.store->new_id()), "body.work") == Errc::conflict);   // One at a time.
  CHECK(r.refused(r.eve, r.eve_key, "claim", r.claim_body(claim), "body.claim") == Errc::conflict);      // Its id is taken.
  const auto hold = ok(r.store->holds(r.work));
  REQUIRE(hold.size() == 1);
  CHECK(hold[0].kind == "claim");
  CHECK(hold[0].amount == "50");
  CHECK(hold[0].until == ok(r.store->claim(claim))->lapses_at);
  CHECK(ok(ended_state(*r.store, r.work)).empty());   // A claim alone ends nothing.

  CHECK(r.refused(r.eve, r.eve_key, "answer", {{"claim", claim.to_string()}, {"statement", "x"}, {"evidence", JsonArray{}}}, "body.claim") == Errc::forbidden);
  CHECK(r.refused(r.bob, r.bob_key, "answer", {{"claim", claim.to_string()}, {"statement", "x"}, {"evidence", JsonArray{}}}, "body.claim") == Errc::forbidden);
  CHECK(r.refused(r.ada, r.ada_key, "retract", {{"claim", claim.to_string()}, {"reason", ""}}, "body.claim") == Errc::forbidden);
  // Nobody is taken down unheard.
  CHECK(r.decided([&] { return decide_claim(*r.store, claim, true, "operator", "clear"); }).error().detail.contains("is heard before"));

  SECTION("answered and confirmed, then appealed before another person") {
    r.declare(r.ada, r.ada_key, "answer", {{"claim", claim.to_string()}, {"statement", "I made it in 2019."}, {"evidence", JsonArray{}}});
    ok(r.decided([&] { return decide_claim(*r.store, claim, true, "operator", "the file names agree"); }));
    CHECK(ok(ended_state(*r.store, r.work)) == "taken-down");
    CHECK(r.refused(r.ada, r.ada_key, "terms", {{"work", r.work.to_string()}, {"licence", "CC0-1.0"}, {"tdm", "allowed"}, {"tdm_policy", ""}, {"ai", "none"}}, "body.work") == Errc::conflict);
    CHECK(r.refused(r.bob, r.bob_key, "appeal", {{"claim", claim.to_string()}, {"statement", "x"}}, "body.claim") == Errc::forbidden);   // Bob has won.
    r.declare(r.ada, r.ada_key, "appeal", {{"claim", claim.to_string()}, {"statement", "Look at the date."}});
    CHECK(r.decided([&] { return decide_claim(*r.store, claim, false, "operator", ""); }).error().detail.contains("another person"));
    ok(r.decided([&] { return decide_claim(*r.store, claim, false, "approver", "the photograph is older"); }));
    CHECK(ok(r.store->holds(r.work)).empty());
    CHECK(r.refused(r.bob, r.bob_key, "appeal", {{"claim", claim.to_string()}, {"statement", "again"}}, "body.claim") == Errc::conflict);
    std::vector<std::string> history;
    for (const auto& act : ok(r.store->acts_about(claim))) history.push_back(act.name);
    CHECK(history == std::vector<std::string>{"claim", "answer", "confirm", "appeal", "reject"});
  }
  SECTION("unanswered: after its time a person may confirm") {
    r.store.now += kAnswerMs + 60'000;
    ok(r.decided([&] { return decide_claim(*r.store, claim, true, "operator", "no answer"); }));
    r.store.now += kAppealMs + 60'000;
    CHECK(r.refused(r.ada, r.ada_key, "appeal", {{"claim", claim.to_string()}, {"statement", "late"}}, "body.claim") == Errc::conflict);
  }
  SECTION("a claim that nobody decides lapses, and its hold with it") {
    const auto lapse = [&] {
      std::size_t count = 0;
      ok(r.store->atomically([&]() -> Result<void> { count = ok(lapse_claims(*r.store)); return {}; }));
      return count;
    };
    r.store.now += 29 * kDayMs;
    CHECK(lapse() == 0);
    r.store.now += 2 * kDayMs;
    CHECK(lapse() == 1);
    CHECK(ok(r.store->claim(claim))->state == ClaimState::lapsed);
    CHECK(ok(r.store->holds(r.work)).empty());
    CHECK(lapse() == 0);
    CHECK(r.decided([&] { return decide_claim(*r.store, claim, true, "operator", ""); }).error().code == Errc::conflict);
  }
  SECTION("taken back by who made it") {
    r.declare(r.bob, r.bob_key, "retract", {{"claim", claim.to_string()}, {"reason", "a mistake"}});
    CHECK(ok(r.store->holds(r.work)).empty());
    r.declare(r.bob, r.bob_key, "claim", r.claim_body(r.store->new_id()));
  }
  SECTION("at most five answers") {
    for (int i = 0; i < kAnswersPerClaimMax; ++i) r.declare(r.ada, r.ada_key, "answer", {{"claim", claim.to_string()}, {"statement", "x"}, {"evidence", JsonArray{}}});
    CHECK(r.refused(r.ada, r.ada_key, "answer", {{"claim", claim.to_string()}, {"statement", "x"}, {"evidence", JsonArray{}}}, "body.claim") == Errc::limit_exceeded);
  }
}
