#pragma once
// How a verb reads its inputs and answers: bytes into memory that the caller gives back with colophon_free, or an error as JSON.
#include <cstdint>
#include <string_view>

#include "colophon/base/encoding.hpp"
#include "colophon/base/error.hpp"
#include "colophon/base/json.hpp"
#include "colophon_abi.h"

namespace colophon::abi {

inline ByteView bytes_of(const std::uint8_t* data, std::uint32_t size) { return {data, data ? size : 0u}; }
inline std::string_view text_of(const std::uint8_t* data, std::uint32_t size) {
  return {reinterpret_cast<const char*>(data), data ? size : 0u};
}

/// Fills `out` with a copy; the status is 0, or out_of_memory with an empty buffer.
std::int32_t give(colophon_buffer* out, ByteView bytes);
std::int32_t give(colophon_buffer* out, const Json& json);
/// Fills `out` with {"code","detail","field"}; the status is the error's code.
std::int32_t give(colophon_buffer* out, const Error& error);

/// Takes memory for `size` bytes of answer, which the caller of this fills; null where there is none (then the status is out_of_memory).
std::uint8_t* reserve(colophon_buffer* out, std::uint32_t size);

}  // namespace colophon::abi
