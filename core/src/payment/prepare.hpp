#pragma once
// What makes a payment fit to be written: shared by the writer and by the check of a single payment.
#include "colophon/payment/pain001.hpp"

namespace colophon::payment {

/// EPC132-08 on references. Errors: missing_field, invalid_argument.
Result<void> check_reference(std::string_view text, std::size_t characters_max, std::string_view field);
/// Converted, not empty, not too long.
Result<std::string> prepared_name(std::string_view given, Characters characters, std::string_view field);
Result<DebtorAccount> prepared_debtor(const DebtorAccount& given, std::string_view path);
/// The account that pays this currency, or null.
const DebtorAccount* debtor_for(const std::vector<DebtorAccount>& debtors, std::string_view currency);
/// In euro, from and to accounts of SEPA. Both IBANs must be normal.
bool is_sepa(const Payment& payment, const DebtorAccount& debtor);
/// `debtor` is prepared, or null where no account pays the currency.
Result<Payment> prepared_payment(const Payment& given, const DebtorAccount* debtor, Characters elsewhere, std::string_view path);

}  // namespace colophon::payment
