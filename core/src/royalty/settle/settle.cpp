// The settlement: money into pools, pools over rows, rows over parties, balances closed, everything hashed.
#include <algorithm>
#include <limits>
#include <set>

#include "colophon/base/limits.hpp"
#include "royalty/document/canonical.hpp"
#include "royalty/document/tables.hpp"
#include "royalty/settle/books.hpp"
#include "royalty/settle/evaluate.hpp"
#include "royalty/settle/pool_division.hpp"
#include "royalty/settle/revenue.hpp"

namespace colophon::royalty {
namespace {

constexpr std::size_t kCurrenciesMax = 64;
constexpr Micros kCurrencyMicrosMax = Micros{1} << 62;

/// Every currency that an amount of the settlement can be in, by code.
Result<std::vector<Currency>> currencies_of(const SettlementInput& input) {
  std::vector<Currency> all;
  const auto add = [&](const Currency& currency) {
    const bool none = currency.name().empty();   // Of a posting that counts units.
    if (!none && std::ranges::find(all, currency) == all.end()) all.push_back(currency);
  };
  for (const RevenueLine& line : input.revenue) add(line.currency);
  for (const Party& party : input.parties) if (party.pays_in) add(*party.pays_in);
  for (const Agreement& agreement : input.book.agreements) if (agreement.currency && agreement.known(input.as_of_ms)) add(*agreement.currency);
  for (const OpeningLine& line : input.openings) add(line.currency);
  for (const RecordedRow& row : input.recorded) {
    add(row.currency);
    for (const RecordedPosting& posting : row.postings) add(posting.currency);
  }
  if (all.size() > kCurrenciesMax) return fail(Errc::limit_exceeded, "currencies", "A settlement has at most 64 currencies.");
  std::ranges::sort(all, {}, [](const Currency& currency) { return currency.name(); });
  return all;
}

Result<void> check_usage(const SettlementInput& input) {
  const UsageTable& usage = input.usage;
  if (usage.rows.size() > limits::kPoolRowsMax) {
    return fail(Errc::limit_exceeded, "usage", "A settlement has at most " + std::to_string(limits::kPoolRowsMax) + " rows of usage; sum them by listener, work and day first.");
  }
  const int days = day_after(input.period).days - first_day(input.period).days;
  for (std::size_t i = 0; i < usage.rows.size(); ++i) {
    const UsageRow& row = usage.rows[i];
    if (row.units < 0) return fail(Errc::negative_amount, "usage[" + std::to_string(i) + "].units", "Units count what was used and cannot be below zero.");
    if (row.listener >= usage.listeners.size() || row.work >= usage.works.size() || row.kind >= usage.kinds.size() || row.day >= days) {
      return fail(Errc::invalid_argument, "usage[" + std::to_string(i) + "]", "The row names a listener, work, kind or day that is not there.");
    }
  }
  return {};
}

class Settler {
 public:
  Settler(const SettlementInput& input, const std::function<bool()>& cancelled) : input_(input), cancelled_(cancelled) {}
  Result<SettlementResult> run();

 private:
  struct Plan {
    Id id;
    const PoolRevenue* revenue = nullptr;    ///< Null where only money that was carried is there.
    const PoolRule* rule = nullptr;          ///< Null: direct.
    Currency currency;
  };
  /// A row before it is evaluated, with what the table shows of it.
  struct Draft { RowInfo row; std::int64_t weight = 0; std::vector<Id> lines; const PoolRule* rule = nullptr; };

  Result<void> prepare();
  Result<void> check_magnitudes() const;
  Result<void> remember_earlier();
  std::vector<Plan> plans() const;
  Result<void> take_back();
  Result<void> suspense();
  Result<void> divide(const Plan& plan);
  Result<std::vector<Draft>> direct_rows(const Plan& plan, PoolResult& pool);
  Result<std::vector<Draft>> divided_rows(const Plan& plan, PoolResult& pool);
  Result<void> receive(const Plan& plan, Micros received);
  Result<void> take_fees(const Plan& plan, PoolResult& pool);
  Result<void> evaluate();
  void remember_lines(const Plan& plan, bool carried);
  bool stop() const { return cancelled_ && cancelled_(); }
  static std::unexpected<Error> stopped() { return fail(Errc::cancelled, "", "The settlement was cancelled; nothing was changed."); }

