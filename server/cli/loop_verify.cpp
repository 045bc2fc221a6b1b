#include "cli/loop.hpp"

#include "cli/output.hpp"
#include "cli/trust.hpp"
#include "colophon/royalty/statement.hpp"
#include "store/try.hpp"

namespace colophon::cli {
namespace {

constexpr std::size_t kPageRows = 500;

class Verifier {
 public:
  Verifier(store::Store& store, tlog::Log& log) : store_(store), log_(log), trusted_(merkle::parse_policy(log.log_key()).value()) {}

  Result<void> settlement(const store::SettlementRow& row) {
    const Json receipt(COLOPHON_TRY(log_.receipt_for("settlement", row.id)));
    COLOPHON_TRY(document(receipt, nullptr, "receipt of settlement " + row.id.to_string(), verified.receipts));
    std::vector<Json> tables;
    for (const auto& pool : COLOPHON_TRY(store_.pools(row.id))) {
      tables.push_back(COLOPHON_TRY(parse_json(COLOPHON_TRY(store_.pool_table(row.id, pool.pool)).document)));
      COLOPHON_TRY(document(tables.back(), nullptr, "pool table " + pool.pool.to_string(), verified.pool_tables));
    }
    std::string cursor;
    do {
      const auto page = COLOPHON_TRY(store_.statements(row.id, cursor, kPageRows));
      for (const auto& one : page.rows) COLOPHON_TRY(statement(row, one.party, receipt));
      cursor = page.next;
    } while (!cursor.empty());
    return {};
  }

  Result<void> plan(const store::PlanRow& row) {
    COLOPHON_TRY(document(COLOPHON_TRY(parse_json(row.document)), nullptr, "plan " + row.id.to_string(), verified.plans));
    return document(Json(COLOPHON_TRY(log_.receipt_for("plan", row.id))), nullptr, "receipt of plan " + row.id.to_string(), verified.receipts);
  }

  Result<void> works() {
    std::string cursor;
    do {
      const auto page = COLOPHON_TRY(store_.works({}, cursor, kPageRows));
      for (const auto& work : page.rows)
        if (COLOPHON_TRY(store_.log_entry_of("work", work.id)))
          COLOPHON_TRY(document(Json(COLOPHON_TRY(log_.receipt_for("work", work.id))), nullptr, "receipt of work " + work.id.to_string(), verified.receipts));
      cursor = page.next;
    } while (!cursor.empty());
    return {};
  }

  Verified verified;

 private:
  store::Store& store_;
  tlog::Log& log_;
  std::optional<merkle::Policy> trusted_;

  Result<void> statement(const store::SettlementRow& row, const Id& party, const Json& receipt) {
    Json json = COLOPHON_TRY(parse_json(COLOPHON_TRY(store_.statement(row.id, party)).document));
    json.object()->emplace_back("receipt", receipt);
    return document(json, nullptr, "statement of " + party.to_string() + " in " + row.period.to_string(), verified.statements);
  }

  Result<void> document(const Json& json, const Json* table, const std::string& what, std::uint64_t& holding) {
    auto report = COLOPHON_TRY(royalty::verify_document(json, table));
    COLOPHON_TRY(check_signatures(report, trusted_));
    holding += report.holds();
    for (const auto& check : report.checks)
      if (!check.holds) verified.failures.push_back(what + ": " + check.name + " " + check.field + ": " + check.detail);
    if (report.checks.empty()) verified.failures.push_back(what + ": nothing was checked");
    return {};
  }
};

}  // namespace

Result<Verified> verify_everything(store::Store& store, tlog::Log& log) {
  Verifier verifier(store, log);
  const auto told = progress("verify");
  const auto settlements = COLOPHON_TRY(store.settlements());
  std::int64_t done = 0;
  for (const auto& row : settlements) {
    COLOPHON_TRY(told(done++, static_cast<std::int64_t>(settlements.size()), row.period.to_string()));
    if (row.state == store::SettlementState::approved) COLOPHON_TRY(verifier.settlement(row));
  }
  if (const auto plan = COLOPHON_TRY(store.current_plan())) COLOPHON_TRY(verifier.plan(*plan));
  COLOPHON_TRY(verifier.works());
  return std::move(verifier.verified);
}

std::string verified_text(const Verified& verified) {
  const auto all = std::to_string(verified.statements) + " statements, " + std::to_string(verified.pool_tables) + " pool tables, " +
                   std::to_string(verified.receipts) + " receipts and " + std::to_string(verified.plans) + " plan hold";
  return verified.failures.empty() ? all : all + "; " + std::to_string(verified.failures.size()) + " checks DO NOT HOLD";
}

std::string gap_text(const store::PlanRow& plan) {
  const auto value = parse_uint128(plan.value, "value"), bound = parse_uint128(plan.bound, "bound");
  if (!value || !bound || *bound == 0 || *value >= *bound) return "0%";
  const auto ten_thousandths = static_cast<std::int64_t>(((*bound - *value) * 10'000 + *bound - 1) / *bound);
  return fixed(static_cast<double>(ten_thousandths) / 100, 2) + "%";
}

}  // namespace colophon::cli
