#include "colophon/royalty/statement.hpp"

#include <algorithm>
#include <set>

#include "colophon/merkle/tree.hpp"
#include "royalty/salts.hpp"
#include "royalty/verify_parts.hpp"

namespace colophon::royalty {
namespace {

std::unexpected<Error> false_at(std::string field, std::string detail) {
  return fail(Errc::does_not_hold, std::move(field), std::move(detail));
}

std::string place(std::string_view list, std::size_t index) { return std::string(list) + "[" + std::to_string(index) + "]"; }

Result<void> check_totals(const StatementRead& s) {
  int128 earned = 0;
  std::set<std::pair<std::uint32_t, Id>> works;
  for (std::size_t i = 0; i < s.lines.size(); ++i) {
    const LineRead& line = s.lines[i];
    earned += line.amount_micro;
    if (i > 0 && std::pair(s.lines[i - 1].pool, s.lines[i - 1].row) >= std::pair(line.pool, line.row)) {
      return false_at(place("statement.lines", i), "Lines are in the order of pool and row, and none is there twice.");
    }
    if (!works.emplace(line.pool, line.work).second) {
      return false_at(place("statement.lines", i) + ".work", "The work has two rows in one pool.");
    }
  }
  if (earned != s.earned_micro) return false_at("statement.earned_micro", "The lines add up to " + to_decimal(earned) + ".");
  const int128 available = static_cast<int128>(s.opening_micro) + s.earned_micro;
  const int128 payable = available > 0 ? available / kMicrosPerMinor : 0;
  if (s.payable_minor != payable) return false_at("statement.payable_minor", "Opening and earnings make " + to_decimal(payable) + ".");
  if (s.carried_micro != available - payable * kMicrosPerMinor) {
    return false_at("statement.carried_micro", "Opening and earnings, less the payout, leave " +
                                                   to_decimal(available - payable * kMicrosPerMinor) + ".");
  }
  const SettlementHeader& all = s.settlement;
  if (all.accrued_micro != all.pool_micro) {
    return false_at("settlement.accrued_micro", "What the parties earned is not what the pools hold.");
  }
  if (static_cast<int128>(all.opening_micro) + all.accrued_micro !=
      static_cast<int128>(all.payable_minor) * kMicrosPerMinor + all.carried_micro) {
    return false_at("settlement.carried_micro", "Openings and earnings are not payouts and what is carried.");
  }
  return {};
}

Result<void> check_period(const StatementRead& s) {
  const auto same = [&](const Period& period, const Currency& currency, std::string field) -> Result<void> {
    if (period != s.settlement.period) return false_at(field + ".period", "The settlement is of " + s.settlement.period.to_string() + ".");
    if (!(currency == s.settlement.currency)) {
      return false_at(field + ".currency", "The settlement is in " + std::string(s.settlement.currency.name()) + ".");
    }
    return {};
  };
  if (auto holds = same(s.period, s.currency, "statement"); !holds) return holds;
  for (std::size_t i = 0; i < s.pools.size(); ++i) {
    if (auto holds = same(s.pools[i].period, s.pools[i].currency, place("pools", i)); !holds) return holds;
  }
  return {};
}

Result<void> check_pools(const StatementRead& s) {
  if (s.pools.size() != s.settlement.pools.size()) {
    return false_at("pools", "The settlement has " + std::to_string(s.settlement.pools.size()) + " pools.");
  }
  int128 amount = 0;
  for (std::size_t i = 0; i < s.pools.size(); ++i) {
    const PoolHeader& pool = s.pools[i];
    if (pool.root != s.settlement.pools[i]) {
      return false_at(place("pools", i), "The header gives the root " + to_hex(pool.root) + ", which is not the settlement's.");
    }
    if (i > 0 && s.pools[i - 1].pool >= pool.pool) return false_at(place("pools", i) + ".pool", "Pools are in order of the id.");
    if (auto holds = check_pool_header(pool, place("pools", i)); !holds) return holds;
    amount += pool.amount_micro;
  }
  if (amount != s.settlement.pool_micro) return false_at("settlement.pool_micro", "The pools add up to " + to_decimal(amount) + ".");
  return {};
}

Result<void> check_split(const StatementRead& s, std::size_t index) {
  const LineRead& line = s.lines[index];
  const std::vector<SplitPart>& parts = s.openings[index].split;
  const std::string field = place("openings", index) + ".split";
  std::vector<PartyShare> shares;
  const SplitPart* own = nullptr;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0 && parts[i - 1].party >= parts[i].party) return false_at(field, "Parties are in ascending order, each once.");
    shares.push_back({parts[i].party, parts[i].share});
    if (parts[i].party == s.party) own = &parts[i];
  }
  if (auto valid = validate_shares(shares, field); !valid) return false_at(valid.error().field, valid.error().detail);
  if (own == nullptr) return false_at(field, "The statement's party has no part in this work.");
  if (!(own->share == line.share)) {
    return false_at(place("statement.lines", index) + ".share", "The split gives the party " + own->share.to_string() + ".");
  }
  if (own->amount_micro != line.amount_micro) {
    return false_at(place("statement.lines", index) + ".amount_micro", "The split gives the party " +
                                                                          std::to_string(own->amount_micro) + ".");
  }
  const auto amounts = split(line.work_amount_micro, shares, s.pools[line.pool].pool);
  if (!amounts) return false_at(field, amounts.error().detail);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].amount_micro != (*amounts)[i]) {
      return false_at(place(field, i) + ".amount_micro", "The shares give " + std::to_string((*amounts)[i]) + ".");
    }
  }
  return {};
}

