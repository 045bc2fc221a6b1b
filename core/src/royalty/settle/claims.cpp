#include "royalty/settle/claims.hpp"

#include <algorithm>

namespace colophon::royalty {

Result<ClaimIndex> ClaimIndex::build(const SettlementInput& input, const Catalogue& catalogue) {
  ClaimIndex index;
  const UsageTable& usage = input.usage;
  const Date first = first_day(input.period), end = day_after(input.period);
  std::int16_t earliest = 0;
  for (const UsageRow& row : usage.rows) earliest = std::min(earliest, row.day);
  // Most books change nothing within the days of use: then no work is asked.
  const auto changes = [&](Date day) { return day.days > first.days + earliest && day < end; };
  const bool any = std::ranges::any_of(input.book.agreements, [&](const Agreement& a) { return changes(a.from) || changes(a.until); });
  if (any) index.bounds_.resize(usage.works.size());
  for (std::size_t k = 0; k < usage.works.size(); ++k) {
    const std::uint32_t work = catalogue.works().find(usage.works[k]);
    if (work == Catalogue::kNone) return fail(Errc::unknown_work, "usage", "There is usage of the work " + usage.works[k].to_string() + ", which is not among the works.");
    index.first_.push_back(static_cast<std::uint32_t>(index.claims_.size()));
    Date from = first;
    if (any) {
      const std::vector<Date> days = catalogue.boundaries(work);
      for (const Date day : days) {
        if (changes(day)) index.bounds_[k].push_back(day.days - first.days);
      }
      // Late use before the first boundary: its segment begins where the agreement did, or at the beginning of time.
      const auto before = std::ranges::lower_bound(days, Date{first.days + earliest + 1});
      if (earliest < 0 && !index.bounds_[k].empty() && index.bounds_[k].front() <= 0) from = before == days.begin() ? Date{0} : *(before - 1);
    }
    index.claims_.push_back({work, from, claim_id(catalogue.work(work).id, from, input.period)});
    if (!any) continue;
    for (std::size_t b = 0; b < index.bounds_[k].size(); ++b) {
      // The segment that holds the first of the period is the work's own; another is named by where it begins.
      const std::int32_t begins = index.bounds_[k][b], ends = b + 1 < index.bounds_[k].size() ? index.bounds_[k][b + 1] : end.days - first.days;
      const Date day = begins <= 0 && ends > 0 ? first : Date{first.days + begins};
      index.claims_.push_back({work, day, claim_id(catalogue.work(work).id, day, input.period)});
    }
  }
  return index;
}

std::uint32_t ClaimIndex::segment(const UsageRow& row) const {
  const auto& bounds = bounds_[row.work];
  return static_cast<std::uint32_t>(std::ranges::upper_bound(bounds, std::int32_t{row.day}) - bounds.begin());
}

}  // namespace colophon::royalty
