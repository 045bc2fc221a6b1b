#include "royalty/settle/evaluate.hpp"

#include <algorithm>

#include "colophon/base/limits.hpp"

namespace colophon::royalty {
namespace {

/// floor(amount * share): what a fee or a tier's `take` is.
Micros portion(Micros amount, const Share& share) {
  return static_cast<Micros>(static_cast<uint128>(amount) * share.numerator / share.denominator);
}

}  // namespace

Result<void> Evaluator::row(RowInfo& row) {
  row_ = &row;
  pool_ = c_.result.pools[row.pool].pool;
  row.parts_begin = static_cast<std::uint32_t>(c_.result.parts.size());
  const Flow flow{row.amount_micro, c_.result.pools[row.pool].currency};
  if (auto done = work(flow, c_.catalogue.works().find(row.cell.work)); !done) return done;
  row.parts_end = static_cast<std::uint32_t>(c_.result.parts.size());
  return {};
}

Evaluator::Flow Evaluator::add(const Flow& flow, TraceStep step) {
  step.parent = flow.step;
  step.agreement = flow.agreement;
  step.in = flow.amount;
  if (step.kind != StepKind::convert) step.currency = flow.currency;
  Flow next = flow;
  next.amount = step.out;
  next.currency = step.currency;
  next.step = static_cast<std::uint32_t>(c_.result.steps.size());
  next.exchanged |= step.kind == StepKind::convert;
  c_.result.steps.push_back(step);
  return next;
}

std::uint32_t Evaluator::cutoff(const std::optional<SplitCutoff>& cutoff) {
  if (!cutoff) return 0;
  c_.result.cutoffs.push_back(*cutoff);
  return static_cast<std::uint32_t>(c_.result.cutoffs.size());
}

// ---- Works

Result<void> Evaluator::work(const Flow& flow, std::uint32_t number) {
  const Work& work = c_.catalogue.work(number);
  if (work.type == WorkType::release && !work.tracks.empty()) return parts_of(flow, work.tracks);
  if (row_->cell.facts.side == "composition" && work.type == WorkType::recording) {
    if (work.compositions.empty()) {
      suspense(flow, {"no-composition", work.name, "The income is of the composition side, but the recording names no composition."});
      return {};
    }
    return parts_of(flow, work.compositions);
  }
  return derived(flow, number, true);
}

Result<void> Evaluator::parts_of(const Flow& flow, std::span<const WorkPart> parts) {
  std::vector<PartyShare> shares;
  for (const WorkPart& part : parts) shares.push_back({part.work, part.share});
  std::ranges::sort(shares, {}, &PartyShare::party);
  auto divided = split(flow.amount, shares, pool_);
  if (!divided) return std::unexpected(divided.error());
  const std::uint32_t last = cutoff(divided->cutoff);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (divided->amounts[i] == 0) continue;
    const Flow next = add(flow, {.kind = StepKind::part, .cutoff = last, .to = shares[i].party, .out = divided->amounts[i], .share = shares[i].share});
    if (auto done = work(next, c_.catalogue.works().find(shares[i].party)); !done) return done;
  }
  return {};
}

/// What the work owes to those that it derives from, then the rest by its own agreement. Absolute shares are of the income as it came to
/// the work that was used; a work further up owes only relative ones of what reaches it.
Result<void> Evaluator::derived(const Flow& flow, std::uint32_t number, bool absolute_too) {
  const Work& work = c_.catalogue.work(number);
  Flow rest = flow;
  const auto take = [&](std::uint32_t to, const Share& share, bool relative) -> Result<void> {
    const Micros amount = portion(flow.amount, share);
    if (amount > 0) {
      const Flow next = add(flow, {.kind = StepKind::derived, .to = c_.catalogue.work(to).id, .out = amount, .share = share});
      if (auto done = relative ? derived(next, to, false) : root(next, to); !done) return done;
    }
    rest = add(rest, {.kind = StepKind::less_derived, .out = rest.amount - amount, .share = share, .a = flow.amount});
    return {};
  };
  if (absolute_too) {
    for (const auto& [to, share] : c_.catalogue.absolute_shares(number)) {
      if (auto done = take(to, share, false); !done) return done;
    }
  }
  std::vector<Derivation> relative;
  for (const Derivation& from : work.derives) if (from.relative) relative.push_back(from);
  std::ranges::sort(relative, {}, [](const Derivation& each) { return std::tuple(each.from, each.share.numerator, each.share.denominator); });
  for (const Derivation& from : relative) {
    if (auto done = take(c_.catalogue.works().find(from.from), from.share, true); !done) return done;
  }
  // A row without money still has units, which rate steps count.
  return rest.amount == 0 && flow.amount != 0 ? Result<void>() : root(rest, number);
}

