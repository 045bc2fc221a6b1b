#include <algorithm>
#include <set>

#include "colophon/merkle/tree.hpp"
#include "colophon/royalty/statement.hpp"
#include "royalty/document/salts.hpp"
#include "royalty/document/verify_parts.hpp"
#include "royalty/fields.hpp"

namespace colophon::royalty {
namespace {

Result<void> check_period(const StatementRead& s) {
  const auto same = [&](const Period& period, std::string field) -> Result<void> {
    if (period != s.settlement.period) return false_at(field + ".period", "The settlement is of " + s.settlement.period.to_string() + ".");
    return {};
  };
  if (auto holds = same(s.period, "statement"); !holds) return holds;
  for (std::size_t i = 0; i < s.pools.size(); ++i) {
    if (auto holds = same(s.pools[i].period, indexed("pools", i)); !holds) return holds;
  }
  return {};
}

Result<void> check_pools(const StatementRead& s) {
  if (s.pools.size() != s.settlement.pools.size()) {
    return false_at("pools", "The settlement has " + std::to_string(s.settlement.pools.size()) + " pools.");
  }
  for (std::size_t i = 0; i < s.pools.size(); ++i) {
    const PoolHeader& pool = s.pools[i];
    if (pool.root != s.settlement.pools[i]) {
      return false_at(indexed("pools", i), "The header gives the root " + to_hex(pool.root) + ", which is not the settlement's.");
    }
    if (i > 0 && s.pools[i - 1].pool >= pool.pool) return false_at(indexed("pools", i) + ".pool", "Pools are in order of the id.");
    if (auto holds = check_pool_header(pool, indexed("pools", i)); !holds) return holds;
  }
  return {};
}

/// One leaf counts once: no part of a row is on two lines.
Result<void> check_distinct(const StatementRead& s) {
  std::set<std::tuple<std::uint32_t, bool, std::uint64_t, std::uint64_t>> seen;
  std::set<std::tuple<std::uint32_t, std::string>> cells;
  std::set<std::pair<std::uint32_t, std::uint64_t>> rows;
  for (std::size_t i = 0; i < s.lines.size(); ++i) {
    const LineRead& line = s.lines[i];
    const auto key = line.fee ? std::tuple(line.pool, true, *line.fee, std::uint64_t{0}) : std::tuple(line.pool, false, line.row, s.openings[i].part);
    if (!seen.insert(key).second) return false_at(indexed("statement.lines", i), "This part is there twice.");
    // Parts of one row share its cell; another row of the pool with the same cell would be the same claim twice.
    if (!line.fee && rows.emplace(line.pool, line.row).second && !cells.emplace(line.pool, line.cell_jcs).second) {
      return false_at(indexed("statement.lines", i) + ".cell", "This use of the work has two rows in one pool.");
    }
  }
  return {};
}

/// The row of the pool's table that a line and its opening give; of a path that leads nowhere, nothing.
Result<PoolRow> row_of(const StatementRead& s, std::size_t index) {
  const LineRead& line = s.lines[index];
  const OpeningRead& opening = s.openings[index];
  const bool exchanged = std::ranges::any_of(line.part.steps, [](const StepRead& step) { return step.kind == StepKind::convert; });
  const Micros own = exchanged ? 0 : line.part.amount_micro;
  const PoolRow leaf{part_hash(opening.part_salt, line.part.jcs), 0, static_cast<uint128>(own), {}};
  const auto root = sum_path_root(leaf, opening.part, opening.parts, opening.part_path);
  const std::string field = indexed("openings", index) + ".part_path";
  if (!root) return false_at(field, root.error().detail);
  if (root->units != 0 || root->amount_micro != static_cast<uint128>(line.row_amount_micro)) {
    return false_at(field, "The parts of the row add up to " + to_decimal(root->amount_micro) + ".");
  }
  return PoolRow{claim_hash(opening.salt, line.cell_jcs), line.units, static_cast<uint128>(line.row_amount_micro), detail_hash(opening.salt, opening.parts, root->hash)};
}

Result<void> check_row(const StatementRead& s, std::size_t index) {
  const LineRead& line = s.lines[index];
  const PoolHeader& pool = s.pools[line.pool];
  if (pool.rule == Rule::direct) {
    const std::string field = indexed("statement.lines", index) + ".units";
    if (auto same = check_direct_amount(line.units, static_cast<uint128>(line.row_amount_micro), field); !same) return same;
  }
  const auto row = row_of(s, index);
  if (!row) return std::unexpected(row.error());
  const auto leads = verify_sum_path(*row, line.row, pool.rows, s.openings[index].path, pool.sum());
  if (!leads) return false_at(indexed("openings", index) + ".path", leads.error().detail);
  return {};
}

/// With the pool's amount, units and cutoff a payee computes the work's amount without the table.
Result<void> check_division(const StatementRead& s, std::size_t index) {
  const LineRead& line = s.lines[index];
  const PoolHeader& pool = s.pools[line.pool];
  const std::string field = indexed("statement.lines", index) + ".row_amount_micro";
  const auto amount = divided_amount(pool, line.units, static_cast<uint128>(line.row_amount_micro), field);
  if (!amount) return std::unexpected(amount.error());
  bool due = false;
  if (pool.cutoff) {
    due = amount->remainder > pool.cutoff->remainder ||
          (amount->remainder == pool.cutoff->remainder && tie_hash(pool.pool, claim_id(line.work, line.from, s.period)) <= pool.cutoff->tie);
  }
  if (due && !amount->has_extra) return false_at(field, "By the cutoff one more micro is due.");
  if (!due && amount->has_extra) return false_at(field, "By the cutoff this is one micro too many.");
  return {};
}

Result<void> check_leaf(const StatementRead& s) {
  const Hash leaf = statement_leaf(s.salt, s.statement_jcs);
  const auto included = merkle::verify_inclusion(leaf, s.index, s.settlement.statements, s.proof, s.settlement.statements_root);
  if (!included) return false_at("proof", included.error().detail);
  return {};
}

/// The receipt's own checks are added to the report; this one says that it is the receipt of this settlement.
Result<void> check_receipt(merkle::Report& report, const StatementRead& s) {
  auto receipt = merkle::verify_receipt(*s.receipt);
  if (!receipt) {
    return false_at(receipt.error().field.empty() ? "receipt" : "receipt." + receipt.error().field, receipt.error().detail);
  }
  for (merkle::Check& check : receipt->checks) {
    if (!check.field.empty()) check.field = "receipt." + check.field;
    report.checks.push_back(std::move(check));
  }
  report.signed_text = std::move(receipt->signed_text);
  report.signatures = std::move(receipt->signatures);
  report.log_key = std::move(receipt->log_key);
  const Json* kind = s.receipt->find("kind");
  if (kind == nullptr || kind->string() == nullptr || *kind->string() != "settlement") {
    return false_at("receipt.kind", "The receipt is not one of a settlement.");
  }
  const Json* payload = s.receipt->find("payload");
  if (payload == nullptr || canonical_json(*payload) != s.settlement.jcs) {
    return false_at("receipt.payload", "The receipt is of another settlement header than this file's.");
  }
  return {};
}

JsonObject facts_of(const StatementRead& s) {
  JsonArray pools, accounts, payouts;
  for (const PoolHeader& pool : s.pools) pools.push_back(pool_facts(pool));
  for (const AccountRead& account : s.accounts) {
    const AccountResult& a = account.amounts;
    accounts.push_back(JsonObject{{"currency", account.currency.name()}, {"opening_micro", std::to_string(a.opening_micro)}, {"earned_micro", std::to_string(a.earned_micro)},
                                  {"held_micro", std::to_string(a.held_micro)}, {"reserved_micro", std::to_string(a.reserved_micro)}, {"recouped_micro", std::to_string(a.recouped_micro)},
                                  {"paid_minor", std::to_string(a.paid_minor)}, {"closing_micro", std::to_string(a.closing_micro)}});
  }
  for (const PayoutRead& payout : s.payouts) {
    payouts.push_back(JsonObject{{"currency", payout.currency.name()}, {"gross_minor", std::to_string(payout.gross)}, {"tax_minor", std::to_string(payout.tax)},
                                 {"net_minor", std::to_string(payout.net)}, {"reference", payout.reference}});
  }
  return {{"party", s.party.to_string()},
          {"period", s.period.to_string()},
          {"accounts", std::move(accounts)},
          {"payouts", std::move(payouts)},
          {"lines", static_cast<std::int64_t>(s.lines.size())},
          {"pools", std::move(pools)},
          {"settlement", s.settlement.settlement.to_string()},
          {"settlement_root", to_hex(settlement_root(s.settlement.jcs))},
          {"in_log", s.receipt != nullptr}};
}

merkle::Report check_statement(const StatementRead& s) {
  merkle::Report report;
  report.kind = "statement";
  report.facts = facts_of(s);
  merkle::add_check(report, "accounts", check_accounts(s));
  merkle::add_check(report, "balances", check_sides(s));
  merkle::add_check(report, "payout", check_payouts(s));
  merkle::add_check(report, "period", check_period(s));
  merkle::add_check(report, "pools", check_pools(s));
  merkle::add_check(report, "totals", check_settlement_totals(s));
  merkle::add_check(report, "lines", check_distinct(s));
  for (std::size_t i = 0; i < s.lines.size(); ++i) {
    const std::string number = std::to_string(i);
    merkle::add_check(report, "steps:" + number, check_steps(s, i));
    if (s.lines[i].fee) continue;
    merkle::add_check(report, "row:" + number, check_row(s, i));
    if (is_one_division(s.pools[s.lines[i].pool])) merkle::add_check(report, "division:" + number, check_division(s, i));
  }
  merkle::add_check(report, "statement", check_leaf(s));
  if (s.receipt != nullptr) {
    const Result<void> outcome = check_receipt(report, s);
    merkle::add_check(report, "receipt", outcome);
  }
  return report;
}

/// Which of the statement's pools the table is of.
Result<std::uint32_t> pool_of(const StatementRead& s, const TableRead& table) {
  for (std::uint32_t i = 0; i < s.pools.size(); ++i) {
    if (s.pools[i].pool != table.pool.pool) continue;
    if (s.pools[i].root != table.pool.root) return false_at("table.pool", "The table's header is not the statement's.");
    return i;
  }
  return false_at("table.pool.pool", "The statement's settlement has no such pool.");
}

}  // namespace

Result<merkle::Report> verify_statement(const Json& statement) {
  const auto read = read_statement(statement);
  if (!read) return std::unexpected(read.error());
  return check_statement(*read);
}

Result<merkle::Report> verify_statement_with_table(const Json& statement, const Json& table) {
  const auto read = read_statement(statement);
  if (!read) return std::unexpected(read.error());
  const auto rows = read_table(table);
  if (!rows) return fail(rows.error().code, "table." + rows.error().field, rows.error().detail);
  merkle::Report report = check_statement(*read);
  const auto pool = pool_of(*read, *rows);
  merkle::add_check(report, "table-pool", pool ? Result<void>() : std::unexpected(pool.error()));
  check_table(report, *rows);
  for (std::size_t i = 0; pool && i < read->lines.size(); ++i) {
    const LineRead& line = read->lines[i];
    if (line.pool != *pool || line.fee) continue;
    Result<void> outcome;
    const auto row = row_of(*read, i);
    if (!row || line.row >= rows->rows.size() || sum_leaf(rows->rows[line.row]).hash != sum_leaf(*row).hash) {
      outcome = false_at("table." + indexed("rows", line.row), "The table's row is not the one that the statement opens.");
    }
    merkle::add_check(report, "table-row:" + std::to_string(i), outcome);
  }
  return report;
}

}  // namespace colophon::royalty
