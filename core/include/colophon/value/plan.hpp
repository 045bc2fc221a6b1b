#pragma once
// A plan of works on channels: the optimiser's arrays with names, and the document that its reader checks.
#include <cstdint>
#include <string>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/value/solve.hpp"

namespace colophon::value {

/// Row-major works x channels, integers. A work has value 0 on a channel where it may not be shown.
struct Problem {
  std::vector<Id> works;
  std::vector<Id> channels;
  std::vector<std::int64_t> value;     ///< v_ic >= 0: quality_milli times expected micros of revenue per showing, scaled by the caller.
  std::vector<std::int64_t> cost;      ///< a_ic > 0: what showing costs of the channel's budget.
  std::vector<std::int64_t> budget;    ///< b_c >= 0.
  std::vector<std::uint8_t> limit;     ///< On how many channels each work may be shown; empty: on all.
  std::vector<std::uint32_t> group;    ///< Of each work; empty where there are no floors.
  std::vector<std::int64_t> floor;     ///< By group: the least number of showings.
  std::vector<std::uint32_t> category; ///< Of each work; empty where there are no caps.
  std::vector<std::int64_t> cap;       ///< Row-major categories x channels: the most showings.
};

/// A problem's arrays as the optimiser takes them: sparse, with a cell for every value above 0. It looks into the problem, which must outlive it.
class ProblemArrays {
 public:
  explicit ProblemArrays(const Problem& problem);
  const Instance& instance() const { return instance_; }
  /// The cell of a work on a channel, or nothing.
  std::optional<std::size_t> cell(std::size_t work, std::size_t channel) const;

 private:
  std::vector<std::int64_t> row_begin_, value_, cost_;
  std::vector<std::uint32_t> cell_channel_;
  Instance instance_;
};

struct Plan {
  std::vector<std::uint8_t> shown;      ///< s_ic, row-major.
  Certificate certificate;              ///< Over the problem's arrays.
  Hash problem{};                       ///< problem_hash().
};

/// Errors: those of check_problem() and solve().
Result<Plan> make_plan(const Problem& problem, const SolveOptions& options = {});
/// Recomputes the certificate against the arrays without solving. Error: does_not_hold, with what differs.
Result<void> verify_plan(const Problem& problem, const Plan& plan);

/// Errors: invalid_argument, negative_amount, limit_exceeded, overflow.
Result<void> check_problem(const Problem& problem);
/// SHA-256("colophon/problem/2\n" || works || channels (u64) || their ids || instance_hash()).
Hash problem_hash(const Problem& problem);
/// Reads the "problem" object of docs/formats/plan.md. Errors: unknown_field, missing_field, invalid_id, invalid_amount,
/// invalid_argument (sizes that do not fit together), limit_exceeded; `path` is where the object stands in its document.
Result<Problem> parse_problem(const Json& problem, std::string path = "");
/// "colophon/plan/2": problem, plan and certificate in one document that verify_document reads.
JsonObject plan_json(const Problem& problem, const Plan& plan);
/// Reads a "colophon/plan/2" whole, without checking that it is true. Errors: those of parse_problem() and parse_certificate(), unknown_format.
struct PlanDocument { Problem problem; Plan plan; };
Result<PlanDocument> parse_plan_document(const Json& document);
/// Checks a "colophon/plan/2": problem, instance, shown, limits, value, bound. Errors are for what is no such document at all;
/// a plan that is false gives a report that does not hold.
Result<merkle::Report> verify_plan_document(const Json& document);

}  // namespace colophon::value
