#include "royalty/settle/pool_division.hpp"

#include <algorithm>
#include <string>

namespace colophon::royalty {
namespace {

std::unexpected<Error> too_many(const Id& pool) {
  return fail(Errc::overflow, "pools[" + pool.to_string() + "]", "The pool's units add up to 2^63 or more.");
}

}  // namespace

PoolDivider::PoolDivider(const SettlementInput& input, const Catalogue& catalogue, const ClaimIndex& claims)
    : input_(input), catalogue_(catalogue), index_(claims), units_(claims.claims().size()), weights_(units_.size()), amounts_(units_.size()),
      listener_units_(units_.size()), is_touched_(units_.size()) {
  for (const Id& listener : input.usage.listeners) listeners_.intern(listener);
}

Result<DividedPool> PoolDivider::divide(const PoolMoney& money) {
  const PoolRule& rule = *money.rule;
  pool_ = money.pool;
  ties_.clear();
  // An error before this one may have left a pool half done.
  for (const std::uint32_t claim : touched_) units_[claim] = weights_[claim] = 0, amounts_[claim] = 0, is_touched_[claim] = 0;
  touched_.clear();
  total_ = 0;

  const std::vector<std::uint8_t> counted = counted_kinds(rule);
  ByListener uses;
  if (rule.rule == Rule::pro_rata && rule.units_per_listener_day_max == 0) {
    if (auto done = add_units(counted); !done) return std::unexpected(done.error());
  } else {
    uses = by_listener(counted);
    if (rule.units_per_listener_day_max > 0) cap(uses, rule.units_per_listener_day_max);
    if (auto done = add_units(uses); !done) return std::unexpected(done.error());
  }
  if (rule.rule == Rule::artist_centric) {
    if (auto done = weigh(uses, rule.artist_centric); !done) return std::unexpected(done.error());
  } else {
    for (const std::uint32_t claim : touched_) total_ += weights_[claim] = units_[claim];
  }

  DividedPool out;
  Micros left = money.amount_micro;
  if (total_ == 0 && left > 0) {
    out.without_usage = true;
    return out;
  }
  if (rule.rule == Rule::user_centric) user_centric(money, uses, left);
  const auto want = rule.rule == Rule::user_centric ? WantCutoff::no : WantCutoff::yes;
  if (left > 0) out.cutoff = divide_all(left, want);
  collect(out);
  return out;
}

std::vector<std::uint8_t> PoolDivider::counted_kinds(const PoolRule& rule) const {
  std::vector<std::uint8_t> counted;
  for (const UsageKind& kind : input_.usage.kinds) {
    const bool type = std::ranges::find(rule.counts, kind.type) != rule.counts.end();
    counted.push_back(type && rule.source.matches(kind.source) && rule.territory.matches(kind.territory));
  }
  return counted;
}

PoolDivider::ByListener PoolDivider::by_listener(const std::vector<std::uint8_t>& counted) const {
  const UsageTable& usage = input_.usage;
  ByListener sorted;
  sorted.begin.assign(usage.listeners.size() + 1, 0);
  for (const UsageRow& row : usage.rows) {
    if (counted[row.kind]) ++sorted.begin[row.listener + 1];
  }
  for (std::size_t k = 1; k < sorted.begin.size(); ++k) sorted.begin[k] += sorted.begin[k - 1];
  std::vector<std::size_t> next(sorted.begin.begin(), sorted.begin.end() - 1);
  sorted.uses.resize(sorted.begin.back());
  for (const UsageRow& row : usage.rows) {
    if (counted[row.kind]) sorted.uses[next[row.listener]++] = {row.units, index_.of(row), row.day, usage.kinds[row.kind].active};
  }
  return sorted;
}

Result<void> PoolDivider::add_unit(std::uint32_t claim, std::int64_t units) {
  if (__builtin_add_overflow(total_, units, &total_)) return too_many(pool_);
  units_[touch(claim)] += units;
  return {};
}

Result<void> PoolDivider::add_units(const std::vector<std::uint8_t>& counted) {
  for (const UsageRow& row : input_.usage.rows) {
    if (!counted[row.kind]) continue;
    if (auto done = add_unit(index_.of(row), row.units); !done) return done;
  }
  total_ = 0;
  return {};
}

Result<void> PoolDivider::add_units(const ByListener& uses) {
  for (const Use& use : uses.uses) {
    if (auto done = add_unit(use.claim, use.units); !done) return done;
  }
  total_ = 0;
  return {};
}

/// Scales the units of these uses down to `amount` in all, largest remainder. Two uses of one claim tie with each other; which of them gets the
/// unit changes no sum, because they are of one claim, and one choice when they are both active or both not.
void PoolDivider::share_out(std::span<Use> uses, std::int64_t amount) {
  // Uses of one claim and kind first come together, so that how the input was cut into rows has no influence.
  std::ranges::sort(uses, {}, [](const Use& use) { return std::pair(use.claim, use.active); });
  std::size_t kept = 0;
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < uses.size(); ++i) {
    total += static_cast<std::uint64_t>(uses[i].units);
    if (i > 0 && uses[kept].claim == uses[i].claim && uses[kept].active == uses[i].active) {
      uses[kept].units += uses[i].units;
      uses[i].units = 0;
    } else {
      kept = i;
    }
  }
  if (total == 0) return;
  claim_weights_.clear();
  for (const Use& use : uses) claim_weights_.push_back(use.units);
  parts_.resize(uses.size());
  // An active use and a passive one of the same claim have the same tie hash; the sort above makes the passive one come first.
  largest_remainder(amount, claim_weights_, total, parts_, [&](std::size_t i) -> const Hash& { return tie(uses[i].claim); }, WantCutoff::no, scratch_);
  for (std::size_t i = 0; i < uses.size(); ++i) uses[i].units = parts_[i];
}

