#pragma once
// Sales reports out: what a store's sales lines of a month come to, as a CSV of revenue lines or as a DDEX DSR file.
#include <string>

#include "colophon/sales/dsr.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

struct SalesReportOptions {
  Period period;
  std::string source = {};            ///< Only lines of this service; empty: of all.
  sales::DsrHead head = {};           ///< For DSR: sender and recipient. Without a message id or a time one is made.
};
struct WrittenReport {
  std::string text;
  std::string file_name;              ///< As the format names such files.
  std::uint64_t lines = 0;            ///< That are in it.
  std::uint64_t without_work = 0;     ///< DSR reports works: lines without one are left out and counted here.
};

/// Every line of the month, matched or not, in the columns of revenue.csv and what the report said of the thing. In the order of import.
Result<WrittenReport> sales_csv(store::Store& store, const SalesReportOptions& options);
/// The matched lines of the month, added up by work, kind, use, territory, source and currency. Errors: not_found (no such lines), and core's (sender).
Result<WrittenReport> sales_dsr(store::Store& store, const SalesReportOptions& options);

}  // namespace colophon::jobs
