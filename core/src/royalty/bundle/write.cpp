// A settlement's input as the files of a bundle, and its closing as the next one's.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "colophon/base/csv.hpp"
#include "colophon/royalty/bundle.hpp"

namespace colophon::royalty {
namespace {

/// Rows of cells, each quoted where it must be.
class Table {
 public:
  explicit Table(std::string_view header) : text_(std::string(header) + "\n") {}
  Table& cell(std::string_view text) {
    if (!first_) text_ += ',';
    first_ = false;
    text_ += csv_cell(text);
    return *this;
  }
  void end() {
    text_ += '\n';
    first_ = true;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool first_ = true;
};

/// What ids are called: the name where the name gives the id, else the id itself.
/// Where a cell names something else, a name with a sign that such cells are told apart by is written as its id.
class Labels {
 public:
  explicit Labels(const SettlementInput& input) {
    for (const Party& party : input.parties) add("party", party.id, party.name);
    for (const Work& work : input.works) add("work", work.id, work.name);
    for (const Agreement& agreement : input.book.agreements) {
      add("agreement", agreement.id, agreement.name);
      agreements_.insert(agreement.id);
    }
  }
  /// As recipients are written: an agreement with "@" before it.
  std::string recipient(const Id& id) const { return (agreements_.contains(id) ? "@" : "") + (*this)(id); }
  std::string operator()(const Id& id) const {
    if (id.is_nil()) return {};
    const auto found = names_.find(id);
    return found == names_.end() || has_sign(found->second) ? id.to_string() : found->second;
  }
  /// In the table that lists it.
  std::string own(const Id& id) const {
    const auto found = names_.find(id);
    return found == names_.end() ? id.to_string() : found->second;
  }

