// The settlement: divide each pool over works, split each work over its parties, close each party's balance, hash it all.
#include <algorithm>
#include <numeric>

#include "colophon/merkle/tree.hpp"
#include "colophon/royalty/settlement.hpp"
#include "royalty/canonical.hpp"
#include "royalty/journal.hpp"
#include "royalty/pool_division.hpp"
#include "royalty/salts.hpp"

namespace colophon::royalty {
namespace {

std::string named(std::string_view list, const Id& id) { return std::string(list) + "[" + id.to_string() + "]"; }

/// One party's part of one work's amount in one pool.
struct Part {
  std::uint32_t party = 0;  ///< Its number in ascending order of the id.
  Share share;
  Micros amount_micro = 0;
};

/// A divided pool with its splits: work k of `divided.works` has parts[begin[k]] to parts[begin[k + 1] - 1], by party.
struct SplitPool {
  DividedPool divided;
  std::vector<std::size_t> begin;
  std::vector<Part> parts;
};

class Settler {
 public:
  explicit Settler(const SettlementInput& input) : input_(input), salts_(input.seed) {}

  Result<SettlementResult> run() {
    if (auto done = index_works(); !done) return std::unexpected(done.error());
    if (auto done = index_parties(); !done) return std::unexpected(done.error());
    if (auto done = divide_pools(); !done) return std::unexpected(done.error());
    add_lines();
    if (auto done = close_balances(); !done) return std::unexpected(done.error());
    write_journal();
    write_header();
    return std::move(result_);
  }

 private:
  Result<void> index_works();
  Result<void> index_parties();
  Result<void> divide_pools();
  Result<SplitPool> split_pool(const PoolInput& pool, DividedPool divided) const;
  Result<PoolResult> make_table(const PoolInput& pool, const SplitPool& split) const;
  void add_lines();
  Result<void> close_balances();
  void write_journal();
  void write_header();

  const SettlementInput& input_;
  SaltMaker salts_;
  IdIndex works_;                                        ///< In ascending order of the id.
  std::vector<std::vector<PartyShare>> shares_;          ///< By work; by party id.
  std::vector<std::vector<std::uint32_t>> share_party_;  ///< The same, as numbers of parties.
  std::vector<Id> parties_;                              ///< Ascending: everyone whom a work or an opening names.
  std::vector<Micros> openings_;
  std::vector<const PoolInput*> pools_;                  ///< Ascending by id.
  std::vector<SplitPool> splits_;
  SettlementResult result_;
};

Result<void> Settler::index_works() {
  std::vector<const WorkShares*> order;
  for (const WorkShares& work : input_.works) order.push_back(&work);
  std::ranges::sort(order, {}, [](const WorkShares* work) { return work->work; });
  for (const WorkShares* work : order) {
    const std::string field = named("works", work->work);
    if (works_.find(work->work) != IdIndex::kNone) {
      return fail(Errc::invalid_argument, field, "The work is listed twice; give one agreement for the period.");
    }
    if (auto valid = validate_shares(work->shares, field + ".shares"); !valid) return valid;
    works_.intern(work->work);
    shares_.push_back(work->shares);
    std::ranges::sort(shares_.back(), {}, &PartyShare::party);
  }
  return {};
}

Result<void> Settler::index_parties() {
  IdIndex seen;
  for (const auto& shares : shares_) {
    for (const PartyShare& share : shares) seen.intern(share.party);
  }
  for (const Balance& opening : input_.openings) seen.intern(opening.party);

  std::vector<std::uint32_t> order(seen.size()), rank(seen.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](std::uint32_t number) { return seen.ids()[number]; });
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i;
    parties_.push_back(seen.ids()[order[i]]);
  }
  for (const auto& shares : shares_) {
    std::vector<std::uint32_t>& numbers = share_party_.emplace_back();
    for (const PartyShare& share : shares) numbers.push_back(rank[seen.find(share.party)]);
  }
  openings_.assign(parties_.size(), 0);
  std::vector<bool> given(parties_.size());
  for (const Balance& opening : input_.openings) {
    const std::uint32_t party = rank[seen.find(opening.party)];
    if (given[party]) {
      return fail(Errc::invalid_argument, named("openings", opening.party), "The party has two opening balances; give their sum.");
    }
    given[party] = true;
    openings_[party] = opening.micros;
  }
  return {};
}

