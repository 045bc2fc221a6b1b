// The way of a line's money, step by step, as docs/formats/statement.md, "Steps", has the arithmetic.
#include <algorithm>

#include "royalty/document/verify_parts.hpp"
#include "royalty/fields.hpp"
#include "royalty/settle/context.hpp"

namespace colophon::royalty {
namespace {

Micros portion(Micros amount, const Share& share) {
  return static_cast<Micros>(static_cast<uint128>(amount) * share.numerator / share.denominator);
}

/// What the largest-remainder method gives `in * numerator / denominator`, by the division's cutoff. Without a cutoff nobody got an extra
/// micro, which is possible only where nothing was left over.
Result<Micros> divided(Micros in, std::uint64_t numerator, std::uint64_t denominator, const std::optional<SplitCutoff>& cutoff, const Id& pool, const Id& claimant,
                       const std::string& field) {
  if (denominator == 0 || numerator > denominator) return false_at(field, "A part of the whole is at most the whole.");
  const uint128 product = static_cast<uint128>(in) * numerator;
  const auto quotient = static_cast<Micros>(product / denominator);
  const auto remainder = static_cast<std::uint64_t>(product % denominator);
  if (!cutoff) {
    if (remainder != 0) return false_at(field, "Something is left over by this division, so somebody got an extra micro; the cutoff is missing.");
    return quotient;
  }
  const uint128 mine = static_cast<uint128>(remainder) * cutoff->of, last = static_cast<uint128>(cutoff->remainder) * denominator;
  const bool extra = mine > last || (mine == last && tie_hash(pool, claimant) <= cutoff->tie);
  return quotient + (extra ? 1 : 0);
}

class Walk {
 public:
  Walk(const StatementRead& s, std::size_t line) : line_(s.lines[line]), pool_(s.pools[line_.pool]), party_(s.party), field_(indexed("statement.lines", line) + ".part.steps") {}

  Result<void> run() {
    const PartRead& part = line_.part;
    if (part.party != party_) return false_at(indexed("statement", 0), "The part is another party's.");
    amount_ = line_.fee ? pool_.fees[*line_.fee].amount_micro : line_.row_amount_micro;
    currency_ = pool_.currency;
    if (line_.fee && !part.steps.empty()) return false_at(field_, "A pool's fee goes straight to its party.");
    for (std::size_t i = 0; i < part.steps.size(); ++i) {
      const std::string at = indexed(field_, i);
      const StepRead& step = part.steps[i];
      if (step.in != amount_) return false_at(at + ".in", "The step before gives " + std::to_string(amount_) + ".");
      auto out = follow(step, at);
      if (!out) return std::unexpected(out.error());
      if (*out != step.out) return false_at(at + ".out", "By its own numbers the step gives " + std::to_string(*out) + ".");
      amount_ = *out;
      previous_ = &step;
      // A share for an agreement must be what that agreement then divides.
      const bool to_someone = step.kind == StepKind::split || step.kind == StepKind::claim;
      if (to_someone && i + 1 < part.steps.size() && part.steps[i + 1].agreement != step.to) return false_at(at + ".to", "The next step is of another agreement than the one that is paid here.");
      if (to_someone && i + 1 == part.steps.size() && step.to != part.party) return false_at(at + ".to", "The last share is another party's.");
    }
    if (!(part.currency == currency_)) return false_at(indexed("statement.lines", 0) + ".part.currency", "The steps lead to " + std::string(currency_.name()) + ".");
    if (part.amount_micro != amount_) return false_at(field_, "The steps lead to " + std::to_string(amount_) + ", the part is " + std::to_string(part.amount_micro) + ".");
    if (!line_.fee && part.steps.empty()) return false_at(field_, "A row's money comes to a party by an agreement.");
    return {};
  }

 private:
  Result<Micros> follow(const StepRead& s, const std::string& at) {
    // Consecutive steps "less-derived" take their shares of one amount: that before the first of them.
    if (s.kind != StepKind::less_derived) base_ = -1;
    switch (s.kind) {
      case StepKind::part:
      case StepKind::split: return divided(s.in, s.share.numerator, s.share.denominator, s.cutoff, pool_.pool, s.to, at);
      case StepKind::derived:
      case StepKind::fee: return portion(s.in, s.share);
      case StepKind::less_derived:
        if (base_ < 0) base_ = s.in;
        if (s.of != base_) return false_at(at + ".of", "The shares of what a work derives from are of what came to it: " + std::to_string(base_) + ".");
        return s.in - std::min(s.in, portion(base_, s.share));
      case StepKind::less_fee: return s.in - portion(s.in, s.share);
      case StepKind::tier:
      case StepKind::less_tier: {
        const Micros taken = s.left ? std::min(portion(s.in, s.share), *s.left) : portion(s.in, s.share);
        return s.kind == StepKind::tier ? taken : s.in - taken;
      }
      case StepKind::convert: {
        const auto out = convert_micros(s.in, s.rate, currency_, s.currency);
        if (!out) return false_at(at + ".rate", out.error().detail);
        currency_ = s.currency;
        return *out;
      }
      case StepKind::step: return rate_step(s, at);
      case StepKind::claim:
        if (s.after) return std::clamp<Micros>(s.in - *s.after, 0, *s.left);
        return divided(s.in, static_cast<std::uint64_t>(*s.left), static_cast<std::uint64_t>(s.of), s.cutoff, pool_.pool, s.to, at);
    }
    return false_at(at, "There is no such step.");
  }

  Result<Micros> rate_step(const StepRead& s, const std::string& at) {
    if (s.of > 0) return divided(s.in, static_cast<std::uint64_t>(s.units), static_cast<std::uint64_t>(s.of), s.cutoff, pool_.pool, s.to, at);
    const int128 end = static_cast<int128>(s.before) + s.in;
    const int128 low = std::max(s.before, s.from), high = s.next ? std::min<int128>(end, *s.next) : end;
    return static_cast<Micros>(std::max<int128>(0, high - low));
  }

  const LineRead& line_;
  const PoolHeader& pool_;
  Id party_;
  std::string field_;
  Micros amount_ = 0, base_ = -1;
  Currency currency_;
  const StepRead* previous_ = nullptr;
};

}  // namespace

Result<void> check_steps(const StatementRead& s, std::size_t line) { return Walk(s, line).run(); }

}  // namespace colophon::royalty
