#pragma once
// BLAKE3's compression over many inputs side by side: one lane of a vector register an input. blake3_lanes.hpp is compiled once for each
// width; which of them a processor has is asked at run time. All give the same bits.
#include <cstddef>
#include <cstdint>

namespace colophon::blake3_detail {

inline constexpr std::uint32_t kIv[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
inline constexpr std::uint32_t kChunkStart = 1, kChunkEnd = 2, kParent = 4, kRoot = 8;

/// What order a round takes the words of the block in: the permutation of the paper's table 2, applied once more each round.
struct Schedule {
  std::uint8_t word[7][16];
};
constexpr Schedule make_schedule() {
  constexpr std::uint8_t permutation[16] = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
  Schedule schedule{};
  for (int i = 0; i < 16; ++i) schedule.word[0][i] = static_cast<std::uint8_t>(i);
  for (int round = 1; round < 7; ++round) {
    for (int i = 0; i < 16; ++i) schedule.word[round][i] = schedule.word[round - 1][permutation[i]];
  }
  return schedule;
}
inline constexpr Schedule kSchedule = make_schedule();

/// Inputs of equal length: `blocks` times 64 bytes each, one every `stride` bytes.
struct Many {
  const std::uint8_t* input;
  std::size_t stride;
  std::size_t blocks;
  std::uint64_t counter;              ///< Of the first input.
  std::uint32_t counter_step;         ///< 1 for chunks, 0 for parents.
  std::uint32_t flags, flags_first, flags_last;
};

/// Hashes as many inputs as the function has lanes; `out` gets eight words an input.
using Lanes = void (*)(const Many&, std::uint32_t* out) noexcept;

struct Kernel {
  std::size_t lanes;
  Lanes hash;
};

#if defined(__x86_64__)
void hash_4_sse41(const Many&, std::uint32_t* out) noexcept;
void hash_8_avx2(const Many&, std::uint32_t* out) noexcept;
void hash_16_avx512(const Many&, std::uint32_t* out) noexcept;
#elif defined(__wasm_simd128__)
void hash_4_wasm(const Many&, std::uint32_t* out) noexcept;
#endif

/// What this processor has, widest first; the list ends with a null function.
const Kernel* kernels() noexcept;

/// For tests and benchmarks: as if the processor had no more than so many lanes (1: none of the above). Not for use while others hash.
void limit_lanes(std::size_t lanes_max) noexcept;

}  // namespace colophon::blake3_detail
