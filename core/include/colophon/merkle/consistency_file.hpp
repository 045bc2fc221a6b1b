#pragma once
// The proof, as a file, that one checkpoint of a log extends another (docs/formats/consistency.md).
#include <string_view>

#include "colophon/merkle/report.hpp"

namespace colophon::merkle {

/// Checks a "colophon/consistency/1": {"format","old": note,"new": note,"proof": [hex],"log_key"}. Checks: `old-checkpoint`, `checkpoint` (they
/// can be read, are of one log and claim to be signed by log_key), `consistency`. Facts: "origin", "old_size", "size", "root", and "fork": true
/// where two roots stand for one size, which no honest log signs. The older note comes out as report.old_note: its signatures have
/// to be checked as those of the newer one. Errors are for what is no such document at all.
Result<Report> verify_consistency_file(const Json& document);

}  // namespace colophon::merkle
