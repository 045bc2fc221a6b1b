// Compiled with the instructions of its name (core/CMakeLists.txt) and called only where the processor has them.
#if defined(__AVX2__)
#include "hash/blake3_lanes.hpp"

namespace colophon::blake3_detail {
void hash_8_avx2(const Many& many, std::uint32_t* out) noexcept { hash_lanes<8>(many, out); }
}  // namespace colophon::blake3_detail
#endif
