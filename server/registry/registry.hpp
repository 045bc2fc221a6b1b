#pragma once
// The registry: what parties declare under their own keys, and what the platform decides (docs/formats/registry.md).
#include <string>
#include <string_view>

#include "colophon/base/json.hpp"
#include "colophon/registry/declaration.hpp"
#include "store/store.hpp"

namespace colophon::registry {

/// Every limit of the registry.
inline constexpr store::UnixMs kClockSkewMs = 10 * 60'000;          ///< How far a declaration's time may be from the server's.
inline constexpr std::size_t kKeysPerPartyMax = 10;                  ///< That sign.
inline constexpr std::size_t kOpenClaimsPerPartyMax = 20;
inline constexpr int kAnswersPerClaimMax = 5;
inline constexpr store::UnixMs kDayMs = 86'400'000;
inline constexpr store::UnixMs kAnswerMs = 7 * kDayMs;               ///< The other side has so long to answer, or half the claim's days where that is less.
inline constexpr store::UnixMs kAppealMs = 14 * kDayMs;
inline constexpr store::UnixMs kOfferMs = 365 * kDayMs;              ///< An offer stands at most so long.

/// A signed declaration as it was sent.
struct Submission { Json declaration; Bytes signature; };

/// Reads {"declaration","signature"} and checks form, signature, platform and time. Errors name the field; does_not_hold ("signature").
Result<Submission> check_submission(const Json& json, std::string_view platform, store::UnixMs now);

/// Applies it; run inside store.atomically(). `caller` is the party of the session, or nil for the host's backend, which passes on what its users
/// signed. Gives {"act": id, ...} with what the act made. Errors: forbidden (another party's, a key that does not sign for it), conflict (the
/// state of things does not allow it), not_found, unknown_work.
Result<JsonObject> apply_submission(store::Store& store, const Submission& submission, const Id& caller);

// ---- What the platform decides: `by` is a person's name, a key's id, or "system". Each leaves a decision in the log. Run inside atomically().

/// A lost key: all keys of the party end, and it may begin with a new one. Error: conflict (it has none).
Result<Id> reset_keys(store::Store& store, const Id& party, const std::string& by, const std::string& reason);

/// A near match of two works of different owners holds the later registration, and nothing else. False where there is nothing to hold: the same
/// owner, or held already for that reason. `detail` is for people: "same bytes", "distance 3 of 64".
Result<bool> hold_later(store::Store& store, const Id& one, const Id& other, const std::string& detail);
/// What is there with the same bytes, of other owners, before this work: holds it. For a new registration. Works of other platforms count from when
/// they were seen here, and not where a key of the owner has declared them.
Result<bool> hold_if_same_bytes(store::Store& store, const Id& work, const Hash& sha256);
/// What jobs::find_near_works wrote down for this work, as far as it is the same content: holds the later ones. A work whose content was never seen
/// here (its ISCC is what somebody says) holds nobody else's. Gives how many are held that were not.
Result<std::size_t> hold_near_works(store::Store& store, const Id& work);
/// Error: not_found (no such hold).
Result<Id> release_hold(store::Store& store, const Id& work, const Id& about, const std::string& by, const std::string& reason);

/// Confirms (the work is taken down) or rejects (its hold ends) a claim that is open or appealed. Errors: not_found; conflict: decided already; the other
/// side has neither answered nor had its time; an appeal is decided by another person than the first time.
Result<Id> decide_claim(store::Store& store, const Id& claim, bool confirm, const std::string& by, const std::string& reason);
/// Lets claims whose time is over lapse; their holds end. Returns how many.
Result<std::size_t> lapse_claims(store::Store& store);

/// The work's content, title and declarations, and payload and salt of their log entries; the log stays intact. Error: conflict (erased already).
Result<Id> erase_work(store::Store& store, const Id& work, const std::string& by, const std::string& reason);

/// "", or why nothing new may be done with the work: "withdrawn", "erased", "taken-down".
Result<std::string> ended_state(store::Store& store, const Id& work);
/// Whether the party may speak for the work: its owner, or, where the host registered it, who has a share in it.
bool speaks_for(const store::Work& work, const Id& party);

}  // namespace colophon::registry
