#pragma once
// Random settlements in which everything that agreements can say happens. Small, so that ten thousand of them run in seconds; everything
// follows from the seed.
#include <algorithm>

#include "core/royalty_support.hpp"

namespace colophon::tests {

class RandomSettlement {
 public:
  explicit RandomSettlement(std::uint64_t seed) : r_(seed), input_(empty_settlement()) {}

  royalty::SettlementInput make() {
    parties_ = 3 + pick(5);
    works_ = 2 + pick(5);
    for (std::uint32_t p = 0; p < parties_; ++p) input_.parties.push_back(party(p));
    add_agreements();
    add_works();
    add_pools();
    add_revenue();
    add_usage();
    add_rates();
    add_openings();
    add_holds();
    return input_;
  }

 private:
  std::uint32_t pick(std::uint32_t bound) { return static_cast<std::uint32_t>(r_.below(bound)); }
  bool chance(std::uint32_t percent) { return pick(100) < percent; }
  const char* any_currency() {
    constexpr const char* codes[] = {"EUR", "EUR", "EUR", "USD", "JPY", "KWD"};
    return codes[pick(6)];
  }
  Micros any_micros(std::uint32_t minor_max) { return static_cast<Micros>(r_.below(static_cast<std::uint64_t>(minor_max) * 1'000'000)); }
  Share any_share() { return chance(15) ? (chance(50) ? Share{0, 1} : Share{1, 1}) : reduced(pick(97), 97); }
  static Share reduced(std::uint32_t n, std::uint32_t d) {
    std::uint32_t a = n, b = d;
    while (b != 0) a = std::exchange(b, a % b);
    return a == 0 ? Share{0, 1} : Share{n / a, d / a};
  }

