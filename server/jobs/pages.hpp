#pragma once
// The plan as its audience sees it: a page of a channel, and what came of the pages.
#include <memory>
#include <mutex>

#include "colophon/value/explore.hpp"
#include "jobs/plan.hpp"

namespace colophon::jobs {

/// Keeps the current plan read, so that a page costs no reading of its document.
class CurrentPlan {
 public:
  struct Read { Id id; Proposal proposal; };
  /// Error: not_found (no plan yet).
  Result<std::shared_ptr<const Read>> get(store::Store& store);

 private:
  std::mutex mutex_;
  std::shared_ptr<const Read> read_;
};

struct ServedPage {
  Id decision;
  Id plan;
  store::Channel channel;
  std::vector<store::Work> works;
};
/// A page of `limit` places of the current plan, drawn anew each time, a part of it for works to try; it is logged with everybody's chance.
/// Errors: not_found (no channel, no plan yet), limit_exceeded.
Result<ServedPage> serve_page(store::Store& store, CurrentPlan& plan, const Id& channel, std::uint32_t limit);

/// What the log says of a plan before it runs.
struct ChannelEvaluation {
  store::Channel channel;
  std::uint64_t pages = 0;             ///< Logged pages that were looked at.
  double now = 0;                      ///< What a page brought: places with at least one such event.
  std::optional<value::PolicyValue> proposed;   ///< Nothing where there are too few pages.
};
/// Off-policy evaluation (IPS, SNIPS, doubly robust with a model fitted on the other half of the pages) of a proposal by one kind of event, over the newest pages since a time.
Result<std::vector<ChannelEvaluation>> evaluate_proposal(store::Store& store, const Proposal& proposal, store::EventType reward, store::UnixMs since, std::size_t pages_max);
/// The same of a plan that is stored.
Result<Proposal> stored_proposal(const store::PlanRow& row);
JsonArray evaluation_json(const std::vector<ChannelEvaluation>& evaluations);

}  // namespace colophon::jobs
