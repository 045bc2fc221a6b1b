#pragma once
// Payees, rates, rights of works and holds as JSON: read and checked in one place for HTTP and the command line.
#include "colophon/base/json.hpp"
#include "store/store.hpp"

namespace colophon::jobs {

/// {"account_name", "bic", "country", "currency", "evm", "iban", "party", "payable", "threshold", "withholding"}: amounts are decimals; empty strings
/// are what nobody has given.
JsonObject payee_json(const store::PayeeRow& payee);
/// Fields that are absent or empty are taken away. Errors: invalid_argument (an identifier), unknown_currency, invalid_amount, invalid_shares,
/// missing_field (a threshold without a currency).
Result<store::PayeeRow> read_payee(const Json& json, const Id& party);

/// {"date", "from", "rate", "source", "to"}
JsonObject rate_json(const royalty::ExchangeRate& rate);
Result<store::RateRow> read_rate(const Json& json, std::string path);

/// {"artist", "compositions", "derives", "isrc", "iswc", "noise", "tracks", "type", "upc"}
JsonObject work_rights_json(const store::WorkRights& rights);
Result<store::WorkRights> read_work_rights(const Json& json);

/// {"currency", "from", "hold", "limit", "party", "pay_to", "reason", "state", "until", "work"}
JsonObject hold_json(const store::EarningsHoldRow& hold);
Result<store::EarningsHoldRow> read_hold(const Json& json, std::string_view name);

}  // namespace colophon::jobs
