#include <algorithm>
#include <utility>

#include "colophon/merkle/tree.hpp"
#include "colophon/royalty/settlement.hpp"
#include "royalty/canonical.hpp"
#include "royalty/id_index.hpp"
#include "royalty/salts.hpp"
#include "royalty/tree_levels.hpp"

namespace colophon::royalty {

struct StatementWriter::Trees {
  explicit Trees(const Hash& seed) : salts(seed) {}
  SaltMaker salts;
  std::vector<SumTree> pools;
  std::vector<std::vector<Hash>> statements;  ///< The levels of the statements' tree.
  IdIndex works;                              ///< Numbers into SettlementInput::works.
};

StatementWriter::StatementWriter(const SettlementInput& input, const SettlementResult& result)
    : trees_(new Trees(input.seed)), input_(&input), result_(&result) {
  for (const PoolResult& pool : result.pools) trees_->pools.push_back(*SumTree::build(pool.rows));
  std::vector<Hash> leaves;
  for (const PartyResult& party : result.parties) leaves.push_back(party.leaf);
  trees_->statements = tree_levels(std::move(leaves), merkle::node_hash);
  for (const WorkShares& work : input.works) trees_->works.intern(work.work);
}

StatementWriter::~StatementWriter() { delete trees_; }

StatementWriter::StatementWriter(StatementWriter&& other) noexcept
    : trees_(std::exchange(other.trees_, nullptr)), input_(other.input_), result_(other.result_) {}

namespace {

JsonObject line_json(const StatementLine& line, const PoolRow& row) {
  return {{"pool", static_cast<std::int64_t>(line.pool)},
          {"row", static_cast<std::int64_t>(line.row)},
          {"work", line.work.to_string()},
          {"units", to_decimal(row.units)},
          {"work_amount_micro", to_decimal(row.amount_micro)},
          {"share", line.share.to_string()},
          {"amount_micro", std::to_string(line.amount_micro)}};
}

JsonArray path_json(std::span<const SumNode> path) {
  JsonArray nodes;
  for (const SumNode& node : path) {
    nodes.push_back(JsonArray{to_hex(node.hash), to_decimal(node.units), to_decimal(node.amount_micro)});
  }
  return nodes;
}

/// The split of a row again, as it was settled: by party.
std::vector<SplitPart> split_of(const WorkShares& work, Micros amount, const Id& pool) {
  const std::vector<Micros> amounts = *split(amount, work.shares, pool);
  std::vector<SplitPart> parts;
  for (std::size_t i = 0; i < amounts.size(); ++i) parts.push_back({work.shares[i].party, work.shares[i].share, amounts[i]});
  std::ranges::sort(parts, {}, &SplitPart::party);
  return parts;
}

}  // namespace

JsonObject StatementWriter::statement(std::size_t index) const {
  const PartyResult& party = result_->parties[index];
  JsonArray lines, openings, pools, proof;
  for (const StatementLine& line : party.lines) {
    const PoolResult& pool = result_->pools[line.pool];
    const PoolRow& row = pool.rows[line.row];
    lines.push_back(line_json(line, row));
    const WorkShares& work = input_->works[trees_->works.find(line.work)];
    const auto parts = split_of(work, static_cast<Micros>(row.amount_micro), pool.pool);
    openings.push_back(JsonObject{{"salt", to_hex(trees_->salts.row(pool.pool, line.work))},
                                  {"split", split_json(parts)},
                                  {"path", path_json(trees_->pools[line.pool].path(line.row))}});
  }
  for (const PoolResult& pool : result_->pools) pools.push_back(pool.header);
  for (const Hash& hash : tree_path(trees_->statements, index)) proof.push_back(to_hex(hash));
  JsonObject statement{{"party", party.party.to_string()},
                       {"period", input_->period.to_string()},
                       {"currency", input_->currency.name()},
                       {"opening_micro", std::to_string(party.opening_micro)},
                       {"earned_micro", std::to_string(party.earned_micro)},
                       {"payable_minor", std::to_string(party.payable_minor)},
                       {"carried_micro", std::to_string(party.carried_micro)},
                       {"lines", std::move(lines)}};
  return {{"format", kStatementFormat},
          {"settlement", result_->header},
          {"statement", std::move(statement)},
          {"salt", to_hex(trees_->salts.statement(party.party))},
          {"index", static_cast<std::int64_t>(index)},
          {"proof", std::move(proof)},
          {"pools", std::move(pools)},
          {"openings", std::move(openings)}};
}

JsonObject StatementWriter::pool_table(std::size_t index) const {
  const PoolResult& pool = result_->pools[index];
  JsonArray rows;
  rows.reserve(pool.rows.size());
  for (const PoolRow& row : pool.rows) {
    rows.push_back(JsonArray{to_hex(row.claim), to_decimal(row.units), to_decimal(row.amount_micro), to_hex(row.detail)});
  }
  return {{"format", kPoolTableFormat}, {"pool", pool.header}, {"rows", std::move(rows)}};
}

}  // namespace colophon::royalty