Result<void> Evaluator::root(const Flow& flow, std::uint32_t number) {
  const Work& work = c_.catalogue.work(number);
  const auto root = c_.catalogue.root_of(number, row_->cell.facts.side, row_->cell.from);
  if (root.found == Catalogue::Root::one) return agreement(flow, root.version);
  if (root.found == Catalogue::Root::two) {
    suspense(flow, {"two-agreements", work.name, "Two agreements are of this work at once: \"" + c_.catalogue.version(root.version).name + "\" and \"" +
                                                     c_.catalogue.version(root.other).name + "\". Its income waits in suspense until one of them ends."});
    return {};
  }
  if (work.shares.empty()) {
    suspense(flow, {"no-agreement", work.name, "No agreement is of this work on " + row_->cell.from.to_string() + ", and it has no shares of its own."});
    return {};
  }
  std::vector<PartyShare> shares = work.shares;
  std::ranges::sort(shares, {}, &PartyShare::party);
  auto divided = split(flow.amount, shares, pool_);
  if (!divided) return std::unexpected(divided.error());
  const std::uint32_t last = cutoff(divided->cutoff);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (divided->amounts[i] == 0) continue;
    const PartyShare& share = shares[i];
    to_party(add(flow, {.kind = StepKind::split, .cutoff = last, .to = share.party, .out = divided->amounts[i], .share = share.share}),
             c_.catalogue.parties().find(share.party));
  }
  return {};
}

// ---- Agreements

Result<void> Evaluator::agreement(Flow flow, std::uint32_t version) {
  const Agreement& agreement = c_.catalogue.version(version);
  flow.agreement = version + 1;
  if (agreement.currency) {
    if (auto done = convert(flow, *agreement.currency); !done) return done;
  }
  if (auto done = fees(flow, agreement); !done) return done;
  const auto term = std::ranges::find_if(agreement.terms, [&](const Term& each) { return each.when.matches(row_->cell.facts); });
  if (term == agreement.terms.end()) {
    suspense(flow, {"no-term", agreement.name, "No term of the agreement matches this income (" + row_->cell.facts.kind + " " + row_->cell.facts.source + " " +
                                                   row_->cell.facts.use + " " + row_->cell.facts.territory + "): add a term without \"when\"."});
    return {};
  }
  return tiers(flow, agreement, term->tiers);
}

Result<void> Evaluator::convert(Flow& flow, const Currency& to) {
  const Currency& from = c_.result.currencies[flow.currency];
  if (from == to || flow.amount == 0) return {};
  auto amount = c_.rates.convert(flow.amount, from, to);
  if (!amount) return std::unexpected(amount.error());
  const ExchangeRate* rate = c_.rates.find(from, to);
  flow = add(flow, {.kind = StepKind::convert, .currency = c_.currency(to), .name = c_.names.of(rate->source), .out = *amount, .a = rate->date.days, .rate = rate->rate});
  return {};
}

Result<void> Evaluator::fees(Flow& flow, const Agreement& agreement) {
  if (agreement.fees.empty()) return {};
  const FeeTerm* fee = nullptr;
  for (const FeeTerm& each : agreement.fees) {
    if (!each.when.matches(row_->cell.facts)) continue;
    if (fee != nullptr) {
      c_.warnings.add({"fee-two-match", agreement.name, "Two fees match one income, \"" + fee->name + "\" and \"" + each.name + "\"; the first was taken."},
                      flow.amount, c_.result.currencies[flow.currency]);
      break;
    }
    fee = &each;
  }
  if (fee == nullptr) {
    c_.warnings.add({"fee-no-match", agreement.name, "The agreement has fees, but none matches this income; none was taken."}, flow.amount,
                    c_.result.currencies[flow.currency]);
    return {};
  }
  const Micros amount = portion(flow.amount, fee->share);
  const std::uint32_t name = c_.names.of(fee->name);
  if (amount > 0) {
    to_party(add(flow, {.kind = StepKind::fee, .name = name, .out = amount, .share = fee->share}), c_.catalogue.parties().find(fee->to.id));
  }
  flow = add(flow, {.kind = StepKind::less_fee, .name = name, .out = flow.amount - amount, .share = fee->share});
  return {};
}

