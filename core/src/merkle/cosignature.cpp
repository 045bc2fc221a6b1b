#include "colophon/merkle/cosignature.hpp"

#include "colophon/base/money.hpp"

namespace colophon::merkle {
namespace {

constexpr std::size_t kTimeBytes = 8, kEd25519Bytes = 64;

}  // namespace

std::string cosigned_text(std::uint64_t time, std::string_view checkpoint_text) {
  return "cosignature/v1\ntime " + to_decimal(uint128{time}) + "\n" + std::string(checkpoint_text);
}

Result<Cosignature> parse_cosignature(const NoteSignature& signature, std::string_view field) {
  const Bytes& bytes = signature.signature;
  if (bytes.size() != kTimeBytes + kEd25519Bytes) return fail(Errc::invalid_argument, std::string(field), "A cosignature has 8 bytes of time and 64 bytes of signature.");
  Cosignature cosignature;
  for (std::size_t i = 0; i < kTimeBytes; ++i) cosignature.time = cosignature.time << 8 | bytes[i];
  if (cosignature.time == 0 || cosignature.time >> 63 != 0) return fail(Errc::invalid_argument, std::string(field), "The time of a cosignature must be from 1 to 2^63 - 1 seconds.");
  cosignature.signature.assign(bytes.begin() + kTimeBytes, bytes.end());
  return cosignature;
}

Bytes cosignature_bytes(const Cosignature& cosignature) {
  Bytes bytes;
  for (std::size_t i = 0; i < kTimeBytes; ++i) bytes.push_back(static_cast<std::uint8_t>(cosignature.time >> (56 - 8 * i)));
  bytes.insert(bytes.end(), cosignature.signature.begin(), cosignature.signature.end());
  return bytes;
}

}  // namespace colophon::merkle
