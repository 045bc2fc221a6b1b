#pragma once
// The prices of an instance: samples first, then the open part of the whole.
#include <functional>

#include "value/dual.hpp"
#include "value/sieve.hpp"

namespace colophon::value {

struct PriceSearch {
  const Instance& instance;
  const RowMap& rows;
  const Reading& reading;
  std::vector<double> price_max;
  /// A pass over the whole instance.
  std::function<OpenSet(const Box&)> sieve;
  Executor& executor;
  DualWork& work;
  /// Where to begin: the prices of an earlier plan, or empty.
  std::span<const double> warm;
  double warm_radius = 0.1;           ///< How far they may be off, as a part of themselves.
  std::function<bool()> go_on;        ///< False: stop.
};

/// How much of a cell an optimum that may show parts shows.
struct Share { std::uint32_t item, place; double part; };

struct FoundPrices {
  std::vector<double> price;
  OpenSet open;                       ///< What the last pass left open, around these prices.
  std::vector<Share> shares;          ///< Of the items that these prices leave undecided, or nearly: all of their cells that matter.
  std::vector<double> slack;          ///< What that optimum leaves of every limit; negative where one that may be broken at a price is.
  double bound = 0;
};

/// Error: cancelled.
Result<FoundPrices> find_prices(const PriceSearch& search);

}  // namespace colophon::value
