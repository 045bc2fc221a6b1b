// Whether the floors can be met at all. With every value 0 and a price of at most 1 for a floor, the dual's minimum is minus the least number of
// showings that are missing over all floors (items in parts): below 0, its prices prove that no plan keeps every limit.
#include <algorithm>
#include <cmath>
#include <limits>

#include "colophon/value/solve.hpp"
#include "value/exact.hpp"
#include "value/prices.hpp"

namespace colophon::value {

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
  // What the optimum in parts misses of each floor, rounded up, since showings are whole.
  for (std::size_t g = 0; g < in.groups(); ++g) {
    const auto missing = static_cast<std::int64_t>(std::ceil(-found->slack[in.floor_row(g)] - 1e-6));
    reason.floor_short.push_back(std::clamp<std::int64_t>(missing, 0, in.floor[g]));
  }
  for (std::size_t c = 0; c < in.channels; ++c) {
    reason.budget_short.push_back(found->price[c] > 0 ? std::ceil(reason.shortfall / found->price[c]) : std::numeric_limits<double>::infinity());
  }
  return reason;
}

}  // namespace colophon::value
