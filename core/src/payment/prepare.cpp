#include "payment/prepare.hpp"

#include <algorithm>

#include "colophon/base/calendar.hpp"
#include "colophon/base/encoding.hpp"
#include "colophon/identifier/bank.hpp"
#include "colophon/payment/characters.hpp"

namespace colophon::payment {
namespace {

constexpr std::size_t kNameCharactersMax = 70, kUnicodeNameCharactersMax = 140, kRemittanceCharactersMax = 140;
constexpr std::int64_t kSepaMinorMax = 99'999'999'999;

std::size_t characters_of(std::string_view utf8) {
  return static_cast<std::size_t>(std::ranges::count_if(utf8, [](char c) { return (c & 0xC0) != 0x80; }));
}

/// As given, but for white space at the ends. XML 1.0 has no place for most control characters.
Result<std::string> as_given(std::string_view text, std::string_view field) {
  if (!is_utf8(text)) return fail(Errc::invalid_encoding, std::string(field), "The text is not UTF-8.");
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const bool control = std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (control || text.find("\xEF\xBF\xBE") != text.npos || text.find("\xEF\xBF\xBF") != text.npos) {
    return fail(Errc::invalid_argument, std::string(field), "The text has a control character.");
  }
  return std::string(text);
}

Result<std::string> text_of(std::string_view given, Characters characters, std::size_t characters_max, std::string_view field) {
  auto text = characters == Characters::sepa ? to_sepa_text(given, field) : as_given(given, field);
  if (!text) return text;
  if (const std::size_t count = characters_of(*text); count > characters_max) {
    return fail(Errc::invalid_argument, std::string(field), "It has " + std::to_string(count) + " characters, and banks take " + std::to_string(characters_max) + ": shorten it.");
  }
  return text;
}

/// Both normal; an empty BIC stays empty.
Result<void> normalise(Account& account, std::string_view path) {
  const std::string prefix(path);
  auto iban = identifier::iban(account.iban, prefix + "iban");
  if (!iban) return std::unexpected(iban.error());
  account.iban = std::move(*iban);
  if (account.bic.empty()) return {};
  auto bic = identifier::bic(account.bic, prefix + "bic");
  if (!bic) return std::unexpected(bic.error());
  account.bic = std::move(*bic);
  return {};
}

}  // namespace

Result<void> check_reference(std::string_view text, std::size_t characters_max, std::string_view field) {
  const auto refuse = [&](std::string why) { return fail(Errc::invalid_argument, std::string(field), std::move(why)); };
  if (text.empty()) return fail(Errc::missing_field, std::string(field), "A reference is missing.");
  if (text.size() > characters_max) return refuse("A reference here has at most " + std::to_string(characters_max) + " characters, this has " + std::to_string(text.size()) + ".");
  if (!is_sepa_text(text)) return refuse("A reference is not converted, since it must come back as it went: only a-z A-Z 0-9 / - ? : ( ) . , ' + and space.");
  if (text.starts_with('/') || text.ends_with('/') || text.find("//") != text.npos) return refuse("A reference neither begins nor ends with / nor has // in it (EPC132-08).");
  if (text.starts_with(' ') || text.ends_with(' ')) return refuse("A reference neither begins nor ends with a space.");
  if (text == "NOTPROVIDED") return refuse("This is what banks write where there is no reference.");
  return {};
}

Result<std::string> prepared_name(std::string_view given, Characters characters, std::string_view field) {
  auto name = text_of(given, characters, characters == Characters::sepa ? kNameCharactersMax : kUnicodeNameCharactersMax, field);
  if (name && name->empty()) return fail(Errc::missing_field, std::string(field), "The bank needs the name of the account's owner.");
  return name;
}

Result<DebtorAccount> prepared_debtor(const DebtorAccount& given, std::string_view path) {
  const std::string prefix(path);
  DebtorAccount debtor = given;
  if (!debtor.currency.empty()) {
    if (const auto currency = Currency::parse(debtor.currency, prefix + "currency"); !currency) return std::unexpected(currency.error());
  }
  auto name = prepared_name(debtor.account.name, Characters::sepa, prefix + "name");
  if (!name) return std::unexpected(name.error());
  debtor.account.name = std::move(*name);
  if (const auto normal = normalise(debtor.account, prefix); !normal) return std::unexpected(normal.error());
  return debtor;
}

const DebtorAccount* debtor_for(const std::vector<DebtorAccount>& debtors, std::string_view currency) {
  auto found = std::ranges::find(debtors, currency, &DebtorAccount::currency);
  if (found == debtors.end()) found = std::ranges::find(debtors, std::string_view(), &DebtorAccount::currency);
  return found == debtors.end() ? nullptr : &*found;
}

bool is_sepa(const Payment& payment, const DebtorAccount& debtor) {
  return payment.currency.name() == "EUR" && identifier::in_sepa(std::string_view(payment.creditor.iban).substr(0, 2)) &&
         identifier::in_sepa(std::string_view(debtor.account.iban).substr(0, 2));
}

Result<Payment> prepared_payment(const Payment& given, const DebtorAccount* debtor, Characters elsewhere, std::string_view path) {
  const auto field = [&](const char* member) { return std::string(path) + member; };
  Payment payment = given;
  if (const auto good = check_reference(payment.end_to_end_id, 35, field("end_to_end_id")); !good) return std::unexpected(good.error());
  if (payment.amount_minor <= 0) return fail(Errc::negative_amount, field("amount"), "A payment is of at least one minor unit.");
  if (payment.currency.name().empty()) return fail(Errc::unknown_currency, field("currency"), "A payment has a currency.");
  if (!debtor) return fail(Errc::currency_mismatch, field("currency"), "No account to pay from is given for " + std::string(payment.currency.name()) + ".");
  if (!is_date(payment.execution_date)) return fail(Errc::invalid_argument, field("execution_date"), "Write the day of the payment as 2026-11-28.");
  if (const auto normal = normalise(payment.creditor, field("creditor.")); !normal) return std::unexpected(normal.error());
  const bool sepa = is_sepa(payment, *debtor);
  if (sepa && payment.amount_minor > kSepaMinorMax) return fail(Errc::limit_exceeded, field("amount"), "A SEPA credit transfer is of at most 999,999,999.99 EUR.");
  if (!sepa && payment.creditor.bic.empty()) {
    return fail(Errc::missing_field, field("creditor.bic"), "Outside SEPA, or in another currency than euro, the payee's bank is found by its BIC only.");
  }
  const Characters characters = sepa ? Characters::sepa : elsewhere;
  auto name = prepared_name(payment.creditor.name, characters, field("creditor.name"));
  if (!name) return std::unexpected(name.error());
  auto remittance = text_of(payment.remittance, characters, kRemittanceCharactersMax, field("remittance"));
  if (!remittance) return std::unexpected(remittance.error());
  payment.creditor.name = std::move(*name);
  payment.remittance = std::move(*remittance);
  return payment;
}

Result<Payment> prepared(const Payment& payment, const PaymentOrder& order) {
  const DebtorAccount* debtor = debtor_for(order.debtors, payment.currency.name());
  if (!debtor) return prepared_payment(payment, nullptr, order.elsewhere, "");
  const auto normal = prepared_debtor(*debtor, "debtors[" + std::to_string(debtor - order.debtors.data()) + "].");
  if (!normal) return std::unexpected(normal.error());
  return prepared_payment(payment, &*normal, order.elsewhere, "");
}

std::string reference(const Id& id) { return to_hex(id.bytes); }

Result<Id> id_of_reference(std::string_view reference, std::string_view field) {
  const auto bytes = from_hex(reference, field);
  if (!bytes || bytes->size() != 16) return fail(Errc::invalid_id, std::string(field), "This reference is not one that Colophon gave: 32 lower-case hexadecimal digits.");
  Id id;
  std::ranges::copy(*bytes, id.bytes.begin());
  return id;
}

}  // namespace colophon::payment
