#pragma once
// What became of a payout, as its bank told: the one order in which reports may change it, whatever order they arrive in.
#include <string_view>

#include "colophon/base/error.hpp"

namespace colophon::payment {

enum class PayoutStatus {
  sent,      ///< In a payment file; the bank has said nothing.
  accepted,  ///< The bank will carry it out.
  rejected,  ///< The bank will not: no money has moved. The amount belongs to the payee's balance again.
  paid,      ///< The bank has booked it.
  returned,  ///< Booked, and come back: the amount belongs to the payee's balance again.
};

std::string_view status_name(PayoutStatus status) noexcept;
Result<PayoutStatus> parse_status(std::string_view name, std::string_view field = "status");

/// The status after a report. A report that says less than is known changes nothing: banks send them late, twice and out of order. So a return
/// before its booking is a return, and what is booked stays paid when an acceptance arrives.
/// Error: conflict, where a payout was rejected and is now said to be booked, or the reverse: the amount may already have gone back to the
/// balance, and somebody must look.
Result<PayoutStatus> next_status(PayoutStatus known, PayoutStatus reported);

/// True where the amount belongs to the payee's balance again.
inline bool goes_back(PayoutStatus status) noexcept { return status == PayoutStatus::rejected || status == PayoutStatus::returned; }

}  // namespace colophon::payment
