#include "train/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace colophon::train {
namespace {

/// Ranks from 1; equal values share the mean of their places.
std::vector<double> ranks(std::span<const double> values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> result(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    for (std::size_t i = begin; i < end; ++i) result[order[i]] = (static_cast<double>(begin + end) + 1) / 2;
  }
  return result;
}

}  // namespace

Fit fit_of(std::span<const float> logits, std::span<const std::int64_t> classes) {
  Fit fit;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const auto row = logits.subspan(i * image::kQualityClasses, image::kQualityClasses);
    const auto largest = std::ranges::max_element(row);
    double sum = 0;
    for (const float value : row) sum += std::exp(static_cast<double>(value) - *largest);
    fit.loss += std::log(sum) - (static_cast<double>(row[static_cast<std::size_t>(classes[i])]) - *largest);
    const auto distance = (largest - row.begin()) - classes[i];
    fit.accuracy += distance == 0;
    fit.mean_absolute_error += static_cast<double>(distance < 0 ? -distance : distance);
  }
  const auto count = static_cast<double>(std::max<std::size_t>(classes.size(), 1));
  return {fit.loss / count, fit.accuracy / count, fit.mean_absolute_error / count};
}

double rank_correlation(std::span<const double> a, std::span<const double> b) {
  const auto rank_a = ranks(a), rank_b = ranks(b);
  const double middle = (static_cast<double>(a.size()) + 1) / 2;
  double together = 0, square_a = 0, square_b = 0;
  for (std::size_t i = 0; i < rank_a.size(); ++i) {
    together += (rank_a[i] - middle) * (rank_b[i] - middle);
    square_a += (rank_a[i] - middle) * (rank_a[i] - middle);
    square_b += (rank_b[i] - middle) * (rank_b[i] - middle);
  }
  return square_a == 0 || square_b == 0 ? 0 : together / std::sqrt(square_a * square_b);
}

Result<std::vector<Judged>> judge(const Scorer& scorer, std::span<const Picture> pictures, std::span<const std::size_t> among,
                                  std::uint64_t seed) {
  std::vector<Judged> result;
  for (const auto index : among) {
    for (const auto degradation : kDegradations) {
      for (const auto severity : kJudgedSeverities) {
        const Random random(seed, Purpose::evaluation, static_cast<std::uint32_t>(degradation), static_cast<std::uint32_t>(result.size()));
        auto input = degraded(pictures[index].scales.front(), degradation, severity, random).and_then(image::quality_input);
        if (!input) return std::unexpected(input.error());
        auto logits = scorer(*input);
        if (!logits) return std::unexpected(logits.error());
        auto quality = image::quality_from_logits(*logits);
        if (!quality) return std::unexpected(quality.error());
        result.push_back({index, degradation, severity, quality->mean_milli / 1000.0});
      }
    }
  }
  return result;
}

double severity_correlation(std::span<const Judged> judged, std::optional<Degradation> degradation) {
  std::vector<double> absence, score;
  for (const auto& one : judged) {
    if (degradation && one.degradation != *degradation) continue;
    absence.push_back(-one.severity);
    score.push_back(one.mean);
  }
  return rank_correlation(absence, score);
}

}  // namespace colophon::train
