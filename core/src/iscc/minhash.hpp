#pragma once
// MinHash with 64 permutations x -> (a x + b mod 2^64) mod (2^61 - 1), of which the low 32 bits count (ISO 24138:2024, annex on minimum
// hashing). Integers throughout: every width of vector gives the same bits.
#include <array>
#include <cstdint>
#include <span>

#include "colophon/iscc/units.hpp"

namespace colophon::iscc {

using MinimumHashes = std::array<std::uint32_t, 64>;
inline constexpr std::uint32_t kNoFeatureYet = ~std::uint32_t{0};

void add_features(MinimumHashes& least, std::span<const std::uint32_t> features) noexcept;
/// Bit 0 of all 64, then bit 1, up to bit 3.
Digest minhash_digest(const MinimumHashes& least) noexcept;

}  // namespace colophon::iscc
