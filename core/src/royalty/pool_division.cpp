#include "royalty/pool_division.hpp"

#include <algorithm>
#include <string>

#include "colophon/base/limits.hpp"

namespace colophon::royalty {
namespace {

std::string place(const PoolInput& pool, std::string_view list, std::size_t index, std::string_view field) {
  return "pools[" + pool.pool.to_string() + "]." + std::string(list) + "[" + std::to_string(index) + "]." + std::string(field);
}

std::string place(const PoolInput& pool) { return "pools[" + pool.pool.to_string() + "]"; }

std::unexpected<Error> unknown_work(const Id& work, std::string field) {
  return fail(Errc::unknown_work, std::move(field),
              "Work " + work.to_string() + " has no shares in this settlement; add its agreement, or leave the row out.");
}

}  // namespace

PoolDivider::PoolDivider(const IdIndex& works, const Currency& currency)
    : works_(works), currency_(currency), units_(works.size()), amounts_(works.size()), listener_units_(works.size()),
      is_touched_(works.size()) {}

Result<DividedPool> PoolDivider::divide(const PoolInput& pool) {
  pool_ = pool.pool;
  ties_.clear();
  // An error before this one may have left a pool half done.
  for (const std::uint32_t work : touched_) units_[work] = 0, amounts_[work] = 0, is_touched_[work] = 0;
  touched_.clear();
  if (pool.usages.size() > limits::kPoolRowsMax || pool.fees.size() > limits::kPoolRowsMax) {
    return fail(Errc::limit_exceeded, place(pool),
                "A pool has at most " + std::to_string(limits::kPoolRowsMax) + " rows; sum the usage by listener and work first.");
  }

  DividedPool out;
  auto payers = sum_fees(pool, out);
  if (!payers) return std::unexpected(payers.error());
  if (pool.rule == Rule::direct) {
    if (auto done = divide_direct(pool, *payers); !done) return std::unexpected(done.error());
    collect(out);
    return out;
  }
  auto units = add_units(pool);
  if (!units) return std::unexpected(units.error());
  if (*units == 0 && out.amount_micro > 0) {
    return fail(Errc::invalid_argument, place(pool),
                "The pool has money but no units to divide it by; carry the money into a period with usage.");
  }
  Micros left = out.amount_micro;
  if (pool.rule == Rule::user_centric) {
    const UsesByListener sorted = by_listener(pool, *payers);
    for (std::uint32_t listener = 0; listener < payers->micros.size(); ++listener) {
      if (payers->micros[listener] == 0 || payers->index.ids()[listener].is_nil()) continue;
      const std::span uses(sorted.uses.data() + sorted.begin[listener], sorted.begin[listener + 1] - sorted.begin[listener]);
      left -= divide_listener(uses, payers->micros[listener]);
    }
  }
  const auto want = pool.rule == Rule::pro_rata ? WantCutoff::yes : WantCutoff::no;
  if (left > 0) out.cutoff = divide_pro_rata(left, *units, want);
  collect(out);
  return out;
}

/// Exactly per payer, then one rounding each: what is below the grid is the pool's residue.
Result<PoolDivider::Payers> PoolDivider::sum_fees(const PoolInput& pool, DividedPool& out) const {
  Payers payers;
  for (std::size_t i = 0; i < pool.fees.size(); ++i) {
    const Fee& fee = pool.fees[i];
    if (fee.amount < 0) {
      return fail(Errc::negative_amount, place(pool, "fees", i, "amount"),
                  "An amount is below zero; a refund is an entry of its own, not part of a pool.");
    }
    const bool direct = pool.rule == Rule::direct;
    if (!direct && !fee.work.is_nil()) {
      return fail(Errc::invalid_argument, place(pool, "fees", i, "work"),
                  "Money that names its work belongs to a pool with the rule direct.");
    }
    const std::uint32_t payer = payers.index.intern(direct ? fee.work : fee.listener);
    if (payer == payers.exact.size()) payers.exact.push_back(0);
    if (__builtin_add_overflow(payers.exact[payer], fee.amount, &payers.exact[payer])) {
      return fail(Errc::overflow, place(pool, "fees", i, "amount"), "The amounts add up to more than 128 bits hold.");
    }
  }
  for (const ExactAmount exact : payers.exact) {
    auto rounded = to_micros(exact, currency_);
    if (!rounded || __builtin_add_overflow(out.amount_micro, rounded->micros, &out.amount_micro)) {
      return fail(Errc::overflow, place(pool), "The pool's money adds up to 2^63 micros or more.");
    }
    payers.micros.push_back(rounded->micros);
    out.residue += rounded->residue;
  }
  return payers;
}

/// Units by work; returns their sum.
Result<std::int64_t> PoolDivider::add_units(const PoolInput& pool) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < pool.usages.size(); ++i) {
    const Usage& usage = pool.usages[i];
    if (usage.units < 0) return fail(Errc::negative_amount, place(pool, "usages", i, "units"), "Units are below zero.");
    const std::uint32_t work = works_.find(usage.work);
    if (work == IdIndex::kNone) return unknown_work(usage.work, place(pool, "usages", i, "work"));
    if (__builtin_add_overflow(sum, usage.units, &sum)) {
      return fail(Errc::overflow, place(pool, "usages", i, "units"), "The pool's units add up to 2^63 or more.");
    }
    units_[touch(work)] += usage.units;
  }
  return sum;
}

