#pragma once
// The settlement of one period in one currency: a pure function from agreements, revenue and usage to statements and a root.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "colophon/royalty/division.hpp"
#include "colophon/royalty/sum_tree.hpp"

namespace colophon::royalty {

enum class Rule : std::uint8_t {
  pro_rata = 0,      ///< P_w = R * units_w / units.
  user_centric = 1,  ///< P_w = sum over listeners u of fee_u * units_uw / units_u; fees of listeners without units are pooled pro-rata.
  direct = 2,        ///< Money that names its work (tip, licence, brand; Fee::work): units are the micros themselves.
};
std::string_view rule_name(Rule rule);                       ///< "pro-rata", "user-centric", "direct"
Result<Rule> parse_rule(std::string_view text, std::string_view field = "rule");

/// Money in: an exact amount >= 0, from one listener (nil: from nobody in particular). Summed exactly per listener, then rounded
/// down once. In a direct pool `work` is the work that the money names, and the sum is per work; elsewhere it is nil.
struct Fee { Id listener; ExactAmount amount = 0; Id work{}; };
/// Use: `units` >= 0 of `work` by `listener`. Rows of the same pair add up.
struct Usage { Id listener; Id work; std::int64_t units = 0; };

struct PoolInput {
  Id pool;
  Rule rule = Rule::pro_rata;
  std::vector<Fee> fees;
  std::vector<Usage> usages;          ///< Empty in a direct pool.
};

/// The shares of a work in force for the period.
struct WorkShares { Id work; std::vector<PartyShare> shares; };
struct Balance { Id party; Micros micros = 0; };

struct SettlementInput {
  Id settlement;
  Period period;
  Currency currency;
  Hash seed{};                        ///< Secret; every salt is derived from it, so that a second run gives the same bytes.
  std::vector<PoolInput> pools;       ///< Distinct ids.
  std::vector<WorkShares> works;      ///< Every work that has usage in a pool. Error otherwise: unknown_work.
  std::vector<Balance> openings;      ///< What earlier settlements carried, negative where too much was paid; absent is 0.
};

struct PoolResult {
  Id pool;
  Rule rule = Rule::pro_rata;
  Micros amount_micro = 0;
  ExactAmount residue = 0;            ///< Less than one micro a listener: posted to the rounding account.
  std::vector<PoolRow> rows;          ///< Sorted by claim, which shuffles them: a claim is a salted hash.
  std::vector<Id> works;              ///< The work of each row. Not published: the table shows claims only.
  std::optional<Cutoff> cutoff;       ///< Only pro-rata.
  SumNode tree;
  JsonObject header;                  ///< docs/formats/statement.md, "The pool header".
  Hash root{};                        ///< SHA-256("colophon/pool/1\n" || JCS(header))
};

/// A party's line: its part of what one work earned in one pool.
struct StatementLine {
  std::uint32_t pool = 0;             ///< Index into SettlementResult::pools.
  std::uint64_t row = 0;              ///< Index into that pool's rows.
  Id work;
  Share share;
  Micros amount_micro = 0;
};

struct PartyResult {
  Id party;
  Micros opening_micro = 0;
  Micros earned_micro = 0;
  std::int64_t payable_minor = 0;     ///< floor((opening + earned) / 10^6), never below 0.
  Micros carried_micro = 0;           ///< opening + earned - payable * 10^6.
  std::vector<StatementLine> lines;   ///< By pool, then row.
  Hash leaf{};                        ///< RFC 6962 leaf hash of the statement's commitment, a leaf of `statements_root`.
};

/// One entry of the double-entry journal: `amount_micro` >= 0 moves from one account to another.
/// Accounts: "revenue:POOL", "rounding", "work:WORK", "party:PARTY", "payout:PARTY".
struct JournalEntry { std::string from, to; Micros amount_micro = 0; };

struct SettlementResult {
  std::vector<PoolResult> pools;      ///< By pool id.
  std::vector<PartyResult> parties;   ///< By party id: every party with a line or an opening balance other than 0.
  std::vector<JournalEntry> journal;
  Hash journal_hash{};                ///< The head of the hash chain over the entries.
  Micros pool_micro = 0;
  Micros accrued_micro = 0;           ///< What the parties earned: equals pool_micro.
  std::int64_t payable_minor = 0;
  Micros carried_micro = 0;
  JsonObject header;                  ///< docs/formats/statement.md, "The settlement header".
  Hash root{};                        ///< SHA-256("colophon/settlement/1\n" || JCS(header))
};

/// The salts of docs/formats/statement.md, "Salts". The log's commitment of a settlement is
/// commitment("colophon/settlement/1", settlement_salt(seed), JCS(header)).
Hash settlement_salt(const Hash& seed);
Hash statement_salt(const Hash& seed, const Id& party);
Hash row_salt(const Hash& seed, const Id& pool, const Id& work);

/// Settles. The result does not depend on the order of anything in the input. Memory: about 150 bytes a usage row.
/// Errors name the pool, work or party; nothing is settled in part.
Result<SettlementResult> settle(const SettlementInput& input);

/// Writes statements one at a time: holds the trees that their paths come from.
class StatementWriter {
 public:
  /// Both must outlive the writer.
  StatementWriter(const SettlementInput& input, const SettlementResult& result);
  ~StatementWriter();
  StatementWriter(StatementWriter&&) noexcept;
  /// "colophon/statement/1" of parties[index], without the log receipt (the caller appends it as "receipt").
  JsonObject statement(std::size_t index) const;
  /// "colophon/pool-table/1" of pools[index].
  JsonObject pool_table(std::size_t index) const;

 private:
  struct Trees;
  Trees* trees_;
  const SettlementInput* input_;
  const SettlementResult* result_;
};

}  // namespace colophon::royalty
