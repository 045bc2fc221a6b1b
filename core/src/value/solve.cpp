#include "colophon/value/solve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "value/accelerated.hpp"
#include "value/repair.hpp"
#include "value/search.hpp"

namespace colophon::value {
namespace {

/// Items that the search may change: so many a row.
constexpr std::size_t kNearItemsMin = 1'024;
constexpr std::size_t kNearItemsPerRow = 64;
/// What one more item of a floor may cost at most, in largest values; more where that turns out to be too little.
constexpr double kFloorPriceFirst = 64;
constexpr double kFloorPriceFactor = 1'024;
constexpr int kFloorPriceRaises = 3;
constexpr double kCostUnknown = 1e18;

double largest_value(const Instance& in) {
  if (in.value.u16() != nullptr) return 65'535;
  std::int64_t largest = 0;
  for (std::size_t k = 0; k < in.cells(); ++k) largest = std::max(largest, in.value.at(k));
  return static_cast<double>(largest);
}

class Solver {
 public:
  Solver(const Instance& in, const SolveOptions& options)
      : in_(in), options_(options), rows_(in), executor_(options.executor != nullptr ? *options.executor : serial_),
        largest_value_(largest_value(in)) {
    if (options.keep != nullptr && options.keep_bonus > 0) {
      reading_.shown = options.keep;
      reading_.bonus = options.keep_bonus;
    }
    reading_.passed = &options_.passed;
    accelerated_ = Accelerated::make(in, rows_, reading_, options.accelerator);
  }

  Result<Solution> run() {
    auto found = prices();
    if (!found) return std::unexpected(found.error());
    return whole(*found);
  }

  Result<FoundPrices> prices() {
    if (!go_on(0.05)) return stopped();
    double floor_price_max = kFloorPriceFirst * std::max(largest_value_, 1.0);
    for (int raise = 0;; ++raise) {
      auto found = find_prices({in_, rows_, reading_, price_max(floor_price_max), [&](const Box& box) { return pass(box); }, executor_, dual_work_,
                                raise == 0 ? options_.warm_price : std::span<const double>(), options_.warm_radius, [&] { return go_on(0.5); }});
      if (!found) return std::unexpected(found.error());
      if (!at_maximum(found->price, floor_price_max)) return found;
      // A floor that would pay any price: either the limits forbid it, or the price was not high enough.
      const auto reason = explain_infeasible(in_, options_);
      if (!reason) return std::unexpected(reason.error());
      if (*reason) return infeasible(**reason);
      if (raise == kFloorPriceRaises) return found;
      floor_price_max *= kFloorPriceFactor;
    }
  }

 private:
  bool go_on(double part) const { return !options_.progress || options_.progress(part); }
  static std::unexpected<Error> stopped() { return fail(Errc::cancelled, "", "The optimiser was told to stop."); }

  OpenSet pass(const Box& box) {
    ++work_.passes;
    OpenSet open = sieve(in_, rows_, box, reading_, executor_, accelerated_.get());
    work_.open_items = open.items.size();
    return open;
  }

  std::vector<double> price_max(double floor_price) const {
    // A budget's price above all that one unit of cost can bring changes nothing any more; costs are whole numbers.
    std::vector<double> most(rows_.count(), largest_value_ + reading_.bonus + (in_.floor.empty() ? 0 : floor_price));
    for (std::size_t g = 0; g < in_.groups(); ++g) most[in_.floor_row(g)] = floor_price;
    return most;
  }

  bool at_maximum(const std::vector<double>& price, double most) const {
    for (std::size_t g = 0; g < in_.groups(); ++g) {
      if (price[in_.floor_row(g)] >= most * (1 - 1e-9)) return true;
    }
    return false;
  }

