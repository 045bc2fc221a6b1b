#include "colophon/value/explore.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace colophon::value {
namespace {

constexpr double kMillion = 1e6;
constexpr double kNormal975 = 1.959963984540054;   // The 97.5% quantile of N(0, 1).

struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    state += 0x9E3779B97F4A7C15ull;
    std::uint64_t z = state;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  std::uint32_t below(std::size_t n) { return static_cast<std::uint32_t>((static_cast<unsigned __int128>(next()) * n) >> 64); }
};

/// The whole places of the pool, and the chance in millionths that it has one more.
struct Split { std::size_t pool; std::uint64_t more_ppm; };

Split split(std::size_t plan_works, std::size_t pool_works, const PageRule& rule) {
  const std::uint64_t wanted = std::uint64_t{rule.limit} * std::min<std::uint32_t>(rule.explore_ppm, 1'000'000);
  Split places{static_cast<std::size_t>(wanted / 1'000'000), wanted % 1'000'000};
  // A pool that is smaller gives what it has; a plan that has too few works leaves its places to the pool.
  const std::size_t free = rule.limit > plan_works ? rule.limit - plan_works : 0;
  if (places.pool < free) places = {free, 0};
  if (places.pool >= pool_works) places = {pool_works, 0};
  return places;
}

/// `count` of 0 to n - 1, evenly, ascending (Floyd).
std::vector<std::uint32_t> drawn(std::size_t n, std::size_t count, Random& random) {
  std::vector<std::uint32_t> chosen;
  for (std::size_t j = n - count; j < n; ++j) {
    const std::uint32_t pick = random.below(j + 1);
    const auto at = std::lower_bound(chosen.begin(), chosen.end(), pick);
    if (at != chosen.end() && *at == pick) chosen.push_back(static_cast<std::uint32_t>(j));
    else chosen.insert(at, pick);
  }
  return chosen;
}

Estimate with_interval(double value, double variance_of_mean) {
  const double half = kNormal975 * std::sqrt(std::max(0.0, variance_of_mean));
  return {value, value - half, value + half};
}

}  // namespace

Propensities propensities(std::size_t plan_works, std::size_t pool_works, const PageRule& rule) {
  const Split places = split(plan_works, pool_works, rule);
  const double pool = static_cast<double>(places.pool) + static_cast<double>(places.more_ppm) / kMillion;
  const auto chance = [](double wanted, std::size_t works) { return works == 0 ? 0.0 : std::min(1.0, wanted / static_cast<double>(works)); };
  // With one more place for the pool the plan has one less: the mean of the two cases.
  const double more = static_cast<double>(places.more_ppm) / kMillion;
  const auto plan_places = [&](std::size_t taken) { return static_cast<double>(std::min(plan_works, rule.limit - std::min<std::size_t>(rule.limit, taken))); };
  const double plan = (1 - more) * plan_places(places.pool) + more * plan_places(places.pool + 1);
  return {chance(plan, plan_works), chance(pool, pool_works)};
}

std::vector<Place> draw_page(std::size_t plan_works, std::size_t pool_works, const PageRule& rule, std::uint64_t seed) {
  Random random{seed};
  const Split places = split(plan_works, pool_works, rule);
  const std::size_t pool = places.pool + (random.next() % 1'000'000 < places.more_ppm ? 1 : 0);
  const std::size_t from_plan = std::min<std::size_t>(plan_works, rule.limit - std::min<std::size_t>(rule.limit, pool));
  const auto shown = drawn(plan_works, from_plan, random), tried = drawn(pool_works, pool, random);
  // The explored ones stand at places drawn evenly, so that no place is known to be one.
  const auto at = drawn(from_plan + pool, pool, random);
  std::vector<Place> page;
  std::size_t next_shown = 0, next_tried = 0;
  for (std::uint32_t place = 0; place < from_plan + pool; ++place) {
    if (next_tried < at.size() && at[next_tried] == place) page.push_back({tried[next_tried++], true});
    else page.push_back({shown[next_shown++], false});
  }
  return page;
}

Result<PolicyValue> evaluate_policy(std::span<const LoggedShowing> showings, std::size_t decisions, double showings_a_page, std::span<const double> predicted_total) {
  if (decisions < 2) return fail(Errc::invalid_argument, "decisions", "At least two pages are needed for an interval.");
  if (!predicted_total.empty() && predicted_total.size() != decisions) return fail(Errc::invalid_argument, "predicted_total", "There must be one number a page.");
  // By page: sums of weight x reward, of weight, and of weight x (reward - predicted) with the model's own part.
  std::vector<double> ips(decisions), weight(decisions), dr(predicted_total.begin(), predicted_total.end());
  dr.resize(decisions);
  double target_showings = 0, weight_max = 0;
  for (std::size_t k = 0; k < showings.size(); ++k) {
    const LoggedShowing& one = showings[k];
    const std::string at = "showings[" + std::to_string(k) + "]";
    if (one.decision >= decisions || (k > 0 && one.decision < showings[k - 1].decision)) return fail(Errc::invalid_argument, at + ".decision", "Pages must ascend and be below their number.");
    if (!(one.propensity > 0) || one.propensity > 1) return fail(Errc::invalid_argument, at + ".propensity", "A chance is above 0 and at most 1.");
    if (!(one.target >= 0) || one.target > 1) return fail(Errc::invalid_argument, at + ".target", "A chance is 0 to 1.");
    if (!std::isfinite(one.reward) || !std::isfinite(one.predicted)) return fail(Errc::invalid_argument, at, "Rewards are numbers.");
    const double w = one.target / one.propensity;
    ips[one.decision] += w * one.reward;
    weight[one.decision] += w;
    dr[one.decision] += w * (one.reward - one.predicted);
    weight_max = std::max(weight_max, w);
    target_showings += w;
  }
  const auto n = static_cast<double>(decisions);
  const auto mean = [n](const std::vector<double>& x) {
    double sum = 0;
    for (const double one : x) sum += one;
    return sum / n;
  };
  const auto variance_of_mean = [n](const std::vector<double>& x, double m) {
    double sum = 0;
    for (const double one : x) sum += (one - m) * (one - m);
    return sum / (n - 1) / n;
  };
  PolicyValue answer;
  answer.weight_max = weight_max;
  const double ips_mean = mean(ips), weight_mean = mean(weight);
  answer.ips = with_interval(ips_mean, variance_of_mean(ips, ips_mean));
  // The ratio of two means; by the delta method its residuals are ips - ratio x weight.
  if (weight_mean > 0) {
    const double ratio = ips_mean / weight_mean;
    std::vector<double> residual(decisions);
    for (std::size_t d = 0; d < decisions; ++d) residual[d] = ips[d] - ratio * weight[d];
    const double scale = showings_a_page / weight_mean;
    answer.snips = with_interval(ratio * showings_a_page, variance_of_mean(residual, 0) * scale * scale);
  }
  double squares = 0;
  for (const double w : weight) squares += w * w;
  answer.effective_pages = squares > 0 ? target_showings * target_showings / squares : 0;
  if (predicted_total.empty()) {
    answer.dr = answer.ips;
  } else {
    const double dr_mean = mean(dr);
    answer.dr = with_interval(dr_mean, variance_of_mean(dr, dr_mean));
  }
  return answer;
}

}  // namespace colophon::value
