#include "jobs/disputes.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "store/try.hpp"

namespace colophon::jobs {
namespace {

royalty::Hold::State state_of(store::ClaimState state) {
  using Claim = store::ClaimState;
  using Hold = royalty::Hold::State;
  switch (state) {
    case Claim::open:
    case Claim::appealed: return Hold::open;
    case Claim::confirmed: return Hold::upheld;
    case Claim::rejected:
    case Claim::lapsed:
    case Claim::retracted: return Hold::released;
  }
  return Hold::released;
}

constexpr std::string_view kClaim = "claim/";
constexpr std::string_view kOthers[] = {"near-match", "takedown"};

bool is_other(std::string_view name) {
  return std::ranges::any_of(kOthers, [&](std::string_view kind) { return name.starts_with(kind) && name.substr(kind.size()).starts_with('/'); });
}

Date day_of(store::UnixMs time) { return Date::of_unix_ms(static_cast<std::uint64_t>(time)); }

}  // namespace

bool is_dispute_hold(std::string_view name) { return name.starts_with(kClaim) || is_other(name); }

Result<std::vector<royalty::Hold>> dispute_holds(store::Store& store, std::span<const royalty::OpeningLine> openings) {
  std::vector<royalty::Hold> holds;
  for (const store::ClaimRow& claim : COLOPHON_TRY(store.claims({}, std::numeric_limits<std::int32_t>::max()))) {
    royalty::Hold hold;
    hold.name = std::string(kClaim) + claim.id.to_string();
    hold.work = claim.work;
    if (!claim.amount.empty()) {
      hold.currency = COLOPHON_TRY(Currency::parse(claim.currency, "currency"));
      // What is below the grid was never anybody's: a claim does not hold more than it names.
      hold.limit = COLOPHON_TRY(to_micros(COLOPHON_TRY(parse_exact(claim.amount, "amount")), hold.currency)).micros;
    }
    hold.from = day_of(claim.made_at);
    if (claim.lapses_at != 0) hold.until = day_of(claim.lapses_at);
    hold.state = state_of(claim.state);
    if (hold.state == royalty::Hold::State::upheld) hold.pay_to = {claim.claimant, claim.claimant.to_string()};
    holds.push_back(std::move(hold));
  }
  std::set<std::string> there;
  for (const store::HoldRow& row : COLOPHON_TRY(store.holds({}))) {
    if (!std::ranges::contains(kOthers, std::string_view(row.kind))) continue;
    royalty::Hold hold;
    hold.name = row.kind + "/" + row.work.to_string() + "/" + row.about.to_string();
    hold.work = row.work;
    hold.from = day_of(row.since);
    there.insert(hold.name);
    holds.push_back(std::move(hold));
  }
  for (const royalty::OpeningLine& line : openings) {
    if (line.kind != royalty::OpeningLine::Kind::held || !is_other(line.name) || !there.insert(line.name).second) continue;
    royalty::Hold hold;
    hold.name = line.name;
    hold.work = COLOPHON_TRY(Id::parse(std::string_view(line.name).substr(line.name.find('/') + 1, 36), "holds"));
    hold.from = Date::of_unix_ms(0);
    hold.state = royalty::Hold::State::released;
    holds.push_back(std::move(hold));
  }
  return holds;
}

}  // namespace colophon::jobs
