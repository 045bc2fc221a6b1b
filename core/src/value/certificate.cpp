// Weak duality: for prices lambda >= 0 every plan s within the budgets b is worth
//   sum v s <= sum v s + sum_c lambda_c (b_c - sum_i a_ic s_ic) <= sum_c lambda_c b_c + sum_ic max(v_ic - lambda_c a_ic, 0).
// The right side needs no solver, so whoever has the arrays can check it, whatever made the plan.
#include "value/certificate.hpp"

namespace colophon::value {
namespace {

std::string at(const char* field, std::size_t index) { return std::string(field) + "[" + std::to_string(index) + "]"; }

std::unexpected<Error> differs(std::string field, std::string expected, std::string found) {
  return fail(Errc::does_not_hold, std::move(field), "The arrays give " + std::move(expected) + ", the certificate says " + std::move(found) + ".");
}

}  // namespace

Result<int128> dual_value_q32(const Problem& problem, std::size_t channel, std::int64_t price_q32) {
  const std::size_t channels = problem.channels.size();
  int128 sum = static_cast<int128>(price_q32) * problem.budget[channel];
  for (std::size_t cell = channel; cell < problem.value.size(); cell += channels) {
    const int128 surplus = static_cast<int128>(problem.value[cell]) * (int128{1} << 32) - static_cast<int128>(price_q32) * problem.cost[cell];
    if (surplus > 0 && __builtin_add_overflow(sum, surplus, &sum)) {
      return fail(Errc::overflow, "value", "The bound does not fit 128 bits: scale the values down.");
    }
  }
  return sum;
}

Result<int128> bound_of(const Problem& problem, const std::vector<std::int64_t>& price_q32) {
  int128 sum = 0;
  for (std::size_t c = 0; c < problem.channels.size(); ++c) {
    const auto part = dual_value_q32(problem, c, price_q32[c]);
    if (!part) return part;
    if (__builtin_add_overflow(sum, *part, &sum)) {
      return fail(Errc::overflow, "value", "The bound does not fit 128 bits: scale the values down.");
    }
  }
  return (sum >> 32) + ((sum & 0xFFFFFFFF) != 0 ? 1 : 0);
}

Result<void> check_instance(const Problem& problem, const Plan& plan) {
  const Hash hash = instance_hash(problem);
  if (hash == plan.certificate.instance) return {};
  return differs("certificate.instance", to_hex(hash), to_hex(plan.certificate.instance));
}

Result<void> check_budgets(const Problem& problem, const Plan& plan) {
  const std::size_t channels = problem.channels.size();
  if (plan.shown.size() != problem.value.size()) return fail(Errc::does_not_hold, "shown", "There must be one digit a work and channel.");
  if (plan.certificate.spent.size() != channels) return fail(Errc::does_not_hold, "certificate.spent", "There must be one sum a channel.");
  for (std::size_t c = 0; c < channels; ++c) {
    int128 spent = 0;
    for (std::size_t i = 0; i < problem.works.size(); ++i) {
      const std::uint8_t shown = plan.shown[i * channels + c];
      if (shown > 1) return fail(Errc::does_not_hold, at("shown", i), "A work is shown once (1) or not (0).");
      if (shown == 1) spent += problem.cost[i * channels + c];
    }
    if (spent != plan.certificate.spent[c]) {
      return differs(at("certificate.spent", c), to_decimal(spent), to_decimal(static_cast<int128>(plan.certificate.spent[c])));
    }
    if (spent > problem.budget[c]) {
      return fail(Errc::does_not_hold, at("certificate.spent", c),
                  "The channel spends " + to_decimal(spent) + " of a budget of " + to_decimal(static_cast<int128>(problem.budget[c])) + ".");
    }
  }
  return {};
}

Result<void> check_value(const Problem& problem, const Plan& plan) {
  if (plan.shown.size() != problem.value.size()) return fail(Errc::does_not_hold, "shown", "There must be one digit a work and channel.");
  int128 value = 0;
  for (std::size_t cell = 0; cell < plan.shown.size(); ++cell) {
    if (plan.shown[cell] == 0) continue;
    if (problem.value[cell] == 0) {
      return fail(Errc::does_not_hold, at("shown", cell / problem.channels.size()),
                  "A work is shown on a channel where it may not be (its value there is 0).");
    }
    value += problem.value[cell];
  }
  if (value == plan.certificate.value) return {};
  return differs("certificate.value", to_decimal(value), to_decimal(plan.certificate.value));
}

Result<void> check_bound(const Problem& problem, const Plan& plan) {
  const Certificate& certificate = plan.certificate;
  if (certificate.price_q32.size() != problem.channels.size()) {
    return fail(Errc::does_not_hold, "certificate.price_q32", "There must be one price a channel.");
  }
  for (std::size_t c = 0; c < certificate.price_q32.size(); ++c) {
    if (certificate.price_q32[c] < 0) return fail(Errc::does_not_hold, at("certificate.price_q32", c), "A price must not be negative.");
  }
  const auto bound = bound_of(problem, certificate.price_q32);
  if (!bound) return std::unexpected(bound.error());
  if (*bound == certificate.bound) return {};
  return differs("certificate.bound", to_decimal(*bound), to_decimal(certificate.bound));
}

Result<void> verify_plan(const Problem& problem, const Plan& plan) {
  if (auto checked = check_problem(problem); !checked) return checked;
  for (const auto check : {check_instance, check_budgets, check_value, check_bound}) {
    if (auto held = check(problem, plan); !held) return held;
  }
  return {};
}

}  // namespace colophon::value
