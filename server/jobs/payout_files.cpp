#include "jobs/payout_files.hpp"

#include <algorithm>
#include <map>

#include "colophon/base/csv.hpp"
#include "colophon/identifier/bank.hpp"
#include "colophon/payment/claims.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

payment::PaymentOrder order_of(const royalty::Payer& payer) {
  payment::PaymentOrder order;
  order.debtors.push_back({{payer.name, payer.iban, payer.bic}, ""});
  return order;
}

payment::Payment payment_of(const DuePayout& payout, const royalty::Payee& payee, Date day) {
  return {payout.reference, payout.net_minor, payout.currency, day.to_string(), {payee.account_name.empty() ? payee.name : payee.account_name, payee.iban, payee.bic},
          "Royalties " + payout.period.to_string()};
}

/// 30 hexadecimal digits of the references, in any order.
std::string message_id(std::vector<std::string> references) {
  std::ranges::sort(references);
  Sha256 hasher;
  hasher.update("colophon/payment-file/1");
  for (const std::string& reference : references) hasher.update("\n").update(reference);
  return to_hex(hasher.finish()).substr(0, 30);
}

}  // namespace

const royalty::Payee* Printed::payee(const Id& party) const {
  const auto found = std::ranges::lower_bound(payees, party, {}, &royalty::Payee::party);
  return found == payees.end() || found->party != party ? nullptr : &*found;
}

Printed printed_of(const royalty::Bundle& bundle) {
  Printed printed{bundle.payees, bundle.payer, {}, "en"};
  for (std::size_t i = 0; i < bundle.input.works.size(); ++i) printed.titles.emplace(bundle.input.works[i].id.to_string(), bundle.titles[i]);
  std::ranges::sort(printed.payees, {}, &royalty::Payee::party);
  return printed;
}

Result<Printed> printed_of(store::Store& store) {
  Printed printed;
  printed.payer = COLOPHON_TRY(payer_of(store));
  const auto payees = COLOPHON_TRY(store.payees());
  std::vector<Id> ids;
  for (const auto& payee : payees) ids.push_back(payee.party);
  const auto parties = COLOPHON_TRY(store.parties(ids));
  for (std::size_t i = 0; i < payees.size(); ++i) {
    const store::PayeeRow& row = payees[i];
    printed.payees.push_back({row.party, parties[i].name, row.account_name.empty() ? parties[i].name : row.account_name, row.iban, row.bic, row.country, row.evm, ""});
  }
  std::ranges::sort(printed.payees, {}, &royalty::Payee::party);
  return printed;
}

Result<royalty::Payer> payer_of(store::Store& store) {
  royalty::Payer payer;
  const auto text = COLOPHON_TRY(store.setting("payer"));
  if (!text) return payer;
  const Json json = COLOPHON_TRY(parse_json(*text));
  JsonFields fields(json, "payer");
  payer.name = fields.string_or("name", "");
  payer.iban = fields.string_or("iban", "");
  payer.bic = fields.string_or("bic", "");
  payer.token_decimals = static_cast<int>(fields.integer_or("token_decimals", 6));
  COLOPHON_TRY(fields.finish());
  return payer;
}

Result<void> put_payer(store::Store& store, const royalty::Payer& payer) {
  royalty::Payer normal = payer;
  if (payer.iban.empty() != payer.name.empty()) return fail(Errc::missing_field, payer.name.empty() ? "name" : "iban", "an account has a name and an IBAN");
  if (!payer.iban.empty()) normal.iban = COLOPHON_TRY(identifier::iban(payer.iban, "iban"));
  if (!payer.bic.empty()) normal.bic = COLOPHON_TRY(identifier::bic(payer.bic, "bic"));
  if (payer.token_decimals < 0 || payer.token_decimals > 36) return fail(Errc::invalid_argument, "token_decimals", "a token has 0 to 36 decimals");
  return store.put_setting("payer", canonical_json(JsonObject{{"name", normal.name}, {"iban", normal.iban}, {"bic", normal.bic}, {"token_decimals", normal.token_decimals}}));
}

std::vector<DuePayout> payouts_of(const royalty::SettlementInput& input, const royalty::SettlementResult& result) {
  std::vector<DuePayout> payouts;
  for (const royalty::Payout& one : result.payouts) {
    payouts.push_back({one.reference, result.party_ids[one.party], input.period, result.currencies[one.currency], one.gross_minor, one.tax_minor, one.net_minor});
  }
  return payouts;
}

