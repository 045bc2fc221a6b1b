// Whether the floors can be met at all. With every value 0 and a price of at most 1 for a floor, the dual's minimum is minus the least number of
// showings that are missing over all floors (items in parts): below 0, its prices prove that no plan keeps every limit.
#include <algorithm>
#include <cmath>
#include <limits>

#include "colophon/value/solve.hpp"
#include "value/exact.hpp"
#include "value/order.hpp"
#include "value/prices.hpp"

namespace colophon::value {
namespace {

/// What the optimum in parts misses of each floor, in whole showings that add up to the shortfall rounded up: first what is whole, then the largest rests. Only a floor at
/// the full price misses any.
void share_out(const Instance& in, const FoundPrices& found, Infeasibility& reason) {
  reason.floor_short.assign(in.groups(), 0);
  auto left = static_cast<std::int64_t>(std::ceil(reason.shortfall - 1e-6));
  std::vector<double> rest(in.groups());
  std::vector<std::uint32_t> dear;
  for (std::size_t g = 0; g < in.groups(); ++g) {
    if (found.price[in.floor_row(g)] <= 1 - 1e-6) continue;
    const double missing = std::clamp(-found.slack[in.floor_row(g)], 0.0, static_cast<double>(in.floor[g]));
    reason.floor_short[g] = std::min(left, static_cast<std::int64_t>(missing + 1e-6));
    left -= reason.floor_short[g];
    rest[g] = missing - static_cast<double>(reason.floor_short[g]);
    dear.push_back(static_cast<std::uint32_t>(g));
  }
  sort_ids(dear, [&](std::uint32_t a, std::uint32_t b) { return rest[a] != rest[b] ? rest[a] > rest[b] : a < b; });
  for (const std::uint32_t g : dear) {
    const std::int64_t more = std::min(left, rest[g] > 0 ? std::min<std::int64_t>(1, in.floor[g] - reason.floor_short[g]) : 0);
    reason.floor_short[g] += more;
    left -= more;
  }
  for (const std::uint32_t g : dear) {
    const std::int64_t more = std::min(left, in.floor[g] - reason.floor_short[g]);
    reason.floor_short[g] += more;
    left -= more;
  }
}

}  // namespace

Result<std::optional<Infeasibility>> explain_infeasible(const Instance& in, const SolveOptions& options) {
  SerialExecutor serial;
  Executor& executor = options.executor != nullptr ? *options.executor : serial;
  if (auto checked = check_instance(in, executor); !checked) return std::unexpected(checked.error());
  if (in.floor.empty()) return std::nullopt;
  const RowMap rows(in);
  Reading nothing;
  nothing.values = false;
  DualWork work;
  std::vector<double> most(rows.count(), 1);
  const auto found = find_prices({in, rows, nothing, most, [&](const Box& box) { return sieve(in, rows, box, nothing, executor); }, executor, work, {}, 0,
                                  [&] { return !options.progress || options.progress(0.5); }});
  if (!found) return std::unexpected(found.error());
  Infeasibility reason;
  const ExactPrices prices = rounded(found->price);
  const auto exact = exact_pass(in, rows, prices, nothing, 0, nullptr, executor);
  if (!exact) return std::unexpected(exact.error());
  if (exact->bound >= 0) return std::nullopt;
  reason.price = prices.price;
  reason.price_bits = prices.bits;
  reason.shortfall = -std::ldexp(static_cast<double>(exact->bound), -prices.bits);
  share_out(in, *found, reason);
  for (std::size_t c = 0; c < in.channels; ++c) {
    reason.budget_short.push_back(found->price[c] > 0 ? std::ceil(reason.shortfall / found->price[c]) : std::numeric_limits<double>::infinity());
  }
  return reason;
}

}  // namespace colophon::value
