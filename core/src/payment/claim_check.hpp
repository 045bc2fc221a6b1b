#pragma once
// What makes a claim one that a contract can pay; shared by the tree and by the table's reader, which name its fields differently.
#include "colophon/payment/claims.hpp"

namespace colophon::payment {

struct ClaimFields { std::string index, address, amount; };

Result<void> check_claim(const Claim& claim, const ClaimFields& fields);

}  // namespace colophon::payment
