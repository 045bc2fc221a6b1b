#include <algorithm>

#include "answer.hpp"
#include "colophon/hash/blake3.hpp"
#include "colophon/hash/sha256.hpp"

using namespace colophon;

struct colophon_hasher {
  Sha256 sha256;
};

int32_t colophon_sha256(const uint8_t* data, uint32_t size, colophon_buffer* out) {
  return abi::give(out, sha256(abi::bytes_of(data, size)));
}

int32_t colophon_blake3(const uint8_t* data, uint32_t size, colophon_buffer* out) {
  return abi::give(out, blake3(abi::bytes_of(data, size)));
}

colophon_hasher* colophon_hasher_new(void) { return new colophon_hasher; }

void colophon_hasher_update(colophon_hasher* hasher, const uint8_t* data, uint32_t size) {
  hasher->sha256.update(abi::bytes_of(data, size));
}

int32_t colophon_hasher_finish(colophon_hasher* hasher, colophon_buffer* out) {
  const Hash hash = hasher->sha256.finish();
  delete hasher;
  return abi::give(out, hash);
}

namespace {
Result<Hash> commitment_of(std::string_view text) {
  auto json = parse_json(text);
  if (!json) return std::unexpected(json.error());
  JsonFields fields(*json, "");
  const std::string_view domain = fields.string("domain");
  const std::string_view salt_hex = fields.string("salt");
  const Json& payload = fields.required("payload");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  auto salt = from_hex(salt_hex, "salt");
  if (!salt) return std::unexpected(salt.error());
  Hash salt_bytes;
  if (salt->size() != salt_bytes.size()) {
    return fail(Errc::invalid_argument, "salt", "A salt has 64 hexadecimal digits (32 bytes).");
  }
  std::copy(salt->begin(), salt->end(), salt_bytes.begin());
  return commitment(domain, salt_bytes, canonical_json(payload));
}
}  // namespace

int32_t colophon_commitment(const uint8_t* json, uint32_t size, colophon_buffer* out) {
  const auto hash = commitment_of(abi::text_of(json, size));
  return hash ? abi::give(out, *hash) : abi::give(out, hash.error());
}
