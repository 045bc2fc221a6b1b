#pragma once
// Reads a payment file (pain.001.001.09), ours or anybody's, and checks what a schema cannot: check digits, counts, sums, the decimals of a
// currency, days that exist; and of the schema the names, order and number of the elements that carry them.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/merkle/report.hpp"
#include "colophon/payment/pain001.hpp"

namespace colophon::bank {

struct SentPayment {
  std::string payment_information_id, end_to_end_id;
  std::int64_t amount_minor = 0;
  std::string currency;              ///< Empty, and the amount 0, where the amount is one of the problems.
};

/// `check` is one of kPain001Checks; `place` is "line 2, PmtInf[1]/CdtTrfTxInf[3]/CdtrAcct/Id/IBAN".
struct Problem { std::string check, place, detail; };

struct Pain001 {
  std::string message_id;
  std::vector<SentPayment> payments;              ///< In the order of the file.
  std::vector<payment::CurrencyTotal> totals;     ///< By currency code.
  std::vector<Problem> problems;                  ///< In the order of the file within a check; at most kProblemsMax.
};

inline constexpr std::size_t kProblemsMax = 100;
inline constexpr std::string_view kPain001Checks[] = {"structure", "references", "dates", "identifiers", "amounts", "counts", "sums"};

/// Errors: those of XmlDocument::parse; unknown_format where there is no pain.001.001.09 in the file. Whatever is wrong in one is a problem.
Result<Pain001> read_pain001(std::string_view xml, std::string_view file);

/// A check that holds for each name without a problem, and one that does not for each problem. Facts: message_id, payments, totals.
merkle::Report pain001_report(const Pain001& read);

}  // namespace colophon::bank
