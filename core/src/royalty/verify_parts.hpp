#pragma once
// What the verifiers of statements and of pool tables share.
#include "colophon/merkle/receipt.hpp"
#include "royalty/documents.hpp"

namespace colophon::royalty {

/// What a reader sees of a pool.
JsonObject pool_facts(const PoolHeader& pool);

/// That a header's numbers agree with each other, whatever the rows are.
Result<void> check_pool_header(const PoolHeader& pool, const std::string& field);

/// That a row's amount follows from its units by the pool's rule: exactly its units in a direct pool, and in a pro-rata pool the
/// quotient or one more. In a user-centric pool it does not follow.
struct RowAmount {
  uint128 quotient = 0;
  std::uint64_t remainder = 0;
  bool has_extra = false;
};
Result<RowAmount> pro_rata_amount(const PoolHeader& pool, uint128 units, uint128 amount_micro, const std::string& field);
Result<void> check_direct_amount(uint128 units, uint128 amount_micro, const std::string& field);

/// Recomputes a table, adding its checks.
void check_table(merkle::Report& report, const TableRead& table);

}  // namespace colophon::royalty
