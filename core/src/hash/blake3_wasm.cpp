#if defined(__wasm_simd128__)
#include "hash/blake3_lanes.hpp"

namespace colophon::blake3_detail {
void hash_4_wasm(const Many& many, std::uint32_t* out) noexcept { hash_lanes<4>(many, out); }
}  // namespace colophon::blake3_detail
#endif
