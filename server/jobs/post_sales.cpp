#include "jobs/post_sales.hpp"

#include <algorithm>
#include <unordered_map>

#include "colophon/base/json.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

std::int64_t whole(std::uint64_t count) { return static_cast<std::int64_t>(count); }

Result<store::RevenueDraft> draft_of(const store::SalesLineRow& line) {
  store::RevenueDraft draft;
  draft.id = line.id;
  draft.kind = COLOPHON_TRY(store::parse_revenue_kind(sales::kind_name(line.kind), "kind"));
  draft.amount = format_exact(line.amount);
  draft.currency = line.currency;
  draft.work = line.work;
  draft.day = COLOPHON_TRY(Date::parse(line.date.to_string(), "date"));
  draft.service = line.source;
  draft.use = line.use;
  if (line.territory != "ZZ") draft.territory = line.territory;   // Terms say "anywhere else" by leaving the territory out.
  draft.side = sales::side_name(line.side);
  draft.units = std::max<std::int64_t>(line.units, 0);
  draft.unmatched = line.work.is_nil();
  return draft;
}

Result<PostedSales> post(store::Store& store, const store::PostingFilter& filter, const Progress& progress) {
  COLOPHON_TRY(report(progress, 0, 3, "reading sales"));
  const auto posting = COLOPHON_TRY(store.sales_posting(filter));
  const auto drafts = COLOPHON_TRY(revenue_of(posting));
  COLOPHON_TRY(report(progress, 1, 3, "writing revenue"));
  PostedSales posted;
  for (const auto* lines : {&drafts.lines, &drafts.reversals}) posted.revenue_lines += COLOPHON_TRY(store.append_revenue(*lines, store::Source::import)).accepted;
  COLOPHON_TRY(report(progress, 2, 3, "marking sales"));
  posted.sums = COLOPHON_TRY(store.mark_sales_posted(posting));
  posted.without_money = posting.without_money.size();
  posted.waiting = posting.waiting.size();
  return posted;
}

}  // namespace

Result<PostingDrafts> revenue_of(const store::SalesPosting& posting) {
  PostingDrafts drafts;
  for (const auto* lines : {&posting.sales, &posting.without_money, &posting.suspense})
    for (const auto& line : *lines) drafts.lines.push_back(COLOPHON_TRY(draft_of(line)));
  std::unordered_map<Id, Id> resolutions;   // By sale.
  for (const auto& one : posting.resolved) {
    resolutions.emplace(one.line.id, one.id);
    if (one.amount == 0) continue;          // Returns have taken all of it back.
    auto draft = COLOPHON_TRY(draft_of(one.line));
    draft.id = one.id;
    draft.amount = format_exact(one.amount);
    draft.resolves = one.line.id.to_string();
    drafts.lines.push_back(std::move(draft));
  }
  for (const auto& one : posting.reversals) {
    if (one.booked == 0) continue;
    auto draft = COLOPHON_TRY(draft_of(one.by));
    draft.amount = format_exact(one.booked);
    draft.units = 0;
    draft.unmatched = false;
    const auto resolved = resolutions.find(one.sale.id);
    const bool left_suspense = one.sale.resolved.has_value() || resolved != resolutions.end();
    draft.work = {};                        // Where the money came from says where it goes back.
    draft.id = one.id;
    draft.reverses = one.sale.id;
    drafts.reversals.push_back(draft);
    if (!left_suspense) continue;
    const Id resolution = sales::resolution_id(one.sale.id, one.sale.date);
    sales::SoldLine by;
    by.id = one.by.id;
    by.date = one.by.date;
    draft.id = sales::reversal_id(by, resolution);
    draft.reverses = resolution;
    draft.resolves = one.sale.id.to_string();
    drafts.reversals.push_back(std::move(draft));
  }
  return drafts;
}

Result<PostedSales> post_sales(store::Store& store, const store::PostingFilter& filter, const Progress& progress) {
  PostedSales posted;
  COLOPHON_TRY(store.atomically([&]() -> Result<void> {
    posted = COLOPHON_TRY(post(store, filter, progress));
    return {};
  }));
  COLOPHON_TRY(report(progress, 3, 3, "posted"));
  return posted;
}

Result<PostedSales> preview_posting(store::Store& store, const store::PostingFilter& filter) {
  PostedSales posted;
  bool computed = false;
  const auto undone = store.atomically([&]() -> Result<void> {
    posted = COLOPHON_TRY(post(store, filter, {}));
    computed = true;
    return fail(Errc::cancelled, "", "a preview");
  });
  if (!computed) return std::unexpected(undone.error());
  return posted;
}

Json posted_json(const PostedSales& posted) {
  JsonArray rows;
  for (const auto& sum : posted.sums) {
    JsonObject row{{"period", sum.period.to_string()}, {"currency", sum.currency}};
    for (const auto& [name, group] : {std::pair("sales", &sum.sales), std::pair("suspense", &sum.suspense), std::pair("resolved", &sum.resolved), std::pair("reversed", &sum.reversed)})
      row.emplace_back(name, JsonObject{{"lines", whole(group->lines)}, {"amount", format_exact(group->amount)}});
    rows.push_back(std::move(row));
  }
  return JsonObject{{"periods", std::move(rows)}, {"without_money", whole(posted.without_money)}, {"waiting_returns", whole(posted.waiting)}, {"revenue_lines", whole(posted.revenue_lines)}};
}

}  // namespace colophon::jobs
