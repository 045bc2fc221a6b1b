#include <unordered_set>
#include <utility>

#include "colophon/merkle/tree.hpp"
#include "colophon/royalty/settlement.hpp"
#include "royalty/division/tree_levels.hpp"
#include "royalty/document/tables.hpp"

namespace colophon::royalty {

struct StatementWriter::Trees {
  Trees(const SettlementInput& input, const SettlementResult& result) : salts(input.seed), canonical(input, result), row_of_part(result.parts.size()) {}
  SaltMaker salts;
  Canonical canonical;
  std::vector<SumTree> pools;
  std::vector<std::vector<Hash>> statements;  ///< The levels of the statements' tree.
  std::vector<std::uint32_t> row_of_part;
  std::unordered_map<Id, std::string> names;
};

StatementWriter::StatementWriter(const SettlementInput& input, const SettlementResult& result)
    : trees_(new Trees(input, result)), input_(&input), result_(&result) {
  for (const PoolResult& pool : result.pools) trees_->pools.push_back(*SumTree::build(pool.rows));
  std::vector<Hash> leaves;
  for (const PartyResult& party : result.parties) leaves.push_back(party.leaf);
  trees_->statements = tree_levels(std::move(leaves), merkle::node_hash);
  for (std::uint32_t r = 0; r < result.rows.size(); ++r) {
    for (std::uint32_t i = result.rows[r].parts_begin; i < result.rows[r].parts_end; ++i) trees_->row_of_part[i] = r;
  }
  for (const Work& work : input.works) trees_->names.emplace(work.id, work.name);
  for (const Agreement& agreement : input.book.agreements) trees_->names.emplace(agreement.id, agreement.title);
}

StatementWriter::~StatementWriter() { delete trees_; }

StatementWriter::StatementWriter(StatementWriter&& other) noexcept
    : trees_(std::exchange(other.trees_, nullptr)), input_(other.input_), result_(other.result_) {}

namespace {

JsonArray path_json(std::span<const SumNode> path) {
  JsonArray nodes;
  for (const SumNode& node : path) {
    nodes.push_back(JsonArray{to_hex(node.hash), to_decimal(node.units), to_decimal(node.amount_micro)});
  }
  return nodes;
}

}  // namespace

JsonObject StatementWriter::statement(std::size_t index) const {
  const PartyResult& party = result_->parties[index];
  JsonArray openings, pools, proof;
  JsonObject labels;
  std::unordered_set<Id> labelled;
  const auto label = [&](const Id& id) {
    const auto found = trees_->names.find(id);
    if (found == trees_->names.end() || found->second.empty() || !labelled.insert(id).second) return;
    if (std::string key = id.to_string(); key != found->second) labels.emplace_back(std::move(key), found->second);
  };
  for (const std::uint32_t i : party.parts) {
    const RowInfo& row = result_->rows[trees_->row_of_part[i]];
    const Part& part = result_->parts[i];
    for (std::uint32_t at = part.step; at != 0xFFFFFFFF; at = result_->steps[at].parent) {
      const TraceStep& step = result_->steps[at];
      label(step.to);
      if (step.agreement != 0) label(input_->book.agreements[step.agreement - 1].id);
    }
    if (row.is_fee) {
      openings.push_back(JsonObject{});
      continue;
    }
    label(row.cell.work);
    const PartLeaves parts = part_leaves(*result_, trees_->canonical, trees_->salts, row);
    const std::uint32_t own = i - row.parts_begin;
    openings.push_back(JsonObject{{"salt", to_hex(trees_->salts.row(row.id))},
                                  {"part_salt", to_hex(trees_->salts.part(row.id, own))},
                                  {"part", static_cast<std::int64_t>(parts.place[own])},
                                  {"parts", static_cast<std::int64_t>(parts.leaves.size())},
                                  {"part_path", path_json(*sum_path(parts.leaves, parts.place[own]))},
                                  {"path", path_json(trees_->pools[row.pool].path(row.place))}});
  }
  for (const PoolResult& pool : result_->pools) pools.push_back(pool.header);
  for (const Hash& hash : tree_path(trees_->statements, index)) proof.push_back(to_hex(hash));
  return {{"format", kStatementFormat},
          {"settlement", result_->header},
          {"statement", *parse_json(trees_->canonical.statement(party))},
          {"salt", to_hex(trees_->salts.statement(result_->party_ids[party.party]))},
          {"index", static_cast<std::int64_t>(index)},
          {"proof", std::move(proof)},
          {"pools", std::move(pools)},
          {"openings", std::move(openings)},
          {"labels", std::move(labels)}};
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
