#include "colophon/payment/status.hpp"

#include <algorithm>
#include <array>

namespace colophon::payment {
namespace {

constexpr std::array<std::string_view, 5> kNames = {"sent", "accepted", "rejected", "paid", "returned"};

}  // namespace

std::string_view status_name(PayoutStatus status) noexcept { return kNames[static_cast<std::size_t>(status)]; }

Result<PayoutStatus> parse_status(std::string_view name, std::string_view field) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return fail(Errc::invalid_argument, std::string(field), "A payout is sent, accepted, rejected, paid or returned.");
  return static_cast<PayoutStatus>(found - kNames.begin());
}

Result<PayoutStatus> next_status(PayoutStatus known, PayoutStatus reported) {
  using enum PayoutStatus;
  const bool contradicts = (known == rejected && reported == paid) || (known == paid && reported == rejected);
  if (contradicts) {
    return fail(Errc::conflict, "status",
                "The bank said that this payout was " + std::string(status_name(known)) + " and now that it is " + std::string(status_name(reported)) +
                    ". Ask the bank which is true before anything is paid again.");
  }
  if (known == returned || known == rejected) return known;
  if (known == paid) return reported == returned ? returned : paid;
  return reported == sent ? known : reported;
}

}  // namespace colophon::payment
