// The sums of a statement: what came, where it went, what is left.
#include <algorithm>
#include <map>

#include "royalty/document/verify_parts.hpp"
#include "royalty/fields.hpp"
#include "royalty/settle/context.hpp"

namespace colophon::royalty {
namespace {

/// Sums by currency code. 128 bits: a file may hold any 64-bit numbers.
using Sums = std::map<std::string, int128>;

std::string code(const Currency& currency) { return std::string(currency.name()); }

int128 of(const Sums& sums, const Currency& currency) {
  const auto found = sums.find(code(currency));
  return found == sums.end() ? 0 : found->second;
}

Result<void> same(int128 found, int128 expected, const std::string& field, const char* what) {
  if (found == expected) return {};
  return false_at(field, std::string(what) + " " + to_decimal(expected) + ", not " + to_decimal(found) + ".");
}

int128 closing_of(const AccountResult& a) {
  const auto wide = [](Micros value) { return static_cast<int128>(value); };
  return wide(a.opening_micro) + a.earned_micro + a.released_micro + a.unheld_micro + a.guaranteed_micro + a.returned_micro + a.reversed_micro + a.converted_in_micro -
         a.held_micro - a.reserved_micro - a.recouped_micro - a.converted_out_micro - wide(a.paid_minor) * kMicrosPerMinor;
}

}  // namespace

Result<void> check_accounts(const StatementRead& s) {
  Sums earned, held, reserved, reversed, exchanged_in, exchanged_out, paid;
  for (std::size_t i = 0; i < s.lines.size(); ++i) {
    const LineRead& line = s.lines[i];
    const std::string currency = code(line.part.currency);
    earned[currency] += line.part.amount_micro;
    held[currency] += line.held_micro;
    reserved[currency] += line.reserved_micro;
    if (static_cast<int128>(line.held_micro) + line.reserved_micro + line.recouped_micro > line.part.amount_micro) {
      return false_at(indexed("statement.lines", i), "More is kept from the line than it has.");
    }
  }
  for (const ReversalRead& reversal : s.reversals) {
    if (reversal.from == "balance") reversed[code(reversal.currency)] += reversal.amount;
  }
  for (std::size_t i = 0; i < s.exchanges.size(); ++i) {
    const ExchangeRead& exchange = s.exchanges[i];
    const auto out = convert_micros(exchange.in, exchange.rate, exchange.from, exchange.to);
    if (!out || *out != exchange.out) return false_at(indexed("statement.exchanges", i) + ".out_micro", "The rate gives " + (out ? std::to_string(*out) : std::string("no amount")) + ".");
    exchanged_out[code(exchange.from)] += exchange.in;
    exchanged_in[code(exchange.to)] += exchange.out;
  }
  for (const PayoutRead& payout : s.payouts) paid[code(payout.currency)] += payout.gross;
  std::string last;
  for (std::size_t i = 0; i < s.accounts.size(); ++i) {
    const Currency& currency = s.accounts[i].currency;
    const AccountResult& a = s.accounts[i].amounts;
    const std::string field = indexed("statement.accounts", i);
    if (i > 0 && code(currency) <= last) return false_at(field + ".currency", "Accounts are in the order of their currencies, each once.");
    last = code(currency);
    if (auto holds = same(a.earned_micro, of(earned, currency), field + ".earned_micro", "The lines add up to"); !holds) return holds;
    if (auto holds = same(a.held_micro, of(held, currency), field + ".held_micro", "The lines add up to"); !holds) return holds;
    if (auto holds = same(a.reserved_micro, of(reserved, currency), field + ".reserved_micro", "The lines add up to"); !holds) return holds;
    if (auto holds = same(a.reversed_micro, -of(reversed, currency), field + ".reversed_micro", "The reversals add up to"); !holds) return holds;
    if (auto holds = same(a.converted_in_micro, of(exchanged_in, currency), field + ".exchanged_in_micro", "The exchanges add up to"); !holds) return holds;
    if (auto holds = same(a.converted_out_micro, of(exchanged_out, currency), field + ".exchanged_out_micro", "The exchanges add up to"); !holds) return holds;
    if (auto holds = same(a.paid_minor, of(paid, currency), field + ".paid_minor", "The payouts add up to"); !holds) return holds;
    if (auto holds = same(a.closing_micro, closing_of(a), field + ".closing_micro", "The movements leave"); !holds) return holds;
  }
  // A line in a currency without an account would count nowhere.
  for (const auto* sums : {&earned, &reversed, &exchanged_in, &exchanged_out, &paid}) {
    for (const auto& [currency, amount] : *sums) {
      const auto has = [&](const AccountRead& account) { return code(account.currency) == currency; };
      if (std::ranges::none_of(s.accounts, has)) return false_at("statement.accounts", "There is no account in " + currency + ".");
    }
  }
  return {};
}

/// Everything but `paid` is known, so the payout follows.
Result<void> check_payouts(const StatementRead& s) {
  for (std::size_t i = 0; i < s.accounts.size(); ++i) {
    const Currency& currency = s.accounts[i].currency;
    const AccountResult& a = s.accounts[i].amounts;
    const int128 available = closing_of(a) + static_cast<int128>(a.paid_minor) * kMicrosPerMinor;
    const int128 whole = available > 0 ? available / kMicrosPerMinor : 0;
    const bool due = whole > 0 && whole >= s.threshold_minor && s.payable && (!s.pays_in || *s.pays_in == currency);
    if (auto holds = same(a.paid_minor, due ? whole : 0, indexed("statement.accounts", i) + ".paid_minor", "By balance, threshold and currency the payout is"); !holds) return holds;
  }
  for (std::size_t i = 0; i < s.payouts.size(); ++i) {
    const PayoutRead& payout = s.payouts[i];
    const std::string field = indexed("statement.payouts", i);
    const uint128 tax = static_cast<uint128>(payout.gross) * s.withholding.numerator / s.withholding.denominator;
    if (auto holds = same(payout.tax, static_cast<int128>(tax), field + ".tax_minor", "The rate gives"); !holds) return holds;
    if (auto holds = same(payout.net, static_cast<int128>(payout.gross) - payout.tax, field + ".net_minor", "Gross less tax is"); !holds) return holds;
  }
  return {};
}

Result<void> check_sides(const StatementRead& s) {
  Sums recouped, reserve_added, held_added, reserve_taken;
  for (std::size_t i = 0; i < s.sides.size(); ++i) {
    const SideRead& side = s.sides[i];
    const std::string field = indexed("statement.sides", i), currency = code(side.currency);
    if (auto holds = same(side.closing, static_cast<int128>(side.opening) + side.added - side.taken, field + ".closing_micro", "The movements leave"); !holds) return holds;
    if (side.kind == "advance") recouped[currency] += side.taken;
    if (side.kind == "reserve") reserve_added[currency] += side.added, reserve_taken[currency] += side.taken;
    if (side.kind == "held") held_added[currency] += side.added;
  }
  for (const ReversalRead& reversal : s.reversals) {
    if (reversal.from == "advance") recouped[code(reversal.currency)] += reversal.amount;
    if (reversal.from == "reserve") reserve_taken[code(reversal.currency)] -= reversal.amount;
  }
  for (std::size_t i = 0; i < s.accounts.size(); ++i) {
    const Currency& currency = s.accounts[i].currency;
    const AccountResult& a = s.accounts[i].amounts;
    const std::string field = indexed("statement.accounts", i);
    if (auto holds = same(a.recouped_micro, of(recouped, currency), field + ".recouped_micro", "The advances were recouped by"); !holds) return holds;
    if (auto holds = same(a.reserved_micro, of(reserve_added, currency), field + ".reserved_micro", "The reserves grew by"); !holds) return holds;
    if (auto holds = same(a.released_micro, of(reserve_taken, currency), field + ".released_micro", "The reserves gave"); !holds) return holds;
    if (auto holds = same(a.held_micro, of(held_added, currency), field + ".held_micro", "The holds took"); !holds) return holds;
  }
  return {};
}

Result<void> check_settlement_totals(const StatementRead& s) {
  for (std::size_t i = 0; i < s.settlement.currencies.size(); ++i) {
    const auto& [currency, t] = s.settlement.currencies[i];
    const std::string field = indexed("settlement.currencies", i);
    const int128 closing = static_cast<int128>(t.opening_micro) + t.earned_micro + t.released_micro + t.unheld_micro + t.guaranteed_micro + t.returned_micro + t.taken_back_micro +
                           t.exchanged_in_micro - t.held_micro - t.reserved_micro - t.recouped_micro - t.exchanged_out_micro - static_cast<int128>(t.gross_minor) * kMicrosPerMinor;
    if (auto holds = same(t.closing_micro, closing, field + ".closing_micro", "The movements leave"); !holds) return holds;
    if (auto holds = same(t.net_minor, static_cast<int128>(t.gross_minor) - t.tax_minor, field + ".net_minor", "Gross less tax is"); !holds) return holds;
    int128 divided = 0, fees = 0;
    for (const PoolHeader& pool : s.pools) {
      if (!(pool.currency == currency)) continue;
      divided += pool.received_micro;
      for (const FeeRead& fee : pool.fees) fees += fee.amount_micro;
    }
    if (auto holds = same(t.divided_micro, divided, field + ".divided_micro", "The pools hold"); !holds) return holds;
    if (auto holds = same(t.fees_micro, fees, field + ".fees_micro", "The pools' fees take"); !holds) return holds;
  }
  return {};
}

}  // namespace colophon::royalty