void PoolDivider::cap(ByListener& uses, std::int64_t units_max) {
  for (std::size_t listener = 0; listener + 1 < uses.begin.size(); ++listener) {
    if (input_.usage.listeners[listener].is_nil()) continue;   // Nobody in particular is not one listener.
    const auto own = uses.of(listener);
    std::ranges::sort(own, {}, &Use::day);
    for (std::size_t begin = 0, end = 0; begin < own.size(); begin = end) {
      uint128 units = 0;
      for (end = begin; end < own.size() && own[end].day == own[begin].day; ++end) units += static_cast<std::uint64_t>(own[end].units);
      if (units > static_cast<uint128>(units_max) && units < (static_cast<uint128>(1) << 63)) share_out(own.subspan(begin, end - begin), units_max);
    }
  }
}

/// Artist-centric weights, in half units so that what counts half stays an integer: units of noise do not count; a listener's units beyond the
/// full ones count half, spread over all of that listener's uses; then the boosts.
Result<void> PoolDivider::weigh(ByListener& uses, const ArtistCentric& rule) {
  const auto artist_of = [&](std::uint32_t claim) {
    const Work& work = catalogue_.work(index_.claims()[claim].work);
    return work.artist.is_nil() ? work.id : work.artist;
  };
  IdIndex artists;
  std::vector<std::uint32_t> artist(units_.size(), IdIndex::kNone);
  std::vector<std::uint8_t> noise(units_.size(), 0);
  for (const std::uint32_t claim : touched_) {
    artist[claim] = artists.intern(artist_of(claim));
    noise[claim] = catalogue_.work(index_.claims()[claim].work).noise;
  }
  std::vector<std::int64_t> units(artists.size()), listeners(artists.size());
  std::vector<std::size_t> seen(artists.size(), static_cast<std::size_t>(-1));
  for (std::size_t listener = 0; listener + 1 < uses.begin.size(); ++listener) {
    const bool anybody = input_.usage.listeners[listener].is_nil();
    for (const Use& use : uses.of(listener)) {
      if (noise[use.claim] || use.units == 0) continue;
      const std::uint32_t whose = artist[use.claim];
      units[whose] += use.units;
      if (!anybody && seen[whose] != listener) {
        seen[whose] = listener;
        ++listeners[whose];
      }
    }
  }
  for (std::size_t listener = 0; listener + 1 < uses.begin.size(); ++listener) {
    const auto own = uses.of(listener);
    uint128 total = 0;
    for (Use& use : own) {
      if (noise[use.claim]) use.units = 0;
      total += static_cast<std::uint64_t>(use.units);
    }
    const auto full = static_cast<uint128>(rule.listener_units_full);
    if (2 * total >= (static_cast<uint128>(1) << 63)) return too_many(pool_);
    const bool halves = full > 0 && total > full && !input_.usage.listeners[listener].is_nil();
    if (halves) share_out(own, static_cast<std::int64_t>(full + total));
    for (const Use& use : own) {
      if (use.units == 0) continue;
      const std::uint32_t whose = artist[use.claim];
      const bool professional = units[whose] >= rule.professional_units_min && listeners[whose] >= rule.professional_listeners_min;
      std::int64_t weight = halves ? use.units : 2 * use.units;
      if (__builtin_mul_overflow(weight, professional ? rule.professional_boost : 1, &weight) ||
          __builtin_mul_overflow(weight, use.active ? rule.active_boost : 1, &weight) || __builtin_add_overflow(total_, weight, &total_)) {
        return too_many(pool_);
      }
      weights_[use.claim] += weight;
    }
  }
  return {};
}

