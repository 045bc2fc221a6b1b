#pragma once
// What the loop checks at its end: every document of the store, as its readers would.
#include <string>
#include <vector>

#include "log/log.hpp"
#include "store/store.hpp"

namespace colophon::cli {

struct Verified {
  std::uint64_t statements = 0, pool_tables = 0, receipts = 0, plans = 0;   ///< How many hold.
  std::vector<std::string> failures;                                        ///< "statement UUID: split:3 lines[3].amount_micro: ..."
};

/// Statements with their receipts and all pool tables of every approved settlement, the receipt of every work, the current plan with its receipt.
/// Signatures are checked with the log's own key. An error is for what could not be read; what is false is a failure.
Result<Verified> verify_everything(store::Store& store, tlog::Log& log);
std::string verified_text(const Verified& verified);

/// (bound - value) / bound, rounded up: "0.41%".
std::string gap_text(const store::PlanRow& plan);

}  // namespace colophon::cli
