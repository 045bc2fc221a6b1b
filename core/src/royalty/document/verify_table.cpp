#include "colophon/royalty/statement.hpp"
#include "royalty/document/verify_parts.hpp"
#include "royalty/fields.hpp"

namespace colophon::royalty {
namespace {

constexpr uint128 kInt64End = static_cast<uint128>(1) << 63;

std::string row_place(std::size_t index) { return indexed("rows", index); }

Result<void> check_sums(const TableRead& table) {
  const PoolHeader& pool = table.pool;
  if (table.rows.size() != pool.rows) {
    return false_at("pool.rows", "The header counts " + std::to_string(pool.rows) + " rows, the table has " +
                                     std::to_string(table.rows.size()) + ".");
  }
  uint128 units = 0, amount = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const PoolRow& row = table.rows[i];
    if (i > 0 && !(table.rows[i - 1].claim < row.claim)) {
      return false_at(row_place(i), "Rows are in ascending order of the claim, and none is there twice.");
    }
    if (__builtin_add_overflow(units, row.units, &units) || __builtin_add_overflow(amount, row.amount_micro, &amount)) {
      return false_at(row_place(i), "The rows add up to 2^128 or more.");
    }
  }
  if (units != pool.units) {
    return false_at("pool.units", "The rows have " + to_decimal(units) + " units, the header says " + to_decimal(pool.units) + ".");
  }
  if (amount != static_cast<uint128>(pool.amount_micro)) {
    return false_at("pool.amount_micro", "The rows have " + to_decimal(amount) + " micros, the header says " +
                                             std::to_string(pool.amount_micro) + ".");
  }
  return {};
}

Result<void> check_tree(const TableRead& table) {
  const auto root = sum_root(table.rows);
  if (!root) return false_at("pool.tree", root.error().detail);
  if (root->hash != table.pool.tree) return false_at("pool.tree", "The rows give the tree " + to_hex(root->hash) + ".");
  return {};
}

/// The largest-remainder method again, from the cutoff: no sorting is needed to check it.
Result<void> check_division(const TableRead& table) {
  const PoolHeader& pool = table.pool;
  std::uint64_t extras = 0, extras_at_cutoff = 0;
  uint128 quotients = 0;
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const PoolRow& row = table.rows[i];
    const auto amount = divided_amount(pool, row.units, row.amount_micro, row_place(i));
    if (!amount) return std::unexpected(amount.error());
    quotients += amount->quotient;
    extras += amount->has_extra;
    if (!amount->has_extra && !pool.cutoff) continue;
    if (!pool.cutoff) return false_at("pool.cutoff", "Row " + std::to_string(i) + " has an extra micro, but there is no cutoff.");
    const bool above = amount->remainder > pool.cutoff->remainder;
    const bool equal = amount->remainder == pool.cutoff->remainder;
    if (above && !amount->has_extra) return false_at(row_place(i), "The remainder is above the cutoff's: one more micro is due.");
    if (!above && !equal && amount->has_extra) return false_at(row_place(i), "The remainder is below the cutoff's: one micro too many.");
    extras_at_cutoff += equal && amount->has_extra;
  }
  if (quotients + extras != static_cast<uint128>(pool.amount_micro)) {
    return false_at("pool.amount_micro", "The quotients and the extra micros do not add up to the pool's amount.");
  }
  if (pool.cutoff && extras_at_cutoff == 0) {
    return false_at("pool.cutoff", "No row with an extra micro has the cutoff's remainder.");
  }
  return {};
}

Result<void> check_direct(const TableRead& table) {
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const PoolRow& row = table.rows[i];
    if (auto same = check_direct_amount(row.units, row.amount_micro, row_place(i)); !same) return same;
  }
  return {};
}

}  // namespace

JsonObject pool_facts(const PoolHeader& pool) {
  return {{"pool", pool.pool.to_string()},
          {"name", pool.name},
          {"rule", rule_name(pool.rule)},
          {"period", pool.period.to_string()},
          {"currency", pool.currency.name()},
          {"received_micro", std::to_string(pool.received_micro)},
          {"amount_micro", std::to_string(pool.amount_micro)},
          {"units", to_decimal(pool.units)},
          {"rows", static_cast<std::int64_t>(pool.rows)},
          {"root", to_hex(pool.root)}};
}

Result<void> check_pool_header(const PoolHeader& pool, const std::string& field) {
  if (pool.rows == 0 && (pool.tree != Hash{} || pool.units != 0 || pool.amount_micro != 0)) {
    return false_at(field, "A pool without rows has no units, no amount and a tree of zeros.");
  }
  int128 left = pool.received_micro;
  for (std::size_t i = 0; i < pool.fees.size(); ++i) {
    const FeeRead& fee = pool.fees[i];
    const auto due = static_cast<Micros>(static_cast<uint128>(pool.received_micro) * fee.share.numerator / fee.share.denominator);
    if (fee.amount_micro != due) return false_at(indexed(field + ".fees", i) + ".amount_micro", "Its share of what was received is " + std::to_string(due) + ".");
    left -= due;
  }
  if (left != pool.amount_micro) return false_at(field + ".amount_micro", "What was received, less the fees, is " + to_decimal(left) + ".");
  if (pool.rule == Rule::direct && pool.units != static_cast<uint128>(pool.amount_micro)) {
    return false_at(field + ".units", "In a direct pool the units are the micros themselves.");
  }
  if (pool.cutoff && !is_one_division(pool)) return false_at(field + ".cutoff", "Only a pool that is one division has a cutoff.");
  if (pool.cutoff && (pool.cutoff->remainder == 0 || pool.cutoff->remainder >= pool.units)) {
    return false_at(field + ".cutoff", "A cutoff's remainder is above zero and below the pool's units.");
  }
  return {};
}

Result<RowAmount> divided_amount(const PoolHeader& pool, uint128 units, uint128 amount_micro, const std::string& field) {
  // Units below 2^63 keep the product below in 128 bits; settle refuses more.
  if (pool.units == 0 || pool.units >= kInt64End || units > pool.units) {
    return false_at(field, "The pool's units are not what a pool can be divided by.");
  }
  const uint128 product = static_cast<uint128>(pool.amount_micro) * units;
  RowAmount amount{product / pool.units, static_cast<std::uint64_t>(product % pool.units), false};
  amount.has_extra = amount_micro == amount.quotient + 1;
  if (!amount.has_extra && amount_micro != amount.quotient) {
    return false_at(field, "The division gives " + to_decimal(amount.quotient) + " micros or one more, not " +
                               to_decimal(amount_micro) + ".");
  }
  return amount;
}

Result<void> check_direct_amount(uint128 units, uint128 amount_micro, const std::string& field) {
  if (units != amount_micro) return false_at(field, "In a direct pool the units are the micros themselves.");
  return {};
}

void check_table(merkle::Report& report, const TableRead& table) {
  auto sums = check_pool_header(table.pool, "pool");
  if (sums) sums = check_sums(table);
  merkle::add_check(report, "table-sums", sums);
  merkle::add_check(report, "table-tree", check_tree(table));
  if (is_one_division(table.pool)) merkle::add_check(report, "table-division", check_division(table));
  if (table.pool.rule == Rule::direct) merkle::add_check(report, "table-division", check_direct(table));
}

Result<merkle::Report> verify_pool_table(const Json& document) {
  const auto table = read_table(document);
  if (!table) return std::unexpected(table.error());
  merkle::Report report;
  report.kind = "pool-table";
  report.facts = pool_facts(table->pool);
  check_table(report, *table);
  return report;
}

}  // namespace colophon::royalty
