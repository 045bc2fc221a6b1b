#include "jobs/import_bundle.hpp"

#include <algorithm>
#include <unordered_map>

#include "jobs/settle.hpp"
#include "jobs/settlement_files.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

/// A UUIDv7 of that day, the same for the same name.
Id id_of_day(Date day, const std::string& name) {
  const Hash hash = sha256("colophon/bundle/2/" + name);
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = number << 8 | hash[i];
  return uuid_v7(day.begin_unix_ms() + number % 86'400'000, std::span(hash).subspan<8, 10>());
}

class Import {
 public:
  Import(store::Store& store, const royalty::Bundle& bundle) : store_(store), bundle_(bundle), input_(bundle.input) {}

  Result<BundleImport> run(const Progress& progress) {
    if (!input_.recorded.empty() || !input_.settled.empty())
      return fail(Errc::conflict, input_.recorded.empty() ? "settled.csv" : "recorded.csv", "rows of earlier settlements belong to the store that made them: leave the file out; what they left goes into opening.csv");
    COLOPHON_TRY(report(progress, 0, 3, "parties and works"));
    COLOPHON_TRY(parties());
    COLOPHON_TRY(works());
    COLOPHON_TRY(rules());
    COLOPHON_TRY(report(progress, 1, 3, "money"));
    COLOPHON_TRY(revenue());
    COLOPHON_TRY(report(progress, 2, 3, "use"));
    COLOPHON_TRY(usage());
    COLOPHON_TRY(report(progress, 3, 3, "stored"));
    return done_;
  }

 private:
  Result<void> parties() {
    for (std::size_t i = 0; i < input_.parties.size(); ++i) {
      const royalty::Party& party = input_.parties[i];
      const royalty::Payee& payee = bundle_.payees[i];
      const store::Party known = COLOPHON_TRY(store_.find_or_make_party({party.id, party.name, payee.name.empty() ? party.name : payee.name}));
      if (known.id != party.id) return fail(Errc::conflict, "parties.csv", "the party '" + party.name + "' is in the store under another id");
      store::PayeeRow row;
      row.party = party.id;
      row.pays_in = party.pays_in ? std::string(party.pays_in->name()) : std::string();
      row.threshold_minor = party.threshold_minor;
      row.withholding = party.withholding;
      row.payable = party.payable || !payee.problem.empty();
      row.account_name = payee.account_name == payee.name ? std::string() : payee.account_name;
      row.iban = payee.iban;
      row.bic = payee.bic;
      row.country = payee.country;
      row.evm = payee.evm;
      COLOPHON_TRY(store_.put_payee(row));
      ++done_.parties;
    }
    return {};
  }

  Result<void> works() {
    for (std::size_t i = 0; i < input_.works.size(); ++i) {
      const royalty::Work& work = input_.works[i];
      const auto known = COLOPHON_TRY(store_.work_by_external_id(work.name));
      if (known && *known != work.id) return fail(Errc::conflict, "works.csv", "the work '" + work.name + "' is in the store under another id");
      if (known) continue;
      store::WorkDraft draft;
      draft.id = work.id;
      draft.external_id = work.name;
      draft.title = bundle_.titles[i].empty() ? work.name : bundle_.titles[i];
      draft.kind = "recording";
      draft.media_type = "application/octet-stream";
      draft.sha256 = sha256("");
      draft.shares = work.shares;
      COLOPHON_TRY(store_.insert_work(draft, nullptr));
      ++done_.works;
    }
    std::unordered_multimap<Id, const royalty::WorkCode*> codes;
    for (const auto& code : bundle_.codes) codes.emplace(code.work, &code);
    // Rights name other works: those are all there now.
    for (const royalty::Work& work : input_.works) {
      store::WorkRights rights = COLOPHON_TRY(store_.work_rights(work.id));
      rights.type = work.type;
      rights.artist = work.artist;
      rights.noise = work.noise;
      rights.tracks = work.tracks;
      rights.compositions = work.compositions;
      rights.derives = work.derives;
      for (auto [at, end] = codes.equal_range(work.id); at != end; ++at) {
        using Kind = royalty::WorkCode::Kind;
        const Kind kind = at->second->kind;
        (kind == Kind::isrc ? rights.isrc : kind == Kind::iswc ? rights.iswc : rights.upc) = at->second->code;
      }
      COLOPHON_TRY(store_.put_work_rights(work.id, rights));
    }
    return {};
  }

