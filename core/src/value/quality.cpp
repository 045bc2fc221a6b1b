#include "colophon/value/quality.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <string>

namespace colophon::value {
namespace {

constexpr std::array<std::string_view, 4> kStances{"expected", "careful", "optimistic", "draw"};

std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

/// ln x for a normal x > 0: x = m 2^e with m in [sqrt(1/2), sqrt(2)), and ln m = 2 artanh((m - 1) / (m + 1)). Only sums, products and one division, whose bits IEEE 754 fixes.
double natural_log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFull) | 0x3FF0000000000000ull);
  if (m > 1.4142135623730951) { m *= 0.5; ++exponent; }
  const double s = (m - 1) / (m + 1), s2 = s * s;
  double sum = 0;
  for (int k = 23; k >= 1; k -= 2) sum = sum * s2 + 1.0 / k;
  return 2 * s * sum + exponent * 0.6931471805599453;
}

}  // namespace

std::string_view stance_name(Stance stance) { return kStances[static_cast<std::size_t>(stance)]; }

Result<Stance> parse_stance(std::string_view text, std::string_view field) {
  for (std::size_t k = 0; k < kStances.size(); ++k) {
    if (kStances[k] == text) return static_cast<Stance>(k);
  }
  return fail(Errc::invalid_argument, std::string(field), "This must be expected, careful, optimistic or draw.");
}

double normal_draw(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t state = mixed(mixed(seed + 0x9E3779B97F4A7C15ull) + index * 0xD1342543DE82EF95ull);
  const auto uniform = [&state] {
    state += 0x9E3779B97F4A7C15ull;
    return static_cast<double>(mixed(state) >> 11) * 0x1p-52 - 1;
  };
  for (;;) {
    const double u = uniform(), v = uniform(), s = u * u + v * v;
    if (s > 0 && s < 1) return u * std::sqrt(-2 * natural_log(s) / s);
  }
}

std::vector<QualityEstimate> shrunk(std::span<const QualityEstimate> estimates) {
  std::vector<QualityEstimate> answer(estimates.begin(), estimates.end());
  const auto count = static_cast<double>(estimates.size());
  if (estimates.size() < 3) return answer;
  double mean = 0, noise = 0, spread = 0;
  for (const QualityEstimate& one : estimates) {
    mean += one.mean_milli / count;
    noise += one.variance_milli * 1e-3 / count;   // in squared units of quality
  }
  for (const QualityEstimate& one : estimates) {
    const double apart = (one.mean_milli - mean) * 1e-3;
    spread += apart * apart / (count - 1);
  }
  const double true_spread = spread > noise ? spread - noise : 0;
  for (QualityEstimate& one : answer) {
    const double variance = one.variance_milli * 1e-3;
    const double part = true_spread + variance > 0 ? true_spread / (true_spread + variance) : 1;
    one.mean_milli = static_cast<std::int32_t>(mean + part * (one.mean_milli - mean) + 0.5);
    one.variance_milli = static_cast<std::int32_t>(part * one.variance_milli + 0.5);
  }
  return answer;
}

std::vector<std::int64_t> quality_milli(std::span<const QualityEstimate> estimates, const QualityRule& rule) {
  const std::vector<QualityEstimate> base = rule.shrink ? shrunk(estimates) : std::vector<QualityEstimate>(estimates.begin(), estimates.end());
  std::vector<std::int64_t> answer;
  answer.reserve(base.size());
  for (std::size_t i = 0; i < base.size(); ++i) {
    const double deviation = std::sqrt(base[i].variance_milli * 1e-3) * 1e3;
    double times = 0;
    if (rule.stance == Stance::careful) times = -rule.kappa_milli * 1e-3;
    if (rule.stance == Stance::optimistic) times = rule.kappa_milli * 1e-3;
    if (rule.stance == Stance::draw) times = normal_draw(rule.seed, i);
    const double quality = base[i].mean_milli + times * deviation;
    answer.push_back(quality > 0 ? static_cast<std::int64_t>(quality + 0.5) : 0);
  }
  return answer;
}

}  // namespace colophon::value