  const SettlementInput& input_;
  const std::function<bool()>& cancelled_;
  SettlementResult result_;
  std::optional<Catalogue> catalogue_;
  std::optional<Rates> rates_;
  TierState tiers_;
  std::optional<Names> names_;
  Warnings warnings_;
  std::optional<Context> context_;
  std::optional<Books> books_;
  std::optional<ClaimIndex> claims_;
  std::optional<PoolDivider> divider_;
  SortedRevenue revenue_;
  std::vector<RecordedRow> earlier_;         ///< By row.
  std::vector<Draft> drafts_;                ///< Of all pools.
};

Result<void> Settler::prepare() {
  if (input_.closed_through && input_.period <= *input_.closed_through) {
    return fail(Errc::conflict, "period", "The periods up to " + input_.closed_through->to_string() + " are closed: settle a later one; corrections go forward.");
  }
  if (auto valid = check_usage(input_); !valid) return valid;
  std::set<std::string_view> holds;
  for (const Hold& hold : input_.holds) {
    if (!holds.insert(hold.name).second) return fail(Errc::invalid_argument, "holds[" + hold.name + "]", "Two holds have this name.");
  }
  auto currencies = currencies_of(input_);
  if (!currencies) return std::unexpected(currencies.error());
  result_.currencies = std::move(*currencies);
  result_.totals.resize(result_.currencies.size());
  auto catalogue = Catalogue::build(input_);
  if (!catalogue) return std::unexpected(catalogue.error());
  catalogue_ = std::move(*catalogue);
  result_.party_ids = catalogue_->parties().ids();
  auto rates = Rates::build(input_);
  if (!rates) return std::unexpected(rates.error());
  rates_ = std::move(*rates);
  names_.emplace(result_.names);
  context_.emplace(Context{input_, result_, *catalogue_, *rates_, tiers_, *names_, warnings_, {}});
  const std::string name = input_.name.empty() ? input_.settlement.to_string() : input_.name;
  if (auto valid = check_journal_name(name, "name"); !valid) return valid;
  result_.journal.set_name(name);
  for (const Currency& currency : result_.currencies) result_.journal.currency(currency);
  books_.emplace(*context_);
  auto claims = ClaimIndex::build(input_, *catalogue_);
  if (!claims) return std::unexpected(claims.error());
  claims_ = std::move(*claims);
  divider_.emplace(input_, *catalogue_, *claims_);
  if (auto done = check_magnitudes(); !done) return done;
  auto revenue = sort_revenue(*context_);
  if (!revenue) return std::unexpected(revenue.error());
  revenue_ = std::move(*revenue);
  return remember_earlier();
}

/// The rows of earlier settlements, in order. What was posted of a row in its own currency is at most the row.
Result<void> Settler::remember_earlier() {
  earlier_ = input_.recorded;
  std::ranges::sort(earlier_, {}, &RecordedRow::row);
  for (std::size_t i = 0; i < earlier_.size(); ++i) {
    RecordedRow& row = earlier_[i];
    const std::string field = "recorded[" + row.row.to_string() + "]";
    if (i > 0 && earlier_[i - 1].row == row.row) return fail(Errc::invalid_argument, field, "The row is recorded twice.");
    int128 own = 0;
    for (const RecordedPosting& posting : row.postings) {
      if (posting.amount < 0) return fail(Errc::negative_amount, field, "A recorded posting is not below zero.");
      const bool money = posting.kind != RecordedPosting::Kind::tier && posting.kind != RecordedPosting::Kind::units;
      if (!money || posting.exchanged) continue;
      own += posting.amount;
      if (!(posting.currency == row.currency)) return fail(Errc::currency_mismatch, field, "A posting in another currency than the row's came by an exchange.");
    }
    if (row.amount < 0 || own > row.amount) return fail(Errc::conflict, field, "The postings of the row add up to more than the row.");
    Books::tidy(row);
  }
  return {};
}

/// Everything that moves in one currency, openings included, stays below 2^62 micros, so that no sum of balances overflows later.
Result<void> Settler::check_magnitudes() const {
  std::vector<int128> sums(result_.currencies.size());
  for (const OpeningLine& line : input_.openings) {
    if (line.kind != OpeningLine::Kind::units && !line.currency.name().empty()) sums[context_->currency(line.currency)] += line.amount < 0 ? -static_cast<int128>(line.amount) : line.amount;
  }
  for (const RevenueLine& line : input_.revenue) {
    auto micros = to_micros(line.amount, line.currency);
    if (!micros) return fail(Errc::overflow, line.place.empty() ? "revenue" : line.place + ":amount", "The amount does not fit 63 bits of micros.");
    sums[context_->currency(line.currency)] += micros->micros;
  }
  for (std::size_t c = 0; c < sums.size(); ++c) {
    if (sums[c] > kCurrencyMicrosMax) {
      return fail(Errc::overflow, "revenue", "The money in " + std::string(result_.currencies[c].name()) + ", openings included, adds up to 2^62 micros or more.");
    }
  }
  return {};
}

std::vector<Settler::Plan> Settler::plans() const {
  std::vector<Plan> plans;
  const auto id_of = [&](const std::string& name, const Currency& currency) {
    return uuid_from_name("colophon/pool/2", input_.settlement.to_string() + "/" + name + "/" + std::string(currency.name()));
  };
  for (const PoolRevenue& pool : revenue_.pools) plans.push_back({id_of(pool.name(), pool.currency), &pool, pool.rule, pool.currency});
  for (const OpeningLine& line : input_.openings) {
    if (line.kind != OpeningLine::Kind::pool) continue;
    const auto rule = std::ranges::find(input_.book.pools, line.name, &PoolRule::name);
    const Id id = id_of(line.name, line.currency);
    if (rule != input_.book.pools.end() && std::ranges::find(plans, id, &Plan::id) == plans.end()) plans.push_back({id, nullptr, &*rule, line.currency});
  }
  std::ranges::sort(plans, {}, &Plan::id);
  return plans;
}

// ---- Reversals and suspense

Result<void> Settler::take_back() {
  std::unordered_map<Id, std::vector<RecordedRow*>> rows_of;   // By row and by pool, in the order of the row.
  for (RecordedRow& row : earlier_) {
    if (revenue_.reversed.empty()) break;
    rows_of[row.row].push_back(&row);
    if (!row.pool.is_nil()) rows_of[row.pool].push_back(&row);
  }
  for (const ReversedLine& reversed : revenue_.reversed) {
    const RevenueLine& line = *reversed.line;
    const std::string field = (line.place.empty() ? "revenue" : line.place) + ":amount";
    Micros left = to_micros(line.amount, line.currency)->micros;
    if (left == 0) continue;
    // A row, or all rows of a pool; of a pool each gives in proportion to what is left of it.
    std::vector<RecordedRow*> rows;
    int128 there = 0;
    if (const auto found = rows_of.find(reversed.row); found != rows_of.end()) {
      for (RecordedRow* row : found->second) {
        if (row->amount == 0 || !(row->currency == line.currency)) continue;
        rows.push_back(row);
        there += row->amount;
      }
    }
    if (rows.empty()) {
      const auto carried = std::ranges::find_if(input_.book.pools, [&](const PoolRule& rule) { return carried_id(rule.name, line.currency) == reversed.row; });
      if (carried == input_.book.pools.end()) return fail(Errc::not_found, field, "What this line became is not among the recorded rows: give the recorded rows of its settlement.");
      if (auto done = books_->reverse_carried(carried->name, left, line); !done) return fail(done.error().code, field, done.error().detail);
      continue;
    }
    if (left > there) {
      return fail(Errc::conflict, field, "Of what this line became only " + format_micros(static_cast<Micros>(there), line.currency) + " is left to take back.");
    }
    std::vector<std::int64_t> weights;
    std::vector<Id> ids;
    for (const RecordedRow* row : rows) {
      weights.push_back(row->amount);
      ids.push_back(row->row);
    }
    auto divided = royalty::divide(left, weights, ids, reversed.row);
    if (!divided) return std::unexpected(divided.error());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (divided->amounts[i] == 0) continue;
      if (auto done = books_->reverse(*rows[i], divided->amounts[i], line); !done) return done;
    }
  }
  return {};
}

Result<void> Settler::suspense() {
  for (const SuspenseLine& each : revenue_.suspense) {
    const RevenueLine& line = *each.line;
    const auto rounded = to_micros(each.amount, line.currency);
    if (!rounded) return std::unexpected(rounded.error());
    const std::string source = account_part(line.facts.kind) + (line.facts.source.empty() ? "" : ":" + account_part(line.facts.source));
    if (line.unmatched && each.amount > 0) warnings_.add({"unmatched-work", line.place, "The line names a work that is not known; its money waits in suspense."}, rounded->micros, line.currency);
    books_->receive_suspense(line.id, line.currency, {source, each.amount}, rounded->micros);
  }
  return {};
}

// ---- Pools

Result<void> Settler::receive(const Plan& plan, Micros received) {
  Micros resolved = 0;
  for (const ResolvedLine& each : revenue_.resolved) {
    const RevenueLine& line = *each.line;
    const bool here = each.pool == plan.revenue->name() && line.currency == plan.currency;
    if (!here) continue;
    const auto rounded = to_micros(each.amount, line.currency);
    const std::string field = (line.place.empty() ? "revenue" : line.place) + ":resolves";
    if (!rounded || rounded->residue != 0) return fail(Errc::invalid_amount, field, "What lies in suspense is on the grid of micros: write the amount with at most six places below the minor unit.");
    if (auto done = books_->resolve(line.resolves, each.pool, line.currency, rounded->micros, field); !done) return done;
    resolved += rounded->micros;
  }
  std::vector<Books::Source> sources;
  for (const auto& [name, amount] : plan.revenue->sources) sources.push_back({name, amount});
  if (!sources.empty()) books_->receive(plan.revenue->name(), plan.currency, sources, received - resolved);
  return {};
}

/// The pool's fees, each of the whole, as rows of one part.
Result<void> Settler::take_fees(const Plan& plan, PoolResult& pool) {
  const auto number = static_cast<std::uint32_t>(result_.pools.size() - 1);
  pool.amount_micro = pool.received_micro;
  for (std::uint32_t k = 0; k < plan.rule->fees.size(); ++k) {
    const PoolFee& fee = plan.rule->fees[k];
    const auto amount = static_cast<Micros>(static_cast<uint128>(pool.received_micro) * fee.share.numerator / fee.share.denominator);
    pool.fees_micro += amount;
    pool.amount_micro -= amount;
    if (amount == 0) continue;
    RowInfo row;
    row.pool = number;
    row.place = k;
    row.is_fee = true;
    row.amount_micro = amount;
    row.id = uuid_from_name("colophon/row/1", input_.settlement.to_string() + "/" + pool.pool.to_string() + "/fee/" + std::to_string(k));
    row.parts_begin = static_cast<std::uint32_t>(result_.parts.size());
    result_.parts.push_back({catalogue_->parties().find(fee.to.id), 0, pool.currency, false, 0xFFFFFFFF, amount});
    row.parts_end = static_cast<std::uint32_t>(result_.parts.size());
    result_.rows.push_back(row);
    if (auto done = books_->post(row); !done) return done;
  }
  return {};
}

Result<std::vector<Settler::Draft>> Settler::direct_rows(const Plan& plan, PoolResult& pool) {
  std::vector<Draft> drafts;
  for (const DirectCell& cell : plan.revenue->cells) {
    const auto rounded = to_micros(cell.exact, plan.currency);
    if (!rounded) return std::unexpected(rounded.error());
    pool.received_micro += rounded->micros;
    pool.residue += rounded->residue;
    Draft draft;
    draft.row.cell = cell.cell;
    draft.row.units = cell.units;
    draft.row.amount_micro = draft.weight = rounded->micros;
    draft.lines = cell.lines;
    drafts.push_back(std::move(draft));
  }
  pool.amount_micro = pool.received_micro;
  if (auto done = receive(plan, pool.received_micro); !done) return std::unexpected(done.error());
  return drafts;
}

Result<std::vector<Settler::Draft>> Settler::divided_rows(const Plan& plan, PoolResult& pool) {
  PoolMoney money{pool.pool, plan.rule, 0, {}, {}};
  if (plan.revenue != nullptr) {
    for (std::uint32_t i = 0; i < plan.revenue->paid.size(); ++i) {
      const auto rounded = to_micros(plan.revenue->paid[i], plan.currency);
      if (!rounded) return std::unexpected(rounded.error());
      pool.received_micro += rounded->micros;
      pool.residue += rounded->residue;
      money.payers.push_back(plan.revenue->payers.ids()[i]);
      money.paid_micro.push_back(rounded->micros);
    }
    if (auto done = receive(plan, pool.received_micro); !done) return std::unexpected(done.error());
  }
  if (const Micros carried = books_->take_carried(pool.name, plan.currency); carried > 0) {
    pool.received_micro += carried;
    const auto nobody = std::ranges::find(money.payers, Id{});
    if (nobody == money.payers.end()) {
      money.payers.push_back(Id{});
      money.paid_micro.push_back(carried);
    } else {
      money.paid_micro[static_cast<std::size_t>(nobody - money.payers.begin())] += carried;
    }
  }
  // Whether there is anything to divide by is asked before the fees are taken: money without use waits whole.
  money.amount_micro = pool.received_micro;
  for (const PoolFee& fee : plan.rule->fees) money.amount_micro -= static_cast<Micros>(static_cast<uint128>(pool.received_micro) * fee.share.numerator / fee.share.denominator);
  auto divided = divider_->divide(money);
  if (!divided) return std::unexpected(divided.error());
  if (divided->without_usage) {
    warnings_.add({"pool-without-usage", pool.name, "There is money but no use to divide it by: it is carried into the next period."}, pool.received_micro, plan.currency);
    books_->carry(pool.name, plan.currency, pool.received_micro);
    pool.received_micro = 0;
    remember_lines(plan, true);
    return std::vector<Draft>{};
  }
  if (auto done = take_fees(plan, pool); !done) return std::unexpected(done.error());
  pool.cutoff = divided->cutoff;
  std::vector<Draft> drafts;
  for (const ClaimAmount& each : divided->claims) {
    const Claim& claim = claims_->claims()[each.claim];
    Draft draft;
    draft.row.cell.work = catalogue_->work(claim.work).id;
    draft.row.cell.from = claim.from;
    draft.row.units = each.units;
    draft.row.amount_micro = each.amount_micro;
    draft.weight = each.weight;
    drafts.push_back(std::move(draft));
  }
  std::ranges::sort(drafts, {}, [](const Draft& draft) { return std::pair(draft.row.cell.work, draft.row.cell.from); });
  remember_lines(plan, false);
  return drafts;
}

void Settler::remember_lines(const Plan& plan, bool carried) {
  if (plan.revenue == nullptr) return;
  const Id where = carried ? carried_id(plan.revenue->name(), plan.currency) : plan.id;
  for (const Id& line : plan.revenue->lines) result_.settled.push_back({line, where});
}

Result<void> Settler::divide(const Plan& plan) {
  PoolResult& pool = result_.pools.emplace_back();
  pool.pool = plan.id;
  pool.name = plan.rule == nullptr ? "direct" : plan.rule->name;
  pool.rule = plan.rule == nullptr ? Rule::direct : plan.rule->rule;
  pool.currency = context_->currency(plan.currency);
  auto drafts = plan.rule == nullptr ? direct_rows(plan, pool) : divided_rows(plan, pool);
  if (!drafts) return std::unexpected(drafts.error());
  pool.rows.resize(drafts->size());
  for (std::size_t i = 0; i < drafts->size(); ++i) {
    Draft& draft = (*drafts)[i];
    draft.rule = plan.rule;
    draft.row.pool = static_cast<std::uint32_t>(result_.pools.size() - 1);
    draft.row.place = static_cast<std::uint32_t>(i);
    draft.row.id = uuid_from_name("colophon/row/1", input_.settlement.to_string() + "/" + pool.pool.to_string() + "/" + cell_jcs(draft.row.cell, input_.period));
    // The table's columns; claim and detail follow when the parts are known.
    pool.rows[i].units = static_cast<uint128>(draft.weight);
    pool.rows[i].amount_micro = static_cast<uint128>(draft.row.amount_micro);
    for (const Id& line : draft.lines) result_.settled.push_back({line, draft.row.id});
    drafts_.push_back(std::move(draft));
  }
  return {};
}

/// Rows are evaluated in the order of their days: caps and steps see earlier use first. Within a day by pool, then cell.
Result<void> Settler::evaluate() {
  std::ranges::stable_sort(drafts_, {}, [](const Draft& draft) { return draft.row.cell.from; });
  Evaluator evaluator(*context_);
  std::size_t done_rows = 0;
  for (Draft& draft : drafts_) {
    if (++done_rows % 1024 == 0 && stop()) return stopped();
    // A pool's rows are seen by agreements as the pool's rule says; what names its work says it itself.
    RowInfo row = draft.row;
    if (draft.rule != nullptr) row.cell.facts = draft.rule->as;
    if (auto done = evaluator.row(row); !done) return done;
    if (auto done = books_->post(row); !done) return done;
    row.cell = std::move(draft.row.cell);
    result_.rows.push_back(std::move(row));
  }
  return {};
}

Result<SettlementResult> Settler::run() {
  if (auto done = prepare(); !done) return std::unexpected(done.error());
  if (auto done = books_->open(); !done) return std::unexpected(done.error());
  if (auto done = books_->bank(); !done) return std::unexpected(done.error());
  if (auto done = take_back(); !done) return std::unexpected(done.error());
  if (auto done = books_->pay_advances(); !done) return std::unexpected(done.error());
  if (auto done = books_->release(); !done) return std::unexpected(done.error());
  if (auto done = suspense(); !done) return std::unexpected(done.error());
  for (const Plan& plan : plans()) {
    if (stop()) return stopped();
    if (auto done = divide(plan); !done) return std::unexpected(done.error());
  }
  if (auto done = evaluate(); !done) return std::unexpected(done.error());
  if (auto done = books_->guarantee(); !done) return std::unexpected(done.error());
  if (auto done = books_->pay_out(); !done) return std::unexpected(done.error());
  if (auto done = books_->close(); !done) return std::unexpected(done.error());
  for (RecordedRow& row : earlier_) {
    if (row.amount > 0) result_.recorded.push_back(std::move(row));
  }
  for (const SettledRevenue& settled : input_.settled) result_.settled.push_back(settled);
  std::ranges::sort(result_.recorded, {}, &RecordedRow::row);
  std::ranges::sort(result_.settled, {}, [](const SettledRevenue& each) { return std::pair(each.revenue, each.row); });
  if (stop()) return stopped();
  seal(input_, result_);
  result_.warnings = warnings_.take();
  return std::move(result_);
}

}  // namespace

Result<SettlementResult> settle(const SettlementInput& input, const std::function<bool()>& cancelled) { return Settler(input, cancelled).run(); }

}  // namespace colophon::royalty
