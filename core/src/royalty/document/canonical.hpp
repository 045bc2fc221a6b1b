#pragma once
// The canonical text (JCS) of what a settlement hashes by the thousand, written directly. Tests compare it with canonical_json.
// docs/formats/statement.md has the fields.
#include <string>
#include <vector>

#include "colophon/royalty/settlement.hpp"

namespace colophon::royalty {

inline constexpr std::string_view kStatementFormat = "colophon/statement/2";
inline constexpr std::string_view kPoolTableFormat = "colophon/pool-table/2";
inline constexpr std::string_view kSettlementDomain = "colophon/settlement/2";

/// {"from","kind","side","source","territory","use","work"}: what is empty is left out, and `from` where it is the first day of the period.
std::string cell_jcs(const Cell& cell, const Period& period);

/// The id of a work's claim on a pool, for tie hashes: the work's, or, of the part of a work from a day on that is not the first of the
/// period, the first 16 bytes of SHA-256(work id || "YYYY-MM-DD").
Id claim_id(const Id& work, Date from, const Period& period);

/// Writes the texts of one settlement.
class Canonical {
 public:
  Canonical(const SettlementInput& input, const SettlementResult& result);
  /// A part with its steps: what its leaf commits to.
  void part(std::string& text, const Part& part) const;
  /// The whole statement of a party, without proofs.
  std::string statement(const PartyResult& party) const;

 private:
  void step(std::string& text, const TraceStep& step) const;
  void line(std::string& text, std::uint32_t part, std::uint32_t row) const;
  void account(std::string& text, const AccountResult& account) const;
  void side(std::string& text, const SideBalance& side) const;
  void reversal(std::string& text, const ReversalLine& reversal) const;
  void exchange(std::string& text, const Exchange& exchange) const;
  const Party& party(std::uint32_t number) const { return *parties_[number]; }
  std::string_view code(std::uint8_t currency) const { return result_.currencies[currency].name(); }

  const SettlementInput& input_;
  const SettlementResult& result_;
  std::vector<const Party*> parties_;          ///< By number.
  std::vector<std::uint32_t> row_of_part_;
  mutable std::vector<std::uint32_t> chain_;   ///< The steps of one part, from the first.
};

JsonObject pool_header(const PoolResult& pool, const PoolRule* rule, const Period& period, const Currency& currency);
/// H("colophon/pool/2\n" || JCS(header))
Hash pool_root(std::string_view header_jcs);
/// H("colophon/settlement/2\n" || JCS(header))
Hash settlement_root(std::string_view header_jcs);
/// The leaf of a statement in `statements_root`.
Hash statement_leaf(const Hash& statement_salt, std::string_view statement_jcs);

}  // namespace colophon::royalty
