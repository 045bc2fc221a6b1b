#pragma once
// What a plan's certificate says, computed from the problem's arrays alone.
#include "colophon/value/plan.hpp"

namespace colophon::value {

/// Errors: invalid_argument, negative_amount, limit_exceeded.
Result<void> check_problem(const Problem& problem);

/// A channel's part of the bound: price * budget + sum over works of max(value - price * cost, 0), in units of 2^-32. Error: overflow.
Result<int128> dual_value_q32(const Problem& problem, std::size_t channel, std::int64_t price_q32);
/// The sum over the channels, rounded up to whole units. Error: overflow.
Result<int128> bound_of(const Problem& problem, const std::vector<std::int64_t>& price_q32);

/// One part of the certificate against the arrays. Error: does_not_hold, with the field and what differs.
Result<void> check_instance(const Problem& problem, const Plan& plan);
Result<void> check_budgets(const Problem& problem, const Plan& plan);
Result<void> check_value(const Problem& problem, const Plan& plan);
Result<void> check_bound(const Problem& problem, const Plan& plan);

}  // namespace colophon::value