  std::unexpected<Error> infeasible(const Infeasibility& reason) const {
    std::string floors, budgets;
    std::string first;
    for (std::size_t g = 0; g < in_.groups(); ++g) {
      if (reason.floor_short[g] == 0) continue;
      if (first.empty()) first = "floors[" + std::to_string(g) + "]";
      floors += (floors.empty() ? "" : ", ") + ("floors[" + std::to_string(g) + "] by " + std::to_string(reason.floor_short[g]));
    }
    std::string raised;
    for (std::size_t c = 0; c < in_.channels; ++c) {
      if (reason.price[c] <= 0) continue;
      const std::string name = "budgets[" + std::to_string(c) + "]";
      budgets += (budgets.empty() ? "" : ", ") + name;
      if (reason.budget_short[c] < 9e15) raised += (raised.empty() ? "" : ", ") + name + " by " + std::to_string(static_cast<std::int64_t>(reason.budget_short[c]));
    }
    return fail(Errc::infeasible, first.empty() ? "floors" : first,
                "No plan keeps every limit: the floors cannot all be met" + (budgets.empty() ? ", for too few of their items may be shown at all" : " within " + budgets) +
                    ". Least relaxation: lower " + floors + (raised.empty() ? "." : ", or raise one of these at least so far: " + raised + "."));
  }

  /// What it costs at most to change the mind of one of the items that the search may change.
  double near_cost(const FoundPrices& found) const {
    const std::size_t wanted = std::max(kNearItemsMin, kNearItemsPerRow * rows_.count());
    if (in_.items <= wanted) return kCostUnknown;
    std::vector<double> costs;
    costs.reserve(found.open.items.size());
    const OpenCell* cells = found.open.cells.data();
    for (const OpenItem& item : found.open.items) {
      double best = 0, second = 0;
      for (std::uint32_t j = 0; j < item.cells; ++j) {
        double worth = cells[j].value - found.price[cells[j].channel] * cells[j].cost;
        if (rows_.groups > 0) worth += found.price[rows_.floor(item.group)];
        if (rows_.categories > 0) worth -= found.price[rows_.cap(item.category, cells[j].channel)];
        if (worth > best) { second = best; best = worth; }
        else second = std::max(second, worth);
        if (worth <= 0) costs.push_back(-worth);
      }
      if (best > 0) costs.push_back(best - second);
      cells += item.cells;
    }
    if (costs.size() <= wanted) return costs.empty() ? 0 : *std::max_element(costs.begin(), costs.end());
    std::nth_element(costs.begin(), costs.begin() + static_cast<std::ptrdiff_t>(wanted), costs.end());
    return costs[wanted];
  }

  Result<Solution> whole(FoundPrices& found) {
    const ExactPrices prices = rounded(found.price);
    double near = near_cost(found);
    found.open = {};
    for (;;) {
      if (!go_on(0.7)) return stopped();
      ++work_.passes;
      CellSet shown(in_.cells());
      const auto exact = exact_pass(in_, rows_, prices, reading_, near, &shown, executor_, accelerated_.get());
      if (!exact) return std::unexpected(exact.error());
      WorkingSet working(in_, rows_, found.price, reading_, exact->near, shown, exact->used);
      if (repair(working, found.shares)) return finished(prices, *exact, working, shown);
      if (exact->near.size() == in_.items || near >= kCostUnknown) return no_whole_plan(working);
      near = near > 0 ? near * 64 : 1;
    }
  }

  std::unexpected<Error> no_whole_plan(const WorkingSet& working) const {
    if (const auto reason = explain_infeasible(in_, options_); !reason) return std::unexpected(reason.error());
    else if (*reason) return infeasible(**reason);
    std::string field = "floors";
    for (std::size_t g = 0; g < in_.groups(); ++g) {
      if (working.slack(in_.floor_row(g)) < 0) { field = "floors[" + std::to_string(g) + "]"; break; }
    }
    return fail(Errc::infeasible, field, "Only plans that show parts of items meet every floor; no whole one was found. Lower this floor a little, or raise a budget.");
  }

