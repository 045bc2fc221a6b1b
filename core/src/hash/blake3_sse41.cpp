// Compiled with the instructions of its name (core/CMakeLists.txt) and called only where the processor has them.
#if defined(__SSE4_1__)
#include "hash/blake3_lanes.hpp"

namespace colophon::blake3_detail {
void hash_4_sse41(const Many& many, std::uint32_t* out) noexcept { hash_lanes<4>(many, out); }
}  // namespace colophon::blake3_detail
#endif
