#pragma once
// Agreements: who shares in a work's income, and how; and the rules by which pools are divided. docs/formats/agreements.md has the
// JSON, its meaning and examples. Money here is in micros of the agreement's currency.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/date.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"

namespace colophon::royalty {

// ---- Names

/// The id that a name stands for in agreements and bundles: a UUID is itself, any other text (1 to 128 bytes, no control characters)
/// gives uuid_from_name("colophon/KIND/1", text). Kinds: "party", "work", "agreement". Error: invalid_id.
Result<Id> named_id(std::string_view kind, std::string_view name, std::string_view field);

// ---- Selection

/// What is known of an income beside its work: each a lower-case word, territory an upper-case ISO 3166 code, or empty for unknown.
struct IncomeFacts {
  std::string kind;                   ///< "ad", "subscription", "tip", "licence", "brand", "sale"
  std::string source;                 ///< The service that reported it: "spotify".
  std::string use;                    ///< "stream", "download", ...
  std::string territory;              ///< "DE"
  std::string side;                   ///< "recording", "composition"
  friend auto operator<=>(const IncomeFacts&, const IncomeFacts&) = default;
};

/// Words of which an income's must be one, or, with `except`, must be none. No words: anything.
struct WordList {
  std::vector<std::string> words;
  bool except = false;
  bool matches(std::string_view word) const;
};
struct Selector {
  WordList kind, source, use, territory, side;
  bool matches(const IncomeFacts& facts) const;
  bool is_empty() const;
};

// ---- The waterfall

/// A party or an agreement with the name that its document gives it.
struct Named {
  Id id;
  std::string name;
};

/// A party, or another agreement ("@name" in the document) that divides what it gets.
struct Recipient : Named {
  bool is_agreement = false;
};
struct RecipientShare { Recipient to; Share share; };
struct RecipientClaim { Recipient to; Micros amount = 0; };

/// From `from` on (units, or micros of revenue, over the life of the agreement) these shares hold.
struct RateStep {
  std::int64_t from = 0;
  std::vector<RecipientShare> to;
};

enum class StepBasis : std::uint8_t { none, units, revenue };

/// One tier: takes `take` of what arrives, at most what its cap has left over the life of the agreement, and divides that. What it leaves
/// goes to the next tier. The last tier takes everything without a cap.
struct Tier {
  std::string name;                   ///< Unique in its agreement.
  Share take{1, 1};
  std::optional<Micros> cap;
  std::vector<RecipientShare> to;     ///< Adds up to 1; or empty where there are steps or claims.
  StepBasis basis = StepBasis::none;
  std::vector<RateStep> steps;        ///< Ascending, the first from 0.
  std::vector<RecipientClaim> claims; ///< Amounts that are recouped: their sum is the tier's cap.
  bool ranked = false;                ///< Claims in order, one after the other; otherwise pari passu, by what is left of each.
};

/// The tiers that hold for incomes that match `when`. Terms are looked at in order: the first that matches holds.
struct Term {
  Selector when;
  std::vector<Tier> tiers;
};

/// Taken off the top, before the tiers, by the first fee that matches.
struct FeeTerm {
  std::string name;
  Selector when;
  Named to;
  Share share;
};

/// Money paid ahead to a party and recouped from its earnings under every agreement that names the account (cross-collateral).
struct AdvanceTerm {
  Named to;
  std::string account;                ///< Default: the agreement's name.
  Share recoup{1, 1};                 ///< The part of each earning that goes to recoupment while there is a balance.
  std::optional<Micros> amount;       ///< Paid on `date`: enters the books of the period that holds the date. None: the balance comes from the opening.
  Date date;
};

/// Held back from earnings against returns, and released whole after so many months.
struct ReserveTerm {
  Share share;
  int months = 0;                     ///< 1 to 120
  std::vector<Named> of;              ///< The parties it holds for; empty: all.
  Selector when;
};

/// At the end of each period that has the agreement in force, a party's earnings under it are topped up to `amount`.
struct GuaranteeTerm {
  Named to;
  Micros amount = 0;
  bool recoupable = false;            ///< The top-up is added to the advance account `account`.
  std::string account;
};

/// One version of an agreement, in force from `from` until before `until`, or until a later version of the same agreement begins.
struct Agreement : Named {
  std::string title;
  Date from, until;                   ///< `until` of day 0: open.
  std::uint64_t recorded_ms = 0;      ///< System time: when it was entered. 0: always known.
  std::vector<Named> works;           ///< The works that it is the agreement of. Releases stand for their tracks.
  bool all_works = false;             ///< Of every work that no agreement names.
  std::string side;                   ///< "recording", "composition", or empty for both.
  std::optional<Currency> currency;   ///< What amounts in it are in; incomes in another are converted. Required where it has amounts.
  std::vector<FeeTerm> fees;
  std::vector<Term> terms;            ///< At least one.
  std::vector<AdvanceTerm> advances;
  std::vector<ReserveTerm> reserves;
  std::vector<GuaranteeTerm> guarantees;
  std::string field;                  ///< "agreements[3]": for errors.