  Result<void> rules() {
    if (!input_.book.canonical.empty()) {
      const std::string document = COLOPHON_TRY(canonical_rule_book(store_, COLOPHON_TRY(parse_json(input_.book.canonical))));
      const auto known = COLOPHON_TRY(store_.rule_book());
      if (!known || known->document != document) COLOPHON_TRY(store_.put_rule_book(document, "import"));
      done_.agreements = input_.book.agreements.size();
    }
    std::vector<store::RateRow> rates;
    for (const auto& rate : input_.rates) rates.push_back({rate.date, std::string(rate.from.name()), std::string(rate.to.name()), format_exact(rate.rate), rate.source});
    COLOPHON_TRY(store_.put_rates(rates));
    done_.rates = rates.size();
    if (!input_.openings.empty()) COLOPHON_TRY(store_.put_openings(input_.openings));
    done_.openings = input_.openings.size();
    for (const royalty::Hold& hold : input_.holds) COLOPHON_TRY(store_.put_earnings_hold({hold, "import"}));
    done_.holds = input_.holds.size();
    if (!bundle_.payer.iban.empty()) COLOPHON_TRY(put_payer(store_, bundle_.payer));
    return {};
  }

  Result<void> revenue() {
    const auto id_of = [&](const royalty::RevenueLine& line) { return id_of_day(std::clamp(line.date, first_day(input_.period), last_day(input_.period)), "revenue/" + line.id.to_string()); };
    std::unordered_map<Id, Id> ids;
    for (const royalty::RevenueLine& line : input_.revenue) ids.emplace(line.id, id_of(line));
    std::vector<store::RevenueDraft> lines;
    for (const royalty::RevenueLine& line : input_.revenue) {
      store::RevenueDraft draft;
      draft.id = ids.at(line.id);
      draft.kind = COLOPHON_TRY(store::parse_revenue_kind(line.facts.kind, line.place + ":kind"));
      draft.amount = format_exact(line.amount);
      draft.currency = line.currency.name();
      draft.listener = line.listener.is_nil() ? std::string() : line.listener.to_string();
      draft.work = line.work;
      draft.day = line.date;
      draft.service = line.facts.source;
      draft.use = line.facts.use;
      draft.territory = line.facts.territory;
      draft.side = line.facts.side;
      draft.units = line.units;
      if (!line.reverses.is_nil()) {
        const auto reversed = ids.find(line.reverses);
        if (reversed == ids.end()) return fail(Errc::not_found, line.place + ":reverses", "the line that it takes back is in no file of the bundle, and the store that settled it has it");
        draft.reverses = reversed->second;
      }
      draft.resolves = line.resolves;
      draft.unmatched = line.unmatched;
      lines.push_back(std::move(draft));
    }
    std::ranges::stable_sort(lines, {}, [](const store::RevenueDraft& line) { return std::pair(!line.reverses.is_nil(), line.id); });
    const auto appended = COLOPHON_TRY(store_.append_revenue(lines, store::Source::import));
    done_.revenue = appended.accepted;
    done_.duplicates += appended.duplicates;
    return {};
  }

  Result<void> usage() {
    const royalty::UsageTable& usage = input_.usage;
    std::vector<store::EventDraft> events;
    for (const royalty::UsageRow& row : usage.rows) {
      const royalty::UsageKind& kind = usage.kinds[row.kind];
      const Date day = std::clamp(Date{first_day(input_.period).days + row.day}, first_day(input_.period), last_day(input_.period));
      const Id& listener = usage.listeners[row.listener];
      store::EventDraft event;
      event.id = id_of_day(day, "use/" + usage.works[row.work].to_string() + "/" + listener.to_string() + "/" + std::to_string(row.day) + "/" + kind.type + "/" + kind.source + "/" + kind.territory + (kind.active ? "/chosen" : ""));
      event.type = COLOPHON_TRY(store::parse_event_type(kind.type, "type"));
      event.work = usage.works[row.work];
      event.listener = listener.is_nil() ? std::string() : listener.to_string();
      event.units = row.units;
      event.service = kind.source;
      event.territory = kind.territory;
      event.active = kind.active;
      events.push_back(std::move(event));
    }
    std::ranges::sort(events, {}, &store::EventDraft::id);
    const auto appended = COLOPHON_TRY(store_.append_events(events, store::Source::import));
    done_.events = appended.accepted;
    done_.duplicates += appended.duplicates;
    return {};
  }

  store::Store& store_;
  const royalty::Bundle& bundle_;
  const royalty::SettlementInput& input_;
  BundleImport done_;
};

}  // namespace

Result<BundleImport> import_bundle(store::Store& store, const std::filesystem::path& folder, const Progress& progress) {
  const royalty::Bundle bundle = COLOPHON_TRY(read_bundle(folder));
  // What the bundle would be refused for is told before anything is written.
  COLOPHON_TRY(royalty::settle(bundle.input));
  BundleImport done;
  COLOPHON_TRY(store.atomically([&]() -> Result<void> {
    done = COLOPHON_TRY(Import(store, bundle).run(progress));
    return {};
  }));
  return done;
}

}  // namespace colophon::jobs
