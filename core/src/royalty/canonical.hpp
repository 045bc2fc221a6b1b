#pragma once
// The documents of a settlement: their headers as JSON, and the canonical text (JCS) of splits and statements, written
// directly because a settlement hashes as many of them as it has rows. Tests compare it with canonical_json.
#include <string>
#include <vector>

#include "colophon/royalty/settlement.hpp"
#include "colophon/royalty/sum_tree.hpp"

namespace colophon::royalty {

inline constexpr std::string_view kStatementFormat = "colophon/statement/1";
inline constexpr std::string_view kPoolTableFormat = "colophon/pool-table/1";
inline constexpr std::string_view kSettlementDomain = "colophon/settlement/1";

/// A party's part of a row: `split` is these in ascending order of the party.
struct SplitPart {
  Id party;
  Share share;
  Micros amount_micro = 0;
};
std::string split_jcs(std::span<const SplitPart> split);
JsonArray split_json(std::span<const SplitPart> split);

/// What a statement line shows of its row.
struct LineText {
  const StatementLine& line;
  uint128 units = 0;
  uint128 work_amount_micro = 0;
};

/// Writes the canonical text of one statement; lines in between.
class StatementJcs {
 public:
  StatementJcs(const PartyResult& party, const Currency& currency);
  void line(const LineText& line);
  std::string finish(const PartyResult& party, const Period& period);

 private:
  std::string text_;
  bool first_ = true;
};

/// The leaf of a statement in `statements_root`.
Hash statement_leaf(const Hash& statement_salt, std::string_view statement_jcs);

JsonObject pool_header(const PoolResult& pool, const Period& period, const Currency& currency);
/// H("colophon/pool/1\n" || JCS(header))
Hash pool_root(std::string_view header_jcs);
/// H("colophon/settlement/1\n" || JCS(header))
Hash settlement_root(std::string_view header_jcs);

}  // namespace colophon::royalty
