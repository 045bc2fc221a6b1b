#pragma once
// Checkpoints (C2SP tlog-checkpoint, the text that is signed) and receipts (docs/formats/receipt.md).
// Curve code is not here: the caller checks the Ed25519 signature (libsodium or WebCrypto) over `signed_text`.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "colophon/base/json.hpp"
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
  std::string signed_text;
  std::vector<NoteSignature> signatures;
};
/// A C2SP signed note: the text, an empty line, then lines "— name base64(key hash || signature)".
Result<SignedCheckpoint> parse_signed_checkpoint(std::string_view note, std::string_view field = "checkpoint");
std::string signed_note(std::string_view text, std::span<const NoteSignature> signatures);

/// A verifier key as C2SP signed-note writes it: "name+hash+base64(0x01 || public key)".
struct VerifierKey { std::string name; std::uint32_t key_hash = 0; Bytes public_key; };
Result<VerifierKey> parse_verifier_key(std::string_view text, std::string_view field = "log_key");
std::string format_verifier_key(std::string_view name, ByteView public_key);

/// One step of a verification, for people and programs: what was checked and whether it holds.
struct Check {
  std::string name;      ///< A stable identifier: "inclusion", "commitment", "division".
  bool holds = false;
  std::string field;     ///< Where it does not hold, the place in the document.
  std::string detail;    ///< Where it does not hold, what was expected and what was found.
};
struct Report {
  std::string kind;                  ///< "receipt", "statement", "pool-table", "plan"
  std::vector<Check> checks;
  JsonObject facts;                  ///< What a reader wants to see: index, size, amounts, period.
  /// What the caller has to check with a curve: empty where the document has no checkpoint.
  std::string signed_text;
  std::vector<NoteSignature> signatures;
  std::string log_key;
  bool holds() const;
};
Json report_json(const Report& report);

/// Checks a "colophon/receipt/1": commitment of the payload, inclusion of the commitment, checkpoint text.
/// Errors are for what is not a receipt at all; a receipt that is false gives a report that does not hold.
Result<Report> verify_receipt(const Json& receipt);

}  // namespace colophon::merkle
