#pragma once
// What a settlement comes to, for a terminal.
#include "colophon/royalty/settlement.hpp"

namespace colophon::cli {

void print_settlement(const royalty::SettlementInput& input, const royalty::SettlementResult& result);

}  // namespace colophon::cli
