#pragma once
// The rows of the registry: keys of parties, acts, terms, holds, offers, licences, claims. docs/formats/registry.md says what they mean.
#include <optional>
#include <string>
#include <vector>

#include "store/types.hpp"

namespace colophon::store {

/// active: it signs. revoked: by another key of its party. reset: it was lost, and the platform let the party begin anew.
enum class PartyKeyState : std::uint8_t { active, revoked, reset };
std::string_view party_key_state_name(PartyKeyState state);
struct PartyKeyRow { Hash public_key{}; Id party; std::string label; PartyKeyState state = PartyKeyState::active; UnixMs added_at = 0, ended_at = 0; };

/// One step of the registry's history. What it says is the payload of its log entry (kind, subject = id).
struct ActRow {
  Id id;
  std::string kind;                   ///< "declaration", "decision", "licence".
  std::string name;                   ///< "terms", "offer", ..., "confirm", "lapse", ..., "licence".
  Hash hash{};                        ///< Of the declaration, or of the payload: the same act counts once.
  Id party;                           ///< Who declared; nil for the platform.
  Id work, about;                     ///< The work; the offer or claim. Nil: none.
  UnixMs made_at = 0;
  std::optional<std::uint64_t> index; ///< Its place in the log, once it has one. Read, not written.
  std::string payload;                ///< Empty once erased. Read, not written.
};

struct TermsRow { std::string licence, tdm = "unstated", tdm_policy, ai; UnixMs made_at = 0; };

struct HoldRow {
  Id work, about;                     ///< About: the other work, or the claim.
  std::string kind;                   ///< "near-match", "claim", "takedown".
  std::string detail;                 ///< For people: "same bytes", a distance.
  std::string amount, currency;       ///< Of a claim: at most so much waits. Empty: all.
  UnixMs since = 0, until = 0;        ///< 0: until it is released.
};

/// A work that another platform has registered. Its receipts were checked when it came in.
struct ForeignWorkRow {
  Id id;
  std::string platform;               ///< The name of its log.
  Hash sha256{};
  std::string iscc, title;            ///< Empty where there is none, or erased.
  Hash public_key{};                  ///< The key that declared it; zero: none did.
  std::string state;                  ///< "registered", "withdrawn", "erased".
  UnixMs registered_at = 0;           ///< As its platform says.
  UnixMs seen_at = 0;                 ///< By this platform's clock, for the first time: what "earlier" goes by.
  std::string document;               ///< The item with its receipts, JSON; empty once erased.
};

enum class OfferState : std::uint8_t { open, accepted, cancelled };
std::string_view offer_state_name(OfferState state);
struct OfferRow {
  Id id, work, from, to;              ///< `to` nil: to anyone.
  Id act;
  Hash hash{};                        ///< Of its declaration: who accepts names it.
  std::string terms;                  ///< The body of the declaration, canonical JSON.
  OfferState state = OfferState::open;
  UnixMs made_at = 0, expires_at = 0;
};
struct OfferFilter { Id work, party; bool open_only = false; };   ///< `party`: who made it or may accept it.

struct LicenceRow {
  Id id, offer, work, licensor, licensee;
  std::string kind;                   ///< "licence" or "transfer".
  bool exclusive = false;
  std::string amount, currency;       ///< An exact decimal of the major unit.
  std::string share;                  ///< Of a transfer.
  UnixMs valid_from = 0, valid_until = 0, made_at = 0;   ///< `valid_until` 0: for ever.
};
struct LicenceFilter { Id work, party; UnixMs made_from = 0, made_until = 0; };   ///< Half-open; 0: no bound.

enum class ClaimState : std::uint8_t { open, confirmed, rejected, lapsed, retracted, appealed };
std::string_view claim_state_name(ClaimState state);
struct ClaimRow {
  Id id, work, claimant, own_work;
  std::string basis, amount, currency;
  UnixMs made_at = 0, answer_until = 0, lapses_at = 0;
  int answers = 0;
  ClaimState state = ClaimState::open;
  std::string decided_by;
  UnixMs decided_at = 0;
  bool appealed = false;              ///< It was decided twice or will be: there is no third time.
};
struct ClaimFilter { Id work, party; bool waiting_only = false; };   ///< `party`: the claimant, or who has a share in the work. Waiting: open or appealed.

}  // namespace colophon::store
