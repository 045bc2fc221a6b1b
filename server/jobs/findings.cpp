#include "jobs/findings.hpp"

#include <algorithm>

#include "jobs/changes.hpp"
#include "jobs/payout_files.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

/// A jump is told where a total is out of this range of the one before.
constexpr int128 kTotalFactor = 2;
constexpr int128 kPartyFactor = 5;
constexpr int128 kPartyPartOfAll = 100;     // a hundredth
constexpr int128 kListenerPartOfAll = 20;   // a twentieth

class Findings {
 public:
  Findings(store::Store& store, const Settled& settled) : store_(store), input_(settled.input), result_(settled.result) {}

  Result<std::vector<royalty::Warning>> all() {
    found_ = result_.warnings;
    COLOPHON_TRY(payees());
    COLOPHON_TRY(against_last_period());
    listeners();
    balances();
    return std::move(found_);
  }

 private:
  void add(std::string code, std::string place, std::string detail, Micros amount = 0, std::string_view currency = {}) {
    for (royalty::Warning& warning : found_) {
      if (warning.code != code || warning.currency != currency) continue;
      ++warning.count;
      warning.amount_micro += amount;
      return;
    }
    found_.push_back({std::move(code), std::move(place), std::move(detail), 1, amount, std::string(currency)});
  }

  Result<void> payees() {
    const Printed printed = COLOPHON_TRY(printed_of(store_));
    for (const DuePayout& payout : payouts_of(input_, result_)) {
      const royalty::Payee* payee = printed.payee(payout.party);
      const Micros amount = payout.net_minor * kMicrosPerMinor;
      if (payee != nullptr && payee->name.empty()) add("payee-erased", payout.party.to_string(), "The party's name was erased: nobody can be paid under it.", amount, payout.currency.name());
      const PayoutWay way = way_of(payout, printed);
      if (way.way == PayoutWay::Way::none) add("payee-missing", payout.party.to_string(), way.problem, amount, payout.currency.name());
    }
    return {};
  }

  Result<void> against_last_period() {
    std::optional<store::SettlementRow> last;
    for (const store::SettlementRow& row : COLOPHON_TRY(store_.settlements())) {
      if (row.state == store::SettlementState::approved && row.period < input_.period) {
        last = row;
        break;   // Newest first.
      }
    }
    if (!last) return {};
    const Totals before = totals_of(COLOPHON_TRY(store_.accounts(last->id)));
    const Totals after = totals_of(result_);
    std::map<std::string, std::pair<int128, int128>> sums;
    for (const auto& [key, total] : before) sums[key.second].first += total.earned_micro;
    for (const auto& [key, total] : after) sums[key.second].second += total.earned_micro;
    for (const auto& [code, sum] : sums) {
      const auto [was, is] = sum;
      if (was > 0 && (is > was * kTotalFactor || is * kTotalFactor < was))
        add("total-jump", last->period.to_string(), "What parties earn is " + percent_of(is, was) + " of what they earned in " + last->period.to_string() + ".", narrow(is), code);
    }
    for (const Change& change : changes_between(before, after)) {
      const int128 was = change.before.earned_micro, is = change.after.earned_micro;
      if (was > 0 && is <= 0) add("party-gone", change.party.to_string(), "It earned in " + last->period.to_string() + " and earns nothing now.", narrow(was), change.currency);
      else if (was > 0 && is > was * kPartyFactor && is * kPartyPartOfAll > sums[change.currency].second)
        add("party-jump", change.party.to_string(), "It earns " + percent_of(is, was) + " of what it earned in " + last->period.to_string() + ".", narrow(is), change.currency);
    }
    return {};
  }

  void listeners() {
    std::vector<int128> units(input_.usage.listeners.size());
    int128 all = 0;
    for (const royalty::UsageRow& row : input_.usage.rows) {
      all += row.units;
      if (row.listener < units.size()) units[row.listener] += row.units;
    }
    for (std::size_t i = 0; i < units.size(); ++i) {
      // With so few listeners everybody is a large part.
      if (input_.usage.listeners[i].is_nil() || input_.usage.listeners.size() < 100 || units[i] * kListenerPartOfAll <= all) continue;
      add("listener-heavy", input_.usage.listeners[i].to_string(), "One listener makes " + percent_of(units[i], all) + " of all units: is it a person?");
    }
  }

  void balances() {
    for (const royalty::Hold& hold : input_.holds) {
      if (hold.state == royalty::Hold::State::open) add("hold-open", hold.name, "A dispute holds money back until it is decided.");
    }
    for (const royalty::OpeningLine& line : input_.openings) {
      if (line.kind == royalty::OpeningLine::Kind::suspense)
        add("suspense-open", line.name, "Money of an earlier period still waits for whom it belongs to.", line.amount, line.currency.name());
    }
  }

  static Micros narrow(int128 amount) { return static_cast<Micros>(std::clamp<int128>(amount, std::numeric_limits<Micros>::min(), std::numeric_limits<Micros>::max())); }
  static std::string percent_of(int128 part, int128 whole) { return to_decimal(whole == 0 ? int128{0} : part * 100 / whole) + "%"; }

  store::Store& store_;
  const royalty::SettlementInput& input_;
  const royalty::SettlementResult& result_;
  std::vector<royalty::Warning> found_;
};

}  // namespace

Result<std::vector<royalty::Warning>> findings(store::Store& store, const Settled& settled) { return Findings(store, settled).all(); }

JsonArray warnings_json(const std::vector<royalty::Warning>& warnings) {
  JsonArray list;
  for (const royalty::Warning& warning : warnings) {
    list.push_back(JsonObject{{"code", warning.code}, {"place", warning.place}, {"detail", warning.detail}, {"count", static_cast<std::int64_t>(warning.count)},
                              {"amount_micro", std::to_string(warning.amount_micro)}, {"currency", warning.currency}});
  }
  return list;
}

}  // namespace colophon::jobs
