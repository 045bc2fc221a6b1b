#include "jobs/settle.hpp"

#include <unordered_set>

#include "store/try.hpp"

namespace colophon::jobs {
namespace {

using royalty::Rule;
using store::RevenueKind;

Id pool_id(std::string_view kind, const Period& period, std::string_view currency) {
  return uuid_from_name("colophon/pool/1", std::string(kind) + "/" + period.to_string() + "/" + std::string(currency));
}

/// The store's secret, from which each settlement's seed is derived. A public data set has a public one, so that everybody who imports it gets
/// the same roots.
Result<Bytes> store_seed(store::Store& store) {
  const auto public_name = COLOPHON_TRY(store.setting("public_data_set"));
  if (!public_name) return store.secret("settlement-seed", store.new_salt());
  const Hash seed = sha256("colophon/public-data/1/" + *public_name);
  return Bytes(seed.begin(), seed.end());
}

/// Sorts the period's money into its pools.
std::vector<royalty::PoolInput> pools_of(const Period& period, std::string_view currency, Rule rule, const std::vector<store::RevenueRow>& revenue,
                                         std::vector<royalty::Usage> usages) {
  royalty::PoolInput subscription{pool_id("subscription", period, currency), rule, {}, {}};
  royalty::PoolInput advertising{pool_id("advertising", period, currency), Rule::pro_rata, {}, {}};
  royalty::PoolInput direct{pool_id("direct", period, currency), Rule::direct, {}, {}};
  for (const auto& line : revenue) {
    if (line.kind == RevenueKind::subscription) subscription.fees.push_back({line.listener, line.amount});
    else if (line.kind == RevenueKind::ad || line.work.is_nil()) advertising.fees.push_back({Id{}, line.amount});
    else direct.fees.push_back({Id{}, line.amount, line.work});
  }
  std::vector<royalty::PoolInput> pools;
  if (!advertising.fees.empty()) {
    advertising.usages = usages;
    pools.push_back(std::move(advertising));
  }
  if (!direct.fees.empty()) pools.push_back(std::move(direct));
  subscription.usages = std::move(usages);
  if (!subscription.fees.empty() || pools.empty()) pools.push_back(std::move(subscription));
  return pools;
}

store::SettlementRow header_row(store::UnixMs now, const Settled& settled, Rule rule, std::string_view made_by) {
  const auto& result = settled.result;
  store::SettlementRow row;
  row.id = settled.input.settlement;
  row.period = settled.input.period;
  row.currency = settled.input.currency.name();
  row.rule = royalty::rule_name(rule);
  row.made_by = made_by;
  row.made_at = now;
  row.header = canonical_json(result.header);
  row.root = result.root;
  row.salt = royalty::settlement_salt(settled.input.seed);
  row.pool_micro = result.pool_micro;
  row.payable_minor = result.payable_minor;
  row.carried_micro = result.carried_micro;
  row.statements = result.parties.size();
  row.simulated = settled.simulated;
  return row;
}

}  // namespace

Result<Period> only_period(store::Store& store) {
  std::vector<Period> open;
  for (const auto& row : COLOPHON_TRY(store.periods()))
    if (row.state != store::PeriodState::closed && row.events > 0) open.push_back(row.period);
  if (open.size() == 1) return open.front();
  if (open.empty()) return fail(Errc::not_found, "period", "no open period has events: import or send some first");
  std::string names;
  for (const auto& period : open) names += (names.empty() ? "" : ", ") + period.to_string();
  return fail(Errc::invalid_argument, "period", "several open periods have events (" + names + "): name one with --period YYYY-MM");
}

Result<Settled> compute_settlement(store::Store& store, const Period& period, Rule rule) {
  if (rule == Rule::direct)
    return fail(Errc::invalid_argument, "rule", "the rule of a settlement is pro-rata or user-centric; money that names its work is always direct");
  const auto currency = COLOPHON_TRY(store.currency());
  const auto revenue = COLOPHON_TRY(store.revenue(period));
  const auto used = COLOPHON_TRY(store.usage(period));
  if (revenue.empty() && used.empty())
    return fail(Errc::not_found, "period", "the period " + period.to_string() + " has neither events nor revenue");

  Settled settled;
  auto& input = settled.input;
  input.period = period;
  input.currency = COLOPHON_TRY(Currency::parse(currency.empty() ? "EUR" : currency));
  const auto secret = COLOPHON_TRY(store_seed(store));
  input.settlement = uuid_from_name("colophon/settlement/1", to_hex(sha256(secret)) + "/" + period.to_string() + "/" +
                                                                 std::string(input.currency.name()) + "/" + std::string(royalty::rule_name(rule)));
  input.seed = hmac_sha256(secret, input.settlement.bytes);  // No two settlements share a salt.

  std::unordered_set<Id> works;
  std::vector<royalty::Usage> usages;
  usages.reserve(used.size());
  for (const auto& row : used) {
    usages.push_back({row.listener, row.work, row.units});
    works.insert(row.work);
  }
  for (const auto& row : revenue)
    if (!row.work.is_nil()) works.insert(row.work);
  input.pools = pools_of(period, input.currency.name(), rule, revenue, std::move(usages));
  for (auto& [work, shares] : COLOPHON_TRY(store.shares_in_force(period)))
    if (works.contains(work)) input.works.push_back({work, std::move(shares)});
  for (const auto& [party, micros] : COLOPHON_TRY(store.balances(input.currency.name()))) input.openings.push_back({party, micros});
  settled.simulated = COLOPHON_TRY(store.has_simulated(period));
  settled.result = COLOPHON_TRY(royalty::settle(input));
  return settled;
}

namespace {

Result<store::SettlementRow> draft_frozen(store::Store& store, const Period& period, Rule rule, std::string_view made_by, const Progress& progress) {
  COLOPHON_TRY(report(progress, 1, 3, "dividing"));
  const auto settled = COLOPHON_TRY(compute_settlement(store, period, rule));
  const auto& result = settled.result;
  const royalty::StatementWriter writer(settled.input, result);
  COLOPHON_TRY(report(progress, 2, 3, "writing the statements"));

  std::vector<store::StatementRow> statements;
  statements.reserve(result.parties.size());
  for (std::size_t i = 0; i < result.parties.size(); ++i) {
    const auto& party = result.parties[i];
    statements.push_back({party.party, {}, party.opening_micro, party.earned_micro, party.carried_micro, party.payable_minor,
                          canonical_json(writer.statement(i))});
  }
  std::vector<store::PoolTableRow> pools;
  for (std::size_t i = 0; i < result.pools.size(); ++i)
    pools.push_back({result.pools[i].pool, std::string(royalty::rule_name(result.pools[i].rule)), result.pools[i].amount_micro,
                     canonical_json(writer.pool_table(i))});
  std::vector<store::JournalRow> journal;
  journal.reserve(result.journal.size());
  for (const auto& entry : result.journal) journal.push_back({entry.from, entry.to, entry.amount_micro});

  const auto row = header_row(store.now(), settled, rule, made_by);
  COLOPHON_TRY(report(progress, 2, 3, "storing the draft"));
  COLOPHON_TRY(store.put_draft(row, statements, pools, journal));
  COLOPHON_TRY(report(progress, 3, 3, "a draft, to be approved"));
  return row;
}

}  // namespace

Result<store::SettlementRow> draft_settlement(store::Store& store, const Period& period, Rule rule, std::string_view made_by,
                                              const Progress& progress) {
  COLOPHON_TRY(report(progress, 0, 3, "closing the period's books"));
  COLOPHON_TRY(store.freeze_period(period));
  auto row = draft_frozen(store, period, rule, made_by, progress);
  // What could not be settled takes events again: only a draft that stands needs its inputs to stand still.
  if (!row) COLOPHON_TRY(store.thaw_period(period));
  return row;
}

}  // namespace colophon::jobs