 private:
  static bool has_sign(std::string_view name) { return name.find_first_of(";:") != name.npos || name.front() == ' ' || name.back() == ' '; }
  void add(std::string_view kind, const Id& id, const std::string& name) {
    if (const auto named = named_id(kind, name, ""); named && *named == id) names_.emplace(id, name);
  }
  std::unordered_map<Id, std::string> names_;
  std::unordered_set<Id> agreements_;
};

std::string shares_cell(const std::vector<WorkPart>& parts, const Labels& label) {
  std::string cell;
  for (const WorkPart& part : parts) cell += (cell.empty() ? "" : ";") + label(part.work) + ":" + part.share.to_string();
  return cell;
}

std::string date_or_none(Date date) { return date.days == 0 ? std::string() : date.to_string(); }

std::string opening_table(const std::vector<OpeningLine>& openings, const std::optional<Period>& closed, const Labels& label) {
  Table table("kind,party,agreement,name,due,currency,amount");
  if (closed) {
    table.cell("closed").cell("").cell("").cell("").cell(closed->to_string()).cell("").cell("");
    table.end();
  }
  using Kind = OpeningLine::Kind;
  for (const OpeningLine& line : openings) {
    const bool money = line.kind != Kind::units && !line.currency.name().empty();
    table.cell(opening_kind_name(line.kind)).cell(label.recipient(line.party)).cell(label(line.agreement)).cell(line.name);
    table.cell(line.kind == Kind::reserve ? line.due.to_string() : std::string()).cell(line.currency.name());
    table.cell(money ? format_micros(line.amount, line.currency) : std::to_string(line.amount));
    table.end();
  }
  return table.text();
}

std::string recorded_table(const std::vector<RecordedRow>& rows, const Labels& label) {
  Table table("row,pool,currency,amount,kind,party,agreement,name,due,posting_currency,posting_amount,exchanged");
  for (const RecordedRow& row : rows) {
    // What an exchange left nothing of has no posting, and can be taken back all the same.
    if (std::ranges::all_of(row.postings, [](const RecordedPosting& posting) { return posting.amount == 0; })) {
      table.cell(row.row.to_string()).cell(row.pool.to_string()).cell(row.currency.name()).cell(format_micros(row.amount, row.currency));
      for (int k = 0; k < 8; ++k) table.cell("");
      table.end();
    }
    for (const RecordedPosting& posting : row.postings) {
      if (posting.amount == 0) continue;
      table.cell(row.row.to_string()).cell(row.pool.to_string()).cell(row.currency.name()).cell(format_micros(row.amount, row.currency));
      table.cell(posting_kind_name(posting.kind)).cell(label.recipient(posting.party)).cell(label(posting.agreement)).cell(posting.name);
      table.cell(posting.kind == RecordedPosting::Kind::reserve ? posting.due.to_string() : std::string()).cell(posting.currency.name());
      table.cell(posting.kind == RecordedPosting::Kind::units ? std::to_string(posting.amount) : format_micros(posting.amount, posting.currency));
      table.cell(posting.exchanged ? "true" : "false");
      table.end();
    }
  }
  return table.text();
}

std::string settled_table(const std::vector<SettledRevenue>& settled) {
  Table table("revenue,row");
  for (const SettledRevenue& each : settled) {
    table.cell(each.revenue.to_string()).cell(each.row.to_string());
    table.end();
  }
  return table.text();
}

std::string parties_table(const SettlementInput& input, const Labels& label) {
  Table table("party,currency,threshold,withholding,payable");
  for (const Party& party : input.parties) {
    table.cell(label.own(party.id)).cell(party.pays_in ? party.pays_in->name() : std::string_view());
    table.cell(party.threshold_minor > 0 && party.pays_in ? format_minor(party.threshold_minor, *party.pays_in) : std::string());
    table.cell(party.withholding.numerator == 0 ? std::string() : party.withholding.to_string()).cell(party.payable ? "true" : "false");
    table.end();
  }
  return table.text();
}

std::string works_table(const SettlementInput& input, const Labels& label) {
  constexpr std::string_view types[] = {"work", "recording", "composition", "release"};
  Table table("work,type,artist,shares,tracks,compositions,derives,noise");
  for (const Work& work : input.works) {
    std::string shares, derives;
    for (const PartyShare& share : work.shares) shares += (shares.empty() ? "" : ";") + label(share.party) + ":" + share.share.to_string();
    for (const Derivation& from : work.derives) derives += (derives.empty() ? "" : ";") + label(from.from) + ":" + from.share.to_string() + (from.relative ? ":relative" : ":absolute");
    table.cell(label.own(work.id)).cell(types[static_cast<int>(work.type)]).cell(label(work.artist)).cell(shares).cell(shares_cell(work.tracks, label));
    table.cell(shares_cell(work.compositions, label)).cell(derives).cell(work.noise ? "true" : "false");
    table.end();
  }
  return table.text();
}

std::string revenue_table(const SettlementInput& input, const Labels& label) {
  Table table("revenue,date,kind,source,use,territory,side,work,listener,units,amount,currency,reverses,resolves");
  for (const RevenueLine& line : input.revenue) {
    table.cell(line.id.to_string()).cell(line.date.to_string()).cell(line.facts.kind).cell(line.facts.source).cell(line.facts.use).cell(line.facts.territory);
    // An unmatched line names a work by a code that no work can have.
    table.cell(line.facts.side).cell(line.unmatched ? std::string("isrc:unmatched") : label(line.work)).cell(line.listener.is_nil() ? std::string() : line.listener.to_string());
    table.cell(std::to_string(line.units)).cell(format_exact(line.amount)).cell(line.currency.name());
    table.cell(line.reverses.is_nil() ? std::string() : line.reverses.to_string()).cell(line.resolves);
    table.end();
  }
  return table.text();
}

std::string usage_table(const SettlementInput& input, const Labels& label) {
  Table table("date,type,work,listener,source,territory,active,units");
  const UsageTable& usage = input.usage;
  const Date first = first_day(input.period);
  for (const UsageRow& row : usage.rows) {
    const UsageKind& kind = usage.kinds[row.kind];
    const Id& listener = usage.listeners[row.listener];
    table.cell(Date{first.days + row.day}.to_string()).cell(kind.type).cell(label(usage.works[row.work])).cell(listener.is_nil() ? std::string() : listener.to_string());
    table.cell(kind.source).cell(kind.territory).cell(kind.active ? "true" : "false").cell(std::to_string(row.units));
    table.end();
  }
  return table.text();
}

std::string rates_table(const SettlementInput& input) {
  Table table("date,from,to,rate,source");
  for (const ExchangeRate& rate : input.rates) {
    table.cell(rate.date.to_string()).cell(rate.from.name()).cell(rate.to.name()).cell(format_exact(rate.rate)).cell(rate.source);
    table.end();
  }
  return table.text();
}

std::string holds_table(const SettlementInput& input, const Labels& label) {
  constexpr std::string_view states[] = {"open", "released", "upheld"};
  Table table("hold,party,work,limit,currency,from,until,state,pay_to");
  for (const Hold& hold : input.holds) {
    table.cell(hold.name).cell(label(hold.party)).cell(label(hold.work)).cell(hold.limit ? format_micros(*hold.limit, hold.currency) : std::string()).cell(hold.currency.name());
    table.cell(hold.from.to_string()).cell(date_or_none(hold.until)).cell(states[static_cast<int>(hold.state)]).cell(label(hold.pay_to.id));
    table.end();
  }
  return table.text();
}

std::string bank_table(const SettlementInput& input) {
  Table table("reference,status,date");
  for (const BankResult& result : input.bank) {
    table.cell(result.reference).cell(result.returned ? "returned" : "paid").cell(result.date.to_string());
    table.end();
  }
  return table.text();
}

}  // namespace

void write_bundle(const SettlementInput& input, const FileSink& sink, const std::function<bool(std::string_view)>& wanted) {
  const Labels label(input);
  const auto file = [&](std::string_view name, bool has_any, const auto& make) {
    if (has_any && (!wanted || wanted(name))) sink(name, make());
  };
  file("settlement.json", true, [&] {
    JsonObject head{{"format", "colophon/settlement-bundle/2"}, {"name", input.name}, {"settlement", input.settlement.to_string()}, {"period", input.period.to_string()},
                    {"seed", to_hex(input.seed)}};
    if (input.as_of_ms != 0) head.emplace_back("as_of", format_time_utc(input.as_of_ms));
    return canonical_json(head) + "\n";
  });
  file("parties.csv", true, [&] { return parties_table(input, label); });
  file("works.csv", true, [&] { return works_table(input, label); });
  file("agreements.json", !input.book.canonical.empty(), [&] { return input.book.canonical + "\n"; });
  file("revenue.csv", true, [&] { return revenue_table(input, label); });
  file("usage.csv", true, [&] { return usage_table(input, label); });
  file("rates.csv", !input.rates.empty(), [&] { return rates_table(input); });
  file("opening.csv", !input.openings.empty() || input.closed_through, [&] { return opening_table(input.openings, input.closed_through, label); });
  file("holds.csv", !input.holds.empty(), [&] { return holds_table(input, label); });
  file("bank.csv", !input.bank.empty(), [&] { return bank_table(input); });
  file("recorded.csv", !input.recorded.empty(), [&] { return recorded_table(input.recorded, label); });
  file("settled.csv", !input.settled.empty(), [&] { return settled_table(input.settled); });
}

void write_closing(const SettlementInput& input, const SettlementResult& result, const FileSink& sink) {
  const Labels label(input);
  sink("opening.csv", opening_table(result.closings, input.period, label));
  sink("recorded.csv", recorded_table(result.recorded, label));
  sink("settled.csv", settled_table(result.settled));
}

}  // namespace colophon::royalty
