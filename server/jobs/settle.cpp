#include "jobs/disputes.hpp"
#include "jobs/settle.hpp"

#include <algorithm>

#include "jobs/changes.hpp"
#include "jobs/findings.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

/// The store's secret, from which each settlement's seed is derived. A public data set has a public one, so that everybody who imports it gets
/// the same roots.
Result<Bytes> store_seed(store::Store& store) {
  const auto public_name = COLOPHON_TRY(store.setting("public_data_set"));
  if (!public_name) return store.secret("settlement-seed", store.new_salt());
  const Hash seed = sha256("colophon/public-data/1/" + *public_name);
  return Bytes(seed.begin(), seed.end());
}

Result<royalty::RuleBook> book_of(store::Store& store, const SettleOptions& options, std::int64_t& key) {
  royalty::RuleBook book;
  if (options.book) {
    book = *options.book;
  } else if (const auto row = COLOPHON_TRY(store.rule_book())) {
    book = COLOPHON_TRY(royalty::parse_rule_book(COLOPHON_TRY(parse_json(row->document))));
    key = row->key;
  } else {
    book.pools = royalty::default_pools();
  }
  if (options.rule) book = COLOPHON_TRY(royalty::with_rule(book, "subscription", *options.rule));
  return book;
}

/// Who listened matters where the rule asks it, or a cap.
bool needs_listeners(const royalty::RuleBook& book) {
  return std::ranges::any_of(book.pools, [](const royalty::PoolRule& pool) { return pool.rule != royalty::Rule::pro_rata || pool.units_per_listener_day_max > 0; });
}

/// Days of use matter where a cap counts by day, or where an agreement changes within a month.
bool needs_days(const royalty::RuleBook& book) {
  const auto within = [](Date day) { return day.days != 0 && day != first_day(day.period()); };
  return std::ranges::any_of(book.pools, [](const royalty::PoolRule& pool) { return pool.units_per_listener_day_max > 0; }) ||
         std::ranges::any_of(book.agreements, [&](const royalty::Agreement& a) { return within(a.from) || within(a.until); });
}

Result<std::vector<royalty::Party>> parties_of(store::Store& store) {
  std::vector<royalty::Party> parties;
  for (const store::PayeeRow& row : COLOPHON_TRY(store.payees())) {
    royalty::Party party;
    party.id = row.party;
    party.name = row.party.to_string();
    if (!row.pays_in.empty()) party.pays_in = COLOPHON_TRY(Currency::parse(row.pays_in));
    party.threshold_minor = row.threshold_minor;
    party.withholding = row.withholding;
    party.payable = row.payable;
    parties.push_back(std::move(party));
  }
  return parties;
}

/// What a wrong book could name that is not there: the first party or work, as an error; otherwise the document with ids for names.
class Namer {
 public:
  explicit Namer(store::Store& store) : store_(store) {}

  Result<std::string> party(std::string_view name, const std::string& field) {
    if (Id::parse(name)) return std::string(name);
    const auto found = COLOPHON_TRY(store_.party_by_external_id(name));
    if (!found) return fail(Errc::unknown_party, field, "no party has the id or the external id '" + std::string(name) + "': POST /v1/parties makes one");
    return found->id.to_string();
  }
  Result<std::string> work(std::string_view name, const std::string& field) {
    if (Id::parse(name)) return std::string(name);
    const auto found = COLOPHON_TRY(store_.work_by_external_id(name));
    if (!found) return fail(Errc::unknown_work, field, "no work has the id or the external id '" + std::string(name) + "'");
    return found->to_string();
  }

  /// Renames the values of members "to" (text), the names of objects "to" and "shares", and the items of "works" and "of".
  Result<void> rename(Json& value, const std::string& path) {
    if (JsonArray* list = value.array()) {
      for (std::size_t i = 0; i < list->size(); ++i) COLOPHON_TRY(rename((*list)[i], path + "[" + std::to_string(i) + "]"));
      return {};
    }
    JsonObject* object = value.object();
    if (object == nullptr) return {};
    for (auto& [name, member] : *object) {
      const std::string field = path.empty() ? name : path + "." + name;
      if ((name == "to" || name == "shares") && member.object() != nullptr) {
        for (auto& [recipient, share] : *member.object()) {
          if (!recipient.starts_with('@')) recipient = COLOPHON_TRY(party(recipient, field + "." + recipient));
        }
      } else if (name == "to" && member.string() != nullptr) {
        if (!member.string()->starts_with('@')) member = COLOPHON_TRY(party(*member.string(), field));
      } else if ((name == "works" || name == "of") && member.array() != nullptr) {
        for (std::size_t i = 0; i < member.array()->size(); ++i) {
          Json& item = (*member.array())[i];
          const std::string at = field + "[" + std::to_string(i) + "]";
          if (item.string() != nullptr) item = name == "works" ? COLOPHON_TRY(work(*item.string(), at)) : COLOPHON_TRY(party(*item.string(), at));
        }
      } else {
        COLOPHON_TRY(rename(member, field));
      }
    }
    return {};
  }

 private:
  store::Store& store_;
};

}  // namespace

Result<std::string> canonical_rule_book(store::Store& store, const Json& document) {
  COLOPHON_TRY(royalty::parse_rule_book(document));   // Its own errors first: they name what the writer wrote.
  Json renamed = document;
  COLOPHON_TRY(Namer(store).rename(renamed, ""));
  auto book = COLOPHON_TRY(royalty::parse_rule_book(renamed));
  return std::move(book.canonical);
}

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

