#include "hash/sha256_x86.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

namespace colophon {
namespace {

bool read_cpuid() noexcept {
  unsigned a = 0, b = 0, c = 0, d = 0;
  constexpr unsigned ssse3 = 1u << 9, sse4_1 = 1u << 19, sha = 1u << 29;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || (c & ssse3) == 0 || (c & sse4_1) == 0) return false;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & sha) != 0;
}

}  // namespace

bool has_sha_instructions() noexcept {
  // CPUID is slow, and traps in a virtual machine: it is asked once.
  static const bool has = read_cpuid();
  return has;
}

__attribute__((target("sha,sse4.1,ssse3"))) void compress_with_sha_instructions(
    std::array<std::uint32_t, 8>& state, const std::uint8_t* block, const std::uint32_t* round_constants) noexcept {
  // The instructions want the variables as the pairs (a, b, e, f) and (c, d, g, h), highest lane first.
  auto* words = reinterpret_cast<__m128i*>(state.data());
  const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1B);
  const __m128i abef_before = _mm_alignr_epi8(cdab, efgh, 8);
  const __m128i cdgh_before = _mm_blend_epi16(efgh, cdab, 0xF0);
  __m128i abef = abef_before, cdgh = cdgh_before;

  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0bll, 0x0405060700010203ll);
  __m128i message[4];
  for (int i = 0; i < 16; ++i) {
    __m128i& words_now = message[i & 3];
    if (i < 4) {
      words_now = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(block) + i), big_endian);
    } else {
      // w[t] = sigma1(w[t-2]) + w[t-7] + sigma0(w[t-15]) + w[t-16], four at a time.
      const __m128i older = _mm_sha256msg1_epu32(words_now, message[(i + 1) & 3]);
      const __m128i seven_back = _mm_alignr_epi8(message[(i + 3) & 3], message[(i + 2) & 3], 4);
      words_now = _mm_sha256msg2_epu32(_mm_add_epi32(older, seven_back), message[(i + 3) & 3]);
    }
    const __m128i constants = _mm_loadu_si128(reinterpret_cast<const __m128i*>(round_constants) + i);
    const __m128i input = _mm_add_epi32(words_now, constants);
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, input);
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(input, 0x0E));
  }

  const __m128i feba = _mm_shuffle_epi32(_mm_add_epi32(abef, abef_before), 0x1B);
  const __m128i dchg = _mm_shuffle_epi32(_mm_add_epi32(cdgh, cdgh_before), 0xB1);
  _mm_storeu_si128(words, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128(words + 1, _mm_alignr_epi8(dchg, feba, 8));
}

}  // namespace colophon
#endif
