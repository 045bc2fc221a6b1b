// Agreements and pools from JSON (docs/formats/agreements.md).
#include <algorithm>

#include "colophon/base/limits.hpp"
#include "royalty/agreement/check.hpp"
#include "royalty/fields.hpp"

namespace colophon::royalty {
namespace {

constexpr std::string_view kFormat = "colophon/agreements/1";
/// default_pools() as a document says it.
constexpr std::string_view kDefaultPools =
    R"([{"as":{"kind":"subscription"},"pool":"subscription","rule":"pro-rata","takes":{"kind":["subscription"]}},)"
    R"({"as":{"kind":"ad"},"pool":"advertising","rule":"pro-rata","takes":{"kind":["!subscription"]}}])";

Result<Named> read_named(std::string_view kind, std::string_view name, const std::string& field) {
  auto id = named_id(kind, name, field);
  if (!id) return std::unexpected(id.error());
  return Named{*id, std::string(name)};
}

/// "ada" is a party, "@band" an agreement.
Result<Recipient> read_recipient(std::string_view name, const std::string& field) {
  const bool nested = name.starts_with('@');
  auto named = read_named(nested ? "agreement" : "party", nested ? name.substr(1) : name, field);
  if (!named) return std::unexpected(named.error());
  return Recipient{std::move(*named), nested};
}

Result<std::string> read_word(const Json& value, const std::string& field) {
  const std::string* text = value.string();
  if (text == nullptr || text->empty() || text->size() > limits::kNameBytesMax) {
    return fail(Errc::invalid_argument, field, "This must be a word of 1 to 128 bytes.");
  }
  return *text;
}

/// ["DE", "FR"], or ["!US"] for everything but.
WordList read_words(Fields& fields, std::string_view name) {
  WordList list{fields.list_or_none<std::string>(name, read_word), false};
  const auto excludes = [](const std::string& word) { return word.starts_with('!'); };
  const auto count = std::ranges::count_if(list.words, excludes);
  if (count == 0) return list;
  if (static_cast<std::size_t>(count) != list.words.size()) {
    fields.note({Errc::invalid_argument, fields.path(name), "Either every word is taken out with \"!\" or none is."});
  }
  list.except = true;
  for (std::string& word : list.words) word.erase(0, 1);
  return list;
}

Result<Selector> read_selector(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  Selector s;
  s.kind = read_words(f, "kind");
  s.source = read_words(f, "source");
  s.use = read_words(f, "use");
  s.territory = read_words(f, "territory");
  s.side = read_words(f, "side");
  return finished(f, std::move(s));
}

Selector selector_or_any(Fields& f, std::string_view name) {
  const Json* value = f.any(name);
  return value == nullptr ? Selector{} : f.keep(read_selector(*value, f.path(name)));
}

/// Amounts of agreements need the currency, which stands beside them.
class Amounts {
 public:
  explicit Amounts(const std::optional<Currency>& currency) : currency_(currency) {}
  Result<Micros> read(std::string_view text, const std::string& field) const {
    if (!currency_) return fail(Errc::missing_field, field, "An agreement with amounts in it names its \"currency\".");
    const auto exact = parse_exact(text, field);
    if (!exact) return std::unexpected(exact.error());
    if (*exact < 0) return fail(Errc::negative_amount, field, "An amount in an agreement is never below zero.");
    const auto micros = to_micros(*exact, *currency_);
    if (!micros) return fail(Errc::overflow, field, micros.error().detail);
    if (micros->residue != 0) return fail(Errc::invalid_amount, field, "An amount in an agreement has at most six places below the minor unit.");
    return micros->micros;
  }
  Micros field(Fields& f, std::string_view name) const { return f.keep(read(f.string(name), f.path(name))); }