PoolDivider::UsesByListener PoolDivider::by_listener(const PoolInput& pool, Payers& payers) const {
  UsesByListener sorted;
  // Only listeners who paid are divided for; one slot behind them takes the rows of all others.
  const std::size_t others = payers.micros.size();
  std::vector<std::uint32_t> listener_of(pool.usages.size());
  sorted.begin.assign(others + 2, 0);
  for (std::size_t i = 0; i < pool.usages.size(); ++i) {
    const std::uint32_t found = payers.index.find(pool.usages[i].listener);
    listener_of[i] = found == IdIndex::kNone ? static_cast<std::uint32_t>(others) : found;
    ++sorted.begin[listener_of[i] + 1];
  }
  for (std::size_t k = 1; k < sorted.begin.size(); ++k) sorted.begin[k] += sorted.begin[k - 1];
  std::vector<std::size_t> next(sorted.begin.begin(), sorted.begin.end() - 1);
  sorted.uses.resize(pool.usages.size());
  for (std::size_t i = 0; i < pool.usages.size(); ++i) {
    sorted.uses[next[listener_of[i]]++] = {works_.find(pool.usages[i].work), pool.usages[i].units};
  }
  return sorted;
}

/// Returns what was given out: the whole fee, or nothing where the listener has no units.
Micros PoolDivider::divide_listener(std::span<const Use> uses, Micros fee) {
  claims_.clear();
  std::uint64_t total = 0;
  for (const Use& use : uses) {
    if (use.units == 0) continue;
    if (listener_units_[use.work] == 0) claims_.push_back(use.work);
    listener_units_[use.work] += use.units;
    total += static_cast<std::uint64_t>(use.units);
  }
  if (total == 0) return 0;
  weights_.clear();
  for (const std::uint32_t work : claims_) {
    weights_.push_back(listener_units_[work]);
    listener_units_[work] = 0;
  }
  parts_.resize(claims_.size());
  largest_remainder(fee, weights_, total, parts_, [this](std::size_t i) -> const Hash& { return tie(claims_[i]); },
                    WantCutoff::no, scratch_);
  for (std::size_t i = 0; i < claims_.size(); ++i) amounts_[claims_[i]] += parts_[i];
  return fee;
}

std::optional<Cutoff> PoolDivider::divide_pro_rata(Micros amount, std::int64_t units, WantCutoff want) {
  weights_.clear();
  for (const std::uint32_t work : touched_) weights_.push_back(units_[work]);
  parts_.resize(touched_.size());
  const auto result = largest_remainder(amount, weights_, static_cast<std::uint64_t>(units), parts_,
                                        [this](std::size_t i) -> const Hash& { return tie(touched_[i]); }, want, scratch_);
  for (std::size_t i = 0; i < touched_.size(); ++i) amounts_[touched_[i]] += parts_[i];
  return result.cutoff;
}

Result<void> PoolDivider::divide_direct(const PoolInput& pool, const Payers& payers) {
  if (!pool.usages.empty()) {
    return fail(Errc::invalid_argument, place(pool, "usages", 0, "units"),
                "A direct pool has no usage: its money names the works.");
  }
  for (std::uint32_t i = 0; i < payers.micros.size(); ++i) {
    const std::uint32_t work = works_.find(payers.index.ids()[i]);
    if (work == IdIndex::kNone) return unknown_work(payers.index.ids()[i], place(pool) + ".fees");
    touch(work);
    units_[work] = amounts_[work] = payers.micros[i];
  }
  return {};
}

void PoolDivider::collect(DividedPool& out) {
  std::ranges::sort(touched_);
  for (const std::uint32_t work : touched_) {
    if (units_[work] != 0 || amounts_[work] != 0) out.works.push_back({work, units_[work], amounts_[work]});
  }
}

const Hash& PoolDivider::tie(std::uint32_t work) {
  const auto [at, is_new] = ties_.try_emplace(work);
  if (is_new) at->second = tie_hash(pool_, works_.ids()[work]);
  return at->second;
}

std::uint32_t PoolDivider::touch(std::uint32_t work) {
  if (!is_touched_[work]) {
    is_touched_[work] = 1;
    touched_.push_back(work);
  }
  return work;
}

}  // namespace colophon::royalty
