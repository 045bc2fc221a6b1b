#pragma once
// XXH32, seed 0 (xxHash fast digest algorithm, specification 0.1.1): the feature hash of ISCC's Text- and Data-Code. Not for security.
#include <cstdint>

#include "colophon/base/encoding.hpp"

namespace colophon {

std::uint32_t xxh32(ByteView bytes) noexcept;

}  // namespace colophon
