#pragma once
// SHA-256 (FIPS 180-4) and HMAC-SHA-256 (RFC 2104).
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "colophon/base/encoding.hpp"

namespace colophon {

using Hash = std::array<std::uint8_t, 32>;

class Sha256 {
 public:
  Sha256();
  Sha256& update(ByteView bytes);
  Sha256& update(std::string_view text) { return update(as_bytes(text)); }
  Sha256& update_u8(std::uint8_t value);
  Sha256& update_u64(std::uint64_t value);        ///< Eight bytes, big-endian.
  /// The hash of all that was given; the object must not be used afterwards.
  Hash finish();

 private:
  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> block_;
  std::uint64_t bytes_ = 0;
};

Hash sha256(ByteView bytes);
inline Hash sha256(std::string_view text) { return sha256(as_bytes(text)); }
Hash hmac_sha256(ByteView key, ByteView message);

/// A commitment (DESIGN.md): SHA-256(domain || salt || SHA-256(payload)), where payload is the JCS form of a document.
Hash commitment(std::string_view domain, const Hash& salt, std::string_view canonical_payload);

}  // namespace colophon
