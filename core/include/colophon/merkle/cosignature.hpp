#pragma once
// Cosignatures: a witness's word that a checkpoint extends all that it has seen of the log, with the time at which it saw it
// (C2SP tlog-cosignature, Ed25519, type 0x04). Curve code is the caller's: libsodium or WebCrypto.
#include "colophon/merkle/checkpoint.hpp"

namespace colophon::merkle {

struct Cosignature {
  std::uint64_t time = 0;          ///< Seconds since 1970, by the witness's clock.
  Bytes signature;                 ///< 64 bytes.
};

/// What a witness signs: "cosignature/v1", "time N", then the checkpoint's text.
std::string cosigned_text(std::uint64_t time, std::string_view checkpoint_text);
/// Takes a note signature apart. Error: invalid_argument (not 72 bytes, or a time of 0 or above 2^63 - 1).
Result<Cosignature> parse_cosignature(const NoteSignature& signature, std::string_view field);
/// The bytes of a note signature: the time, big-endian, and the 64 bytes.
Bytes cosignature_bytes(const Cosignature& cosignature);

}  // namespace colophon::merkle
