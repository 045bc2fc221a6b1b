#pragma once
// Revenue lines sorted by where they go: taken back, into suspense, straight to a work, or into a declared pool.
#include <map>
#include <unordered_map>

#include "royalty/settle/context.hpp"

namespace colophon::royalty {

/// Money that names its work: what came from one source for one use of it.
struct DirectCell {
  Cell cell;
  ExactAmount exact = 0;
  std::int64_t units = 0;
  std::vector<Id> lines;
};

struct PoolRevenue {
  const PoolRule* rule = nullptr;            ///< Null: money that names its work.
  Currency currency;
  std::map<std::string, ExactAmount> sources;///< By account part: "subscription", "sale:spotify".
  std::vector<DirectCell> cells;             ///< Direct only.
  IdIndex payers;                            ///< Others: who paid,
  std::vector<ExactAmount> paid;             ///< and how much.
  std::vector<Id> lines;
  std::string name() const { return rule == nullptr ? "direct" : rule->name; }
};

struct SuspenseLine { const RevenueLine* line = nullptr; ExactAmount amount = 0; };
struct ResolvedLine { const RevenueLine* line = nullptr; std::string pool; ExactAmount amount = 0; };
/// Money of an earlier settlement to be taken back from `row`: a row, a pool, or the money that a pool carries.
struct ReversedLine { const RevenueLine* line = nullptr; Id row; };

struct SortedRevenue {
  std::vector<PoolRevenue> pools;
  std::vector<SuspenseLine> suspense;        ///< By id.
  std::vector<ResolvedLine> resolved;        ///< By id.
  std::vector<ReversedLine> reversed;        ///< By row, then id.
};

/// Errors name the line: invalid_argument (an id twice, a date after the period), negative_amount, not_found and conflict (reversals), overflow,
/// unknown_work.
Result<SortedRevenue> sort_revenue(Context& context);

/// The name under which a pool's undivided money is remembered from settlement to settlement.
Id carried_id(const std::string& pool, const Currency& currency);

}  // namespace colophon::royalty
