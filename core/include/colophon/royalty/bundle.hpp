#pragma once
// The settlement bundle: the input of a settlement as a document, for its replay (docs/formats/settlement-bundle.md).
#include "colophon/base/json.hpp"
#include "colophon/royalty/settlement.hpp"

namespace colophon::royalty {

/// Reads a "colophon/settlement-bundle/1". The amounts and ids are checked here, the rules of division in `settle`.
/// Errors: unknown_format, unknown_field, missing_field, invalid_id, invalid_amount, invalid_shares, each with the field.
Result<SettlementInput> parse_bundle(const Json& bundle);
/// The document of an input; parse_bundle of it gives the input back.
JsonObject bundle_json(const SettlementInput& input);

}  // namespace colophon::royalty
