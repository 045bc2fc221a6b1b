// The names of the store's enumerations, as they stand in JSON.
#include <algorithm>
#include <array>
#include <span>

#include "store/registry_rows.hpp"

namespace colophon::store {
namespace {

constexpr std::array<std::string_view, 7> kEventTypes{"view", "play", "read", "like", "comment", "share", "complete"};
constexpr std::array<std::string_view, 6> kRevenueKinds{"ad", "subscription", "tip", "licence", "brand", "sale"};
constexpr std::array<std::string_view, 3> kLogKeyStates{"signing", "retired", "compromised"};
constexpr std::array<std::string_view, 3> kPartyKeyStates{"active", "revoked", "reset"};
constexpr std::array<std::string_view, 3> kOfferStates{"open", "accepted", "cancelled"};
constexpr std::array<std::string_view, 6> kClaimStates{"open", "confirmed", "rejected", "lapsed", "retracted", "appealed"};
constexpr std::array<std::string_view, 5> kJobStates{"queued", "running", "done", "failed", "cancelled"};

template <class Enum>
Result<Enum> parse_name(std::span<const std::string_view> names, std::string_view text, std::string_view field) {
  const auto found = std::ranges::find(names, text);
  if (found != names.end()) return static_cast<Enum>(found - names.begin());
  std::string known;
  for (const auto name : names) (known += known.empty() ? "" : ", ") += name;
  return fail(Errc::invalid_argument, std::string(field), "'" + std::string(text) + "' is none of: " + known);
}

}  // namespace

std::string_view event_type_name(EventType type) { return kEventTypes[static_cast<std::size_t>(type)]; }
Result<EventType> parse_event_type(std::string_view text, std::string_view field) { return parse_name<EventType>(kEventTypes, text, field); }
std::string_view revenue_kind_name(RevenueKind kind) { return kRevenueKinds[static_cast<std::size_t>(kind)]; }
Result<RevenueKind> parse_revenue_kind(std::string_view text, std::string_view field) {
  return parse_name<RevenueKind>(kRevenueKinds, text, field);
}
std::string_view log_key_state_name(LogKeyState state) { return kLogKeyStates[static_cast<std::size_t>(state)]; }
std::string_view party_key_state_name(PartyKeyState state) { return kPartyKeyStates[static_cast<std::size_t>(state)]; }
std::string_view offer_state_name(OfferState state) { return kOfferStates[static_cast<std::size_t>(state)]; }
std::string_view claim_state_name(ClaimState state) { return kClaimStates[static_cast<std::size_t>(state)]; }
std::string_view job_state_name(JobState state) { return kJobStates[static_cast<std::size_t>(state)]; }

}  // namespace colophon::store
