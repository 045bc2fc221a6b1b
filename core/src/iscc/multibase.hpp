#pragma once
// The encodings that a code may come in besides base32: multibase prefixes f, b, v, z, u.
#include <string_view>

#include "colophon/base/encoding.hpp"

namespace colophon::iscc {

bool has_multibase_prefix(std::string_view text) noexcept;
/// The bytes behind the prefix. Error: invalid_encoding.
Result<Bytes> decode_multibase(std::string_view text);

}  // namespace colophon::iscc