/// Each payer's fee, less its part of the pool's fees, over what that payer used; what payers without use paid stays in `left`.
void PoolDivider::user_centric(const PoolMoney& money, ByListener& uses, Micros& left) {
  // The pool's fees take from every payer in proportion: the rest is divided over the payers by what they paid.
  std::uint64_t paid = 0;
  for (const Micros micros : money.paid_micro) paid += static_cast<std::uint64_t>(micros);
  if (paid == 0) return;
  std::vector<Micros> net(money.paid_micro.size());
  std::unordered_map<std::size_t, Hash> ties;
  const auto payer_tie = [&](std::size_t i) -> const Hash& { return ties.try_emplace(i, tie_hash(pool_, money.payers[i])).first->second; };
  if (paid == static_cast<std::uint64_t>(money.amount_micro)) net = money.paid_micro;
  else largest_remainder(money.amount_micro, money.paid_micro, paid, net, payer_tie, WantCutoff::no, scratch_);
  for (std::size_t i = 0; i < net.size(); ++i) {
    const std::uint32_t listener = money.payers[i].is_nil() ? IdIndex::kNone : listeners_.find(money.payers[i]);
    if (net[i] > 0 && listener != IdIndex::kNone) left -= divide_listener(uses.of(listener), net[i]);
  }
}

/// Returns what was given out: the whole fee, or nothing where the listener has no units.
Micros PoolDivider::divide_listener(std::span<const Use> uses, Micros fee) {
  claims_.clear();
  std::uint64_t total = 0;
  for (const Use& use : uses) {
    if (use.units == 0) continue;
    if (listener_units_[use.claim] == 0) claims_.push_back(use.claim);
    listener_units_[use.claim] += use.units;
    total += static_cast<std::uint64_t>(use.units);
  }
  if (total == 0) return 0;
  claim_weights_.clear();
  for (const std::uint32_t claim : claims_) {
    claim_weights_.push_back(listener_units_[claim]);
    listener_units_[claim] = 0;
  }
  parts_.resize(claims_.size());
  largest_remainder(fee, claim_weights_, total, parts_, [this](std::size_t i) -> const Hash& { return tie(claims_[i]); }, WantCutoff::no, scratch_);
  for (std::size_t i = 0; i < claims_.size(); ++i) amounts_[claims_[i]] += parts_[i];
  return fee;
}

std::optional<Cutoff> PoolDivider::divide_all(Micros amount, WantCutoff want) {
  claim_weights_.clear();
  for (const std::uint32_t claim : touched_) claim_weights_.push_back(weights_[claim]);
  parts_.resize(touched_.size());
  const auto result = largest_remainder(amount, claim_weights_, static_cast<std::uint64_t>(total_), parts_,
                                        [this](std::size_t i) -> const Hash& { return tie(touched_[i]); }, want, scratch_);
  for (std::size_t i = 0; i < touched_.size(); ++i) amounts_[touched_[i]] += parts_[i];
  return result.cutoff;
}

void PoolDivider::collect(DividedPool& out) {
  std::ranges::sort(touched_);
  for (const std::uint32_t claim : touched_) {
    if (weights_[claim] != 0 || amounts_[claim] != 0) out.claims.push_back({claim, units_[claim], weights_[claim], amounts_[claim]});
  }
}

const Hash& PoolDivider::tie(std::uint32_t claim) {
  const auto [at, is_new] = ties_.try_emplace(claim);
  if (is_new) at->second = tie_hash(pool_, index_.claims()[claim].id);
  return at->second;
}

std::uint32_t PoolDivider::touch(std::uint32_t claim) {
  if (!is_touched_[claim]) {
    is_touched_[claim] = 1;
    touched_.push_back(claim);
  }
  return claim;
}

}  // namespace colophon::royalty
