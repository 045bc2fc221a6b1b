#pragma once
// Keccak-256 as Ethereum uses it: the Keccak submission to SHA-3 (version 3.0.1, rate 1088, capacity 512) with its own padding, which
// is not that of FIPS 202: keccak256("") is c5d2…a470, SHA3-256("") is a7ff…434a.
#include "colophon/hash/sha256.hpp"

namespace colophon {

Hash keccak256(ByteView bytes);
inline Hash keccak256(std::string_view text) { return keccak256(as_bytes(text)); }

}  // namespace colophon
