#pragma once
// What the catalogue is worth, and the plan that says which work is shown on which channel.
#include <map>
#include <span>
#include <vector>

#include "colophon/value/plan.hpp"
#include "colophon/value/value.hpp"
#include "jobs/plan_request.hpp"
#include "jobs/progress.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

/// Every work on every channel, in ascending order of their ids; the arrays are row-major works x channels.
/// Expected revenue is linear in exposure: the channel's rate times what was used of the work in the newest period that has events.
struct Expectations {
  std::vector<store::Work> works;
  std::vector<store::Channel> channels;
  std::vector<std::int64_t> exposure;       ///< Units a work.
  std::vector<Micros> revenue_micro;        ///< R_ic, in micros of the store's currency.
  std::optional<Period> period;             ///< Where the exposure comes from.
  bool simulated = false;                   ///< That period's audience was simulated.
};
Result<Expectations> expectations(store::Store& store);

struct CatalogueValue {
  Expectations expectations;
  std::vector<std::uint8_t> shown;          ///< S_ic: the current plan's; all 0 while there is none.
  value::Value value;                       ///< V and each work's part of it. Never paid.
  std::vector<double> revenue;              ///< R_ic in major units, as V took it.
};
Result<CatalogueValue> catalogue_value(store::Store& store);

/// Whose name stands beside a work: who has the largest share of it.
Id creator_of(const store::Work& work);

/// Value = quality in thousandths x expected micros / 1000 where quality ranks (what a work counts for is the request's to say; one without a quality takes the mean of those
/// that have one), expected micros alone where it does not. Errors: not_found (no works or no channels), invalid_argument, unknown_party.
Result<value::Problem> plan_problem(const Expectations& expectations, const PlanRequest& request, bool rank_by_quality);

/// An error of the optimiser with what people know in the place of floors[3] and budgets[1]: the creators' ids, the channels' names.
Error with_names(Error error, const std::map<std::uint32_t, Id>& creators, std::span<const std::string> channels);

/// A plan that was not stored.
struct Proposal {
  PlanRequest request;                      ///< With rank_by_quality as it was taken.
  value::Problem problem;
  value::Plan plan;
  std::vector<std::vector<Id>> pools;       ///< By channel: works to try.
  std::uint64_t changes = 0;                ///< Showings that differ from the current plan's.
};
/// Errors: those of plan_problem() and value::make_plan(), with the creators and channels that are in conflict named by what people know.
Result<Proposal> propose_plan(store::Store& store, const PlanRequest& request, const Progress& progress = {});
/// Makes, certifies, stores and logs a plan; it becomes the current one.
Result<store::PlanRow> make_plan(store::Store& store, const PlanRequest& request, std::string_view made_by, const Progress& progress = {});

}  // namespace colophon::jobs
