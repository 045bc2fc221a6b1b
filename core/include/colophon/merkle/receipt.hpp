#pragma once
// Receipts: the proof that a work, a settlement or a plan is in the log (docs/formats/receipt.md).
#include <optional>
#include <string_view>

#include "colophon/merkle/checkpoint.hpp"
#include "colophon/merkle/report.hpp"
#include "colophon/merkle/tree.hpp"

namespace colophon::merkle {

/// The domain of a kind's commitment ("work": "colophon/work/1"), or nothing for a kind that the log does not hold.
std::optional<std::string_view> payload_domain(std::string_view kind);

/// Checks a "colophon/receipt/1": commitment of the payload, inclusion of the commitment, checkpoint text.
/// Errors are for what is not a receipt at all; a receipt that is false gives a report that does not hold.
/// Facts: "kind", "entry", "index", "payload", and, where the checkpoint can be read, "origin", "size", "root".
Result<Report> verify_receipt(const Json& receipt);

}  // namespace colophon::merkle