  Result<Solution> finished(const ExactPrices& prices, const ExactPass& exact, WorkingSet& working, CellSet& shown) {
    Effort effort;
    effort.work = options_.search_work > 0 ? options_.search_work : 4'000'000 + 20'000 * rows_.count();
    effort.seed = options_.seed;
    effort.go_on = [&] { return go_on(0.9); };
    const double bound = std::ldexp(static_cast<double>(exact.bound), -prices.bits);
    // Without a bonus the gain is the value's, and the gap says when it is enough.
    if (reading_.bonus == 0) effort.gain_enough = bound * (1 - options_.gap_enough) - static_cast<double>(exact.value);
    improve(working, effort);
    if (!go_on(0.95)) return stopped();
    working.write(in_, shown);
    Solution solution;
    Certificate& certificate = solution.certificate;
    certificate.instance = instance_hash(in_, executor_, options_.passed);
    certificate.shown = shown_hash(in_, shown);
    certificate.value = exact.value + working.gain();
    certificate.bound = -((-exact.bound) >> prices.bits);
    certificate.gap_e12 = gap_e12(certificate.value, certificate.bound);
    certificate.price_bits = prices.bits;
    certificate.price = prices.price;
    for (std::size_t r = 0; r < rows_.count(); ++r) {
      const bool floor = r >= in_.channels && r < in_.channels + in_.groups();
      const std::int64_t limit = r < in_.channels ? in_.budget[r] : floor ? in_.floor[r - in_.channels] : in_.cap[r - in_.channels - in_.groups()];
      certificate.used.push_back(floor ? limit + working.slack(r) : limit - working.slack(r));
      solution.price.push_back(std::ldexp(static_cast<double>(prices.price[r]), -prices.bits));
    }
    solution.shown = std::move(shown);
    work_.inner_passes = in_.cells() > 0 ? static_cast<double>(dual_work_.cells) / static_cast<double>(in_.cells()) : 0;
    work_.steps = dual_work_.steps;
    work_.accelerated = accelerated_ != nullptr ? accelerated_->passes() : 0;
    solution.work = work_;
    return solution;
  }

  const Instance& in_;
  const SolveOptions& options_;
  RowMap rows_;
  SerialExecutor serial_;
  Executor& executor_;
  Reading reading_;
  double largest_value_;
  std::unique_ptr<Accelerated> accelerated_;
  DualWork dual_work_;
  SolveWork work_;
};

}  // namespace

namespace {

Result<void> check(const Instance& in, const SolveOptions& options) {
  SerialExecutor serial;
  Executor& executor = options.executor != nullptr ? *options.executor : serial;
  if (auto checked = check_instance(in, executor); !checked) return checked;
  if (options.keep != nullptr && options.keep->size() != in.cells()) return fail(Errc::invalid_argument, "keep", "The plan to stay near must have one decision a cell.");
  if (!options.warm_price.empty() && options.warm_price.size() != in.rows()) return fail(Errc::invalid_argument, "warm_price", "There must be one price a budget, floor and cap.");
  for (const double price : options.warm_price) {
    if (!(price >= 0) || !std::isfinite(price)) return fail(Errc::invalid_argument, "warm_price", "Prices are numbers that are at least 0.");
  }
  if (options.memory_bytes_max > 0 && memory_estimate(in) > options.memory_bytes_max) {
    return fail(Errc::out_of_memory, "items", "This takes about " + std::to_string(memory_estimate(in) >> 20) + " MiB besides the arrays; " +
                                                  std::to_string(options.memory_bytes_max >> 20) + " MiB are allowed.");
  }
  return {};
}

}  // namespace

Result<Solution> solve(const Instance& in, const SolveOptions& options) {
  if (auto checked = check(in, options); !checked) return std::unexpected(checked.error());
  return Solver(in, options).run();
}

Result<std::vector<double>> solve_prices(const Instance& in, const SolveOptions& options) {
  if (auto checked = check(in, options); !checked) return std::unexpected(checked.error());
  auto found = Solver(in, options).prices();
  if (!found) return std::unexpected(found.error());
  return std::move(found->price);
}

std::uint64_t memory_estimate(const Instance& in) {
  // A bit a cell; what the passes leave open, at most an eighth of the items of a large instance with three cells each; and small change.
  const std::uint64_t items = in.items, cells = in.cells();
  const std::uint64_t open = items > 100'000 ? items / 8 : items;
  const std::uint64_t open_cells = in.items > 0 ? std::min<std::uint64_t>(3, cells / items + 1) * open : 0;
  return cells / 8 + open * sizeof(OpenItem) + open_cells * (sizeof(OpenCell) + 2 * sizeof(double)) + in.rows() * 1'024 + (1u << 20);
}

}  // namespace colophon::value
