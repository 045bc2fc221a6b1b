#include "colophon/hash/keccak.hpp"

#include <algorithm>
#include <bit>

namespace colophon {
namespace {

constexpr std::size_t kRateBytes = 136;

// The Keccak reference, section 1.2: the constants of iota.
constexpr std::array<std::uint64_t, 24> kRound = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
    0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
    0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

using Lane = std::uint64_t;
using State = Lane[25];  // Lane (x, y) at 5 y + x.

// Chi of one row: lanes b0 to b4 have been through theta, rho and pi.
inline void chi(Lane* row, Lane b0, Lane b1, Lane b2, Lane b3, Lane b4) noexcept {
  row[0] = b0 ^ (~b1 & b2);
  row[1] = b1 ^ (~b2 & b3);
  row[2] = b2 ^ (~b3 & b4);
  row[3] = b3 ^ (~b4 & b0);
  row[4] = b4 ^ (~b0 & b1);
}

// One round from `a` to `e`: two states instead of moves, so that the compiler keeps the lanes where they are.
inline void round(const State& a, State& e, Lane constant) noexcept {
  Lane c[5], d[5];
  for (int x = 0; x < 5; ++x) c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
  for (int x = 0; x < 5; ++x) d[x] = c[(x + 4) % 5] ^ std::rotl(c[(x + 1) % 5], 1);
  const auto lane = [&](int x, int y, int rotation) { return std::rotl(a[5 * y + x] ^ d[x], rotation); };
  chi(e, lane(0, 0, 0), lane(1, 1, 44), lane(2, 2, 43), lane(3, 3, 21), lane(4, 4, 14));
  chi(e + 5, lane(3, 0, 28), lane(4, 1, 20), lane(0, 2, 3), lane(1, 3, 45), lane(2, 4, 61));
  chi(e + 10, lane(1, 0, 1), lane(2, 1, 6), lane(3, 2, 25), lane(4, 3, 8), lane(0, 4, 18));
  chi(e + 15, lane(4, 0, 27), lane(0, 1, 36), lane(1, 2, 10), lane(2, 3, 15), lane(3, 4, 56));
  chi(e + 20, lane(2, 0, 62), lane(3, 1, 55), lane(4, 2, 39), lane(0, 3, 41), lane(1, 4, 2));
  e[0] ^= constant;
}

void permute(State& a) noexcept {
  State e;
  for (std::size_t i = 0; i < kRound.size(); i += 2) {
    round(a, e, kRound[i]);
    round(e, a, kRound[i + 1]);
  }
}

inline Lane load_little_endian(const std::uint8_t* bytes) noexcept {
  Lane lane = 0;
  for (int i = 7; i >= 0; --i) lane = lane << 8 | bytes[i];
  return lane;
}

void absorb(State& state, const std::uint8_t* block) noexcept {
  for (std::size_t i = 0; i < kRateBytes / 8; ++i) state[i] ^= load_little_endian(block + 8 * i);
  permute(state);
}

}  // namespace

Hash keccak256(ByteView bytes) {
  State state{};
  for (; bytes.size() >= kRateBytes; bytes = bytes.subspan(kRateBytes)) absorb(state, bytes.data());
  std::array<std::uint8_t, kRateBytes> last{};
  std::ranges::copy(bytes, last.begin());
  last[bytes.size()] = 0x01;
  last[kRateBytes - 1] |= 0x80;
  absorb(state, last.data());

  Hash hash;
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] = static_cast<std::uint8_t>(state[i / 8] >> (8 * (i % 8)));
  return hash;
}

}  // namespace colophon
