#include "colophon/payment/status.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <vector>

using namespace colophon;
using namespace colophon::payment;
using enum PayoutStatus;

TEST_CASE("payout status: what a report changes", "[payment]") {
  struct Row { PayoutStatus known, reported, next; };
  constexpr Row rows[] = {
      {sent, accepted, accepted},     {sent, rejected, rejected},     {sent, paid, paid},         {sent, returned, returned},
      {accepted, accepted, accepted}, {accepted, rejected, rejected}, {accepted, paid, paid},     {accepted, returned, returned},
      {rejected, accepted, rejected}, {rejected, rejected, rejected}, {rejected, returned, rejected},
      {paid, accepted, paid},         {paid, paid, paid},             {paid, returned, returned},
      {returned, accepted, returned}, {returned, rejected, returned}, {returned, paid, returned}, {returned, returned, returned},
  };
  for (const Row& row : rows) {
    INFO(status_name(row.known) << " then " << status_name(row.reported));
    CHECK(*next_status(row.known, row.reported) == row.next);
    CHECK(*next_status(row.next, row.reported) == row.next);  // The same report twice changes nothing.
  }
  CHECK(next_status(rejected, paid).error().code == Errc::conflict);
  CHECK(next_status(paid, rejected).error().code == Errc::conflict);
  for (const auto status : {sent, accepted, rejected, paid, returned}) {
    CHECK(*parse_status(status_name(status)) == status);
    CHECK(*next_status(status, sent) == status);
    CHECK(goes_back(status) == (status == rejected || status == returned));
  }
  CHECK(parse_status("lost").error().field == "status");
}

TEST_CASE("payout status: reports without a contradiction end the same in every order", "[payment]") {
  for (std::vector<PayoutStatus> reports : {std::vector{accepted, paid, returned}, {accepted, paid}, {accepted, rejected}, {accepted, rejected, returned}}) {
    std::ranges::sort(reports);
    const auto last = [](const std::vector<PayoutStatus>& order) {
      PayoutStatus status = sent;
      for (const auto report : order) status = *next_status(status, report);
      return status;
    };
    const bool back = goes_back(last(reports));
    do CHECK(goes_back(last(reports)) == back);
    while (std::ranges::next_permutation(reports).found);
  }
}
