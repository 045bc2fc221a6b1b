#pragma once
// The value of a catalogue, from the founding document: V = (1/N) * sum over works i, channels c of max(Q_i * S_ic * R_ic, 0).
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::value {

/// Row-major works x channels. A work without a quality (`scored[i]` == 0) is left out of the sum and of N.
struct Catalogue {
  std::span<const double> quality;           ///< Q_i: the mean of the quality distribution, 1 to 10.
  std::span<const std::uint8_t> scored;
  std::span<const std::uint8_t> coverage;    ///< S_ic: 0 or 1.
  std::span<const double> revenue;           ///< R_ic: expected revenue in major units, linear in exposure.
  std::size_t channels = 0;
};

struct Value {
  double total = 0;                          ///< V. It is never paid.
  std::uint64_t works_scored = 0;            ///< N.
  std::uint64_t works_not_scored = 0;
  std::vector<double> by_work;               ///< sum over c of max(Q S R, 0) / N, 0 where not scored.
};

/// Sums in the order of the arrays, so that the bits are the same everywhere. Errors: invalid_argument (sizes, what is not finite,
/// negative quality), overflow.
Result<Value> value(const Catalogue& catalogue);

}  // namespace colophon::value
