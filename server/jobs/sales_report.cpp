#include "jobs/sales_report.hpp"

#include <map>
#include <tuple>
#include <unordered_map>

#include "colophon/base/csv.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::size_t kPage = 10'000;

template <class Take>
Result<void> each_line(store::Store& store, const SalesReportOptions& options, Take take) {
  std::string cursor;
  do {
    const auto page = COLOPHON_TRY(store.sales_lines({.period = options.period, .source = options.source}, cursor, kPage));
    for (const auto& line : page.rows) COLOPHON_TRY(take(line));
    cursor = page.next;
  } while (!cursor.empty());
  return {};
}

std::string rfc3339_seconds(store::UnixMs unix_ms) {
  const auto two = [](std::int64_t value) { return std::string{static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)}; };
  const auto seconds = unix_ms / 1'000 % 86'400;
  return sales::Date::of_unix_ms(static_cast<std::uint64_t>(unix_ms)).to_string() + "T" + two(seconds / 3'600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60) + "Z";
}

}  // namespace

Result<WrittenReport> sales_csv(store::Store& store, const SalesReportOptions& options) {
  WrittenReport report;
  report.file_name = "sales-" + options.period.to_string() + ".csv";
  report.text = "id,date,kind,source,use,territory,side,work,units,amount,currency,isrc,iswc,upc,proprietary,title,artist,original,match\n";
  COLOPHON_TRY(each_line(store, options, [&](const store::SalesLineRow& line) -> Result<void> {
    const std::string cells[] = {line.id.to_string(), line.date.to_string(), std::string(sales::kind_name(line.kind)), line.source, line.use, line.territory, std::string(sales::side_name(line.side)),
                                 line.work.is_nil() ? "" : line.work.to_string(), std::to_string(line.units), format_exact(line.amount), line.currency, line.isrc, line.iswc, line.upc,
                                 line.proprietary, line.title, line.artist, line.original, std::string(store::match_state_name(line.state))};
    for (const auto& cell : cells) (report.text += &cell == cells ? "" : ",") += csv_cell(cell);
    report.text += '\n';
    ++report.lines;
    return {};
  }));
  return report;
}

Result<WrittenReport> sales_dsr(store::Store& store, const SalesReportOptions& options) {
  WrittenReport report;
  std::unordered_map<Id, sales::TitledWork> titles;
  for (auto& work : COLOPHON_TRY(store.titled_works())) titles.emplace(work.work, std::move(work));
  using Key = std::tuple<Id, int, std::string, std::string, std::string, std::string>;
  std::map<Key, sales::ReportedSale> sums;
  COLOPHON_TRY(each_line(store, options, [&](const store::SalesLineRow& line) -> Result<void> {
    if (line.work.is_nil()) {
      ++report.without_work;
      return {};
    }
    ++report.lines;
    auto& sale = sums[{line.work, static_cast<int>(line.kind), line.use, line.territory, line.source, line.currency}];
    if (sale.work.is_nil()) {
      const auto& work = titles[line.work];
      sale.work = line.work;
      sale.title = work.title;
      sale.artist = work.artist;
      sale.kind = line.kind;
      sale.use = line.use;
      sale.territory = line.territory;
      sale.service = line.source;
      sale.currency = COLOPHON_TRY(Currency::parse(line.currency));
    }
    // Of several codes that were reported for a work the smallest: not the one that happens to come first.
    for (const auto& [from, to] : {std::pair{&line.isrc, &sale.isrc}, std::pair{&line.iswc, &sale.iswc}, std::pair{&line.upc, &sale.upc}})
      if (!from->empty() && (to->empty() || *from < *to)) *to = *from;
    if (__builtin_add_overflow(sale.units, line.units, &sale.units) || __builtin_add_overflow(sale.amount, line.amount, &sale.amount))
      return fail(Errc::overflow, "period", "the sums of the month's sales are too large");
    return {};
  }));
  sales::DsrReport dsr;
  dsr.head = options.head;
  dsr.head.first = {options.period.year, options.period.month, 1};
  dsr.head.last = {options.period.year, options.period.month, sales::days_in_month(options.period.year, options.period.month)};
  if (dsr.head.message_id.empty()) dsr.head.message_id = store.new_id().to_string();
  if (dsr.head.created.empty()) dsr.head.created = rfc3339_seconds(store.now());
  for (auto& [key, sale] : sums) dsr.sales.push_back(std::move(sale));
  report.text = COLOPHON_TRY(sales::write_dsr(dsr));
  report.file_name = sales::dsr_file_name(dsr);
  return report;
}

}  // namespace colophon::jobs
