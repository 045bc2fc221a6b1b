#pragma once
// What the steps of a settlement share: rates, names, warnings, and what capped tiers have taken so far.
#include <map>
#include <string>
#include <unordered_map>

#include "colophon/royalty/settlement.hpp"
#include "royalty/settle/catalogue.hpp"

namespace colophon::royalty {

/// Texts by number, in the order in which they are first asked for.
class Names {
 public:
  explicit Names(std::vector<std::string>& list) : list_(list) {}
  std::uint32_t of(std::string_view name);
 private:
  std::vector<std::string>& list_;
  std::unordered_map<std::string, std::uint32_t> index_;
};

/// Warnings of one code and subject are one, counted and added up.
class Warnings {
 public:
  struct About { std::string_view code; std::string subject; std::string detail; };
  void add(const About& about, Micros amount_micro, const Currency& currency);
  void add(const About& about);
  std::vector<Warning> take();         ///< By code, subject and currency.
 private:
  std::map<std::tuple<std::string, std::string, std::string>, Warning> all_;
};

/// The one rate of each pair: the last on or before the last day of the period.
class Rates {
 public:
  static Result<Rates> build(const SettlementInput& input);
  /// floor(amount * rate) of an amount >= 0. Errors: not_found with the pair, overflow.
  Result<Micros> convert(Micros amount, const Currency& from, const Currency& to) const;
  const ExchangeRate* find(const Currency& from, const Currency& to) const;
 private:
  Period period_;
  std::map<std::pair<std::string, std::string>, ExchangeRate> rates_;
};
/// floor(amount * rate * 10^to / (10^from * 10^12)), the powers being the exponents of the currencies. Error: overflow.
Result<Micros> convert_micros(Micros amount, ExactAmount rate, const Currency& from, const Currency& to);

/// What has gone through the named tiers of agreements over their life, kept from settlement to settlement.
class TierState {
 public:
  struct Key {
    OpeningLine::Kind kind = OpeningLine::Kind::tier;   ///< tier or units
    Id agreement, party;
    std::string name, currency;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  std::int64_t& of(const Key& key) { return values_[key]; }
  const std::map<Key, std::int64_t>& values() const { return values_; }
 private:
  std::map<Key, std::int64_t> values_;
};

struct Context {
  const SettlementInput& input;
  SettlementResult& result;
  const Catalogue& catalogue;
  const Rates& rates;
  TierState& tiers;
  Names& names;
  Warnings& warnings;
  std::vector<RecordedPosting> moves;      ///< Of the row that is evaluated: what it added to the states of tiers.

  std::uint8_t currency(const Currency& currency) const;   ///< Its index in the result; it is there.
};

}  // namespace colophon::royalty
