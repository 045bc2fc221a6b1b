#pragma once
// The books within a transaction: what settlements write and read of the ledger. Private to the store.
#include "store/sqlite_store.hpp"

namespace colophon::store {

Result<void> write_journal(Db& db, std::int64_t settlement, const royalty::Journal& journal);
/// Adds a settlement's deltas to the balances of the accounts.
Result<void> move_balances(Db& db, std::int64_t settlement);
Result<royalty::Journal> read_journal(Db& db, std::int64_t settlement, std::string_view name);

/// The closing of the last approved settlement, or what was taken over before the first.
Result<std::vector<royalty::OpeningLine>> openings_in(Db& db);
Hash openings_hash(std::span<const royalty::OpeningLine> lines);

Result<void> write_recorded(Db& db, std::int64_t settlement, const royalty::SettlementInput& input, const royalty::SettlementResult& result);

}  // namespace colophon::store
