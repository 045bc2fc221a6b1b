#include "royalty/settle/context.hpp"

#include <algorithm>
#include <limits>

namespace colophon::royalty {

std::uint32_t Names::of(std::string_view name) {
  const auto [at, is_new] = index_.try_emplace(std::string(name), static_cast<std::uint32_t>(list_.size()));
  if (is_new) list_.emplace_back(name);
  return at->second;
}

void Warnings::add(const About& about, Micros amount_micro, const Currency& currency) {
  const auto [at, is_new] = all_.try_emplace({std::string(about.code), about.subject, std::string(currency.name())});
  Warning& warning = at->second;
  if (is_new) {
    warning = {std::string(about.code), about.subject, about.detail, 1, amount_micro, std::string(currency.name())};
    return;
  }
  ++warning.count;
  // A sum that does not fit says only that it is large; the money itself is added up where an overflow is an error.
  if (__builtin_add_overflow(warning.amount_micro, amount_micro, &warning.amount_micro)) warning.amount_micro = std::numeric_limits<Micros>::max();
}

void Warnings::add(const About& about) {
  const auto [at, is_new] = all_.try_emplace({std::string(about.code), about.subject, std::string()});
  if (is_new) at->second = {std::string(about.code), about.subject, about.detail, 1, 0, {}};
  else ++at->second.count;
}

std::vector<Warning> Warnings::take() {
  std::vector<Warning> list;
  for (auto& [key, warning] : all_) list.push_back(std::move(warning));
  return list;
}

Result<Rates> Rates::build(const SettlementInput& input) {
  Rates rates;
  rates.period_ = input.period;
  for (std::size_t i = 0; i < input.rates.size(); ++i) {
    const ExchangeRate& rate = input.rates[i];
    const std::string field = "rates[" + std::to_string(i) + "]";
    if (rate.rate <= 0) return fail(Errc::invalid_amount, field + ".rate", "A rate is above zero.");
    if (rate.from == rate.to) return fail(Errc::invalid_argument, field + ".to", "A rate leads from one currency to another.");
    if (rate.date > last_day(input.period)) continue;
    const auto [at, is_new] = rates.rates_.try_emplace({std::string(rate.from.name()), std::string(rate.to.name())}, rate);
    if (is_new) continue;
    if (at->second.date == rate.date && at->second.rate != rate.rate) {
      return fail(Errc::conflict, field, "There are two rates from " + std::string(rate.from.name()) + " to " + std::string(rate.to.name()) + " on " + rate.date.to_string() + ".");
    }
    // Of two equal rates the source that comes first in the alphabet is named: the order of the input has no influence.
    if (rate.date > at->second.date || (rate.date == at->second.date && rate.source < at->second.source)) at->second = rate;
  }
  return rates;
}

const ExchangeRate* Rates::find(const Currency& from, const Currency& to) const {
  const auto found = rates_.find({std::string(from.name()), std::string(to.name())});
  return found == rates_.end() ? nullptr : &found->second;
}

Result<Micros> Rates::convert(Micros amount, const Currency& from, const Currency& to) const {
  const ExchangeRate* rate = find(from, to);
  if (rate == nullptr) {
    return fail(Errc::not_found, "rates", "There is no rate from " + std::string(from.name()) + " to " + std::string(to.name()) + " on or before " +
                                              last_day(period_).to_string() + ": add it to the rates.");
  }
  return convert_micros(amount, rate->rate, from, to);
}

Result<Micros> convert_micros(Micros amount, ExactAmount rate, const Currency& from, const Currency& to) {
  uint128 numerator = static_cast<uint128>(rate), denominator = 1'000'000'000'000;
  for (int i = from.exponent; i < to.exponent; ++i) numerator *= 10;
  for (int i = to.exponent; i < from.exponent; ++i) denominator *= 10;
  uint128 product = 0;
  if (amount < 0 || rate <= 0 || rate > static_cast<ExactAmount>(1'000'000'000'000) * 1'000'000'000'000 ||
      __builtin_mul_overflow(numerator, static_cast<uint128>(amount), &product) ||
      product / denominator > static_cast<uint128>(std::numeric_limits<Micros>::max())) {
    return fail(Errc::overflow, "rates", "An amount of " + std::string(from.name()) + " does not fit when it is converted into " + std::string(to.name()) + ".");
  }
  return static_cast<Micros>(product / denominator);
}

std::uint8_t Context::currency(const Currency& currency) const {
  return static_cast<std::uint8_t>(std::ranges::find(result.currencies, currency) - result.currencies.begin());
}

}  // namespace colophon::royalty
