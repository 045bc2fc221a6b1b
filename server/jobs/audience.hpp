#pragma once
// The simulated audience of the sample: seeded, heavy-tailed, and marked as simulated in every row that it makes.
#include <string>
#include <vector>

#include "store/store.hpp"

namespace colophon::jobs {

struct AudienceParameters {
  std::uint64_t seed = 0;
  std::vector<Period> periods;
  std::int64_t listeners = 0;               ///< 1 to 100,000.
  double tail_exponent = 1.1;               ///< Of the works' popularity: the work of rank r is chosen with weight r^-exponent.
  std::int64_t plays_per_listener_mean = 0; ///< The listeners' own counts have a tail of half that exponent.
  std::string subscription_fee;             ///< What each listener pays a month.
  std::string ad_revenue_per_month;
  std::int64_t tips_per_month = 0;
  std::vector<std::string> tip_amounts;
};
struct SimulatedMonth { std::vector<store::EventDraft> events; std::vector<store::RevenueDraft> revenue; };

struct AudienceWork { Id id; store::EventType type; };   ///< How it is used: pictures are viewed, texts are read.

/// The same arguments always give the same rows, ids included, in ascending order of the ids.
SimulatedMonth simulate_month(const AudienceParameters& parameters, const Period& period, const std::vector<AudienceWork>& works,
                              const std::vector<Id>& channels, const std::string& currency);

}  // namespace colophon::jobs
