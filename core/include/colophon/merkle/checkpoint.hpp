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
  std::uint32_t key_hash = 0;      ///< First four bytes of SHA-256(name || "\n" || type || public key), big-endian.
  Bytes signature;                 ///< 64 bytes for Ed25519; a cosignature has 8 bytes of time before them.
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

/// The types of signatures that this version checks. ML-DSA-44 (0x06) is known by name and refused with that reason.
enum class KeyType : std::uint8_t {
  ed25519 = 0x01,                  ///< A log's own signature.
  cosignature = 0x04,              ///< A witness's Ed25519 cosignature (C2SP tlog-cosignature v1).
};

/// A verifier key as C2SP signed-note writes it: "name+hash+base64(type || public key)".
struct VerifierKey { std::string name; std::uint32_t key_hash = 0; Bytes public_key; KeyType type = KeyType::ed25519; };
/// Only keys of that type, and only where the hash is that of the name and key. Errors: invalid_argument, invalid_encoding.
Result<VerifierKey> parse_verifier_key(std::string_view text, std::string_view field = "log_key", KeyType type = KeyType::ed25519);
std::string format_verifier_key(std::string_view name, ByteView public_key, KeyType type = KeyType::ed25519);
/// One signature line, "— name base64(key hash || signature)", without its newline. Errors: invalid_argument, invalid_encoding.
Result<NoteSignature> parse_signature_line(std::string_view line, std::string_view field);
/// With its newline.
std::string signature_line(const NoteSignature& signature);

}  // namespace colophon::merkle