std::int64_t& Evaluator::so_far(OpeningLine::Kind kind, const Agreement& agreement, const Tier& tier, const Id& party) {
  const bool money = kind == OpeningLine::Kind::tier;
  return c_.tiers.of({kind, agreement.id, party, tier.name, money && agreement.currency ? std::string(agreement.currency->name()) : std::string()});
}

void Evaluator::move(OpeningLine::Kind kind, const Agreement& agreement, const Tier& tier, const Id& party, std::int64_t amount) {
  so_far(kind, agreement, tier, party) += amount;
  const bool units = kind == OpeningLine::Kind::units;
  c_.moves.push_back({units ? RecordedPosting::Kind::units : RecordedPosting::Kind::tier, party, agreement.id, tier.name, {1970, 1},
                      units || !agreement.currency ? Currency{} : *agreement.currency, amount});
}

Result<void> Evaluator::tiers(Flow flow, const Agreement& agreement, std::span<const Tier> tiers) {
  for (const Tier& each : tiers) {
    Micros into = portion(flow.amount, each.take);
    std::int64_t left = -1;
    if (each.cap) {
      left = *each.cap;
      if (!each.claims.empty()) {
        left = 0;
        for (const RecipientClaim& claim : each.claims) left += std::max<Micros>(0, claim.amount - so_far(OpeningLine::Kind::tier, agreement, each, claim.to.id));
      } else {
        left = std::max<Micros>(0, left - so_far(OpeningLine::Kind::tier, agreement, each));
      }
      into = std::min<Micros>(into, left);
    }
    const std::uint32_t name = c_.names.of(each.name);
    // The one tier of a plain split needs no step of its own.
    const bool plain = tiers.size() == 1 && !each.cap;
    // Units count in the steps of a tier also where the money is zero.
    if (into > 0 || each.basis == StepBasis::units) {
      const Flow taken = plain ? flow : add(flow, {.kind = StepKind::tier, .name = name, .out = into, .share = each.take, .a = left});
      if (each.cap && each.claims.empty()) move(OpeningLine::Kind::tier, agreement, each, {}, into);
      if (auto done = tier(taken, agreement, each); !done) return done;
    }
    if (plain) return {};
    flow = add(flow, {.kind = StepKind::less_tier, .name = name, .out = flow.amount - into, .share = each.take, .a = left});
  }
  return {};
}

Result<void> Evaluator::tier(const Flow& flow, const Agreement& agreement, const Tier& tier) {
  if (!tier.claims.empty()) return claims(flow, agreement, tier);
  if (!tier.steps.empty()) return steps(flow, agreement, tier);
  return shares(flow, tier.to, agreement);
}

Result<void> Evaluator::shares(const Flow& flow, std::span<const RecipientShare> shares, const Agreement&) {
  if (flow.amount == 0) return {};
  std::vector<PartyShare> list;
  list.reserve(shares.size());
  for (const RecipientShare& each : shares) list.push_back({each.to.id, each.share});
  auto divided = split(flow.amount, list, pool_);
  if (!divided) return std::unexpected(divided.error());
  const std::uint32_t last = cutoff(divided->cutoff);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    if (divided->amounts[i] == 0) continue;
    const Flow next = add(flow, {.kind = StepKind::split, .cutoff = last, .to = shares[i].to.id, .out = divided->amounts[i], .share = shares[i].share});
    if (auto done = pay(next, shares[i].to); !done) return done;
  }
  return {};
}

