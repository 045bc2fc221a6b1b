#pragma once
// The Ed25519 part of a verification, which core leaves to its caller.
#include <string_view>
#include <vector>

#include "colophon/merkle/receipt.hpp"

namespace colophon::cli {

/// "signature": the checkpoint is signed by the key that the document names. "known-key", where `trusted` is not empty: that key is the one
/// that the reader trusts. Nothing where the document has no checkpoint. Error: an unreadable `trusted`.
Result<std::vector<merkle::Check>> check_signatures(const merkle::Report& report, std::string_view trusted);

}  // namespace colophon::cli