Result<void> Settler::divide_pools() {
  for (const PoolInput& pool : input_.pools) pools_.push_back(&pool);
  std::ranges::sort(pools_, {}, [](const PoolInput* pool) { return pool->pool; });
  PoolDivider divider(works_, input_.currency);
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    const PoolInput& pool = *pools_[i];
    if (i > 0 && pool.pool == pools_[i - 1]->pool) {
      return fail(Errc::invalid_argument, named("pools", pool.pool), "The pool is listed twice; give each pool an id of its own.");
    }
    auto divided = divider.divide(pool);
    if (!divided) return std::unexpected(divided.error());
    auto split = split_pool(pool, std::move(*divided));
    if (!split) return std::unexpected(split.error());
    auto table = make_table(pool, *split);
    if (!table) return std::unexpected(table.error());
    if (__builtin_add_overflow(result_.pool_micro, table->amount_micro, &result_.pool_micro)) {
      return fail(Errc::overflow, named("pools", pool.pool), "The pools add up to 2^63 micros or more.");
    }
    splits_.push_back(std::move(*split));
    result_.pools.push_back(std::move(*table));
  }
  return {};
}

Result<SplitPool> Settler::split_pool(const PoolInput& pool, DividedPool divided) const {
  SplitPool out;
  out.begin.push_back(0);
  for (const WorkAmount& work : divided.works) {
    const auto& shares = shares_[work.work];
    auto amounts = split(work.amount_micro, shares, pool.pool);
    if (!amounts) return std::unexpected(amounts.error());
    for (std::size_t k = 0; k < shares.size(); ++k) {
      out.parts.push_back({share_party_[work.work][k], shares[k].share, (*amounts)[k]});
    }
    out.begin.push_back(out.parts.size());
  }
  out.divided = std::move(divided);
  return out;
}

Result<PoolResult> Settler::make_table(const PoolInput& pool, const SplitPool& split) const {
  const std::vector<WorkAmount>& works = split.divided.works;
  std::vector<PoolRow> rows(works.size());
  std::vector<SplitPart> parts;
  for (std::size_t k = 0; k < works.size(); ++k) {
    const Id& work = works_.ids()[works[k].work];
    const Hash salt = salts_.row(pool.pool, work);
    parts.clear();
    for (std::size_t p = split.begin[k]; p < split.begin[k + 1]; ++p) {
      parts.push_back({parties_[split.parts[p].party], split.parts[p].share, split.parts[p].amount_micro});
    }
    rows[k] = {claim_hash(salt, work), static_cast<uint128>(works[k].units), static_cast<uint128>(works[k].amount_micro),
               detail_hash(salt, split_jcs(parts))};
  }
  std::vector<std::uint32_t> order(works.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::sort(order, {}, [&](std::uint32_t k) -> const Hash& { return rows[k].claim; });

  PoolResult table;
  table.pool = pool.pool;
  table.rule = pool.rule;
  table.amount_micro = split.divided.amount_micro;
  table.residue = split.divided.residue;
  table.cutoff = split.divided.cutoff;
  for (const std::uint32_t k : order) {
    table.rows.push_back(rows[k]);
    table.works.push_back(works_.ids()[works[k].work]);
  }
  auto tree = sum_root(table.rows);
  if (!tree) return std::unexpected(tree.error());
  table.tree = *tree;
  table.header = pool_header(table, input_.period, input_.currency);
  table.root = pool_root(canonical_json(table.header));
  return table;
}

/// Parties with a line or an opening balance, with their lines by pool and row.
void Settler::add_lines() {
  constexpr std::uint32_t none = IdIndex::kNone;
  std::vector<std::size_t> lines(parties_.size(), 0);
  for (const SplitPool& split : splits_) {
    for (const Part& part : split.parts) ++lines[part.party];
  }
  std::vector<std::uint32_t> place(parties_.size(), none);
  for (std::uint32_t party = 0; party < parties_.size(); ++party) {
    if (lines[party] == 0 && openings_[party] == 0) continue;
    place[party] = static_cast<std::uint32_t>(result_.parties.size());
    PartyResult& out = result_.parties.emplace_back();
    out.party = parties_[party];
    out.opening_micro = openings_[party];
    out.lines.reserve(lines[party]);
  }
  std::vector<std::uint32_t> position(works_.size());
  for (std::uint32_t pool = 0; pool < splits_.size(); ++pool) {
    const SplitPool& split = splits_[pool];
    for (std::uint32_t k = 0; k < split.divided.works.size(); ++k) position[split.divided.works[k].work] = k;
    const PoolResult& table = result_.pools[pool];
    for (std::uint64_t row = 0; row < table.rows.size(); ++row) {
      const std::uint32_t k = position[works_.find(table.works[row])];
      for (std::size_t p = split.begin[k]; p < split.begin[k + 1]; ++p) {
        const Part& part = split.parts[p];
        PartyResult& party = result_.parties[place[part.party]];
        party.lines.push_back({pool, row, table.works[row], part.share, part.amount_micro});
        party.earned_micro += part.amount_micro;  // At most the sum of all pools, which fits.
      }
    }
  }
}

Result<void> Settler::close_balances() {
  int128 accrued = 0, payable = 0, carried = 0;
  for (PartyResult& party : result_.parties) {
    Micros available = 0;
    if (__builtin_add_overflow(party.opening_micro, party.earned_micro, &available)) {
      return fail(Errc::overflow, named("openings", party.party), "Opening balance and earnings add up to more than 2^63 micros.");
    }
    party.payable_minor = available > 0 ? available / kMicrosPerMinor : 0;
    party.carried_micro = available - party.payable_minor * kMicrosPerMinor;
    accrued += party.earned_micro;
    payable += party.payable_minor;
    carried += party.carried_micro;

    StatementJcs text(party, input_.currency);
    for (const StatementLine& line : party.lines) {
      const PoolRow& row = result_.pools[line.pool].rows[line.row];
      text.line({line, row.units, row.amount_micro});
    }
    party.leaf = statement_leaf(salts_.statement(party.party), text.finish(party, input_.period));
  }
  result_.accrued_micro = static_cast<Micros>(accrued);
  result_.payable_minor = static_cast<std::int64_t>(payable);
  result_.carried_micro = static_cast<Micros>(carried);
  const int128 opening = carried + payable * kMicrosPerMinor - accrued;
  if (carried != result_.carried_micro || payable != result_.payable_minor || opening != static_cast<Micros>(opening)) {
    return fail(Errc::overflow, "openings", "The balances of all parties add up to more than 2^63 micros.");
  }
  return {};
}

void Settler::write_journal() {
  Journal journal;
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    const std::string revenue = "revenue:" + pools_[i]->pool.to_string();
    for (const WorkAmount& work : splits_[i].divided.works) {
      journal.add(revenue, "work:" + works_.ids()[work.work].to_string(), work.amount_micro);
    }
  }
  for (const SplitPool& split : splits_) {
    for (std::size_t k = 0; k < split.divided.works.size(); ++k) {
      const std::string work = "work:" + works_.ids()[split.divided.works[k].work].to_string();
      for (std::size_t p = split.begin[k]; p < split.begin[k + 1]; ++p) {
        journal.add(work, "party:" + parties_[split.parts[p].party].to_string(), split.parts[p].amount_micro);
      }
    }
  }
  for (const PartyResult& party : result_.parties) {
    const std::string id = party.party.to_string();
    journal.add("party:" + id, "payout:" + id, party.payable_minor * kMicrosPerMinor);
  }
  result_.journal_hash = journal.head();
  result_.journal = journal.take();
}

