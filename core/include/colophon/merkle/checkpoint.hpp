#pragma once
// Checkpoints: the signed head of a log (C2SP tlog-checkpoint v1.0.0 in a C2SP signed-note v1.0.0).
// Curve code is not here: the caller checks the Ed25519 signature (libsodium or WebCrypto) over `signed_text`.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/hash/sha256.hpp"

namespace colophon::merkle {

struct Checkpoint {
  std::string origin;          ///< One line without spaces at the ends, "localhost/colophon".
  std::uint64_t size = 0;
  Hash root{};
};

/// The three lines that are signed: origin, size, base64(root), each ended by a newline.
std::string checkpoint_text(const Checkpoint& checkpoint);

struct NoteSignature {
  std::string name;
  std::uint32_t key_hash = 0;      ///< First four bytes of SHA-256(name || "\n" || 0x01 || public key), big-endian.
  Bytes signature;                 ///< 64 bytes for Ed25519.
};
struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::string signed_text;         ///< With the extension lines, where the log wrote any.
  std::vector<NoteSignature> signatures;
};
/// A C2SP signed note: the text, an empty line, then lines "— name base64(key hash || signature)", at least one.
/// Signatures of unknown algorithms are kept: the caller looks for the key it knows. Errors: invalid_argument,
/// invalid_encoding, limit_exceeded.
Result<SignedCheckpoint> parse_signed_checkpoint(std::string_view note, std::string_view field = "checkpoint");
std::string signed_note(std::string_view text, std::span<const NoteSignature> signatures);

/// A verifier key as C2SP signed-note writes it: "name+hash+base64(0x01 || public key)".
struct VerifierKey { std::string name; std::uint32_t key_hash = 0; Bytes public_key; };
/// Only Ed25519 keys, and only where the hash is that of the name and key. Errors: invalid_argument, invalid_encoding.
Result<VerifierKey> parse_verifier_key(std::string_view text, std::string_view field = "log_key");
std::string format_verifier_key(std::string_view name, ByteView public_key);

}  // namespace colophon::merkle