Result<Settled> compute_settlement(store::Store& store, const Period& period, const SettleOptions& options, const Progress& progress) {
  Settled settled;
  royalty::SettlementInput& input = settled.input;
  input.period = period;
  input.name = period.to_string();
  input.book = COLOPHON_TRY(book_of(store, options, settled.book));
  COLOPHON_TRY(report(progress, 0, 4, "reading money"));
  input.revenue = COLOPHON_TRY(store.revenue(period));
  COLOPHON_TRY(report(progress, 1, 4, "reading use"));
  input.usage = COLOPHON_TRY(store.usage(period, {.listeners = needs_listeners(input.book), .days = needs_days(input.book)}));
  if (input.revenue.empty() && input.usage.rows.empty())
    return fail(Errc::not_found, "period", "the period " + period.to_string() + " has neither events nor revenue");
  input.parties = COLOPHON_TRY(parties_of(store));
  input.works = COLOPHON_TRY(store.works_to_settle(period));
  input.rates = COLOPHON_TRY(store.rates(last_day(period)));
  input.openings = COLOPHON_TRY(store.openings());
  input.closed_through = COLOPHON_TRY(store.closed_through());
  input.holds = COLOPHON_TRY(dispute_holds(store, input.openings));
  for (store::EarningsHoldRow& row : COLOPHON_TRY(store.earnings_holds())) input.holds.push_back(std::move(row.hold));
  input.bank = COLOPHON_TRY(store.bank_results());
  std::vector<Id> reversed;
  for (const auto& line : input.revenue) if (!line.reverses.is_nil()) reversed.push_back(line.reverses);
  auto recorded = COLOPHON_TRY(store.recorded_for(reversed));
  input.recorded = std::move(recorded.rows);
  input.settled = std::move(recorded.settled);

  const auto secret = COLOPHON_TRY(store_seed(store));
  input.settlement = uuid_from_name("colophon/settlement/2", to_hex(sha256(secret)) + "/" + period.to_string() + "/" + to_hex(sha256(input.book.canonical)));
  input.seed = hmac_sha256(secret, input.settlement.bytes);  // No two settlements share a salt.
  settled.simulated = COLOPHON_TRY(store.has_simulated(period));
  COLOPHON_TRY(report(progress, 2, 4, "dividing"));
  Result<void> wanted;
  settled.result = COLOPHON_TRY(royalty::settle(input, [&] {
    wanted = report(progress, 2, 4, "dividing");
    return !wanted;
  }));
  return settled;
}

namespace {

constexpr std::size_t kChangesKept = 200;

/// What is different from the draft that this one replaces, as JSON; empty where it is the period's first.
Result<std::string> changes_against_draft(store::Store& store, const Settled& settled) {
  for (const store::SettlementRow& row : COLOPHON_TRY(store.settlements())) {
    if (row.period != settled.input.period) continue;
    const auto after = totals_of(settled.result);
    const auto changes = changes_between(totals_of(COLOPHON_TRY(store.accounts(row.id))), after);
    JsonObject json = changes_json(changes, after, COLOPHON_TRY(names_of(store, changes)), kChangesKept);
    json.emplace_back("settlement", row.id.to_string());
    json.emplace_back("made_at_ms", row.made_at);
    json.emplace_back("root", to_hex(row.root));
    return canonical_json(json);
  }
  return std::string();
}

Result<store::SettlementRow> draft_frozen(store::Store& store, const Period& period, const SettleOptions& options, std::string_view made_by, const Progress& progress) {
  const auto settled = COLOPHON_TRY(compute_settlement(store, period, options, progress));
  const auto& result = settled.result;
  const royalty::StatementWriter writer(settled.input, result);
  store::SettlementDraft draft;
  draft.row.id = settled.input.settlement;
  draft.row.period = period;
  draft.row.rule = options.rule ? royalty::rule_name(*options.rule) : std::string_view();
  draft.row.book = settled.book;
  draft.row.made_by = made_by;
  draft.row.made_at = store.now();
  draft.row.header = canonical_json(result.header);
  draft.row.root = result.root;
  draft.row.salt = royalty::settlement_salt(settled.input.seed);
  draft.row.statements = result.parties.size();
  draft.row.transactions = result.journal.transactions().size();
  draft.row.warnings = canonical_json(warnings_json(COLOPHON_TRY(findings(store, settled))));
  draft.row.earlier = COLOPHON_TRY(changes_against_draft(store, settled));
  draft.row.simulated = settled.simulated;
  draft.input = &settled.input;
  draft.result = &result;
  draft.statement = [&](std::size_t i) { return canonical_json(writer.statement(i)); };
  draft.pool_table = [&](std::size_t i) { return canonical_json(writer.pool_table(i)); };
  COLOPHON_TRY(report(progress, 3, 4, "writing the statements"));
  COLOPHON_TRY(store.put_draft(draft));
  COLOPHON_TRY(report(progress, 4, 4, "a draft, to be approved"));
  return draft.row;
}

}  // namespace

Result<store::SettlementRow> draft_settlement(store::Store& store, const Period& period, const SettleOptions& options, std::string_view made_by,
                                              const Progress& progress) {
  COLOPHON_TRY(report(progress, 0, 4, "closing the period's books"));
  COLOPHON_TRY(store.freeze_period(period));
  auto row = draft_frozen(store, period, options, made_by, progress);
  // What could not be settled takes events again: only a draft that stands needs its inputs to stand still.
  if (!row) COLOPHON_TRY(store.thaw_period(period));
  return row;
}

}  // namespace colophon::jobs
