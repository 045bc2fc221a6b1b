#include <limits>

#include "colophon/base/csv.hpp"
#include "colophon/base/limits.hpp"
#include "colophon/payment/pain001.hpp"

namespace colophon::payment {
namespace {

Result<std::int64_t> minor_amount(std::string_view text, const Currency& currency, std::string_view field) {
  const auto exact = parse_exact(text, field);
  if (!exact) return std::unexpected(exact.error());
  if (*exact <= 0) return fail(Errc::negative_amount, std::string(field), "A payment is of at least one minor unit.");
  int128 unit = 1;
  for (int i = currency.exponent; i < limits::kDecimalPlacesMax; ++i) unit *= 10;
  if (*exact % unit != 0) {
    return fail(Errc::invalid_amount, std::string(field), std::string(currency.name()) + " has " + std::to_string(currency.exponent) + " decimal places, and the amount has more.");
  }
  if (*exact / unit > std::numeric_limits<std::int64_t>::max()) return fail(Errc::overflow, std::string(field), "The number does not fit its integer.");
  return static_cast<std::int64_t>(*exact / unit);
}

}  // namespace

Result<std::vector<Payment>> read_payments_table(std::string name, std::string_view text, std::string_view date) {
  enum : std::size_t { kId, kAmount, kCurrency, kName, kIban, kBic, kRemittance, kDate };
  constexpr CsvColumn columns[] = {{"end_to_end_id"}, {"amount"}, {"currency"}, {"name"}, {"iban"}, {"bic", false}, {"remittance", false}, {"execution_date", false}};
  auto table = CsvTable::open(std::move(name), text, columns);
  if (!table) return std::unexpected(table.error());
  std::vector<Payment> payments;
  for (;;) {
    const auto more = table->next();
    if (!more) return std::unexpected(more.error());
    if (!*more) return payments;
    if (payments.size() == limits::kPaymentsMax) {
      return fail(Errc::limit_exceeded, table->place(kId), "A payment file takes at most " + std::to_string(limits::kPaymentsMax) + " payments: split it.");
    }
    const auto currency = Currency::parse((*table)[kCurrency], table->place(kCurrency));
    if (!currency) return std::unexpected(currency.error());
    const auto amount = minor_amount((*table)[kAmount], *currency, table->place(kAmount));
    if (!amount) return std::unexpected(amount.error());
    const auto cell = [&](std::size_t column) { return std::string((*table)[column]); };
    payments.push_back({cell(kId), *amount, *currency, (*table)[kDate].empty() ? std::string(date) : cell(kDate), {cell(kName), cell(kIban), cell(kBic)}, cell(kRemittance)});
  }
}

}  // namespace colophon::payment