  royalty::Party party(std::uint32_t number) {
    royalty::Party p;
    p.id = party_id(number);
    p.name = "p" + std::to_string(number);
    if (chance(70)) p.pays_in = currency(any_currency());
    if (chance(30)) p.threshold_minor = pick(2'000);
    if (chance(30)) p.withholding = reduced(pick(30), 100);
    p.payable = chance(85);
    return p;
  }

  /// 1 to 4 different recipients: parties, and agreements further down the list, which cannot lead back.
  std::vector<royalty::RecipientShare> recipients(std::uint32_t agreement) {
    std::vector<royalty::Recipient> to;
    const std::uint32_t count = 1 + pick(std::min(4u, parties_));
    for (std::uint32_t p = 0; p < parties_ && to.size() < count; ++p) {
      if (chance(60) || parties_ - p <= count - to.size()) to.push_back({{party_id(p), "p" + std::to_string(p)}, false});
    }
    if (agreement + 1 < agreements_ && chance(40)) to.back() = {{agreement_id(agreement + 1), "a" + std::to_string(agreement + 1)}, true};
    const auto shares = random_shares(r_, to.size(), 0x50);
    std::vector<royalty::RecipientShare> out;
    for (std::size_t i = 0; i < to.size(); ++i) out.push_back({to[i], shares[i].share});
    std::ranges::sort(out, {}, [](const royalty::RecipientShare& each) { return each.to.id; });
    return out;
  }

  royalty::Selector any_selector() {
    royalty::Selector when;
    if (chance(50)) when.use.words = {chance(50) ? "stream" : "download"};
    if (chance(20)) when.territory = {{"DE"}, chance(50)};
    return when;
  }

  royalty::Tier any_tier(std::uint32_t agreement, std::uint32_t number, bool last, bool money) {
    royalty::Tier tier;
    tier.name = "t" + std::to_string(number);
    if (!last && chance(40)) tier.take = any_share();
    const std::uint32_t form = pick(10);
    if (!last && money && form < 3) {
      const auto to = recipients(agreement);
      Micros sum = 0;
      for (const auto& each : to) {
        tier.claims.push_back({each.to, any_micros(500)});
        sum += tier.claims.back().amount;
      }
      tier.ranked = chance(50);
      tier.cap = sum;
      return tier;
    }
    if (money && form < 6) {
      tier.basis = chance(50) ? royalty::StepBasis::units : royalty::StepBasis::revenue;
      std::int64_t from = 0;
      for (std::uint32_t k = 0, count = 1 + pick(3); k < count; ++k) {
        tier.steps.push_back({from, recipients(agreement)});
        from += 1 + static_cast<std::int64_t>(tier.basis == royalty::StepBasis::units ? pick(60) : r_.below(200'000'000));
      }
    } else {
      tier.to = recipients(agreement);
    }
    if (!last && money && chance(50)) tier.cap = any_micros(800);
    return tier;
  }

  royalty::Agreement any_agreement(std::uint32_t number, std::uint32_t version) {
    royalty::Agreement a;
    a.id = agreement_id(number);
    a.name = "a" + std::to_string(number);
    a.field = "agreements[" + a.name + "]";
    constexpr const char* days[] = {"2025-01-01", "2026-10-10", "2026-10-21"};
    a.from = *Date::parse(days[version]);
    if (chance(10)) a.until = *Date::parse("2026-10-25");
    const bool money = chance(75);
    if (money) a.currency = currency(any_currency());
    for (std::uint32_t k = 0, count = pick(3); k < count; ++k) {
      const std::uint32_t to = pick(parties_);
      a.fees.push_back({"f" + std::to_string(k), chance(60) ? any_selector() : royalty::Selector{}, {party_id(to), "p" + std::to_string(to)}, any_share()});
    }
    for (std::uint32_t t = 0, count = 1 + pick(2); t < count; ++t) {
      royalty::Term term;
      if (t + 1 < count || chance(15)) term.when = any_selector();
      for (std::uint32_t k = 0, tiers = 1 + pick(3); k < tiers; ++k) term.tiers.push_back(any_tier(number, k, k + 1 == tiers, money));
      a.terms.push_back(std::move(term));
    }
    for (std::uint32_t p = 0; money && p < parties_; ++p) {
      const royalty::Named to{party_id(p), "p" + std::to_string(p)};
      if (chance(25)) {
        royalty::AdvanceTerm advance{to, chance(50) ? "group" : a.name, any_share(), {}, {}};
        if (chance(20)) advance.amount = any_micros(500), advance.date = *Date::parse("2026-10-03");
        a.advances.push_back(std::move(advance));
      }
      if (chance(15)) a.guarantees.push_back({to, any_micros(300), chance(50), a.name});
    }
    if (chance(30)) a.reserves.push_back({any_share(), 1 + static_cast<int>(pick(6)), {}, chance(50) ? any_selector() : royalty::Selector{}});
    return a;
  }

  void add_agreements() {
    agreements_ = 1 + pick(4);
    for (std::uint32_t a = 0; a < agreements_; ++a) {
      const std::uint32_t versions = chance(25) ? 2 + pick(2) : 1;
      for (std::uint32_t v = 0; v < versions; ++v) input_.book.agreements.push_back(any_agreement(a, v));
    }
  }

  void add_works() {
    for (std::uint32_t w = 0; w < works_; ++w) {
      royalty::Work work;
      work.id = work_id(w);
      work.name = "w" + std::to_string(w);
      work.artist = chance(70) ? party_id(pick(parties_)) : Id{};
      work.noise = chance(5);
      const bool more = w + 1 < works_;
      if (more && chance(15)) {
        work.type = royalty::WorkType::release;
        for (const auto& share : random_shares(r_, 1 + pick(works_ - w - 1), 0)) work.tracks.push_back({work_id(w + 1 + static_cast<std::uint32_t>(work.tracks.size())), share.share});
      } else if (more && chance(15)) {
        work.type = royalty::WorkType::recording;
        work.compositions.push_back({work_id(w + 1), {1, 1}});
      }
      if (more && chance(25)) work.derives.push_back({work_id(w + 1 + pick(works_ - w - 1)), reduced(1 + pick(20), 100), chance(50)});
      const std::uint32_t form = pick(10);
      if (form < 5) {
        work.shares = random_shares(r_, 1 + pick(parties_), 0x50);
      } else if (form < 9) {
        // All versions of one agreement name it; or, rarely, two agreements do.
        const std::uint32_t of = pick(agreements_), other = chance(5) ? pick(agreements_) : of;
        for (royalty::Agreement& a : input_.book.agreements) {
          if (a.id == agreement_id(of) || a.id == agreement_id(other)) a.works.push_back({work.id, work.name});
        }
      }
      input_.works.push_back(std::move(work));
    }
  }

  void add_pools() {
    input_.book.pools = royalty::default_pools();
    royalty::PoolRule& pool = input_.book.pools[0];
    constexpr royalty::Rule rules[] = {royalty::Rule::pro_rata, royalty::Rule::user_centric, royalty::Rule::artist_centric};
    pool.rule = rules[pick(3)];
    pool.artist_centric = {5, 2, 2, 3, chance(50) ? 10 : 0};
    if (chance(40)) pool.units_per_listener_day_max = 1 + pick(20);
    if (chance(40)) pool.fees.push_back({"commission", {party_id(0), "p0"}, reduced(pick(40), 100)});
    input_.book.canonical = "{}";
  }

  void add_revenue() {
    constexpr const char* days[] = {"2026-09-20", "2026-10-01", "2026-10-15", "2026-10-28"};
    for (std::uint32_t i = 0, count = 2 + pick(12); i < count; ++i) {
      const bool pool = chance(40);
      royalty::RevenueLine line = money(i, pool ? (chance(70) ? "subscription" : "ad") : (chance(50) ? "sale" : "tip"),
                                        static_cast<ExactAmount>(r_.below(50'000)) * 10'000'000'000 + static_cast<ExactAmount>(r_.below(10'000)) * (chance(30) ? 1 : 100'000'000),
                                        pool ? Id{} : work_id(pick(works_)), any_currency());
      line.date = *Date::parse(days[pick(4)]);
      line.units = pick(80);
      if (!pool) {
        line.facts.use = chance(60) ? "stream" : "download";
        line.facts.territory = chance(60) ? "DE" : "US";
        line.facts.source = chance(50) ? "north" : "south";
        if (chance(30)) line.facts.side = chance(50) ? "recording" : "composition";
        if (chance(4)) line.work = Id{}, line.unmatched = true;
      } else {
        line.listener = chance(80) ? listener_id(pick(6)) : Id{};
      }
      input_.revenue.push_back(std::move(line));
    }
    if (chance(20)) {
      royalty::RevenueLine back = input_.revenue.front();
      back.id = test_id(0xFE, 900);
      back.reverses = input_.revenue.front().id;
      back.amount = back.amount / 3;
      input_.revenue.push_back(std::move(back));
    }
  }

  void add_usage() {
    for (std::uint32_t i = 0, count = pick(30); i < count; ++i) {
      add_use(input_, chance(90) ? listener_id(pick(7)) : Id{}, work_id(pick(works_)), pick(9), static_cast<std::int16_t>(static_cast<int>(pick(35)) - 4), chance(30));
    }
  }

  void add_rates() {
    for (const char* from : {"EUR", "USD", "JPY", "KWD"}) {
      for (const char* to : {"EUR", "USD", "JPY", "KWD"}) {
        if (std::string_view(from) == to) continue;
        input_.rates.push_back({currency(from), currency(to), *Date::parse("2026-10-29"), 1'000'000'000 + static_cast<ExactAmount>(r_.below(3'000'000'000'000)), "test"});
      }
    }
  }

  void add_openings() {
    using Kind = royalty::OpeningLine::Kind;
    for (std::uint32_t p = 0; p < parties_; ++p) {
      if (chance(40)) input_.openings.push_back({Kind::balance, party_id(p), {}, {}, {1970, 1}, currency(any_currency()), any_micros(900) - 200'000'000});
      for (const royalty::Agreement& a : input_.book.agreements) {
        for (const royalty::AdvanceTerm& advance : a.advances) {
          const royalty::OpeningLine line{Kind::advance, advance.to.id, {}, advance.account, {1970, 1}, *a.currency, any_micros(600)};
          const auto same = [&](const royalty::OpeningLine& other) {
            return other.kind == line.kind && other.party == line.party && other.name == line.name && other.currency == line.currency;
          };
          if (p == 0 && chance(60) && line.amount > 0 && std::ranges::none_of(input_.openings, same)) input_.openings.push_back(line);
        }
      }
      if (chance(20)) input_.openings.push_back({Kind::reserve, party_id(p), agreement_id(pick(agreements_)), {}, {2026, 8 + static_cast<int>(pick(5))}, currency("EUR"), 1 + any_micros(200)});
      if (chance(15)) input_.openings.push_back({Kind::held, party_id(p), agreement_id(pick(agreements_)), "claim-" + std::to_string(pick(2)), {1970, 1}, currency("EUR"), 1 + any_micros(200)});
    }
    if (chance(20)) input_.openings.push_back({Kind::pool, {}, {}, "subscription", {1970, 1}, currency("EUR"), 1 + any_micros(100)});
  }

  void add_holds() {
    for (std::uint32_t h = 0; h < 2; ++h) {
      royalty::Hold hold;
      hold.name = "claim-" + std::to_string(h);
      if (chance(50)) hold.party = party_id(pick(parties_));
      else hold.work = work_id(pick(works_));
      hold.currency = currency("EUR");
      if (chance(50)) hold.limit = any_micros(300);
      hold.from = *Date::parse("2026-09-01");
      if (chance(40)) hold.until = *Date::parse(chance(50) ? "2026-10-05" : "2027-01-01");
      constexpr royalty::Hold::State states[] = {royalty::Hold::State::open, royalty::Hold::State::open, royalty::Hold::State::released, royalty::Hold::State::upheld};
      hold.state = states[pick(4)];
      hold.pay_to = {party_id(pick(parties_)), "p"};
      if (chance(60)) input_.holds.push_back(std::move(hold));
    }
  }

  TestRandom r_;
  royalty::SettlementInput input_;
  std::uint32_t parties_ = 0, works_ = 0, agreements_ = 0;
};

inline royalty::SettlementInput random_settlement(std::uint64_t seed) { return RandomSettlement(seed).make(); }

}  // namespace colophon::tests
