#include "colophon/sales/returns.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace colophon::sales {
namespace {

auto thing_of(const SoldLine& line) { return std::tuple(line.work, line.kind, line.side, std::string_view(line.source), std::string_view(line.use), std::string_view(line.territory), std::string_view(line.currency)); }

struct Left { const SoldLine* sale; ExactAmount amount; };

}  // namespace

ReturnPlan plan_returns(std::span<const SoldLine> sales, std::span<const SoldLine> returns) {
  std::map<decltype(thing_of(sales[0])), std::vector<Left>> by_thing;
  for (const auto& sale : sales)
    if (sale.amount > sale.taken_back) by_thing[thing_of(sale)].push_back({&sale, sale.amount - sale.taken_back});
  for (auto& [thing, left] : by_thing)
    std::ranges::sort(left, [](const Left& a, const Left& b) { return std::tuple(b.sale->date, a.sale->id) < std::tuple(a.sale->date, b.sale->id); });  // The newest first, of one day by id.
  std::vector<const SoldLine*> order;
  for (const auto& one : returns) order.push_back(&one);
  std::ranges::sort(order, [](const SoldLine* a, const SoldLine* b) { return std::tuple(a->date, a->id) < std::tuple(b->date, b->id); });

  ReturnPlan plan;
  for (const auto* back : order) {
    const auto found = by_thing.find(thing_of(*back));
    ExactAmount wanted = -back->amount, there = 0;
    if (found != by_thing.end())
      for (const auto& left : found->second)
        if (left.sale->date <= back->date) there += left.amount;
    if (wanted <= 0 || there < wanted) {
      plan.waiting.push_back(back->id);
      continue;
    }
    for (const bool named : {true, false}) {
      for (auto& left : found->second) {
        if (wanted == 0) break;
        if (left.amount == 0 || left.sale->date > back->date || (named && (back->original.empty() || left.sale->original != back->original))) continue;
        const auto taken = std::min(wanted, left.amount);
        left.amount -= taken;
        wanted -= taken;
        plan.taken.push_back({back->id, left.sale->id, taken});
      }
    }
  }
  return plan;
}

Id reversal_id(const SoldLine& by, const Id& sale) {
  Sha256 hash;
  const Hash name = hash.update("colophon/sale-reversal/1").update(ByteView(by.id.bytes)).update(ByteView(sale.bytes)).finish();
  return uuid_v7(by.date.noon_unix_ms(), std::span(name).first<10>());
}

Id resolution_id(const Id& line, const Date& date) {
  Sha256 hash;
  const Hash name = hash.update("colophon/sale-resolution/1").update(ByteView(line.bytes)).finish();
  return uuid_v7(date.noon_unix_ms(), std::span(name).first<10>());
}

}  // namespace colophon::sales