void Settler::write_header() {
  JsonArray roots;
  for (const PoolResult& pool : result_.pools) roots.push_back(to_hex(pool.root));
  std::vector<Hash> leaves;
  Micros opening = 0;
  for (const PartyResult& party : result_.parties) {
    leaves.push_back(party.leaf);
    opening = static_cast<Micros>(static_cast<std::uint64_t>(opening) + static_cast<std::uint64_t>(party.opening_micro));
  }
  result_.header = {{"settlement", input_.settlement.to_string()},
                    {"period", input_.period.to_string()},
                    {"currency", input_.currency.name()},
                    {"pools", std::move(roots)},
                    {"pool_micro", std::to_string(result_.pool_micro)},
                    {"accrued_micro", std::to_string(result_.accrued_micro)},
                    {"payable_minor", std::to_string(result_.payable_minor)},
                    {"opening_micro", std::to_string(opening)},
                    {"carried_micro", std::to_string(result_.carried_micro)},
                    {"statements", static_cast<std::int64_t>(result_.parties.size())},
                    {"statements_root", to_hex(merkle::root(leaves))},
                    {"journal", to_hex(result_.journal_hash)}};
  result_.root = settlement_root(canonical_json(result_.header));
}

}  // namespace

std::string_view rule_name(Rule rule) {
  switch (rule) {
    case Rule::pro_rata: return "pro-rata";
    case Rule::user_centric: return "user-centric";
    case Rule::direct: return "direct";
  }
  return "";
}

Result<Rule> parse_rule(std::string_view text, std::string_view field) {
  for (const Rule rule : {Rule::pro_rata, Rule::user_centric, Rule::direct}) {
    if (text == rule_name(rule)) return rule;
  }
  return fail(Errc::invalid_argument, std::string(field), "The rule is one of pro-rata, user-centric and direct.");
}

Result<SettlementResult> settle(const SettlementInput& input) { return Settler(input).run(); }

}  // namespace colophon::royalty
