#pragma once
// Payouts as files: a table, a payment file for the bank, claims for an EVM contract.
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "colophon/payment/pain001.hpp"
#include "colophon/royalty/bundle.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

/// What is printed beside the numbers; none of it is in the settlement.
struct Printed {
  std::vector<royalty::Payee> payees;                    ///< By party.
  royalty::Payer payer;
  std::unordered_map<std::string, std::string> titles;   ///< Of works, by id.
  std::string locale = "en";                             ///< Of the pages for paper.

  const royalty::Payee* payee(const Id& party) const;
};

/// What a bundle prints.
Printed printed_of(const royalty::Bundle& bundle);
/// What a store prints; titles are not among it.
Result<Printed> printed_of(store::Store& store);

/// Who pays, of a store: settings "payer". Empty where nobody said.
Result<royalty::Payer> payer_of(store::Store& store);
/// Error: invalid_argument (IBAN, BIC, decimals).
Result<void> put_payer(store::Store& store, const royalty::Payer& payer);

/// A payout that is to be paid.
struct DuePayout {
  std::string reference;
  Id party;
  Period period;
  Currency currency;
  std::int64_t gross_minor = 0, tax_minor = 0, net_minor = 0;
};
std::vector<DuePayout> payouts_of(const royalty::SettlementInput& input, const royalty::SettlementResult& result);
Result<std::vector<DuePayout>> payouts_of(const std::vector<store::PayoutRow>& rows);

/// How a payout would be paid, and why it cannot be.
struct PayoutWay {
  enum class Way : std::uint8_t { bank, evm, none } way = Way::none;
  std::string problem;                 ///< Of a payout without a way: one English sentence.
};
PayoutWay way_of(const DuePayout& payout, const Printed& printed);

/// The table payouts.csv.
std::string payouts_csv(const std::vector<DuePayout>& payouts, const Printed& printed, const std::unordered_map<Id, std::string>& names);

/// Those that are paid by bank as a pain.001.001.09, or nothing where there are none. The message id comes from the references, so that the same
/// payouts give the same file. Errors: those of payment::write_pain001.
struct PaymentFile {
  std::string message, xml;
  std::vector<std::string> references;
  std::vector<payment::CurrencyTotal> totals;
  std::vector<payment::Rewritten> rewritten;
};
Result<std::optional<PaymentFile>> payment_file(const std::vector<DuePayout>& payouts, const Printed& printed, Date day);
/// Those that are paid to EVM addresses: claims.json, or one file a currency. Of a payee with an account and an address the account is paid.
Result<std::vector<std::pair<std::string, std::string>>> claim_files(const std::vector<DuePayout>& payouts, const Printed& printed);

}  // namespace colophon::jobs