  /// Whether it was recorded by a time; 0: all are known.
  bool known(std::uint64_t as_of_ms) const { return as_of_ms == 0 || recorded_ms <= as_of_ms; }
  bool in_force(Date date) const { return from <= date && (until.days == 0 || date < until); }
};

// ---- Pools

enum class Rule : std::uint8_t {
  pro_rata = 0,        ///< P_w = R * units_w / units.
  user_centric = 1,    ///< P_w = sum over listeners u of fee_u * units_uw / units_u; fees of listeners without units are pooled pro-rata.
  direct = 2,          ///< Money that names its work: units are the micros themselves.
  artist_centric = 3,  ///< P_w = R * weight_w / weights, weights by ArtistCentric.
};
std::string_view rule_name(Rule rule);                       ///< "pro-rata", "user-centric", "direct", "artist-centric"
Result<Rule> parse_rule(std::string_view text, std::string_view field = "rule");

/// Parameters of the artist-centric rule; the defaults are those of Deezer and UMG, 2023 (facts: CNM, 2023). Counts are per period.
struct ArtistCentric {
  std::int64_t professional_units_min = 1'000;    ///< Of an artist's works together.
  std::int64_t professional_listeners_min = 500;  ///< Different listeners of that artist.
  std::int64_t professional_boost = 2;            ///< 1 to 100
  std::int64_t active_boost = 2;                  ///< 1 to 100: for uses that were actively chosen.
  std::int64_t listener_units_full = 1'000;       ///< A listener's units beyond these count half. 0: all count in full.
  friend bool operator==(const ArtistCentric&, const ArtistCentric&) = default;
};

struct PoolFee { std::string name; Named to; Share share; };

/// Which money is a pool, what is counted, and by which rule it is divided.
struct PoolRule {
  std::string name;                    ///< "subscription"
  Selector takes;                      ///< Of money that names no work. Pools are looked at in order.
  Rule rule = Rule::pro_rata;
  std::vector<std::string> counts;     ///< Event types; default view, play, read.
  WordList source, territory;          ///< Which events count, by what they say.
  std::int64_t units_per_listener_day_max = 0;   ///< 0: no cap. What is over it is scaled down over that day's works.
  ArtistCentric artist_centric;
  std::vector<PoolFee> fees;           ///< Off the top, each of the whole.
  IncomeFacts as;                      ///< What agreements see of this income.
};

// ---- The book

struct RuleBook {
  std::vector<PoolRule> pools;         ///< Never empty: without rules there are "subscription" and "advertising", both pro-rata.
  std::vector<Agreement> agreements;   ///< In the document's order; versions of one agreement share its id.
  std::string canonical;               ///< JCS of the document.
};

/// The rules where a document has none.
std::vector<PoolRule> default_pools();

/// Reads a "colophon/agreements/1". Errors name the field: "agreements[3].terms[0].tiers[1].to.ada". Shares are checked here (invalid_shares
/// where they do not add up to 1), cycles and depth too (conflict, limit_exceeded); whether parties and works exist is for settle().
Result<RuleBook> parse_rule_book(const Json& document);

/// The same book with another rule for one pool; a book without rules says the default ones then. Errors: not_found (no such pool),
/// invalid_argument (the rule "direct").
Result<RuleBook> with_rule(const RuleBook& book, std::string_view pool, Rule rule);

/// Sentences for people, one a line, made from the agreement alone. Locale: "en" or "zh-CN".
std::string explain_agreement(const Agreement& agreement, std::string_view locale);
std::string explain_pool(const PoolRule& pool, std::string_view locale);

}  // namespace colophon::royalty
