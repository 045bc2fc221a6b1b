#pragma once
// Statements and pool tables as they come in: read strictly into typed values (docs/formats/statement.md). What cannot be read is
// an error; whether what was read is true is for verify_*.cpp.
#include <optional>
#include <vector>

#include "colophon/base/json.hpp"
#include "colophon/royalty/settlement.hpp"
#include "colophon/royalty/sum_tree.hpp"
#include "royalty/document/canonical.hpp"

namespace colophon::royalty {

struct FeeRead { std::string name; Share share; Micros amount_micro = 0; };

struct PoolHeader {
  Id pool;
  std::string name;
  Rule rule = Rule::pro_rata;
  Period period;
  Currency currency;
  Micros received_micro = 0, amount_micro = 0;
  std::vector<FeeRead> fees;
  uint128 units = 0;
  std::uint64_t rows = 0;
  Hash tree{};
  std::optional<Cutoff> cutoff;
  Hash root{};                       ///< Recomputed from the header as it stands.
  SumNode sum() const { return {tree, units, static_cast<uint128>(amount_micro)}; }
};

struct SettlementHeader {
  Id settlement;
  Period period;
  std::vector<Hash> pools;
  std::vector<std::pair<Currency, CurrencyTotals>> currencies;
  std::uint64_t statements = 0;
  Hash statements_root{};
  std::string jcs;
};

struct StepRead {
  StepKind kind = StepKind::split;
  Id agreement, to;
  std::string name;
  Micros in = 0, out = 0;
  Share share{1, 1};
  std::optional<SplitCutoff> cutoff;
  Currency currency;                 ///< Of a conversion: into this.
  ExactAmount rate = 0;
  std::int64_t of = 0, units = 0, before = 0, from = 0;
  std::optional<std::int64_t> left, next, after;
};

struct PartRead {
  Id agreement, party;
  Currency currency;
  Micros amount_micro = 0;
  std::vector<StepRead> steps;
  std::string jcs;
};

struct LineRead {
  std::uint32_t pool = 0;
  std::optional<std::uint64_t> fee;  ///< A line of a pool's fee: index into its fees. Then there is no row.
  std::uint64_t row = 0;
  Id work;
  Date from;
  std::string cell_jcs;
  uint128 units = 0;
  Micros row_amount_micro = 0;
  PartRead part;
  Micros held_micro = 0, reserved_micro = 0, recouped_micro = 0;
};

/// Opens one line: the salts behind the row's hashes, the path of the part in the row and of the row in the pool. Of a fee: empty.
struct OpeningRead {
  Hash salt{}, part_salt{};
  std::uint64_t part = 0, parts = 0;
  std::vector<SumNode> part_path, path;
};

struct AccountRead {
  Currency currency;
  AccountResult amounts;
};
struct SideRead {
  std::string kind, name;
  Id agreement;
  Period due{1970, 1};
  Currency currency;
  Micros opening = 0, added = 0, taken = 0, closing = 0;
};
struct ReversalRead { std::string from, name; Currency currency; Micros amount = 0; };
struct ExchangeRead { Currency from, to; Micros in = 0, out = 0; ExactAmount rate = 0; };
struct PayoutRead { Currency currency; std::int64_t gross = 0, tax = 0, net = 0; std::string reference; };

struct StatementRead {
  SettlementHeader settlement;
  Id party;
  Period period;
  bool payable = true;
  std::optional<Currency> pays_in;
  std::int64_t threshold_minor = 0;
  Share withholding{0, 1};
  std::vector<LineRead> lines;        ///< Every `pool` is an index into `pools`.
  std::vector<AccountRead> accounts;
  std::vector<SideRead> sides;
  std::vector<ReversalRead> reversals;
  std::vector<ExchangeRead> exchanges;
  std::vector<PayoutRead> payouts;
  std::string statement_jcs;
  Hash salt{};
  std::uint64_t index = 0;
  std::vector<Hash> proof;
  std::vector<PoolHeader> pools;
  std::vector<OpeningRead> openings;  ///< One a line.
  const Json* receipt = nullptr;      ///< Null where the settlement is not in the log yet.
};

struct TableRead {
  PoolHeader pool;
  std::vector<PoolRow> rows;
};

Result<StatementRead> read_statement(const Json& document);
Result<TableRead> read_table(const Json& document);
Result<StepKind> parse_step(std::string_view text, std::string_view field);

}  // namespace colophon::royalty
