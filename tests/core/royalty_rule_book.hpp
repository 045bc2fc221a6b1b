#pragma once
// A book of rules as its document, and random settlements as bundles can hold them: everything by its id.
#include "core/royalty_random.hpp"

namespace colophon::tests {

class RuleBookWriter {
 public:
  static Json document(const royalty::RuleBook& book) {
    JsonArray pools, agreements;
    for (const royalty::PoolRule& pool : book.pools) pools.push_back(pool_json(pool));
    for (const royalty::Agreement& agreement : book.agreements) agreements.push_back(RuleBookWriter(agreement).agreement());
    return JsonObject{{"format", "colophon/agreements/1"}, {"pools", std::move(pools)}, {"agreements", std::move(agreements)}};
  }

 private:
  explicit RuleBookWriter(const royalty::Agreement& agreement) : a_(agreement) {}

  static void add_words(JsonObject& object, const char* name, const royalty::WordList& list) {
    if (list.words.empty()) return;
    JsonArray words;
    for (const std::string& word : list.words) words.push_back((list.except ? "!" : "") + word);
    object.emplace_back(name, std::move(words));
  }
  static Json selector(const royalty::Selector& selector) {
    JsonObject object;
    add_words(object, "kind", selector.kind);
    add_words(object, "source", selector.source);
    add_words(object, "use", selector.use);
    add_words(object, "territory", selector.territory);
    add_words(object, "side", selector.side);
    return object;
  }
  static std::string name(const royalty::Recipient& to) { return (to.is_agreement ? "@" : "") + to.id.to_string(); }
  static Json shares(const std::vector<royalty::RecipientShare>& list) {
    JsonObject object;
    for (const auto& each : list) object.emplace_back(name(each.to), each.share.to_string());
    return object;
  }
  static Json pool_json(const royalty::PoolRule& pool) {
    JsonObject object{{"pool", pool.name}, {"takes", selector(pool.takes)}, {"rule", royalty::rule_name(pool.rule)},
                      {"units_per_listener_day_max", pool.units_per_listener_day_max}, {"as", JsonObject{{"kind", pool.as.kind}, {"use", pool.as.use}}}};
    add_words(object, "counts", {pool.counts, false});
    add_words(object, "source", pool.source);
    add_words(object, "territory", pool.territory);
    JsonArray fees;
    for (const auto& fee : pool.fees) fees.push_back(JsonObject{{"name", fee.name}, {"to", fee.to.id.to_string()}, {"share", fee.share.to_string()}});
    object.emplace_back("fees", std::move(fees));
    if (pool.rule == royalty::Rule::artist_centric) {
      const auto& rule = pool.artist_centric;
      object.emplace_back("artist_centric", JsonObject{{"professional_units_min", rule.professional_units_min}, {"professional_listeners_min", rule.professional_listeners_min},
                                                       {"professional_boost", rule.professional_boost}, {"active_boost", rule.active_boost}, {"listener_units_full", rule.listener_units_full}});
    }
    return object;
  }

  Json money(Micros amount) const { return format_micros(amount, *a_.currency); }

  Json tier(const royalty::Tier& tier) const {
    JsonObject object{{"tier", tier.name}};
    if (!(tier.take == Share{1, 1})) object.emplace_back("take", tier.take.to_string());
    if (!tier.to.empty()) object.emplace_back("to", shares(tier.to));
    if (!tier.steps.empty()) {
      const bool units = tier.basis == royalty::StepBasis::units;
      JsonArray steps;
      for (const auto& step : tier.steps) steps.push_back(JsonObject{{"from", units ? Json(std::to_string(step.from)) : money(step.from)}, {"to", shares(step.to)}});
      object.emplace_back("by", units ? "units" : "revenue");
      object.emplace_back("steps", std::move(steps));
    }
    if (!tier.claims.empty()) {
      JsonArray claims;
      for (const auto& claim : tier.claims) claims.push_back(JsonObject{{"to", name(claim.to)}, {"amount", money(claim.amount)}});
      object.emplace_back("claims", std::move(claims));
      object.emplace_back("order", tier.ranked ? "ranked" : "pari-passu");
    } else if (tier.cap) {
      object.emplace_back("until", money(*tier.cap));
    }
    return object;
  }

  Json agreement() const {
    JsonArray works, fees, terms, advances, reserves, guarantees;
    for (const auto& work : a_.works) works.push_back(work.id.to_string());
    for (const auto& fee : a_.fees) fees.push_back(JsonObject{{"name", fee.name}, {"when", selector(fee.when)}, {"to", fee.to.id.to_string()}, {"share", fee.share.to_string()}});
    for (const auto& term : a_.terms) {
      JsonArray tiers;
      for (const auto& each : term.tiers) tiers.push_back(tier(each));
      terms.push_back(JsonObject{{"when", selector(term.when)}, {"tiers", std::move(tiers)}});
    }
    for (const auto& advance : a_.advances) {
      JsonObject object{{"to", advance.to.id.to_string()}, {"account", advance.account}, {"recoup", advance.recoup.to_string()}};
      if (advance.amount) object.emplace_back("amount", money(*advance.amount)), object.emplace_back("date", advance.date.to_string());
      advances.push_back(std::move(object));
    }
    for (const auto& reserve : a_.reserves) {
      JsonArray of;
      for (const auto& party : reserve.of) of.push_back(party.id.to_string());
      reserves.push_back(JsonObject{{"share", reserve.share.to_string()}, {"months", reserve.months}, {"of", std::move(of)}, {"when", selector(reserve.when)}});
    }
    for (const auto& guarantee : a_.guarantees) {
      guarantees.push_back(JsonObject{{"to", guarantee.to.id.to_string()}, {"amount", money(guarantee.amount)}, {"recoupable", guarantee.recoupable}, {"account", guarantee.account}});
    }
    JsonObject object{{"agreement", a_.id.to_string()}, {"from", a_.from.to_string()}, {"works", std::move(works)}, {"fees", std::move(fees)}, {"terms", std::move(terms)},
                      {"advances", std::move(advances)}, {"reserves", std::move(reserves)}, {"guarantees", std::move(guarantees)}};
    if (a_.until.days != 0) object.emplace_back("until", a_.until.to_string());
    if (a_.currency) object.emplace_back("currency", a_.currency->name());
    return object;
  }

  const royalty::Agreement& a_;
};

/// A random settlement as a bundle can hold it: names are ids, rules are what their document says.
inline royalty::SettlementInput random_bundle(std::uint64_t seed) {
  royalty::SettlementInput input = random_settlement(seed);
  for (royalty::Party& party : input.parties) {
    party.name = party.id.to_string();
    if (!party.pays_in) party.threshold_minor = 0;   // A bundle's threshold is in the party's currency.
  }
  for (royalty::Work& work : input.works) work.name = work.id.to_string();
  auto book = royalty::parse_rule_book(RuleBookWriter::document(input.book));
  if (!book) throw std::runtime_error(book.error().field + ": " + book.error().detail);
  // A document knows no accounts of advances but by name: that of a guarantee is kept, that of an advance too.
  input.book = std::move(*book);
  return input;
}

}  // namespace colophon::tests
