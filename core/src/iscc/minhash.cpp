#include "iscc/minhash.hpp"

#include <algorithm>

#include "iscc/algorithms.hpp"

namespace colophon::iscc {

void add_features(MinimumHashes& least, std::span<const std::uint32_t> features) noexcept {
  constexpr std::uint64_t kPrime = (std::uint64_t{1} << 61) - 1;
  for (std::size_t i = 0; i < least.size(); ++i) {
    const std::uint64_t factor = kMinhashFactor[i], term = kMinhashTerm[i];
    std::uint32_t lowest = least[i];
    for (const std::uint32_t feature : features) {
      const std::uint64_t value = factor * feature + term;
      const std::uint64_t folded = (value & kPrime) + (value >> 61);
      // The remainder is folded, or folded - prime where that is not negative; its low 32 bits need no comparison, as 2^61 has none.
      lowest = std::min(lowest, static_cast<std::uint32_t>(folded) + static_cast<std::uint32_t>((folded + 1) >> 61));
    }
    least[i] = lowest;
  }
}

Digest minhash_digest(const MinimumHashes& least) noexcept {
  Digest digest{};
  for (std::size_t bit = 0; bit < 256; ++bit) {
    digest[bit / 8] = static_cast<std::uint8_t>(digest[bit / 8] << 1 | (least[bit % 64] >> (bit / 64) & 1));
  }
  return digest;
}

}  // namespace colophon::iscc
