#pragma once
// One kernel of blake3_many.hpp as a template over the number of lanes. Included by files that are compiled for one instruction set each,
// so nothing here may be shared between them: everything lies in an unnamed namespace and is inlined.
#include <cstdint>
#include <cstring>
#include <utility>

#include "hash/blake3_many.hpp"

namespace colophon::blake3_detail {
namespace {

#define COLOPHON_INLINE inline __attribute__((always_inline))

template <int kLanes>
struct Vector {
  typedef std::uint32_t Words __attribute__((vector_size(4 * kLanes)));
  typedef std::uint8_t Octets __attribute__((vector_size(4 * kLanes)));
};

template <int kLanes>
using Words = typename Vector<kLanes>::Words;

template <int kLanes>
COLOPHON_INLINE Words<kLanes> broadcast(std::uint32_t value) {
  return Words<kLanes>{} + value;
}

// By 16 and by 8 bits a rotation is a shuffle of bytes: one instruction where there is no rotation of words. Not in WebAssembly, where
// Node 20 took 15% longer for shuffles than for shifts.
#if defined(__wasm_simd128__)
constexpr bool kShuffleBytes = false;
#else
constexpr bool kShuffleBytes = true;
#endif
template <int kLanes, int kBits, std::size_t... kByte>
COLOPHON_INLINE Words<kLanes> rotate_bytes(Words<kLanes> x, std::index_sequence<kByte...>) {
  using Octets = typename Vector<kLanes>::Octets;
  const Octets octets = reinterpret_cast<Octets>(x);
  return reinterpret_cast<Words<kLanes>>(__builtin_shufflevector(octets, octets, (static_cast<int>(kByte & ~std::size_t{3}) + (static_cast<int>(kByte & 3) + kBits / 8) % 4)...));
}

template <int kLanes, int kBits>
COLOPHON_INLINE Words<kLanes> rotate_right(Words<kLanes> x) {
  if constexpr (kShuffleBytes && kBits % 8 == 0 && kLanes <= 8) return rotate_bytes<kLanes, kBits>(x, std::make_index_sequence<4 * kLanes>());
  else return (x >> kBits) | (x << (32 - kBits));
}

template <int kLanes>
COLOPHON_INLINE void mix(Words<kLanes>& a, Words<kLanes>& b, Words<kLanes>& c, Words<kLanes>& d, Words<kLanes> x, Words<kLanes> y) {
  a += b + x;
  d = rotate_right<kLanes, 16>(d ^ a);
  c += d;
  b = rotate_right<kLanes, 12>(b ^ c);
  a += b + y;
  d = rotate_right<kLanes, 8>(d ^ a);
  c += d;
  b = rotate_right<kLanes, 7>(b ^ c);
}

template <int kLanes, int kRound>
COLOPHON_INLINE void round(Words<kLanes> (&v)[16], const Words<kLanes> (&m)[16]) {
  constexpr const std::uint8_t(&w)[16] = kSchedule.word[kRound];
  mix<kLanes>(v[0], v[4], v[8], v[12], m[w[0]], m[w[1]]);
  mix<kLanes>(v[1], v[5], v[9], v[13], m[w[2]], m[w[3]]);
  mix<kLanes>(v[2], v[6], v[10], v[14], m[w[4]], m[w[5]]);
  mix<kLanes>(v[3], v[7], v[11], v[15], m[w[6]], m[w[7]]);
  mix<kLanes>(v[0], v[5], v[10], v[15], m[w[8]], m[w[9]]);
  mix<kLanes>(v[1], v[6], v[11], v[12], m[w[10]], m[w[11]]);
  mix<kLanes>(v[2], v[7], v[8], v[13], m[w[12]], m[w[13]]);
  mix<kLanes>(v[3], v[4], v[9], v[14], m[w[14]], m[w[15]]);
}

template <int kLanes, std::size_t... kLane>
COLOPHON_INLINE Words<kLanes> interleave_low(Words<kLanes> a, Words<kLanes> b, std::index_sequence<kLane...>) {
  return __builtin_shufflevector(a, b, static_cast<int>(kLane / 2 + kLane % 2 * kLanes)...);
}
template <int kLanes, std::size_t... kLane>
COLOPHON_INLINE Words<kLanes> interleave_high(Words<kLanes> a, Words<kLanes> b, std::index_sequence<kLane...>) {
  return __builtin_shufflevector(a, b, static_cast<int>(kLane / 2 + kLanes / 2 + kLane % 2 * kLanes)...);
}

// Interleaving the first half of the rows with the second, as often as the width is a power of two, transposes the square.
template <int kLanes>
COLOPHON_INLINE void transpose(Words<kLanes>* rows) {
  constexpr std::make_index_sequence<kLanes> lanes;
  for (int step = 1; step < kLanes; step *= 2) {
    Words<kLanes> next[kLanes];
    for (int i = 0; i < kLanes / 2; ++i) {
      next[2 * i] = interleave_low<kLanes>(rows[i], rows[i + kLanes / 2], lanes);
      next[2 * i + 1] = interleave_high<kLanes>(rows[i], rows[i + kLanes / 2], lanes);
    }
    for (int i = 0; i < kLanes; ++i) rows[i] = next[i];
  }
}

// The sixteen words of every input's block: word i of all inputs in m[i].
template <int kLanes>
COLOPHON_INLINE void load_blocks(const std::uint8_t* input, std::size_t stride, Words<kLanes> (&m)[16]) {
  for (int part = 0; part < 16 / kLanes; ++part) {
    for (int i = 0; i < kLanes; ++i) std::memcpy(&m[part * kLanes + i], input + static_cast<std::size_t>(i) * stride + part * 4 * kLanes, 4 * kLanes);
    transpose<kLanes>(m + part * kLanes);
  }
  // As many streams are more than the processor foresees by itself: what the next call will read, this one asks for.
  for (int i = 0; i < kLanes; ++i) __builtin_prefetch(input + static_cast<std::size_t>(i) * stride + kLanes * stride);
}

// Whole words of a lane lie in memory as the target has them: little-endian on every target that this is compiled for.
template <int kLanes>
COLOPHON_INLINE void store_values(const Words<kLanes> (&h)[8], std::uint32_t* out) {
  if constexpr (kLanes == 4) {
    Words<4> low[4] = {h[0], h[1], h[2], h[3]}, high[4] = {h[4], h[5], h[6], h[7]};
    transpose<4>(low);
    transpose<4>(high);
    for (int i = 0; i < 4; ++i) {
      std::memcpy(out + 8 * i, &low[i], 16);
      std::memcpy(out + 8 * i + 4, &high[i], 16);
    }
  } else {
    for (int i = 0; i < kLanes; ++i) {
      for (int k = 0; k < 8; ++k) out[8 * i + k] = h[k][i];
    }
  }
}

template <int kLanes>
COLOPHON_INLINE void hash_lanes(const Many& many, std::uint32_t* out) {
  Words<kLanes> h[8], counter_low, counter_high;
  for (int i = 0; i < 8; ++i) h[i] = broadcast<kLanes>(kIv[i]);
  for (int i = 0; i < kLanes; ++i) {
    const std::uint64_t counter = many.counter + static_cast<std::uint64_t>(i) * many.counter_step;
    counter_low[i] = static_cast<std::uint32_t>(counter);
    counter_high[i] = static_cast<std::uint32_t>(counter >> 32);
  }
  for (std::size_t block = 0; block < many.blocks; ++block) {
    Words<kLanes> m[16];
    load_blocks<kLanes>(many.input + 64 * block, many.stride, m);
    const std::uint32_t flags = many.flags | (block == 0 ? many.flags_first : 0) | (block + 1 == many.blocks ? many.flags_last : 0);
    Words<kLanes> v[16] = {h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7],
                           broadcast<kLanes>(kIv[0]), broadcast<kLanes>(kIv[1]), broadcast<kLanes>(kIv[2]), broadcast<kLanes>(kIv[3]),
                           counter_low, counter_high, broadcast<kLanes>(64), broadcast<kLanes>(flags)};
    round<kLanes, 0>(v, m);
    round<kLanes, 1>(v, m);
    round<kLanes, 2>(v, m);
    round<kLanes, 3>(v, m);
    round<kLanes, 4>(v, m);
    round<kLanes, 5>(v, m);
    round<kLanes, 6>(v, m);
    for (int i = 0; i < 8; ++i) h[i] = v[i] ^ v[i + 8];
  }
  store_values<kLanes>(h, out);
}

#undef COLOPHON_INLINE

}  // namespace
}  // namespace colophon::blake3_detail
