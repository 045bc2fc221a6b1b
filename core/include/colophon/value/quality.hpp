#pragma once
// Quality under uncertainty: what a work counts for when its quality is known only as a mean and a variance.
// The maximum of noisy estimates is optimistic (the winner's curse), so estimates are shrunk first: each towards the mean of all, the more the larger
// its variance is against the spread of the true qualities (empirical Bayes; Efron and Morris 1973). V is linear in quality, so the
// variance changes no expected value; it matters for risk and for learning.
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::value {

/// In thousandths, as a model gives it: mean 1000 to 10000.
struct QualityEstimate { std::int32_t mean_milli = 0, variance_milli = 0; };

enum class Stance { expected, careful, optimistic, draw };
std::string_view stance_name(Stance stance);
/// "expected", "careful", "optimistic", "draw". Error: invalid_argument.
Result<Stance> parse_stance(std::string_view text, std::string_view field);

struct QualityRule {
  Stance stance = Stance::expected;
  std::int32_t kappa_milli = 500;       ///< careful: mean - kappa sigma; optimistic: mean + kappa sigma.
  std::uint64_t seed = 0;               ///< draw: of N(mean, variance), the same for the same seed and index (Thompson sampling).
  bool shrink = true;
};

/// Shrunk estimates: mean' = m + t (mean - m), variance' = t variance, with m the mean of all, t = T / (T + variance), and T the variance of the means less the mean
/// of the variances, at least 0. Fewer than three estimates stay as they are.
std::vector<QualityEstimate> shrunk(std::span<const QualityEstimate> estimates);

/// What each counts for, in thousandths, at least 0. The same bits everywhere.
std::vector<std::int64_t> quality_milli(std::span<const QualityEstimate> estimates, const QualityRule& rule);

/// A number of N(0, 1) for a seed and an index: Marsaglia's polar method over SplitMix64, its logarithm written out, so that it is the same everywhere.
double normal_draw(std::uint64_t seed, std::uint64_t index);

}  // namespace colophon::value
