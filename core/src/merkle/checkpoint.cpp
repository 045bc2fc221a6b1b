#include "colophon/merkle/checkpoint.hpp"

#include <algorithm>
#include <limits>

#include "colophon/base/limits.hpp"
#include "colophon/base/money.hpp"

namespace colophon::merkle {
namespace {

constexpr std::string_view kSignatureMark = "\xE2\x80\x94 ";  // An em dash and a space.
constexpr std::uint8_t kMlDsa44 = 0x06;
constexpr std::size_t kEd25519KeyBytes = 32;
constexpr std::size_t kKeyHashBytes = 4;

// The names of signed-note: not empty, no plus, no white space. Of Unicode's white space only what ASCII has is looked for:
// a name is compared with a known one byte for byte.
bool is_key_name(std::string_view name) {
  return !name.empty() && std::ranges::none_of(name, [](char c) { return c == '+' || static_cast<unsigned char>(c) <= ' '; });
}

std::uint32_t big_endian_u32(ByteView bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

std::array<std::uint8_t, kKeyHashBytes> key_hash_bytes(std::uint32_t hash) {
  return {static_cast<std::uint8_t>(hash >> 24), static_cast<std::uint8_t>(hash >> 16), static_cast<std::uint8_t>(hash >> 8),
          static_cast<std::uint8_t>(hash)};
}

std::uint32_t key_hash(std::string_view name, ByteView public_key, KeyType type) {
  const Hash hash = Sha256().update(name).update("\n").update_u8(static_cast<std::uint8_t>(type)).update(public_key).finish();
  return big_endian_u32(hash);
}

std::unexpected<Error> refuse(std::string_view field, const char* detail) {
  return fail(Errc::invalid_argument, std::string(field), detail);
}

// The text up to the next newline, which is taken too. The caller has made sure that there is one.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

// Origin, size, root, then lines of extensions that are kept but not read.
Result<Checkpoint> parse_checkpoint_text(std::string_view text, std::string_view field) {
  if (std::ranges::count(text, '\n') < 3) return refuse(field, "A checkpoint must have three lines: origin, size and root.");
  Checkpoint checkpoint;
  checkpoint.origin = take_line(text);
  if (checkpoint.origin.empty() || checkpoint.origin.front() == ' ' || checkpoint.origin.back() == ' ') {
    return refuse(field, "The first line of a checkpoint must be the log's origin, without spaces at its ends.");
  }
  const Result<uint128> size = parse_uint128(take_line(text), field);
  if (!size || *size > std::numeric_limits<std::uint64_t>::max()) {
    return refuse(field, "The second line of a checkpoint must be the size of the tree in decimal digits.");
  }
  checkpoint.size = static_cast<std::uint64_t>(*size);
  const Result<Bytes> root = from_base64(take_line(text), field);
  if (!root || root->size() != checkpoint.root.size()) {
    return refuse(field, "The third line of a checkpoint must be the base64 of a root of 32 bytes.");
  }
  std::ranges::copy(*root, checkpoint.root.begin());
  while (!text.empty()) {
    if (take_line(text).empty()) return refuse(field, "A checkpoint must not have an empty line.");
  }
  return checkpoint;
}

}  // namespace

Result<NoteSignature> parse_signature_line(std::string_view line, std::string_view field) {
  if (!line.starts_with(kSignatureMark)) return refuse(field, "A signature line of the note must begin with an em dash and a space.");
  line.remove_prefix(kSignatureMark.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || !is_key_name(line.substr(0, space))) {
    return refuse(field, "A signature line of the note must hold a key name and a signature.");
  }
  const Result<Bytes> bytes = from_base64(line.substr(space + 1), field);
  if (!bytes) return std::unexpected(bytes.error());
  if (bytes->size() <= kKeyHashBytes) return refuse(field, "A signature of the note is shorter than its key hash.");
  const ByteView view = *bytes;
  return NoteSignature{std::string(line.substr(0, space)), big_endian_u32(view), Bytes(bytes->begin() + kKeyHashBytes, bytes->end())};
}

std::string signature_line(const NoteSignature& signature) {
  const auto hash = key_hash_bytes(signature.key_hash);
  Bytes bytes(hash.begin(), hash.end());
  bytes.insert(bytes.end(), signature.signature.begin(), signature.signature.end());
  return std::string(kSignatureMark) + signature.name + " " + to_base64(bytes) + "\n";
}

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + to_decimal(uint128{checkpoint.size}) + "\n" + to_base64(checkpoint.root) + "\n";
}

Result<SignedCheckpoint> parse_signed_checkpoint(std::string_view note, std::string_view field) {
  if (note.size() > limits::kNoteBytesMax) return fail(Errc::limit_exceeded, std::string(field), "The signed note is too long.");
  if (!is_utf8(note)) return fail(Errc::invalid_encoding, std::string(field), "The signed note must be UTF-8.");
  if (std::ranges::any_of(note, [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; })) {
    return refuse(field, "The signed note must not hold control characters other than newlines.");
  }
  const std::size_t split = note.rfind("\n\n");
  if (split == std::string_view::npos || note.back() != '\n') {
    return refuse(field, "A signed note must be a text, an empty line and signature lines, each ended by a newline.");
  }
  SignedCheckpoint signed_checkpoint;
  signed_checkpoint.signed_text = note.substr(0, split + 1);
  for (std::string_view rest = note.substr(split + 2); !rest.empty();) {
    if (signed_checkpoint.signatures.size() == limits::kNoteSignaturesMax) {
      return fail(Errc::limit_exceeded, std::string(field), "The signed note has too many signatures.");
    }
    Result<NoteSignature> signature = parse_signature_line(take_line(rest), field);
    if (!signature) return std::unexpected(signature.error());
    signed_checkpoint.signatures.push_back(std::move(*signature));
  }
  if (signed_checkpoint.signatures.empty()) return refuse(field, "The note has no signature.");
  Result<Checkpoint> checkpoint = parse_checkpoint_text(signed_checkpoint.signed_text, field);
  if (!checkpoint) return std::unexpected(checkpoint.error());
  signed_checkpoint.checkpoint = std::move(*checkpoint);
  return signed_checkpoint;
}

std::string signed_note(std::string_view text, std::span<const NoteSignature> signatures) {
  std::string note = std::string(text) + "\n";
  for (const NoteSignature& signature : signatures) note += signature_line(signature);
  return note;
}

Result<VerifierKey> parse_verifier_key(std::string_view text, std::string_view field, KeyType type) {
  // Base64 has plus signs of its own, so the first two are the separators.
  const std::size_t first = text.find('+');
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos || !is_key_name(text.substr(0, first)) || !is_utf8(text)) {
    return refuse(field, "Write a verifier key as name+hash+base64(key).");
  }
  const std::string_view name = text.substr(0, first);
  const Result<Bytes> hash = from_hex(text.substr(first + 1, second - first - 1), field);
  if (!hash) return std::unexpected(hash.error());
  const Result<Bytes> key = from_base64(text.substr(second + 1), field);
  if (!key) return std::unexpected(key.error());
  if (hash->size() != kKeyHashBytes) return refuse(field, "The hash of a verifier key has 8 hexadecimal digits.");
  if (!key->empty() && key->front() == kMlDsa44) return refuse(field, "ML-DSA-44 keys (type 06) are not checked by this version: give the Ed25519 key.");
  if (key->size() != 1 + kEd25519KeyBytes || key->front() != static_cast<std::uint8_t>(type)) {
    return refuse(field, type == KeyType::ed25519 ? "The verifier key of a log must be an Ed25519 key: the byte 01 and 32 bytes."
                                                  : "The verifier key of a witness must be an Ed25519 cosignature key: the byte 04 and 32 bytes.");
  }
  VerifierKey verifier{std::string(name), big_endian_u32(*hash), Bytes(key->begin() + 1, key->end()), type};
  if (verifier.key_hash != key_hash(name, verifier.public_key, type)) {
    return refuse(field, "The hash inside the verifier key is not that of its name and key.");
  }
  return verifier;
}

std::string format_verifier_key(std::string_view name, ByteView public_key, KeyType type) {
  Bytes key{static_cast<std::uint8_t>(type)};
  key.insert(key.end(), public_key.begin(), public_key.end());
  return std::string(name) + "+" + to_hex(key_hash_bytes(key_hash(name, public_key, type))) + "+" + to_base64(key);
}

}  // namespace colophon::merkle
