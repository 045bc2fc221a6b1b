#include "royalty/settle/revenue.hpp"

#include <algorithm>

namespace colophon::royalty {
namespace {

class Sorter {
 public:
  explicit Sorter(Context& context) : c_(context) {}

  Result<SortedRevenue> run() {
    if (auto done = net_of_reversals(); !done) return std::unexpected(done.error());
    for (std::size_t i = 0; i < c_.input.revenue.size(); ++i) {
      if (!c_.input.revenue[i].reverses.is_nil()) continue;
      if (auto done = sort(c_.input.revenue[i], net_[i], i); !done) return std::unexpected(done.error());
    }
    for (PoolRevenue& pool : out_.pools) {
      std::ranges::sort(pool.cells, {}, &DirectCell::cell);
      std::ranges::sort(pool.lines);
    }
    std::ranges::sort(out_.suspense, {}, [](const SuspenseLine& each) { return each.line->id; });
    std::ranges::sort(out_.resolved, {}, [](const ResolvedLine& each) { return each.line->id; });
    std::ranges::sort(out_.reversed, {}, [](const ReversedLine& each) { return std::pair(each.row, each.line->id); });
    return std::move(out_);
  }

 private:
  std::string place(const RevenueLine& line, std::size_t index, const char* field) const {
    return (line.place.empty() ? "revenue[" + std::to_string(index) + "]" : line.place) + ":" + field;
  }
  Result<void> net_of_reversals();
  Result<void> sort(const RevenueLine& line, ExactAmount amount, std::size_t index);
  Result<void> direct(const RevenueLine& line, ExactAmount amount, std::size_t index);
  PoolRevenue& pool(const PoolRule* rule, const Currency& currency);
  Date segment_begin(std::uint32_t work, Date date);

