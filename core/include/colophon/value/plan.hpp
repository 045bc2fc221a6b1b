#pragma once
// The plan: which work is shown on which channel. Problem in, plan and certificate out.
#include <cstdint>
#include <string>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "colophon/hash/sha256.hpp"
#include "colophon/merkle/report.hpp"

namespace colophon::value {

/// Row-major works x channels, integers. A work has value 0 on a channel where it may not be shown.
struct Problem {
  std::vector<Id> works;
  std::vector<Id> channels;
  std::vector<std::int64_t> value;     ///< v_ic >= 0: quality_milli times expected micros of revenue per showing, scaled by the caller.
  std::vector<std::int64_t> cost;      ///< a_ic > 0: what showing costs of the channel's budget.
  std::vector<std::int64_t> budget;    ///< b_c >= 0.
};

/// An upper bound on every plan, and what it was computed from (facts: D_0(lambda) >= LP >= any plan).
struct Certificate {
  Hash instance{};                      ///< SHA-256 over the problem's arrays (docs/formats/plan.md).
  int128 value = 0;                     ///< Of the plan, recomputed from the arrays.
  int128 bound = 0;                     ///< ceil of sum_c (lambda_c b_c + sum_i max(v_ic - lambda_c a_ic, 0)).
  std::vector<std::int64_t> price_q32;  ///< lambda_c in units of 2^-32, >= 0.
  std::vector<std::int64_t> spent;      ///< sum over shown works of a_ic, <= b_c.
};

struct Plan {
  std::vector<std::uint8_t> shown;      ///< s_ic, row-major.
  Certificate certificate;
};

/// For each channel the best value per cost within its budget, exact integer comparison, ties by work id; then one pass that fills
/// what is left of the budget with what still fits, and exchanges of one shown work for a hidden one while they help. No channel gets
/// less than half of its best plan. Errors: invalid_argument, negative_amount, overflow, limit_exceeded.
Result<Plan> make_plan(const Problem& problem);
/// Recomputes the certificate against the arrays without solving. Error: does_not_hold, with what differs.
Result<void> verify_plan(const Problem& problem, const Plan& plan);

Hash instance_hash(const Problem& problem);
/// Reads the "problem" object of docs/formats/plan.md. Errors: unknown_field, missing_field, invalid_id, invalid_amount,
/// invalid_argument (sizes that do not fit together), limit_exceeded; `path` is where the object stands in its document.
Result<Problem> parse_problem(const Json& problem, std::string path = "");
/// "colophon/plan/1": problem, plan and certificate in one document that verify_document reads.
JsonObject plan_json(const Problem& problem, const Plan& plan);
/// Checks a "colophon/plan/1": instance, budgets, value, bound. Errors are for what is no such document at all (those of parse_problem,
/// unknown_format); a plan that is false gives a report that does not hold.
Result<merkle::Report> verify_plan_document(const Json& document);

}  // namespace colophon::value
