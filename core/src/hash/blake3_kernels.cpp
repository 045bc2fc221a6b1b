#include "hash/blake3_many.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace colophon::blake3_detail {
namespace {

// Widest first, so that what one kernel leaves over falls to the next.
constexpr Kernel kAll[] = {
#if defined(__x86_64__)
    {16, hash_16_avx512}, {8, hash_8_avx2}, {4, hash_4_sse41},
#elif defined(__wasm_simd128__)
    {4, hash_4_wasm},
#endif
    {1, nullptr}};

#if defined(__x86_64__)
// An instruction set counts only where the system saves its registers too (Intel SDM volume 1, section 14.3).
std::size_t read_lanes() noexcept {
  unsigned a = 0, b = 0, c = 0, d = 0;
  constexpr unsigned kSse41 = 1u << 19, kOsXsave = 1u << 27, kAvx = 1u << 28;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & kSse41) == 0) return 1;
  if ((c & kOsXsave) == 0 || (c & kAvx) == 0) return 4;
  unsigned saved = 0, saved_high = 0;
  __asm__ volatile("xgetbv" : "=a"(saved), "=d"(saved_high) : "c"(0));
  constexpr unsigned kYmm = 0x06, kZmm = 0xe6, kAvx2 = 1u << 5, kAvx512 = 1u << 16 | 1u << 17 | 1u << 30 | 1u << 31;  // F, DQ, BW, VL.
  if ((saved & kYmm) != kYmm || __get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (b & kAvx2) == 0) return 4;
  return (saved & kZmm) == kZmm && (b & kAvx512) == kAvx512 ? 16 : 8;
}
#else
std::size_t read_lanes() noexcept { return 4; }
#endif

std::size_t& lanes() noexcept {
  // CPUID is slow, and traps in a virtual machine: it is asked once.
  static std::size_t lanes = read_lanes();
  return lanes;
}

}  // namespace

const Kernel* kernels() noexcept {
  const Kernel* kernel = kAll;
  for (const std::size_t lanes_max = lanes(); kernel->hash != nullptr && kernel->lanes > lanes_max;) ++kernel;
  return kernel;
}

void limit_lanes(std::size_t lanes_max) noexcept {
  const std::size_t has = read_lanes();
  lanes() = lanes_max < has ? lanes_max : has;
}

}  // namespace colophon::blake3_detail