/// The amount is cut where the cumulative units (in proportion to the row's units) or the cumulative revenue pass from one step to the next.
Result<void> Evaluator::steps(const Flow& flow, const Agreement& agreement, const Tier& tier) {
  const bool by_units = tier.basis == StepBasis::units;
  const std::int64_t whole = by_units ? row_->units : flow.amount;
  const auto kind = by_units ? OpeningLine::Kind::units : OpeningLine::Kind::tier;
  const std::int64_t first = so_far(kind, agreement, tier);
  std::int64_t end = 0;
  if (__builtin_add_overflow(first, whole, &end)) return fail(Errc::overflow, agreement.field, "What the steps of \"" + tier.name + "\" have seen adds up to 2^63 or more.");
  move(kind, agreement, tier, {}, whole);
  std::vector<std::int64_t> weights(tier.steps.size());
  for (std::size_t k = 0; k < tier.steps.size(); ++k) {
    const std::int64_t low = std::max(first, tier.steps[k].from);
    const std::int64_t high = k + 1 < tier.steps.size() ? std::min(end, tier.steps[k + 1].from) : end;
    weights[k] = std::max<std::int64_t>(0, high - low);
  }
  // Money without units falls into the step that has been reached.
  if (by_units && whole == 0) {
    std::size_t reached = tier.steps.size() - 1;
    while (tier.steps[reached].from > first) --reached;
    weights[reached] = 1;
  }
  std::vector<Micros> amounts = weights;
  std::optional<SplitCutoff> last;
  if (by_units) {
    std::vector<Id> places(weights.size());
    for (std::size_t k = 0; k < places.size(); ++k) places[k].bytes[15] = static_cast<std::uint8_t>(k + 1);
    auto divided = split_by_weights(flow.amount, weights, places, pool_);
    if (!divided) return std::unexpected(divided.error());
    amounts = std::move(divided->amounts);
    last = divided->cutoff;
  }
  const std::uint32_t cut = cutoff(last), name = c_.names.of(tier.name);
  for (std::size_t k = 0; k < tier.steps.size(); ++k) {
    if (amounts[k] == 0) continue;
    Id place;
    place.bytes[15] = static_cast<std::uint8_t>(k + 1);
    const Flow next = add(flow, {.kind = StepKind::step, .name = name, .cutoff = cut, .to = by_units ? place : Id{}, .out = amounts[k],
                                 .a = by_units ? weights[k] : first, .b = by_units ? std::max<std::int64_t>(whole, 1) : tier.steps[k].from,
                                 .c = by_units || k + 1 == tier.steps.size() ? -1 : tier.steps[k + 1].from});
    if (auto done = shares(next, tier.steps[k].to, agreement); !done) return done;
  }
  return {};
}

/// What claims get: ranked, one after the other; pari passu, in proportion to what each still has to get, which no division exceeds.
Result<void> Evaluator::claims(const Flow& flow, const Agreement& agreement, const Tier& tier) {
  std::vector<std::int64_t> left;
  std::vector<Id> claimants;
  std::int64_t sum = 0;
  for (const RecipientClaim& claim : tier.claims) {
    left.push_back(std::max<Micros>(0, claim.amount - so_far(OpeningLine::Kind::tier, agreement, tier, claim.to.id)));
    claimants.push_back(claim.to.id);
    sum += left.back();
  }
  std::vector<Micros> amounts(left.size());
  std::optional<SplitCutoff> last;
  if (tier.ranked) {
    Micros rest = flow.amount;
    for (std::size_t i = 0; i < left.size(); ++i) rest -= amounts[i] = std::min(rest, left[i]);
  } else {
    auto divided = split_by_weights(flow.amount, left, claimants, pool_);
    if (!divided) return std::unexpected(divided.error());
    amounts = std::move(divided->amounts);
    last = divided->cutoff;
  }
  const std::uint32_t cut = cutoff(last), name = c_.names.of(tier.name);
  std::int64_t before = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::int64_t base = tier.ranked ? before : sum;
    before += left[i];
    if (amounts[i] == 0) continue;
    move(OpeningLine::Kind::tier, agreement, tier, claimants[i], amounts[i]);
    // A share of 0/1 marks a ranked claim: `b` is what came before it, not the sum of all.
    const Flow next = add(flow, {.kind = StepKind::claim, .name = name, .cutoff = cut, .to = claimants[i], .out = amounts[i],
                                 .share = tier.ranked ? Share{0, 1} : Share{1, 1}, .a = left[i], .b = base});
    if (auto done = pay(next, tier.claims[i].to); !done) return done;
  }
  return {};
}

// ---- Recipients

Result<void> Evaluator::pay(const Flow& flow, const Recipient& to) {
  if (!to.is_agreement) {
    to_party(flow, c_.catalogue.parties().find(to.id));
    return {};
  }
  const std::uint32_t version = c_.catalogue.version_at(to.id, row_->cell.from);
  if (version == Catalogue::kNone) {
    suspense(flow, {"not-in-force", to.name, "The agreement \"" + to.name + "\" is paid by another, but no version of it is in force on " + row_->cell.from.to_string() + "."});
    return {};
  }
  return agreement(flow, version);
}

void Evaluator::to_party(const Flow& flow, std::uint32_t party) {
  if (flow.amount > 0) c_.result.parts.push_back({party, flow.agreement, flow.currency, flow.exchanged, flow.step, flow.amount});
}

void Evaluator::suspense(const Flow& flow, const Warnings::About& why) {
  if (flow.amount == 0) return;
  c_.warnings.add(why, flow.amount, c_.result.currencies[flow.currency]);
  c_.result.parts.push_back({Part::kNobody, flow.agreement, flow.currency, flow.exchanged, flow.step, flow.amount});
}

}  // namespace colophon::royalty
