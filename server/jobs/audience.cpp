#include "jobs/audience.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace colophon::jobs {
namespace {

/// splitmix64 (Steele, Lea, Flood 2014): small, seedable, the same everywhere. Nothing secret comes from it.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15ull;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 27) * 0x94D049BB133111EBull;
    return z ^ z >> 31;
  }
  std::uint64_t below(std::uint64_t bound) { return static_cast<std::uint64_t>(uint128{next()} * bound >> 64); }

  /// A UUIDv7 at a random time of the month.
  Id id(const Period& period) {
    const auto time = period.begin_unix_ms() + below(period.end_unix_ms() - period.begin_unix_ms());
    std::array<std::uint8_t, 10> bytes;
    for (std::size_t i = 0; i < bytes.size(); i += 5) {
      auto value = next();
      for (std::size_t k = 0; k < 5; ++k, value >>= 8) bytes[i + k] = static_cast<std::uint8_t>(value);
    }
    return uuid_v7(time, bytes);
  }

 private:
  std::uint64_t state_;
};

/// Whole weights r^-exponent for the ranks 1..count, dealt out to places in a random order.
std::vector<std::int64_t> heavy_tail(Generator& generator, std::size_t count, double exponent) {
  std::vector<std::int64_t> weights(count);
  for (std::size_t i = 0; i < count; ++i)
    weights[i] = std::max<std::int64_t>(1, std::llround(1'000'000.0 * std::pow(static_cast<double>(i + 1), -exponent)));
  for (std::size_t i = count; i > 1; --i) std::swap(weights[i - 1], weights[generator.below(i)]);
  return weights;
}

/// Draws a place with a probability in proportion to its weight.
class Lottery {
 public:
  explicit Lottery(const std::vector<std::int64_t>& weights) : sums_(weights.size()) { std::partial_sum(weights.begin(), weights.end(), sums_.begin()); }
  std::size_t draw(Generator& generator) const {
    const auto ticket = static_cast<std::int64_t>(generator.below(static_cast<std::uint64_t>(sums_.back())));
    return static_cast<std::size_t>(std::ranges::upper_bound(sums_, ticket) - sums_.begin());
  }

 private:
  std::vector<std::int64_t> sums_;
};

}  // namespace

SimulatedMonth simulate_month(const AudienceParameters& parameters, const Period& period, const std::vector<AudienceWork>& works,
                              const std::vector<Id>& channels, const std::string& currency) {
  SimulatedMonth month;
  if (works.empty() || parameters.listeners <= 0) return month;
  // What is popular stays so from month to month; who listens how often changes.
  Generator taste(parameters.seed);
  const auto popularity = heavy_tail(taste, works.size(), parameters.tail_exponent);
  const Lottery popular(popularity);
  Generator generator(parameters.seed ^ period.begin_unix_ms());
  const auto activity = heavy_tail(generator, static_cast<std::size_t>(parameters.listeners), parameters.tail_exponent / 2);
  const auto activity_sum = std::accumulate(activity.begin(), activity.end(), std::int64_t{0});

  for (std::int64_t listener = 0; listener < parameters.listeners; ++listener) {
    const auto name = "simulated-listener-" + std::to_string(listener);
    month.revenue.push_back({generator.id(period), store::RevenueKind::subscription, parameters.subscription_fee, currency, name, {}});
    const auto plays = parameters.plays_per_listener_mean * parameters.listeners * activity[static_cast<std::size_t>(listener)] / activity_sum;
    // Half of what one listens to are three favourites, the other half is what everybody does.
    const std::array favourites{popular.draw(generator), generator.below(works.size()), generator.below(works.size())};
    for (std::int64_t i = 0; i < plays; ++i) {
      const auto& work = works[generator.below(2) ? favourites[generator.below(favourites.size())] : popular.draw(generator)];
      const Id channel = channels.empty() ? Id{} : channels[generator.below(channels.size())];
      month.events.push_back({generator.id(period), work.type, work.id, name, channel, 1});
    }
  }
  if (!parameters.ad_revenue_per_month.empty())
    month.revenue.push_back({generator.id(period), store::RevenueKind::ad, parameters.ad_revenue_per_month, currency, "", {}});
  for (std::int64_t i = 0; i < parameters.tips_per_month && !parameters.tip_amounts.empty(); ++i) {
    const auto name = "simulated-listener-" + std::to_string(generator.below(static_cast<std::uint64_t>(parameters.listeners)));
    month.revenue.push_back({generator.id(period), store::RevenueKind::tip, parameters.tip_amounts[generator.below(parameters.tip_amounts.size())],
                             currency, name, works[popular.draw(generator)].id});
  }
  std::ranges::sort(month.events, {}, &store::EventDraft::id);
  std::ranges::sort(month.revenue, {}, &store::RevenueDraft::id);
  return month;
}

}  // namespace colophon::jobs
