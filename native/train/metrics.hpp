#pragma once
// How good the network is on pictures that it has not seen.
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "train/dataset.hpp"

namespace colophon::train {

struct Fit {
  double loss = 0;                     ///< Mean cross entropy, in nats.
  double accuracy = 0;                 ///< Share of crops whose most probable class is the label.
  double mean_absolute_error = 0;      ///< In classes, of the most probable class.
};
/// Of logits (crops x 10) against classes. The sum runs in the order of the crops.
Fit fit_of(std::span<const float> logits, std::span<const std::int64_t> classes);

/// Spearman's rank correlation with average ranks for ties; 0 where one side is constant.
double rank_correlation(std::span<const double> a, std::span<const double> b);

/// The severities at which whole pictures are judged.
inline constexpr std::array kJudgedSeverities{0.1, 0.3, 0.5, 0.7, 0.9};
struct Judged {
  std::size_t picture = 0;
  Degradation degradation = Degradation::blur;
  double severity = 0;
  double mean = 0;                     ///< Of the score 1 to 10, as image::quality_from_logits gives it.
};
/// Crops x 3 x 56 x 56 in, crops x 10 out: a learner, or another runtime with the same weights.
using Scorer = std::function<Result<std::vector<float>>(std::span<const float>)>;
/// Scores every picture with every damage at every severity, whole, as the server and the browser do.
Result<std::vector<Judged>> judge(const Scorer& scorer, std::span<const Picture> pictures, std::span<const std::size_t> among, std::uint64_t seed);
/// The rank correlation of the score with the absence of damage, over one degradation or, without one, over all.
double severity_correlation(std::span<const Judged> judged, std::optional<Degradation> degradation);

}  // namespace colophon::train
