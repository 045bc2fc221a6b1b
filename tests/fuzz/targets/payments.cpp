#include "targets.hpp"

#include "bank/pain001_check.hpp"
#include "colophon/identifier/bank.hpp"
#include "colophon/identifier/evm_address.hpp"
#include "colophon/identifier/industry.hpp"
#include "colophon/payment/characters.hpp"
#include "colophon/payment/claims.hpp"

namespace colophon::fuzz {
namespace {

/// Each line as an identifier of every kind, and as a name.
void check_line(std::string_view line) {
  using Reader = Result<std::string> (*)(std::string_view, std::string_view);
  constexpr Reader readers[] = {identifier::isrc, identifier::iswc, identifier::ipi_name_number, identifier::isni, identifier::upc_or_ean,
                                identifier::iban, identifier::bic,  identifier::lei,             identifier::country, identifier::evm_address};
  for (const Reader reader : readers) {
    const auto normal = reader(line, "f");
    if (normal) expect(reader(*normal, "f") == *normal, "a normal form is its own");
    else expect(!normal.error().detail.empty(), "a refusal says why");
  }
  const auto text = payment::to_sepa_text(line, "f");
  if (!text) return;
  expect(payment::is_sepa_text(*text), "what is converted has only characters of SEPA");
  expect(payment::to_sepa_text(*text, "f") == *text, "what is converted stays as it is");
}

void check_payments(std::string_view text) {
  payment::PaymentOrder order;
  order.message_id = "F";
  order.debtors = {{{"Colophon", "DE89370400440532013000", ""}, ""}};
  const auto payments = payment::read_payments_table("f.csv", text, "2026-11-28");
  if (!payments) return;
  order.payments = *payments;
  for (const auto elsewhere : {payment::Characters::sepa, payment::Characters::unicode}) {
    order.elsewhere = elsewhere;
    const auto file = payment::write_pain001(order);
    if (!file) continue;
    const auto read = bank::read_pain001(file->xml, "f.xml");
    expect(read.has_value() && read->problems.empty(), "a payment file that was written has no problems");
    expect(read->payments.size() == order.payments.size(), "a payment file has every payment");
    expect(read->totals.size() == file->totals.size(), "a payment file has every currency");
    for (std::size_t i = 0; i < file->totals.size(); ++i) expect(read->totals[i].amount_minor == file->totals[i].amount_minor, "a payment file pays what it was told");
    for (const auto& one : order.payments) expect(payment::prepared(one, order).has_value(), "a payment of a file is fit by itself");
  }
}

void check_claims(std::string_view text) {
  for (const int decimals : {0, 6}) {
    const auto claims = payment::read_claims_table("f.csv", text, {decimals});
    if (!claims) continue;
    const auto tree = payment::ClaimTree::make(*claims);
    if (!tree) continue;
    for (std::size_t i = 0; i < tree->claims().size(); ++i) expect(payment::verify_claim(tree->claims()[i], tree->proof(i), tree->root()).has_value(), "a proof leads to the root");
  }
}

}  // namespace

void run_payments(ByteView input) {
  const std::string_view text = as_text(input);
  check_payments(text);
  check_claims(text);
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    check_line(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace colophon::fuzz
