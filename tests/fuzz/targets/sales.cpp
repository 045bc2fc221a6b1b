#include "targets.hpp"

#include "colophon/sales/table.hpp"

namespace colophon::fuzz {
namespace {

/// The sums of the lines that came out are those that the reading tells.
void check_reading(std::string_view table, const sales::Mapping& mapping) {
  std::vector<sales::Sum> sums;
  std::uint64_t lines = 0;
  sales::Date first{}, last{};
  const auto reading = sales::read_table("t", table, mapping, [&](const sales::Line& line) -> Result<void> {
    auto found = sums.begin();
    while (found != sums.end() && !(found->currency == line.currency)) ++found;
    if (found == sums.end()) found = sums.insert(found, sales::Sum{line.currency});
    found->amount += line.amount;
    found->units += line.units;
    if (lines++ == 0) first = last = line.date;
    first = std::min(first, line.date);
    last = std::max(last, line.date);
    expect(line.date.year >= 1970 && line.date.day <= sales::days_in_month(line.date.year, line.date.month), "a line's date exists");
    expect(line.territory.size() == 2 && !line.use.empty() && !line.source.empty(), "a line has a territory, a use and a source");
    expect(is_utf8(line.title) && is_utf8(line.artist) && is_utf8(line.proprietary) && is_utf8(line.original), "texts are UTF-8");
    expect(line.amount < sales::kLineAmountMax && line.amount > -sales::kLineAmountMax, "an amount is within its bound");
    return {};
  });
  expect(reading.has_value(), "only the sink ends a reading with an error");
  expect(reading->lines == lines, "lines are counted");
  expect(reading->lines + reading->skipped + reading->totals <= reading->rows, "every row is one thing");
  expect(reading->more_errors || !reading->acceptable() || reading->lines + reading->skipped + reading->totals == reading->rows, "where nothing is refused every row became something");
  for (const auto& sum : reading->sums) {
    bool same = false;
    for (const auto& ours : sums) same |= ours.currency == sum.currency && ours.amount == sum.amount && ours.units == sum.units;
    expect(same, "sums are those of the lines");
  }
  if (lines > 0) expect(reading->first == first && reading->last == last, "dates are those of the lines");
  (void)canonical_json(sales::reading_json(*reading));
}

}  // namespace

/// A mapping, a NUL byte, a table.
void run_sales(ByteView input) {
  const auto text = as_text(input);
  const auto cut = std::min(text.find('\0'), text.size());
  const auto table = text.substr(std::min(cut + 1, text.size()));
  (void)canonical_json(sales::guess_mapping(table));
  const auto mapping = sales::parse_mapping(text.substr(0, cut));
  if (!mapping) {
    expect(!mapping.error().detail.empty(), "a refusal says why");
    return;
  }
  check_reading(table, *mapping);
}

}  // namespace colophon::fuzz