 private:
  const std::optional<Currency>& currency_;
};

/// {"ada": "1/2", "@band": "50%"}: adds up to exactly 1; in the order of the ids, so that the document's order has no meaning.
Result<std::vector<RecipientShare>> read_shares(const Json& value, const std::string& path) {
  const JsonObject* object = value.object();
  if (object == nullptr) return fail(Errc::invalid_argument, path, "This must be an object of names and shares: {\"ada\": \"1/2\", \"bob\": \"1/2\"}.");
  std::vector<RecipientShare> shares;
  std::vector<PartyShare> sum;
  for (const auto& [name, share_value] : *object) {
    const std::string field = path + "." + name.substr(0, limits::kNameBytesMax);
    auto to = read_recipient(name, field);
    if (!to) return std::unexpected(to.error());
    const std::string* text = share_value.string();
    if (text == nullptr) return fail(Errc::invalid_shares, field, "A share is a string: \"1/3\", \"0.25\" or \"25%\".");
    const auto share = Share::parse(*text, field);
    if (!share) return std::unexpected(share.error());
    sum.push_back({to->id, *share});
    shares.push_back({std::move(*to), *share});
  }
  if (auto valid = validate_shares(sum, path); !valid) return fail(valid.error().code, path, valid.error().detail);
  std::ranges::sort(shares, {}, [](const RecipientShare& each) { return each.to.id; });
  return shares;
}

Result<RateStep> read_step(const Json& value, std::string path, StepBasis basis, const Amounts& amounts) {
  Fields f(value, std::move(path));
  RateStep step;
  if (basis == StepBasis::revenue) step.from = amounts.field(f, "from");
  else step.from = f.amount("from");
  step.to = f.keep(read_shares(f.required("to"), f.path("to")));
  return finished(f, std::move(step));
}

Result<RecipientClaim> read_claim(const Json& value, std::string path, const Amounts& amounts) {
  Fields f(value, std::move(path));
  RecipientClaim claim;
  claim.to = f.keep(read_recipient(f.string("to"), f.path("to")));
  claim.amount = amounts.field(f, "amount");
  return finished(f, std::move(claim));
}

void read_steps(Fields& f, Tier& tier, const Amounts& amounts) {
  const std::string_view by = f.string("by");
  tier.basis = by == "units" ? StepBasis::units : StepBasis::revenue;
  if (by != "units" && by != "revenue") f.note({Errc::invalid_argument, f.path("by"), "Steps go by \"units\" or by \"revenue\"."});
  tier.steps = f.list<RateStep>("steps", [&](const Json& item, std::string at) { return read_step(item, std::move(at), tier.basis, amounts); });
  for (std::size_t i = 0; i < tier.steps.size(); ++i) {
    const bool rises = i == 0 ? tier.steps[i].from == 0 : tier.steps[i].from > tier.steps[i - 1].from;
    if (!rises) f.note({Errc::invalid_argument, indexed(f.path("steps"), i) + ".from", "The first step is from 0, every later one from more than the one before."});
  }
  if (tier.steps.empty()) f.note({Errc::missing_field, f.path("steps"), "There must be at least one step."});
}

void read_claims(Fields& f, Tier& tier, const Amounts& amounts) {
  tier.claims = f.list<RecipientClaim>("claims", [&](const Json& item, std::string at) { return read_claim(item, std::move(at), amounts); });
  const std::string_view order = f.string_or("order", "pari-passu");
  tier.ranked = order == "ranked";
  if (order != "ranked" && order != "pari-passu") f.note({Errc::invalid_argument, f.path("order"), "The order of claims is \"ranked\" or \"pari-passu\"."});
  Micros sum = 0;
  for (std::size_t i = 0; i < tier.claims.size(); ++i) {
    if (__builtin_add_overflow(sum, tier.claims[i].amount, &sum)) f.note({Errc::overflow, f.path("claims"), "The claims add up to 2^63 micros or more."});
    for (std::size_t k = 0; k < i; ++k) {
      if (tier.claims[k].to.id == tier.claims[i].to.id) f.note({Errc::invalid_argument, indexed(f.path("claims"), i) + ".to", "The recipient has two claims in one tier; give their sum."});
    }
  }
  if (tier.claims.empty() || tier.claims.size() > limits::kPartiesPerWorkMax) f.note({Errc::limit_exceeded, f.path("claims"), "A tier has 1 to 1000 claims."});
  if (f.any("until") != nullptr) f.note({Errc::invalid_argument, f.path("until"), "The claims are the tier's cap: leave \"until\" out."});
  tier.cap = sum;
  // Pari passu knows no order: that of the ids keeps the document's from having a meaning.
  if (!tier.ranked) std::ranges::sort(tier.claims, {}, [](const RecipientClaim& each) { return each.to.id; });
}

Result<Tier> read_tier(const Json& value, std::string path, const Amounts& amounts) {
  Fields f(value, std::move(path));
  Tier tier;
  tier.name = f.string_or("tier", "");
  if (f.any("take") != nullptr) tier.take = f.share("take");
  const Json* to = f.any("to");
  const bool steps = f.any("steps") != nullptr, claims = f.any("claims") != nullptr;
  if ((to != nullptr) + steps + claims != 1) {
    f.note({Errc::invalid_argument, f.path("to"), "A tier has exactly one of \"to\" (shares), \"steps\" and \"claims\"."});
  } else if (to != nullptr) {
    tier.to = f.keep(read_shares(*to, f.path("to")));
  } else if (steps) {
    read_steps(f, tier, amounts);
  } else {
    read_claims(f, tier, amounts);
  }
  if (!claims && f.any("until") != nullptr) tier.cap = amounts.field(f, "until");
  if ((tier.cap || steps) && tier.name.empty()) {
    f.note({Errc::missing_field, f.path("tier"), "A tier with a cap, claims or steps has a name: what it has taken so far is kept under it."});
  }
  return finished(f, std::move(tier));
}

Result<std::vector<Tier>> read_tiers(const Json& value, const std::string& path, const Amounts& amounts) {
  const JsonArray* items = value.array();
  if (items == nullptr || items->empty() || items->size() > limits::kTiersPerTermMax) {
    return fail(Errc::invalid_argument, path, "This must be a list of 1 to 64 tiers.");
  }
  std::vector<Tier> tiers;
  for (std::size_t i = 0; i < items->size(); ++i) {
    auto tier = read_tier((*items)[i], indexed(path, i), amounts);
    if (!tier) return std::unexpected(tier.error());
    tiers.push_back(std::move(*tier));
  }
  const Tier& last = tiers.back();
  if (last.cap || !(last.take == Share{1, 1})) {
    return fail(Errc::invalid_shares, indexed(path, tiers.size() - 1), "The last tier takes all that is left: no \"take\", no \"until\", no \"claims\".");
  }
  return tiers;
}

/// "shares": {...} is short for one tier; "tiers": [...] says all.
std::vector<Tier> tiers_of(Fields& f, const Amounts& amounts) {
  const Json* shares = f.any("shares");
  const Json* tiers = f.any("tiers");
  if ((shares != nullptr) == (tiers != nullptr)) {
    f.note({Errc::missing_field, f.path("shares"), "Give either \"shares\" or \"tiers\"."});
    return {};
  }
  if (tiers != nullptr) return f.keep(read_tiers(*tiers, f.path("tiers"), amounts));
  Tier tier;
  tier.to = f.keep(read_shares(*shares, f.path("shares")));
  return {std::move(tier)};
}

Result<Term> read_term(const Json& value, std::string path, const Amounts& amounts) {
  Fields f(value, std::move(path));
  Term term;
  term.when = selector_or_any(f, "when");
  term.tiers = tiers_of(f, amounts);
  return finished(f, std::move(term));
}

Result<FeeTerm> read_fee(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  FeeTerm fee;
  fee.name = f.string("name");
  fee.when = selector_or_any(f, "when");
  fee.to = f.keep(read_named("party", f.string("to"), f.path("to")));
  fee.share = f.share("share");
  return finished(f, std::move(fee));
}

Result<AdvanceTerm> read_advance(const Json& value, std::string path, const std::string& own, const Amounts& amounts) {
  Fields f(value, std::move(path));
  AdvanceTerm advance;
  advance.to = f.keep(read_named("party", f.string("to"), f.path("to")));
  advance.account = f.string_or("account", own);
  if (f.any("recoup") != nullptr) advance.recoup = f.share("recoup");
  if (f.any("amount") != nullptr) {
    advance.amount = amounts.field(f, "amount");
    advance.date = f.date("date");
  }
  if (advance.account.empty() || advance.account.size() > limits::kNameBytesMax) f.note({Errc::invalid_argument, f.path("account"), "An account's name has 1 to 128 bytes."});
  return finished(f, std::move(advance));
}

Result<ReserveTerm> read_reserve(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  ReserveTerm reserve;
  reserve.share = f.share("share");
  const std::int64_t months = f.integer("months");
  if (months < 1 || months > 120) f.note({Errc::invalid_argument, f.path("months"), "A reserve is released after 1 to 120 months."});
  reserve.months = static_cast<int>(months);
  reserve.of = f.list_or_none<Named>("of", [](const Json& item, const std::string& at) {
    return read_named("party", item.string() ? std::string_view(*item.string()) : std::string_view(), at);
  });
  reserve.when = selector_or_any(f, "when");
  return finished(f, std::move(reserve));
}

Result<GuaranteeTerm> read_guarantee(const Json& value, std::string path, const std::string& own, const Amounts& amounts) {
  Fields f(value, std::move(path));
  GuaranteeTerm guarantee;
  guarantee.to = f.keep(read_named("party", f.string("to"), f.path("to")));
  guarantee.amount = amounts.field(f, "amount");
  guarantee.recoupable = f.boolean_or("recoupable", false);
  guarantee.account = f.string_or("account", own);
  return finished(f, std::move(guarantee));
}

void read_scope(Fields& f, Agreement& agreement) {
  const Json* works = f.any("works");
  if (works == nullptr) return;
  if (works->string() != nullptr && *works->string() == "all") {
    agreement.all_works = true;
    return;
  }
  agreement.works = f.list_or_none<Named>("works", [](const Json& item, const std::string& at) {
    return read_named("work", item.string() ? std::string_view(*item.string()) : std::string_view(), at);
  });
}

Result<Agreement> read_agreement(const Json& value, std::string path) {
  Agreement a;
  a.field = path;
  Fields f(value, std::move(path));
  static_cast<Named&>(a) = f.keep(read_named("agreement", f.string("agreement"), f.path("agreement")));
  a.title = f.string_or("title", a.name);
  a.from = f.date("from");
  if (f.any("until") != nullptr) a.until = f.date("until");
  if (f.ok() && a.until.days != 0 && a.until <= a.from) f.note({Errc::invalid_argument, f.path("until"), "An agreement ends after it begins."});
  if (f.any("recorded") != nullptr) a.recorded_ms = f.keep(parse_time_utc(f.string("recorded"), f.path("recorded")));
  if (f.any("currency") != nullptr) a.currency = f.currency("currency");
  a.side = f.string_or("side", "");
  if (!a.side.empty() && a.side != "recording" && a.side != "composition") f.note({Errc::invalid_argument, f.path("side"), "The side is \"recording\" or \"composition\"."});
  read_scope(f, a);
  const Amounts amounts(a.currency);
  a.fees = f.list_or_none<FeeTerm>("fees", read_fee);
  a.terms = f.list_or_none<Term>("terms", [&](const Json& item, std::string at) { return read_term(item, std::move(at), amounts); });
  // Shares or tiers beside the terms hold where no term matches.
  if (a.terms.empty() || f.any("shares") != nullptr || f.any("tiers") != nullptr) a.terms.push_back({Selector{}, tiers_of(f, amounts)});
  if (a.terms.size() > limits::kTermsPerAgreementMax) f.note({Errc::limit_exceeded, f.path("terms"), "An agreement has at most 1000 terms."});
  a.advances = f.list_or_none<AdvanceTerm>("advances", [&](const Json& item, std::string at) { return read_advance(item, std::move(at), a.name, amounts); });
  a.reserves = f.list_or_none<ReserveTerm>("reserves", read_reserve);
  a.guarantees = f.list_or_none<GuaranteeTerm>("guarantees", [&](const Json& item, std::string at) { return read_guarantee(item, std::move(at), a.name, amounts); });
  return finished(f, std::move(a));
}

Result<ArtistCentric> read_artist_centric(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  ArtistCentric rule;
  const auto number = [&](std::string_view name, std::int64_t& into, std::int64_t low, std::int64_t high) {
    into = f.integer_or(name, into);
    if (into < low || into > high) f.note({Errc::invalid_argument, f.path(name), "This is a whole number from " + std::to_string(low) + " to " + std::to_string(high) + "."});
  };
  number("professional_units_min", rule.professional_units_min, 0, 1'000'000'000'000);
  number("professional_listeners_min", rule.professional_listeners_min, 0, 1'000'000'000'000);
  number("professional_boost", rule.professional_boost, 1, 100);
  number("active_boost", rule.active_boost, 1, 100);
  number("listener_units_full", rule.listener_units_full, 0, 1'000'000'000'000);
  return finished(f, rule);
}

Result<PoolFee> read_pool_fee(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  PoolFee fee;
  fee.name = f.string("name");
  fee.to = f.keep(read_named("party", f.string("to"), f.path("to")));
  fee.share = f.share("share");
  return finished(f, std::move(fee));
}

Result<IncomeFacts> read_facts(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  IncomeFacts facts;
  facts.kind = f.string_or("kind", "");
  facts.source = f.string_or("source", "");
  facts.use = f.string_or("use", "");
  facts.territory = f.string_or("territory", "");
  facts.side = f.string_or("side", "");
  return finished(f, std::move(facts));
}

Result<PoolRule> read_pool(const Json& value, std::string path) {
  Fields f(value, std::move(path));
  PoolRule pool;
  pool.name = f.keep(read_word(f.required("pool"), f.path("pool")));
  if (pool.name == "direct") f.note({Errc::invalid_argument, f.path("pool"), "\"direct\" is what money that names its work is called: give the pool another name."});
  pool.takes = f.keep(read_selector(f.required("takes"), f.path("takes")));
  pool.rule = f.keep(parse_rule(f.string("rule"), f.path("rule")));
  if (f.ok() && pool.rule == Rule::direct) f.note({Errc::invalid_argument, f.path("rule"), "A declared pool is pro-rata, user-centric or artist-centric; money that names its work is always direct."});
  pool.counts = f.list_or_none<std::string>("counts", read_word);
  if (pool.counts.empty()) pool.counts = {"view", "play", "read"};
  pool.source = read_words(f, "source");
  pool.territory = read_words(f, "territory");
  pool.units_per_listener_day_max = f.integer_or("units_per_listener_day_max", 0);
  if (pool.units_per_listener_day_max < 0) f.note({Errc::negative_amount, f.path("units_per_listener_day_max"), "A cap is not below zero; 0 or nothing is no cap."});
  if (const Json* rule = f.any("artist_centric")) {
    pool.artist_centric = f.keep(read_artist_centric(*rule, f.path("artist_centric")));
    if (f.ok() && pool.rule != Rule::artist_centric) f.note({Errc::invalid_argument, f.path("artist_centric"), "Only a pool with the rule artist-centric has these."});
  }
  pool.fees = f.list_or_none<PoolFee>("fees", read_pool_fee);
  if (const Json* as = f.any("as")) pool.as = f.keep(read_facts(*as, f.path("as")));
  if (pool.as.kind.empty() && pool.takes.kind.words.size() == 1 && !pool.takes.kind.except) pool.as.kind = pool.takes.kind.words[0];
  return finished(f, std::move(pool));
}

}  // namespace

Result<RuleBook> parse_rule_book(const Json& document) {
  Fields f(document, "");
  f.expect_format(kFormat);
  RuleBook book;
  book.pools = f.list_or_none<PoolRule>("pools", read_pool);
  if (f.any("agreements") != nullptr && f.array("agreements").size() > limits::kAgreementsMax) {
    f.note({Errc::limit_exceeded, "agreements", "A document has at most 1,000,000 agreements."});
  }
  book.agreements = f.list_or_none<Agreement>("agreements", read_agreement);
  if (auto done = f.finish(); !done) return std::unexpected(done.error());
  if (book.pools.empty()) book.pools = default_pools();
  if (auto valid = check_rule_book(book); !valid) return std::unexpected(valid.error());
  book.canonical = canonical_json(document);
  return book;
}

std::vector<PoolRule> default_pools() {
  std::vector<PoolRule> pools(2);
  pools[0].name = "subscription";
  pools[1].name = "advertising";
  // Subscriptions are a pool of their own; everything else that names no work is divided like advertising.
  pools[0].takes.kind = {{"subscription"}, false};
  pools[1].takes.kind = {{"subscription"}, true};
  pools[0].as.kind = "subscription";
  pools[1].as.kind = "ad";
  for (PoolRule& pool : pools) pool.counts = {"view", "play", "read"};
  return pools;
}

Result<RuleBook> with_rule(const RuleBook& book, std::string_view pool, Rule rule) {
  if (rule == Rule::direct) return fail(Errc::invalid_argument, "rule", "A pool is divided pro-rata, user-centric or artist-centric; money that names its work is always direct.");
  Json document = JsonObject{{"format", kFormat}};
  if (!book.canonical.empty()) {
    auto parsed = parse_json(book.canonical);
    if (!parsed) return std::unexpected(parsed.error());
    document = std::move(*parsed);
  }
  const auto list_of = [&]() -> JsonArray* {
    for (auto& [name, value] : *document.object()) if (name == "pools" && value.array() != nullptr && !value.array()->empty()) return value.array();
    return nullptr;
  };
  if (list_of() == nullptr) {
    std::erase_if(*document.object(), [](const auto& member) { return member.first == "pools"; });
    document.object()->emplace_back("pools", *parse_json(kDefaultPools));
  }
  for (Json& each : *list_of()) {
    const Json* name = each.find("pool");
    if (name == nullptr || name->string() == nullptr || *name->string() != pool) continue;
    JsonObject& members = *each.object();
    if (rule != Rule::artist_centric) std::erase_if(members, [](const auto& member) { return member.first == "artist_centric"; });
    for (auto& [member, value] : members) if (member == "rule") value = rule_name(rule);
    return parse_rule_book(document);
  }
  return fail(Errc::not_found, "rule", "There is no pool '" + std::string(pool) + "' whose rule could be another.");
}

std::string_view rule_name(Rule rule) {
  switch (rule) {
    case Rule::pro_rata: return "pro-rata";
    case Rule::user_centric: return "user-centric";
    case Rule::direct: return "direct";
    case Rule::artist_centric: return "artist-centric";
  }
  return "";
}

Result<Rule> parse_rule(std::string_view text, std::string_view field) {
  for (const Rule rule : {Rule::pro_rata, Rule::user_centric, Rule::direct, Rule::artist_centric}) {
    if (text == rule_name(rule)) return rule;
  }
  return fail(Errc::invalid_argument, std::string(field), "The rule is one of pro-rata, user-centric, artist-centric and direct.");
}

}  // namespace colophon::royalty
