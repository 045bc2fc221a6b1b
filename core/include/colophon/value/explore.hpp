#pragma once
// Showing a plan with a part of every page left to learning, so that what was not tried can be known; and what another plan would have brought, from the log
// of what was shown, before it runs.
//
// A channel has its works of the plan and a pool of others to try. A page of `limit` places gives a part epsilon of them to the pool, the rest to the plan;
// each set is drawn from evenly without putting back. So every work's chance to be on the page, its propensity, is known exactly and is logged with it.
#include <cstdint>
#include <span>
#include <vector>

#include "colophon/base/error.hpp"

namespace colophon::value {

/// How many places a page has, and what part of them the pool gets, in millionths.
struct PageRule {
  std::uint32_t limit = 24;
  std::uint32_t explore_ppm = 0;
};

/// Chances of the works of one channel, for a page: of each work of the plan, and of each of the pool.
struct Propensities { double plan = 0, pool = 0; };
Propensities propensities(std::size_t plan_works, std::size_t pool_works, const PageRule& rule);

/// A place of a page: `index` into the plan's works, or, where `explored`, into the pool's.
struct Place { std::uint32_t index = 0; bool explored = false; };
/// The works of one page, in the order of the plan with the explored ones spread among them; the same for the same seed.
std::vector<Place> draw_page(std::size_t plan_works, std::size_t pool_works, const PageRule& rule, std::uint64_t seed);

/// One showing out of the log, as a new plan looks at it.
struct LoggedShowing {
  std::uint32_t decision = 0;     ///< Which page; ascending, all pages 0 to `decisions` - 1 count, also those without a showing here.
  double propensity = 0;          ///< The chance that the old policy gave it, > 0.
  double target = 0;              ///< The chance that the new one gives it, 0 to 1.
  double reward = 0;              ///< What came of it.
  double predicted = 0;           ///< What a model of the reward says of it (doubly robust; 0 where there is none).
};
struct Estimate { double value = 0, low = 0, high = 0; };   ///< With its 95% confidence interval.
struct PolicyValue {
  Estimate ips;                   ///< Inverse propensity: unbiased where every work of the new plan had a chance.
  Estimate snips;                 ///< Self-normalised (Swaminathan and Joachims 2015): the reward a showing, times the new plan's showings a page; biased a little, steadier.
  Estimate dr;                    ///< Doubly robust (Dudik, Langford and Li 2011): right if the model or the propensities are.
  double effective_pages = 0;     ///< Pages that would say as much if they had been the new plan's own: small means that the log says little.
  double weight_max = 0;          ///< target / propensity, the largest.
};
/// The reward a page under the new plan. `showings_a_page`: how many showings the new plan has on a page, the sum of all its chances. `predicted_total`: by decision, the model's reward of the whole new page (sum of target * predicted over all works that it could show);
/// empty where there is no model, then `dr` is `ips`. Errors: invalid_argument (a propensity that is not above 0, what is not finite, decisions that do not ascend, fewer than two).
Result<PolicyValue> evaluate_policy(std::span<const LoggedShowing> showings, std::size_t decisions, double showings_a_page, std::span<const double> predicted_total);

}  // namespace colophon::value