Result<std::vector<DuePayout>> payouts_of(const std::vector<store::PayoutRow>& rows) {
  std::vector<DuePayout> payouts;
  for (const store::PayoutRow& row : rows) {
    payouts.push_back({row.reference, row.party, row.period, COLOPHON_TRY(Currency::parse(row.currency)), row.gross_minor, row.tax_minor, row.net_minor});
  }
  return payouts;
}

PayoutWay way_of(const DuePayout& payout, const Printed& printed) {
  const royalty::Payee* payee = printed.payee(payout.party);
  if (payee == nullptr || (payee->iban.empty() && payee->evm.empty())) return {PayoutWay::Way::none, "There is neither a bank account nor an EVM address to pay it to."};
  if (payee->iban.empty()) return {PayoutWay::Way::evm, ""};
  if (printed.payer.iban.empty()) return {PayoutWay::Way::none, "There is no account to pay from: say who pays first."};
  const auto fits = payment::prepared(payment_of(payout, *payee, day_after(payout.period)), order_of(printed.payer));
  if (!fits) return {PayoutWay::Way::none, "A bank would refuse it: " + fits.error().field + ": " + fits.error().detail};
  return {PayoutWay::Way::bank, ""};
}

std::string payouts_csv(const std::vector<DuePayout>& payouts, const Printed& printed, const std::unordered_map<Id, std::string>& names) {
  std::string text = "party,name,currency,gross,tax,net,iban,bic,evm,reference\n";
  const royalty::Payee none;
  for (const DuePayout& payout : payouts) {
    const royalty::Payee* found = printed.payee(payout.party);
    const royalty::Payee& payee = found == nullptr ? none : *found;
    const auto name = names.find(payout.party);
    bool first = true;
    for (const std::string& cell : {name == names.end() ? payout.party.to_string() : name->second, payee.name, std::string(payout.currency.name()), format_minor(payout.gross_minor, payout.currency),
                                    format_minor(payout.tax_minor, payout.currency), format_minor(payout.net_minor, payout.currency), payee.iban, payee.bic, payee.evm, payout.reference}) {
      if (!first) text += ',';
      first = false;
      text += csv_cell(cell);
    }
    text += '\n';
  }
  return text;
}

Result<std::optional<PaymentFile>> payment_file(const std::vector<DuePayout>& payouts, const Printed& printed, Date day) {
  if (printed.payer.iban.empty()) return std::nullopt;
  payment::PaymentOrder order = order_of(printed.payer);
  order.created_unix_ms = day.begin_unix_ms();   // Not the clock: a second run gives the same file.
  PaymentFile file;
  for (const DuePayout& payout : payouts) {
    const royalty::Payee* payee = printed.payee(payout.party);
    if (payee == nullptr || payee->iban.empty() || payout.net_minor == 0) continue;
    order.payments.push_back(payment_of(payout, *payee, day));
    file.references.push_back(payout.reference);
  }
  if (order.payments.empty()) return std::nullopt;
  file.message = order.message_id = message_id(file.references);
  auto made = COLOPHON_TRY(payment::write_pain001(order));
  file.xml = std::move(made.xml);
  file.totals = std::move(made.totals);
  file.rewritten = std::move(made.rewritten);
  return file;
}

Result<std::vector<std::pair<std::string, std::string>>> claim_files(const std::vector<DuePayout>& payouts, const Printed& printed) {
  std::map<std::string, std::vector<payment::Claim>> claims;
  for (const DuePayout& payout : payouts) {
    const royalty::Payee* payee = printed.payee(payout.party);
    if (payee == nullptr || payee->evm.empty() || !payee->iban.empty() || payout.net_minor == 0) continue;
    auto& list = claims[std::string(payout.currency.name())];
    list.push_back({list.size(), COLOPHON_TRY(identifier::parse_evm_address(payee->evm)), COLOPHON_TRY(payment::token_amount(payout.net_minor, payout.currency.exponent, printed.payer.token_decimals))});
  }
  std::vector<std::pair<std::string, std::string>> files;
  for (auto& [currency, list] : claims) {
    const auto tree = COLOPHON_TRY(payment::ClaimTree::make(std::move(list)));
    files.emplace_back(claims.size() == 1 ? "claims.json" : "claims-" + currency + ".json", payment::claims_json(tree));
  }
  return files;
}

}  // namespace colophon::jobs