/// The row of the pool's table that a line and its opening give.
PoolRow row_of(const StatementRead& s, std::size_t index) {
  const LineRead& line = s.lines[index];
  const OpeningRead& opening = s.openings[index];
  return {claim_hash(opening.salt, line.work), line.units, static_cast<uint128>(line.work_amount_micro),
          detail_hash(opening.salt, opening.split_jcs)};
}

Result<void> check_row(const StatementRead& s, std::size_t index) {
  const LineRead& line = s.lines[index];
  const PoolHeader& pool = s.pools[line.pool];
  if (pool.rule == Rule::direct) {
    const std::string field = place("statement.lines", index) + ".units";
    if (auto same = check_direct_amount(line.units, static_cast<uint128>(line.work_amount_micro), field); !same) return same;
  }
  const auto leads = verify_sum_path(row_of(s, index), line.row, pool.rows, s.openings[index].path, pool.sum());
  if (!leads) return false_at(place("openings", index) + ".path", leads.error().detail);
  return {};
}

/// With the pool's amount, units and cutoff a payee computes the work's amount without the table.
Result<void> check_division(const StatementRead& s, std::size_t index) {
  const LineRead& line = s.lines[index];
  const PoolHeader& pool = s.pools[line.pool];
  const std::string field = place("statement.lines", index) + ".work_amount_micro";
  const auto amount = pro_rata_amount(pool, line.units, static_cast<uint128>(line.work_amount_micro), field);
  if (!amount) return std::unexpected(amount.error());
  bool due = false;
  if (pool.cutoff) {
    due = amount->remainder > pool.cutoff->remainder ||
          (amount->remainder == pool.cutoff->remainder && tie_hash(pool.pool, line.work) <= pool.cutoff->tie);
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
  JsonArray pools;
  for (const PoolHeader& pool : s.pools) pools.push_back(pool_facts(pool));
  return {{"party", s.party.to_string()},
          {"period", s.period.to_string()},
          {"currency", s.currency.name()},
          {"opening_micro", std::to_string(s.opening_micro)},
          {"earned_micro", std::to_string(s.earned_micro)},
          {"payable_minor", std::to_string(s.payable_minor)},
          {"carried_micro", std::to_string(s.carried_micro)},
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
  merkle::add_check(report, "totals", check_totals(s));
  merkle::add_check(report, "period", check_period(s));
  merkle::add_check(report, "pools", check_pools(s));
  for (std::size_t i = 0; i < s.lines.size(); ++i) {
    const std::string number = std::to_string(i);
    merkle::add_check(report, "split:" + number, check_split(s, i));
    merkle::add_check(report, "row:" + number, check_row(s, i));
    if (s.pools[s.lines[i].pool].rule == Rule::pro_rata) merkle::add_check(report, "division:" + number, check_division(s, i));
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
    if (line.pool != *pool) continue;
    Result<void> outcome;
    if (line.row >= rows->rows.size() || sum_leaf(rows->rows[line.row]).hash != sum_leaf(row_of(*read, i)).hash) {
      outcome = false_at("table.rows[" + std::to_string(line.row) + "]", "The table's row is not the one that the statement opens.");
    }
    merkle::add_check(report, "table-row:" + std::to_string(i), outcome);
  }
  return report;
}

}  // namespace colophon::royalty
