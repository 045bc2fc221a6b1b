#pragma once
// What the verifiers of statements and of pool tables share.
#include "colophon/merkle/receipt.hpp"
#include "royalty/document/documents.hpp"

namespace colophon::royalty {

inline std::unexpected<Error> false_at(std::string field, std::string detail) {
  return fail(Errc::does_not_hold, std::move(field), std::move(detail));
}

/// Whether a pool was one division, so that each row's amount follows from its units: pro-rata and artist-centric.
inline bool is_one_division(const PoolHeader& pool) { return pool.rule == Rule::pro_rata || pool.rule == Rule::artist_centric; }

/// What a reader sees of a pool.
JsonObject pool_facts(const PoolHeader& pool);

/// That a header's numbers agree with each other, whatever the rows are: received = fees + amount, and each fee is its share.
Result<void> check_pool_header(const PoolHeader& pool, const std::string& field);

/// That a row's amount follows from its units by the pool's rule: exactly its units in a direct pool, and in a pool of one division the
/// quotient or one more. In a user-centric pool it does not follow.
struct RowAmount {
  uint128 quotient = 0;
  std::uint64_t remainder = 0;
  bool has_extra = false;
};
Result<RowAmount> divided_amount(const PoolHeader& pool, uint128 units, uint128 amount_micro, const std::string& field);
Result<void> check_direct_amount(uint128 units, uint128 amount_micro, const std::string& field);

/// Recomputes a table, adding its checks.
void check_table(merkle::Report& report, const TableRead& table);

/// That each step of a line's part follows from the one before, from the row's amount (or the fee's) to the part's.
Result<void> check_steps(const StatementRead& s, std::size_t line);

/// That accounts, sides, exchanges and payouts agree with the lines and with each other, and the settlement's totals with themselves.
Result<void> check_accounts(const StatementRead& s);
Result<void> check_payouts(const StatementRead& s);
Result<void> check_sides(const StatementRead& s);
Result<void> check_settlement_totals(const StatementRead& s);

}  // namespace colophon::royalty
