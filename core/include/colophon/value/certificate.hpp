#pragma once
// How good a plan is, in integers that anyone who has the arrays can compute again without solving: docs/formats/plan-certificate.md.
// For any prices >= 0 no plan is worth more than
//   sum_r price_r limit_r + sum_i (the k_i best of max(v_ic - lambda_c a_ic + mu_g(i) - nu_h(i)c, 0)),
// lambda, mu and nu the prices of budgets, floors and caps, a floor's limit counting negative. Cells that cost more than their whole budget are in no
// plan and are left out.
#include <cstdint>
#include <string>
#include <vector>

#include "colophon/base/json.hpp"
#include "colophon/base/money.hpp"
#include "colophon/merkle/report.hpp"
#include "colophon/value/cell_set.hpp"
#include "colophon/value/instance.hpp"

namespace colophon::value {

struct Certificate {
  Hash instance{};                      ///< instance_hash().
  Hash shown{};                         ///< shown_hash() of the plan.
  int128 value = 0;                     ///< Of the plan.
  int128 bound = 0;                     ///< No plan is worth more: the sum above, rounded up.
  std::int64_t gap_e12 = 0;             ///< (bound - value) / bound in parts of 10^12, rounded up: a gap is never shown smaller than it is.
  int price_bits = 32;                  ///< Prices are in units of 2^-price_bits, 0 to 32; below 32 only where the largest would not fit.
  std::vector<std::int64_t> price;      ///< By row: budgets, floors, caps; each 0 to 2^62.
  std::vector<std::int64_t> used;       ///< By row: what is spent of a budget, how many a floor's group shows, how many a cap's category does there.
};

/// (bound - value) / bound, 0 where the bound is 0.
double gap(const Certificate& certificate);

/// The bound that the prices give, in whole units, rounded up. Errors: invalid_argument (one price a row, none negative), overflow.
Result<int128> bound_at(const Instance& instance, std::span<const std::int64_t> price, int price_bits, Executor& executor);
/// SHA-256 over "colophon/shown/1\n", the number of shown cells (u64, big-endian), and for each its item and channel (u32, little-endian), ascending.
Hash shown_hash(const Instance& instance, const CellSet& shown);

/// Computes value, use and bound of a plan. Error: overflow. Nothing is said about limits: check_certificate() does.
Result<Certificate> certify(const Instance& instance, const CellSet& shown, std::span<const std::int64_t> price, int price_bits, Executor& executor);

/// Checks "instance", "shown", "limits" (every budget, limit, floor and cap is kept and what is used is what stands there), "value" and "bound". The
/// report's facts are items, channels, showings, value, bound and gap_e12.
Result<merkle::Report> check_certificate(const Instance& instance, const CellSet& shown, const Certificate& certificate, Executor& executor);

/// "colophon/plan-certificate/1".
JsonObject certificate_json(const Instance& instance, const Certificate& certificate);
/// `instance` says how many budgets, floors and caps there must be. Errors: unknown_format, unknown_field, missing_field, invalid_amount,
/// invalid_encoding, invalid_argument.
Result<Certificate> parse_certificate(const Json& json, const Instance& instance);

std::int64_t gap_e12(int128 value, int128 bound);
/// A price as an exact decimal.
std::string price_decimal(std::int64_t price, int price_bits);

}  // namespace colophon::value
