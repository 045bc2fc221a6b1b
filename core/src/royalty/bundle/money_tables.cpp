// revenue.csv, rates.csv, opening.csv, holds.csv, bank.csv, recorded.csv, settled.csv.
#include <algorithm>
#include <set>

#include "royalty/bundle/cells.hpp"
#include "royalty/bundle/tables.hpp"

namespace colophon::royalty {
namespace {

constexpr std::string_view kKinds[] = {"ad", "subscription", "tip", "licence", "brand", "sale"};

/// Runs `row(table, cells)` for every row.
template <class Row>
Result<void> each_row(std::string_view name, std::string_view text, std::span<const CsvColumn> columns, Row row) {
  auto table = CsvTable::open(std::string(name), text, columns);
  if (!table) return std::unexpected(table.error());
  for (;;) {
    const auto more = table->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return {};
    Cells cells(*table);
    if (auto done = row(*table, cells); !done) return done;
    if (auto done = cells.finish(); !done) return done;
  }
}

}  // namespace

Result<void> BundleReader::revenue(std::string_view text) {
  enum { revenue, date, kind, source, use, territory, side, work, listener, units, amount, currency, reverses, resolves };
  constexpr CsvColumn columns[] = {{"revenue"}, {"date"}, {"kind"}, {"source", false}, {"use", false}, {"territory", false}, {"side", false}, {"work", false},
                                   {"listener", false}, {"units", false}, {"amount"}, {"currency"}, {"reverses", false}, {"resolves", false}};
  return each_row("revenue.csv", text, columns, [&](const CsvTable& table, Cells& cells) -> Result<void> {
    RevenueLine line;
    line.place = "revenue.csv:" + std::to_string(table.line());
    line.id = cells.named("revenue", revenue);
    line.date = cells.date(date);
    line.facts = {std::string(table[kind]), std::string(table[source]), std::string(table[use]), std::string(table[territory]), std::string(table[side])};
    if (std::ranges::find(kKinds, line.facts.kind) == std::end(kKinds)) cells.note(Errc::invalid_argument, kind, "The kind is one of ad, subscription, tip, licence, brand and sale.");
    if (!line.facts.side.empty() && line.facts.side != "recording" && line.facts.side != "composition") cells.note(Errc::invalid_argument, side, "The side is recording, composition or empty.");
    line.currency = cells.currency(currency);
    line.amount = cells.exact(amount);
    if (line.amount < 0) cells.note(Errc::negative_amount, amount, "An amount is not below zero: write a line with \"reverses\" to take money back.");
    if (!cells.empty(units)) line.units = cells.integer(units);
    if (line.units < 0) cells.note(Errc::negative_amount, units, "Units are not below zero.");
    if (!cells.empty(listener)) line.listener = cells.named("listener", listener);
    if (!cells.empty(reverses)) line.reverses = cells.named("revenue", reverses);
    if (!cells.empty(resolves)) {
      // What waits in suspense is named by the id of the line, or of the row, that put it there.
      const Id waiting = cells.named("revenue", resolves);
      line.resolves = waiting.to_string();
    }
    if (!cells.empty(work)) {
      const auto found = find_work(*this, table[work]);
      if (found) line.work = *found;
      else line.unmatched = true;
    }
    bundle.input.revenue.push_back(std::move(line));
    return {};
  });
}

Result<void> BundleReader::rates(std::string_view text) {
  enum { date, from, to, rate, source };
  constexpr CsvColumn columns[] = {{"date"}, {"from"}, {"to"}, {"rate"}, {"source", false}};
  return each_row("rates.csv", text, columns, [&](const CsvTable& table, Cells& cells) -> Result<void> {
    ExchangeRate row;
    row.date = cells.date(date);
    row.from = cells.currency(from);
    row.to = cells.currency(to);
    row.rate = cells.exact(rate);
    row.source = table[source];
    if (row.rate <= 0) cells.note(Errc::invalid_amount, rate, "A rate is a decimal above zero: how much of \"to\" one of \"from\" is worth.");
    bundle.input.rates.push_back(std::move(row));
    return {};
  });
}

Result<void> BundleReader::opening(std::string_view text) {
  enum { kind, party, agreement, name, due, currency, amount };
  constexpr CsvColumn columns[] = {{"kind"}, {"party", false}, {"agreement", false}, {"name", false}, {"due", false}, {"currency", false}, {"amount", false}};
  using Kind = OpeningLine::Kind;
  return each_row("opening.csv", text, columns, [&](const CsvTable& table, Cells& cells) -> Result<void> {
    if (table[kind] == "closed") {
      const Period through = cells.period(due);
      if (cells.empty(due)) cells.note(Errc::missing_field, due, "Name the last period that is closed, as YYYY-MM.");
      if (!bundle.input.closed_through || *bundle.input.closed_through < through) bundle.input.closed_through = through;
      return {};
    }
    OpeningLine line;
    bool known = false;
    for (int i = 0; i <= static_cast<int>(Kind::tax); ++i) {
      if (table[kind] == opening_kind_name(static_cast<Kind>(i))) line.kind = static_cast<Kind>(i), known = true;
    }
    if (!known) cells.note(Errc::invalid_argument, kind, "The kind is balance, advance, reserve, held, tier, units, pool, suspense, payout, tax or closed.");
    if (!cells.empty(party)) line.party = cells.recipient(party);
    if (!cells.empty(agreement)) line.agreement = cells.named("agreement", agreement);
    line.name = table[name];
    if (line.kind == Kind::suspense && !line.name.empty()) line.name = cells.named("revenue", name).to_string();
    if (!cells.empty(due)) line.due = cells.period(due);
    if (!cells.empty(currency)) line.currency = cells.currency(currency);
    if (line.kind == Kind::units || (line.kind == Kind::tier && cells.empty(currency))) line.amount = cells.integer(amount);
    else if (cells.empty(currency)) cells.note(Errc::missing_field, currency, "An amount has a currency.");
    else line.amount = cells.micros(amount, line.currency);
    bundle.input.openings.push_back(std::move(line));
    return {};
  });
}

Result<void> BundleReader::holds(std::string_view text) {
  enum { hold, party, work, limit, currency, from, until, state, pay_to };
  constexpr CsvColumn columns[] = {{"hold"}, {"party", false}, {"work", false}, {"limit", false}, {"currency", false}, {"from"}, {"until", false}, {"state", false}, {"pay_to", false}};
  std::set<std::string> names;
  return each_row("holds.csv", text, columns, [&](const CsvTable& table, Cells& cells) -> Result<void> {
    Hold row;
    row.name = table[hold];
    if (row.name.empty()) cells.note(Errc::missing_field, hold, "A hold has a name.");
    if (!cells.empty(party)) row.party = cells.named("party", party);
    if (!cells.empty(work)) {
      const auto found = find_work(*this, table[work]);
      if (!found) cells.note(Errc::unknown_work, work, "There is no such work.");
      else row.work = *found;
    }
    if (cells.empty(party) && cells.empty(work)) cells.note(Errc::missing_field, party, "A hold is on a party, on a work, or on a party's part of a work.");
    if (!cells.empty(currency)) row.currency = cells.currency(currency);
    if (!cells.empty(limit)) {
      if (cells.empty(currency)) cells.note(Errc::missing_field, currency, "A limit has a currency.");
      else row.limit = cells.micros(limit, row.currency);
    }
    row.from = cells.date(from);
    if (!cells.empty(until)) row.until = cells.date(until);
    const std::string_view text_state = table[state];
    if (text_state == "released") row.state = Hold::State::released;
    else if (text_state == "upheld") row.state = Hold::State::upheld;
    else if (!text_state.empty() && text_state != "open") cells.note(Errc::invalid_argument, state, "A hold is open, released or upheld.");
    if (!cells.empty(pay_to)) row.pay_to = {cells.named("party", pay_to), std::string(table[pay_to])};
    if (row.state == Hold::State::upheld && cells.empty(pay_to)) cells.note(Errc::missing_field, pay_to, "Say who gets the money of a hold that was upheld.");
    if (!names.insert(row.name).second) cells.note(Errc::invalid_argument, hold, "The hold is listed twice.");
    bundle.input.holds.push_back(std::move(row));
    return {};
  });
}

Result<void> BundleReader::bank(std::string_view text) {
  enum { reference, status, date };
  constexpr CsvColumn columns[] = {{"reference"}, {"status"}, {"date"}};
  return each_row("bank.csv", text, columns, [&](const CsvTable& table, Cells& cells) -> Result<void> {
    BankResult row{std::string(table[reference]), table[status] == "returned", cells.date(date)};
    if (table[status] != "returned" && table[status] != "paid") cells.note(Errc::invalid_argument, status, "The bank says paid or returned.");
    bundle.input.bank.push_back(std::move(row));
    return {};
  });
}

Result<void> BundleReader::recorded(std::string_view text) {
  enum { row_id, pool, currency, amount, kind, party, agreement, name, due, posting_currency, posting_amount, exchanged };
  constexpr CsvColumn columns[] = {{"row"}, {"pool"}, {"currency"}, {"amount"}, {"kind"}, {"party"}, {"agreement"}, {"name"}, {"due"}, {"posting_currency"}, {"posting_amount"}, {"exchanged"}};
  std::unordered_map<Id, std::size_t> places;
  return each_row("recorded.csv", text, columns, [&](const CsvTable& table, Cells& cells) -> Result<void> {
    const Id id = cells.id(row_id);
    const auto [at, is_new] = places.try_emplace(id, bundle.input.recorded.size());
    if (is_new) {
      RecordedRow row;
      row.row = id;
      row.pool = cells.id(pool);
      row.currency = cells.currency(currency);
      row.amount = cells.micros(amount, row.currency);
      bundle.input.recorded.push_back(std::move(row));
    }
    if (cells.empty(kind)) return {};   // The row alone: an exchange has left nothing to post.
    RecordedPosting posting;
    bool known = false;
    for (int i = 0; i <= static_cast<int>(RecordedPosting::Kind::units); ++i) {
      if (table[kind] == posting_kind_name(static_cast<RecordedPosting::Kind>(i))) posting.kind = static_cast<RecordedPosting::Kind>(i), known = true;
    }
    if (!known) cells.note(Errc::invalid_argument, kind, "A posting is balance, reserve, advance, held, suspense, tier or units.");
    if (!cells.empty(party)) posting.party = cells.recipient(party);
    if (!cells.empty(agreement)) posting.agreement = cells.named("agreement", agreement);
    posting.name = table[name];
    posting.exchanged = cells.flag(exchanged, false);
    if (!cells.empty(due)) posting.due = cells.period(due);
    if (posting.kind == RecordedPosting::Kind::units) {
      posting.amount = cells.integer(posting_amount);
    } else {
      posting.currency = cells.currency(posting_currency);
      if (auto done = cells.finish(); !done) return done;
      posting.amount = cells.micros(posting_amount, posting.currency);
    }
    bundle.input.recorded[at->second].postings.push_back(std::move(posting));
    return {};
  });
}

Result<void> BundleReader::settled(std::string_view text) {
  enum { revenue, row };
  constexpr CsvColumn columns[] = {{"revenue"}, {"row"}};
  return each_row("settled.csv", text, columns, [&](const CsvTable&, Cells& cells) -> Result<void> {
    bundle.input.settled.push_back({cells.named("revenue", revenue), cells.id(row)});
    return {};
  });
}

}  // namespace colophon::royalty
