#pragma once
// Statements and pool tables as they come in: read strictly into typed values (docs/formats/statement.md). What cannot be read is
// an error; whether what was read is true is for verify_*.cpp.
#include <optional>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "colophon/royalty/settlement.hpp"
#include "colophon/royalty/sum_tree.hpp"
#include "royalty/canonical.hpp"

namespace colophon::royalty {

struct PoolHeader {
  Id pool;
  Rule rule = Rule::pro_rata;
  Period period;
  Currency currency;
  Micros amount_micro = 0;
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
  Currency currency;
  std::vector<Hash> pools;
  Micros pool_micro = 0, accrued_micro = 0, opening_micro = 0, carried_micro = 0;
  std::int64_t payable_minor = 0;
  std::uint64_t statements = 0;
  Hash statements_root{};
  std::string jcs;
};

struct LineRead {
  std::uint32_t pool = 0;
  std::uint64_t row = 0;
  Id work;
  uint128 units = 0;
  Micros work_amount_micro = 0;
  Share share;
  Micros amount_micro = 0;
};

/// Opens one line: the salt and split behind the row's hashes, and the row's path.
struct OpeningRead {
  Hash salt{};
  std::vector<SplitPart> split;
  std::string split_jcs;
  std::vector<SumNode> path;
};

struct StatementRead {
  SettlementHeader settlement;
  Id party;
  Period period;
  Currency currency;
  Micros opening_micro = 0, earned_micro = 0, carried_micro = 0;
  std::int64_t payable_minor = 0;
  std::vector<LineRead> lines;        ///< Every `pool` is an index into `pools`.
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

}  // namespace colophon::royalty