  Context& c_;
  SortedRevenue out_;
  std::vector<ExactAmount> net_;
  std::map<std::pair<const PoolRule*, std::string>, std::size_t> pools_;
  struct CellHash {
    std::size_t operator()(const Cell& cell) const {
      std::size_t hash = std::hash<Id>()(cell.work) ^ static_cast<std::size_t>(cell.from.days) * 0x9E3779B97F4A7C15ull;
      for (const std::string* text : {&cell.facts.kind, &cell.facts.source, &cell.facts.use, &cell.facts.territory, &cell.facts.side}) {
        for (const char c : *text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ull;
        hash = (hash ^ 0xFF) * 0x100000001B3ull;
      }
      return hash;
    }
  };
  std::unordered_map<std::string, std::unordered_map<Cell, std::size_t, CellHash>> cells_;   ///< By currency.
  std::unordered_map<std::uint32_t, std::vector<Date>> boundaries_;
  bool within_months_ = false, asked_ = false;
};

/// Lines of this settlement that are taken back in it were never posted: only what is left of them comes in.
Result<void> Sorter::net_of_reversals() {
  const auto& revenue = c_.input.revenue;
  std::unordered_map<Id, std::size_t> index;
  index.reserve(revenue.size());
  net_.resize(revenue.size());
  for (std::size_t i = 0; i < revenue.size(); ++i) {
    const RevenueLine& line = revenue[i];
    if (line.amount < 0) return fail(Errc::negative_amount, place(line, i, "amount"), "An amount is below zero: write a line with \"reverses\" to take money back.");
    if (!index.emplace(line.id, i).second) return fail(Errc::invalid_argument, place(line, i, "revenue"), "Another line has this id already: every line has its own.");
    if (line.date > last_day(c_.input.period)) return fail(Errc::invalid_argument, place(line, i, "date"), "The line is of a later period: settle it there.");
    net_[i] = line.amount;
  }
  std::unordered_map<Id, Id> earlier;
  for (const SettledRevenue& settled : c_.input.settled) earlier.emplace(settled.revenue, settled.row);
  for (std::size_t i = 0; i < revenue.size(); ++i) {
    const RevenueLine& line = revenue[i];
    if (earlier.contains(line.id)) return fail(Errc::conflict, place(line, i, "revenue"), "A line with this id was settled in an earlier period: it would be paid twice.");
    if (line.reverses.is_nil()) continue;
    if (const auto here = index.find(line.reverses); here != index.end()) {
      const RevenueLine& original = revenue[here->second];
      if (!original.reverses.is_nil()) return fail(Errc::conflict, place(line, i, "reverses"), "A reversal is not reversed: book the money again as a new line.");
      if (!(original.currency == line.currency)) return fail(Errc::currency_mismatch, place(line, i, "currency"), "A line is taken back in its own currency.");
      if (line.resolves != original.resolves) {
        return fail(Errc::conflict, place(line, i, "resolves"), original.resolves.empty() ? "The line that is taken back came from outside and goes back there: leave \"resolves\" out."
                                                                                         : "The line that is taken back took its money out of suspense, where it now stays: name the same in \"resolves\".");
      }
      net_[here->second] -= line.amount;
      if (net_[here->second] < 0) return fail(Errc::conflict, place(line, i, "amount"), "More is taken back than came in.");
      continue;
    }
    const auto found = earlier.find(line.reverses);
    if (found == earlier.end()) return fail(Errc::not_found, place(line, i, "reverses"), "No line with this id was settled, here or before.");
    out_.reversed.push_back({&line, found->second});
  }
  return {};
}

PoolRevenue& Sorter::pool(const PoolRule* rule, const Currency& currency) {
  const auto [at, is_new] = pools_.try_emplace({rule, std::string(currency.name())}, out_.pools.size());
  if (is_new) {
    out_.pools.emplace_back();
    out_.pools.back().rule = rule;
    out_.pools.back().currency = currency;
  }
  return out_.pools[at->second];
}

Date Sorter::segment_begin(std::uint32_t work, Date date) {
  const Date month = first_day(date.period());
  if (!asked_) {
    asked_ = true;
    const auto within = [](Date day) { return day.days != 0 && day != first_day(day.period()); };
    within_months_ = std::ranges::any_of(c_.input.book.agreements, [&](const Agreement& a) { return within(a.from) || within(a.until); });
  }
  if (!within_months_) return month;
  const auto [at, is_new] = boundaries_.try_emplace(work);
  if (is_new) at->second = c_.catalogue.boundaries(work);
  const auto after = std::ranges::upper_bound(at->second, date);
  return after == at->second.begin() ? month : std::max(month, *(after - 1));
}

Result<void> Sorter::direct(const RevenueLine& line, ExactAmount amount, std::size_t index) {
  const std::uint32_t work = c_.catalogue.works().find(line.work);
  if (work == Catalogue::kNone) return fail(Errc::unknown_work, place(line, index, "work"), "There is no such work: add it to the works, or leave the line unmatched.");
  PoolRevenue& direct = pool(nullptr, line.currency);
  Cell cell{line.work, line.facts, segment_begin(work, line.date)};
  auto& cells = cells_[std::string(line.currency.name())];
  const auto [at, is_new] = cells.try_emplace(cell, direct.cells.size());
  if (is_new) direct.cells.push_back({std::move(cell), 0, 0, {}});
  DirectCell& own = direct.cells[at->second];
  if (__builtin_add_overflow(own.exact, amount, &own.exact)) return fail(Errc::overflow, place(line, index, "amount"), "The amounts add up to more than 128 bits hold.");
  if (__builtin_add_overflow(own.units, line.units, &own.units)) return fail(Errc::overflow, place(line, index, "units"), "The units of one work add up to 2^63 or more.");
  own.lines.push_back(line.id);
  if (!line.resolves.empty()) {
    out_.resolved.push_back({&line, direct.name(), amount});
    return {};
  }
  direct.sources[account_part(line.facts.kind) + (line.facts.source.empty() ? "" : ":" + account_part(line.facts.source))] += amount;
  return {};
}

Result<void> Sorter::sort(const RevenueLine& line, ExactAmount amount, std::size_t index) {
  if (line.units < 0) return fail(Errc::negative_amount, place(line, index, "units"), "Units are below zero.");
  const Date first = first_day(c_.input.period);
  if (line.date < first) c_.warnings.add({"late-revenue", line.date.period().to_string(), "Revenue of an earlier period is settled in this one, under the agreements of its own date."});
  if (line.unmatched) {
    if (!line.resolves.empty()) return fail(Errc::unknown_work, place(line, index, "work"), "There is no such work: what is resolved goes to a work, or to a pool, that is known.");
    out_.suspense.push_back({&line, amount});
    return {};
  }
  if (!line.work.is_nil()) return direct(line, amount, index);
  const auto rule = std::ranges::find_if(c_.input.book.pools, [&](const PoolRule& each) { return each.takes.matches(line.facts); });
  if (rule == c_.input.book.pools.end()) {
    if (!line.resolves.empty()) return fail(Errc::not_found, place(line, index, "kind"), "No pool takes money of this kind that names no work: what is resolved goes to a work, or to a pool.");
    auto rounded = to_micros(amount, line.currency);
    c_.warnings.add({"no-pool", line.facts.kind, "No pool takes money of this kind that names no work; it waits in suspense."}, rounded ? rounded->micros : 0, line.currency);
    out_.suspense.push_back({&line, amount});
    return {};
  }
  PoolRevenue& own = pool(&*rule, line.currency);
  const std::uint32_t payer = own.payers.intern(line.listener);
  if (payer == own.paid.size()) own.paid.push_back(0);
  if (__builtin_add_overflow(own.paid[payer], amount, &own.paid[payer])) return fail(Errc::overflow, place(line, index, "amount"), "The amounts add up to more than 128 bits hold.");
  own.lines.push_back(line.id);
  if (!line.resolves.empty()) out_.resolved.push_back({&line, own.name(), amount});
  else own.sources[account_part(line.facts.kind) + (line.facts.source.empty() ? "" : ":" + account_part(line.facts.source))] += amount;
  return {};
}

}  // namespace

Result<SortedRevenue> sort_revenue(Context& context) { return Sorter(context).run(); }

Id carried_id(const std::string& pool, const Currency& currency) {
  return uuid_from_name("colophon/carried/1", pool + "/" + std::string(currency.name()));
}

}  // namespace colophon::royalty
